//! The vocabulary in which every record is told: what kind it is, where it belongs, which fields it has.
//!
//! A record is a bag of numbered fields so that it can be edited field by field on many devices and merged, and so
//! that a field which an older app does not know travels through it unharmed. Typed views of a record (a nomination,
//! a pledge) are made from this bag by parsing; the bag itself knows no law.

use std::fmt;
use std::str::FromStr;

use litemap::LiteMap;

/// Identity of a record: a UUID (version 7) made on the device that created it and never rewritten.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId([u8; 16]);

impl RecordId {
    /// Takes the sixteen bytes of a UUID.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// When the record was made, by the clock of the device that made it: milliseconds since 1970, the first 48 bits of
    /// the id.
    #[must_use]
    pub const fn made_ms(&self) -> i64 {
        let [a, b, c, d, e, f, ..] = self.0;
        i64::from_be_bytes([0, 0, a, b, c, d, e, f])
    }

    /// The sixteen bytes of the UUID.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for RecordId {
    /// Thirty-two lower-case hexadecimal digits, as used in addresses and keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordId({self})")
    }
}

/// The text is not thirty-two hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a record id is 32 hexadecimal digits")]
pub struct RecordIdError;

impl FromStr for RecordId {
    type Err = RecordIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(RecordIdError);
        }
        u128::from_str_radix(text, 16).map(|n| Self(n.to_be_bytes())).map_err(|_| RecordIdError)
    }
}

/// A log partition: a unit, a bloc or a cluster. A record belongs to exactly one; what an account may see is a set of
/// them. Numbers are given by the committee's endpoint and are never reused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PartitionId(pub u32);

impl fmt::Display for PartitionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a partition stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PartitionKind {
    /// A commune (xã, phường, thị trấn).
    Commune,
    /// An office of the committee (phòng, ban, ngành).
    Office,
    /// A bloc of offices (khối thi đua).
    Bloc,
    /// A cluster of communes (cụm thi đua).
    Cluster,
    /// The committee itself: its settings, its decisions, and what it says about all units together.
    Authority,
    /// The council: its sessions (Hội đồng thi đua, khen thưởng).
    Council,
    /// What concerns all units: what the committee tells them, and what they tell each other (việc chung). Every account
    /// of the committee reads it.
    Commons,
}

impl PartitionKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Commune,
        Self::Office,
        Self::Bloc,
        Self::Cluster,
        Self::Authority,
        Self::Council,
        Self::Commons,
    ];

    /// Whether members of several units share this partition, as they share a bloc or a cluster.
    #[must_use]
    pub const fn is_group(self) -> bool {
        matches!(self, Self::Bloc | Self::Cluster)
    }

    /// Whether it is one unit, with people of its own.
    #[must_use]
    pub const fn is_unit(self) -> bool {
        matches!(self, Self::Commune | Self::Office)
    }
}

/// The kinds of record that this version knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RecordKind {
    /// An award nomination (đề nghị khen thưởng).
    Nomination,
    /// An emulation pledge (giao ước thi đua).
    Pledge,
    /// Somebody in the register of people, collectives and households (danh bạ).
    Profile,
    /// A setting of the committee, valid from a day (thiết lập).
    Setting,
    /// Why a rule was not kept that looks at a whole year or unit, such as a quota (giải trình).
    Explanation,
    /// A decision that gives awards (quyết định khen thưởng).
    Decision,
    /// A session of the council (phiên họp Hội đồng).
    CouncilSession,
    /// A list of nominees that was made public (công khai).
    Notice,
    /// A day of the year's calendar: a holiday, or the last day for something.
    CalendarDay,
    /// An emulation movement, and each unit's part in it (phong trào thi đua).
    Movement,
    /// A model worth copying, and who has copied it (mô hình hay).
    Model,
    /// A figure of the year, with its plan and what it was the year before (chỉ tiêu năm).
    Indicator,
    /// Which new-rural criteria a commune meets (tiêu chí nông thôn mới).
    RuralGrid,
    /// The year of a bloc or cluster: members, regulation, template of the pledge, table of points (khối, cụm thi đua).
    Bloc,
    /// Points that somebody gave a member of a bloc (bảng chấm điểm).
    Score,
}

impl RecordKind {
    /// Every kind, in the order of their codes.
    pub const ALL: [Self; 15] = [
        Self::Nomination,
        Self::Pledge,
        Self::Profile,
        Self::Setting,
        Self::Explanation,
        Self::Decision,
        Self::CouncilSession,
        Self::Notice,
        Self::CalendarDay,
        Self::Bloc,
        Self::Score,
        Self::Movement,
        Self::Model,
        Self::Indicator,
        Self::RuralGrid,
    ];

    /// The number that stands for this kind in storage and on the wire. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Nomination => 1,
            Self::Pledge => 2,
            Self::Profile => 3,
            Self::Setting => 4,
            Self::Explanation => 5,
            Self::Decision => 6,
            Self::CouncilSession => 7,
            Self::Notice => 8,
            Self::CalendarDay => 9,
            Self::Bloc => 10,
            Self::Score => 11,
            Self::Movement => 12,
            Self::Model => 13,
            Self::Indicator => 14,
            Self::RuralGrid => 15,
        }
    }

    /// The kind of a code, or `None` where a later version made it.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The address of one value in a record: the number of the field, and for repeated parts (the targets of a pledge)
/// which item it belongs to. Numbers below 10 belong to every kind of record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field {
    /// The number of the field within its kind of record. Never reused.
    pub number: u16,
    /// 0 for a field of the record itself, otherwise the random number that the device gave to the item.
    pub item: u32,
}

impl Field {
    /// Whether the record is deleted (`Bool`). Common to all kinds; written by the sync core only.
    pub const DELETED: Self = Self::of(0);
    /// Set by the endpoint where an edit brought a deleted record back (`Bool`); cleared when somebody settles it.
    pub const RETURNED: Self = Self::of(1);

    /// The unit that the record was made for, where that has ended since (`Int`, its number); written by the endpoint when it
    /// moves the record to the unit's heir, and by nobody else. 2 to 4 are those of [`crate::erasure`].
    pub const CAME_FROM: Self = Self::of(5);
    /// In the log of a unit that has ended: where its record went (`Int`). Stands in no record.
    pub const WENT_TO: Self = Self::of(6);

    /// A field of the record itself.
    #[must_use]
    pub const fn of(number: u16) -> Self {
        Self { number, item: 0 }
    }

    /// A field of one item of a repeated part.
    #[must_use]
    pub const fn of_item(number: u16, item: u32) -> Self {
        Self { number, item }
    }

    /// Whether the sync core owns this field, so that no form may write it.
    #[must_use]
    pub const fn is_reserved(self) -> bool {
        self.number < 10
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.item == 0 {
            write!(f, "#{}", self.number)
        } else {
            write!(f, "#{}[{}]", self.number, self.item)
        }
    }
}

/// A decimal number without rounding: `mantissa × 10^-scale`. Always normalised: no trailing zero after the point, so
/// that equal numbers are equal values.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

impl Decimal {
    /// The most digits after the point that are kept.
    pub const MAX_SCALE: u8 = 6;
    /// Nothing.
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    /// A decimal from its mantissa and the number of digits after the point; `None` where `scale` is above
    /// [`Decimal::MAX_SCALE`].
    #[must_use]
    pub const fn new(mantissa: i64, scale: u8) -> Option<Self> {
        if scale > Self::MAX_SCALE {
            return None;
        }
        let (mut mantissa, mut scale) = (mantissa, scale);
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Some(Self { mantissa, scale })
    }

    /// The digits as one integer.
    #[must_use]
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// How many of the digits stand after the point.
    #[must_use]
    pub const fn scale(self) -> u8 {
        self.scale
    }
}

/// The value of a field. There are no floats: two devices must read the same number from the same bytes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Value {
    /// Cleared. Differs from a field that was never written only in its revision.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number: a year, a count, a code, the number of a partition.
    Int(i64),
    /// A number with a decimal point.
    Decimal(Decimal),
    /// Text in Unicode NFC.
    Text(String),
    /// A value of a kind that only a later version knows, kept as it came (one encoded CBOR item).
    Opaque(Vec<u8>),
}

impl Value {
    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, where it is one: whole ones too, as whoever writes the wire by hand may set them.
    #[must_use]
    pub fn as_amount(&self) -> Option<Decimal> {
        match self {
            Self::Decimal(amount) => Some(*amount),
            Self::Int(whole) => Decimal::new(*whole, 0),
            _ => None,
        }
    }

    /// The whole number, where it is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

/// The fields of one record, in the order of their numbers. A record has a few dozen: a sorted list is smaller than a
/// tree, in memory and in code.
pub type Fields = LiteMap<Field, Value>;
