//! Decisions and sendings-up in March, and the conference in April.

use std::collections::BTreeMap;

use thidua_domain::award::Level;
use thidua_domain::dossier::State;
use thidua_domain::dossier::Step::{Appraise, Decide, HigherDecide, HigherReturn, Present, SendUp, Submit};
use thidua_domain::law::dossier::Part;
use thidua_domain::nomination::{ACHIEVEMENTS, AWARD, SUBJECT};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};
use thidua_domain::{decision, dossier, step};
use thidua_sync::client::{CommandError, View};
use thidua_sync::outcome::Reason;

use super::{OFFICE, Year, dossiers, take, text};
use crate::device::{COMMITTEE, Device};
use crate::taken::{because, link, of_decision, of_dossier, reference};

/// The day of the district's decisions, of the province's, and of the conference.
const DECIDED: &str = "2024-03-15";
const DECIDED_ABOVE: &str = "2024-03-25";
const PRESENTED: &str = "2024-04-03";

fn is_decided_by(level: Level) -> impl Fn(&View) -> bool {
    move |view| dossier::check_decider(&view.fields, level).is_ok() && dossier::can_be_decided(&view.fields)
}

impl Year {
    /// One decision for each award and kind of subject; the endpoint gives the numbers.
    pub(super) async fn the_district_decides(&mut self) {
        let device = &mut self.devices[OFFICE];
        device.on(DECIDED);
        let mut groups: BTreeMap<(String, i64), Vec<RecordId>> = BTreeMap::new();
        for state in [State::Approved, State::Appraised] {
            for dossier in dossiers(device, state, is_decided_by(Level::District)) {
                let fields = device.view(dossier).fields;
                let subject = fields.get(&SUBJECT).and_then(Value::as_int).unwrap();
                groups.entry((text(&fields, AWARD).to_owned(), subject)).or_default().push(dossier);
            }
        }
        for (place, listed) in groups.into_values().enumerate() {
            let paper = device.create(RecordKind::Decision, COMMITTEE, decision_on(&listed));
            device.step(paper, of_decision(decision::Step::Issue, DECIDED, &[]));
            // Every other time the office waits for the number before it enters the decision into the dossiers.
            if place % 2 == 0 {
                device.sync().await;
            }
            take(device, Decide, DECIDED, &[link(paper)], listed);
            device.sync().await;
        }
    }

    /// What the district does not decide on goes up, and comes back as a paper of the province.
    pub(super) async fn the_province_decides(&mut self) {
        let device = &mut self.devices[OFFICE];
        let mut up = dossiers(device, State::Approved, |_| true);
        up.extend(dossiers(device, State::Appraised, |_| true));
        device.on("2024-03-18");
        for dossier in &up {
            let incomplete = device.try_step(*dossier, of_dossier(SendUp, "2024-03-18", &[]));
            let parts = CommandError::Refused(Reason::Obstacle(Obstacle::PartsMissing));
            assert_eq!(incomplete, Err(parts));
            for part in Part::ALL {
                device.edit_value(*dossier, part.field(), 1.into());
            }
        }
        take(device, SendUp, "2024-03-18", &[], up.iter().copied());
        device.sync().await;

        // One comes back from the province and takes its way again, with the vote of the session that it had.
        let is_excellent = |view: &View| text(&view.fields, AWARD) == "tap_the_lao_dong_xuat_sac";
        let back = dossiers(device, State::SentUp, is_excellent)[0];
        take(device, HigherReturn, "2024-03-20", &[because("Báo cáo chưa có xác nhận")], [back]);
        device.edit(back, ACHIEVEMENTS, "Báo cáo đã được xác nhận (mẫu).");
        take(device, Submit, "2024-03-21", &[], [back]);
        take(device, Appraise, "2024-03-21", &[], [back]);
        let fields = device.view(back).fields;
        let session = (1..step::next_item(&fields)).find_map(|item| step::link(&fields, item)).unwrap();
        self.vote(session, "2024-03-21");
        let device = &mut self.devices[OFFICE];
        take(device, SendUp, "2024-03-22", &[], [back]);
        device.sync().await;

        let province = i64::from(Level::Province.code());
        let paper = [
            (step::NUMBER, "217/QĐ-UBND (mẫu)".into()),
            (step::SIGNER, "Chủ tịch UBND tỉnh (mẫu)".into()),
            (step::LEVEL, province.into()),
        ];
        take(device, HigherDecide, DECIDED_ABOVE, &paper, up);
        device.sync().await;
    }

    /// The conference: every award is handed over.
    pub(super) async fn awards_are_handed_over(&mut self) {
        let device = &mut self.devices[OFFICE];
        let decided = dossiers(device, State::Decided, |_| true);
        let early = device.try_step(decided[0], of_dossier(Present, "2024-03-01", &[]));
        assert_eq!(early, Err(CommandError::Refused(Reason::Obstacle(Obstacle::BeforeDecision))));
        take(device, Present, PRESENTED, &[], decided);
        device.sync().await;
    }
}

fn decision_on(listed: &[RecordId]) -> Fields {
    let mut fields = Fields::from_iter([
        (decision::YEAR, 2024.into()),
        (decision::DAY, DECIDED.into()),
        (decision::SIGNER, "Chủ tịch UBND huyện (mẫu)".into()),
        (decision::POST, "Chủ tịch".into()),
        (decision::LEVEL, i64::from(Level::District.code()).into()),
        (decision::SYMBOL, "QĐ-UBND".into()),
    ]);
    for (item, dossier) in (1..).zip(listed) {
        fields.insert(Field::of_item(decision::NOMINATION.number, item), reference(*dossier));
    }
    fields
}

/// The numbers of the decisions that a device shows, in their order.
pub(super) fn numbers(device: &Device) -> Vec<i64> {
    let views = device.replica.views();
    let decisions = views.iter().filter(|view| view.kind == RecordKind::Decision.code());
    let mut numbers: Vec<i64> =
        decisions.filter_map(|view| view.fields.get(&decision::NUMBER).and_then(Value::as_int)).collect();
    numbers.sort_unstable();
    numbers
}
