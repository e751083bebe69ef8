//! See [`crate::store::trays`].

crate::store::trays::trays!(sqlx::Postgres, sqlx::postgres::PgRow);
