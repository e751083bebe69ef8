//! See [`crate::store::reconciling`].

crate::store::reconciling::reconciling!(sqlx::Postgres, sqlx::postgres::PgRow);
