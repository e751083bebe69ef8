//! What `cargo xtask bench law` measures in Chromium: a district's year of generated nominations, judged and counted by the
//! functions that the app calls, compiled as the app is. Nothing of it is in the app.

use thidua_domain::law::fact::Fact;
use thidua_domain::law::finding::Overall;
use thidua_domain::law::nomination::{Context, judge};
use thidua_domain::law::quota::{Tally, meters};
use thidua_domain::law::setting::Settings;
use thidua_domain::nomination::{
    ADVANCED, AWARD, BIRTH_YEAR, COMPLETED, MEMBERS, MONTHS_WORKED, NAME, OF_THE_BASE, PROCEDURE, RATING,
    RECIPIENT_CLASS, RECOGNITION, REGISTERED, RULE_SET, SUBJECT, YEAR,
};
use thidua_domain::profile::{HONOUR_AWARD, HONOUR_DECISION, HONOUR_YEAR, KNOWN_SINCE};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId};
use thidua_domain::register::{Match, Register};
use thidua_domain::rule_set::CivilDate;
use wasm_bindgen::prelude::wasm_bindgen;

const UNITS: u32 = 20;
const FAMILY: [&str; 6] = ["Đinh", "Phạm", "Nguyễn", "Trần", "Lê", "Võ"];
const MIDDLE: [&str; 8] = ["Văn", "Thị", "Minh", "Ngọc", "Thanh", "Đức", "Hồng", "Quốc"];
const GIVEN: [&str; 12] =
    ["Hòa", "Xuân", "Sơn", "Lan", "Mai", "Ánh", "Dũng", "Hạnh", "Quý", "Thúy", "Bình", "Yến"];

/// Generated nominations with a register of those whom they are for.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Year {
    nominations: Vec<(PartitionId, Fields)>,
    register: Register,
    settings: Settings,
    day: Option<CivilDate>,
}

#[wasm_bindgen]
impl Year {
    /// So many nominations, and an entry of the register for every fourth.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(count: u32) -> Self {
        let nominations: Vec<_> = (0..count).map(nomination).collect();
        let entries: Vec<_> = nominations
            .iter()
            .enumerate()
            .step_by(4)
            .map(|(at, (unit, fields))| {
                (RecordId::from_bytes((at as u128).to_be_bytes()), *unit, profile(fields))
            })
            .collect();
        let register = Register::of(entries.iter().map(|(id, unit, fields)| (*id, *unit, fields)));
        let day = CivilDate::new(2024, 2, 1).ok();
        Self { nominations, register, settings: Settings::default(), day }
    }

    /// Judges all of them with their past years; how many meet everything that was judged.
    #[must_use]
    pub fn judge_all(&self) -> u32 {
        self.nominations.iter().map(|(unit, fields)| self.one(*unit, fields)).sum()
    }

    /// Judges one of them, as after a keystroke.
    #[must_use]
    pub fn judge_one(&self, at: usize) -> u32 {
        self.nominations.get(at).map_or(0, |(unit, fields)| self.one(*unit, fields))
    }

    /// The quotas of the whole district and of each unit; how many meters are over.
    #[must_use]
    pub fn quotas(&self) -> u32 {
        let Some(day) = self.day else { return 0 };
        let mut tallies: Vec<Tally> = (0..=UNITS).map(|_| Tally::default()).collect();
        for (PartitionId(unit), fields) in &self.nominations {
            for place in [0, *unit as usize] {
                if let Some(tally) = tallies.get_mut(place) {
                    tally.add(fields);
                }
            }
        }
        let over = tallies.iter().flat_map(|tally| meters(tally, &self.settings, day));
        over.filter(|meter| meter.left().is_some_and(|left| left < 0)).count() as u32
    }
}

impl Year {
    fn one(&self, unit: PartitionId, fields: &Fields) -> u32 {
        let (history, known_since) = match self.register.find(unit, fields) {
            Match::One(entry) => {
                let (history, since) = self.register.history(entry);
                (Fact::Is(history), since)
            }
            Match::Several(_) | Match::None => (Fact::Missing, None),
        };
        let context = Context { settings: &self.settings, history, known_since, day: self.day };
        let met = judge(fields, &context).is_some_and(|found| found.overall() == Overall::Met);
        u32::from(met)
    }
}

fn pick<T: Copy>(of: &[T], at: u32, otherwise: T) -> T {
    of.get(at as usize % of.len().max(1)).copied().unwrap_or(otherwise)
}

fn nomination(at: u32) -> (PartitionId, Fields) {
    // Well mixed, and the same on every machine.
    let mixed = at.wrapping_mul(2_654_435_761) >> 8;
    let name =
        [pick(&FAMILY, mixed, ""), pick(&MIDDLE, mixed >> 3, ""), pick(&GIVEN, mixed >> 6, "")].join(" ");
    let awards: [(&str, i64); 5] = [
        ("lao_dong_tien_tien", 1),
        ("chien_si_thi_dua_co_so", 1),
        ("chien_si_thi_dua_tinh", 1),
        ("tap_the_lao_dong_xuat_sac", 2),
        ("giay_khen_huyen", 1),
    ];
    let (award, subject) = pick(&awards, mixed >> 4, ("lao_dong_tien_tien", 1));
    let of = |range: u32, shift: u32| i64::from((mixed >> shift) % range);
    let mut fields = Fields::new();
    let mut set = |field: Field, value: i64| _ = fields.insert(field, value.into());
    set(SUBJECT, subject);
    set(YEAR, 2023);
    set(RATING, 3 + of(2, 5));
    set(PROCEDURE, 1);
    if subject == 1 {
        set(BIRTH_YEAR, 1960 + of(45, 2));
        set(RECOGNITION, 1 + of(4, 7));
        set(MONTHS_WORKED, 9 + of(4, 9));
        set(REGISTERED, 1);
        set(RECIPIENT_CLASS, 1 + of(2, 11));
    } else {
        set(MEMBERS, 10);
        set(ADVANCED, 6 + of(5, 3));
        set(COMPLETED, 10);
        set(OF_THE_BASE, of(3, 8));
    }
    fields.insert(NAME, name.as_str().into());
    fields.insert(AWARD, award.into());
    fields.insert(RULE_SET, "R2022_98".into());
    (PartitionId(1 + at % UNITS), fields)
}

fn profile(of: &Fields) -> Fields {
    let mut fields = Fields::new();
    for field in [SUBJECT, NAME, BIRTH_YEAR] {
        if let Some(value) = of.get(&field) {
            fields.insert(field, value.clone());
        }
    }
    fields.insert(KNOWN_SINCE, 2018.into());
    for (item, year) in (1..).zip(2020_i64..=2022) {
        fields.insert(Field::of_item(HONOUR_YEAR.number, item), year.into());
        fields.insert(Field::of_item(HONOUR_AWARD.number, item), "chien_si_thi_dua_co_so".into());
        fields.insert(Field::of_item(HONOUR_DECISION.number, item), "12/QĐ-UBND".into());
    }
    fields
}
