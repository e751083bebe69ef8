use std::collections::BTreeMap;

use thidua_domain::access::{self, Account, Grant, Role};
use thidua_domain::law::fact::Fact;
use thidua_domain::law::finding::Overall;
use thidua_domain::law::nomination::{Context, judge, unexplained};
use thidua_domain::law::quota::{Tally, meters};
use thidua_domain::law::setting::Settings;
use thidua_domain::register::{Match, Register};
use thidua_domain::{indicator, nomination, profile, rural, schema};

use super::*;

const FACTS: &str = include_str!("../../../../tests/fixtures/minh-long-2023.json");

fn units() -> Vec<Unit> {
    let unit =
        |partition, kind, name: &str| Unit { partition: PartitionId(partition), kind, name: name.into() };
    let communes = ["Long Hiệp", "Long Mai", "Long Môn", "Long Sơn", "Thanh An"];
    let mut units: Vec<Unit> = (1..)
        .zip(communes)
        .map(|(at, name)| unit(at, PartitionKind::Commune, &format!("Xã {name}")))
        .collect();
    units.push(unit(9, PartitionKind::Authority, "UBND huyện Minh Long"));
    units.push(unit(22, PartitionKind::Commons, "Việc chung"));
    units.extend((10..22).map(|at| unit(at, PartitionKind::Office, &format!("Phòng số {at}"))));
    units
}

fn made() -> Vec<New> {
    year(&Facts::parse(FACTS).unwrap(), &units()).unwrap()
}

fn nominations() -> Vec<New> {
    made().into_iter().filter(|new| new.kind == RecordKind::Nomination).collect()
}

fn text(fields: &Fields, field: Field) -> &str {
    fields.get(&field).and_then(Value::as_text).unwrap_or_default()
}

fn int(fields: &Fields, field: Field) -> i64 {
    fields.get(&field).and_then(Value::as_int).unwrap_or_default()
}

#[test]
fn the_counts_are_those_of_the_real_year() {
    let mut counted: BTreeMap<(String, i64), u32> = BTreeMap::new();
    for new in nominations() {
        let key = (text(&new.fields, AWARD).to_owned(), int(&new.fields, SUBJECT));
        *counted.entry(key).or_default() += 1;
    }
    let mut wanted = BTreeMap::new();
    for counts in Facts::parse(FACTS).unwrap().awards_2023 {
        wanted.insert((counts.title.clone(), 2), counts.collectives);
        wanted.insert((counts.title, 1), counts.individuals);
    }
    wanted.retain(|_, count| *count > 0);
    assert_eq!(counted, wanted);
    let of = |kind| counted.iter().filter(|((_, of), _)| *of == kind).map(|(_, count)| count).sum::<u32>();
    assert_eq!((of(2), of(1)), (65, 248));
}

#[test]
fn every_record_is_right_and_the_district_may_write_it() {
    let units = units();
    let grants = units.iter().map(|unit| Grant { partition: unit.partition, kind: unit.kind }).collect();
    let officer = Account {
        id: 1,
        name: "Mẫu".into(),
        role: Role::EmulationOfficer,
        home: PartitionId(10),
        level: None,
        grants,
    };
    for new in made() {
        let may = access::may_write(&officer, new.kind, new.unit, None, &new.fields);
        assert_eq!(may, Ok(()), "{new:?}");
        assert_eq!(schema::check_creation(new.kind, &new.fields), Ok(()), "{new:?}");
        match new.kind {
            RecordKind::Nomination => {
                assert_eq!(nomination::check(&new.fields), [], "{new:?}");
                assert_eq!(nomination::refusal(None, &new.fields), None, "{new:?}");
            }
            RecordKind::Profile => assert_eq!(profile::check(&new.fields), [], "{new:?}"),
            RecordKind::Indicator => assert_eq!(indicator::check(&new.fields), [], "{new:?}"),
            RecordKind::RuralGrid => assert_eq!(rural::check(&new.fields), [], "{new:?}"),
            _ => {}
        }
        if matches!(new.kind, RecordKind::Nomination | RecordKind::Profile) {
            assert!(text(&new.fields, NAME).ends_with(crate::MARK), "{new:?}");
        }
    }
}

#[test]
fn every_rule_holds_by_itself_or_has_its_reason() {
    let settings = Settings::default();
    let mut warned = 0;
    for new in nominations() {
        let day = text(&new.fields, RECEIVED_ON).parse().ok();
        let context = Context { settings: &settings, history: Fact::Missing, known_since: None, day };
        let found = judge(&new.fields, &context).unwrap();
        assert_eq!(unexplained(&found, &new.fields), [], "{new:?}");
        match found.overall() {
            Overall::Met => {}
            Overall::NotMet => warned += 1,
            Overall::CannotTell => panic!("{:?} is missing of {new:?}", found.missing()),
        }
    }
    assert!((3..=4).contains(&warned), "{warned} with a reason");
}

#[test]
fn collectives_have_as_many_titles_as_their_members() {
    let all = nominations();
    let mut titled = 0;
    for body in all.iter().filter(|new| new.fields.contains_key(&MEMBERS)) {
        let name = text(&body.fields, NAME);
        let of = |award: &str| {
            let members = all.iter().filter(|new| text(&new.fields, WORKPLACE) == name);
            members.filter(|new| text(&new.fields, AWARD) == award).count() as i64
        };
        let fighters = of("chien_si_thi_dua_co_so");
        assert_eq!(int(&body.fields, OF_THE_BASE), fighters, "{name}");
        assert_eq!(int(&body.fields, ADVANCED), fighters + of("lao_dong_tien_tien"), "{name}");
        titled += int(&body.fields, ADVANCED);
    }
    assert_eq!(titled, 140);
}

#[test]
fn nobody_is_there_twice_and_each_is_in_the_register() {
    let made = made();
    let profiles: Vec<&New> = made.iter().filter(|new| new.kind == RecordKind::Profile).collect();
    let entries = profiles.iter().enumerate().map(|(at, new)| {
        let id = thidua_domain::record::RecordId::from_bytes((at as u128).to_be_bytes());
        (id, new.unit, &new.fields)
    });
    let register = Register::of(entries);
    assert_eq!(register.duplicates(), []);
    for new in nominations() {
        assert!(matches!(register.find(new.unit, &new.fields), Match::One(_)), "{new:?}");
    }
    assert!(profiles.iter().filter(|new| new.fields.contains_key(&KNOWN_SINCE)).count() >= 15);
}

#[test]
fn twenty_two_beside_a_hundred_and_eighteen_is_over_the_share_and_explained() {
    let mut tally = Tally::default();
    nominations().iter().for_each(|new| tally.add(&new.fields));
    assert_eq!((tally.ldtt, tally.cstdcs), (118, 22));
    let over = meters(&tally, &Settings::default(), "2023-12-31".parse().unwrap());
    assert!(over[0].is_over());
    let explained = made().into_iter().filter(|new| new.kind == RecordKind::Explanation).count();
    assert_eq!(explained, 1);
}

#[test]
fn what_is_held_is_not_made_again_wherever_a_load_was_cut() {
    let all = made();
    let held = |count: usize| all.iter().take(count).map(|new| (new.kind, new.unit, &new.fields));
    for count in [0, 1, 313, 400, all.len()] {
        assert_eq!(crate::absent(made(), held(count)), all[count..], "after {count}");
    }
}

#[test]
fn the_year_is_the_same_each_time_and_needs_its_units() {
    assert_eq!(made(), made());
    let facts = Facts::parse(FACTS).unwrap();
    let without: Vec<_> = units().into_iter().filter(|unit| unit.name != "Xã Long Môn").collect();
    assert_eq!(year(&facts, &without), Err(SampleYearError::NoCommune("Long Môn".into())));
}

#[test]
fn namesakes_occur_in_one_unit_and_are_told_apart_by_their_birth_year() {
    let all = nominations();
    let name = |new: &New| (new.unit, text(&new.fields, NAME).to_owned());
    let born = |new: &New| int(&new.fields, BIRTH_YEAR);
    let mut namesakes = 0;
    for (at, one) in all.iter().enumerate() {
        for other in all.iter().skip(at + 1).filter(|other| name(other) == name(one)) {
            assert_ne!(born(one), born(other), "{}", text(&one.fields, NAME));
            namesakes += 1;
        }
    }
    assert!(namesakes >= 4, "{namesakes}");
}

#[test]
fn every_dossier_came_in_january_or_february_and_what_is_recognised_is_told() {
    for new in nominations() {
        let day = text(&new.fields, RECEIVED_ON);
        assert!(("2024-01-01".."2024-03-01").contains(&day), "{day}");
        assert_eq!(text(&new.fields, RULE_SET), "R2022_98");
        assert_eq!(new.fields.contains_key(&RECOGNITION), new.fields.contains_key(&INITIATIVE));
    }
}
