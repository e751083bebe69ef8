//! The figures of the year: what was published comes out of what devices hold, whoever reads it, and what is wrong is
//! refused with its reason.

use thidua_domain::access::Denial;
use thidua_domain::decimal::{self, Notation};
use thidua_domain::fault::Fault;
use thidua_domain::indicator::{
    self, ACTUAL, Indicator, KEY, LAST_YEAR, MEASURE, NAME, OWN, PLAN, SOURCE, TOTAL, Untold, YEAR,
};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::rural::{self, DECISION, Grid, MET_ON, STAGE};
use thidua_sample::Facts;
use thidua_sync::outcome::{Outcome, Reason};

use crate::device::{COMMONS, Device, LONG_MON, THANH_AN};
use crate::officer::Officer;
use crate::test_app::TestApp;

const FACTS: &str = include_str!("../../../../tests/fixtures/minh-long-2023.json");

fn amount(text: &str) -> Value {
    Value::Decimal(decimal::parse(text, Notation::Vietnamese).unwrap())
}

fn poor(actual: &str, total: &str) -> Fields {
    Fields::from_iter([
        (YEAR, 2023.into()),
        (KEY, "poor_households".into()),
        (NAME, "Hộ nghèo".into()),
        (MEASURE, "hộ".into()),
        (ACTUAL, amount(actual)),
        (TOTAL, amount(total)),
    ])
}

fn of(number: u32, field: Field) -> Field {
    Field::of_item(field.number, number)
}

/// The indicators of a year that a device holds, by place.
fn held(device: &Device, place: PartitionId) -> Vec<Fields> {
    let views = device.replica.views();
    let meant = views
        .iter()
        .filter(|view| view.kind == RecordKind::Indicator.code() && view.partition == place && !view.deleted);
    meant.map(|view| view.fields.clone()).collect()
}

fn refused(outcomes: &[(u64, Outcome)]) -> Vec<&Reason> {
    let reason = |(_, outcome): &'_ (u64, Outcome)| matches!(outcome, Outcome::Refused(_));
    let refused = outcomes.iter().filter(|outcome| reason(outcome));
    refused
        .map(|(_, outcome)| match outcome {
            Outcome::Refused(reason) => reason,
            other => panic!("{other:?}"),
        })
        .collect()
}

#[tokio::test]
async fn the_published_figures_come_out_of_what_a_commune_reads() {
    let app = TestApp::start().await;
    let facts = Facts::parse(FACTS).unwrap();
    let mut officer = Officer::sign_in(&app.url(""), "minhlong", "mau-2023").await.unwrap();
    officer.load(&facts).await.unwrap().expect("nothing was there");

    let mut commune = Device::sign_in(app.url(""), "longmon", 9).await;
    commune.sync().await;
    let held = held(&commune, COMMONS);
    let read: Vec<Indicator<'_>> = held.iter().map(Indicator::read).collect();
    assert_eq!(read.len(), facts.indicators_2023.len());
    for published in &facts.indicators_2023 {
        let own = read.iter().find(|read| read.key == published.id).expect("it was loaded");
        let percent = |figure: &dyn std::fmt::Display| format!("{figure}%");
        if let Some(change) = &published.change_vs_previous_year_pct {
            let growth = own.growth().unwrap();
            assert!(growth.way.is_gt());
            assert_eq!(growth.size.written(Notation::English), percent(change), "{}", own.name);
        }
        if let Some(plan) = &published.plan_achieved_pct {
            let told = own.plan_said.unwrap().of_share(own.of_plan().unwrap()).unwrap();
            assert_eq!(told.written(Notation::English), percent(plan), "{}", own.name);
        }
        if let Some(share) = &published.share_pct {
            let exact = own.share().unwrap();
            let told = own.share_said.and_then(|said| said.of_share(exact)).unwrap_or(exact);
            assert_eq!(told.written(Notation::English), percent(share), "{}", own.name);
        }
    }
    let revenue = read.iter().find(|read| read.key == "budget_revenue").unwrap();
    assert_eq!(
        indicator::sentence(revenue, Notation::Vietnamese).unwrap(),
        "trên 378,3 tỷ đồng, tăng 1,85% so với năm trước, đạt trên 187% kế hoạch"
    );

    // The district reads the criteria of all communes; a commune its own alone.
    let mut district = Device::sign_in(app.url(""), "minhlong", 10).await;
    district.sync().await;
    let complete = |device: &Device| {
        let views = device.replica.views();
        let grids = views.iter().filter(|view| view.kind == RecordKind::RuralGrid.code());
        let complete =
            grids.filter(|view| Grid::read(&view.fields).unwrap().is_complete()).map(|view| view.partition);
        let mut communes: Vec<_> =
            complete.map(|place| device.directory.places.iter().find(|known| known.id == place.0)).collect();
        communes.sort_by_key(|place| place.map(|place| place.id));
        communes.into_iter().map(|place| place.unwrap().name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(complete(&district), ["Xã Long Hiệp", "Xã Long Sơn", "Xã Thanh An"]);
    assert_eq!(complete(&commune), [""; 0]);
}

#[tokio::test]
async fn a_year_begins_with_what_was_reached_in_the_one_before() {
    let app = TestApp::start().await;
    let mut district = Device::sign_in(app.url(""), "minhlong", 1).await;
    let last = district.create(RecordKind::Indicator, COMMONS, poor("885", "5.274"));
    district.sync().await;
    let all = held(&district, COMMONS);
    for fields in indicator::to_begin(&all, 2024) {
        district.create(RecordKind::Indicator, COMMONS, fields);
    }
    district.sync().await;
    let mut commune = Device::sign_in(app.url(""), "thanhan", 2).await;
    commune.sync().await;
    let all = held(&commune, COMMONS);
    let new = all.iter().map(Indicator::read).find(|read| read.year == Some(2024)).unwrap();
    assert_eq!((new.last_year, new.actual), (commune.view(last).fields[&ACTUAL].as_amount(), None));
    assert_eq!(new.growth(), Err(Untold::NoActual));
    assert_eq!(indicator::to_begin(&all, 2024), [], "it is begun once");
}

#[tokio::test]
async fn a_commune_writes_its_own_figures_and_not_the_committees() {
    let app = TestApp::start().await;
    let mut district = Device::sign_in(app.url(""), "minhlong", 1).await;
    let of_committee = district.create(RecordKind::Indicator, COMMONS, poor("885", "5.274"));
    district.sync().await;
    let mut commune = Device::sign_in(app.url(""), "longmon", 2).await;
    commune.sync().await;
    let own = commune.create(RecordKind::Indicator, LONG_MON, poor("120", "800"));
    assert!(refused(&commune.exchange().await.outcomes).is_empty());
    district.sync().await;
    assert!(district.has(own));

    // The device refuses it as the endpoint does.
    let now = commune.now();
    let edit = commune.replica.edit(now, of_committee, Fields::from_iter([(ACTUAL, amount("1"))]));
    assert!(edit.is_err());
    commune.believes(|account| account.role = thidua_domain::access::Role::EmulationOfficer, |_| {});
    commune.edit_value(of_committee, ACTUAL, amount("1"));
    let answer = commune.exchange().await;
    assert_eq!(refused(&answer.outcomes), [&Reason::Denied(Denial::NotStandingOffice)]);
    district.sync().await;
    assert_eq!(district.view(of_committee).fields[&ACTUAL], amount("885"));
    let mut neighbour = Device::sign_in(app.url(""), "thanhan", 3).await;
    neighbour.sync().await;
    assert!(neighbour.has(of_committee) && !neighbour.has(own));
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_what_cannot_be_told_is_kept() {
    let app = TestApp::start().await;
    let mut district = Device::sign_in(app.url(""), "minhlong", 1).await;
    // Nothing planned, nothing the year before: right figures, of which no percent can be told.
    let mut nothing = poor("885", "885");
    for field in [PLAN, LAST_YEAR] {
        nothing.insert(field, amount("0"));
    }
    let kept = district.create(RecordKind::Indicator, COMMONS, nothing);
    assert!(refused(&district.exchange().await.outcomes).is_empty());
    let fields = district.view(kept).fields;
    let read = Indicator::read(&fields);
    assert_eq!((read.of_plan(), read.growth()), (Err(Untold::PlanIsZero), Err(Untold::LastYearIsZero)));

    let wrong = district.create(RecordKind::Indicator, COMMONS, poor("886", "885"));
    let answer = district.exchange().await;
    assert_eq!(refused(&answer.outcomes), [&Reason::Fault(Fault::MoreThanWhole(TOTAL))]);
    // What was typed stays with its author.
    let typed = district.replica.refused().values().find(|refused| refused.op.record == wrong).unwrap();
    assert!(typed.op.changes.iter().any(|change| change.value == amount("886")));

    let mut own = poor("3", "5");
    own.insert(KEY, OWN.into());
    own.insert(NAME, "Diện tích rừng trồng (mẫu)".into());
    let own = district.create(RecordKind::Indicator, COMMONS, own);
    district.edit(own, SOURCE, "Báo cáo số 12/BC-UBND (mẫu)");
    assert!(refused(&district.exchange().await.outcomes).is_empty());
}

#[tokio::test]
async fn a_criterion_is_met_by_a_decision_and_not_before_its_stage() {
    let app = TestApp::start().await;
    let mut commune = Device::sign_in(app.url(""), "thanhan", 1).await;
    let grid = |more: &[(Field, &str)]| {
        let mut fields = Fields::from_iter([(STAGE, 1.into())]);
        for (field, text) in more {
            fields.insert(of(4, *field), (*text).into());
        }
        fields
    };
    let by = (DECISION, "Quyết định 12/QĐ-UBND (mẫu)");
    let cases: [(&[(Field, &str)], Fault); 3] = [
        (&[(MET_ON, "2023-06-30")], Fault::Missing(of(4, DECISION))),
        (&[by], Fault::Missing(of(4, MET_ON))),
        (&[(MET_ON, "2019-06-30"), by], Fault::Backwards(of(4, MET_ON))),
    ];
    for (more, fault) in cases {
        commune.create(RecordKind::RuralGrid, THANH_AN, grid(more));
        let answer = commune.exchange().await;
        assert_eq!(refused(&answer.outcomes), [&Reason::Fault(fault)]);
    }
    let right = commune.create(RecordKind::RuralGrid, THANH_AN, grid(&[(MET_ON, "2023-06-30"), by]));
    commune.sync().await;
    // Two officers, each of another criterion: nothing meets.
    let mut second = Device::sign_in(app.url(""), "thanhan", 2).await;
    second.sync().await;
    let met = |device: &mut Device, number: u32, record: RecordId| {
        let now = device.now();
        let changes = Fields::from_iter([
            (of(number, MET_ON), "2023-07-01".into()),
            (of(number, DECISION), by.1.into()),
        ]);
        let batch = device.replica.edit(now, record, changes).unwrap();
        device.commit(batch);
    };
    met(&mut commune, 5, right);
    met(&mut second, 6, right);
    for _ in 0..2 {
        commune.sync().await;
        second.sync().await;
    }
    for device in [&commune, &second] {
        let fields = device.view(right).fields;
        assert_eq!((Grid::read(&fields).unwrap().met(), rural::check(&fields)), (3, vec![]));
    }
}
