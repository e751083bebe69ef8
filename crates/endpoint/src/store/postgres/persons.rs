//! See [`crate::store::persons`].

crate::store::persons::persons!(
    sqlx::Postgres,
    sqlx::postgres::PgRow,
    "position($2 IN o.bytes) > 0",
    fetch_all
);
