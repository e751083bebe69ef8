//! Accounts, devices and tokens.

use thidua_sync::counters::CounterSet;
use thidua_sync::identity::DeviceId;

use super::driver::{self as sqlx, Row as _};
use super::register::years;
use super::{Store, TENANT, Transaction};
use crate::roster::Standing;
use crate::secret::TokenHash;
use crate::store::stored::{exactly, year_of};
use crate::store::{OfAnother, Session, StoreError};

impl Store {
    /// Whose token this is.
    pub(crate) async fn session(&self, token: TokenHash) -> Result<Option<Session>, StoreError> {
        let query = sqlx::query(
            "SELECT t.account, t.device, t.revoked_ms IS NOT NULL, d.revoked_ms IS NOT NULL, t.used_ms,
                    t.replaces, a.active, a.first_year, a.last_year, m.value
             FROM tokens t
             JOIN devices d ON d.tenant = t.tenant AND d.device = t.device
             JOIN accounts a ON a.tenant = t.tenant AND a.account = t.account
             LEFT JOIN meta m ON m.tenant = t.tenant AND m.key = 'year'
             WHERE t.tenant = ? AND t.token_hash = ?",
        );
        let query = query.bind(TENANT).bind(token.0.as_slice());
        let Some(found) = query.fetch_optional(&mut *self.readers.take().await?).await? else {
            return Ok(None);
        };
        let device: Vec<u8> = found.try_get(1)?;
        let device = device.try_into().map_err(|_| StoreError::Damaged { what: "device" })?;
        let replaces: Option<Vec<u8>> = found.try_get(5)?;
        Ok(Some(Session {
            account: found.try_get(0)?,
            device: DeviceId(device),
            signed_out: found.try_get(2)?,
            shut_out: found.try_get(3)?,
            used_ms: found.try_get(4)?,
            replaces: replaces.map(|hash| exactly(hash, "token").map(TokenHash)).transpose()?,
            standing: Standing {
                active: found.try_get::<i64, _>(6)? != 0,
                years: years(&found, 7)?,
                year: year_of(found.try_get(9)?)?,
            },
        }))
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
            "INSERT INTO devices (tenant, device, account, counters, bound_ms, seen_ms) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT DO NOTHING",
        );
        let query = query.bind(TENANT).bind(device.0.as_slice()).bind(account);
        query.bind(CounterSet::default().encode()).bind(now_ms).bind(now_ms).execute(&mut self.0).await?;
        let query = sqlx::query_scalar("SELECT account FROM devices WHERE tenant = ? AND device = ?");
        let owner: u32 = query.bind(TENANT).bind(device.0.as_slice()).fetch_one(&mut self.0).await?;
        Ok(if owner == account { Ok(()) } else { Err(OfAnother) })
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
            "INSERT INTO tokens (tenant, token_hash, account, device, created_ms, used_ms) VALUES (?, ?, ?, ?, ?, ?)",
        );
        let query = query.bind(TENANT).bind(token.0.as_slice()).bind(account).bind(device.0.as_slice());
        query.bind(now_ms).bind(now_ms).execute(&mut self.0).await?;
        Ok(())
    }

    /// The token lets nobody in any more, nor does one that was to come in its place.
    pub(crate) async fn revoke(&mut self, token: TokenHash, now_ms: i64) -> Result<(), StoreError> {
        let query =
            sqlx::query("UPDATE tokens SET revoked_ms = ? WHERE tenant = ? AND ? IN (token_hash, replaces)");
        query.bind(now_ms).bind(TENANT).bind(token.0.as_slice()).execute(&mut self.0).await?;
        Ok(())
    }
}
