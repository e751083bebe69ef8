//! See [`crate::store::persons`].

use super::driver as sqlx;

crate::store::persons::persons!(sqlx::Sqlite, sqlx::SqliteRow, "instr(o.bytes, $2) > 0", fetch_all_at_length);
