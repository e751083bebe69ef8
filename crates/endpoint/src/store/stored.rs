//! What is stored, as the sync core knows it: the same in every database.

use thidua_domain::award::Level;
use thidua_domain::record::{Field, PartitionKind};
use thidua_sync::directory::{kind_name, level_of};
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::Row;
use thidua_sync::wire::decode_row;

use super::StoreError;

pub(super) fn exactly<const N: usize>(bytes: Vec<u8>, what: &'static str) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| StoreError::Damaged { what })
}

pub(super) fn read_row(bytes: &[u8]) -> Result<Row, StoreError> {
    decode_row(bytes).map_err(StoreError::damaged("row"))
}

/// The kind of a stored name.
pub(super) fn kind_of(name: &str) -> Result<PartitionKind, StoreError> {
    let found = PartitionKind::ALL.into_iter().find(|kind| kind_name(*kind) == name);
    found.ok_or(StoreError::Damaged { what: "kind of place" })
}

/// The level of a committee, as it stands among its facts; `None` where nothing or something unknown does.
pub(super) fn level_kept(bytes: Option<Vec<u8>>) -> Option<Level> {
    level_of(&String::from_utf8(bytes?).ok()?)
}

/// The year of work, as it stands among the committee's facts.
pub(super) fn year_of(value: Option<Vec<u8>>) -> Result<u16, StoreError> {
    let year = value.and_then(|value| String::from_utf8(value).ok()).and_then(|year| year.parse().ok());
    year.ok_or(StoreError::Damaged { what: "year" })
}

/// Only final outcomes are stored.
pub(super) fn outcome_of(
    code: u16,
    reason: Option<u16>,
    field: Option<Field>,
) -> Result<Outcome, StoreError> {
    Ok(match (code, reason) {
        (0, None) => Outcome::Applied,
        (1, None) => Outcome::Merged,
        (2, None) => Outcome::Conflict,
        (4, Some(reason)) => Outcome::Refused(Reason::from_code(reason, field)),
        _ => return Err(StoreError::Damaged { what: "outcome" }),
    })
}
