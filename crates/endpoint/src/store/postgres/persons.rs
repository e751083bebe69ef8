//! See [`crate::store::persons`].

crate::store::persons::persons!(sqlx::Postgres, sqlx::postgres::PgRow, fetch_all);
