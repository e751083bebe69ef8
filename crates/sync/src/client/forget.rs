//! Letting go of what was erased.

use std::collections::BTreeSet;

use thidua_domain::dossier;
use thidua_domain::nomination::EVIDENCE_DIGEST;
use thidua_domain::record::{RecordId, Value};

use super::batch::{Forgotten, Write};
use super::exchange::Taken;
use super::replica::Replica;
use crate::row::Row;

impl Taken {
    /// The endpoint says that the record was erased. Its row, where one is told, says the same.
    pub(super) fn forget(&mut self, record: RecordId) {
        self.erased.insert(record);
    }
}

impl Replica {
    /// Whether the device knows that a record was erased: nothing that was said of it is kept any more.
    pub(super) fn is_erased(&self, record: RecordId) -> bool {
        self.rows.get(&record).is_some_and(Row::is_erased)
    }

    /// What is written where the tray of the endpoint says that a record was erased: no exchange tells of it.
    pub(super) fn writes_to_forget(&self, record: RecordId) -> Vec<Write> {
        let mut taken = Taken::default();
        taken.forget(record);
        self.forget(&mut taken);
        taken.into_writes()
    }

    /// Adds what goes beside the rows of records that were erased.
    pub(super) fn forget(&self, taken: &mut Taken) {
        let told = taken.rows.iter().filter(|(_, row)| row.as_ref().is_some_and(Row::is_erased));
        let is_new = |record: &RecordId| !self.is_erased(*record);
        taken.erased.extend(told.map(|(record, _)| *record).filter(is_new).collect::<Vec<_>>());
        if taken.erased.is_empty() {
            return;
        }
        for record in taken.erased.clone() {
            let is_told = taken.rows.get(&record).is_some_and(|row| row.as_ref().is_some_and(Row::is_erased));
            if !is_told && !self.is_erased(record) {
                taken.rows.insert(record, None);
            }
            let files = self.files_of_none_but(&taken.erased, record);
            taken.writes.push(Write::Forget(Forgotten { record, files }));
        }
        // What the same answer acknowledged or refused before it was erased is not kept either.
        let (device, erased) = (self.meta.device, &taken.erased);
        taken.writes.retain(|write| match write {
            Write::PutKept(kept) => !erased.iter().any(|record| kept.is_forgotten_with(*record, device)),
            Write::PutRefused(refused) => !erased.contains(&refused.op.record),
            _ => true,
        });
        let typed = self.refused.iter().filter(|(_, refused)| taken.erased.contains(&refused.op.record));
        taken.writes.extend(typed.map(|(counter, _)| Write::DropRefused(*counter)));
    }

    /// The files that a record names and no record does that stays.
    fn files_of_none_but(&self, erased: &BTreeSet<RecordId>, record: RecordId) -> Vec<String> {
        let Some(row) = self.rows.get(&record) else { return Vec::new() };
        let mut files = files(row);
        if !files.is_empty() {
            let staying = self.rows.values().filter(|row| !erased.contains(&row.id));
            for named in staying.flat_map(self::files).collect::<Vec<_>>() {
                files.remove(&named);
            }
        }
        files.into_iter().collect()
    }
}

/// The digests of the files that a row names, also by a value that lost its place to another.
pub(super) fn files(row: &Row) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for (_, cell) in row.cells.iter().filter(|(field, _)| field.number == EVIDENCE_DIGEST.number) {
        let values = cell.others.iter().map(|other| &other.value).chain([&cell.value]);
        files.extend(values.filter_map(Value::as_text).map(str::to_owned));
    }
    // Those of a dossier that was given back.
    for kept in dossier::files_kept(&row.fields()) {
        let digests = kept.iter().filter(|(field, _)| field.number == EVIDENCE_DIGEST.number);
        files.extend(digests.filter_map(|(_, value)| value.as_text()).map(str::to_owned));
    }
    files
}
