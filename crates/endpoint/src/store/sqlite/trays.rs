//! See [`crate::store::trays`].

use super::driver as sqlx;

crate::store::trays::trays!(sqlx::Sqlite, sqlx::SqliteRow);
