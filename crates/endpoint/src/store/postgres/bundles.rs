//! See [`crate::store::bundles`].

crate::store::bundles::bundles!();
