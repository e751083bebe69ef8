//! Values, fields and revisions on the wire.

use minicbor::Decoder;
use minicbor::data::Type;
use thidua_domain::record::{Decimal, Field, Value};

use super::cbor::{Cbor, DecodeError, array, bytes};
use crate::identity::{DeviceId, Dot};

/// CBOR's tag of a decimal fraction.
const DECIMAL_FRACTION: u64 = 4;

pub(super) fn write_value(out: &mut Cbor, value: &Value) {
    match value {
        Value::Null => out.null(),
        Value::Bool(yes) => out.bool(*yes),
        Value::Int(number) => out.int(*number),
        Value::Decimal(decimal) => {
            out.tag(DECIMAL_FRACTION);
            out.array(2);
            out.int(-i64::from(decimal.scale()));
            out.int(decimal.mantissa());
        }
        Value::Text(text) => out.text(text),
        Value::Opaque(item) => out.raw(item),
    }
}

pub(super) fn read_value(input: &mut Decoder<'_>) -> Result<Value, DecodeError> {
    let start = input.position();
    Ok(match input.datatype()? {
        Type::Null => {
            input.null()?;
            Value::Null
        }
        Type::Bool => Value::Bool(input.bool()?),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 | Type::I8 | Type::I16 | Type::I32 | Type::I64 => {
            // A u64 above the range of i64 is no whole number of ours; like any unknown value it is kept as it came.
            match input.probe().i64() {
                Ok(_) => Value::Int(input.i64()?),
                Err(_) => opaque(input, start)?,
            }
        }
        Type::String => Value::Text(input.str()?.to_owned()),
        Type::Tag => match read_decimal(&mut input.probe()) {
            Some(decimal) => {
                input.skip()?;
                Value::Decimal(decimal)
            }
            None => opaque(input, start)?,
        },
        Type::F16 | Type::F32 | Type::F64 => return Err(DecodeError::new("floats do not travel")),
        Type::Undefined | Type::Break => return Err(DecodeError::new("expected a value")),
        _ => opaque(input, start)?,
    })
}

fn read_decimal(input: &mut Decoder<'_>) -> Option<Decimal> {
    if input.tag().ok()?.as_u64() != DECIMAL_FRACTION || input.array().ok()? != Some(2) {
        return None;
    }
    let (exponent, mantissa) = (input.i64().ok()?, input.i64().ok()?);
    Decimal::new(mantissa, u8::try_from(exponent.checked_neg()?).ok()?)
}

fn opaque(input: &mut Decoder<'_>, start: usize) -> Result<Value, DecodeError> {
    input.skip()?;
    let item = input.input().get(start..input.position()).unwrap_or_default();
    Ok(Value::Opaque(item.to_vec()))
}

/// A field of the record itself is its number alone, a field of an item is `[number, item]`.
pub(crate) fn write_field(out: &mut Cbor, field: Field) {
    if field.item == 0 {
        out.uint(u64::from(field.number));
    } else {
        out.array(2);
        out.uint(u64::from(field.number));
        out.uint(u64::from(field.item));
    }
}

pub(crate) fn read_field(input: &mut Decoder<'_>) -> Result<Field, DecodeError> {
    if input.datatype()? != Type::Array {
        return Ok(Field::of(input.u16()?));
    }
    if array(input)? != 2 {
        return Err(DecodeError::new("a field of an item is a pair"));
    }
    Ok(Field::of_item(input.u16()?, input.u32()?))
}

/// Inside an operation: the device's own revisions are the counter alone, others `[device, counter]`.
pub(super) fn write_dot(out: &mut Cbor, dot: Dot, own: DeviceId) {
    if dot.device == own {
        out.uint(dot.counter);
    } else {
        out.array(2);
        out.bytes(&dot.device.0);
        out.uint(dot.counter);
    }
}

pub(super) fn read_dot(input: &mut Decoder<'_>, own: DeviceId) -> Result<Dot, DecodeError> {
    if input.datatype()? != Type::Array {
        return Ok(Dot { device: own, counter: input.u64()? });
    }
    if array(input)? != 2 {
        return Err(DecodeError::new("a revision of another device is a pair"));
    }
    Ok(Dot { device: DeviceId(bytes(input)?), counter: input.u64()? })
}

/// The devices that a page or a row speaks of, each written once and then named by its place.
#[derive(Default)]
pub(super) struct Devices(Vec<DeviceId>);

impl Devices {
    /// The place of a device, which is given one where it has none.
    pub(super) fn place(&mut self, device: DeviceId) -> u64 {
        let at = self.0.iter().position(|&known| known == device).unwrap_or_else(|| {
            self.0.push(device);
            self.0.len() - 1
        });
        at as u64
    }

    pub(super) fn write(&self, out: &mut Cbor) {
        out.array(self.0.len());
        for device in &self.0 {
            out.bytes(&device.0);
        }
    }

    pub(super) fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let len = array(input)?;
        (0..len).map(|_| Ok(DeviceId(bytes(input)?))).collect::<Result<_, _>>().map(Self)
    }

    /// The revision of a device's place and a counter.
    pub(super) fn dot(&self, place: u64, counter: u64) -> Result<Dot, DecodeError> {
        let device = usize::try_from(place).ok().and_then(|at| self.0.get(at));
        let device = *device.ok_or_else(|| DecodeError::new("a device that was not named"))?;
        Ok(Dot { device, counter })
    }
}
