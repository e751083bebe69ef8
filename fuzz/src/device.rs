//! A device with work in its outbox, and the account that it is signed in with.

use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::award::Level;
use thidua_domain::nomination as of;
use thidua_domain::record::{Fields, PartitionId, PartitionKind, RecordId, RecordKind};
use thidua_sync::client::{Batch, Kept, Meta, Pending, Refused, Replica, Stamp, Write};
use thidua_sync::identity::DeviceId;
use thidua_sync::wire::{decode_row, encode_row};

/// The device.
pub const DEVICE: DeviceId = DeviceId([0xD1; 16]);
/// When everything happens.
pub const NOW: Stamp = Stamp(1_700_000_000_000);

/// Somebody who may do nearly everything: more is reached of what decides than with a narrower account.
pub fn account() -> Account {
    let kinds = [
        (3, PartitionKind::Commune),
        (4, PartitionKind::Office),
        (7, PartitionKind::Cluster),
        (9, PartitionKind::Authority),
        (21, PartitionKind::Council),
        (22, PartitionKind::Commons),
    ];
    let grants = kinds.map(|(number, kind)| Grant { partition: PartitionId(number), kind });
    Account {
        id: 1,
        name: "Mẫu".into(),
        role: Role::Administrator,
        home: PartitionId(3),
        level: Some(Level::District),
        grants: grants.into(),
    }
}

/// The record of a number.
pub fn record(number: u8) -> RecordId {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&NOW.0.to_be_bytes()[2..]);
    (bytes[6], bytes[8], bytes[15]) = (0x70, 0x80, number);
    RecordId::from_bytes(bytes)
}

/// A nomination's fields.
pub fn nomination(name: &str) -> Fields {
    Fields::from_iter([
        (of::SUBJECT, 1.into()),
        (of::AWARD, "lao_dong_tien_tien".into()),
        (of::YEAR, 2023.into()),
        (of::NAME, name.into()),
    ])
}

/// A device with three nominations: two are sealed, one is open; one of them was edited since.
pub fn device() -> Replica {
    let mut replica = Replica::new(account(), Meta::new(DEVICE), [], [], []);
    for number in 1..=3 {
        let made = replica.create(
            NOW,
            record(number),
            RecordKind::Nomination,
            PartitionId(3),
            nomination("Đinh Văn Mẫu"),
        );
        absorb(&mut replica, made.expect("a nomination"));
        if number == 2 {
            let sealed = replica.seal().expect("open operations");
            absorb(&mut replica, sealed);
            let edited = replica.edit(NOW, record(1), Fields::from_iter([(of::POSITION, "Kế toán".into())]));
            absorb(&mut replica, edited.expect("an edit"));
        }
    }
    replica
}

/// Takes a batch as a device does, after it has been to the store and back: what the store would give is what was put in it.
pub fn absorb(replica: &mut Replica, batch: Batch) {
    assert_eq!(batch.expected, replica.meta().generation);
    assert_eq!(Meta::decode(&batch.meta.encode()), Ok(batch.meta.clone()));
    let device = batch.meta.device;
    for write in &batch.writes {
        match write {
            Write::PutRow(row) => assert_eq!(decode_row(&encode_row(row)).as_ref(), Ok(row)),
            Write::PutPending(pending) => {
                assert_eq!(Pending::decode(&pending.encode(), device).as_ref(), Ok(pending));
            }
            Write::PutKept(kept) => assert_eq!(Kept::decode(&kept.encode()).as_ref(), Ok(kept)),
            Write::PutRefused(refused) => {
                assert_eq!(Refused::decode(&refused.encode(), device).as_ref(), Ok(refused));
            }
            Write::DropRow(_)
            | Write::Forget(_)
            | Write::Leave(_)
            | Write::DropPending(_)
            | Write::DropKept { .. }
            | Write::PruneKept(_)
            | Write::DropRefused(_) => {}
        }
    }
    replica.absorb(batch);
}
