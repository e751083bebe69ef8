//! A database as the source or the target of a move.

use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Postgres, QueryBuilder, Row as _};

use super::{Place, READ, TENANT, connect, migrate};
use crate::store::StoreError;
use crate::store::copying::{AT_ONCE, Cell, Kind, Table};

copying!(Postgres, PgConnection);

/// Connects to a database, to read one state of it and not to change it.
pub(in crate::store) async fn source(place: &Place) -> Result<PgConnection, StoreError> {
    let (_, mut connection) = connect(place).await?;
    // It stands open while the target is written.
    tell(&mut connection, "SET idle_in_transaction_session_timeout = 0").await?;
    tell(&mut connection, READ).await?;
    Ok(connection)
}

/// Connects to a database and makes its tables.
pub(in crate::store) async fn target(place: &Place) -> Result<PgConnection, StoreError> {
    let (_, mut connection) = connect(place).await?;
    migrate(&mut connection).await?;
    let query = sqlx::query("INSERT INTO tenants (tenant) VALUES ($1) ON CONFLICT DO NOTHING");
    query.bind(TENANT).execute(&mut connection).await?;
    Ok(connection)
}

/// The names of the tables. The row that writers lock is made here and not moved.
pub(in crate::store) async fn names(connection: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    let query = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
         AND table_name NOT IN ('_sqlx_migrations', 'tenants')",
    );
    Ok(query.fetch_all(connection).await?)
}

/// The columns of a table: name, what they hold, and their place in its key from 1 on, or 0.
pub(in crate::store) async fn columns(
    connection: &mut PgConnection,
    table: &str,
) -> Result<Vec<(String, Kind, i64)>, StoreError> {
    let query = sqlx::query(
        "SELECT c.column_name::text, c.data_type::text, coalesce((
             SELECT k.ordinal_position::bigint FROM information_schema.key_column_usage k
             JOIN information_schema.table_constraints t
             ON t.constraint_schema = k.constraint_schema AND t.constraint_name = k.constraint_name
             AND t.table_name = k.table_name AND t.constraint_type = 'PRIMARY KEY'
             WHERE k.table_schema = c.table_schema AND k.table_name = c.table_name
             AND k.column_name = c.column_name), 0)
         FROM information_schema.columns c WHERE c.table_schema = current_schema() AND c.table_name = $1",
    );
    let mut columns = Vec::new();
    for found in query.bind(table).fetch_all(connection).await? {
        let declared: String = found.try_get(1)?;
        columns.push((found.try_get(0)?, Kind::of(&declared)?, found.try_get(2)?));
    }
    Ok(columns)
}
