//! Which rows of a list are in the book already. Rows that say the same of the same subject are counted: of two namesakes
//! without a birth year both are entered the first time, and neither the second.

use std::collections::BTreeMap;

use thidua_domain::likeness::{LikenessKey, Subject};
use thidua_domain::record::{Fields, PartitionId};

/// As many names are folded before the page gets its turn.
pub(super) const SLICE: usize = 200;

/// The nominations of a unit, as rows of a list are compared with them.
#[derive(Default)]
pub(super) struct Already(BTreeMap<LikenessKey, Vec<Subject>>);

impl Already {
    /// Takes a nomination of the book.
    pub(super) fn add(&mut self, partition: PartitionId, fields: &Fields) {
        if let Some(subject) = Subject::read(partition, fields) {
            self.0.entry(subject.key().clone()).or_default().push(subject);
        }
    }

    /// Whether a row is there. Each nomination stands for one row.
    pub(super) fn take(&mut self, partition: PartitionId, fields: &Fields) -> bool {
        let Some(row) = Subject::read(partition, fields) else { return false };
        let Some(known) = self.0.get_mut(row.key()) else { return false };
        let Some(place) = known.iter().position(|subject| subject.says_the_same(&row)) else { return false };
        known.swap_remove(place);
        true
    }
}
