//! Handing work in without a login: the device was shut out, or its login has ended and nobody signs in again.
//!
//! What was handed in stays in the outbox, also when a person has accepted it: only an exchange tells the row that came of it,
//! and an endpoint that was restored from a backup may have lost it. So signing in again is nothing special: the outbox is
//! sent as ever, the endpoint knows what it has dealt with, and nothing is there twice. What a person has refused leaves the
//! outbox as any refused operation does, with everything that was typed.

use std::collections::BTreeSet;

use thidua_domain::record::Field;

use super::batch::{Batch, Write};
use super::command::Stamp;
use super::exchange::as_many_as_fit;
use super::pending::{Kept, Pending, Refused};
use super::replica::{Handed, Replica};
use crate::administration::{Fate, HandedIn, Verdict};
use crate::gather;
use crate::outcome::Reason;
use crate::wire::Request;

impl Replica {
    /// The next operations to hand in, of those that are sealed and were not handed in yet; none where the request holds no
    /// operations. What was sent is what [`Replica::take_fates`] goes by.
    #[must_use]
    pub fn hand_in(&self) -> (Request, BTreeSet<u64>) {
        let fresh = self.outbox.iter().filter(|(counter, _)| !self.is_handed_in(**counter));
        let operations = as_many_as_fit(&mut fresh.filter_map(|(_, pending)| pending.sendable()));
        let sent = gather::set(operations.iter().map(|sealed| sealed.counter));
        (Request { operations, ..self.ask_fates() }, sent)
    }

    /// Asks what became of everything that was handed in before.
    #[must_use]
    pub const fn ask_fates(&self) -> Request {
        Request::of(self.meta.device)
    }

    /// Whether an operation waits that was not handed in, sealed or not.
    #[must_use]
    pub fn has_to_hand_in(&self) -> bool {
        let fresh = |(counter, pending): (&u64, &Pending)| {
            (pending.is_open() || pending.sendable().is_some()) && !self.is_handed_in(*counter)
        };
        self.outbox.iter().any(fresh)
    }

    /// Puts into the outbox again what the endpoint once said is safe, because it says that it was put back from a backup
    /// ([`HandedIn::restored`]): without a login no exchange would tell of it. `kept` are the kept operations of the store.
    #[must_use]
    pub fn offer_kept(&self, kept: &[Kept]) -> Batch {
        self.batch(kept.iter().filter_map(|kept| self.offer_again(kept)).flatten().collect())
    }

    /// Takes the answer to [`Replica::hand_in`]. The endpoint has compared the bytes, so it speaks of these very operations.
    #[must_use]
    pub fn take_fates(&self, sent: &BTreeSet<u64>, told: &HandedIn, now: Stamp) -> Batch {
        let mut batch = self.batch(Vec::new());
        for fate in told.operations.iter().filter(|fate| sent.contains(&fate.counter)) {
            self.take_fate(fate, now, &mut batch);
        }
        batch
    }

    /// Takes the answer to [`Replica::ask_fates`]: of what was handed in, and the words for what a person has refused. Where the
    /// endpoint does not know of an operation any more (it was restored from a backup), it is to be handed in again.
    #[must_use]
    pub fn take_all_fates(&self, told: &HandedIn, now: Stamp) -> Batch {
        let mut batch = self.batch(Vec::new());
        // What came by an exchange is not in the tray, and nothing is told of it.
        let is_in_tray = |handed| !matches!(handed, Handed::Known | Handed::AtHub);
        let in_tray = self.meta.handed.iter().filter(|(_, handed)| is_in_tray(**handed));
        for (counter, _) in in_tray {
            match told.operations.iter().find(|fate| fate.counter == *counter) {
                Some(fate) => self.take_fate(fate, now, &mut batch),
                None => {
                    batch.meta.handed.remove(counter);
                    batch.writes.extend(self.outbox.get(counter).cloned().map(Write::PutPending));
                }
            }
        }
        for fate in told.operations.iter().filter(|fate| fate.reason.is_some()) {
            if let Some(refused) = self.refused.get(&fate.counter)
                && refused.reason == Reason::ByPerson
                && refused.words.is_none()
            {
                batch
                    .writes
                    .push(Write::PutRefused(Refused { words: fate.reason.clone(), ..refused.clone() }));
            }
        }
        batch
    }

    fn take_fate(&self, fate: &Fate, now: Stamp, batch: &mut Batch) {
        let Some(pending) = self.outbox.get(&fate.counter) else { return };
        let handed = match fate.verdict {
            Verdict::Waiting if self.is_left(fate.counter) => Handed::Left,
            Verdict::Waiting => Handed::Waiting,
            Verdict::Accepted => Handed::Accepted,
            Verdict::Known => Handed::Known,
            Verdict::Refused => {
                let field = fate.field.map(|(number, item)| Field { number, item });
                let reason = fate.refusal.map_or(Reason::ByPerson, |code| Reason::from_code(code, field));
                if reason == Reason::Erased {
                    // Its row goes before an exchange tells what stands in its place: that is no difference to be mended.
                    // The record may have moved since the operation was written for a unit that was merged.
                    let row = self.rows.get(&pending.op.record);
                    row.map(|row| row.partition).into_iter().for_each(|at| _ = batch.meta.sums.remove(&at));
                    batch.writes.extend(self.writes_to_forget(pending.op.record));
                } else if !self.is_erased(pending.op.record) {
                    let (op, words) = (pending.op.clone(), fate.reason.clone());
                    batch.writes.push(Write::PutRefused(Refused { op, reason, words, refused_ms: now.0 }));
                }
                batch.writes.push(Write::DropPending(fate.counter));
                batch.meta.handed.remove(&fate.counter);
                return;
            }
        };
        // Told again, nothing is written; otherwise the operation is written once more, because what is shown of its record
        // changes with it.
        if batch.meta.handed.insert(fate.counter, handed) != Some(handed) {
            batch.writes.push(Write::PutPending(pending.clone()));
        }
    }

    /// Whether the endpoint has said something of an operation that was handed in. A hub is not the endpoint.
    fn is_handed_in(&self, counter: u64) -> bool {
        self.meta.handed.get(&counter).is_some_and(|handed| *handed != Handed::AtHub)
    }

    /// Whether the officer need not fear for an operation of the outbox any more: it was carried out.
    #[must_use]
    pub fn is_done(&self, counter: u64) -> bool {
        matches!(self.meta.handed.get(&counter), Some(Handed::Accepted | Handed::Known))
    }
}

#[cfg(test)]
mod tests {
    use thidua_domain::access::{Account, Grant, Role};
    use thidua_domain::nomination;
    use thidua_domain::record::{Fields, PartitionId, PartitionKind, RecordId, RecordKind};

    use super::*;
    use crate::client::{Meta, PendingState};
    use crate::identity::{DeviceId, Seq};
    use crate::merge;
    use crate::outcome::Outcome;
    use crate::row::Row;
    use crate::wire::Answer;

    const HOME: PartitionId = PartitionId(1);
    const NOW: Stamp = Stamp(1_700_000_000_000);

    fn record(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    /// A device with three nominations that nobody else has, sealed.
    fn device() -> Replica {
        let grants = vec![Grant { partition: HOME, kind: PartitionKind::Commune }];
        let account =
            Account { id: 1, name: "An".into(), role: Role::CommuneOfficer, home: HOME, level: None, grants };
        let mut replica = Replica::new(account, Meta::new(DeviceId([7; 16])), [], [], []);
        for number in 1..=3 {
            let fields = Fields::from_iter([
                (nomination::SUBJECT, 1.into()),
                (nomination::AWARD, "lao_dong_tien_tien".into()),
                (nomination::YEAR, 2023.into()),
                (nomination::NAME, "Đinh Văn Mẫu".into()),
            ]);
            let batch = replica.create(NOW, record(number), RecordKind::Nomination, HOME, fields).unwrap();
            replica.absorb(batch);
        }
        let sealed = replica.seal().unwrap();
        replica.absorb(sealed);
        replica
    }

    fn fate(counter: u64, verdict: Verdict) -> Fate {
        let words = (verdict == Verdict::Refused).then(|| "Đã có người khác nhập (mẫu)".to_owned());
        let refusal = (verdict == Verdict::Refused).then_some(6);
        Fate { reason: words, refusal, ..Fate::plain(counter, verdict) }
    }

    fn told(fates: &[(u64, Verdict)]) -> HandedIn {
        let operations = fates.iter().map(|(counter, verdict)| fate(*counter, *verdict)).collect();
        HandedIn { operations, restored: false }
    }

    fn hand_in(replica: &mut Replica, fates: &[(u64, Verdict)]) {
        let (_, sent) = replica.hand_in();
        let batch = replica.take_fates(&sent, &told(fates), NOW);
        replica.absorb(batch);
    }

    /// As a fresh start reads it from the disk.
    fn read_again(replica: &Replica) -> Replica {
        let meta = Meta::decode(&replica.meta().encode()).unwrap();
        let outbox = replica.outbox().values().map(|p| Pending::decode(&p.encode(), meta.device).unwrap());
        let refused = replica.refused().values().map(|r| Refused::decode(&r.encode(), meta.device).unwrap());
        Replica::new(replica.account().clone(), meta.clone(), [], outbox, refused)
    }

    #[test]
    fn what_was_handed_in_stays_and_is_not_handed_in_again() {
        let mut replica = device();
        let (request, sent) = replica.hand_in();
        assert_eq!((request.operations.len(), request.cursor), (3, None));
        assert_eq!(sent, BTreeSet::from([1, 2, 3]));
        hand_in(&mut replica, &[(1, Verdict::Waiting), (2, Verdict::Waiting), (3, Verdict::Known)]);
        assert_eq!(replica.outbox().len(), 3);
        assert!(!replica.has_to_hand_in() && replica.hand_in().1.is_empty());
        let again = read_again(&replica);
        assert_eq!(again.meta(), replica.meta());
        let unsent = |number| again.view(record(number)).unwrap().unsent;
        assert_eq!([unsent(1), unsent(2), unsent(3)], [true, true, false]);
    }

    #[test]
    fn what_a_person_has_accepted_is_safe_and_goes_with_the_next_exchange() {
        let mut replica = device();
        hand_in(&mut replica, &[(1, Verdict::Waiting), (2, Verdict::Waiting), (3, Verdict::Waiting)]);
        let batch = replica.take_all_fates(
            &told(&[(1, Verdict::Accepted), (2, Verdict::Waiting), (3, Verdict::Waiting)]),
            NOW,
        );
        replica.absorb(batch);
        assert!(!replica.view(record(1)).unwrap().unsent);
        assert_eq!(
            replica.outbox()[&1].state,
            PendingState::Sealed(crate::wire::seal(&replica.outbox()[&1].op))
        );
        // Signed in again: all of it is sent, whatever was said of it, and leaves with its outcome.
        let (request, sent) = replica.request(NOW);
        assert_eq!(request.operations.len(), 3);
        let outcomes = (1..=3).map(|counter| (counter, Outcome::Applied)).collect();
        let answer = Answer { outcomes, ..Answer::default() };
        let batch = replica.receive(&sent, answer, NOW, Vec::<Kept>::new());
        replica.absorb(batch);
        assert!(replica.outbox().is_empty() && replica.meta().handed.is_empty());
        assert_eq!(replica.rows().len(), 3);
    }

    #[test]
    fn what_a_person_has_refused_is_shown_with_their_words_and_all_that_was_typed() {
        let mut replica = device();
        hand_in(&mut replica, &[(1, Verdict::Waiting), (2, Verdict::Refused), (3, Verdict::Waiting)]);
        assert!(!replica.outbox().contains_key(&2) && replica.view(record(2)).is_none());
        let again = read_again(&replica);
        let refused = &again.refused()[&2];
        assert_eq!(refused.reason, Reason::ByPerson);
        assert_eq!(refused.words.as_deref(), Some("Đã có người khác nhập (mẫu)"));
        assert_eq!(refused.op.change_of(nomination::NAME).unwrap().value, "Đinh Văn Mẫu".into());
    }

    #[test]
    fn what_was_refused_before_keeps_the_reason_that_it_was_refused_for() {
        let mut replica = device();
        let (_, sent) = replica.hand_in();
        let operations = vec![Fate { refusal: Some(4), ..Fate::plain(1, Verdict::Refused) }];
        let batch = replica.take_fates(&sent, &HandedIn { operations, restored: false }, NOW);
        replica.absorb(batch);
        assert_eq!(replica.refused()[&1].reason, Reason::RecordExists);
        assert!(replica.has_to_hand_in(), "the others are not told of");
    }

    #[test]
    fn what_was_erased_while_it_waited_is_forgotten_and_shown_to_nobody() {
        let mut replica = device();
        hand_in(&mut replica, &[(1, Verdict::Waiting), (2, Verdict::Waiting), (3, Verdict::Waiting)]);
        let erased = Fate { refusal: Some(Reason::Erased.code()), ..Fate::plain(2, Verdict::Refused) };
        let operations = vec![fate(1, Verdict::Waiting), erased, fate(3, Verdict::Waiting)];
        let batch = replica.take_all_fates(&HandedIn { operations, restored: false }, NOW);
        assert!(
            batch.writes.iter().any(|write| matches!(write, Write::Forget(of) if of.record == record(2)))
        );
        replica.absorb(batch);
        assert!(replica.refused().is_empty() && replica.view(record(2)).is_none());
        assert_eq!(replica.outbox().keys().copied().collect::<Vec<_>>(), [1, 3]);
    }

    /// Its unit was merged since it was written: the row lies in the new one, whose checksum does not hold without it.
    #[test]
    fn what_was_erased_after_a_merger_is_no_difference_to_be_mended() {
        const HEIR: PartitionId = PartitionId(9);
        let before = device();
        let moved = Row { partition: HEIR, ..merge::create(&before.outbox()[&2].op, Seq(1)) };
        let mut meta = before.meta().clone();
        meta.sums.entry(HEIR).or_default().add(&moved);
        let outbox = before.outbox().values().cloned();
        let mut replica = Replica::new(before.account().clone(), meta, [moved], outbox, []);
        let erased = Fate { refusal: Some(Reason::Erased.code()), ..Fate::plain(2, Verdict::Refused) };
        let told = HandedIn { operations: vec![erased], restored: false };
        let batch = replica.take_receipt(&told, NOW);
        replica.absorb(batch);
        assert!(replica.rows().is_empty() && replica.to_read_again().is_empty());
        assert_eq!(
            replica.comparisons().iter().find(|of| of.partition == HEIR).and_then(|of| of.there),
            None
        );
    }

    #[test]
    fn what_was_refused_of_a_record_that_is_known_to_be_erased_is_not_kept() {
        let before = device();
        let row = merge::create(&before.outbox()[&2].op, Seq(1));
        let erased = merge::emptied(&row, "Theo đề nghị (mẫu)", "Chủ tịch (mẫu)");
        let begun = || {
            let outbox = before.outbox().values().cloned();
            Replica::new(before.account().clone(), before.meta().clone(), [erased.clone()], outbox, [])
        };
        // Told by a receipt.
        let mut replica = begun();
        hand_in(&mut replica, &[(2, Verdict::Refused)]);
        assert!(replica.refused().is_empty() && !replica.outbox().contains_key(&2));
        // Told by an exchange.
        let mut replica = begun();
        let (_, sent) = replica.request(NOW);
        let outcomes = vec![(2, Outcome::Refused(Reason::RecordExists))];
        let batch = replica.receive(&sent, Answer { outcomes, ..Answer::default() }, NOW, Vec::new());
        replica.absorb(batch);
        assert!(replica.refused().is_empty() && !replica.outbox().contains_key(&2));
    }

    #[test]
    fn words_that_came_late_are_put_beside_a_refusal_by_exchange() {
        let mut replica = device();
        let (_, sent) = replica.request(NOW);
        let outcomes = vec![(1, Outcome::Refused(Reason::ByPerson))];
        let batch = replica.receive(&sent, Answer { outcomes, ..Answer::default() }, NOW, Vec::new());
        replica.absorb(batch);
        assert_eq!(replica.refused()[&1].words, None);
        let batch = replica.take_all_fates(&told(&[(1, Verdict::Refused)]), NOW);
        replica.absorb(batch);
        assert!(replica.refused()[&1].words.is_some());
    }

    #[test]
    fn what_the_endpoint_has_lost_is_handed_in_again() {
        let mut replica = device();
        hand_in(&mut replica, &[(1, Verdict::Waiting), (2, Verdict::Accepted), (3, Verdict::Waiting)]);
        let batch = replica.take_all_fates(&told(&[(3, Verdict::Waiting)]), NOW);
        replica.absorb(batch);
        assert_eq!(replica.hand_in().1, BTreeSet::from([1, 2]));
        assert!(replica.view(record(2)).unwrap().unsent);
    }

    #[test]
    fn what_a_restored_endpoint_may_have_lost_is_handed_in_again_and_goes_with_its_receipt_later() {
        let mut replica = device();
        let (_, sent) = replica.request(NOW);
        let outcomes = (1..=3).map(|counter| (counter, Outcome::Applied)).collect();
        let receipt = crate::receipt::Receipt { seq: crate::identity::Seq(4), number: None };
        let answer = Answer { outcomes, receipts: [(2, receipt)].into(), ..Answer::default() };
        let batch = replica.receive(&sent, answer, NOW, Vec::new());
        let kept: Vec<Kept> = batch.writes.iter().filter_map(kept_by).collect();
        replica.absorb(batch);
        assert!(!replica.has_to_hand_in());
        let batch = replica.offer_kept(&kept);
        assert_eq!(batch.writes.iter().filter(|write| matches!(write, Write::DropKept { .. })).count(), 3);
        replica.absorb(batch);
        assert_eq!(replica.hand_in().1, BTreeSet::from([1, 2, 3]));
        assert_eq!(replica.outbox()[&2].receipt(), Some(&receipt));
    }

    fn kept_by(write: &Write) -> Option<Kept> {
        if let Write::PutKept(kept) = write { Some(kept.clone()) } else { None }
    }

    #[test]
    fn what_came_by_an_exchange_is_not_asked_for_in_the_tray() {
        let mut replica = device();
        hand_in(&mut replica, &[(1, Verdict::Known), (2, Verdict::Waiting), (3, Verdict::Waiting)]);
        let batch = replica.take_all_fates(&told(&[(2, Verdict::Known), (3, Verdict::Waiting)]), NOW);
        replica.absorb(batch);
        assert!(replica.is_done(1) && replica.is_done(2) && !replica.is_done(3));
        assert!(!replica.has_to_hand_in());
    }

    #[test]
    fn the_same_answer_twice_writes_nothing() {
        let mut replica = device();
        let waiting = [(1, Verdict::Waiting), (2, Verdict::Waiting), (3, Verdict::Waiting)];
        hand_in(&mut replica, &waiting);
        assert_eq!(replica.take_all_fates(&told(&waiting), NOW).writes, []);
        let sent = BTreeSet::from([1, 2, 3]);
        assert_eq!(replica.take_fates(&sent, &told(&waiting), NOW).writes, []);
    }
}
