//! A record as the endpoint has it: every field with its revision, and where two officers disagreed, both values.
//!
//! Rows live on the endpoint and, as last received, on each device. A device never writes its own edits into a row
//! before the endpoint has answered: it keeps them apart and shows the fold of both.

use litemap::LiteMap;

use thidua_domain::erasure;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, Value};

use crate::gather;
use crate::identity::{Dot, Seq};

/// A value that lost its place to another one written at the same time, kept until somebody settles which is right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Other {
    /// The value.
    pub value: Value,
    /// Who wrote it.
    pub rev: Dot,
}

/// One field of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The value that is shown.
    pub value: Value,
    /// Who wrote it.
    pub rev: Dot,
    /// Where in the partition's log it last changed. Known to the endpoint; 0 on a device.
    pub seq: Seq,
    /// The values that are offered beside it. Usually none.
    pub others: Vec<Other>,
}

/// One record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The record.
    pub id: RecordId,
    /// The partition it belongs to.
    pub partition: PartitionId,
    /// The code of its kind.
    pub kind: u16,
    /// The operation that last touched it in any way.
    pub rev: Dot,
    /// Where in the partition's log that was. Known to the endpoint; 0 on a device.
    pub seq: Seq,
    /// The fields that were ever written.
    pub cells: LiteMap<Field, Cell>,
}

impl Row {
    /// Whether the record is deleted.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.says(Field::DELETED)
    }

    /// Whether an edit brought the record back after it had been deleted, and nobody has settled that yet.
    #[must_use]
    pub fn is_returned(&self) -> bool {
        self.says(Field::RETURNED)
    }

    /// Whether what the record said was erased.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.says(erasure::ERASED)
    }

    fn says(&self, field: Field) -> bool {
        self.cells.get(&field).is_some_and(|cell| cell.value == Value::Bool(true))
    }

    /// The revision of a field, `None` where it was never written.
    #[must_use]
    pub fn rev_of(&self, field: Field) -> Option<Dot> {
        self.cells.get(&field).map(|cell| cell.rev)
    }

    /// The shown values of the fields that the record's kind defines.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let own = self.cells.iter().filter(|(field, _)| !field.is_reserved());
        gather::map(own.map(|(field, cell)| (*field, cell.value.clone())))
    }
}
