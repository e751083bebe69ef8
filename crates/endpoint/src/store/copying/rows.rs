//! Tables and rows as they travel between databases, and the sums by which they are compared.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::store::StoreError;

/// What one field of a row holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::store) enum Cell {
    Integer(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) enum Kind {
    Integer,
    Text,
    Bytes,
}

impl Kind {
    /// The kind of a declared type, in either database.
    pub(in crate::store) fn of(declared: &str) -> Result<Self, StoreError> {
        match declared.to_ascii_uppercase().as_str() {
            "INTEGER" | "BIGINT" => Ok(Self::Integer),
            "TEXT" => Ok(Self::Text),
            "BLOB" | "BYTEA" => Ok(Self::Bytes),
            _ => Err(StoreError::Damaged { what: "type of a column" }),
        }
    }
}

/// A table as the source has it.
#[derive(Debug)]
pub(in crate::store) struct Table {
    pub(in crate::store) name: &'static str,
    /// By name, so that both databases agree on their order.
    pub(in crate::store) columns: Vec<(String, Kind)>,
    /// The places of the key's columns among them, in the order of the key.
    pub(in crate::store) key: Vec<usize>,
}

/// The number of rows, and a digest of them that does not depend on their order, which databases see differently.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    pub(super) rows: u64,
    digest: [u64; 4],
}

impl Sum {
    pub(super) fn add(&mut self, row: &[Cell]) {
        let mut digest = Sha256::new();
        let mut put = |kind: u8, bytes: Option<&[u8]>| {
            digest.update([kind, u8::from(bytes.is_some())]);
            digest.update((bytes.map_or(0, <[u8]>::len) as u64).to_be_bytes());
            digest.update(bytes.unwrap_or_default());
        };
        for cell in row {
            match cell {
                Cell::Integer(number) => {
                    put(0, number.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
                }
                Cell::Text(text) => put(1, text.as_ref().map(String::as_bytes)),
                Cell::Bytes(bytes) => put(2, bytes.as_deref()),
            }
        }
        let digest: [u8; 32] = digest.finalize().into();
        self.rows += 1;
        for (sum, part) in self.digest.iter_mut().zip(digest.chunks_exact(8)) {
            *sum = sum.wrapping_add(part.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)));
        }
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, ..] = self.digest;
        write!(f, "{:>8} rows, checksum {a:016x}{b:016x}", self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_tells_rows_apart_and_not_their_order() {
        let sum = |rows: &[&[Cell]]| {
            let mut sum = Sum::default();
            rows.iter().for_each(|row| sum.add(row));
            sum
        };
        let text = |text: &str| Cell::Text(Some(text.to_owned()));
        let (one, other) = ([text("a"), text("bc")], [text("ab"), text("c")]);
        assert_ne!(sum(&[&one]), sum(&[&other]));
        assert_eq!(sum(&[&one, &other]), sum(&[&other, &one]));
        assert_ne!(sum(&[&[Cell::Text(None)]]), sum(&[&[text("")]]));
        assert_ne!(sum(&[&[Cell::Integer(None)]]), sum(&[&[Cell::Integer(Some(0))]]));
    }
}
