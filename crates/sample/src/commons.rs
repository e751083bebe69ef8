//! What the sample committee tells all its units: one movement, and one model of a commune. Both are invented.

use thidua_domain::model;
use thidua_domain::movement::{self, Audience};
use thidua_domain::record::{Field, Fields, PartitionKind, RecordKind, Value};

use crate::year::{New, Unit};

/// The records, where the committee has a place for them and a commune; otherwise none.
#[must_use]
pub fn commons(units: &[Unit]) -> Vec<New> {
    let of = |kind| units.iter().find(|unit| unit.kind == kind);
    let (Some(place), Some(commune)) = (of(PartitionKind::Commons), of(PartitionKind::Commune)) else {
        return Vec::new();
    };
    let target = |field: Field, item| Field::of_item(field.number, item);
    let amount = |whole: i64| Value::Int(whole);
    let movement = Fields::from_iter([
        (movement::NAME, "Chung sức xây dựng nông thôn mới năm 2024 (mẫu)".into()),
        (
            movement::AIM,
            "Mẫu: mỗi xã hoàn thành thêm một tiêu chí nông thôn mới; đường làng sạch, nhà có vườn, rác có nơi thu gom."
                .into(),
        ),
        (movement::FROM, "2024-04-03".into()),
        (movement::UNTIL, "2024-12-15".into()),
        (movement::LAUNCHED_BY, "UBND huyện (mẫu)".into()),
        (movement::DECISION, "15/KH-UBND (mẫu)".into()),
        (movement::AUDIENCE, Audience::Communes.code().into()),
        (movement::JOIN_BY, "2024-04-30".into()),
        (movement::INTERIM_BY, "2024-07-31".into()),
        (movement::FINAL_BY, "2024-12-31".into()),
        (target(movement::TARGET_NAME, 1), "Đường thôn được bê tông hoá".into()),
        (target(movement::TARGET_MEASURE, 1), "km".into()),
        (target(movement::TARGET_PLAN, 1), amount(2)),
        (target(movement::TARGET_ORDER, 1), 1.into()),
        (target(movement::TARGET_NAME, 2), "Hộ có nhà tiêu hợp vệ sinh".into()),
        (target(movement::TARGET_MEASURE, 2), "hộ".into()),
        (target(movement::TARGET_PLAN, 2), amount(40)),
        (target(movement::TARGET_ORDER, 2), 2.into()),
    ]);
    let model = Fields::from_iter([
        (model::UNIT, i64::from(commune.partition.0).into()),
        (model::NAME, "Tổ tự quản thu gom rác (mẫu)".into()),
        (model::PLACE, "Các thôn vùng cao (mẫu)".into()),
        (model::WHAT, "Mẫu: mỗi thôn một tổ năm người thu gom rác hằng tuần.".into()),
        (
            model::HOW,
            "Mẫu: họp thôn bàn quy ước; chia tuyến; mỗi hộ góp một khoản nhỏ mỗi tháng; công khai quỹ tại nhà văn hoá."
                .into(),
        ),
        (model::RESULT, "Mẫu: không còn bãi rác tự phát ở các thôn tham gia.".into()),
        (model::SINCE, 2022.into()),
        (model::WORK, model::Work::NewRural.code().into()),
    ]);
    let new = |kind, fields| New { kind, unit: place.partition, fields };
    vec![new(RecordKind::Movement, movement), new(RecordKind::Model, model)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use thidua_domain::record::PartitionId;

    fn unit(partition: u32, kind: PartitionKind) -> Unit {
        Unit { partition: PartitionId(partition), kind, name: "Mẫu".into() }
    }

    #[test]
    fn both_are_right_and_marked_as_samples() {
        let made = commons(&[unit(1, PartitionKind::Commune), unit(22, PartitionKind::Commons)]);
        assert_eq!(made.len(), 2);
        let (movement, model) = (&made[0], &made[1]);
        assert_eq!(movement::check(&movement.fields), []);
        assert_eq!(model::check(&model.fields), []);
        for (new, name) in [(movement, movement::NAME), (model, model::NAME)] {
            let name = new.fields.get(&name).and_then(Value::as_text).unwrap();
            assert!(name.ends_with(crate::MARK) && new.unit == PartitionId(22), "{name}");
        }
    }

    #[test]
    fn a_committee_without_the_place_gets_none() {
        assert_eq!(commons(&[unit(1, PartitionKind::Commune)]), []);
        assert_eq!(commons(&[unit(22, PartitionKind::Commons)]), []);
    }
}
