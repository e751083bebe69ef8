//! What the check of a step sees of the endpoint's store: what was loaded for the request.

use thidua_domain::access::Account;
use thidua_domain::decision;
use thidua_domain::guard::{self, Other, Surroundings, Tally};
use thidua_domain::law::setting::{Setting, Settings};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::setting;

use super::late::{Life, Returned};
use super::push::Loaded;
use crate::identity::DeviceId;
use crate::row::{Cell, Row};

/// The code of the choice by which a committee asks for a second person.
const ASKED_FOR: i64 = 2;

pub(super) struct Around<'a> {
    pub(super) account: &'a Account,
    pub(super) loaded: &'a Loaded,
    /// What was said in the endpoint's life before of the operation at hand.
    pub(super) back: Option<Returned>,
}

impl Around<'_> {
    fn is_own(&self, device: DeviceId) -> bool {
        self.loaded.own_devices.contains(&device)
    }

    /// What the account may not read is as if it were not there.
    fn is_readable(&self, row: &Row) -> bool {
        self.account.grant(row.partition).is_some()
    }

    /// The records of a kind, in the order of their ids.
    fn of_kind(&self, kind: RecordKind) -> impl Iterator<Item = &Row> {
        let rows = self.loaded.rows.values().filter(move |row| row.kind == kind.code() && !row.is_deleted());
        rows.filter(|row| self.is_readable(row))
    }
}

impl Surroundings for Around<'_> {
    fn record(&self, id: RecordId) -> Option<Other> {
        self.loaded.rows.get(&id).filter(|row| self.is_readable(row)).and_then(other)
    }

    fn is_whole(&self) -> bool {
        true
    }

    fn is_listed_elsewhere(&self, dossier: RecordId, than: RecordId) -> bool {
        self.loaded.rows.values().any(|row| row.id != than && lists(row, dossier))
    }

    fn last_number(&self, partition: PartitionId, year: u16) -> Option<u32> {
        Some(self.loaded.numbers.get(&(partition, year)).copied().unwrap_or(0))
    }

    fn tally(&self, session: RecordId) -> Option<Tally> {
        self.loaded.tallies.get(&session).cloned()
    }

    fn ballot_key(&self, session: RecordId) -> Option<String> {
        self.loaded.ballot_keys.get(&session).cloned()
    }

    fn given_before(&self) -> Option<u32> {
        self.back.and_then(|back| back.number)
    }

    fn is_borne(&self, authority: PartitionId, year: u16, number: u32, but_by: RecordId) -> bool {
        let of_authority = self.loaded.rows.values().filter(|row| {
            row.kind == RecordKind::Decision.code() && row.partition == authority && row.id != but_by
        });
        of_authority.map(Row::fields).any(|fields| {
            decision::year(&fields) == Some(year) && decision::number_of(&fields) == Some(number)
        })
    }

    fn is_reconciling(&self) -> bool {
        self.loaded.life == Life::Reconciling
    }

    fn asks_for_two(&self) -> bool {
        // Not the day that the step bears: one that is dated back would get around the rule.
        let day = self.loaded.today.or_else(|| CivilDate::new(9999, 12, 31).ok());
        let settings = self.settings().unwrap_or_default();
        day.is_some_and(|day| settings.on(Setting::SecondPerson, day) == ASKED_FOR)
    }

    fn wrote(&self, record: RecordId, field: Field) -> Option<bool> {
        let cell = self.loaded.rows.get(&record)?.cells.get(&field)?;
        Some(self.is_own(cell.rev.device))
    }

    fn wrote_last(&self, record: RecordId) -> Option<bool> {
        let cells = self.loaded.rows.get(&record)?.cells.iter();
        let text = cells.filter(|(field, _)| guard::is_plain_text(**field)).map(|(_, cell)| cell);
        let last: &Cell = text.max_by_key(|cell| cell.seq)?;
        Some(self.is_own(last.rev.device))
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
