//! Passkeys, and the challenges that were answered.

use thidua_sync::identity::DeviceId;

use super::driver::{self as sqlx, Row as _, SqliteRow};
use super::{TENANT, Transaction};
use crate::store::StoreError;
use crate::store::passkeys::{Noted, Passkey, Spent};
use crate::store::stored::exactly;

impl Transaction {
    /// The passkey of this name.
    pub(crate) async fn passkey(&mut self, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
        let query = sqlx::query(
            "SELECT credential, account, device, site, name, public_key, counter, copyable, copied, made_ms, used_ms
             FROM passkeys WHERE tenant = ? AND credential = ?",
        );
        let found = query.bind(TENANT).bind(credential).fetch_optional(&mut self.0).await?;
        found.map(|row| passkey(&row)).transpose()
    }

    /// The passkeys of an account, the oldest first.
    pub(crate) async fn passkeys_of(&mut self, account: u32) -> Result<Vec<Passkey>, StoreError> {
        let query = sqlx::query(
            "SELECT credential, account, device, site, name, public_key, counter, copyable, copied, made_ms, used_ms
             FROM passkeys WHERE tenant = ? AND account = ? ORDER BY made_ms, credential",
        );
        let found = query.bind(TENANT).bind(account).fetch_all(&mut self.0).await?;
        found.iter().map(passkey).collect()
    }

    /// Adds a passkey. Whether it is new.
    pub(crate) async fn add_passkey(&mut self, of: &Passkey) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "INSERT INTO passkeys (tenant, credential, account, device, site, name, public_key, counter, copyable,
                                   copied, made_ms, used_ms)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        );
        let query = query.bind(TENANT).bind(&of.credential).bind(of.account).bind(of.device.0.as_slice());
        let query = query.bind(&of.site).bind(&of.name).bind(&of.public_key).bind(of.counter);
        let query = query.bind(of.copyable).bind(of.copied).bind(of.made_ms).bind(of.used_ms);
        Ok(query.execute(&mut self.0).await?.rows_affected() == 1)
    }

    /// Notes that a passkey was shown. Whether it is still there.
    pub(crate) async fn note_passkey(&mut self, credential: &[u8], noted: Noted) -> Result<bool, StoreError> {
        let query = sqlx::query(
            "UPDATE passkeys SET counter = ?, copied = ?, used_ms = ? WHERE tenant = ? AND credential = ?",
        );
        let query = query.bind(noted.counter).bind(noted.copied).bind(noted.used_ms);
        let done = query.bind(TENANT).bind(credential).execute(&mut self.0).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes a passkey of an account away. Whether there was one.
    pub(crate) async fn remove_passkey(
        &mut self,
        account: u32,
        credential: &[u8],
    ) -> Result<bool, StoreError> {
        let query = sqlx::query("DELETE FROM passkeys WHERE tenant = ? AND account = ? AND credential = ?");
        let done = query.bind(TENANT).bind(account).bind(credential).execute(&mut self.0).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes away all passkeys of an account. How many there were.
    pub(crate) async fn remove_passkeys_of(&mut self, account: u32) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM passkeys WHERE tenant = ? AND account = ?");
        Ok(query.bind(TENANT).bind(account).execute(&mut self.0).await?.rows_affected())
    }

    /// Takes away the passkeys that were made on a device. How many there were.
    pub(crate) async fn remove_passkeys_made_on(&mut self, device: DeviceId) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM passkeys WHERE tenant = ? AND device = ?");
        Ok(query.bind(TENANT).bind(device.0.as_slice()).execute(&mut self.0).await?.rows_affected())
    }

    /// What authenticators are told that an account is called, once it was drawn.
    pub(crate) async fn passkey_user(&mut self, account: u32) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query_scalar("SELECT passkey_user FROM accounts WHERE tenant = ? AND account = ?");
        let found: Option<Option<Vec<u8>>> =
            query.bind(TENANT).bind(account).fetch_optional(&mut self.0).await?;
        Ok(found.flatten())
    }

    /// From here on authenticators are told this.
    pub(crate) async fn set_passkey_user(&mut self, account: u32, user: &[u8]) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE accounts SET passkey_user = ? WHERE tenant = ? AND account = ?");
        query.bind(user).bind(TENANT).bind(account).execute(&mut self.0).await?;
        Ok(())
    }

    /// Remembers that a challenge was answered, and forgets those that are over. Whether it was not answered before.
    pub(crate) async fn spend(&mut self, spent: Spent, now_ms: i64) -> Result<bool, StoreError> {
        let query = sqlx::query("DELETE FROM passkey_challenges WHERE tenant = ? AND until_ms < ?");
        query.bind(TENANT).bind(now_ms).execute(&mut self.0).await?;
        let query = sqlx::query(
            "INSERT INTO passkey_challenges (tenant, nonce, until_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        );
        let query = query.bind(TENANT).bind(spent.nonce.as_slice()).bind(spent.until_ms);
        Ok(query.execute(&mut self.0).await?.rows_affected() == 1)
    }
}

fn passkey(row: &SqliteRow) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        credential: row.try_get(0)?,
        account: row.try_get(1)?,
        device: DeviceId(exactly(row.try_get(2)?, "device")?),
        site: row.try_get(3)?,
        name: row.try_get(4)?,
        public_key: row.try_get(5)?,
        counter: row.try_get(6)?,
        copyable: row.try_get(7)?,
        copied: row.try_get(8)?,
        made_ms: row.try_get(9)?,
        used_ms: row.try_get(10)?,
    })
}
