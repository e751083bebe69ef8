//! Work that is handed in by a device without a login: what becomes of each operation, and what a person's word does.
//!
//! An operation waits in the tray until a person accepts it, and then goes through [`super::push`] as its author's, or refuses
//! it, and then is dealt with for good. Whatever comes first counts: an operation that waits may also arrive by an exchange,
//! when its device is signed in again.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::record::RecordId;

use super::late;
use super::push::{Loaded, LogEntry, Pushed, Stored};
use crate::administration::{Fate, Verdict};
use crate::counters::CounterSet;
use crate::identity::DeviceId;
use crate::operation::{Action, Digest, Sealed};
use crate::outcome::{Outcome, Reason};
use crate::row::Row;
use crate::wire::{Unreadable, open};

/// An operation in the tray.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handed {
    /// The digest of its bytes.
    pub digest: Digest,
    /// What a person has said of it.
    pub verdict: Verdict,
    /// Why.
    pub words: Option<String>,
    /// Whether its record was erased, so that what was said of it does not count any more.
    pub erased: bool,
}

/// What the endpoint has dealt with of a device's operations.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    /// The counters taken from the device.
    pub counters: &'a CounterSet,
    /// What was stored for those that are asked of.
    pub stored: &'a BTreeMap<u64, Stored>,
    /// Those of the records that new operations speak of which were erased.
    pub erased: &'a BTreeSet<RecordId>,
    /// The rows of those records, where they are there.
    pub rows: &'a BTreeMap<RecordId, Row>,
}

/// What is done with an operation that is handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Arrival {
    /// It is known, or cannot be taken: the device is told so.
    Told(Fate),
    /// Its record was erased: the device is told so and lets go of it, so it is dealt with by [`refuse_erased`].
    Erased(Fate),
    /// It is new, and waits for a person from now on.
    Waits,
    /// It was written by a later version than this. The device keeps it.
    Newer,
    /// What it says stands here already, because a person has put it back from a witnessed copy: see [`is_put_back`].
    PutBack,
}

/// Whether what an operation says stands in the row of its record, although the operation itself never came: a person has put
/// it back from a witnessed copy. Nobody is asked a second time: it is carried out, which finds it done, and told as known.
#[must_use]
pub fn is_put_back(sealed: &Sealed, device: DeviceId, counters: &CounterSet, row: Option<&Row>) -> bool {
    !counters.contains(sealed.counter)
        && row.is_some_and(|row| {
            !row.is_erased()
                && open(sealed, device).is_ok_and(|op| row.id == op.record && late::holds(row, &op))
        })
}

impl Taken<'_> {
    /// What becomes of an operation that is handed in. `before` is what is in the tray under its counter.
    #[must_use]
    pub fn arrival(&self, device: DeviceId, sealed: &Sealed, before: Option<&Handed>) -> Arrival {
        let digest = sealed.digest();
        // Whatever became of it then: its device is to let go of it.
        if open(sealed, device).is_ok_and(|op| op.action != Action::Erase && self.erased.contains(&op.record))
        {
            return Arrival::Erased(refused(sealed.counter, &Reason::Erased));
        }
        if before.is_none_or(|before| before.verdict == Verdict::Waiting && before.digest == digest)
            && open(sealed, device)
                .is_ok_and(|op| is_put_back(sealed, device, self.counters, self.rows.get(&op.record)))
        {
            return Arrival::PutBack;
        }
        if let Some(before) = before {
            let fate = self.fate(sealed.counter, before);
            return Arrival::Told(if before.digest == digest { fate } else { reused(sealed.counter) });
        }
        if let Some(fate) = self.dealt_with(sealed.counter, digest) {
            return Arrival::Told(fate);
        }
        match open(sealed, device) {
            Ok(_) => Arrival::Waits,
            Err(Unreadable::Newer(_)) => Arrival::Newer,
            Err(Unreadable::Malformed(_)) => Arrival::Told(refused(sealed.counter, &Reason::Malformed)),
        }
    }

    /// Where an operation of the tray stands.
    #[must_use]
    pub fn fate(&self, counter: u64, handed: &Handed) -> Fate {
        let said = Fate { reason: handed.words.clone(), ..Fate::plain(counter, handed.verdict) };
        match handed.verdict {
            Verdict::Waiting => self.dealt_with(counter, handed.digest).unwrap_or(said),
            Verdict::Accepted | Verdict::Known => said,
            Verdict::Refused if handed.erased => refused(counter, &Reason::Erased),
            Verdict::Refused => Fate { refusal: Some(Reason::ByPerson.code()), ..said },
        }
    }

    fn dealt_with(&self, counter: u64, digest: Digest) -> Option<Fate> {
        if !self.counters.contains(counter) {
            return None;
        }
        Some(match self.stored.get(&counter) {
            Some(Stored { digest: of, outcome: Outcome::Refused(reason), .. }) if *of == digest => {
                refused(counter, reason)
            }
            Some(stored) if stored.digest == digest => Fate::plain(counter, Verdict::Known),
            _ => reused(counter),
        })
    }
}

/// What a device is told of an operation that was carried out, or not, without an exchange: as if it had handed it in. Nothing
/// of one that left no trace. `before` is what is in the tray under its counter.
#[must_use]
pub fn fate_of(counter: u64, outcome: &Outcome, before: Option<&Handed>) -> Option<Fate> {
    match outcome {
        Outcome::Applied | Outcome::Merged | Outcome::Conflict => Some(Fate::plain(counter, Verdict::Known)),
        Outcome::Refused(Reason::ByPerson) => {
            let words = before.and_then(|before| before.words.clone());
            Some(Fate { reason: words, ..refused(counter, &Reason::ByPerson) })
        }
        Outcome::Refused(reason) => Some(refused(counter, reason)),
        Outcome::Held | Outcome::NewerAppNeeded => None,
    }
}

fn refused(counter: u64, reason: &Reason) -> Fate {
    let field = reason.field().map(|field| (field.number, field.item));
    Fate { refusal: Some(reason.code()), field, ..Fate::plain(counter, Verdict::Refused) }
}

fn reused(counter: u64) -> Fate {
    refused(counter, &Reason::CounterReused)
}

/// A person refuses an operation: it is dealt with for good, and whenever it comes again it is told so. Nothing is written
/// where it was dealt with before.
#[must_use]
pub fn refuse(sealed: &Sealed, loaded: &mut Loaded) -> Pushed {
    let outcome = Outcome::Refused(Reason::ByPerson);
    deal_with(sealed.counter, sealed.digest(), sealed.bytes.clone(), outcome, loaded)
}

/// The record of an operation was erased: it is dealt with for good, and nothing of what it says is kept. Otherwise a request that the
/// network has held back would be the first to say so, long after its device has let go of it.
#[must_use]
pub fn refuse_erased(counter: u64, digest: Digest, loaded: &mut Loaded) -> Pushed {
    deal_with(counter, digest, Vec::new(), Outcome::Refused(Reason::Erased), loaded)
}

fn deal_with(counter: u64, digest: Digest, bytes: Vec<u8>, outcome: Outcome, loaded: &mut Loaded) -> Pushed {
    let mut pushed = Pushed::default();
    if loaded.counters.insert(counter) {
        loaded.stored.insert(counter, Stored { digest, outcome: outcome.clone(), seq: None });
        pushed.outcomes.push((counter, outcome.clone()));
        pushed.log.push(LogEntry { counter, bytes, digest, outcome, place: None, old: None });
    }
    pushed
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: DeviceId = DeviceId([7; 16]);

    /// An operation that can be read: schema, record, partition, kind, action, no changes, time.
    fn sealed(counter: u64, partition: u8) -> Sealed {
        let mut bytes = vec![0xa7, 0, 2, 1, 0x50];
        bytes.extend([9; 16]);
        bytes.extend([2, partition, 3, 1, 4, 2, 6, 0x80, 8, 0]);
        Sealed { counter, bytes }
    }

    fn arrival(sealed: &Sealed, before: Option<&Handed>, loaded: &Loaded) -> Arrival {
        let Loaded { counters, stored, erased, rows, .. } = loaded;
        let taken = Taken { counters, stored, erased, rows };
        taken.arrival(DEVICE, sealed, before)
    }

    fn of(verdict: Verdict) -> Handed {
        Handed {
            digest: sealed(1, 3).digest(), verdict, words: Some("Vì (mẫu)".to_owned()), erased: false
        }
    }

    #[test]
    fn what_is_new_waits_and_what_waits_is_told_so() {
        let nothing = Loaded::default();
        assert_eq!(arrival(&sealed(1, 3), None, &nothing), Arrival::Waits);
        let waiting = Handed { words: None, ..of(Verdict::Waiting) };
        let told = Arrival::Told(Fate::plain(1, Verdict::Waiting));
        assert_eq!(arrival(&sealed(1, 3), Some(&waiting), &nothing), told);
    }

    #[test]
    fn other_bytes_under_the_same_counter_are_refused_wherever_the_first_stand() {
        let mut loaded = Loaded::default();
        assert_eq!(arrival(&sealed(1, 4), Some(&of(Verdict::Waiting)), &loaded), Arrival::Told(reused(1)));
        assert_eq!(arrival(&sealed(1, 4), Some(&of(Verdict::Accepted)), &loaded), Arrival::Told(reused(1)));
        _ = refuse(&sealed(1, 3), &mut loaded);
        assert_eq!(arrival(&sealed(1, 4), None, &loaded), Arrival::Told(reused(1)));
    }

    #[test]
    fn what_is_no_operation_is_refused_and_one_of_a_later_version_is_left_with_its_device() {
        let nothing = Loaded::default();
        let garbage = Sealed { counter: 1, bytes: vec![1, 2, 3] };
        let Arrival::Told(fate) = arrival(&garbage, None, &nothing) else { panic!("it waits") };
        assert_eq!((fate.verdict, fate.refusal), (Verdict::Refused, Some(1)));
        let later = Sealed { counter: 1, bytes: vec![0xa1, 0, 0x18, 200] };
        assert_eq!(arrival(&later, None, &nothing), Arrival::Newer);
    }

    #[test]
    fn a_persons_refusal_is_for_good_and_comes_with_its_words() {
        let mut loaded = Loaded::default();
        let pushed = refuse(&sealed(1, 3), &mut loaded);
        assert_eq!((pushed.log.len(), pushed.log[0].place), (1, None));
        assert_eq!(refuse(&sealed(1, 3), &mut loaded), Pushed::default());
        let Arrival::Told(fate) = arrival(&sealed(1, 3), Some(&of(Verdict::Refused)), &loaded) else {
            panic!("it waits")
        };
        assert_eq!((fate.refusal, fate.reason.as_deref()), (Some(6), Some("Vì (mẫu)")));
    }

    #[test]
    fn what_speaks_of_an_erased_record_does_not_wait_and_its_device_is_to_forget_it() {
        let erased = BTreeSet::from([RecordId::from_bytes([9; 16])]);
        let of_erased = Loaded { erased, ..Loaded::default() };
        let told = Arrival::Told(refused(1, &Reason::Erased));
        assert_eq!(arrival(&sealed(1, 3), None, &of_erased), Arrival::Erased(refused(1, &Reason::Erased)));
        // It is dealt with then: what the network has held back of it changes nothing any more, and nothing of it is kept.
        let mut loaded = Loaded::default();
        let pushed = refuse_erased(1, sealed(1, 3).digest(), &mut loaded);
        assert_eq!(pushed.log.iter().map(|entry| entry.bytes.len()).collect::<Vec<_>>(), [0]);
        assert_eq!(refuse_erased(1, sealed(1, 3).digest(), &mut loaded), Pushed::default());
        // What waited when it was erased is told so too, whatever the endpoint has loaded.
        let waited = Handed { words: None, erased: true, ..of(Verdict::Refused) };
        assert_eq!(arrival(&sealed(1, 3), Some(&waited), &Loaded::default()), told);
    }

    #[test]
    fn what_a_person_has_put_back_from_a_copy_is_asked_of_nobody() {
        let by = crate::identity::Dot { device: DEVICE, counter: 1 };
        let seq = crate::identity::Seq(4);
        let cell = crate::row::Cell { value: "Đinh Văn Mẫu".into(), rev: by, seq, others: Vec::new() };
        let id = RecordId::from_bytes([9; 16]);
        let cells = [(thidua_domain::nomination::NAME, cell)].into_iter().collect();
        let partition = thidua_domain::record::PartitionId(3);
        let mut loaded = Loaded::default();
        loaded.rows.insert(id, Row { id, partition, kind: 1, rev: by, seq, cells });
        let waiting = Handed { words: None, ..of(Verdict::Waiting) };
        for before in [None, Some(&waiting)] {
            assert_eq!(arrival(&sealed(1, 3), before, &loaded), Arrival::PutBack);
            // Another operation of the same device on the same record is looked at as ever.
            assert_eq!(arrival(&sealed(2, 3), None, &loaded), Arrival::Waits);
        }
        // What a person has refused before stays refused.
        assert!(matches!(arrival(&sealed(1, 3), Some(&of(Verdict::Refused)), &loaded), Arrival::Told(_)));
        loaded.counters.insert(1);
        assert!(matches!(arrival(&sealed(1, 3), None, &loaded), Arrival::Told(_)));
    }

    #[test]
    fn what_came_by_an_exchange_while_it_waited_is_known() {
        let mut loaded = Loaded::default();
        loaded.counters.insert(1);
        let stored = Stored { digest: sealed(1, 3).digest(), outcome: Outcome::Merged, seq: None };
        loaded.stored.insert(1, stored);
        let waiting = Handed { words: None, ..of(Verdict::Waiting) };
        for before in [Some(&waiting), None] {
            let Arrival::Told(fate) = arrival(&sealed(1, 3), before, &loaded) else { panic!("it waits") };
            assert_eq!((fate.verdict, fate.refusal), (Verdict::Known, None));
        }
    }
}
