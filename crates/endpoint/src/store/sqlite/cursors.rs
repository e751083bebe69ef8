//! Cursors that are too long to travel.

use thidua_sync::identity::DeviceId;

use super::driver as sqlx;
use super::{TENANT, Transaction};
use crate::store::StoreError;
use crate::store::cursors::BEFORE;

impl Transaction {
    /// The cursor that a device was given under this name.
    pub(crate) async fn cursor(
        &mut self,
        device: DeviceId,
        name: &[u8],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let query =
            sqlx::query_scalar("SELECT cursor FROM cursors WHERE tenant = ? AND device = ? AND name = ?");
        let query = query.bind(TENANT).bind(device.0.as_slice()).bind(name);
        Ok(query.fetch_optional(&mut self.0).await?)
    }

    /// Keeps a cursor of a device.
    pub(crate) async fn keep_cursor(
        &mut self,
        device: DeviceId,
        name: &[u8],
        cursor: &[u8],
        stands_at: &[u8],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "DELETE FROM cursors WHERE tenant = ? AND device = ? AND name <> ? AND name <> ? AND name NOT IN (
                SELECT name FROM cursors WHERE tenant = ? AND device = ? AND name <> ? AND name <> ?
                ORDER BY kept_ms DESC, name LIMIT ?)",
        );
        let device = device.0.as_slice();
        let query = query.bind(TENANT).bind(device).bind(name).bind(stands_at);
        let query = query.bind(TENANT).bind(device).bind(name).bind(stands_at).bind(BEFORE);
        query.execute(&mut self.0).await?;
        let query = sqlx::query(
            "INSERT INTO cursors (tenant, device, name, cursor, kept_ms) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (tenant, device, name) DO UPDATE SET kept_ms = excluded.kept_ms",
        );
        let query = query.bind(TENANT).bind(device).bind(name).bind(cursor).bind(now_ms);
        query.execute(&mut self.0).await?;
        Ok(())
    }
}
