//! Work that goes by file: what is put into one, and what a receipt says that comes back by any hand, early or late.
//!
//! As with what is handed in, everything stays in the outbox until an exchange has told the rows.

use super::batch::Batch;
use super::command::Stamp;
use super::pending::Pending;
use super::replica::{Handed, Replica};
use crate::administration::{HandedIn, Verdict};
use crate::gather;
use crate::wire::Request;

/// The most operations of a file: as many as an endpoint takes at once.
const MOST_OPERATIONS: usize = 5_000;
/// The most bytes of them, before they are packed.
const MOST_BYTES: usize = 6 * 1024 * 1024;

impl Replica {
    /// What goes into a file: everything that is sealed and that no receipt has called carried out, as far as it fits. Says how
    /// many operations are left for another file.
    #[must_use]
    pub fn for_file(&self) -> (Request, usize) {
        let due = self.outbox.iter().filter(|(counter, _)| !self.is_done(**counter));
        let sealed: Vec<_> = due.filter_map(|(_, pending)| pending.sendable()).collect();
        let mut bytes = 0;
        let fitting = sealed.iter().take(MOST_OPERATIONS).take_while(|sealed| {
            bytes += sealed.bytes.len();
            bytes <= MOST_BYTES
        });
        let operations: Vec<_> = fitting.map(|sealed| (*sealed).clone()).collect();
        let left = sealed.len() - operations.len();
        (Request { operations, ..Request::of(self.meta.device) }, left)
    }

    /// Whether there is something to put into a file, sealed or not.
    #[must_use]
    pub fn has_for_file(&self) -> bool {
        let due = |(counter, pending): (&u64, &Pending)| {
            !self.is_done(*counter) && (pending.is_open() || pending.sendable().is_some())
        };
        self.outbox.iter().any(due)
    }

    /// Takes a receipt. Receipts may come in any order, and twice: what is known to be carried out does not wait again.
    #[must_use]
    pub fn take_receipt(&self, told: &HandedIn, now: Stamp) -> Batch {
        let is_news = |counter: u64, verdict| {
            !matches!(
                (self.meta.handed.get(&counter), verdict),
                (Some(Handed::Accepted | Handed::Known), Verdict::Waiting)
                    | (Some(Handed::Known), Verdict::Accepted)
            )
        };
        let news = told.operations.iter().filter(|fate| is_news(fate.counter, fate.verdict));
        self.take_fates(&gather::set(news.map(|fate| fate.counter)), told, now)
    }
}

#[cfg(test)]
mod tests {
    use thidua_domain::access::{Account, Grant, Role};
    use thidua_domain::nomination;
    use thidua_domain::record::{Fields, PartitionId, PartitionKind, RecordId, RecordKind};

    use super::*;
    use crate::administration::Fate;
    use crate::client::Meta;
    use crate::identity::DeviceId;

    const HOME: PartitionId = PartitionId(1);
    const NOW: Stamp = Stamp(1_700_000_000_000);

    /// A device with as many nominations, of which those of the last edit are not sealed.
    fn device(nominations: u8) -> Replica {
        let grants = vec![Grant { partition: HOME, kind: PartitionKind::Commune }];
        let account =
            Account { id: 1, name: "An".into(), role: Role::CommuneOfficer, home: HOME, level: None, grants };
        let mut replica = Replica::new(account, Meta::new(DeviceId([7; 16])), [], [], []);
        for number in 1..=nominations {
            let fields = Fields::from_iter([
                (nomination::SUBJECT, 1.into()),
                (nomination::AWARD, "lao_dong_tien_tien".into()),
                (nomination::YEAR, 2023.into()),
                (nomination::NAME, "Đinh Văn Mẫu".into()),
            ]);
            let record = RecordId::from_bytes([number; 16]);
            let batch = replica.create(NOW, record, RecordKind::Nomination, HOME, fields).unwrap();
            replica.absorb(batch);
        }
        replica
    }

    fn seal(replica: &mut Replica) {
        let sealed = replica.seal().unwrap();
        replica.absorb(sealed);
    }

    fn take(replica: &mut Replica, fates: &[(u64, Verdict)]) {
        let operations = fates.iter().map(|(counter, verdict)| Fate::plain(*counter, *verdict)).collect();
        let batch = replica.take_receipt(&HandedIn { operations, restored: false }, NOW);
        replica.absorb(batch);
    }

    fn counters(replica: &Replica) -> Vec<u64> {
        replica.for_file().0.operations.iter().map(|sealed| sealed.counter).collect()
    }

    #[test]
    fn a_file_holds_what_is_sealed_and_not_known_to_be_carried_out() {
        let mut replica = device(3);
        assert!(replica.has_for_file() && counters(&replica).is_empty(), "nothing is sealed");
        seal(&mut replica);
        let (request, left) = replica.for_file();
        assert_eq!((request.operations, left), (replica.request(NOW).0.operations, 0));
        take(&mut replica, &[(1, Verdict::Known), (2, Verdict::Waiting)]);
        assert_eq!(counters(&replica), [2, 3]);
        take(&mut replica, &[(2, Verdict::Accepted), (3, Verdict::Known)]);
        assert!(!replica.has_for_file());
        assert_eq!(replica.outbox().len(), 3, "an exchange tells the rows");
    }

    #[test]
    fn an_old_receipt_takes_nothing_back() {
        let mut replica = device(2);
        seal(&mut replica);
        take(&mut replica, &[(1, Verdict::Known), (2, Verdict::Accepted)]);
        let before = replica.meta().clone();
        for late in [Verdict::Waiting, Verdict::Accepted] {
            take(&mut replica, &[(1, late)]);
        }
        take(&mut replica, &[(2, Verdict::Waiting), (9, Verdict::Known)]);
        assert_eq!(replica.meta().handed, before.handed);
        assert!(replica.is_done(1) && replica.is_done(2));
    }

    #[test]
    fn what_does_not_fit_is_left_for_another_file() {
        let mut replica = device(1);
        seal(&mut replica);
        let record = RecordId::from_bytes([1; 16]);
        for number in 0..=MOST_OPERATIONS {
            let fields =
                Fields::from_iter([(nomination::POSITION, format!("Kế toán {number}").as_str().into())]);
            let batch = replica.edit(NOW, record, fields).unwrap();
            replica.absorb(batch);
            seal(&mut replica);
        }
        let (request, left) = replica.for_file();
        assert_eq!((request.operations.len(), left), (MOST_OPERATIONS, 2));
    }
}
