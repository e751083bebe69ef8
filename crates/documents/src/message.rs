//! What the app and its worker say to each other: CBOR both ways, so that rows become records on the app's side without
//! a call into the browser for each value.
//!
//! Both sides are of one build, therefore nothing here is kept compatible. A request is `[CBOR]`, or `[CBOR, bytes]`
//! where it hands over a file; an answer is its CBOR alone.

use minicbor::data::Type;
use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};
use minicbor::{Decode, Encode};
use thidua_domain::award::SubjectKind;
use thidua_domain::record::{Decimal, Field, Fields, Value};
use thidua_domain::rule_set::CivilDate;

use crate::column::Column;
use crate::encoding::Encoding;
use crate::fault::Bad;
use crate::legacy::Script;
use crate::look::Finding;
use crate::refusal::Refusal;

/// The most good rows of one answer: decoding them stays far below the time in which a page must answer a finger.
pub const CHUNK: usize = 250;
/// The rows that a preview shows.
pub const SAMPLE: usize = 8;

/// What the app asks.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Request {
    /// Look into the file that comes with this.
    #[n(0)]
    OpenFile,
    /// Look into pasted text.
    #[n(1)]
    OpenText(#[n(0)] String),
    /// Look at another sheet, or take another row for the headings.
    #[n(2)]
    Look(#[n(0)] u16, #[n(1)] Option<u32>),
    /// Read the rows.
    #[n(3)]
    Read(#[n(0)] Order),
    /// Stop reading.
    #[n(4)]
    Cancel,
}

/// How the rows are to be read.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Order {
    /// The sheet.
    #[n(0)]
    pub sheet: u16,
    /// The row of the headings, from 0, as the preview told it or as the officer pointed to it.
    #[n(1)]
    pub heading: Option<u32>,
    /// What each column means; those that are missing mean nothing.
    #[n(2)]
    pub mapping: Vec<Option<Column>>,
    /// The columns whose old script is not to be converted.
    #[n(3)]
    pub unconverted: Vec<u16>,
    /// What holds for rows that say nothing else.
    #[n(4)]
    pub defaults: Defaults,
}

/// What holds for all rows that say nothing else.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Defaults {
    /// The year whose work is commended.
    #[n(0)]
    pub year: Option<i64>,
    /// The identifier of the award.
    #[n(1)]
    pub award: Option<String>,
    /// The code of the kind of subject.
    #[n(2)]
    pub subject: Option<u16>,
    /// The number of the unit that makes the nominations, in which no two are the same.
    #[n(3)]
    pub partition: u32,
    /// Today, as the device knows it. It decides the rule set and which years of birth can be.
    #[cbor(n(4), with = "civil")]
    pub today: CivilDate,
}

/// Days as three numbers.
mod civil {
    use super::{CivilDate, Decoder, Encoder, Write, decode, encode};

    pub(super) fn encode<C, W: Write>(
        day: &CivilDate,
        out: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        out.array(3)?.u16(day.year())?.u8(day.month())?.u8(day.day())?;
        Ok(())
    }

    pub(super) fn decode<'b, C>(input: &mut Decoder<'b>, _: &mut C) -> Result<CivilDate, decode::Error> {
        input.array()?;
        let (year, month, day) = (input.u16()?, input.u8()?, input.u8()?);
        CivilDate::new(year, month, day).map_err(|_| decode::Error::message("no such day"))
    }
}

impl Defaults {
    /// The kind of subject.
    #[must_use]
    pub fn kind(&self) -> Option<SubjectKind> {
        self.subject.and_then(SubjectKind::from_code)
    }
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Answer {
    /// The file cannot be read.
    #[n(0)]
    Refused(#[n(0)] Refusal),
    /// A first look.
    #[n(1)]
    Preview(#[n(0)] Preview),
    /// So many rows of so many are read.
    #[n(2)]
    Progress(#[n(0)] u32, #[n(1)] u32),
    /// Some of the rows.
    #[n(3)]
    Rows(#[n(0)] Vec<Good>, #[n(1)] Vec<Bad>),
    /// All rows have been told.
    #[n(4)]
    Done(#[n(0)] Skipped),
}

/// A first look at a sheet.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Preview {
    /// The names of the sheets; one without a name where the file is text.
    #[n(0)]
    pub sheets: Vec<String>,
    /// Which of them this is.
    #[n(1)]
    pub sheet: u16,
    /// The row of the headings, from 0.
    #[n(2)]
    pub heading: Option<u32>,
    /// The columns.
    #[n(3)]
    pub columns: Vec<Seen>,
    /// The first rows of the list.
    #[n(4)]
    pub sample: Vec<Sample>,
    /// How many rows the list has.
    #[n(5)]
    pub rows: u32,
    /// The code of the kind of subject that the headings speak of.
    #[n(6)]
    pub subject: Option<u16>,
    /// How a text file was saved.
    #[n(7)]
    pub encoding: Option<Encoding>,
    /// What stands between the fields of a text.
    #[n(8)]
    pub separator: Option<char>,
}

/// One column of a preview.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Seen {
    /// Its heading, in Unicode.
    #[n(0)]
    pub heading: String,
    /// What it seems to mean.
    #[n(1)]
    pub guess: Option<Column>,
    /// What it is written in, where that is no Unicode.
    #[n(2)]
    pub finding: Option<Finding>,
}

impl Seen {
    /// The script that it is converted from, if the officer wishes.
    #[must_use]
    pub fn script(&self) -> Option<Script> {
        self.finding.map(|finding| finding.script)
    }
}

/// One row of a preview.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Sample {
    /// The row, from 0.
    #[n(0)]
    pub row: u32,
    /// Its cells as they stand in the file.
    #[n(1)]
    pub before: Vec<String>,
    /// Its cells in Unicode.
    #[n(2)]
    pub after: Vec<String>,
}

/// A row that may become a nomination: it has passed the domain's check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Good {
    /// The row, from 0.
    pub row: u32,
    /// The fields.
    pub fields: Fields,
}

/// How many rows were left out because they are no part of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Skipped {
    /// Rows with nothing in them, between others.
    #[n(0)]
    pub empty: u32,
    /// The numbering of the columns, and headings that are repeated on every page.
    #[n(1)]
    pub headings: u32,
    /// Totals, and what stands below the list: place, date, signatures.
    #[n(2)]
    pub footers: u32,
    /// Titles of parts of the list, such as "II. Tập thể".
    #[n(3)]
    pub sections: u32,
}

impl<C> Encode<C> for Good {
    fn encode<W: Write>(&self, out: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        out.array(2)?.u32(self.row)?.map(self.fields.len() as u64)?;
        for (field, value) in &self.fields {
            out.u16(field.number)?;
            match value {
                Value::Int(number) => out.i64(*number)?,
                Value::Text(text) => out.str(text)?,
                Value::Decimal(decimal) => out.array(2)?.i64(decimal.mantissa())?.u8(decimal.scale())?,
                Value::Bool(yes) => out.bool(*yes)?,
                // No row has another kind of value.
                Value::Null | Value::Opaque(_) => out.null()?,
            };
        }
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Good {
    fn decode(input: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        let missing = || decode::Error::message("a row of another build");
        input.array()?;
        let row = input.u32()?;
        let mut fields = Fields::new();
        for _ in 0..input.map()?.ok_or_else(missing)? {
            let field = Field::of(input.u16()?);
            let value = match input.datatype()? {
                Type::String => Value::Text(input.str()?.to_owned()),
                Type::Array => {
                    input.array()?;
                    let mantissa = input.i64()?;
                    Value::Decimal(Decimal::new(mantissa, input.u8()?).ok_or_else(missing)?)
                }
                Type::Bool => Value::Bool(input.bool()?),
                Type::Null => {
                    input.null()?;
                    Value::Null
                }
                _ => Value::Int(input.i64()?),
            };
            fields.insert(field, value);
        }
        Ok(Self { row, fields })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::CellFault;
    use thidua_domain::nomination::{NAME, POINTS, YEAR};

    #[test]
    fn rows_come_back_from_their_bytes() {
        let mut fields = Fields::new();
        fields.insert(NAME, "Đinh Văn Hòa".into());
        fields.insert(YEAR, 2025.into());
        fields.insert(POINTS, Value::Decimal(Decimal::new(-855, 1).unwrap()));
        let bad = Bad {
            row: 7,
            column: Some(2),
            heading: "Năm sinh".into(),
            fault: CellFault::NotADay,
            text: "x".into(),
        };
        let answer = Answer::Rows(vec![Good { row: 6, fields }], vec![bad]);
        let bytes = minicbor::to_vec(&answer).unwrap();
        assert_eq!(minicbor::decode::<Answer>(&bytes).unwrap(), answer);
        let skipped = Answer::Done(Skipped { empty: 1, ..Skipped::default() });
        let bytes = minicbor::to_vec(&skipped).unwrap();
        assert_eq!(minicbor::decode::<Answer>(&bytes).unwrap(), skipped);
    }
}
