//! Moving a whole committee from one database to another: every table, row by row, in pages by their keys. Afterwards the
//! target is read again and compared.
//!
//! Invariants: nothing is written at the source. A target that holds anything is refused, and one into which a move broke
//! off is marked, so that no endpoint serves the half of it.

mod rows;
#[macro_use]
mod statements;

use std::collections::BTreeSet;

use sqlx::postgres::PgConnection;

pub use rows::Sum;
pub(super) use rows::{Cell, Kind, Table};

use super::{MOVING, Place, StoreError, TENANT, postgres, sqlite};

/// Every table, each after those that it refers to.
const TABLES: [&str; 33] = [
    "meta",
    "partitions",
    "group_members",
    "accounts",
    "slips",
    "grants",
    "past_grants",
    "devices",
    "cursors",
    "hub_rows",
    "hub_queue",
    "tokens",
    "recovery",
    "passkeys",
    "passkey_challenges",
    "audit",
    "records",
    "log",
    "operations",
    "tray",
    "witnessed",
    "reconciliations",
    "number_gaps",
    "numbers",
    "ballot_keys",
    "ballot_roll",
    "ballots",
    "ballot_sums",
    "blobs",
    "blob_chunks",
    "erasures",
    "snapshots",
    "snapshot_pages",
];
/// The rows that are read and written at a time: of the largest, pages of snapshots, some 20 MB.
pub(super) const AT_ONCE: usize = 100;

/// Why nothing was moved, or not all.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// One of the databases failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The tables of the source are of another version.
    #[error(
        "the source has other tables than this version of the program (migrations {found:?} instead of {wanted:?}): \
         start this version on it once, stop it, and move then"
    )]
    OtherVersion {
        /// The migrations of the source.
        found: Vec<i64>,
        /// Those of this version.
        wanted: Vec<i64>,
    },
    /// A table that is not known.
    #[error("the {side} has a table that this program does not know: {table}")]
    UnknownTable {
        /// Source or target.
        side: &'static str,
        /// The table.
        table: String,
    },
    /// The target holds something.
    #[error("the target is not empty: there are rows in {table}. Nothing was moved")]
    NotEmpty {
        /// The first table that has rows.
        table: &'static str,
    },
    /// Ballots are out.
    #[error(
        "a session of the council is open: its ballots are destroyed when it is closed, and a copy would not be. \
         Close the session, then move"
    )]
    BallotsOut,
    /// The source holds no committee.
    #[error("the source holds no committee. Nothing was moved")]
    NothingThere,
    /// What was read from the target is not what was read from the source.
    #[error("the copy of {table} differs: {copied} instead of {wanted}")]
    Differs {
        /// The table.
        table: &'static str,
        /// What the target holds.
        copied: Sum,
        /// What the source holds.
        wanted: Sum,
    },
}

impl From<sqlx::Error> for MoveError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A connection to one of the two.
enum Side {
    Sqlite(sqlite::Connection),
    Postgres(Box<PgConnection>),
}

macro_rules! on {
    ($side:expr, $name:ident($($argument:expr),*)) => {
        match $side {
            Side::Sqlite(connection) => sqlite::copying::$name(connection, $($argument),*).await,
            Side::Postgres(connection) => postgres::copying::$name(connection, $($argument),*).await,
        }
    };
}

impl Side {
    /// Opens a source, in a transaction that only reads.
    async fn source(place: &Place) -> Result<Self, StoreError> {
        Ok(match place {
            Place::Sqlite(place) => Self::Sqlite(sqlite::copying::source(place).await?),
            Place::Postgres(place) => Self::Postgres(Box::new(postgres::copying::source(place).await?)),
        })
    }

    /// Opens a target and makes its tables.
    async fn target(place: &Place) -> Result<Self, StoreError> {
        Ok(match place {
            Place::Sqlite(place) => Self::Sqlite(sqlite::copying::target(place).await?),
            Place::Postgres(place) => Self::Postgres(Box::new(postgres::copying::target(place).await?)),
        })
    }

    /// The tables as this side has them; any that is not known is refused.
    async fn tables(&mut self, side: &'static str) -> Result<Vec<Table>, MoveError> {
        let found: BTreeSet<String> = on!(self, names())?.into_iter().collect();
        if let Some(table) = found.into_iter().find(|table| !TABLES.contains(&table.as_str())) {
            return Err(MoveError::UnknownTable { side, table });
        }
        let mut tables = Vec::new();
        for name in TABLES {
            let mut columns = on!(self, columns(name))?;
            columns.sort_unstable_by(|one, other| one.0.cmp(&other.0));
            let mut key: Vec<(i64, usize)> =
                columns.iter().enumerate().map(|(at, (.., place))| (*place, at)).collect();
            key.retain(|(place, _)| *place > 0);
            key.sort_unstable();
            let key = key.into_iter().map(|(_, at)| at).collect();
            let columns = columns.into_iter().map(|(name, kind, _)| (name, kind)).collect();
            tables.push(Table { name, columns, key });
        }
        Ok(tables)
    }

    /// Every row of a table, page by page.
    async fn sum(&mut self, table: &Table) -> Result<Sum, MoveError> {
        let mut sum = Sum::default();
        let mut after = None;
        loop {
            let page = on!(self, page(table, after.as_deref()))?;
            page.iter().filter(|row| !is_mark(table, row)).for_each(|row| sum.add(row));
            match page.into_iter().next_back() {
                Some(last) => after = Some(last),
                None => return Ok(sum),
            }
        }
    }
}

/// Whether it is the mark that a move is under way.
fn is_mark(table: &Table, row: &[Cell]) -> bool {
    table.name == "meta" && row.contains(&Cell::Text(Some(MOVING.to_owned())))
}

/// Copies all, and compares. Tells each table as it is done.
pub(crate) async fn move_all(
    from: &Place,
    to: &Place,
    mut tell: impl FnMut(String),
) -> Result<(), MoveError> {
    let mut source = Side::source(from).await?;
    let (found, wanted) = (on!(&mut source, versions())?, sqlite::copying::known());
    if found != wanted {
        return Err(MoveError::OtherVersion { found, wanted });
    }
    let tables = source.tables("source").await?;
    for table in tables.iter().filter(|table| table.name == "meta") {
        if on!(&mut source, page(table, None))?.iter().any(|row| is_mark(table, row)) {
            return Err(StoreError::HalfMoved.into());
        }
    }
    let count = |table: &'static str| tables.iter().find(|known| known.name == table);
    for (table, refusal) in [("ballot_keys", MoveError::BallotsOut), ("partitions", MoveError::NothingThere)]
    {
        let Some(known) = count(table) else { continue };
        let rows = source.sum(known).await?.rows;
        if (rows == 0) != (table == "ballot_keys") {
            return Err(refusal);
        }
    }
    let mut target = Side::target(to).await?;
    target.tables("target").await?;
    for table in &tables {
        let page = on!(&mut target, page(table, None))?;
        if !page.is_empty() {
            return Err(MoveError::NotEmpty { table: table.name });
        }
    }
    on!(&mut target, mark(TENANT, MOVING))?;
    let mut sums = Vec::new();
    for table in &tables {
        on!(&mut target, tell("BEGIN"))?;
        let mut sum = Sum::default();
        let mut after = None;
        loop {
            let page = on!(&mut source, page(table, after.as_deref()))?;
            let Some(last) = page.last().cloned() else { break };
            page.iter().for_each(|row| sum.add(row));
            on!(&mut target, insert(table, page))?;
            after = Some(last);
        }
        on!(&mut target, tell("COMMIT"))?;
        tell(format!("{:14}{sum}", table.name));
        sums.push((table, sum));
    }
    for (table, wanted) in sums {
        let copied = target.sum(table).await?;
        if copied != wanted {
            return Err(MoveError::Differs { table: table.name, copied, wanted });
        }
    }
    on!(&mut target, unmark(TENANT, MOVING))?;
    match target {
        Side::Sqlite(connection) => sqlite::copying::end(connection).await?,
        Side::Postgres(connection) => postgres::copying::end(*connection).await?,
    }
    tell("all tables of the target were read again and are the same".to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_table_is_known_to_whoever_moves() {
        let mut side = Side::target(&Place::of_address("sqlite::memory:").unwrap()).await.unwrap();
        let tables = side.tables("target").await.unwrap();
        assert_eq!(on!(&mut side, names()).unwrap().len(), tables.len());
        for table in tables {
            assert!(!table.key.is_empty() && table.columns.len() > table.key.len() - 1, "{table:?}");
        }
    }
}
