//! Copying a database that is in use.

use std::path::Path;

use super::ballots;
use super::driver as sqlx;
use super::opening::Opening;
use crate::store::StoreError;

/// Writes a copy of one state of the database in `from` into `to`, a file that is not there yet. Endpoints that work on it
/// go on meanwhile. Ballots stay behind: a copy of those would outlive the session in which they are destroyed.
pub(crate) async fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut source = Opening::of_file(from).open()?;
    let target = to.to_string_lossy();
    let copied = sqlx::query("VACUUM INTO ?").bind(target.as_ref()).execute(&mut source).await;
    source.close().await?;
    copied?;
    let mut copy = Opening::of_file(to).open()?;
    sqlx::raw_sql("BEGIN").execute(&mut copy).await?;
    for table in ballots::TABLES {
        sqlx::query(sqlx::AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut copy).await?;
    }
    // It was just written, so that there is nothing to be wiped in it.
    sqlx::query("DELETE FROM meta WHERE key = 'wipe'").execute(&mut copy).await?;
    sqlx::raw_sql("COMMIT").execute(&mut copy).await?;
    Ok(copy.close().await?)
}
