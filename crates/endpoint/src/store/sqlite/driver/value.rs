//! Values on their way into statements, and what can be read of rows.

use std::borrow::Cow;

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use sqlx::Error;

use super::error;

/// A value on its way into a statement.
#[derive(Clone)]
pub(in crate::store::sqlite) enum Value<'q> {
    Null,
    Integer(i64),
    Text(Cow<'q, str>),
    Bytes(Cow<'q, [u8]>),
}

impl Value<'_> {
    fn lent(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.lent()))
    }
}

macro_rules! value {
    ($($from:ty, $given:ident => $value:expr;)*) => {$(
        impl<'q> From<$from> for Value<'q> {
            fn from($given: $from) -> Self {
                $value
            }
        }
    )*};
}

value! {
    i64, number => Self::Integer(number);
    u32, number => Self::Integer(number.into());
    u16, number => Self::Integer(number.into());
    u8, number => Self::Integer(number.into());
    bool, is => Self::Integer(is.into());
    &'q str, text => Self::Text(text.into());
    &'q String, text => Self::Text(text.into());
    String, text => Self::Text(text.into());
    &'q [u8], bytes => Self::Bytes(bytes.into());
    &'q Vec<u8>, bytes => Self::Bytes(bytes.into());
    Vec<u8>, bytes => Self::Bytes(bytes.into());
}

impl<'q> From<&'q Option<String>> for Value<'q> {
    fn from(text: &'q Option<String>) -> Self {
        text.as_deref().into()
    }
}

impl<'q, T: Into<Value<'q>>> From<Option<T>> for Value<'q> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What can be read of a column.
pub(in crate::store::sqlite) trait Decode<'r>: Sized {
    fn decode(value: ValueRef<'r>) -> Result<Self, NotThat>;
}

/// A column holds something else than is asked for.
#[derive(Debug, thiserror::Error)]
#[error("the column holds something else")]
pub(in crate::store::sqlite) struct NotThat;

macro_rules! number {
    ($($kind:ty),*) => {$(
        impl Decode<'_> for $kind {
            fn decode(value: ValueRef<'_>) -> Result<Self, NotThat> {
                match value {
                    ValueRef::Integer(number) => number.try_into().map_err(|_| NotThat),
                    _ => Err(NotThat),
                }
            }
        }
    )*};
}

number!(i64, u32, u16, u8);

impl Decode<'_> for bool {
    fn decode(value: ValueRef<'_>) -> Result<Self, NotThat> {
        i64::decode(value).map(|number| number != 0)
    }
}

impl<'r> Decode<'r> for &'r str {
    fn decode(value: ValueRef<'r>) -> Result<Self, NotThat> {
        value.as_str().map_err(|_| NotThat)
    }
}

impl Decode<'_> for String {
    fn decode(value: ValueRef<'_>) -> Result<Self, NotThat> {
        value.as_str().map(str::to_owned).map_err(|_| NotThat)
    }
}

impl Decode<'_> for Vec<u8> {
    fn decode(value: ValueRef<'_>) -> Result<Self, NotThat> {
        match value {
            // SQLite keeps what it is given, whatever the column is for: what somebody has changed by hand is still told
            // as it is, so that it can be found damaged.
            ValueRef::Blob(bytes) | ValueRef::Text(bytes) => Ok(bytes.to_vec()),
            _ => Err(NotThat),
        }
    }
}

impl Decode<'_> for Value<'static> {
    fn decode(value: ValueRef<'_>) -> Result<Self, NotThat> {
        match value {
            ValueRef::Null => Ok(Self::Null),
            ValueRef::Integer(number) => Ok(Self::Integer(number)),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Ok(match value.as_str() {
                Ok(text) => text.to_owned().into(),
                Err(_) => bytes.to_vec().into(),
            }),
            // No table of ours has fractions.
            ValueRef::Real(_) => Err(NotThat),
        }
    }
}

impl<'r, T: Decode<'r>> Decode<'r> for Option<T> {
    fn decode(value: ValueRef<'r>) -> Result<Self, NotThat> {
        match value {
            ValueRef::Null => Ok(None),
            value => T::decode(value).map(Some),
        }
    }
}

fn decode<'r, T: Decode<'r>>(value: ValueRef<'r>, at: usize) -> Result<T, Error> {
    T::decode(value).map_err(|source| Error::ColumnDecode { index: at.to_string(), source: Box::new(source) })
}

/// A row that was read.
pub(in crate::store::sqlite) struct SqliteRow(Vec<Value<'static>>);

/// See [`sqlx::Row`].
pub(in crate::store::sqlite) trait Row {
    /// The column at a place, from 0 on.
    fn try_get<'r, T: Decode<'r>, I: Index>(&'r self, at: I) -> Result<T, Error>;
}

/// The place of a column.
pub(in crate::store::sqlite) trait Index {
    fn place(self) -> usize;
}

impl Index for usize {
    fn place(self) -> usize {
        self
    }
}

impl Row for SqliteRow {
    fn try_get<'r, T: Decode<'r>, I: Index>(&'r self, at: I) -> Result<T, Error> {
        let at = at.place();
        let value = self.0.get(at).ok_or(Error::ColumnIndexOutOfBounds { index: at, len: self.0.len() })?;
        decode(value.lent(), at)
    }
}

/// What a whole row is read as.
pub(in crate::store::sqlite) trait FromRow: Sized {
    fn from_row(row: &rusqlite::Row<'_>) -> Result<Self, Error>;
}

impl FromRow for SqliteRow {
    fn from_row(row: &rusqlite::Row<'_>) -> Result<Self, Error> {
        let count = row.as_ref().column_count();
        let cells = (0..count).map(|at| decode(row.get_ref(at).map_err(error)?, at));
        cells.collect::<Result<_, _>>().map(Self)
    }
}

/// The only column of a row.
pub(in crate::store::sqlite) struct Only<T>(pub(super) T);

impl<T: for<'r> Decode<'r>> FromRow for Only<T> {
    fn from_row(row: &rusqlite::Row<'_>) -> Result<Self, Error> {
        decode(row.get_ref(0).map_err(error)?, 0).map(Self)
    }
}

macro_rules! tuple {
    ($($kind:ident $at:literal),*) => {
        impl<$($kind: for<'r> Decode<'r>),*> FromRow for ($($kind,)*) {
            fn from_row(row: &rusqlite::Row<'_>) -> Result<Self, Error> {
                Ok(($(decode(row.get_ref($at).map_err(error)?, $at)?,)*))
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
