//! See [`crate::store::trays`].

crate::store::trays::trays!(sqlx::Sqlite, sqlx::sqlite::SqliteRow);
