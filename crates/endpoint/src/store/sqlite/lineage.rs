//! See [`crate::store::lineage`].

use super::driver as sqlx;

crate::store::lineage::lineage!(sqlx::SqliteRow);
