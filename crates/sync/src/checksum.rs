//! A checksum of the rows of one partition: equal sums mean equal rows.
//!
//! It is a sum of the digests of the rows, so that it does not depend on their order and a changed row costs two
//! digests, however many rows there are. The endpoint keeps it with the partition's head, in the same transaction; a
//! device works it out from what it has stored. Operations of the device that the endpoint has not answered take no part.
//!
//! Sixty-four bits find what went wrong by itself: a damaged store, a fault in a merge. They are no proof against somebody
//! who can write into the store and has time to search.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest as _, Sha256};
use thidua_domain::record::PartitionId;

use crate::row::Row;
use crate::wire::row_content;

/// The checksum of a partition, or of some of its rows. Without rows it is zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Checksum(pub u64);

/// The checksum of each partition. Those without rows may be absent.
pub type Checksums = BTreeMap<PartitionId, Checksum>;

impl Checksum {
    /// The sum of these rows.
    #[must_use]
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Self {
        let mut sum = Self::default();
        rows.into_iter().for_each(|row| sum.add(row));
        sum
    }

    /// One more row.
    pub fn add(&mut self, row: &Row) {
        self.0 = self.0.wrapping_add(digest(row));
    }

    /// One row less.
    pub fn take(&mut self, row: &Row) {
        self.0 = self.0.wrapping_sub(digest(row));
    }

    /// What is read out by telephone to find out whether two hold the same: eight digits in two groups. Digits, because
    /// the names of letters sound alike on a bad line, in Vietnamese as in English.
    #[must_use]
    pub fn code(self) -> Code {
        const CODES: u64 = 100_000_000;
        Code(self.0 % CODES)
    }
}

/// The short form of a checksum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Code(u64);

impl fmt::Display for Code {
    /// Two groups of four digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04} {:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

/// What a row says, byte by byte: what its digest is made of.
#[must_use]
pub fn content(row: &Row) -> Vec<u8> {
    row_content(row)
}

/// The first eight bytes of the SHA-256 of what a row says. Places in the log take no part: a device does not have them.
fn digest(row: &Row) -> u64 {
    let full: [u8; 32] = Sha256::digest(content(row)).into();
    full.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

#[cfg(test)]
mod tests {
    use thidua_domain::record::{Decimal, Field, RecordId, Value};

    use super::*;
    use crate::identity::{DeviceId, Dot, Seq};
    use crate::row::{Cell, Other};

    fn dot(device: u8, counter: u64) -> Dot {
        Dot { device: DeviceId([device; 16]), counter }
    }

    fn row(id: u8) -> Row {
        let cell = |value: Value, rev, others| Cell { value, rev, seq: Seq(u64::from(id) * 17), others };
        let other = Other { value: "một".into(), rev: dot(2, 7) };
        let cells = [
            (Field::of(13), cell("hai".into(), dot(1, 1), vec![other])),
            (
                Field::of_item(22, 5),
                cell(Value::Decimal(Decimal::new(125, 1).unwrap()), dot(1, 2), Vec::new()),
            ),
        ];
        Row {
            id: RecordId::from_bytes([id; 16]),
            partition: PartitionId(3),
            kind: 1,
            rev: dot(1, 2),
            seq: Seq(9),
            cells: cells.into_iter().collect(),
        }
    }

    fn sum(rows: &[Row]) -> Checksum {
        Checksum::of(rows)
    }

    #[test]
    fn the_order_of_rows_does_not_matter_and_each_row_does() {
        let (one, two) = (row(1), row(2));
        let both = sum(&[one.clone(), two.clone()]);
        assert_eq!(both, sum(&[two.clone(), one.clone()]));
        assert_ne!(both, sum(std::slice::from_ref(&one)));
        let mut less = both;
        less.take(&two);
        assert_eq!(less, sum(&[one]));
        less.take(&row(1));
        assert_eq!(less, Checksum::default());
    }

    #[test]
    fn places_in_the_log_take_no_part() {
        let mut elsewhere = row(1);
        elsewhere.seq = Seq(77);
        elsewhere.cells.iter_mut().for_each(|(_, cell)| cell.seq = Seq(0));
        assert_eq!(sum(&[row(1)]), sum(&[elsewhere]));
    }

    #[test]
    fn everything_that_a_row_says_takes_part() {
        type Change = fn(&mut Row);
        let changes: [Change; 10] = [
            |row| row.id = RecordId::from_bytes([9; 16]),
            |row| row.partition = PartitionId(4),
            |row| row.kind = 2,
            |row| row.rev = dot(1, 3),
            |row| row.rev = dot(3, 2),
            |row| _ = row.cells.remove(&Field::of(13)),
            |row| row.cells[&Field::of(13)].value = "Hai".into(),
            |row| row.cells[&Field::of(13)].rev = dot(2, 1),
            |row| row.cells[&Field::of(13)].others[0].value = "mốt".into(),
            |row| row.cells[&Field::of(13)].others.clear(),
        ];
        let mut sums = vec![sum(&[row(1)])];
        for change in changes {
            let mut changed = row(1);
            change(&mut changed);
            sums.push(sum(&[changed]));
        }
        for (at, one) in sums.iter().enumerate() {
            assert!(!sums[at + 1..].contains(one), "{at}");
        }
    }

    #[test]
    fn a_code_is_eight_digits_also_where_it_begins_with_zeros() {
        assert_eq!(Checksum(0).code().to_string(), "0000 0000");
        assert_eq!(Checksum(7_100_012_345).code().to_string(), "0001 2345");
        assert_eq!(Checksum(u64::MAX).code().to_string(), "0955 1615");
    }
}
