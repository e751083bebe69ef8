//! A database as the source or the target of a move.

use sqlx::sqlite::SqliteConnection;
use sqlx::{ConnectOptions as _, Connection as _, QueryBuilder, Row as _, Sqlite};

use super::{Place, in_memory, on_disk};
use crate::store::StoreError;
use crate::store::copying::{AT_ONCE, Cell, Kind, Table};

copying!(Sqlite, SqliteConnection);

/// Opens a file that is there, to be read and not changed.
pub(in crate::store) async fn source(place: &Place) -> Result<SqliteConnection, StoreError> {
    let options = match place {
        Place::File(file) => sqlx::sqlite::SqliteConnectOptions::new().filename(file),
        Place::Memory => in_memory()?,
    };
    let options = options.create_if_missing(false).pragma("query_only", "1").disable_statement_logging();
    let unreachable = |source| StoreError::Connect { place: told(place), source };
    let mut connection = options.connect().await.map_err(unreachable)?;
    tell(&mut connection, "BEGIN").await?;
    Ok(connection)
}

/// Opens or makes a file, and makes its tables.
pub(in crate::store) async fn target(place: &Place) -> Result<SqliteConnection, StoreError> {
    let options = match place {
        Place::File(file) => on_disk(file),
        Place::Memory => in_memory()?,
    };
    let unreachable = |source| StoreError::Connect { place: told(place), source };
    let mut connection = options.connect().await.map_err(unreachable)?;
    sqlx::migrate!("migrations/sqlite").run(&mut connection).await?;
    Ok(connection)
}

fn told(place: &Place) -> String {
    match place {
        Place::File(file) => format!("the file {}", file.display()),
        Place::Memory => "memory".to_owned(),
    }
}

/// The migrations of this version.
pub(in crate::store) fn known() -> Vec<i64> {
    sqlx::migrate!("migrations/sqlite").iter().map(|migration| migration.version).collect()
}

/// The names of the tables.
pub(in crate::store) async fn names(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let query = sqlx::query_scalar(
        "SELECT name FROM sqlite_master
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'",
    );
    Ok(query.fetch_all(connection).await?)
}

/// The columns of a table: name, what they hold, and their place in its key from 1 on, or 0.
pub(in crate::store) async fn columns(
    connection: &mut SqliteConnection,
    table: &str,
) -> Result<Vec<(String, Kind, i64)>, StoreError> {
    let query = sqlx::query("SELECT name, type, pk FROM pragma_table_info($1)").bind(table);
    let mut columns = Vec::new();
    for found in query.fetch_all(connection).await? {
        let declared: String = found.try_get(1)?;
        columns.push((found.try_get(0)?, Kind::of(&declared)?, found.try_get(2)?));
    }
    Ok(columns)
}
