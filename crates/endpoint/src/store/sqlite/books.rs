//! See [`crate::store::books`].

use super::driver as sqlx;

crate::store::books::books!(sqlx::SqliteRow);
