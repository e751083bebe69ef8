//! The sample year goes the way of typed records: through operations, over HTTP, with no rule bypassed.

use thidua_domain::nomination::{AWARD, SUBJECT};
use thidua_domain::record::{RecordKind, Value};
use thidua_sample::Facts;

use crate::device::Device;
use crate::officer::{Made, Officer};
use crate::test_app::TestApp;

#[tokio::test]
async fn the_sample_year_is_loaded_once_and_reaches_other_devices_with_the_real_counts() {
    let app = TestApp::start().await;
    let facts = Facts::parse(include_str!("../../../../tests/fixtures/minh-long-2023.json")).unwrap();
    let mut officer = Officer::sign_in(&app.url(""), "minhlong", "mau-2023").await.unwrap();
    let made = officer.load(&facts).await.unwrap().expect("nothing was there");
    let mut again = Officer::sign_in(&app.url(""), "minhlong", "mau-2023").await.unwrap();
    assert_eq!(again.load(&facts).await.unwrap(), None);
    assert_eq!(again.load_commons().await.unwrap(), 2, "a movement and a model");
    assert_eq!(again.load_commons().await.unwrap(), 0);

    let mut device = Device::sign_in(app.url(""), "quantri", 9).await;
    device.sync().await;
    let mut seen = Made::new();
    let views = device.replica.views();
    for view in views.iter().filter(|view| view.kind == RecordKind::Nomination.code()) {
        let award = view.fields.get(&AWARD).and_then(Value::as_text).unwrap();
        let kind = view.fields.get(&SUBJECT).and_then(Value::as_int).unwrap();
        *seen.entry((award.to_owned(), kind)).or_default() += 1;
    }
    assert_eq!(seen, made);
    for counts in &facts.awards_2023 {
        let of = |kind| seen.get(&(counts.title.clone(), kind)).copied().unwrap_or_default();
        assert_eq!((of(2), of(1)), (counts.collectives, counts.individuals), "{}", counts.title);
    }
}

#[tokio::test]
async fn a_committee_that_is_no_sample_is_left_alone() {
    let app = TestApp::start().await;
    let facts = Facts::parse(include_str!("../../../../tests/fixtures/minh-long-2023.json")).unwrap();
    sqlx::query("UPDATE accounts SET sample = 0").execute(&app.database().await).await.unwrap();
    let mut officer = Officer::sign_in(&app.url(""), "minhlong", "mau-2023").await.unwrap();
    assert!(!officer.directory.sample);
    assert!(officer.load(&facts).await.is_err());
    let mut device = Device::sign_in(app.url(""), "quantri", 9).await;
    device.sync().await;
    assert!(device.replica.views().is_empty());
}
