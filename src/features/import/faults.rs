//! Why a file or a cell was not taken, in words.

use thidua_documents::fault::{Bad, CellFault};
use thidua_documents::refusal::Refusal;
use thidua_domain::record::RecordKind;

use super::words::ImportWords;
use crate::locale::{Words, faults};
use crate::worker::ImportError;

/// Why a file cannot be read, and what to do.
pub(super) fn import(words: &ImportWords, error: ImportError) -> String {
    let told = match error {
        ImportError::Unopened => words.unopened,
        ImportError::Worker => words.no_worker,
        ImportError::Refused(refusal) => match refusal {
            Refusal::Encrypted => words.encrypted,
            Refusal::OldExcel => words.old_excel,
            Refusal::NotAList => words.not_a_list,
            Refusal::Damaged => words.damaged,
            Refusal::Bomb => words.bomb,
            Refusal::TooLarge => words.too_large,
            Refusal::TooManyRows => words.too_many_rows,
            Refusal::NoSheet => words.no_sheet,
            Refusal::Empty => words.empty,
        },
    };
    told.to_owned()
}

/// What is wrong with a cell.
pub(super) fn cell(app: &Words, words: &ImportWords, bad: &Bad) -> String {
    match bad.fault {
        CellFault::Formula => words.formula.to_owned(),
        CellFault::ErrorValue => words.error_value.to_owned(),
        CellFault::NotADay => app.fault().not_a_day.to_owned(),
        CellFault::BirthYear { min, max } => (words.birth_year)(min, max),
        CellFault::NotANumber => app.fault().not_a_number.to_owned(),
        CellFault::NotWhole => app.fault().not_whole.to_owned(),
        CellFault::UnknownAward => words.unknown_award.to_owned(),
        CellFault::SeveralAwards => words.several_awards.to_owned(),
        CellFault::UnknownWord => words.unknown_word.to_owned(),
        CellFault::Twice { row } => (words.twice)(row + 1),
        CellFault::NotOfSubject => words.not_of_subject.to_owned(),
        CellFault::Value(fault) => {
            faults::reason(app, RecordKind::Nomination, &thidua_sync::outcome::Reason::Fault(fault))
        }
    }
}
