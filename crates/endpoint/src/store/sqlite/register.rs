//! See [`crate::store::register`].

crate::store::register::register!(sqlx::sqlite::SqliteRow);
