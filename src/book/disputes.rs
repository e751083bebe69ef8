//! Fields of which two values stand: both, and what is known of who wrote them and when. A value carries the operation that
//! wrote it; whose that was is told by the endpoint, which is asked for all of them at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::record::{Field, RecordId, RecordKind, Value};
use thidua_sync::client::Replica;
use thidua_sync::identity::Dot;

use super::fetching::{FetchError, fetch_error};
use super::keeper::as_float;
use super::{Book, RecordView, Session};
use crate::connection::writers;
use crate::order;

/// A field of which more than one value stands.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Dispute {
    /// The field.
    pub(crate) field: Field,
    /// The value that is shown, and after it the others.
    pub(crate) sides: Vec<Side>,
}

/// One value of a disputed field.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Side {
    /// The value.
    pub(crate) value: Value,
    /// The operation that wrote it; `None` where it is not known here.
    pub(crate) rev: Option<Dot>,
    /// Whether it was written on this device.
    pub(crate) is_own: bool,
    /// When, by this device's clock, where it was written here and lies here still.
    pub(crate) at_ms: Option<f64>,
}

/// Who wrote a value, and when.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Writer {
    /// The officer's name or post.
    pub(crate) by: String,
    /// When, by the clock of the device on which it was written, set right by how far that was off: milliseconds since 1970.
    pub(crate) at_ms: f64,
    /// How far that clock was off, where it was measured: milliseconds, ahead is positive.
    pub(crate) off_ms: Option<f64>,
}

/// Who wrote what, by device and number of the operation, as far as the endpoint was asked.
pub(crate) type Writers = BTreeMap<(String, u64), Writer>;

impl Book {
    /// The live records of which somebody must decide something, in no order. Tracks.
    pub(crate) fn to_settle(self) -> Vec<Arc<RecordView>> {
        let session = self.session.get();
        // In what all units share, what two devices of another unit disagree about is not this officer's to settle.
        let is_own = |record: &RecordView| {
            let shared = matches!(record.kind, RecordKind::Movement | RecordKind::Model);
            let disputed = order::gathered(record.conflicts.keys().map(|field| (*field, Value::Null)));
            let may = |session: &Arc<Session>| {
                let (account, before) = (&session.account, Some(&record.fields));
                access::may_write(account, record.kind, record.partition, before, &disputed).is_ok()
            };
            !shared || session.as_ref().is_some_and(may)
        };
        let is_open =
            |record: &&Arc<RecordView>| (record.returned || !record.conflicts.is_empty()) && is_own(record);
        let of = |kind| self.records(kind).read().iter().filter(is_open).cloned().collect::<Vec<_>>();
        RecordKind::ALL.into_iter().flat_map(of).collect()
    }

    /// The disputed fields of a record.
    pub(crate) fn disputes(self, record: &RecordView) -> Vec<Dispute> {
        let keeper = self.keeper().ok();
        let replica = keeper.as_ref().map(|keeper| keeper.replica.borrow());
        let replica = replica.as_ref().and_then(|replica| replica.as_ref());
        let side = |value: Value, rev: Option<Dot>| {
            let own = replica.zip(rev).filter(|(replica, rev)| rev.device == replica.meta().device);
            let at_ms = own.and_then(|(replica, rev)| written_ms(replica, rev));
            Side { value, rev, is_own: own.is_some(), at_ms }
        };
        let dispute = |(field, others): (&Field, &Vec<Value>)| {
            let cell = replica.and_then(|replica| replica.folded_cell(record.id, *field));
            let sides = match cell {
                Some(cell) => {
                    let others = cell.others.into_iter().map(|other| side(other.value, Some(other.rev)));
                    [side(cell.value, Some(cell.rev))].into_iter().chain(others).collect()
                }
                None => {
                    let shown = record.fields.get(field).cloned().unwrap_or(Value::Null);
                    [shown].into_iter().chain(others.iter().cloned()).map(|value| side(value, None)).collect()
                }
            };
            Dispute { field: *field, sides }
        };
        record.conflicts.iter().map(dispute).collect()
    }

    /// Asks the endpoint who wrote the values that are disputed in these records.
    pub(crate) async fn writers(self, records: &[RecordId]) -> Result<Writers, FetchError> {
        let token = self.token().map_err(|_| FetchError::SignedOut)?;
        let mut writers = Writers::new();
        for some in records.chunks(writers::MOST) {
            for told in writers::ask(&token, some).await.map_err(|error| fetch_error(&error))? {
                let off_ms = told.clock_offset_ms.map(|behind| -as_float(behind));
                let writer = Writer {
                    by: told.by,
                    at_ms: as_float(told.written_ms) - off_ms.unwrap_or_default(),
                    off_ms,
                };
                writers.insert((told.device, told.counter), writer);
            }
        }
        Ok(writers)
    }
}

/// When an operation of this device was written, where it lies in the outbox.
fn written_ms(replica: &Replica, rev: Dot) -> Option<f64> {
    replica.outbox().get(&rev.counter).map(|pending| as_float(pending.op.device_time_ms))
}
