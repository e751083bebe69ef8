//! Cursors that are too long to travel.

use thidua_sync::identity::DeviceId;

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
            sqlx::query_scalar("SELECT cursor FROM cursors WHERE tenant = $1 AND device = $2 AND name = $3");
        let query = query.bind(TENANT).bind(device.0.as_slice()).bind(name);
        Ok(query.fetch_optional(&mut *self.0).await?)
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
            "DELETE FROM cursors WHERE tenant = $1 AND device = $2 AND name <> $3 AND name <> $4 AND name NOT IN (
                SELECT name FROM cursors WHERE tenant = $1 AND device = $2 AND name <> $3 AND name <> $4
                ORDER BY kept_ms DESC, name LIMIT $5)",
        );
        let device = device.0.as_slice();
        let query = query.bind(TENANT).bind(device).bind(name).bind(stands_at).bind(BEFORE);
        query.execute(&mut *self.0).await?;
        let query = sqlx::query(
            "INSERT INTO cursors (tenant, device, name, cursor, kept_ms) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant, device, name) DO UPDATE SET kept_ms = excluded.kept_ms",
        );
        let query = query.bind(TENANT).bind(device).bind(name).bind(cursor).bind(now_ms);
        query.execute(&mut *self.0).await?;
        Ok(())
    }
}
