//! Two offices that issue decisions and do not hear of each other.

use thidua_domain::decision::{
    self,
    Step::{Cancel, Issue},
};
use thidua_domain::dossier::Step::{Appraise, Approve, Consider, Decide, Submit};
use thidua_domain::dossier::{self, State};
use thidua_domain::obstacle::Obstacle as O;
use thidua_domain::record::{Field, RecordId, RecordKind, Value};
use thidua_sync::outcome::Reason;

use super::scene::{Case, DECIDED, Late, On, Scene, Told, back};
use crate::device::{COMMITTEE, Device};
use crate::taken::{because, link, of_decision, of_dossier, reference};

fn issue(device: &mut Device, paper: RecordId) {
    device.step(paper, of_decision(Issue, DECIDED, &[]));
}

fn decide(device: &mut Device, dossier: RecordId, paper: RecordId) {
    device.step(dossier, of_dossier(Decide, DECIDED, &[link(paper)]));
}

/// The device does not hold the record, as one that was set up a moment ago.
fn forget(device: &mut Device, record: RecordId) {
    device.believes(|_| {}, |rows| _ = rows.remove(&record));
}

fn nothing(_: &mut Device, _: &On) {}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn numbers_are_given_once_and_a_paper_holds_or_not() {
    let case = |what, late, meanwhile, told: &[Told]| Case {
        what,
        way: &[Consider, Submit, Appraise, Approve],
        before: nothing,
        who: Late::Second,
        late,
        meanwhile,
        told: told.to_vec(),
    };
    // Each with the numbers that are given of its year in the end.
    let cases: Vec<(Case, &[i64])> = vec![
        (
            case(
                "two issue at once",
                |second, on| issue(second, on.other_paper),
                |office, on| issue(office, on.paper),
                &[Told::Through],
            ),
            &[1, 2],
        ),
        (
            case(
                "both want the same number",
                |second, on| {
                    second.edit_value(on.other_paper, decision::WANTED, 1.into());
                    issue(second, on.other_paper);
                },
                |office, on| {
                    office.edit_value(on.paper, decision::WANTED, 1.into());
                    issue(office, on.paper);
                },
                &[Told::Through, back(O::NumberTaken)],
            ),
            &[1],
        ),
        (
            case(
                "what rests on a paper without a number goes with it",
                |second, on| {
                    second.edit_value(on.other_paper, decision::WANTED, 1.into());
                    issue(second, on.other_paper);
                    decide(second, on.other, on.other_paper);
                },
                |office, on| issue(office, on.paper),
                &[Told::Through, back(O::NumberTaken), Told::Back(Reason::ParentRefused)],
            ),
            &[1],
        ),
        (
            case(
                "numbers are left out and nobody says why",
                |second, on| {
                    second.edit_value(on.other_paper, decision::WANTED, 5.into());
                    issue(second, on.other_paper);
                },
                |office, on| issue(office, on.paper),
                &[Told::Through, back(O::GapUnexplained)],
            ),
            &[1],
        ),
        (
            case(
                "numbers are left out with a reason",
                |second, on| {
                    second.edit_value(on.other_paper, decision::WANTED, 5.into());
                    second.edit(on.other_paper, decision::GAP, "Số 2 đến 4 đã cấp cho văn bản khác");
                    issue(second, on.other_paper);
                    decide(second, on.other, on.other_paper);
                },
                |office, on| issue(office, on.paper),
                &[Told::Through, Told::Through, Told::Through],
            ),
            &[1, 5],
        ),
        (
            case(
                "it bears a day before the dossier was handed up",
                |second, on| {
                    second.edit(on.other_paper, decision::DAY, "2024-01-02");
                    forget(second, on.other);
                    issue(second, on.other_paper);
                },
                nothing,
                &[Told::Through, back(O::BeforeSubmission)],
            ),
            &[],
        ),
        (
            case(
                "the dossier was decided on by another paper",
                |second, on| {
                    let mut fields = second.view(on.paper).fields;
                    fields.insert(decision::SIGNER, "Phó Chủ tịch (mẫu)".into());
                    let paper = second.create(RecordKind::Decision, COMMITTEE, fields);
                    issue(second, paper);
                },
                |office, on| {
                    issue(office, on.paper);
                    decide(office, on.dossier, on.paper);
                },
                &[Told::Through, back(O::NotReady)],
            ),
            &[1],
        ),
        (
            case(
                "two issue the same paper",
                |second, on| issue(second, on.paper),
                |office, on| issue(office, on.paper),
                &[back(O::StateMoved)],
            ),
            &[1],
        ),
        (
            case(
                "it is changed after it was issued",
                |second, on| {
                    second.edit(on.paper, decision::SIGNER, "Phó Chủ tịch (mẫu)");
                    issue(second, on.other_paper);
                },
                |office, on| issue(office, on.paper),
                &[back(O::Locked), Told::Through],
            ),
            &[1, 2],
        ),
        (
            case(
                "it was changed after it was read, before it was issued",
                |second, on| issue(second, on.paper),
                |office, on| office.edit(on.paper, decision::SIGNER, "Phó Chủ tịch (mẫu)"),
                &[back(O::TextMoved)],
            ),
            &[],
        ),
        (
            case(
                "it is deleted after it was issued",
                |second, on| {
                    let now = second.now();
                    let batch = second.replica.delete(now, on.paper).unwrap();
                    second.commit(batch);
                },
                |office, on| issue(office, on.paper),
                &[back(O::Locked)],
            ),
            &[1],
        ),
        (
            Case {
                before: |office, on| issue(office, on.paper),
                ..case(
                    "it was cancelled before it was entered into the dossier",
                    |second, on| decide(second, on.dossier, on.paper),
                    |office, on| {
                        office.step(on.paper, of_decision(Cancel, DECIDED, &[because("Ghi sai họ tên")]));
                    },
                    &[back(O::NotIssued)],
                )
            },
            // Its number stays taken.
            &[1],
        ),
        (
            case(
                "the dossier is not in it",
                |second, on| {
                    forget(second, on.other_paper);
                    decide(second, on.dossier, on.other_paper);
                },
                |office, on| issue(office, on.other_paper),
                &[back(O::NotInDecision)],
            ),
            &[1],
        ),
        (
            case(
                "it is no decision at all",
                |second, on| {
                    forget(second, on.session);
                    decide(second, on.dossier, on.session);
                },
                nothing,
                &[back(O::LinkMissing)],
            ),
            &[],
        ),
        (
            Case {
                way: &[Consider, Submit, Appraise],
                ..case(
                    "the council has not voted on the title",
                    |second, on| {
                        forget(second, on.other);
                        issue(second, on.other_paper);
                    },
                    nothing,
                    &[back(O::NotReady)],
                )
            },
            &[],
        ),
    ];
    let mut scene = Scene::begin().await;
    for (case, expected) in &cases {
        let on = scene.play(case).await;
        let year = scene.office.view(on.paper).fields[&decision::YEAR].clone();
        let views = scene.office.replica.views();
        let of_year = views.iter().filter(|view| {
            view.kind == RecordKind::Decision.code() && view.fields.get(&decision::YEAR) == Some(&year)
        });
        let number =
            |fields: &thidua_domain::record::Fields| fields.get(&decision::NUMBER).and_then(Value::as_int);
        let mut numbers: Vec<i64> = of_year.filter_map(|view| number(&view.fields)).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, *expected, "{}", case.what);
        // A decided dossier cites a paper that lists it.
        for (dossier, paper) in [(on.dossier, on.paper), (on.other, on.other_paper)] {
            let (fields, paper) = (scene.office.view(dossier).fields, scene.office.view(paper).fields);
            let listed = paper.get(&Field::of_item(decision::NOMINATION.number, 1));
            assert_eq!(listed, Some(&reference(dossier)));
            if State::of(&fields) == State::Decided {
                let cited = decision::cited(&paper).unwrap();
                assert_eq!(fields[&dossier::DECISION_NUMBER], cited.as_str().into(), "{}", case.what);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_papers_at_the_same_moment_get_numbers_without_a_gap_and_a_dossier_stands_in_one() {
    const NAMES: [&str; 6] = ["Hoa", "Lan", "Mai", "Nga", "Quế", "Sen"];
    let mut scene = Scene::begin().await;
    let way = [Consider, Submit, Appraise, Approve];
    let on = scene.set(&way, nothing).await;
    let dossiers = scene.dossiers(NAMES, &way).await;
    scene.everybody_syncs().await;
    let fields = scene.office.view(on.paper).fields;
    let url = scene.app.url("");
    // Each paper over a dossier of its own, and with it one that all of them want.
    let mut devices = Vec::new();
    for (number, dossier) in dossiers.into_iter().enumerate() {
        let login = ["minhlong", "quantri"][number % 2];
        let mut device = Device::sign_in(url.clone(), login, 10 + number as u8).await;
        device.sync().await;
        devices.push((device, dossier));
    }
    let issuing = devices.into_iter().map(|(mut device, dossier)| {
        let mut fields = fields.clone();
        fields.insert(Field::of_item(decision::NOMINATION.number, 1), reference(dossier));
        let mut greedy = fields.clone();
        greedy.insert(Field::of_item(decision::NOMINATION.number, 2), reference(on.other));
        tokio::spawn(async move {
            let both = device.create(RecordKind::Decision, COMMITTEE, greedy);
            issue(&mut device, both);
            device.sync().await;
            let got_both = device.replica.refused().is_empty();
            if !got_both {
                let reasons: Vec<_> =
                    device.replica.refused().values().map(|refused| refused.reason.clone()).collect();
                assert_eq!(reasons, [Reason::Obstacle(O::InAnotherDecision)]);
                let own = device.create(RecordKind::Decision, COMMITTEE, fields);
                issue(&mut device, own);
                device.sync().await;
            }
            let views = device.replica.views();
            let own = views
                .iter()
                .filter(|view| decision::nominations(&view.fields).any(|listed| listed == dossier));
            let number = own.filter_map(|view| view.fields.get(&decision::NUMBER)?.as_int()).next();
            (got_both, number.unwrap())
        })
    });
    let (mut took, mut numbers) = (0, Vec::new());
    for issuing in issuing.collect::<Vec<_>>() {
        let (got_both, number) = issuing.await.unwrap();
        took += usize::from(got_both);
        numbers.push(number);
    }
    numbers.sort_unstable();
    assert_eq!((took, numbers), (1, (1..=6).collect::<Vec<_>>()));
}
