//! The text of a signature: base64 (RFC 4648 section 5, without padding) of a version, the height of the pad, and for each stroke its
//! points as steps from the point before, in variable-length whole numbers.

use super::{MOST_CHARACTERS, MOST_STROKES, Point, Signature, SignatureError};

const VERSION: u8 = 1;
/// Set where every point has a pressure.
const WITH_PRESSURE: u8 = 1;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Signature {
    /// The text of the signature.
    #[must_use]
    pub fn encode(&self) -> String {
        let with_pressure = self.strokes().iter().flatten().all(|point| point.pressure.is_some());
        let mut bytes = vec![VERSION, if with_pressure { WITH_PRESSURE } else { 0 }];
        number(&mut bytes, self.height().into());
        number(&mut bytes, u32::try_from(self.strokes().len()).unwrap_or(u32::MAX));
        let mut before = Point { x: 0, y: 0, pressure: Some(0), after_ms: 0 };
        for stroke in self.strokes() {
            number(&mut bytes, u32::try_from(stroke.len()).unwrap_or(u32::MAX));
            for point in stroke {
                step(&mut bytes, before.x, point.x);
                step(&mut bytes, before.y, point.y);
                if with_pressure {
                    step(&mut bytes, before.pressure.unwrap_or(0).into(), point.pressure.unwrap_or(0).into());
                }
                number(&mut bytes, point.after_ms.into());
                before = *point;
            }
        }
        to_base64(&bytes)
    }

    /// Reads the text of a signature.
    ///
    /// # Errors
    /// Where it is none.
    pub fn decode(text: &str) -> Result<Self, SignatureError> {
        if text.len() > MOST_CHARACTERS {
            return Err(SignatureError::TooMuch);
        }
        let bytes = from_base64(text).ok_or(SignatureError::Malformed)?;
        let mut input = Input { bytes: &bytes };
        let signature = input.signature().ok_or(SignatureError::Malformed)?;
        if input.bytes.is_empty() { Ok(signature) } else { Err(SignatureError::Malformed) }
    }
}

struct Input<'b> {
    bytes: &'b [u8],
}

impl Input<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    /// A number of at most five bytes, seven bits in each, the lowest first.
    fn number(&mut self) -> Option<u32> {
        let mut number = 0u32;
        for place in 0..5u32 {
            let byte = self.byte()?;
            let bits = u32::from(byte & 127);
            number |= bits.checked_shl(7 * place).filter(|shifted| shifted >> (7 * place) == bits)?;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn step(&mut self, from: u16) -> Option<u16> {
        let zigzag = self.number()?;
        let half = i64::from(zigzag >> 1);
        let step = if zigzag & 1 == 1 { -half - 1 } else { half };
        u16::try_from(i64::from(from).checked_add(step)?).ok()
    }

    fn signature(&mut self) -> Option<Signature> {
        if self.byte()? != VERSION {
            return None;
        }
        let with_pressure = match self.byte()? {
            0 => false,
            WITH_PRESSURE => true,
            _ => return None,
        };
        let height = u16::try_from(self.number()?).ok()?;
        let count = usize::try_from(self.number()?).ok().filter(|count| *count <= MOST_STROKES)?;
        let mut strokes = Vec::with_capacity(count);
        let (mut x, mut y, mut pressure) = (0, 0, 0);
        for _ in 0..count {
            let points = usize::try_from(self.number()?).ok()?;
            // Each point has three bytes at least.
            if points == 0 || points > self.bytes.len() / 3 {
                return None;
            }
            let mut stroke = Vec::with_capacity(points);
            for _ in 0..points {
                x = self.step(x)?;
                y = self.step(y)?;
                if with_pressure {
                    pressure = self.step(pressure)?;
                }
                stroke.push(Point {
                    x,
                    y,
                    pressure: if with_pressure { Some(u8::try_from(pressure).ok()?) } else { None },
                    after_ms: u16::try_from(self.number()?).ok()?,
                });
            }
            strokes.push(stroke);
        }
        Signature::checked(height, strokes)
    }
}

fn number(bytes: &mut Vec<u8>, mut number: u32) {
    loop {
        let [low, ..] = (number & 127).to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 128);
    }
}

/// A step as a number without a sign: 0, -1, 1, -2, …
fn step(bytes: &mut Vec<u8>, from: u16, to: u16) {
    let step = i32::from(to) - i32::from(from);
    let zigzag = if step < 0 { -2 * step - 1 } else { 2 * step };
    number(bytes, zigzag.unsigned_abs());
}

pub(super) fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for three in bytes.chunks(3) {
        let mut bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        bits <<= 8 * (3 - three.len());
        for place in 0..=three.len() {
            let at = (bits >> (18 - 6 * place)) & 63;
            let letter = usize::try_from(at).ok().and_then(|at| ALPHABET.get(at));
            text.extend(letter.map(|letter| char::from(*letter)));
        }
    }
    text
}

/// `None` where it is no base64, also where bits are set that stand for nothing: one signature has one text.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for letter in four {
            let at = ALPHABET.iter().position(|known| known == letter)?;
            bits = bits << 6 | u32::try_from(at).ok()?;
        }
        bits <<= 6 * (4 - four.len());
        let [_, one, two, three] = bits.to_be_bytes();
        match four.len() {
            4 => bytes.extend([one, two, three]),
            3 if three == 0 => bytes.extend([one, two]),
            2 if two == 0 && three == 0 => bytes.push(one),
            _ => return None,
        }
    }
    Some(bytes)
}
