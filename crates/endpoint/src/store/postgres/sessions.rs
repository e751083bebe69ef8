//! Accounts, devices and tokens.

use sqlx::Row as _;
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::DeviceId;

use super::{Store, TENANT, Transaction, narrow, number};
use crate::secret::TokenHash;
use crate::store::stored::exactly;
use crate::store::{Credentials, OfAnother, Session, StoreError};

impl Store {
    /// Whose token this is.
    pub(crate) async fn session(&self, token: TokenHash) -> Result<Option<Session>, StoreError> {
        let query = sqlx::query(
            "SELECT t.account, t.device, t.revoked_ms IS NOT NULL, d.revoked_ms IS NOT NULL, t.used_ms
             FROM tokens t JOIN devices d ON d.tenant = t.tenant AND d.device = t.device
             WHERE t.tenant = $1 AND t.token_hash = $2",
        );
        let query = query.bind(TENANT).bind(token.0.as_slice());
        let Some(found) = query.fetch_optional(&self.readers).await? else { return Ok(None) };
        let device = DeviceId(exactly(found.try_get(1)?, "device")?);
        Ok(Some(Session {
            account: number(&found, 0)?,
            device,
            signed_out: found.try_get(2)?,
            shut_out: found.try_get(3)?,
            used_ms: found.try_get(4)?,
        }))
    }

    /// What is checked when somebody signs in by this name.
    pub(crate) async fn credentials(&self, login: &str) -> Result<Option<Credentials>, StoreError> {
        let query =
            sqlx::query("SELECT account, password_hash FROM accounts WHERE tenant = $1 AND login = $2");
        let Some(found) = query.bind(TENANT).bind(login).fetch_optional(&self.readers).await? else {
            return Ok(None);
        };
        Ok(Some(Credentials { account: number(&found, 0)?, password_hash: found.try_get(1)? }))
    }
}

impl Transaction {
    /// Makes the device the account's, unless it is another's.
    pub(crate) async fn bind_device(
        &mut self,
        device: DeviceId,
        account: u32,
        now_ms: i64,
    ) -> Result<Result<(), OfAnother>, StoreError> {
        let query = sqlx::query(
            "INSERT INTO devices (tenant, device, account, counters, bound_ms, seen_ms) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
        );
        let query = query.bind(TENANT).bind(device.0.as_slice()).bind(i64::from(account));
        query.bind(CounterSet::default().encode()).bind(now_ms).bind(now_ms).execute(&mut *self.0).await?;
        let query = sqlx::query_scalar("SELECT account FROM devices WHERE tenant = $1 AND device = $2");
        let owner: i64 = query.bind(TENANT).bind(device.0.as_slice()).fetch_one(&mut *self.0).await?;
        Ok(if narrow::<u32>(owner)? == account { Ok(()) } else { Err(OfAnother) })
    }

    /// Stores a new token.
    pub(crate) async fn add_token(
        &mut self,
        token: TokenHash,
        device: DeviceId,
        account: u32,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO tokens (tenant, token_hash, account, device, created_ms, used_ms) VALUES ($1, $2, $3, $4, $5, $6)",
        );
        let query = query.bind(TENANT).bind(token.0.as_slice()).bind(i64::from(account));
        query.bind(device.0.as_slice()).bind(now_ms).bind(now_ms).execute(&mut *self.0).await?;
        Ok(())
    }

    /// The token lets nobody in any more.
    pub(crate) async fn revoke(&mut self, token: TokenHash, now_ms: i64) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE tokens SET revoked_ms = $1 WHERE tenant = $2 AND token_hash = $3");
        query.bind(now_ms).bind(TENANT).bind(token.0.as_slice()).execute(&mut *self.0).await?;
        Ok(())
    }
}
