//! What the check of a step sees of the endpoint's store: what was loaded for the request.

use std::collections::BTreeMap;

use thidua_domain::access::Account;
use thidua_domain::decision;
use thidua_domain::guard::{Other, Surroundings, Tally};
use thidua_domain::law::setting::Settings;
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind};
use thidua_domain::setting;

use crate::row::Row;

pub(super) struct Around<'a> {
    pub(super) account: &'a Account,
    pub(super) rows: &'a BTreeMap<RecordId, Row>,
    pub(super) numbers: &'a BTreeMap<(PartitionId, u16), u32>,
    pub(super) tallies: &'a BTreeMap<RecordId, Tally>,
    pub(super) ballot_keys: &'a BTreeMap<RecordId, String>,
}

impl Around<'_> {
    /// What the account may not read is as if it were not there.
    fn is_readable(&self, row: &Row) -> bool {
        self.account.grant(row.partition).is_some()
    }

    /// The records of a kind, in the order of their ids.
    fn of_kind(&self, kind: RecordKind) -> impl Iterator<Item = &Row> {
        let rows = self.rows.values().filter(move |row| row.kind == kind.code() && !row.is_deleted());
        rows.filter(|row| self.is_readable(row))
    }
}

impl Surroundings for Around<'_> {
    fn record(&self, id: RecordId) -> Option<Other> {
        self.rows.get(&id).filter(|row| self.is_readable(row)).and_then(other)
    }

    fn is_whole(&self) -> bool {
        true
    }

    fn is_listed_elsewhere(&self, dossier: RecordId, than: RecordId) -> bool {
        self.rows.values().any(|row| row.id != than && lists(row, dossier))
    }

    fn last_number(&self, partition: PartitionId, year: u16) -> Option<u32> {
        Some(self.numbers.get(&(partition, year)).copied().unwrap_or(0))
    }

    fn tally(&self, session: RecordId) -> Option<Tally> {
        self.tallies.get(&session).cloned()
    }

    fn ballot_key(&self, session: RecordId) -> Option<String> {
        self.ballot_keys.get(&session).cloned()
    }

    fn sessions(&self) -> Vec<(RecordId, Fields)> {
        self.of_kind(RecordKind::CouncilSession).map(|row| (row.id, row.fields())).collect()
    }

    fn settings(&self) -> Option<Settings> {
        let mut settings = Settings::default();
        for (setting, value, from) in
            self.of_kind(RecordKind::Setting).filter_map(|row| setting::read(&row.fields()))
        {
            settings.set(setting, from, value);
        }
        Some(settings)
    }
}

/// Whether a row is a decision that holds and lists a dossier.
pub(crate) fn lists(row: &Row, dossier: RecordId) -> bool {
    row.kind == RecordKind::Decision.code() && !row.is_deleted() && {
        let fields = row.fields();
        decision::holds(&fields) && decision::nominations(&fields).any(|listed| listed == dossier)
    }
}

/// A row as the check of a step reads it; `None` for a kind of a later version.
pub(crate) fn other(row: &Row) -> Option<Other> {
    let kind = RecordKind::from_code(row.kind)?;
    Some(Other { kind, partition: row.partition, fields: row.fields(), deleted: row.is_deleted() })
}
