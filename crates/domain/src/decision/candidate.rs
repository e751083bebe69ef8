//! Whether a dossier may be put into a decision, told before anybody asks for the number: the same rules by which the
//! decision is issued, each with what a screen needs to say why not.

use crate::award::Level;
use crate::dossier::{self, State};
use crate::obstacle::Obstacle;
use crate::record::Fields;
use crate::rule_set::CivilDate;

/// Why a dossier cannot be decided on by this decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// Its unit has not handed it up, or has taken it back.
    WithTheUnit,
    /// It was handed up and not appraised yet.
    NotAppraised,
    /// A title needs the council's vote first.
    NoCouncil,
    /// It was sent to a higher level.
    SentUp,
    /// It was decided on already, did not reach the award, or was merged.
    Over,
    /// This level does not decide on the award: it goes up.
    OtherLevel,
    /// It was handed up on this day, after the day that the decision bears.
    SubmittedLater(CivilDate),
}

/// Whether a decision of a level and a day may list a dossier. What is not chosen yet is not judged.
///
/// # Errors
/// Why not.
pub fn fits(fields: &Fields, level: Option<Level>, day: Option<CivilDate>) -> Result<(), Unfit> {
    let state = State::of(fields);
    if !dossier::can_be_decided(fields) {
        return Err(match state {
            State::Draft | State::Considered | State::Returned | State::Withdrawn => Unfit::WithTheUnit,
            State::Submitted => Unfit::NotAppraised,
            State::Appraised => Unfit::NoCouncil,
            State::SentUp => Unfit::SentUp,
            State::Approved
            | State::NotReached
            | State::Decided
            | State::Presented
            | State::Revoked
            | State::Merged => Unfit::Over,
        });
    }
    if let Some(level) = level {
        dossier::check_decider(fields, level).map_err(|_: Obstacle| Unfit::OtherLevel)?;
    }
    match (dossier::submitted_on(fields), day) {
        (Some(submitted), Some(day)) if day < submitted => Err(Unfit::SubmittedLater(submitted)),
        _ => Ok(()),
    }
}
