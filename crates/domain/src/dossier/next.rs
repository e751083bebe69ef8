//! What comes next for a dossier: the steps that an account may take on it, for whom it waits, and until when.

use super::{Doer, State, Step, can_be_decided, check_decider, rule_set, submitted_on};
use crate::access::{self, Account, Role};
use crate::award::{AwardKind, Level};
use crate::law::deadline;
use crate::law::setting::Settings;
use crate::nomination::{self, Nomination};
use crate::record::{Fields, PartitionId, RecordKind, Value};
use crate::rule_set::{CivilDate, RuleSet};
use crate::step;

/// The level of the committees that this program is for: districts, while there are any, and then communes.
#[must_use]
pub const fn own_level(rule_set: RuleSet) -> Level {
    if rule_set.has_districts() { Level::District } else { Level::Commune }
}

/// Whether the award is above the committee's level, so that its dossier goes up (R03).
#[must_use]
pub fn goes_up(fields: &Fields) -> bool {
    rule_set(fields).is_some_and(|rules| check_decider(fields, own_level(rules)).is_err())
}

/// The steps that an account may take on a dossier as it stands, the ordinary one first. What a step asks for beside is
/// checked when it is taken.
#[must_use]
pub fn steps_for(account: &Account, partition: PartitionId, fields: &Fields) -> Vec<Step> {
    let none = Fields::new();
    if access::may_write(account, RecordKind::Nomination, partition, Some(fields), &none).is_err() {
        return Vec::new();
    }
    let up = goes_up(fields);
    let may = |step: &Step| {
        let is_doer = step.doer() == Doer::Unit || account.role != Role::CommuneOfficer;
        let fits = match step {
            Step::Decide => can_be_decided(fields) && !up,
            Step::SendUp => can_be_decided(fields) && up,
            _ => true,
        };
        is_doer && fits
    };
    Step::from(State::of(fields)).filter(may).collect()
}

/// What a dossier waits for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Waiting {
    /// It was given back: its unit mends it and hands it up again.
    Mending,
    /// The unit's meeting.
    Consideration,
    /// Its unit hands it up.
    Submission,
    /// The standing office appraises it.
    Appraisal,
    /// The council votes on it.
    Council,
    /// A decision.
    Decision,
    /// The standing office sends it to the higher level.
    SendingUp,
    /// The higher level decides.
    HigherLevel,
    /// The award is handed over.
    Presentation,
}

impl Waiting {
    /// Everything that a dossier may wait for, in the order of its way.
    pub const ALL: [Self; 9] = [
        Self::Mending,
        Self::Consideration,
        Self::Submission,
        Self::Appraisal,
        Self::Council,
        Self::Decision,
        Self::SendingUp,
        Self::HigherLevel,
        Self::Presentation,
    ];

    /// What a dossier waits for; nothing once its way is over, or while its unit keeps it back.
    #[must_use]
    pub fn of(fields: &Fields) -> Option<Self> {
        let ready = || if goes_up(fields) { Self::SendingUp } else { Self::Decision };
        let is_form = || Nomination::read(fields).award.is_some_and(|award| award.kind == AwardKind::Form);
        match State::of(fields) {
            State::Draft => Some(Self::Consideration),
            State::Considered => Some(Self::Submission),
            State::Returned => Some(Self::Mending),
            State::Submitted => Some(Self::Appraisal),
            State::Appraised if is_form() => Some(ready()),
            State::Appraised => Some(Self::Council),
            State::Approved => Some(ready()),
            State::SentUp => Some(Self::HigherLevel),
            State::Decided => Some(Self::Presentation),
            State::Withdrawn | State::NotReached | State::Presented | State::Revoked | State::Merged => None,
        }
    }

    /// Whose work it is.
    #[must_use]
    pub const fn doer(self) -> Doer {
        match self {
            Self::Mending | Self::Consideration | Self::Submission => Doer::Unit,
            _ => Doer::StandingOffice,
        }
    }
}

/// The day since which a dossier waits: that of its last step. A draft waits for nobody else.
#[must_use]
pub fn waits_since(fields: &Fields) -> Option<CivilDate> {
    step::entries(fields).last().and_then(|entry| entry.day)
}

/// What the calendar of a year says to the work on its dossiers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calendar {
    /// The days on which nobody works, beside the ends of weeks.
    pub holidays: Vec<CivilDate>,
    /// Until then units hand up.
    pub units_submit: Option<CivilDate>,
    /// Until then the committee sends to the higher level.
    pub send_up: Option<CivilDate>,
    /// The conference, at which awards are handed over.
    pub conference: Option<CivilDate>,
}

/// Until when what a dossier waits for is to be done; `None` where nothing says so. The committee has its working days
/// from the receipt of the dossier (R35); the other days are those that it has set in its calendar.
#[must_use]
pub fn due(waiting: Waiting, fields: &Fields, settings: &Settings, calendar: &Calendar) -> Option<CivilDate> {
    match waiting {
        Waiting::Mending | Waiting::Consideration | Waiting::Submission => calendar.units_submit,
        Waiting::Appraisal | Waiting::Council | Waiting::Decision => {
            let nomination = Nomination::read(fields);
            let received = fields.get(&nomination::RECEIVED_ON).and_then(Value::as_text);
            let received = received.and_then(|day| day.parse().ok());
            // A dossier that was handed up again is dealt with anew.
            let received = received.max(submitted_on(fields))?;
            let days = deadline::days(nomination.award?, nomination.subject?, settings, received);
            Some(deadline::due(received, days, &calendar.holidays))
        }
        Waiting::SendingUp => calendar.send_up,
        Waiting::Presentation => calendar.conference,
        Waiting::HigherLevel => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Grant;
    use crate::record::{Field, PartitionKind};

    const HOME: PartitionId = PartitionId(1);

    fn account(role: Role) -> Account {
        let grants = vec![Grant { partition: HOME, kind: PartitionKind::Commune }];
        Account { id: 1, name: "Mẫu".into(), role, home: HOME, level: None, grants }
    }

    fn dossier(award: &str, state: State) -> Fields {
        Fields::from_iter([
            (nomination::SUBJECT, 1.into()),
            (nomination::AWARD, award.into()),
            (nomination::RULE_SET, "R2022_98".into()),
            (step::STATE, i64::from(state.code()).into()),
        ])
    }

    #[test]
    fn who_may_do_what_next() {
        use Role::{CommuneOfficer, CouncilMember, EmulationOfficer};
        let cases: &[(Role, &str, State, &[Step])] = &[
            (CommuneOfficer, "lao_dong_tien_tien", State::Draft, &[Step::Consider, Step::Merge]),
            (
                CommuneOfficer,
                "lao_dong_tien_tien",
                State::Considered,
                &[Step::Submit, Step::Withdraw, Step::Merge],
            ),
            (CommuneOfficer, "lao_dong_tien_tien", State::Submitted, &[Step::Withdraw, Step::Merge]),
            (
                EmulationOfficer,
                "lao_dong_tien_tien",
                State::Submitted,
                &[Step::Withdraw, Step::Return, Step::Appraise, Step::Merge],
            ),
            (CommuneOfficer, "lao_dong_tien_tien", State::Appraised, &[]),
            (
                EmulationOfficer,
                "lao_dong_tien_tien",
                State::Appraised,
                &[Step::Return, Step::Approve, Step::Reject],
            ),
            (
                EmulationOfficer,
                "giay_khen_huyen",
                State::Appraised,
                &[Step::Return, Step::Approve, Step::Reject, Step::Decide],
            ),
            (EmulationOfficer, "chien_si_thi_dua_co_so", State::Approved, &[Step::Decide]),
            (EmulationOfficer, "chien_si_thi_dua_tinh", State::Approved, &[Step::SendUp]),
            (
                EmulationOfficer,
                "chien_si_thi_dua_tinh",
                State::SentUp,
                &[Step::HigherDecide, Step::HigherReject, Step::HigherReturn],
            ),
            (EmulationOfficer, "lao_dong_tien_tien", State::Decided, &[Step::Present, Step::Revoke]),
            (CouncilMember, "lao_dong_tien_tien", State::Submitted, &[]),
        ];
        for (role, award, state, expected) in cases {
            let steps = steps_for(&account(*role), HOME, &dossier(award, *state));
            assert_eq!(steps, *expected, "{role:?} {award} {state:?}");
        }
    }

    #[test]
    fn what_it_waits_for() {
        let cases = [
            ("lao_dong_tien_tien", State::Draft, Some(Waiting::Consideration)),
            ("lao_dong_tien_tien", State::Withdrawn, None),
            ("lao_dong_tien_tien", State::Appraised, Some(Waiting::Council)),
            ("giay_khen_huyen", State::Appraised, Some(Waiting::Decision)),
            ("bang_khen_tinh", State::Appraised, Some(Waiting::SendingUp)),
            ("chien_si_thi_dua_tinh", State::Approved, Some(Waiting::SendingUp)),
            ("chien_si_thi_dua_co_so", State::Approved, Some(Waiting::Decision)),
            ("chien_si_thi_dua_co_so", State::Presented, None),
        ];
        for (award, state, expected) in cases {
            assert_eq!(Waiting::of(&dossier(award, state)), expected, "{award} {state:?}");
        }
    }

    #[test]
    fn the_committee_has_its_working_days_from_the_last_receipt() {
        let day = |text: &str| text.parse::<CivilDate>().unwrap();
        let calendar = Calendar {
            holidays: vec![day("2024-04-18")],
            units_submit: Some(day("2024-01-15")),
            ..Calendar::default()
        };
        let settings = Settings::default();
        let mut fields = dossier("chien_si_thi_dua_co_so", State::Submitted);
        let due_of = |waiting, fields: &Fields| due(waiting, fields, &settings, &calendar);
        assert_eq!(due_of(Waiting::Submission, &fields), Some(day("2024-01-15")));
        assert_eq!(due_of(Waiting::Appraisal, &fields), None, "nobody knows when it was received");

        fields.insert(nomination::RECEIVED_ON, "2024-04-01".into());
        let award = Nomination::read(&fields).award.unwrap();
        let days =
            |received| deadline::days(award, crate::award::SubjectKind::Individual, &settings, received);
        let first = deadline::due(day("2024-04-01"), days(day("2024-04-01")), &calendar.holidays);
        assert_eq!(due_of(Waiting::Appraisal, &fields), Some(first));

        for (item, submitted) in [(1, "2024-03-28"), (2, "2024-04-15")] {
            fields.insert(Field::of_item(step::KIND.number, item), i64::from(Step::Submit.code()).into());
            fields.insert(Field::of_item(step::DAY.number, item), submitted.into());
        }
        let again = deadline::due(day("2024-04-15"), days(day("2024-04-15")), &calendar.holidays);
        assert_eq!(due_of(Waiting::Appraisal, &fields), Some(again), "it was handed up again");
        assert!(again > first);
    }
}
