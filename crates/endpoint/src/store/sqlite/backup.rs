//! Copying a database that is in use.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use super::ballots;
use crate::store::StoreError;

/// Writes a copy of one state of the database in `from` into `to`, a file that is not there yet. Endpoints that work on it
/// go on meanwhile. Ballots stay behind: a copy of those would outlive the session in which they are destroyed.
pub(crate) async fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut source = open(from).await?;
    let target = to.to_string_lossy();
    let copied = sqlx::query("VACUUM INTO ?").bind(target.as_ref()).execute(&mut source).await;
    source.close().await?;
    copied?;
    let mut copy = open(to).await?;
    let mut tx = copy.begin().await?;
    for table in ballots::TABLES {
        sqlx::query(sqlx::AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(copy.close().await?)
}

async fn open(file: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new().filename(file).pragma("secure_delete", "ON");
    Ok(options.disable_statement_logging().connect().await?)
}
