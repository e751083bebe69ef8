//! What a hub has told: other people's work of the same conference, and what became of one's own there. It lies over the rows of
//! the committee's endpoint and never among them.
//!
//! Invariants: it is in memory only, and is gone as soon as the committee's endpoint tells anything of it: what that says is what
//! holds. An operation that a hub has taken stays in the outbox until the committee's endpoint has dealt with it, under the same
//! counter and with the same bytes, so that it counts once whichever way it comes there first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thidua_domain::record::RecordId;

use super::batch::{Batch, Change, Write};
use super::command::Stamp;
use super::exchange::Sent;
use super::pending::{Pending, PendingState};
use super::replica::{Handed, Meta, Replica};
use crate::gather;
use crate::hub::{HubAnswer, HubRequest, decides};
use crate::outcome::{Outcome, Reason};
use crate::row::Row;
use crate::wire::{Answer, DecodeError, Request};

/// What a hub has lent to a device.
#[derive(Clone, Debug)]
pub struct Lent {
    /// The device as the hub knows it: its own cursor, its own rows.
    side: Replica,
    /// The operations of the outbox that took effect there.
    taken: BTreeSet<u64>,
    /// Those that the hub did not carry out, and why. The committee's endpoint has the last word.
    refused: BTreeMap<u64, Reason>,
    /// Up to which place the endpoint's receipts are here that the hub brought back.
    seen: u64,
    /// Where the device stood with the committee's endpoint when this was lent.
    stood: (Option<Vec<u8>>, Option<i64>),
    /// Until when the hub's lease holds, when it last reached the endpoint (0: not known), milliseconds since 1970.
    pub until_ms: i64,
    /// See `until_ms`.
    pub reached_ms: i64,
    /// How many pieces of work of all devices wait at the hub.
    pub waiting: u64,
    /// Whether another exchange should follow at once.
    pub more: bool,
}

impl Meta {
    /// Where the device stands with the committee's endpoint: how far it has read, and when it had read all.
    fn stands(&self) -> (Option<Vec<u8>>, Option<i64>) {
        (self.cursor.clone(), self.complete_ms)
    }
}

impl Lent {
    /// What the hub did not carry out, and why.
    #[must_use]
    pub const fn refused(&self) -> &BTreeMap<u64, Reason> {
        &self.refused
    }

    /// The page of a snapshot that a hub offers is not read: the partition comes with the answers.
    fn without_snapshots(mut self) -> Self {
        while let Some((partition, ..)) = self.side.next_snapshot_page() {
            let given_up = self.side.give_up_snapshot(partition);
            self.side.absorb(given_up);
            self.more = true;
        }
        self
    }
}

impl Replica {
    /// The next exchange with a hub: what is sealed and the hub has not dealt with. What was sent, and the request that is to be
    /// signed and sealed for the committee's endpoint, which the hub carries there as it is.
    #[must_use]
    pub fn hub_request(&self, now: Stamp) -> (HubRequest, Sent, Request) {
        let (request, sent) = self.hub_side().request(now);
        let seen = self.lent.as_ref().map_or(0, |lent| lent.seen);
        let carried = Request { operations: request.operations.clone(), ..Request::of(self.meta.device) };
        (HubRequest { seen, request }, sent, carried)
    }

    /// Takes what a hub has answered: what is to be made durable, and what is lent from then on. See [`Replica::lend`].
    ///
    /// # Errors
    /// Where the answer cannot be read.
    pub fn receive_from_hub(
        &self,
        sent: &Sent,
        told: &HubAnswer,
        now: Stamp,
    ) -> Result<(Batch, Lent), DecodeError> {
        let answer = Answer::decode(&told.answer)?;
        let before = self.lent.as_deref();
        let mut lent = Lent {
            side: self.hub_side(),
            taken: before.map(|lent| lent.taken.clone()).unwrap_or_default(),
            refused: before.map(|lent| lent.refused.clone()).unwrap_or_default(),
            seen: told
                .receipts
                .iter()
                .map(|(place, _)| *place)
                .fold(before.map_or(0, |of| of.seen), u64::max),
            stood: self.meta.stands(),
            until_ms: told.until_ms,
            reached_ms: told.reached_ms,
            waiting: told.waiting,
            more: answer.more || answer.restart,
        };
        if answer.restart {
            // A hub that begins anew is asked anew, of everything.
            lent.taken.clear();
            lent.refused.clear();
        }
        let outcomes = answer.outcomes.clone();
        let received = lent.side.receive(sent, answer, now, Vec::new());
        lent.side.absorb(received);
        let mut batch = self.batch(Vec::new());
        // What was not asked was not dealt with, whatever a hub says.
        let is_asked = |counter: &u64| sent.counters.contains(counter);
        for (counter, outcome) in outcomes.into_iter().filter(|(counter, _)| is_asked(counter)) {
            match outcome {
                Outcome::Refused(reason) => _ = lent.refused.insert(counter, reason),
                // The hub has taken it and the row is still to come: it is asked for again.
                _ if lent.side.outbox.contains_key(&counter) => {}
                _ if outcome.took_effect() => self.at_hub(counter, &mut lent, &mut batch),
                _ => {}
            }
        }
        let known = told.known.iter().filter(|counter| is_asked(counter));
        known.for_each(|counter| self.at_hub(*counter, &mut lent, &mut batch));
        for counter in &told.returned {
            if self.is_at_hub(*counter) {
                batch.meta.handed.remove(counter);
                batch.writes.extend(self.outbox.get(counter).cloned().map(Write::PutPending));
            }
        }
        Ok((batch, lent.without_snapshots()))
    }

    fn at_hub(&self, counter: u64, lent: &mut Lent, batch: &mut Batch) {
        let Some(pending) = self.outbox.get(&counter) else { return };
        lent.taken.insert(counter);
        if !self.meta.handed.contains_key(&counter) {
            batch.meta.handed.insert(counter, Handed::AtHub);
            batch.writes.push(Write::PutPending(pending.clone()));
        }
    }

    /// Shows what was lent, in the place of what was lent before. Says which records it touches.
    pub fn lend(&mut self, lent: Lent) -> Change {
        let before = self.lent.replace(Arc::new(lent));
        let now = self.lent.as_ref().map(|lent| &lent.side.rows);
        let before = before.as_ref().map(|lent| &lent.side.rows);
        let of = |rows: Option<&BTreeMap<RecordId, Row>>, record: &RecordId| {
            rows.and_then(|rows| rows.get(record)).cloned()
        };
        let mut records = BTreeSet::new();
        records.extend(before.into_iter().chain(now).flat_map(BTreeMap::keys).copied());
        records.retain(|record| of(before, record) != of(now, record));
        // What was taken there is told by the row that is lent, and no more by what lies on top.
        records.extend(self.outbox.values().map(|pending| pending.op.record));
        Change { records, ..Change::default() }
    }

    /// What a hub has lent, as long as the committee's endpoint has not told anything of it.
    #[must_use]
    pub const fn lent(&self) -> Option<&Arc<Lent>> {
        self.lent.as_ref()
    }

    /// The same device as it was read anew from its store, because another page has written: what was lent is still lent, unless
    /// that page has heard of the committee's endpoint.
    #[must_use]
    pub fn with_lent(self, lent: Option<Arc<Lent>>) -> Self {
        let holds = |lent: &Arc<Lent>| {
            lent.stood == self.meta.stands()
                && !self.refused.keys().any(|counter| lent.taken.contains(counter))
        };
        Self { lent: lent.filter(holds), ..self }
    }

    /// Lets go of what was lent, as where the hub was set up anew; `None` where nothing was.
    pub fn forget_lent(&mut self) -> Option<Change> {
        self.lent.as_ref()?;
        Some(Change { records: self.give_back(), ..Change::default() })
    }

    /// Lets go of what was lent. Says which records were shown by it.
    pub(super) fn give_back(&mut self) -> BTreeSet<RecordId> {
        let lent = self.lent.take();
        gather::set(lent.iter().flat_map(|lent| lent.side.rows.keys().copied()))
    }

    /// Whether a batch brings word of the committee's endpoint on what was lent. A refusal is such a word as well, by whichever hand
    /// it comes: what is lent stands upon what was refused, and so would whatever is done next.
    pub(super) fn outlives_lent(&self, batch: &Batch) -> bool {
        let Some(lent) = &self.lent else { return false };
        let tells = |write: &Write| match write {
            Write::PutRow(row) => lent.side.rows.contains_key(&row.id),
            Write::DropRow(record) => lent.side.rows.contains_key(record),
            Write::PutRefused(refused) => lent.taken.contains(&refused.op.counter),
            _ => false,
        };
        lent.stood != batch.meta.stands() || batch.writes.iter().any(tells)
    }

    /// Whether a hub has taken an operation, and the committee's endpoint, as far as is known, has not.
    #[must_use]
    pub fn is_at_hub(&self, counter: u64) -> bool {
        self.meta.handed.get(&counter) == Some(&Handed::AtHub)
    }

    /// How many operations only the committee's endpoint can decide. A hub is not asked for them.
    #[must_use]
    pub fn beyond_hub(&self) -> usize {
        self.outbox.iter().filter(|(counter, of)| !self.is_done(**counter) && !decides(&of.op)).count()
    }

    /// Whether a hub could take something that it has not.
    #[must_use]
    pub fn has_for_hub(&self) -> bool {
        self.outbox
            .iter()
            .any(|(counter, of)| (of.is_open() && decides(&of.op)) || self.goes_to_hub(*counter, of))
    }

    fn goes_to_hub(&self, counter: u64, pending: &Pending) -> bool {
        let is_dealt_with =
            |lent: &Arc<Lent>| lent.taken.contains(&counter) || lent.refused.contains_key(&counter);
        matches!(pending.state, PendingState::Sealed(_))
            && decides(&pending.op)
            && !self.is_done(counter)
            && !self.lent.as_ref().is_some_and(is_dealt_with)
    }

    /// The device as the hub knows it, with what is to go there in its outbox.
    fn hub_side(&self) -> Self {
        let mut side = match &self.lent {
            Some(lent) => lent.side.clone(),
            None => Self::new(self.account.clone(), Meta::new(self.meta.device), [], [], []),
        };
        side.account = self.account.clone();
        side.meta.next_counter = self.meta.next_counter;
        side.refused = litemap::LiteMap::new();
        let due = self.outbox.iter().filter(|(counter, pending)| self.goes_to_hub(**counter, pending));
        side.outbox = gather::tree(due.map(|(counter, pending)| (*counter, pending.clone())));
        side
    }

    /// The row that a record is shown upon: what a hub has lent goes before what the endpoint has told.
    pub(super) fn base(&self, record: RecordId) -> Option<&Row> {
        self.lent_row(record).or_else(|| self.rows.get(&record))
    }

    fn lent_row(&self, record: RecordId) -> Option<&Row> {
        let lent = self.lent.as_ref()?;
        lent.side.rows.get(&record).filter(|row| !super::doubt::is_old(row))
    }

    /// Whether the effect of an operation is not in the row that it is shown upon.
    pub(super) fn is_on_top(&self, record: RecordId, counter: u64) -> bool {
        let is_in = |lent: &Arc<Lent>| lent.taken.contains(&counter);
        !(self.lent_row(record).is_some() && self.lent.as_ref().is_some_and(is_in))
    }

    /// Whether what is shown of a record is what a hub says, and not what the committee's endpoint says.
    pub(super) fn is_provisional(&self, record: RecordId) -> bool {
        let rev = |row: &Row| (row.rev, row.cells.values().map(|cell| cell.rev).collect::<Vec<_>>());
        let lent = self.lent_row(record).map(rev);
        lent.is_some() && lent != self.rows.get(&record).map(rev)
    }

    /// The records that a hub has lent, whatever their kind.
    pub(super) fn lent_rows(&self) -> impl Iterator<Item = &Row> {
        self.lent.iter().flat_map(|lent| lent.side.rows.values())
    }
}

#[cfg(test)]
mod tests {
    use thidua_domain::access::{Account, Grant, Role};
    use thidua_domain::nomination::{self, POSITION};
    use thidua_domain::obstacle::Obstacle;
    use thidua_domain::record::{Fields, PartitionId, PartitionKind, RecordKind};
    use thidua_domain::rule_set::CivilDate;
    use thidua_domain::{dossier, step};

    use super::*;
    use crate::administration::{Fate, HandedIn, Verdict};
    use crate::client::{CommandError, NewStep};
    use crate::identity::{DeviceId, Seq};
    use crate::merge;
    use crate::operation::Operation;
    use crate::outcome::Reason;
    use crate::wire::{Page, RowPatch};

    const HOME: PartitionId = PartitionId(1);
    const NOW: Stamp = Stamp(1_700_000_000_000);

    /// A device with a nomination, sealed, and another that is not.
    fn device() -> (Replica, [RecordId; 2]) {
        let grants = vec![Grant { partition: HOME, kind: PartitionKind::Commune }];
        let account =
            Account { id: 1, name: "An".into(), role: Role::CommuneOfficer, home: HOME, level: None, grants };
        let mut replica = Replica::new(account, Meta::new(DeviceId([7; 16])), [], [], []);
        let records = [1, 2].map(|number| RecordId::from_bytes([number; 16]));
        for (record, seals) in records.into_iter().zip([true, false]) {
            let fields = Fields::from_iter([
                (nomination::SUBJECT, 1.into()),
                (nomination::AWARD, "lao_dong_tien_tien".into()),
                (nomination::YEAR, 2023.into()),
                (nomination::NAME, "Đinh Văn Mẫu".into()),
            ]);
            let batch = replica.create(NOW, record, RecordKind::Nomination, HOME, fields).unwrap();
            replica.absorb(batch);
            if let Some(sealed) = replica.seal().filter(|_| seals) {
                replica.absorb(sealed);
            }
        }
        (replica, records)
    }

    fn told(outcomes: Vec<(u64, Outcome)>) -> HubAnswer {
        HubAnswer { answer: Answer { outcomes, ..Answer::default() }.encode(), ..HubAnswer::default() }
    }

    fn hears(replica: &mut Replica, told: &HubAnswer) {
        let (_, sent, _) = replica.hub_request(NOW);
        let (batch, lent) = replica.receive_from_hub(&sent, told, NOW).unwrap();
        replica.absorb(batch);
        replica.lend(lent);
    }

    /// The endpoint may refuse what a hub has told of, and would then wait for it for ever.
    #[test]
    fn no_step_rests_on_what_only_a_hub_has_told_of() {
        let (mut replica, [own, _]) = device();
        let op = replica.outbox()[&1].op.clone();
        let of_hub = RecordId::from_bytes([9; 16]);
        let row = merge::create(&Operation { record: of_hub, device: DeviceId([8; 16]), ..op }, Seq(1));
        let pages = vec![Page { partition: HOME, rows: vec![RowPatch::whole(&row)] }];
        let answer = Answer { pages, ..Answer::default() }.encode();
        hears(&mut replica, &HubAnswer { answer, ..HubAnswer::default() });
        assert!(replica.view(of_hub).is_some());
        let merges = |into: RecordId| NewStep {
            kind: dossier::Step::Merge.code(),
            leads_to: dossier::Step::Merge.leads_to().code(),
            day: CivilDate::parse_typed("15/03/2024").unwrap(),
            says: Fields::from_iter([
                (step::LINK, into.to_string().as_str().into()),
                (step::REASON, "Ghi hai lần".into()),
            ]),
        };
        let refused = Err(CommandError::Refused(Reason::Obstacle(Obstacle::LinkMissing)));
        assert_eq!(replica.can_step(NOW, own, merges(of_hub)), refused);
        // The endpoint has it: nothing stands in the way any more.
        replica.rows.insert(of_hub, row);
        assert_eq!(replica.can_step(NOW, own, merges(of_hub)), Ok(()));
    }

    #[test]
    fn what_a_hub_has_taken_stays_unsent_and_is_not_sent_there_again() {
        let (mut replica, [sealed, open]) = device();
        assert_eq!(replica.hub_request(NOW).1.counters, BTreeSet::from([1]), "nothing leaves unsealed");
        hears(&mut replica, &told(vec![(1, Outcome::Applied)]));
        let view = replica.view(sealed).unwrap();
        assert!(view.unsent && view.at_hub, "{view:?}");
        assert!(!replica.view(open).unwrap().at_hub);
        assert_eq!((replica.outbox().len(), replica.hub_request(NOW).1.counters.len()), (2, 0));
        assert_eq!(replica.request(NOW).1.counters, BTreeSet::from([1]), "the endpoint is still to have it");
        assert_eq!(replica.for_file().0.operations.len(), 1, "by every other way as well");
        // A page that is loaded anew remembers that it is there, and asks again what the hub shows.
        replica.forget_lent();
        assert!(replica.view(sealed).unwrap().at_hub);
        assert_eq!(replica.hub_request(NOW).1.counters, BTreeSet::from([1]));
    }

    #[test]
    fn what_a_hub_refuses_waits_for_the_endpoint() {
        let (mut replica, [sealed, _]) = device();
        hears(&mut replica, &told(vec![(1, Outcome::Refused(Reason::RecordExists))]));
        assert_eq!(replica.lent().unwrap().refused().len(), 1);
        assert!(replica.refused().is_empty() && replica.view(sealed).unwrap().unsent);
        assert_eq!(replica.hub_request(NOW).1.counters.len(), 0, "it is not asked twice");
        assert_eq!(replica.request(NOW).1.counters, BTreeSet::from([1]));
    }

    #[test]
    fn a_hub_says_nothing_of_what_it_was_not_asked() {
        let (mut replica, [_, open]) = device();
        let all =
            HubAnswer { known: vec![1, 2, 9], ..told(vec![(2, Outcome::Applied), (9, Outcome::Applied)]) };
        hears(&mut replica, &all);
        assert!(replica.is_at_hub(1) && !replica.is_at_hub(2) && !replica.is_at_hub(9));
        let batch = replica.edit(NOW, open, Fields::from_iter([(POSITION, "Kế toán".into())])).unwrap();
        replica.absorb(batch);
        assert_eq!(replica.view(open).unwrap().fields[&POSITION], "Kế toán".into());
    }

    #[test]
    fn what_is_lent_goes_when_a_receipt_refuses_what_it_stands_upon() {
        let (mut replica, [sealed, _]) = device();
        hears(&mut replica, &told(vec![(1, Outcome::Applied)]));
        let (seen, refused) =
            (replica.clone(), Fate { refusal: Some(6), ..Fate::plain(1, Verdict::Refused) });
        let batch = replica.take_receipt(&HandedIn { operations: vec![refused], restored: false }, NOW);
        replica.absorb(batch);
        assert!(replica.lent().is_none() && replica.view(sealed).is_none());
        // So it does in another page, which reads the store anew.
        assert!(replica.clone().with_lent(seen.lent().cloned()).lent().is_none());
        assert!(seen.clone().with_lent(seen.lent().cloned()).lent().is_some());
    }

    #[test]
    fn what_came_back_goes_by_another_way() {
        let (mut replica, _) = device();
        hears(&mut replica, &told(vec![(1, Outcome::Applied)]));
        hears(&mut replica, &HubAnswer { returned: vec![1], ..told(Vec::new()) });
        assert!(!replica.is_at_hub(1) && replica.has_for_file());
    }
}
