//! Who wrote the values that stand beside each other in a record, and when: whoever is to choose between two values asks
//! whose they are.
//!
//! Invariant: nothing is told of a record that the account does not read, nor of values that are settled.

use std::collections::BTreeSet;

use thidua_domain::record::RecordId;
use thidua_sync::administration::{Writer, Writers};
use thidua_sync::identity::Dot;
use thidua_sync::operation::Sealed;
use thidua_sync::row::Row;
use thidua_sync::wire::open;

use crate::store::{Owner, Said, Session, Store, StoreError};

/// The most records that are told of at once.
const MOST: usize = 200;

/// Why nothing was told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WritersError {
    /// The account is gone.
    #[error("the account is gone")]
    Gone,
    /// More records than are told of at once.
    #[error("too many records at once")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who wrote what stands beside each other in these records. Those that the account does not read are left out.
pub(crate) async fn writers(
    store: &Store,
    session: Session,
    records: &BTreeSet<RecordId>,
) -> Result<Writers, WritersError> {
    if records.len() > MOST {
        return Err(WritersError::TooMany);
    }
    let mut tx = store.read().await?;
    let outset = tx.outset(session.account, session.device).await?.ok_or(WritersError::Gone)?;
    let rows = tx.rows(records).await?;
    let readable = rows.values().filter(|row| outset.account.grant(row.partition).is_some());
    let dots: BTreeSet<Dot> = readable.filter(|row| !row.is_erased()).flat_map(disputed).collect();
    let owners = tx.owners().await?;
    let mut told = Vec::new();
    for dot in dots {
        // A value that came before the endpoint was restored may stand here without its operation.
        if let Some(said) = tx.said_by(dot).await? {
            told.push(writer(&owners, &said));
        }
    }
    Ok(Writers { writers: told })
}

/// The operations that wrote values beside which others stand, and those others.
fn disputed(row: &Row) -> impl Iterator<Item = Dot> {
    let cells = row.cells.values().filter(|cell| !cell.others.is_empty());
    cells.flat_map(|cell| [cell.rev].into_iter().chain(cell.others.iter().map(|other| other.rev)))
}

fn writer(owners: &[Owner], said: &Said) -> Writer {
    let sealed = Sealed { counter: said.dot.counter, bytes: said.bytes.clone() };
    let op = open(&sealed, said.dot.device).ok();
    let by = owners.iter().find(|owner| owner.account == said.account);
    Writer {
        device: said.dot.device.to_string(),
        counter: said.dot.counter,
        by: by.map(|owner| owner.name.clone()).unwrap_or_default(),
        written_ms: op.as_ref().map_or(said.received_ms, |op| op.device_time_ms),
        clock_offset_ms: op.and_then(|op| op.clock_offset_ms),
        received_ms: said.received_ms,
    }
}
