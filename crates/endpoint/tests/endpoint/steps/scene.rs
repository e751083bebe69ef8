//! What every case begins with, and how it is judged.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::dossier::Step;
use thidua_domain::nomination::{ACHIEVEMENTS, NAME};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind};
use thidua_domain::{council, decision, step};
use thidua_sync::outcome::{Outcome, Reason};

use crate::device::{COMMITTEE, COUNCIL, Device, a_nomination};
use crate::taken::{of_dossier, reference};
use crate::test_app::TestApp;

/// The day of every step that says no other.
pub const DAY: &str = "2024-01-12";
/// The day of the decisions.
pub const DECIDED: &str = "2024-03-15";

/// An endpoint, the officer of a commune, the emulation officer, and the administrator, who in a small committee does the
/// emulation officer's work too.
pub struct Scene {
    pub app: TestApp,
    pub unit: Device,
    pub office: Device,
    pub second: Device,
    year: i64,
}

/// What a case is about.
#[derive(Clone, Copy)]
pub struct On {
    pub dossier: RecordId,
    /// Another dossier that has come as far.
    pub other: RecordId,
    /// A decision over the dossier, and one over the other.
    pub paper: RecordId,
    pub other_paper: RecordId,
    /// A session by hand, with the dossier on its agenda.
    pub session: RecordId,
}

/// Who is late.
#[derive(Clone, Copy, PartialEq)]
pub enum Late {
    Unit,
    Second,
}

/// What the endpoint answers to an operation.
#[derive(Clone, PartialEq, Debug)]
pub enum Told {
    /// It was carried out.
    Through,
    /// Both wrote the same field; both values are kept.
    Both,
    /// It came back.
    Back(Reason),
}

pub const fn back(obstacle: Obstacle) -> Told {
    Told::Back(Reason::Obstacle(obstacle))
}

type Act = fn(&mut Device, &On);

/// What two do who do not hear of each other.
pub struct Case {
    pub what: &'static str,
    /// The steps that the dossiers have taken before.
    pub way: &'static [Step],
    /// What the office does before that everybody hears of.
    pub before: Act,
    pub who: Late,
    /// What the late one does, on what their device shows.
    pub late: Act,
    /// What the office does meanwhile.
    pub meanwhile: Act,
    /// The answers to the late operations, in their order.
    pub told: Vec<Told>,
}

impl Scene {
    pub async fn begin() -> Self {
        let app = TestApp::start().await;
        let unit = Device::sign_in(app.url(""), "longmon", 1).await;
        let office = Device::sign_in(app.url(""), "minhlong", 2).await;
        let second = Device::sign_in(app.url(""), "quantri", 3).await;
        Self { app, unit, office, second, year: 2024 }
    }

    pub async fn everybody_syncs(&mut self) {
        for _ in 0..2 {
            self.unit.sync().await;
            self.office.sync().await;
            self.second.sync().await;
        }
    }

    /// Dossiers that have gone a way, papers and a session over them. Each case has a year of numbers of its own.
    pub async fn set(&mut self, way: &[Step], before: Act) -> On {
        self.year += 1;
        let [dossier, other] = self.dossiers(["Đinh Văn Xuân", "Phạm Thị Hoa"], way).await;
        let paper = self.office.create(RecordKind::Decision, COMMITTEE, paper_on(dossier, self.year));
        let other_paper = self.office.create(RecordKind::Decision, COMMITTEE, paper_on(other, self.year));
        let session = self.office.create(RecordKind::CouncilSession, COUNCIL, session_on(dossier));
        let on = On { dossier, other, paper, other_paper, session };
        before(&mut self.office, &on);
        self.everybody_syncs().await;
        on
    }

    /// Dossiers of these persons that have gone a way.
    pub async fn dossiers<const N: usize>(&mut self, names: [&str; N], way: &[Step]) -> [RecordId; N] {
        let dossiers = names.map(|name| {
            let mut fields = a_nomination(name);
            fields.insert(ACHIEVEMENTS, "Hoàn thành tốt nhiệm vụ.".into());
            let home = thidua_domain::record::PartitionId(self.unit.directory.home);
            self.unit.create(RecordKind::Nomination, home, fields)
        });
        self.unit.sync().await;
        self.office.sync().await;
        for taken in way {
            let says = step_says(*taken);
            self.office.step_each(dossiers.map(|on| (on, of_dossier(*taken, DAY, &says))).to_vec());
        }
        dossiers
    }

    /// The endpoint's rows, byte by byte.
    pub async fn rows(&self) -> BTreeMap<RecordId, Vec<u8>> {
        let query = sqlx::query_as::<_, (Vec<u8>, Vec<u8>)>("SELECT record, row FROM records");
        let rows = query.fetch_all(&self.app.database().await).await.unwrap();
        rows.into_iter().map(|(id, row)| (RecordId::from_bytes(id.try_into().unwrap()), row)).collect()
    }

    /// Plays a case, and judges it.
    pub async fn play(&mut self, case: &Case) -> On {
        let Case { what, late, .. } = case;
        let on = self.set(case.way, case.before).await;
        let device = if case.who == Late::Unit { &mut self.unit } else { &mut self.second };
        late(device, &on);
        let typed: Vec<_> = device.replica.outbox().values().map(|pending| pending.op.clone()).collect();
        (case.meanwhile)(&mut self.office, &on);
        self.office.sync().await;
        assert!(self.office.replica.refused().is_empty(), "{what}: the first one is not refused");

        let before = self.rows().await;
        let device = if case.who == Late::Unit { &mut self.unit } else { &mut self.second };
        let answer = device.exchange().await;
        let told: Vec<Told> = answer.outcomes.iter().map(|(_, outcome)| told_of(outcome)).collect();
        assert_eq!(told, case.told, "{what}");

        // What came back is with its author, as it was typed and with its reason.
        for (op, told) in typed.iter().zip(&case.told) {
            let refused = device.replica.refused().get(&op.counter);
            match told {
                Told::Back(reason) => {
                    let refused = refused.unwrap_or_else(|| panic!("{what}: refused in silence"));
                    assert_eq!((&refused.reason, &refused.op.changes), (reason, &op.changes), "{what}");
                }
                Told::Through | Told::Both => assert_eq!(refused, None, "{what}"),
            }
        }
        // Where it came back, the endpoint's row is as it was.
        let after = self.rows().await;
        let through = typed.iter().zip(&case.told).filter(|(_, told)| !matches!(told, Told::Back(_)));
        let through: BTreeSet<RecordId> = through.map(|(op, _)| op.record).collect();
        for (record, row) in before.iter().filter(|(record, _)| !through.contains(record)) {
            assert!(after[record] == *row, "{what}: a row has changed");
        }
        let made = after.keys().filter(|record| !before.contains_key(record));
        assert!(made.into_iter().all(|record| through.contains(record)), "{what}: a record was made");

        self.everybody_syncs().await;
        let device = if case.who == Late::Unit { &mut self.unit } else { &mut self.second };
        assert!(device.replica.outbox().is_empty(), "{what}");
        for op in &typed {
            // Both show the same, and nothing waits any more.
            let shown = device.replica.view(op.record);
            assert_eq!(shown, self.office.replica.view(op.record), "{what}");
            assert!(shown.is_none_or(|view| view.waiting == 0 && !view.unsent), "{what}");
            let batch = device.replica.dismiss(op.counter);
            device.commit(batch);
        }
        on
    }
}

fn told_of(outcome: &Outcome) -> Told {
    match outcome {
        Outcome::Applied | Outcome::Merged => Told::Through,
        Outcome::Conflict => Told::Both,
        Outcome::Refused(reason) => Told::Back(reason.clone()),
        Outcome::Held | Outcome::NewerAppNeeded => panic!("{outcome:?}"),
    }
}

fn step_says(taken: Step) -> Vec<(Field, thidua_domain::record::Value)> {
    match taken {
        Step::Approve => figures_of(3),
        Step::Return => vec![(step::REASON, "Thiếu báo cáo thành tích".into())],
        _ => Vec::new(),
    }
}

/// The figures of a vote of five, by hand and open.
pub fn figures_of(yes: u32) -> Vec<(Field, thidua_domain::record::Value)> {
    let vote = thidua_domain::law::vote::Vote {
        members: 5,
        present: 5,
        written: 0,
        yes,
        no: Some(5 - yes),
        blank: Some(0),
        secret: false,
    };
    crate::taken::figures(vote)
}

pub fn paper_on(dossier: RecordId, year: i64) -> Fields {
    Fields::from_iter([
        (decision::YEAR, year.into()),
        (decision::DAY, DECIDED.into()),
        (decision::SIGNER, "Chủ tịch UBND huyện (mẫu)".into()),
        (decision::POST, "Chủ tịch".into()),
        (decision::LEVEL, 2.into()),
        (decision::SYMBOL, "QĐ-UBND".into()),
        (Field::of_item(decision::NOMINATION.number, 1), reference(dossier)),
    ])
}

fn session_on(dossier: RecordId) -> Fields {
    let mut fields = Fields::from_iter([
        (council::TITLE, "Phiên họp (mẫu)".into()),
        (council::DAY, "2024-02-20".into()),
        (council::YEAR, 2023.into()),
        (council::METHOD, 2.into()),
        (council::SECRET, 2.into()),
        (Field::of_item(council::AGENDA.number, 1), reference(dossier)),
        (Field::of_item(council::YES.number, 1), 3.into()),
        (Field::of_item(council::NO.number, 1), 2.into()),
        (Field::of_item(council::BLANK.number, 1), 0.into()),
    ]);
    for item in 1..=5 {
        fields.insert(Field::of_item(council::MEMBER.number, item), "Ủy viên (mẫu)".into());
        fields.insert(Field::of_item(council::ATTENDANCE.number, item), 1.into());
    }
    fields
}

/// What stands in a dossier's name and text, where a case has written them.
pub fn texts(device: &Device, dossier: RecordId) -> (String, String) {
    (device.text(dossier, NAME), device.text(dossier, ACHIEVEMENTS))
}
