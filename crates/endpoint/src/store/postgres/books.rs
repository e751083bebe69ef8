//! See [`crate::store::books`].

crate::store::books::books!(sqlx::postgres::PgRow);
