//! See [`crate::store::bundles`].

use super::driver as sqlx;

crate::store::bundles::bundles!();
