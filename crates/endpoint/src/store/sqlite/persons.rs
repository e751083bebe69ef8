//! See [`crate::store::persons`].

crate::store::persons::persons!(sqlx::Sqlite, sqlx::sqlite::SqliteRow, "instr(o.bytes, $2) > 0");
