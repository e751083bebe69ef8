//! What the standing office does in January, and the council's session in February.

use thidua_domain::award::{Award, AwardKind};
use thidua_domain::dossier::State;
use thidua_domain::dossier::Step::{Appraise, Approve, Consider, Reject, Return, Submit};
use thidua_domain::nomination::{ACHIEVEMENTS, AWARD};
use thidua_domain::record::{Field, Fields, RecordId, RecordKind};
use thidua_domain::{council, step};
use thidua_sync::client::{NewStep, View};

use super::units::{OF_THE_OFFICE, RETURNED};
use super::{LONG_MON, MEMBER, OFFICE, Year, dossiers, take, text};
use crate::device::{self, COUNCIL};
use crate::taken::{because, figures, link, of_dossier, of_session, reference};

/// Those who sit on the council.
const MEMBERS: u32 = 5;

impl Year {
    /// The office goes on while Thanh An has no line.
    pub(super) async fn the_office_goes_on_meanwhile(&mut self) {
        let device = &mut self.devices[OFFICE];
        device.on("2024-01-15");
        let mut returned = dossiers(device, State::Submitted, |view| view.partition == device::LONG_MON);
        returned.truncate(3);
        returned.push(self.met.stepped.unwrap());
        take(device, Return, "2024-01-16", &[because(RETURNED)], returned);
        device.edit(self.met.written.unwrap(), ACHIEVEMENTS, OF_THE_OFFICE);
        // Somebody of Thanh An has telephoned: the office enters a nomination that the unit's device holds already.
        let of_unit = self.devices[super::THANH_AN].view(self.met.twice.unwrap()).fields;
        let is_said = |field: &Field| !step::is_of_steps(*field);
        let said = Fields::from_iter(of_unit.into_iter().filter(|(field, _)| is_said(field)));
        let device = &mut self.devices[OFFICE];
        let twice = device.create(RecordKind::Nomination, device::THANH_AN, said);
        take(device, Consider, "2024-01-17", &[], [twice]);
        take(device, Submit, "2024-01-17", &[], [twice]);
        device.sync().await;
        self.met.twice_of_office = Some(twice);

        self.long_mon_answers().await;
        let device = &mut self.devices[OFFICE];
        device.sync().await;
        let appraised = dossiers(device, State::Submitted, |view| view.partition != device::THANH_AN);
        take(device, Appraise, "2024-01-24", &[], appraised);
        device.sync().await;
        self.devices[MEMBER].sync().await;
    }

    /// What came late is appraised too, and one that was appraised goes back once more.
    pub(super) async fn everything_is_appraised(&mut self) {
        let device = &mut self.devices[OFFICE];
        let submitted = dossiers(device, State::Submitted, |_| true);
        take(device, Appraise, "2024-02-05", &[], submitted);
        let back = dossiers(device, State::Appraised, |view| view.partition == device::LONG_MON)[0];
        take(device, Return, "2024-02-06", &[because(RETURNED)], [back]);
        device.sync().await;
        let unit = &mut self.devices[LONG_MON];
        unit.sync().await;
        unit.edit(back, ACHIEVEMENTS, "Đã bổ sung đủ số liệu (mẫu).");
        take(unit, Submit, "2024-02-07", &[], [back]);
        unit.sync().await;
        self.devices[OFFICE].sync().await;
        take(&mut self.devices[OFFICE], Appraise, "2024-02-08", &[], [back]);
        self.everybody_syncs().await;
    }

    /// The council votes by hand on every title, and the office enters what was counted.
    pub(super) async fn the_council_meets(&mut self) {
        let is_title = |view: &View| {
            Award::by_id(text(&view.fields, AWARD)).is_some_and(|award| award.kind == AwardKind::Title)
        };
        let titles = dossiers(&self.devices[OFFICE], State::Appraised, is_title);
        let rejected = self.met.rejected.unwrap();
        assert!(titles.contains(&rejected));
        let device = &mut self.devices[OFFICE];
        device.on("2024-02-20");
        let session = device.create(RecordKind::CouncilSession, COUNCIL, session_on(&titles, rejected));
        device.step(session, of_session(council::Step::Close, "2024-02-20", &[]));
        device.sync().await;
        // A member of the council reads what was counted.
        self.devices[MEMBER].sync().await;
        assert_eq!(council::State::of(&self.devices[MEMBER].view(session).fields), council::State::Closed);
        self.vote(session, "2024-02-21");
        self.everybody_syncs().await;
        assert_eq!(dossiers(&self.devices[OFFICE], State::NotReached, |_| true), [rejected]);
    }

    /// The office enters the result of a session into each appraised dossier of its agenda.
    pub(super) fn vote(&mut self, session: RecordId, day: &str) {
        let device = &mut self.devices[OFFICE];
        device.on(day);
        let fields = device.view(session).fields;
        let on_agenda = council::agenda(&fields);
        let open =
            on_agenda.filter(|(_, dossier)| State::of(&device.view(*dossier).fields) == State::Appraised);
        let taken: Vec<(RecordId, NewStep)> = open
            .map(|(item, dossier)| {
                let vote = council::vote(&fields, item);
                let says = [figures(vote), vec![link(session)]].concat();
                let step = if 2 * vote.yes > vote.members { Approve } else { Reject };
                (dossier, of_dossier(step, day, &says))
            })
            .collect();
        device.step_each(taken);
    }
}

/// Five members, of whom four came and one voted in writing.
fn session_on(agenda: &[RecordId], rejected: RecordId) -> Fields {
    let mut fields = Fields::from_iter([
        (council::TITLE, "Phiên họp xét thi đua năm 2023 (mẫu)".into()),
        (council::DAY, "2024-02-20".into()),
        (council::YEAR, 2023.into()),
        (council::METHOD, 2.into()),
        (council::SECRET, 1.into()),
    ]);
    for item in 1..=MEMBERS {
        let name = format!("Ủy viên {item} (mẫu)");
        fields.insert(Field::of_item(council::MEMBER.number, item), name.as_str().into());
        let attendance = if item == MEMBERS { 2 } else { 1 };
        fields.insert(Field::of_item(council::ATTENDANCE.number, item), attendance.into());
    }
    for (item, dossier) in (1..).zip(agenda) {
        let yes = if *dossier == rejected { 1 } else { 4 + i64::from(item % 2) };
        let figures = [
            (council::AGENDA, reference(*dossier)),
            (council::YES, yes.into()),
            (council::NO, (5 - yes).into()),
            (council::BLANK, 0.into()),
        ];
        fields.extend(figures.map(|(field, value)| (Field::of_item(field.number, item), value)));
    }
    fields
}
