//! What is wrong with one cell: a cause with its figures, never a sentence.
//!
//! What a form would refuse is told by the same fault of the domain; the others are of files alone.

use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};
use minicbor::{Decode, Encode};
use thidua_domain::fault::Fault;
use thidua_domain::record::Field;

use crate::table::Place;

/// What is wrong with a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CellFault {
    /// A formula whose result is not in the file: it was never opened and saved by a spreadsheet.
    Formula,
    /// An error value such as `#REF!`.
    ErrorValue,
    /// No day, or one that the calendar does not have.
    NotADay,
    /// No year of birth, or one that cannot be: it must be between these.
    BirthYear {
        /// The earliest.
        min: i64,
        /// The latest.
        max: i64,
    },
    /// No number.
    NotANumber,
    /// A number with a fraction where only whole ones can be.
    NotWhole,
    /// No title and no form of commendation of this name is known.
    UnknownAward,
    /// More than one title or form is named: each is a nomination of its own.
    SeveralAwards,
    /// A word that is none of those that may stand here.
    UnknownWord,
    /// The same nomination stands in an earlier row.
    Twice {
        /// The earlier row, from 0.
        row: u32,
    },
    /// The field is asked of persons, of collectives or of households only, and the row is of another kind.
    NotOfSubject,
    /// What a form would say of it.
    Value(Fault),
}

impl CellFault {
    const fn parts(self) -> (u16, i64, i64) {
        match self {
            Self::Formula => (1, 0, 0),
            Self::ErrorValue => (2, 0, 0),
            Self::NotADay => (3, 0, 0),
            Self::BirthYear { min, max } => (4, min, max),
            Self::NotANumber => (5, 0, 0),
            Self::NotWhole => (6, 0, 0),
            Self::UnknownAward => (7, 0, 0),
            Self::SeveralAwards => (8, 0, 0),
            Self::UnknownWord => (9, 0, 0),
            Self::Twice { row } => (10, row as i64, 0),
            Self::NotOfSubject => (11, 0, 0),
            Self::Value(fault) => match fault.field() {
                Some(field) => (fault.code(), field.number as i64, 0),
                None => (fault.code(), -1, 0),
            },
        }
    }

    fn from_parts(code: u16, a: i64, b: i64) -> Option<Self> {
        Some(match code {
            1 => Self::Formula,
            2 => Self::ErrorValue,
            3 => Self::NotADay,
            4 => Self::BirthYear { min: a, max: b },
            5 => Self::NotANumber,
            6 => Self::NotWhole,
            7 => Self::UnknownAward,
            8 => Self::SeveralAwards,
            9 => Self::UnknownWord,
            10 => Self::Twice { row: u32::try_from(a).ok()? },
            11 => Self::NotOfSubject,
            _ => Self::Value(Fault::from_code(code, u16::try_from(a).ok().map(Field::of))?),
        })
    }
}

impl<C> Encode<C> for CellFault {
    fn encode<W: Write>(&self, out: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        let (code, a, b) = self.parts();
        out.array(3)?.u16(code)?.i64(a)?.i64(b)?;
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for CellFault {
    fn decode(input: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        input.array()?;
        let (code, a, b) = (input.u16()?, input.i64()?, input.i64()?);
        Self::from_parts(code, a, b).ok_or_else(|| decode::Error::message("no such fault"))
    }
}

/// A cell that keeps its row from becoming a nomination.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Bad {
    /// The row, from 0.
    #[n(0)]
    pub row: u32,
    /// The column, from 0; `None` where the fault is of the row: something is missing that no column has.
    #[n(1)]
    pub column: Option<u16>,
    /// The heading of the column.
    #[n(2)]
    pub heading: String,
    /// What is wrong.
    #[n(3)]
    pub fault: CellFault,
    /// What is written there, after conversion.
    #[n(4)]
    pub text: String,
}

impl Bad {
    /// Where it stands.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place { row: self.row, column: self.column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use thidua_domain::nomination::NAME;

    #[test]
    fn faults_come_back_from_their_bytes() {
        let own = [
            CellFault::Formula,
            CellFault::ErrorValue,
            CellFault::NotADay,
            CellFault::BirthYear { min: 1905, max: 2019 },
            CellFault::NotANumber,
            CellFault::NotWhole,
            CellFault::UnknownAward,
            CellFault::SeveralAwards,
            CellFault::UnknownWord,
            CellFault::Twice { row: 7 },
            CellFault::NotOfSubject,
            CellFault::Value(Fault::Missing(NAME)),
            CellFault::Value(Fault::AwardNotForSubject),
        ];
        for fault in own {
            let bytes = minicbor::to_vec(fault).unwrap();
            assert_eq!(minicbor::decode::<CellFault>(&bytes).unwrap(), fault);
        }
    }
}
