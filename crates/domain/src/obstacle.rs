//! Why a step on a record was not carried out, though its author may take such steps and nothing is wrong with a value
//! in itself. What was written with the step stays with its author.

/// What stands in the way of a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// Somebody else has taken a step meanwhile: the record is not in the state that was seen.
    StateMoved,
    /// From its state the record cannot take this step.
    NotFromThisState,
    /// The text was changed by somebody else and not seen before the step.
    TextMoved,
    /// Where two wrote the same field, it must be settled first.
    Unsettled,
    /// The dossier has left the unit: its text changes only after it was returned.
    Locked,
    /// Only the standing office takes this step.
    NotTheStandingOffice,
    /// The record is deleted.
    Deleted,
    /// The dossier was merged into another one.
    Merged,
    /// The step needs a reason.
    ReasonMissing,
    /// The step needs a figure, a day, a number or a name that is not there.
    Incomplete,
    /// The step says another author than the account.
    OtherAuthor,
    /// The parts of the dossier are not complete, and no reason was given.
    PartsMissing,
    /// The votes do not add up: more than there were members, or ballots that nobody cast.
    VotesDoNotAddUp,
    /// The share of votes that the law asks for was not reached.
    TooFewVotes,
    /// The share of votes was reached, so that the result cannot be that it was not.
    VotesReached,
    /// A title needs the council's vote.
    NoCouncil,
    /// The figures are not those of the council's session.
    OtherFigures,
    /// The dossier is not on the session's agenda.
    NotOnAgenda,
    /// The session is not closed.
    SessionNotClosed,
    /// The record that the step rests on is not here.
    LinkMissing,
    /// The decision has no number yet, or was cancelled.
    NotIssued,
    /// The decision does not list the dossier.
    NotInDecision,
    /// This level does not decide on the award: it goes up.
    OtherLevel,
    /// The day lies before the dossier was submitted.
    BeforeSubmission,
    /// The day lies before the decision.
    BeforeDecision,
    /// The decision has no dossier in it.
    NothingToDecide,
    /// A dossier of the decision is not ready to be decided on.
    NotReady,
    /// The number is taken.
    NumberTaken,
    /// Numbers are left out without a reason.
    GapUnexplained,
    /// The session has no members or nothing on its agenda.
    SessionEmpty,
    /// Awards rest on the decision: they are revoked before it is cancelled.
    RestedOn,
    /// The endpoint was restored from a backup while the session was open, and its ballots are void.
    BallotsLost,
    /// The committee asks for a second person, and none has confirmed the decision as it stands.
    NotConfirmed,
    /// Whoever was the last to change the decision's text cannot be its second person.
    OwnText,
    /// Whoever has confirmed the decision cannot issue it as well.
    OwnConfirmation,
    /// The law obliges to keep the record: an award rests on it, or it is a paper of the committee.
    KeptByLaw,
    /// The dossier is being handled: it is withdrawn or returned before it can be erased.
    UnderWay,
    /// The words that are to stay behind name the person.
    NamesThePerson,
    /// A session of the council has the dossier on its agenda: its vote is that session's, and is not typed.
    SessionBinds = 40,
    /// For this title the law sets how is voted: the figures are those of a session, and are not typed.
    SessionNeeded,
    /// The council voted on another text, so that this one needs a vote of its own.
    OtherTextVoted,
    /// A dossier on the agenda does not wait for the council.
    AgendaNotReady,
    /// A dossier on the agenda is one of another year.
    AgendaOtherYear,
    /// A dossier on the agenda is before another session, or was voted on there as it stands.
    VotedAlready,
    /// So few ballots that it could be told whose they are.
    TooFewBallots,
    /// Fewer members voted than decide anything.
    NoQuorum,
    /// The result of the session stands in a dossier.
    ResultUsed,
    /// Ballots are given out, and counted, by a request of their own.
    NotCounted,
    /// The committee is of another level than the one that would decide.
    NotOurLevel = 50,
    /// On that day there was no such level (Law 2022 as amended, two levels of local government from 2025-07-01).
    NoSuchLevel = 51,
    /// Another decision that holds lists the dossier already.
    InAnotherDecision = 52,
    /// A dossier is merged into one of the same unit that is still on its way.
    WrongTarget = 53,
    /// The endpoint was restored from a backup, and it is not known yet which numbers were given since: no new one is given
    /// until an administrator has closed the reconciliation.
    Reconciling = 54,
    /// The pledge is signed: what it promises changes only by an amendment, and it is not deleted.
    Signed = 60,
    /// A target of the pledge is not complete, or nothing is promised: it cannot be signed.
    PledgeUnready = 61,
    /// What was drawn is no signature: nothing, a dot, or no drawing at all.
    NotAMark = 62,
    /// A typed name is confirmed with the unit's own account and no other.
    TypedForAnother = 63,
    /// The unit is no member of the bloc on that day.
    NotAMember = 64,
    /// The bloc's year is that of another bloc or of another year.
    OtherBloc = 65,
    /// Neither the unit's own account, nor the bloc leader's, nor the standing office's.
    NotTheirPen = 66,
}

impl Obstacle {
    const ALL: [Self; 60] = [
        Self::StateMoved,
        Self::NotFromThisState,
        Self::TextMoved,
        Self::Unsettled,
        Self::Locked,
        Self::NotTheStandingOffice,
        Self::Deleted,
        Self::Merged,
        Self::ReasonMissing,
        Self::Incomplete,
        Self::OtherAuthor,
        Self::PartsMissing,
        Self::VotesDoNotAddUp,
        Self::TooFewVotes,
        Self::VotesReached,
        Self::NoCouncil,
        Self::OtherFigures,
        Self::NotOnAgenda,
        Self::SessionNotClosed,
        Self::LinkMissing,
        Self::NotIssued,
        Self::NotInDecision,
        Self::OtherLevel,
        Self::BeforeSubmission,
        Self::BeforeDecision,
        Self::NothingToDecide,
        Self::NotReady,
        Self::NumberTaken,
        Self::GapUnexplained,
        Self::SessionEmpty,
        Self::RestedOn,
        Self::BallotsLost,
        Self::SessionBinds,
        Self::SessionNeeded,
        Self::OtherTextVoted,
        Self::AgendaNotReady,
        Self::AgendaOtherYear,
        Self::VotedAlready,
        Self::TooFewBallots,
        Self::NoQuorum,
        Self::ResultUsed,
        Self::NotCounted,
        Self::NotConfirmed,
        Self::OwnText,
        Self::OwnConfirmation,
        Self::KeptByLaw,
        Self::UnderWay,
        Self::NamesThePerson,
        Self::NotOurLevel,
        Self::NoSuchLevel,
        Self::InAnotherDecision,
        Self::WrongTarget,
        Self::Reconciling,
        Self::Signed,
        Self::PledgeUnready,
        Self::NotAMark,
        Self::TypedForAnother,
        Self::NotAMember,
        Self::OtherBloc,
        Self::NotTheirPen,
    ];

    /// The number that stands for this obstacle in answers: 300 to 399, by its number in the list. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        300 + self as u16
    }

    /// The obstacle of a code.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|obstacle| obstacle.code() == code)
    }
}
