//! By what the authors of files are known, in the words of both databases: written once and made twice, as [`super::books`].

macro_rules! bundles {
    () => {
        use thidua_bundle::Verifier;

        use super::{TENANT, Transaction};
        use crate::secret::TokenHash;
        use crate::store::StoreError;
        use crate::store::stored::exactly;

        impl Transaction {
            /// Notes by what the holder of a token is known as an author.
            pub(crate) async fn keep_verifier(
                &mut self,
                token: TokenHash,
                verifier: Verifier,
            ) -> Result<(), StoreError> {
                let query =
                    sqlx::query("UPDATE tokens SET verifier = $1 WHERE tenant = $2 AND token_hash = $3");
                let query = query.bind(verifier.0.to_vec()).bind(TENANT).bind(token.0.to_vec());
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// By what the holder of a token is known; `None` where that was not noted.
            pub(crate) async fn verifier(
                &mut self,
                token: TokenHash,
            ) -> Result<Option<Verifier>, StoreError> {
                let query =
                    sqlx::query_scalar("SELECT verifier FROM tokens WHERE tenant = $1 AND token_hash = $2");
                let query = query.bind(TENANT).bind(token.0.to_vec());
                let found: Option<Option<Vec<u8>>> = query.fetch_optional(&mut *self.0).await?;
                found.flatten().map(|key| exactly(key, "verifier").map(Verifier)).transpose()
            }

            /// The token that a verifier was made from.
            pub(crate) async fn token_of(
                &mut self,
                verifier: Verifier,
            ) -> Result<Option<TokenHash>, StoreError> {
                let query =
                    sqlx::query_scalar("SELECT token_hash FROM tokens WHERE tenant = $1 AND verifier = $2");
                let query = query.bind(TENANT).bind(verifier.0.to_vec());
                let found: Option<Vec<u8>> = query.fetch_optional(&mut *self.0).await?;
                found.map(|hash| exactly(hash, "token").map(TokenHash)).transpose()
            }
        }
    };
}

pub(super) use bundles;
