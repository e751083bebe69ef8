//! A database as the source or the target of a move.

use super::driver::{self as sqlx, Connection, QueryBuilder, Row as _, Sqlite};
use super::opening::{self, Opening};
use super::{Place, migrate};
use crate::store::StoreError;
use crate::store::copying::{AT_ONCE, Cell, Kind, Table};

copying!(Sqlite, Connection);

/// Opens a file that is there, to be read and not changed.
pub(in crate::store) async fn source(place: &Place) -> Result<Connection, StoreError> {
    let opening = match place {
        Place::File(file) => Opening::of_file(file),
        Place::Memory => Opening::in_memory()?,
    };
    let unreachable = |source| StoreError::Connect { place: place.told(), source };
    let mut connection = opening.only_reading().open().map_err(unreachable)?;
    tell(&mut connection, "BEGIN").await?;
    Ok(connection)
}

/// Opens or makes a file, and makes its tables.
pub(in crate::store) async fn target(place: &Place) -> Result<Connection, StoreError> {
    let unreachable = |source| StoreError::Connect { place: place.told(), source };
    let mut connection = place.opening()?.open().map_err(unreachable)?;
    migrate(&mut connection).await?;
    Ok(connection)
}

/// The migrations of this version.
pub(in crate::store) fn known() -> Vec<i64> {
    opening::known()
}

/// The names of the tables.
pub(in crate::store) async fn names(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let query = sqlx::query_scalar(
        "SELECT name FROM sqlite_master
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'",
    );
    Ok(query.fetch_all(connection).await?)
}

/// The columns of a table: name, what they hold, and their place in its key from 1 on, or 0.
pub(in crate::store) async fn columns(
    connection: &mut Connection,
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
