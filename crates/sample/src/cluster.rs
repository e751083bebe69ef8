//! A sample of the communes' cluster in the year: its members and its table, what each promised and reached, signatures, and the
//! points that were given. Who came first and second is what was published; everything else is invented, and says so.

use thidua_domain::bloc::{
    BONUS_LIMIT, CRITERION_FORMULA, CRITERION_KIND, CRITERION_MAX, CRITERION_NAME, CRITERION_ORDER,
    CRITERION_RATE, CRITERION_SECTION, CRITERION_TARGET, CriterionKind, FORWARD_AWARD, FORWARD_PLACE,
    Formula, LEADER, MEMBER_IS, PENALTY_LIMIT, Place, REGULATION, SECTION_NAME, SECTION_ORDER, TABLE_TOTAL,
    TIE_OF, TIE_ORDER, TIE_RULE, TieRule,
};
use thidua_domain::pledge::{
    Aim, CONTENT, Period, TARGET_AIM, TARGET_GRADES, TARGET_KIND, TARGET_LAST, TARGET_MEASURE, TARGET_NAME,
    TARGET_ORDER, TARGET_PLAN, TargetKind, YEAR,
};
use thidua_domain::record::{Field, Fields, PartitionId, PartitionKind, Value};
use thidua_domain::signature::{Point, Signature};

use crate::facts::Facts;
use crate::year::{OF_YEAR, SampleYearError, Unit, commune};
use crate::{MARK, people};

/// The items of the targets.
const REVENUE: u32 = 71;
const POOR: u32 = 72;
const GUIDED: u32 = 73;
const RURAL: u32 = 74;
const GRADE: u32 = 75;
/// The items of the criteria that are judged by hand.
const LAUNCHED: u32 = 31;
const REPORTED: u32 = 32;
const MODEL: u32 = 33;

/// One member of the sample cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClusterMember {
    /// The unit.
    pub unit: Unit,
    /// The plans that it sets in the template, and what the year before brought.
    pub plans: Fields,
    /// Who signs, invented.
    pub signer: String,
    /// The strokes of the signature, invented.
    pub strokes: String,
    /// What it reports after six months.
    pub half: Fields,
    /// What it reports after the year.
    pub year: Fields,
    /// The points that it gives itself for what is judged by hand, by criterion, in hundredths.
    pub own: Vec<(u32, i64)>,
    /// The points that the others give it.
    pub cross: Vec<(u32, i64)>,
    /// The points that were verified.
    pub verified: Vec<(u32, i64)>,
}

/// The sample cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cluster {
    /// Its partition.
    pub partition: PartitionId,
    /// Its year.
    pub fields: Fields,
    /// Its members, in the order of the facts.
    pub members: Vec<ClusterMember>,
}

/// The sample cluster for a committee's units: the award of its first and of its second are those of the facts.
///
/// # Errors
/// Where the committee lacks a unit that the facts speak of, or the facts an award.
pub fn cluster(facts: &Facts, units: &[Unit]) -> Result<Cluster, SampleYearError> {
    let communes =
        facts.communes_vi.iter().map(|name| commune(units, name)).collect::<Result<Vec<_>, _>>()?;
    let group = units.iter().find(|unit| unit.kind == PartitionKind::Cluster);
    let partition = group.ok_or(SampleYearError::NoCluster)?.partition;
    let awards = ["co_thi_dua_tinh", "bang_khen_tinh"];
    // By place: who was first, who was second, then the others.
    let mut order = Vec::new();
    for award in awards {
        let counts = facts.of(award).ok_or(SampleYearError::NoCount(award))?;
        let recipients = counts.recipients_vi.iter().map(|name| name.to_lowercase());
        for recipient in recipients {
            order.extend(communes.iter().filter(|unit| recipient.ends_with(&unit.name.to_lowercase())));
        }
    }
    let rest: Vec<&Unit> = communes.iter().filter(|unit| !order.contains(unit)).collect();
    order.extend(rest);
    let place_of = |unit: &Unit| order.iter().position(|known| *known == unit).unwrap_or(order.len());
    let members = (0..).zip(&communes).map(|(number, unit)| member(number, unit, place_of(unit)));
    Ok(Cluster { partition, fields: year_of(&communes, awards), members: members.collect() })
}

const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

fn marked(text: &str) -> Value {
    Value::Text([text, MARK].concat())
}

/// The members, the template and the table.
fn year_of(communes: &[Unit], awards: [&str; 2]) -> Fields {
    let mut fields = Fields::from_iter([
        (YEAR, OF_YEAR.into()),
        (REGULATION, marked("Cụm họp mỗi quý; cụm trưởng luân phiên hằng năm; chấm chéo cuối năm.")),
        (CONTENT, marked("Các xã trong cụm thi đua hoàn thành và vượt các chỉ tiêu dưới đây.")),
        (TABLE_TOTAL, 10_000.into()),
        (BONUS_LIMIT, 500.into()),
        (PENALTY_LIMIT, 500.into()),
        (of(TIE_RULE, 91), TieRule::Section.code().into()),
        (of(TIE_OF, 91), 11.into()),
        (of(TIE_ORDER, 91), 1.into()),
        (of(TIE_RULE, 92), TieRule::FewerPenalties.code().into()),
        (of(TIE_ORDER, 92), 2.into()),
    ]);
    fields.extend(communes.first().map(|unit| (LEADER, i64::from(unit.partition.0).into())));
    for (place, unit) in communes.iter().enumerate() {
        let is = if place == 1 { Place::Deputy } else { Place::Member };
        fields.insert(of(MEMBER_IS, unit.partition.0), is.code().into());
    }
    for (place, award) in (1..).zip(awards) {
        fields.insert(of(FORWARD_PLACE, 50 + place), i64::from(place).into());
        fields.insert(of(FORWARD_AWARD, 50 + place), award.into());
    }
    let targets = [
        (REVENUE, "Thu ngân sách trên địa bàn xã", "triệu đồng", TargetKind::Number, Aim::AtLeast),
        (POOR, "Hộ nghèo cuối năm", "hộ", TargetKind::Number, Aim::AtMost),
        (GUIDED, "Người dân được hướng dẫn dùng dịch vụ số", "người", TargetKind::Number, Aim::AtLeast),
        (RURAL, "Giữ vững tiêu chí nông thôn mới đã đạt", "", TargetKind::YesNo, Aim::AtLeast),
        (GRADE, "Xếp loại chính quyền", "", TargetKind::Grade, Aim::AtLeast),
    ];
    for (item, name, measure, kind, aim) in targets {
        fields.insert(of(TARGET_NAME, item), marked(name));
        fields.insert(of(TARGET_ORDER, item), i64::from(item).into());
        fields.insert(of(TARGET_KIND, item), kind.code().into());
        fields.insert(of(TARGET_AIM, item), aim.code().into());
        if !measure.is_empty() {
            fields.insert(of(TARGET_MEASURE, item), measure.into());
        }
    }
    let grades = "Hoàn thành xuất sắc; Hoàn thành tốt; Hoàn thành; Không hoàn thành";
    fields.insert(of(TARGET_GRADES, GRADE), grades.into());
    let sections = [
        (11, "Phát triển kinh tế - xã hội"),
        (12, "Xây dựng hệ thống chính trị"),
        (13, "Công tác thi đua, khen thưởng"),
    ];
    for (item, name) in sections {
        fields.insert(of(SECTION_NAME, item), marked(name));
        fields.insert(of(SECTION_ORDER, item), i64::from(item).into());
    }
    criteria(&mut fields);
    fields
}

fn criteria(fields: &mut Fields) {
    use CriterionKind::{Bonus, Ordinary, Penalty};
    let criteria = [
        (21, 11, "Thu ngân sách", 2_500, Ordinary, Formula::LessPerPercent, Some(REVENUE), 100),
        (22, 11, "Giảm nghèo", 2_000, Ordinary, Formula::Proportional, Some(POOR), 0),
        (23, 11, "Chuyển đổi số", 1_500, Ordinary, Formula::Proportional, Some(GUIDED), 0),
        (24, 11, "Nông thôn mới", 1_000, Ordinary, Formula::AllOrNothing, Some(RURAL), 0),
        (25, 12, "Xếp loại chính quyền", 1_000, Ordinary, Formula::Proportional, Some(GRADE), 0),
        (LAUNCHED, 13, "Phát động, tổ chức phong trào", 1_000, Ordinary, Formula::ByHand, None, 0),
        (REPORTED, 13, "Chế độ thông tin, báo cáo", 1_000, Ordinary, Formula::ByHand, None, 0),
        (MODEL, 13, "Mô hình hay được nhân rộng", 300, Bonus, Formula::ByHand, None, 0),
        (34, 13, "Thu ngân sách vượt kế hoạch", 300, Bonus, Formula::PerPercentOver, Some(REVENUE), 20),
        (35, 13, "Không ký giao ước", 300, Penalty, Formula::Unsigned, None, 0),
        (36, 13, "Báo cáo chậm hoặc thiếu", 200, Penalty, Formula::PerLateReport, None, 50),
    ];
    for (item, section, name, max, kind, formula, target, rate) in criteria {
        fields.extend([
            (of(CRITERION_NAME, item), marked(name)),
            (of(CRITERION_SECTION, item), i64::from(section).into()),
            (of(CRITERION_ORDER, item), i64::from(item).into()),
            (of(CRITERION_MAX, item), Value::from(max)),
            (of(CRITERION_KIND, item), kind.code().into()),
            (of(CRITERION_FORMULA, item), formula.code().into()),
        ]);
        fields.extend(target.map(|target: u32| (of(CRITERION_TARGET, item), i64::from(target).into())));
        if rate > 0 {
            fields.insert(of(CRITERION_RATE, item), Value::from(rate));
        }
    }
}

/// A member, the better the lower its place.
fn member(number: u32, unit: &Unit, place: usize) -> ClusterMember {
    let behind = i64::try_from(place).unwrap_or_default();
    let size = i64::from(number) + 8;
    let (revenue, poor, guided) = (size * 100, size * 20, size * 120);
    let plans = [
        (TARGET_PLAN, REVENUE, revenue),
        (TARGET_LAST, REVENUE, revenue * 9 / 10),
        (TARGET_PLAN, POOR, poor),
        (TARGET_LAST, POOR, poor + 30),
        (TARGET_PLAN, GUIDED, guided),
        (TARGET_PLAN, GRADE, 2),
    ];
    // In tenths of a percent of the plan: the first goes beyond it, each of the others stays a little more behind.
    let share = |of: i64, best: i64, step: i64| of * (best - step * behind) / 1_000;
    let full = [
        (REVENUE, share(revenue, 1_060, 25)),
        (POOR, share(poor, 950, -40)),
        (GUIDED, share(guided, 1_050, 30)),
        (RURAL, 1),
        (GRADE, if place < 2 { 1 } else { 2 }),
    ];
    let result = |period: Period, item: u32, figure: i64| (of(period.result(), item), Value::from(figure));
    let half = [(REVENUE, revenue * 45 / 100), (POOR, poor + 12), (GUIDED, guided / 2)];
    let by_hand = |less: i64| {
        let points = [(LAUNCHED, 980 - 30 * behind - less), (REPORTED, 950 - 20 * behind - less)];
        let model = (MODEL, if place < 2 { 200 } else { 0 });
        points.into_iter().chain([model]).collect::<Vec<_>>()
    };
    ClusterMember {
        unit: unit.clone(),
        plans: plans.into_iter().map(|(field, item, figure)| (of(field, item), figure.into())).collect(),
        signer: people::person(200 + number).name,
        strokes: strokes(number),
        half: half.into_iter().map(|(item, figure)| result(Period::HalfYear, item, figure)).collect(),
        year: full.into_iter().map(|(item, figure)| result(Period::Year, item, figure)).collect(),
        // Who scores itself is kinder than who scores another.
        own: by_hand(0),
        cross: by_hand(25),
        verified: by_hand(10),
    }
}

/// An invented signature: a wave that is another one for each number.
fn strokes(number: u32) -> String {
    let wave = |at: u16| {
        let turn = u16::try_from(number % 5).unwrap_or_default() + 2;
        let height = if at.is_multiple_of(turn) { 300 } else { 900 + 40 * (at % 7) };
        Point { x: 200 + at * 120, y: height, pressure: None, after_ms: 40 }
    };
    let below = [(300, 1_500), (3_200, 1_350)].map(|(x, y)| Point { x, y, pressure: None, after_ms: 90 });
    let drawn = Signature::draw(2_000, &[(0..24).map(wave).collect(), below.to_vec()]);
    drawn.map(|drawn| drawn.encode()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use thidua_domain::record::RecordKind;
    use thidua_domain::schema;
    use thidua_domain::{bloc, pledge};

    fn sample() -> Cluster {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/minh-long-2023.json");
        let facts = Facts::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
        let named = |(id, name): (u32, &String)| Unit {
            partition: PartitionId(id),
            kind: PartitionKind::Commune,
            name: ["Xã ", name].concat(),
        };
        let mut units: Vec<Unit> = (1..).zip(&facts.communes_vi).map(named).collect();
        let name = "Cụm thi đua các xã".to_owned();
        units.push(Unit { partition: PartitionId(7), kind: PartitionKind::Cluster, name });
        cluster(&facts, &units).unwrap()
    }

    #[test]
    fn the_sample_cluster_is_complete_and_says_that_it_is_one() {
        let cluster = sample();
        assert_eq!((bloc::check(&cluster.fields), bloc::findings(&cluster.fields)), (vec![], vec![]));
        assert_eq!(schema::check_creation(RecordKind::Bloc, &cluster.fields), Ok(()));
        assert_eq!(cluster.members.len(), 5);
        for member in &cluster.members {
            let mut made = pledge::from_template(&cluster.fields, member.unit.partition, OF_YEAR, None);
            made.extend(member.plans.iter().map(|(field, value)| (*field, value.clone())));
            assert_eq!(pledge::lacks(&made), [], "{}", member.unit.name);
            made.extend(member.half.iter().chain(member.year.iter()).map(|(f, value)| (*f, value.clone())));
            assert_eq!(pledge::check(&made), [], "{}", member.unit.name);
            assert!(Signature::decode(&member.strokes).unwrap().is_a_mark());
            assert!(member.signer.ends_with(MARK));
        }
        let mut drawn: Vec<_> = cluster.members.iter().map(|member| &member.strokes).collect();
        drawn.sort_unstable();
        drawn.dedup();
        assert_eq!(drawn.len(), 5, "each signs in a hand of its own");
    }
}
