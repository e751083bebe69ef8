//! See [`crate::store::persons`].

use super::driver as sqlx;

crate::store::persons::persons!(sqlx::Sqlite, sqlx::SqliteRow, fetch_all_at_length);
