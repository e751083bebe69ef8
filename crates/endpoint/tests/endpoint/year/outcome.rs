//! What came of the year: on the endpoint's database, and on each device.

use std::collections::BTreeMap;

use thidua_domain::dossier::{self, State, Step};
use thidua_domain::nomination::{AWARD, SUBJECT};
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::step;
use thidua_sync::identity::Seq;
use thidua_sync::row::Row;
use thidua_sync::wire::decode_row;

use super::awards::numbers;
use super::{LONG_MON, MEMBER, OFFICE, THANH_AN, Year, text};
use crate::device;
use crate::officer::Made;

impl Year {
    pub(super) async fn everything_is_as_it_was_published(&self) {
        let rows = self.rows_of_the_endpoint().await;
        assert_eq!(presented(rows.values(), |_| true), self.published());
        for (at, unit) in [
            (LONG_MON, Some(device::LONG_MON)),
            (THANH_AN, Some(device::THANH_AN)),
            (OFFICE, None),
            (MEMBER, None),
        ] {
            let device = &self.devices[at];
            assert!(device.replica.outbox().is_empty() && device.replica.refused().is_empty());
            // Every device holds what the endpoint holds of what its account may see, and nothing beside it.
            let granted = |row: &&Row| device.replica.account().grant(row.partition).is_some();
            let wanted: Vec<&Row> = rows.values().filter(granted).collect();
            let held: Vec<&Row> = device.replica.rows().values().collect();
            assert_eq!(held.len(), wanted.len(), "device {at}");
            assert!(held == wanted, "device {at} holds another row than the endpoint");
            let of_unit = |partition| unit.is_none_or(|unit| unit == partition);
            assert_eq!(presented(held, |_| true), presented(rows.values(), of_unit), "device {at}");
            assert_eq!(numbers(device), (1..=5).collect::<Vec<_>>(), "device {at}");
            assert!(device.replica.views().iter().all(|view| !view.unsent && view.conflicts.is_empty()));
        }
        let mut ways = BTreeMap::new();
        for row in rows.values().filter(|row| row.kind == RecordKind::Nomination.code()) {
            let (state, steps) = the_way_of(row);
            *ways.entry(state).or_insert(0) += 1;
            assert!(steps >= 5 || state != State::Presented, "{} has {steps} steps", row.id);
        }
        let all: u32 = self.published().values().sum();
        assert_eq!(
            ways,
            BTreeMap::from([(State::Presented, all), (State::NotReached, 1), (State::Merged, 1)])
        );
    }

    /// How many of each award and kind of subject were published.
    fn published(&self) -> Made {
        let mut made = Made::new();
        for counts in &self.facts.awards_2023 {
            made.insert((counts.title.clone(), 1), counts.individuals);
            made.insert((counts.title.clone(), 2), counts.collectives);
        }
        made.retain(|_, count| *count > 0);
        made
    }

    /// The endpoint's rows as its database holds them, without their places in the logs, which no device is told.
    async fn rows_of_the_endpoint(&self) -> BTreeMap<RecordId, Row> {
        let query = sqlx::query_scalar::<_, Vec<u8>>("SELECT row FROM records");
        let rows = query.fetch_all(&self.app.database().await).await.unwrap();
        let rows = rows.iter().map(|bytes| {
            let mut row = decode_row(bytes).unwrap();
            row.seq = Seq::default();
            row.cells.iter_mut().for_each(|(_, cell)| cell.seq = Seq::default());
            (row.id, row)
        });
        rows.collect()
    }
}

/// The awards that were handed over.
fn presented<'r>(rows: impl IntoIterator<Item = &'r Row>, is_meant: impl Fn(PartitionId) -> bool) -> Made {
    let mut made = Made::new();
    for row in rows.into_iter().filter(|row| is_meant(row.partition) && !row.is_deleted()) {
        let fields = row.fields();
        if row.kind == RecordKind::Nomination.code() && State::of(&fields) == State::Presented {
            let subject = fields.get(&SUBJECT).and_then(Value::as_int).unwrap();
            *made.entry((text(&fields, AWARD).to_owned(), subject)).or_default() += 1;
        }
    }
    made
}

/// Judges the history of a dossier: one step after the other without a gap, each from the state that the one before led to,
/// each with who and when, on the text that is still told of it. Says where it ended and after how many steps.
fn the_way_of(row: &Row) -> (State, usize) {
    let fields = row.fields();
    let entries = step::entries(&fields);
    let (mut state, mut day) = (State::Draft, None);
    for (place, entry) in (1..).zip(&entries) {
        assert_eq!(entry.item, place, "{}", row.id);
        let taken = Step::from_code(entry.kind).unwrap();
        assert!(taken.goes_from(state), "{}: {taken:?} from {state:?}", row.id);
        state = taken.leads_to();
        assert!(entry.by.ends_with("(mẫu)"), "{}: {taken:?} by nobody", row.id);
        assert!(
            entry.day.is_some() && entry.day >= day,
            "{}: {taken:?} on {:?} after {day:?}",
            row.id,
            entry.day
        );
        day = entry.day;
        let told = dossier::text_at(&fields, entry.item);
        assert_eq!(step::seen(&told, dossier::is_text), entry.seen, "{}: the text at {taken:?}", row.id);
        assert!(!taken.asks_for_a_reason() || !entry.reason.is_empty());
    }
    assert_eq!(state, State::of(&fields), "{}", row.id);
    if state == State::Presented {
        rests_on_a_paper(&fields);
    }
    (state, entries.len())
}

fn rests_on_a_paper(fields: &Fields) {
    let level = fields.get(&dossier::DECIDED_LEVEL).and_then(Value::as_int).unwrap();
    let (number, day) = (text(fields, dossier::DECISION_NUMBER), text(fields, dossier::DECIDED_ON));
    assert!(number.contains("/QĐ-UBND") && !text(fields, dossier::DECIDED_BY).is_empty());
    let of_province = ["co_thi_dua_tinh", "bang_khen_tinh", "tap_the_lao_dong_xuat_sac"];
    let expected =
        if of_province.contains(&text(fields, AWARD)) { (3, "2024-03-25") } else { (2, "2024-03-15") };
    assert_eq!((level, day), expected);
}
