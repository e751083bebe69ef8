//! See [`crate::store::reconciling`].

use super::driver as sqlx;

crate::store::reconciling::reconciling!(sqlx::Sqlite, sqlx::SqliteRow);
