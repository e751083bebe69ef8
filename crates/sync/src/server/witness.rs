//! Witnessed copies: rows of the endpoint's life before, as another device than their author's was told them.
//!
//! A person accepts one or refuses it. Accepting puts back what the endpoint does not know, with the revisions that it had: a
//! device that comes back with the operations themselves finds them done, and one that has built on them builds on what is
//! there. So nothing is doubled, and what was written since keeps its place.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, RecordId, RecordKind};
use thidua_domain::{council, decision, dossier, guard, pledge, step};

use crate::identity::{DeviceId, Dot, Head, Seq};
use crate::operation::{Action, Change, Operation, SCHEMA};
use crate::outcome::{Outcome, Reason};
use crate::row::{Cell, Other, Row};
use crate::wire::seal;

use super::late::{Since, is_of_steps};
use super::push::{Loaded, LogEntry, Pushed, chained};

/// A copy that a person accepts, and how it becomes an operation.
#[derive(Clone, Copy, Debug)]
pub struct Copy<'a> {
    /// The row as it was witnessed.
    pub row: &'a Row,
    /// The operations that it names and nobody has.
    pub lost: &'a BTreeSet<Dot>,
    /// In whose name it is put back: a device of the endpoint's own, bound to whoever accepts.
    pub by: DeviceId,
    /// The next counter of that device.
    pub counter: u64,
    /// Where the log of the partition ended in the backup.
    pub restored: Seq,
    /// When, milliseconds since 1970.
    pub now_ms: i64,
}

impl Copy<'_> {
    /// Whether something was written before the backup, and no operation since is its author.
    fn is_of_backup(&self, rev: Dot, at: Seq, since: &[Since]) -> bool {
        at <= self.restored && !since.iter().any(|one| one.op.dot() == rev)
    }

    fn is_older(&self, cell: &Cell, since: &[Since]) -> bool {
        self.is_of_backup(cell.rev, cell.seq, since)
    }
}

/// The revisions that a copy names and the row here does not, of those that `is_known` does not know: what it would bring.
#[must_use]
pub fn news_of(copy: &Row, here: Option<&Row>, mut is_known: impl FnMut(Dot) -> bool) -> BTreeSet<Dot> {
    let mut news = BTreeSet::new();
    for (field, cell) in &copy.cells {
        let there = here.and_then(|row| row.cells.get(field));
        let holds = |dot: Dot| {
            there.is_some_and(|there| there.rev == dot || there.others.iter().any(|other| other.rev == dot))
        };
        for dot in std::iter::once(cell.rev).chain(cell.others.iter().map(|other| other.rev)) {
            if !holds(dot) && !is_known(dot) {
                news.insert(dot);
            }
        }
    }
    news
}

/// Puts a copy back, on what was loaded for its record.
///
/// # Errors
/// Why it cannot be: the record was erased or is another one, the number is borne by another decision, the dossier has gone on upon
/// another text or rests on what is not here, or the account may not read the partition.
pub fn accept(copy: Copy<'_>, loaded: &mut Loaded) -> Result<Pushed, Reason> {
    let id = copy.row.id;
    if loaded.erased.contains(&id) || loaded.rows.get(&id).is_some_and(Row::is_erased) {
        return Err(Reason::Erased);
    }
    let before = loaded.rows.get(&id).cloned();
    if before.as_ref().is_some_and(|row| row.kind != copy.row.kind || row.partition != copy.row.partition) {
        return Err(Reason::RecordDiffers);
    }
    let numbered = numbered(copy.row, loaded)?;
    let denied = Reason::Denied(thidua_domain::access::Denial::OutOfScope);
    let partition = copy.row.partition;
    let seq = loaded.heads.get(&partition).ok_or(denied.clone())?.seq.next();
    let since = loaded.since.get(&id).map(Vec::as_slice).unwrap_or_default();
    let (row, written) = put_back(&copy, before.as_ref(), since, seq);
    let takes_away = before.as_ref().is_some_and(|before| takes_steps_away(&copy, before, &row, since));
    if takes_away || !holds_together(&row) {
        return Err(Reason::Obstacle(Obstacle::TextMoved));
    }
    rests_on_what_is_here(&row, &loaded.rows).map_err(Reason::Obstacle)?;
    let change = |field: &Field| {
        let value = copy.row.cells.get(field).map(|cell| cell.value.clone())?;
        let base = before.as_ref().and_then(|row| row.rev_of(*field));
        Some(Change { field: *field, base, value, settles: Vec::new() })
    };
    let op = Operation {
        device: copy.by,
        counter: copy.counter,
        record: id,
        partition,
        kind: copy.row.kind,
        action: if before.is_none() { Action::Create } else { Action::Edit },
        schema: SCHEMA,
        base: before.as_ref().map(|row| row.rev),
        changes: written.iter().filter_map(change).collect(),
        parents: Vec::new(),
        device_time_ms: copy.now_ms,
        clock_offset_ms: None,
    };
    let sealed = seal(&op);
    let digest = sealed.digest();
    let head = loaded.heads.get_mut(&partition).ok_or(denied)?;
    *head = Head { seq, hash: chained(head.hash, op.dot(), digest) };
    let place = Some((partition, id, *head));
    let sum = loaded.sums.entry(partition).or_default();
    before.iter().for_each(|row| sum.take(row));
    sum.add(&row);
    loaded.rows.insert(id, row);
    loaded.counters.insert(copy.counter);
    let mut pushed = Pushed::default();
    let outcome = Outcome::Merged;
    pushed.log.push(LogEntry {
        counter: copy.counter,
        bytes: sealed.bytes,
        digest,
        outcome,
        place,
        old: None,
    });
    pushed.changed.insert(id);
    pushed.moved.insert(partition);
    if copy.row.kind == RecordKind::CouncilSession.code() {
        pushed.sessions.insert(id);
    }
    if let Some((year, number)) = numbered {
        let last = loaded.numbers.entry((partition, year)).or_default();
        *last = (*last).max(number);
        pushed.numbered.insert((partition, year));
    }
    Ok(pushed)
}

/// The records on which the steps of a copy rest: what [`accept`] needs of other records.
pub fn links(copy: &Row) -> impl Iterator<Item = RecordId> {
    let fields = copy.fields();
    let items: Vec<u32> = step::entries(&fields).iter().map(|entry| entry.item).collect();
    items.into_iter().filter_map(move |item| step::link(&fields, item))
}

/// A dossier is decided by a decision that has a number, and approved by a session that is closed. Where these are lost as well, they come
/// back first: put back before them, the dossier would cite what is a draft still, and stand in the way of its being issued.
fn rests_on_what_is_here(row: &Row, rows: &BTreeMap<RecordId, Row>) -> Result<(), Obstacle> {
    if row.kind != RecordKind::Nomination.code() {
        return Ok(());
    }
    for link in links(row) {
        let linked = rows.get(&link).ok_or(Obstacle::LinkMissing)?;
        let fields = linked.fields();
        match RecordKind::from_code(linked.kind) {
            Some(RecordKind::Decision) if decision::State::of(&fields).is_draft() => {
                return Err(Obstacle::NotIssued);
            }
            Some(RecordKind::CouncilSession) if council::State::of(&fields) != council::State::Closed => {
                return Err(Obstacle::SessionNotClosed);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a step that somebody has taken since the restore would have to make room for those of the copy. It was taken by who might, on what
/// stood there then, and nobody would be told that it is gone.
fn takes_steps_away(copy: &Copy<'_>, before: &Row, after: &Row, since: &[Since]) -> bool {
    let mut of_steps =
        before.cells.iter().filter(|(field, _)| field.item != 0 && is_of_steps(before.kind, **field));
    of_steps.any(|(field, cell)| after.rev_of(*field) != Some(cell.rev) && !copy.is_older(cell, since))
}

/// Whether the steps of a dossier or of a pledge lead from one to the next, and each was taken on the text that is told of it. Where somebody has
/// gone on since the restore, a copy may bring text that none of the steps was taken on: then what stands here is left alone.
fn holds_together(row: &Row) -> bool {
    // A deletion that the copy brings does not take away what was signed or handed up meanwhile.
    let kind = RecordKind::from_code(row.kind);
    if row.is_deleted() && kind.is_some_and(|kind| guard::may_delete(kind, &row.fields()).is_err()) {
        return false;
    }
    if row.kind == RecordKind::Pledge.code() {
        return pledge::holds_together(&row.fields());
    }
    if row.kind != RecordKind::Nomination.code() {
        return true;
    }
    let fields = row.fields();
    let mut state = dossier::State::Draft;
    (1..).zip(step::entries(&fields)).all(|(place, entry)| {
        let Some(taken) = dossier::Step::from_code(entry.kind) else { return false };
        let follows = entry.item == place && taken.goes_from(state);
        state = taken.leads_to();
        follows && step::seen(&dossier::text_at(&fields, place), dossier::is_text) == entry.seen
    })
}

/// The number that a decision bears.
fn numbered(copy: &Row, loaded: &Loaded) -> Result<Option<(u16, u32)>, Reason> {
    let fields = copy.fields();
    let is_decision = copy.kind == RecordKind::Decision.code();
    let (Some(year), Some(number), true) =
        (decision::year(&fields), decision::number_of(&fields), is_decision)
    else {
        return Ok(None);
    };
    let bears = |row: &&Row| {
        let fields = row.fields();
        row.kind == copy.kind
            && row.partition == copy.partition
            && decision::year(&fields) == Some(year)
            && decision::number_of(&fields) == Some(number)
    };
    match loaded.rows.values().filter(|row| row.id != copy.id).find(bears) {
        Some(_) => Err(Reason::Obstacle(Obstacle::NumberTaken)),
        None => Ok(Some((year, number))),
    }
}

/// The row with what the copy brings, and the fields that it wrote.
fn put_back(copy: &Copy<'_>, before: Option<&Row>, since: &[Since], seq: Seq) -> (Row, Vec<Field>) {
    let Some(before) = before else {
        let mut row = Row { seq, ..copy.row.clone() };
        row.cells.iter_mut().for_each(|(_, cell)| cell.seq = seq);
        let written = row.cells.keys().copied().collect();
        return (row, written);
    };
    let steps = |row: &Row| step::next_item(&row.fields());
    // The row of steps is one thing: whichever has gone further is the one that stands.
    let goes_further = steps(copy.row) > steps(before);
    let mut row = before.clone();
    let mut written = Vec::new();
    for (field, cell) in &copy.row.cells {
        let brings = |dot: Dot| {
            copy.lost.contains(&dot) && before.cells.get(field).is_none_or(|there| there.rev != dot)
        };
        if is_of_steps(before.kind, *field) {
            if goes_further && before.rev_of(*field) != Some(cell.rev) {
                row.cells.insert(*field, Cell { seq, ..cell.clone() });
                written.push(*field);
            }
            continue;
        }
        let is_brought = brings(cell.rev) || cell.others.iter().any(|other| brings(other.rev));
        if !is_brought {
            continue;
        }
        let is_written = match row.cells.get_mut(field) {
            None => {
                row.cells.insert(*field, Cell { seq, ..cell.clone() });
                true
            }
            Some(there) if copy.is_older(there, since) => {
                *there = Cell { seq, ..cell.clone() };
                true
            }
            Some(there) => !field.is_reserved() && beside(there, cell, copy.lost, since, *field, seq),
        };
        if is_written {
            written.push(*field);
        }
    }
    // Nobody holds the row as it is now: whoever builds on it is told.
    let put_back = Dot { device: copy.by, counter: copy.counter };
    row.rev = if copy.is_of_backup(before.rev, before.seq, since) { copy.row.rev } else { put_back };
    row.seq = seq;
    (row, written)
}

/// Offers what a copy brings beside what was written since. Says whether something was.
fn beside(
    there: &mut Cell,
    cell: &Cell,
    lost: &BTreeSet<Dot>,
    since: &[Since],
    field: Field,
    seq: Seq,
) -> bool {
    let was_seen = |dot: Dot| {
        let mut changes = since.iter().filter_map(|since| since.op.change_of(field));
        changes.any(|change| change.base == Some(dot) || change.settles.contains(&dot))
    };
    let before = there.others.len();
    let shown = Other { value: cell.value.clone(), rev: cell.rev };
    for other in std::iter::once(&shown).chain(&cell.others) {
        let is_there = there.value == other.value
            || there.rev == other.rev
            || there.others.iter().any(|known| known.value == other.value);
        if lost.contains(&other.rev) && !is_there && !was_seen(other.rev) {
            there.others.push(other.clone());
            there.seq = seq;
        }
    }
    there.others.len() > before
}

#[cfg(test)]
mod tests {
    use thidua_domain::nomination::ACHIEVEMENTS;
    use thidua_domain::record::{Fields, PartitionId, RecordId, Value};

    use super::*;

    const HOME: PartitionId = PartitionId(3);

    fn dot(device: u8, counter: u64) -> Dot {
        Dot { device: DeviceId([device; 16]), counter }
    }

    fn row(text: &str, by: Dot) -> Row {
        let cell = Cell { value: text.into(), rev: by, seq: Seq(1), others: Vec::new() };
        let id = RecordId::from_bytes([9; 16]);
        let kind = RecordKind::Nomination.code();
        Row {
            id,
            partition: HOME,
            kind,
            rev: by,
            seq: Seq(1),
            cells: [(ACHIEVEMENTS, cell)].into_iter().collect(),
        }
    }

    /// The dossier, considered by its unit as it stands.
    fn considered(mut row: Row, by: Dot) -> Row {
        let taken = dossier::Step::Consider;
        let seen = step::seen(&dossier::text_at(&row.fields(), 1), dossier::is_text);
        let says: Fields = Fields::from_iter([
            (step::of(step::KIND, 1), i64::from(taken.code()).into()),
            (step::of(step::STATE, 1), i64::from(taken.leads_to().code()).into()),
            (step::of(step::SEEN, 1), seen.as_str().into()),
        ]);
        for (field, value) in says.iter() {
            let cell = Cell { value: value.clone(), rev: by, seq: Seq(2), others: Vec::new() };
            row.cells.insert(*field, cell);
        }
        row
    }

    fn accepted(copy: &Row, here: Row) -> Result<Row, Reason> {
        let mut loaded = Loaded::default();
        loaded.heads.insert(HOME, Head { seq: Seq(5), ..Head::default() });
        loaded.rows.insert(here.id, here);
        let lost: BTreeSet<Dot> =
            copy.cells.values().map(|cell| cell.rev).filter(|rev| rev.counter > 1).collect();
        let (by, restored) = (DeviceId::of_endpoint(1), Seq(5));
        accept(Copy { row: copy, lost: &lost, by, counter: 1, restored, now_ms: 0 }, &mut loaded)?;
        Ok(loaded.rows[&copy.id].clone())
    }

    #[test]
    fn another_text_is_not_put_below_a_step_that_was_taken_meanwhile() {
        let backup = row("một", dot(1, 1));
        let copy = row("hai", dot(2, 2));
        let back = accepted(&copy, backup.clone()).expect("nobody has gone on");
        assert_eq!(back.fields()[&ACHIEVEMENTS], "hai".into());
        let here = considered(backup, dot(3, 2));
        assert_eq!(accepted(&copy, here), Err(Reason::Obstacle(Obstacle::TextMoved)));
    }

    #[test]
    fn a_dossier_is_not_decided_before_its_decision_is_back() {
        let id = RecordId::from_bytes([4; 16]);
        let state = |kind: RecordKind, state: i64| {
            let cell = Cell { value: state.into(), rev: dot(1, 1), seq: Seq(1), others: Vec::new() };
            let cells = [(step::STATE, cell)].into_iter().collect();
            Row { id, kind: kind.code(), cells, ..row("", dot(1, 1)) }
        };
        let mut copy = considered(row("một", dot(1, 1)), dot(2, 2));
        let link =
            Cell { value: id.to_string().as_str().into(), rev: dot(2, 2), seq: Seq(2), others: Vec::new() };
        copy.cells.insert(step::of(step::LINK, 1), link);
        assert_eq!(links(&copy).collect::<Vec<_>>(), [id]);
        let (decision, session) = (RecordKind::Decision, RecordKind::CouncilSession);
        let cases = [
            (None, Err(Obstacle::LinkMissing)),
            (Some(state(decision, decision::State::Draft.code().into())), Err(Obstacle::NotIssued)),
            (Some(state(decision, decision::State::Issued.code().into())), Ok(())),
            (Some(state(session, council::State::Open.code().into())), Err(Obstacle::SessionNotClosed)),
            (Some(state(session, council::State::Closed.code().into())), Ok(())),
        ];
        for (linked, expected) in cases {
            let rows = linked.into_iter().map(|row| (row.id, row)).collect();
            assert_eq!(rests_on_what_is_here(&copy, &rows), expected);
        }
    }

    #[test]
    fn a_step_that_was_taken_meanwhile_stays_although_the_copy_has_gone_further() {
        let backup = row("một", dot(1, 1));
        let mut copy = considered(backup.clone(), dot(2, 2));
        let (submitted, text) = (dossier::Step::Submit, dossier::text_at(&copy.fields(), 2));
        let says: [(Field, Value); 3] = [
            (step::of(step::KIND, 2), i64::from(submitted.code()).into()),
            (step::STATE, i64::from(submitted.leads_to().code()).into()),
            (step::of(step::SEEN, 2), step::seen(&text, dossier::is_text).as_str().into()),
        ];
        for (field, value) in says {
            copy.cells.insert(field, Cell { value, rev: dot(2, 3), seq: Seq(3), others: Vec::new() });
        }
        assert!(accepted(&copy, backup.clone()).is_ok(), "nobody has gone on");
        let mut here = considered(backup, dot(3, 2));
        here.cells.iter_mut().for_each(|(field, cell)| cell.seq = Seq(if field.item == 0 { 1 } else { 6 }));
        assert_eq!(accepted(&copy, here), Err(Reason::Obstacle(Obstacle::TextMoved)));
    }

    /// What a signature says beside its entry is of the step: strokes of one under the name of another would be a forgery.
    #[test]
    fn nothing_of_another_signature_is_put_beside_the_one_that_stands() {
        let signed = |by: Dot, strokes: &str| {
            let mut row = row("một", dot(1, 1));
            row.kind = RecordKind::Pledge.code();
            for (field, value) in [(step::KIND, 1.into()), (pledge::SIGN_STROKES, strokes.into())] {
                let cell = Cell { value, rev: by, seq: Seq(6), others: Vec::new() };
                row.cells.insert(step::of(field, 1), cell);
            }
            row
        };
        let (copy, here) = (signed(dot(2, 2), "hai"), signed(dot(3, 2), "ba"));
        let lost = BTreeSet::from([dot(2, 2)]);
        let by = DeviceId::of_endpoint(1);
        let copy = Copy { row: &copy, lost: &lost, by, counter: 1, restored: Seq(5), now_ms: 0 };
        let (row, written) = put_back(&copy, Some(&here), &[], Seq(9));
        assert_eq!((row.cells, written), (here.cells, Vec::new()));
    }

    #[test]
    fn a_step_comes_back_with_the_text_that_it_was_taken_on() {
        let copy = considered(row("hai", dot(2, 2)), dot(2, 3));
        let back = accepted(&copy, row("một", dot(1, 1))).expect("nobody has gone on");
        assert_eq!(back.fields(), copy.fields());
    }
}
