//! Cursors that lie here because they are too long to travel; whatever database is behind it.

use thidua_sync::identity::DeviceId;

use super::{StoreError, Transaction};

impl Transaction {
    /// The cursor that a device was given under this name.
    pub(crate) async fn cursor(
        &mut self,
        device: DeviceId,
        name: &[u8],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        ask!(self.cursor(device, name))
    }

    /// Keeps a cursor of a device under a name. Of those before it, all go but the one that the device stands at and a few of
    /// the last: their answers may be on their way.
    pub(crate) async fn keep_cursor(
        &mut self,
        device: DeviceId,
        name: &[u8],
        cursor: &[u8],
        stands_at: &[u8],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.keep_cursor(device, name, cursor, stands_at, now_ms))
    }
}

/// How many cursors of a device are kept beside the newest and the one that it stands at.
pub(super) const BEFORE: i64 = 2;
