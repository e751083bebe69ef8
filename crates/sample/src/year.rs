//! The records of the year: who is in the register, who is nominated for what, and why a share is exceeded.

use thidua_domain::award::SubjectKind;
use thidua_domain::explanation;
use thidua_domain::nomination::{
    ABSENCE, ACHIEVEMENTS, ADVANCED, AWARD, BIRTH_YEAR, CERTIFICATE_BY, CERTIFICATE_DAY, CERTIFICATE_NUMBER,
    COMPLETED, COUNTING, DISCIPLINED, FIRST_OF_GROUP, INITIATIVE, MEMBERS, METHOD, MONTHS_WORKED, NAME,
    OF_THE_BASE, POSITION, PROCEDURE, RATING, REASON, RECEIVED_ON, RECIPIENT_CLASS, RECOGNITION, REGISTERED,
    RULE_SET, SEX, SUBJECT, WORKPLACE, YEAR,
};
use thidua_domain::profile::{HONOUR_AWARD, HONOUR_DAY, HONOUR_DECISION, HONOUR_YEAR, KNOWN_SINCE};
use thidua_domain::record::{Field, Fields, PartitionId, PartitionKind, RecordKind, Value};
use thidua_domain::rule_set::{CivilDate, RuleSet};

use crate::bodies::{self, Strength};
use crate::facts::Facts;
use crate::people::{self, person};

/// The year.
pub(crate) const OF_YEAR: i64 = 2023;

/// A place of the committee, as its directory names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// Its partition.
    pub partition: PartitionId,
    /// What it is.
    pub kind: PartitionKind,
    /// Its name.
    pub name: String,
}

/// A record to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct New {
    /// Its kind.
    pub kind: RecordKind,
    /// Where it belongs.
    pub unit: PartitionId,
    /// Its fields.
    pub fields: Fields,
}

/// Why there is no sample year.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SampleYearError {
    /// The committee has no commune of this name.
    #[error("the committee has no commune named {0}")]
    NoCommune(String),
    /// The committee has no offices, or no partition of its own.
    #[error("the committee has no offices or no partition of its own")]
    NoOffices,
    /// The committee has no cluster of communes.
    #[error("the committee has no cluster of communes")]
    NoCluster,
    /// The facts do not speak of an award that the year needs.
    #[error("the facts do not speak of {0}")]
    NoCount(&'static str),
}

/// The records of the year for a committee's units.
///
/// # Errors
/// Where the committee lacks a unit that the facts speak of, or the facts a count.
pub fn year(facts: &Facts, units: &[Unit]) -> Result<Vec<New>, SampleYearError> {
    let communes =
        facts.communes_vi.iter().map(|name| commune(units, name)).collect::<Result<Vec<_>, _>>()?;
    let offices: Vec<Unit> =
        units.iter().filter(|unit| unit.kind == PartitionKind::Office).cloned().collect();
    let authority = units.iter().find(|unit| unit.kind == PartitionKind::Authority);
    let Some(authority) = authority.filter(|_| !offices.is_empty()) else {
        return Err(SampleYearError::NoOffices);
    };
    let mut making = Making { records: Vec::new(), people: 0, honoured: 0 };
    titles(facts, &communes, &offices, &mut making)?;
    letters(facts, &communes, &offices, &mut making)?;
    for award in ["co_thi_dua_tinh", "bang_khen_tinh"] {
        let counts = facts.of(award).ok_or(SampleYearError::NoCount(award))?;
        for recipient in &counts.recipients_vi {
            let unit =
                communes.iter().find(|unit| recipient.to_lowercase().ends_with(&unit.name.to_lowercase()));
            let unit = unit.ok_or_else(|| SampleYearError::NoCommune(recipient.clone()))?;
            let name = [recipient.as_str(), crate::MARK].concat();
            let mut fields = collective(award, &name);
            fields.insert(
                ACHIEVEMENTS,
                ["Đạt thành tích trong ", &counts.reason_vi, " (mẫu)."].concat().as_str().into(),
            );
            if award == "co_thi_dua_tinh" {
                fields.insert(FIRST_OF_GROUP, 1.into());
            }
            making.nominate(unit, fields);
        }
    }
    let reason = Fields::from_iter([
        (explanation::YEAR, OF_YEAR.into()),
        (explanation::RULE, "R11".into()),
        (
            explanation::TEXT,
            "Mẫu: các trường học và trạm y tế vùng cao đều hoàn thành xuất sắc nhiệm vụ trong năm, nhiều người \
             có sáng kiến được công nhận; Hội đồng đã xem xét từng trường hợp."
                .into(),
        ),
    ]);
    making.records.push(New { kind: RecordKind::Explanation, unit: authority.partition, fields: reason });
    // First those whom the others speak of, and each kind in one piece.
    let (register, rest): (Vec<New>, Vec<New>) =
        making.records.into_iter().partition(|new| new.kind == RecordKind::Profile);
    Ok(register.into_iter().chain(rest).collect())
}

/// The commune of a name.
pub(crate) fn commune(units: &[Unit], name: &str) -> Result<Unit, SampleYearError> {
    let found = units.iter().filter(|unit| unit.kind == PartitionKind::Commune);
    let mut found = found.filter(|unit| unit.name.trim_start_matches("Xã ") == name);
    found.next().cloned().ok_or_else(|| SampleYearError::NoCommune(name.to_owned()))
}

fn count(facts: &Facts, award: &'static str, kind: SubjectKind) -> Result<u32, SampleYearError> {
    let counts = facts.of(award).ok_or(SampleYearError::NoCount(award))?;
    Ok(if kind == SubjectKind::Individual { counts.individuals } else { counts.collectives })
}

/// The titles of the year: collectives, and their members who have one.
fn titles(
    facts: &Facts,
    communes: &[Unit],
    offices: &[Unit],
    making: &mut Making,
) -> Result<(), SampleYearError> {
    use SubjectKind::{Collective, Individual};
    let excellent = count(facts, "tap_the_lao_dong_xuat_sac", Collective)?;
    let advanced = count(facts, "tap_the_lao_dong_tien_tien", Collective)?;
    let workers = count(facts, "lao_dong_tien_tien", Individual)?;
    let fighters = count(facts, "chien_si_thi_dua_co_so", Individual)?;
    let strengths = bodies::strengths(excellent, advanced, workers, fighters);
    // Every office once, then the communes in turn, so that each has bodies of several kinds.
    for (place, strength) in strengths.into_iter().enumerate() {
        let (unit, name) = match offices.get(place.wrapping_sub(excellent as usize)) {
            Some(office) if place >= excellent as usize => (office, bodies::of_office(&office.name)),
            _ => {
                let at = if place < excellent as usize { place } else { place - offices.len() };
                let Some(unit) = communes.get(at % communes.len().max(1)) else { continue };
                let turns = communes.len().max(1);
                (unit, bodies::of_commune(at / turns, at % turns, &unit.name))
            }
        };
        let is_excellent = place < excellent as usize;
        body(making, unit, &name, is_excellent, strength);
    }
    Ok(())
}

fn body(making: &mut Making, unit: &Unit, name: &str, is_excellent: bool, strength: Strength) {
    let award = if is_excellent { "tap_the_lao_dong_xuat_sac" } else { "tap_the_lao_dong_tien_tien" };
    let mut fields = collective(award, name);
    let figures = [
        (RATING, if is_excellent { 4 } else { 3 }),
        (MEMBERS, i64::from(strength.members)),
        (COUNTING, 1),
        (COMPLETED, i64::from(strength.members)),
        (ADVANCED, i64::from(strength.advanced())),
        (OF_THE_BASE, i64::from(strength.fighters)),
        (DISCIPLINED, 0),
    ];
    for (field, figure) in figures {
        fields.insert(field, figure.into());
    }
    fields.insert(
        ACHIEVEMENTS,
        [
            "Số liệu mẫu: hoàn thành 100% nhiệm vụ năm; ",
            &strength.advanced().to_string(),
            "/",
            &strength.members.to_string(),
            " người đạt Lao động tiên tiến trở lên.",
        ]
        .concat()
        .as_str()
        .into(),
    );
    making.nominate(unit, fields);
    for place in 0..strength.advanced() {
        let is_fighter = place < strength.fighters;
        let award = if is_fighter { "chien_si_thi_dua_co_so" } else { "lao_dong_tien_tien" };
        let fields = making.member(award, name, is_fighter);
        making.nominate(unit, fields);
    }
}

/// The letters of commendation of the district.
fn letters(
    facts: &Facts,
    communes: &[Unit],
    offices: &[Unit],
    making: &mut Making,
) -> Result<(), SampleYearError> {
    const LETTER: &str = "giay_khen_huyen";
    let collectives = count(facts, LETTER, SubjectKind::Collective)? as usize;
    let individuals = count(facts, LETTER, SubjectKind::Individual)? as usize;
    let places: Vec<(&Unit, bool)> = communes.iter().map(|unit| (unit, true)).collect();
    let of_offices: Vec<(&Unit, bool)> = offices.iter().map(|unit| (unit, false)).collect();
    let associations = places.iter().cycle().take(communes.len() * 4);
    let unions = of_offices.iter().cycle();
    for (at, (unit, is_commune)) in associations.chain(unions).take(collectives).enumerate() {
        let name = if *is_commune {
            bodies::association(at / communes.len().max(1), &unit.name)
        } else {
            let turn = (at - communes.len() * 4) / offices.len().max(1);
            bodies::union(turn, &unit.name)
        };
        let mut fields = collective(LETTER, &name);
        fields.insert(
            ACHIEVEMENTS,
            "Số liệu mẫu: có nhiều đóng góp cho phong trào thi đua của địa phương.".into(),
        );
        making.nominate(unit, fields);
    }
    let everywhere: Vec<&(&Unit, bool)> =
        places.iter().chain(&places).chain(&places).chain(&of_offices).collect();
    for (at, (unit, is_commune)) in everywhere.iter().cycle().take(individuals).enumerate() {
        let workplace = if *is_commune { small_place(at, &unit.name) } else { unit.name.clone() };
        let fields = making.member(LETTER, &workplace, false);
        making.nominate(unit, fields);
    }
    Ok(())
}

/// Where somebody of a commune works who belongs to no collective with a title.
fn small_place(at: usize, commune: &str) -> String {
    let commune = bodies::within(commune);
    match at % 4 {
        0 => ["UBND ", &commune].concat(),
        1 => ["Hội Nông dân ", &commune].concat(),
        of => ["Thôn mẫu số ", &of.to_string(), ", ", &commune].concat(),
    }
}

/// What every nomination of the year says.
fn nomination(kind: SubjectKind, award: &str, name: &str) -> Fields {
    let mut fields = Fields::new();
    let numbers = [(SUBJECT, i64::from(kind.code())), (YEAR, OF_YEAR), (PROCEDURE, 1), (METHOD, 1)];
    for (field, number) in numbers {
        fields.insert(field, number.into());
    }
    fields.insert(AWARD, award.into());
    fields.insert(NAME, name.into());
    fields
}

/// The day on which the dossiers of a unit were received: a working day from the 15th of January to the 1st of February 2024.
fn received(unit: PartitionId) -> Option<CivilDate> {
    let days = [(1, 15), (1, 17), (1, 19), (1, 22), (1, 25), (1, 29), (2, 1)];
    let (month, day) = days.get(unit.0 as usize % days.len()).copied()?;
    CivilDate::new(2024, month, day).ok()
}

fn collective(award: &str, name: &str) -> Fields {
    nomination(SubjectKind::Collective, award, name)
}

/// The records made so far.
struct Making {
    records: Vec<New>,
    people: u32,
    honoured: u32,
}

impl Making {
    /// The next person, as nominated.
    fn member(&mut self, award: &str, workplace: &str, is_fighter: bool) -> Fields {
        let number = self.people;
        self.people += 1;
        let person = person(number);
        let leads = number % 9 == 4;
        let mut fields = nomination(SubjectKind::Individual, award, &person.name);
        // Some were away for a month, and the reason was given.
        let was_ill = !is_fighter && award == "lao_dong_tien_tien" && number % 31 == 30;
        let numbers = [
            (BIRTH_YEAR, person.born),
            (SEX, person.sex),
            (RECIPIENT_CLASS, if leads { 2 } else { 1 }),
            (RATING, if is_fighter { 4 } else { 3 }),
            (MONTHS_WORKED, if was_ill { 9 } else { 12 }),
            (REGISTERED, 1),
            (ABSENCE, if was_ill { 3 } else { 1 }),
        ];
        for (field, number) in numbers {
            fields.insert(field, number.into());
        }
        if was_ill {
            let reason = Field::of_item(REASON.number, 7);
            let told = if number.is_multiple_of(2) {
                "Mẫu: nghỉ ốm dài ngày, có xác nhận của bệnh viện huyện."
            } else {
                "Mẫu: nghỉ không lương ba tháng để chăm người thân, vẫn hoàn thành tốt kế hoạch năm."
            };
            fields.insert(reason, told.into());
        }
        fields.insert(POSITION, people::position(workplace, leads).into());
        fields.insert(WORKPLACE, workplace.into());
        if is_fighter && number.is_multiple_of(2) {
            let certificate = ["SK-", &(number + 1).to_string(), "/2023 (mẫu)"].concat();
            fields.insert(INITIATIVE, people::initiative(number).into());
            fields.insert(RECOGNITION, 2.into());
            fields.insert(CERTIFICATE_NUMBER, certificate.as_str().into());
            fields.insert(CERTIFICATE_DAY, "2023-11-15".into());
            fields.insert(CERTIFICATE_BY, "Hội đồng sáng kiến huyện".into());
        }
        fields.insert(ACHIEVEMENTS, people::achievements(number).as_str().into());
        fields
    }

    /// A nomination, and the entry of the register for its subject.
    fn nominate(&mut self, unit: &Unit, mut fields: Fields) {
        if let Some(day) = received(unit.partition) {
            fields.insert(RULE_SET, RuleSet::in_force_on(day).id().into());
            fields.insert(RECEIVED_ON, day.to_string().as_str().into());
        }
        let mut entry = Fields::new();
        for field in [SUBJECT, NAME, BIRTH_YEAR, SEX, POSITION, WORKPLACE, RECIPIENT_CLASS] {
            if let Some(value) = fields.get(&field) {
                entry.insert(field, value.clone());
            }
        }
        let is_person = fields.contains_key(&BIRTH_YEAR);
        if is_person && self.people.is_multiple_of(12) {
            self.honour(&mut entry);
        }
        self.records.push(New { kind: RecordKind::Profile, unit: unit.partition, fields: entry });
        self.records.push(New { kind: RecordKind::Nomination, unit: unit.partition, fields });
    }

    /// Titles of past years, by decisions with invented numbers.
    fn honour(&mut self, entry: &mut Fields) {
        self.honoured += 1;
        entry.insert(KNOWN_SINCE, 2020.into());
        for (item, year) in (1..).zip(2020_i64..=2022) {
            let award = if item < 3 { "lao_dong_tien_tien" } else { "chien_si_thi_dua_co_so" };
            let decision = [&(100 * item + self.honoured).to_string(), "/QĐ-UBND (mẫu)"].concat();
            let day = [&(year + 1).to_string(), "-01-20"].concat();
            let honour: [(Field, Value); 4] = [
                (HONOUR_DAY, day.as_str().into()),
                (HONOUR_YEAR, year.into()),
                (HONOUR_AWARD, award.into()),
                (HONOUR_DECISION, decision.as_str().into()),
            ];
            for (field, value) in honour {
                entry.insert(Field::of_item(field.number, item), value);
            }
        }
    }
}

#[cfg(test)]
mod tests;
