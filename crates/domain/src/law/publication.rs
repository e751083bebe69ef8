//! Making names public: a purpose of its own, with its own consent (Law 91/2025/QH15 art. 16; 356/2025/NĐ-CP).

use super::fact::Fact;
use super::finding::Findings;
use super::rule::RuleId::R49;
use crate::award::{Award, AwardKind, Level};
use crate::nomination::PUBLISH;
use crate::record::{Fields, Value};

/// Whether a nomination's name and achievement may stand in a list that is made public.
#[must_use]
pub fn judge(fields: &Fields) -> Findings {
    let said = fields.get(&PUBLISH).and_then(Value::as_int);
    allowed(&said.map_or(Fact::Missing, |code| Fact::Is(code == 1)))
}

/// The same over the fact itself. Silence is no consent, so that what was not asked is still to come.
#[must_use]
pub fn allowed(may_publish: &Fact<bool>) -> Findings {
    let mut found = Findings::default();
    found.take(R49, may_publish.test("may_publish", |may| *may));
    found
}

/// Whether nominees for an award are made public before it is decided on: for titles, on which a council votes, and for
/// what the Prime Minister or the State gives (152/2025/NĐ-CP art. 44; for how long is a setting of the committee). A
/// chair's letter of commendation is given without.
#[must_use]
pub fn asks_for_notice(award: &Award) -> bool {
    award.kind == AwardKind::Title || matches!(award.level, Level::PrimeMinister | Level::State)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_what_goes_to_the_top_are_made_public_first() {
        let cases = [
            ("lao_dong_tien_tien", true),
            ("chien_si_thi_dua_co_so", true),
            ("tap_the_lao_dong_xuat_sac", true),
            ("giay_khen_huyen", false),
            ("giay_khen_xa", false),
            ("bang_khen_tinh", false),
            ("bang_khen_thu_tuong", true),
            ("huan_chuong_lao_dong_3", true),
        ];
        for (id, expected) in cases {
            let award = Award::by_id(id).unwrap();
            assert_eq!(asks_for_notice(award), expected, "{id}");
        }
    }
}
