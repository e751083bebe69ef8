//! Movements and models, in the place that all share: each unit writes its own part, the district the rest, and one device
//! tries what is another unit's.

use fastrand::Rng;
use thidua_domain::access::{self, Account, Role};
use thidua_domain::movement::{self, Audience};
use thidua_domain::record::{Field, Fields, RecordKind, Value};
use thidua_domain::{model, schema};
use thidua_sync::client::View;

use crate::invariants::opened;
use crate::world::World;

/// Whether units write parts of records of this kind.
pub fn is_shared(kind: u16) -> bool {
    kind == RecordKind::Movement.code() || kind == RecordKind::Model.code()
}

/// A new movement of the district, or a new model of a unit.
pub fn creation(account: &Account) -> (RecordKind, Fields) {
    let home = i64::from(account.home.0);
    if account.role == Role::CommuneOfficer {
        let known = [
            (model::UNIT, home.into()),
            (model::NAME, "Mô hình (mẫu)".into()),
            (model::WHAT, "Mẫu".into()),
            (model::HOW, "Mẫu".into()),
            (model::WORK, 1.into()),
        ];
        return (RecordKind::Model, Fields::from_iter(known));
    }
    let known = [
        (movement::NAME, "Phong trào (mẫu)".into()),
        (movement::AIM, "Mẫu".into()),
        (movement::FROM, "2024-03-01".into()),
        (movement::UNTIL, "2024-12-31".into()),
        (movement::AUDIENCE, Audience::AllUnits.code().into()),
    ];
    (RecordKind::Movement, Fields::from_iter(known))
}

/// What an officer writes on such a record. Whoever looks after all units leaves the parts alone, but for the device that
/// only believes to.
pub fn changes(rng: &mut Rng, account: &Account, view: &View) -> Fields {
    let text = Value::from(["Mẫu một", "Mẫu hai", "Mẫu ba"][rng.usize(..3)]);
    let is_unit = account.role == Role::CommuneOfficer;
    let is_movement = view.kind == RecordKind::Movement.code();
    let own = model::Model::read(&view.fields).unit == Some(account.home);
    let writes_part = if is_unit { is_movement || !own } else { account.id == 2 && rng.bool() };
    if !writes_part {
        let (field, value) = match (is_movement, rng.bool()) {
            (true, true) => (movement::AIM, text),
            // Half of these end before they begin.
            (true, false) => (movement::UNTIL, ["2024-02-01", "2025-01-31"][rng.usize(..2)].into()),
            (false, _) => (model::HOW, text),
        };
        return Fields::from_iter([(field, value)]);
    }
    let unit = if is_unit { account.home.0 } else { rng.u32(1..3) };
    let of = |field: Field| Field::of_item(field.number, unit);
    let day = Value::from(["2024-03-10", "2024-03-20"][rng.usize(..2)]);
    let (field, value) = match (is_movement, rng.u32(..3)) {
        (true, 0) => (of(movement::JOINED_ON), day),
        (true, 1) => (of(movement::INTERIM_RESULT), text),
        (true, _) => (movement::final_figure(rng.u32(1..3), unit), rng.i64(0..9).into()),
        (false, 0) => (of(model::COPY_RESULT), text),
        (false, _) => (of(model::COPIED_SINCE), day),
    };
    Fields::from_iter([(field, value)])
}

/// Who wrote what stands in a unit's part, shown or offered, is of that unit; and whatever took effect was its author's to
/// write.
pub fn no_unit_wrote_anothers_part(world: &World) {
    for record in world.endpoint.store.rows.keys() {
        let row = world.endpoint.row(*record).expect("written to");
        if !is_shared(row.kind) {
            continue;
        }
        let of_unit = |field: Field| {
            if row.kind == RecordKind::Model.code() {
                model::is_copy(field)
            } else {
                movement::is_of_unit(field)
            }
        };
        for (field, cell) in row.cells.iter().filter(|(field, _)| of_unit(**field)) {
            let revs = cell.others.iter().map(|other| other.rev).chain([cell.rev]);
            for rev in revs.filter(|rev| !rev.device.is_of_endpoint()) {
                let is_own = world.rights_of(rev).any(|account| account.home.0 == field.item);
                assert!(is_own, "{record} {field:?} was written by {rev:?}");
            }
        }
    }
    for ((device, counter), entry) in &world.endpoint.store.operations {
        let Some((partition, record, _)) = entry.place else { continue };
        let row = world.endpoint.row(record).expect("written to");
        if !is_shared(row.kind) || device.is_of_endpoint() {
            continue;
        }
        let op = opened(*device, entry);
        let kind = RecordKind::from_code(op.kind).expect("a kind that is known");
        let own = op.changes.iter().filter(|change| !change.field.is_reserved());
        let changes: Fields = own.map(|change| (change.field, change.value.clone())).collect();
        // As the endpoint judged it: with the rights of that moment, and for the unit that was then.
        let lineage = &world.endpoint.store.lineage;
        let fields = [row.fields(), lineage.today(kind, row.fields())];
        let written = [changes.clone(), lineage.today(kind, changes.clone())];
        let is_creation = op.action == thidua_sync::operation::Action::Create;
        let may = world.rights_of(op.dot()).any(|account| {
            fields.iter().zip(&written).any(|(fields, written)| {
                access::may_write(account, kind, partition, (!is_creation).then_some(fields), written).is_ok()
            })
        });
        assert!(may, "{device:?}·{counter}: {op:?}");
        assert!(changes.iter().all(|(field, value)| schema::check_change(kind, *field, value).is_ok()));
    }
}
