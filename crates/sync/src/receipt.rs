//! What the endpoint says of an operation that took effect, and the device keeps beside it: where it stands in its partition's
//! log, and the official number that it was given.
//!
//! An endpoint that was restored from a backup gets both back with the operation. The place only orders: whoever sends a
//! wrong one has the operation carried out earlier or later than it was, which is in every device's power anyway. A number is
//! something that others rely on, so it comes with a proof, which nobody but the endpoint makes or reads.

use std::collections::BTreeMap;

use minicbor::Decoder;

use crate::identity::Seq;
use crate::wire::{Cbor, DecodeError, array, bytes};

/// A tag by which the endpoint knows a number again as one that it has given. Opaque to devices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proof(pub [u8; 12]);

/// An official number, as the endpoint gave it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Numbered {
    /// The number: of a decision, within its authority and year.
    pub number: u32,
    /// What shows that the endpoint gave it to this very operation.
    pub proof: Proof,
}

/// What the endpoint says of an operation that took effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Its place in the log of its partition.
    pub seq: Seq,
    /// The official number that it was given, where it was given one.
    pub number: Option<Numbered>,
}

/// Receipts by the counters of the operations.
pub type Receipts = BTreeMap<u64, Receipt>;

/// Operations that follow each other in counter and in place: the first counter, the last, the place of the first, and the
/// number, which only an operation by itself has.
struct Run {
    first: u64,
    last: u64,
    receipt: Receipt,
}

impl Run {
    fn goes_on(&self, counter: u64, receipt: &Receipt) -> bool {
        let is_plain = self.receipt.number.is_none() && receipt.number.is_none();
        is_plain
            && self.last.checked_add(1) == Some(counter)
            && self.receipt.seq.0.checked_add(counter - self.first) == Some(receipt.seq.0)
    }
}

/// Writes receipts as runs: `[first, last, seq]`, with a number `[counter, counter, seq, number, proof]`.
pub(crate) fn write_receipts(out: &mut Cbor, receipts: &Receipts) {
    let mut runs: Vec<Run> = Vec::new();
    for (counter, receipt) in receipts {
        match runs.last_mut() {
            Some(run) if run.goes_on(*counter, receipt) => run.last = *counter,
            _ => runs.push(Run { first: *counter, last: *counter, receipt: *receipt }),
        }
    }
    out.array(runs.len());
    for Run { first, last, receipt } in runs {
        out.array(if receipt.number.is_some() { 5 } else { 3 });
        out.uint(first);
        out.uint(last);
        out.uint(receipt.seq.0);
        if let Some(Numbered { number, proof }) = receipt.number {
            out.uint(u64::from(number));
            out.bytes(&proof.0);
        }
    }
}

/// Reads what [`write_receipts`] wrote.
pub(crate) fn read_receipts(input: &mut Decoder<'_>) -> Result<Receipts, DecodeError> {
    /// More operations than a request may hold are no receipts of it.
    const MOST: usize = 100_000;
    let mut receipts = Receipts::new();
    for _ in 0..array(input)? {
        let parts = array(input)?;
        let (first, last, seq) = (input.u64()?, input.u64()?, input.u64()?);
        let mut number = None;
        if parts > 4 {
            number = Some(Numbered { number: input.u32()?, proof: Proof(bytes(input)?) });
        }
        for _ in 5..parts {
            input.skip()?;
        }
        if first > last || (number.is_some() && first != last) {
            return Err(DecodeError::new("receipts must rise, and a number is one operation's"));
        }
        for counter in first..=last {
            let place = seq.checked_add(counter - first).filter(|_| receipts.len() < MOST);
            let place = place.ok_or_else(|| DecodeError::new("more receipts than operations"))?;
            receipts.insert(counter, Receipt { seq: Seq(place), number });
        }
    }
    Ok(receipts)
}

/// Writes one receipt beside what a store keeps: its parts are [`Receipt::parts`].
pub(crate) fn write_kept(out: &mut Cbor, receipt: &Receipt) {
    out.uint(receipt.seq.0);
    if let Some(Numbered { number, proof }) = receipt.number {
        out.uint(u64::from(number));
        out.bytes(&proof.0);
    }
}

/// Reads what [`write_kept`] wrote, of which so many parts are there; none where none are.
pub(crate) fn read_kept(input: &mut Decoder<'_>, parts: usize) -> Result<Option<Receipt>, DecodeError> {
    if parts == 0 {
        return Ok(None);
    }
    let seq = Seq(input.u64()?);
    let number = match parts {
        0..3 => None,
        _ => Some(Numbered { number: input.u32()?, proof: Proof(bytes(input)?) }),
    };
    Ok(Some(Receipt { seq, number }))
}

impl Receipt {
    /// How many items [`write_kept`] writes.
    pub(crate) const fn parts(receipt: Option<&Self>) -> usize {
        match receipt {
            None => 0,
            Some(Self { number: None, .. }) => 1,
            Some(Self { number: Some(_), .. }) => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_each_other_is_one_run_and_a_number_stands_by_itself() {
        let plain = |seq| Receipt { seq: Seq(seq), number: None };
        let numbered = Numbered { number: 7, proof: Proof([3; 12]) };
        let receipts = Receipts::from([
            (1, plain(40)),
            (2, plain(41)),
            (3, Receipt { seq: Seq(42), number: Some(numbered) }),
            (4, plain(43)),
            (6, plain(45)),
            (7, plain(9)),
        ]);
        let mut out = Cbor::default();
        write_receipts(&mut out, &receipts);
        let bytes = out.into_bytes();
        assert_eq!(bytes.first(), Some(&0x85), "five runs");
        assert_eq!(read_receipts(&mut Decoder::new(&bytes)), Ok(receipts.clone()));
        for receipt in receipts.values() {
            let mut out = Cbor::default();
            write_kept(&mut out, receipt);
            let bytes = out.into_bytes();
            let parts = Receipt::parts(Some(receipt));
            assert_eq!(read_kept(&mut Decoder::new(&bytes), parts), Ok(Some(*receipt)));
        }
    }

    #[test]
    fn a_short_text_does_not_become_a_million_receipts() {
        let mut out = Cbor::default();
        out.array(1);
        out.array(3);
        [1, u64::MAX, 1].into_iter().for_each(|number| out.uint(number));
        assert!(read_receipts(&mut Decoder::new(&out.into_bytes())).is_err());
    }
}
