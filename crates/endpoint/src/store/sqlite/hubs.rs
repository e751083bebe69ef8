//! See [`crate::store::hubs`].

use super::driver as sqlx;

crate::store::hubs::hubs!(sqlx::SqliteRow);
