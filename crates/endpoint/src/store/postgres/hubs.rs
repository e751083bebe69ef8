//! See [`crate::store::hubs`].

crate::store::hubs::hubs!(sqlx::postgres::PgRow);
