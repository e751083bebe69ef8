//! Answers that can be read and are wrong in themselves: the device takes them without harm.
#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_sync::client::{Meta, Replica, Stamp};
use thidua_sync::identity::DeviceId;
use thidua_sync::wire::Answer;

#[test]
fn a_clock_beyond_all_measure_is_only_a_wrong_clock() {
    let home = PartitionId(3);
    let grants = vec![Grant { partition: home, kind: PartitionKind::Commune }];
    let account =
        Account { id: 1, name: "Mẫu".into(), role: Role::CommuneOfficer, home, level: None, grants };
    for time_ms in [i64::MIN, i64::MAX] {
        let mut replica = Replica::new(account.clone(), Meta::new(DeviceId([7; 16])), [], [], []);
        let now = Stamp(1_700_000_000_000);
        let (_, sent) = replica.request(now);
        let answer = Answer { time_ms, ..Answer::default() };
        let batch = replica.receive(&sent, Answer::decode(&answer.encode()).unwrap(), now, Vec::new());
        replica.absorb(batch);
        let offset = replica.meta().clock_offset_ms.unwrap();
        assert_eq!(offset.signum(), time_ms.signum());
        assert_eq!(Meta::decode(&replica.meta().encode()).as_ref(), Ok(replica.meta()));
    }
}
