//! January: what the units do, with a line and without.

use thidua_domain::dossier::State;
use thidua_domain::dossier::Step::{Consider, Merge, Return, Submit, Withdraw};
use thidua_domain::law::vote::Vote;
use thidua_domain::nomination::{ACHIEVEMENTS, AWARD, BIRTH_YEAR, NAME, POSITION};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{RecordKind, Value};
use thidua_domain::step;
use thidua_sync::client::View;
use thidua_sync::outcome::Reason;

use super::{LONG_MON, OFFICE, THANH_AN, Year, dossiers, take, text};
use crate::device;
use crate::taken::{because, figures, link};

/// How many of its nominations Thanh An has made before the line fails.
const BEFORE: usize = 15;

/// What the officer of Thanh An writes, and what the office writes, while they do not hear of each other.
const OF_THE_UNIT: &str = "Hoàn thành xuất sắc nhiệm vụ; hướng dẫn 40 hộ làm vườn (mẫu).";
pub(super) const OF_THE_OFFICE: &str = "Hoàn thành tốt nhiệm vụ được giao trong năm (mẫu).";
/// Why the office returned dossiers.
pub(super) const RETURNED: &str = "Thiếu số liệu về thành tích";
const ADDED: &str = "Bổ sung số liệu theo yêu cầu của Phòng Nội vụ (mẫu).";

impl Year {
    /// Two communes enter their own, the office those who do not work with the app. Thanh An has not finished.
    pub(super) async fn units_nominate_and_submit(&mut self) {
        self.devices.iter_mut().for_each(|device| device.on("2024-01-08"));
        self.make(LONG_MON, |new| new.unit == device::LONG_MON);
        self.make(OFFICE, |new| new.unit != device::THANH_AN);
        let mut made = 0;
        self.make(THANH_AN, |new| {
            made += usize::from(new.kind == RecordKind::Nomination);
            made <= BEFORE
        });
        let meeting = Vote {
            members: 12,
            present: 11,
            written: 0,
            yes: 10,
            no: Some(1),
            blank: Some(0),
            secret: false,
        };
        for (at, day) in [(LONG_MON, "2024-01-09"), (OFFICE, "2024-01-10"), (THANH_AN, "2024-01-10")] {
            let device = &mut self.devices[at];
            let mut considered = dossiers(device, State::Draft, |_| true);
            if at == THANH_AN {
                considered.truncate(BEFORE - 5);
            }
            take(device, Consider, day, &figures(meeting), considered.iter().copied());
            if at == THANH_AN {
                considered.truncate(BEFORE - 10);
            }
            take(device, Submit, "2024-01-12", &[], considered);
            device.sync().await;
        }
        self.everybody_syncs().await;
        let states = |state| dossiers(&self.devices[THANH_AN], state, |_| true).len();
        assert_eq!([State::Draft, State::Considered, State::Submitted].map(states), [5, 5, 5]);
    }

    /// Two weeks without a line: the officer of Thanh An does what is to be done, on the device alone.
    pub(super) fn thanh_an_goes_on_without_a_line(&mut self) {
        self.devices[THANH_AN].on("2024-01-15");
        let made = self.make(THANH_AN, |_| true);
        self.met.twice = made.last().copied();
        let device = &mut self.devices[THANH_AN];
        assert!(made.len() > 20, "{} are left for the two weeks", made.len());

        let person =
            made.iter().map(|record| device.view(*record)).find(|view| view.fields.contains_key(&BIRTH_YEAR));
        let mut beside = person.unwrap().fields;
        beside.insert(NAME, "Đinh Thị Chưa Đạt (mẫu)".into());
        beside.insert(AWARD, "lao_dong_tien_tien".into());
        self.met.rejected = Some(device.create(RecordKind::Nomination, device::THANH_AN, beside));

        let considered = dossiers(device, State::Draft, |_| true);
        take(device, Consider, "2024-01-18", &[], considered);
        let edited = dossiers(device, State::Considered, |view| view.waiting == 0)[0];
        device.edit(edited, ACHIEVEMENTS, OF_THE_UNIT);
        self.met.written = Some(edited);
        let withdrawn = dossiers(device, State::Submitted, |_| true)[0];
        take(device, Withdraw, "2024-01-22", &[because("Bổ sung thành tích")], [withdrawn]);
        device.edit(withdrawn, ACHIEVEMENTS, ADDED);
        self.met.stepped = Some(withdrawn);
        let submitted = dossiers(device, State::Considered, |_| true);
        take(device, Submit, "2024-01-25", &[], submitted);
    }

    /// The device has its line again: what stands on what has changed meanwhile comes back with its reason, the rest goes
    /// through, and nothing that was typed is lost.
    pub(super) async fn thanh_an_comes_back(&mut self) {
        let waiting = self.devices[THANH_AN].replica.outbox().len();
        assert!(waiting > 90, "{waiting} operations of two weeks");
        self.devices[THANH_AN].on("2024-01-26");
        self.devices[THANH_AN].sync().await;
        let (written, stepped) = (self.met.written.unwrap(), self.met.stepped.unwrap());
        let refused = self.refusals(THANH_AN);
        let told: Vec<_> = refused.iter().map(|(record, reason, _)| (*record, reason.clone())).collect();
        assert_eq!(
            told,
            [
                // The office had returned it: there is nothing to withdraw any more.
                (stepped, Reason::Obstacle(Obstacle::StateMoved)),
                // And what was written upon the withdrawal.
                (stepped, Reason::ParentRefused),
                // The office had corrected the same sentence: somebody has to read both before it goes up.
                (written, Reason::Obstacle(Obstacle::Unsettled)),
            ]
        );
        let device = &mut self.devices[THANH_AN];
        assert!(device.replica.outbox().is_empty());

        // What was typed is with its author, who reads the reason and sends it again.
        let typed = refused[1].2.get(&ACHIEVEMENTS).and_then(Value::as_text).unwrap().to_owned();
        assert_eq!(typed, ADDED);
        let view = device.view(stepped);
        assert_eq!(State::of(&view.fields), State::Returned);
        let returned = step::entries(&view.fields).pop().map(|entry| (entry.kind, entry.reason.to_owned()));
        assert_eq!(returned, Some((Return.code(), RETURNED.to_owned())));
        device.edit(stepped, ACHIEVEMENTS, &typed);

        let view = device.view(written);
        assert_eq!(
            (text(&view.fields, ACHIEVEMENTS), State::of(&view.fields)),
            (OF_THE_UNIT, State::Considered)
        );
        assert_eq!(view.conflicts[&ACHIEVEMENTS][0].value, OF_THE_OFFICE.into());
        let now = device.now();
        let batch = device.replica.settle(now, written, ACHIEVEMENTS, OF_THE_UNIT.into()).unwrap();
        device.commit(batch);
        take(device, Submit, "2024-01-29", &[], [stepped, written]);

        // The office had made one of them too: the two become one.
        let mine = self.met.twice.unwrap();
        take(device, Merge, "2024-01-29", &[link(self.met.twice_of_office.unwrap())], [mine]);
        self.everybody_syncs().await;
        assert!(self.devices[THANH_AN].replica.refused().is_empty());
        assert_eq!(dossiers(&self.devices[OFFICE], State::Merged, |_| true), [mine]);
        for state in [State::Draft, State::Considered, State::Returned, State::Withdrawn] {
            assert_eq!(dossiers(&self.devices[OFFICE], state, |_| true), [], "{state:?}");
        }
    }

    /// What Long Môn does with what came back, and what it takes back itself.
    pub(super) async fn long_mon_answers(&mut self) {
        let device = &mut self.devices[LONG_MON];
        device.on("2024-01-18");
        device.sync().await;
        let returned = dossiers(device, State::Returned, |_| true);
        assert_eq!(returned.len(), 3);
        for dossier in &returned {
            let view = device.view(*dossier);
            let told = step::entries(&view.fields).pop().unwrap().reason.to_owned();
            assert_eq!(told, RETURNED);
            let more = [text(&view.fields, ACHIEVEMENTS), " ", ADDED].concat();
            device.edit(*dossier, ACHIEVEMENTS, &more);
        }
        // One goes through the unit's meeting again, the others straight back.
        take(device, Consider, "2024-01-19", &[], [returned[0]]);
        take(device, Submit, "2024-01-19", &[], returned);

        let is_person = |view: &View| view.fields.contains_key(&BIRTH_YEAR) && view.waiting == 0;
        let withdrawn: Vec<_> = dossiers(device, State::Submitted, is_person).into_iter().take(2).collect();
        assert_eq!(withdrawn.len(), 2);
        take(device, Withdraw, "2024-01-19", &[because("Sửa chức vụ")], withdrawn.iter().copied());
        for dossier in &withdrawn {
            device.edit(*dossier, POSITION, "Công chức Văn phòng - Thống kê");
        }
        take(device, Consider, "2024-01-22", &[], withdrawn.iter().copied());
        take(device, Submit, "2024-01-22", &[], withdrawn);
        device.sync().await;
    }
}
