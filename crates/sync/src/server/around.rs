//! What the check of a step sees of the endpoint's store: what was loaded for the request.

use std::collections::BTreeMap;

use thidua_domain::access::Account;
use thidua_domain::guard::{Other, Surroundings, Tally};
use thidua_domain::record::{PartitionId, RecordId, RecordKind};

use crate::row::Row;

pub(super) struct Around<'a> {
    pub(super) account: &'a Account,
    pub(super) rows: &'a BTreeMap<RecordId, Row>,
    pub(super) numbers: &'a BTreeMap<(PartitionId, u16), u32>,
    pub(super) tallies: &'a BTreeMap<RecordId, Tally>,
    pub(super) ballot_keys: &'a BTreeMap<RecordId, String>,
}

impl Surroundings for Around<'_> {
    fn record(&self, id: RecordId) -> Option<Other> {
        // What the account may not read is as if it were not there.
        let readable = |row: &&Row| self.account.grant(row.partition).is_some();
        self.rows.get(&id).filter(readable).and_then(other)
    }

    fn is_whole(&self) -> bool {
        true
    }

    fn last_number(&self, partition: PartitionId, year: u16) -> Option<u32> {
        Some(self.numbers.get(&(partition, year)).copied().unwrap_or(0))
    }

    fn tally(&self, session: RecordId) -> Option<Tally> {
        Some(self.tallies.get(&session).cloned().unwrap_or_default())
    }

    fn ballot_key(&self, session: RecordId) -> Option<String> {
        self.ballot_keys.get(&session).cloned()
    }
}

/// A row as the check of a step reads it; `None` for a kind of a later version.
pub(crate) fn other(row: &Row) -> Option<Other> {
    let kind = RecordKind::from_code(row.kind)?;
    Some(Other { kind, fields: row.fields(), deleted: row.is_deleted() })
}
