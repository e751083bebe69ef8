//! See [`crate::store::register`].

use super::driver as sqlx;

crate::store::register::register!(sqlx::SqliteRow);
