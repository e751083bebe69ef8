//! The states of a dossier and the steps between them.

use crate::record::Fields;
use crate::step;

/// Where a dossier stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// It is being written (nháp).
    Draft,
    /// The unit has considered it (đã bình xét).
    Considered,
    /// It was handed up (đã trình).
    Submitted,
    /// It was given back with a reason (trả lại).
    Returned,
    /// The unit has taken it back (đã rút).
    Withdrawn,
    /// It was appraised (đã thẩm định).
    Appraised,
    /// The council has approved it (Hội đồng thông qua).
    Approved,
    /// It did not reach the award (không đạt).
    NotReached,
    /// It was sent to a higher level (đã trình cấp trên).
    SentUp,
    /// A decision gave the award (đã có quyết định).
    Decided,
    /// The award was handed over (đã trao).
    Presented,
    /// The award was taken away (đã huỷ, thu hồi).
    Revoked,
    /// It was merged into another dossier (đã gộp).
    Merged,
}

impl State {
    /// Every state, in the order of their codes.
    pub const ALL: [Self; 13] = [
        Self::Draft,
        Self::Considered,
        Self::Submitted,
        Self::Returned,
        Self::Withdrawn,
        Self::Appraised,
        Self::Approved,
        Self::NotReached,
        Self::SentUp,
        Self::Decided,
        Self::Presented,
        Self::Revoked,
        Self::Merged,
    ];

    /// The number that stands for this state in records: its place in the list. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        self as u16
    }

    /// The state of a dossier.
    #[must_use]
    pub fn of(fields: &Fields) -> Self {
        let code = step::state(fields);
        // A state of a later version: nothing of this version may be done with it.
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or(Self::Merged)
    }

    /// Whether its unit may still write it.
    #[must_use]
    pub const fn is_with_the_unit(self) -> bool {
        matches!(self, Self::Draft | Self::Considered | Self::Returned | Self::Withdrawn)
    }

    /// Whether it has been handed up and is not decided on.
    #[must_use]
    pub const fn is_being_handled(self) -> bool {
        matches!(self, Self::Submitted | Self::Appraised | Self::Approved | Self::SentUp)
    }

    /// Whether its way has ended.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::NotReached | Self::Presented | Self::Revoked | Self::Merged)
    }
}

/// Who takes a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doer {
    /// The unit's own officer, or the standing office on the unit's behalf.
    Unit,
    /// The standing office of the council (thường trực Hội đồng).
    StandingOffice,
}

/// What can be done with a dossier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// The unit's meeting has considered it (bình xét).
    Consider,
    /// It is handed up (trình).
    Submit,
    /// The unit takes it back (rút).
    Withdraw,
    /// It is given back to the unit with a reason (trả lại).
    Return,
    /// It is appraised (thẩm định).
    Appraise,
    /// The council approved it (Hội đồng thông qua).
    Approve,
    /// The council did not approve it (không đạt).
    Reject,
    /// A decision gives the award (quyết định).
    Decide,
    /// It is sent to a higher level (trình cấp trên, khen cao).
    SendUp,
    /// The higher level has given the award.
    HigherDecide,
    /// The higher level has not given it.
    HigherReject,
    /// The higher level has given the dossier back with a reason.
    HigherReturn,
    /// The award is handed over (trao).
    Present,
    /// The award is taken away (huỷ quyết định, thu hồi; Law 2022 ch. VII).
    Revoke,
    /// It is merged into another dossier, which goes on.
    Merge,
}

impl Step {
    /// Every step, in the order of their codes.
    pub const ALL: [Self; 15] = [
        Self::Consider,
        Self::Submit,
        Self::Withdraw,
        Self::Return,
        Self::Appraise,
        Self::Approve,
        Self::Reject,
        Self::Decide,
        Self::SendUp,
        Self::HigherDecide,
        Self::HigherReject,
        Self::HigherReturn,
        Self::Present,
        Self::Revoke,
        Self::Merge,
    ];

    /// The number that stands for this step in records: its place in the list, from 1. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        self as u16 + 1
    }

    /// The step of a code, `None` where a later version made it.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The state that it leads to.
    #[must_use]
    pub const fn leads_to(self) -> State {
        match self {
            Self::Consider => State::Considered,
            Self::Submit => State::Submitted,
            Self::Withdraw => State::Withdrawn,
            Self::Return | Self::HigherReturn => State::Returned,
            Self::Appraise => State::Appraised,
            Self::Approve => State::Approved,
            Self::Reject | Self::HigherReject => State::NotReached,
            Self::Decide | Self::HigherDecide => State::Decided,
            Self::SendUp => State::SentUp,
            Self::Present => State::Presented,
            Self::Revoke => State::Revoked,
            Self::Merge => State::Merged,
        }
    }

    /// Whether it can be taken from a state.
    #[must_use]
    pub const fn goes_from(self, state: State) -> bool {
        match self {
            Self::Consider => matches!(state, State::Draft | State::Returned | State::Withdrawn),
            Self::Submit => matches!(state, State::Considered | State::Returned),
            Self::Withdraw => matches!(state, State::Considered | State::Submitted),
            Self::Return => matches!(state, State::Submitted | State::Appraised),
            Self::Appraise => matches!(state, State::Submitted),
            Self::Approve | Self::Reject => matches!(state, State::Appraised),
            Self::Decide | Self::SendUp => matches!(state, State::Appraised | State::Approved),
            Self::HigherDecide | Self::HigherReject | Self::HigherReturn => matches!(state, State::SentUp),
            Self::Present => matches!(state, State::Decided),
            Self::Revoke => matches!(state, State::Decided | State::Presented),
            Self::Merge => state.is_with_the_unit() || matches!(state, State::Submitted),
        }
    }

    /// Who takes it.
    #[must_use]
    pub const fn doer(self) -> Doer {
        match self {
            Self::Consider | Self::Submit | Self::Withdraw | Self::Merge => Doer::Unit,
            _ => Doer::StandingOffice,
        }
    }

    /// Whether it asks for a reason in words.
    #[must_use]
    pub const fn asks_for_a_reason(self) -> bool {
        matches!(self, Self::Return | Self::HigherReturn | Self::HigherReject | Self::Revoke)
    }

    /// Whether it gives the dossier back to its unit, so that the text may change and what it was must be kept.
    #[must_use]
    pub const fn gives_back(self) -> bool {
        matches!(self, Self::Return | Self::HigherReturn | Self::Withdraw)
    }

    /// Whether it keeps the whole text as it stood: it was shown to somebody, and the unit may write on afterwards.
    #[must_use]
    pub const fn keeps_text(self) -> bool {
        self.gives_back() || matches!(self, Self::Consider)
    }

    /// Whether it is something that happens to a dossier that was handed up, so that its day cannot lie before that.
    #[must_use]
    pub const fn comes_after_submission(self) -> bool {
        match self {
            Self::Return
            | Self::Appraise
            | Self::Approve
            | Self::Reject
            | Self::SendUp
            | Self::HigherDecide
            | Self::HigherReject
            | Self::HigherReturn => true,
            Self::Consider
            | Self::Submit
            | Self::Withdraw
            | Self::Decide
            | Self::Present
            | Self::Revoke
            | Self::Merge => false,
        }
    }

    /// Whether it can be taken on a device alone and wait for the endpoint. Deciding needs a connection.
    #[must_use]
    pub const fn can_wait(self) -> bool {
        !matches!(self, Self::Decide)
    }

    /// The steps that lead on from a state.
    pub fn from(state: State) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |step| step.goes_from(state))
    }
}
