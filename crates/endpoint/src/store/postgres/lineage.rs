//! See [`crate::store::lineage`].

crate::store::lineage::lineage!(sqlx::postgres::PgRow);
