//! The receipts of operations: told when one takes effect, and read when one is offered again after a restore.

use std::collections::BTreeMap;

use crate::cursor::{CursorKey, authenticate, same_in_constant_time};
use crate::identity::{DeviceId, Seq};
use crate::operation::{Digest, Sealed};
use crate::receipt::{Numbered, Proof, Receipt, Receipts};
use crate::wire::Request;

use super::late::Returned;
use super::push::Pushed;

/// What is to be told of an operation that took effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
    /// Its place in the log of its partition.
    pub seq: Seq,
    /// The number that it was given.
    pub number: Option<u32>,
    /// The digest of its bytes.
    pub digest: Digest,
}

/// The tag of a number under the endpoint's secret, which lies in its store and so is the same after a restore. A secret of its
/// own would have to be brought through one by hand; a public key would be of use only where somebody else than the
/// endpoint checks it, which nobody does.
fn prove(key: &CursorKey, device: DeviceId, counter: u64, digest: Digest, number: u32) -> Proof {
    // A cursor's content begins with an array of CBOR, so neither is ever taken for the other.
    let mut content = b"receipt ".to_vec();
    content.extend(device.0);
    content.extend(counter.to_be_bytes());
    content.extend(digest.0);
    content.extend(number.to_be_bytes());
    Proof(authenticate(key, &content))
}

impl Pushed {
    /// The receipts that the device is told.
    #[must_use]
    pub fn receipts(&self, key: &CursorKey, device: DeviceId) -> Receipts {
        let receipt = |(counter, told): (&u64, &Told)| {
            let number = told.number.map(|number| {
                let proof = prove(key, device, *counter, told.digest, number);
                Numbered { number, proof }
            });
            (*counter, Receipt { seq: told.seq, number })
        };
        self.told.iter().map(receipt).collect()
    }
}

impl Returned {
    /// What the receipts of a request say of its operations. A number whose proof does not hold was not given.
    #[must_use]
    pub fn of(request: &Request, key: &CursorKey) -> BTreeMap<u64, Self> {
        let said = |sealed: &Sealed| {
            let receipt = request.receipts.get(&sealed.counter)?;
            let number = receipt.number.filter(|numbered| {
                let proof = prove(key, request.device, sealed.counter, sealed.digest(), numbered.number);
                same_in_constant_time(&proof.0, &numbered.proof.0)
            });
            let number = number.map(|numbered| numbered.number);
            Some((sealed.counter, Self { seq: receipt.seq, number }))
        };
        request.operations.iter().filter_map(said).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_from_a_receipt_only_for_the_very_operation_that_was_given_it() {
        let (key, device) = (CursorKey([7; 64]), DeviceId([1; 16]));
        let sealed = Sealed { counter: 4, bytes: vec![1, 2, 3] };
        let told = Told { seq: Seq(9), number: Some(12), digest: sealed.digest() };
        let pushed = Pushed { told: [(4, told)].into(), ..Pushed::default() };
        let receipts = pushed.receipts(&key, device);
        let request = Request { operations: vec![sealed], receipts, ..Request::of(device) };
        let wanted = Returned { seq: Seq(9), number: Some(12) };
        assert_eq!(Returned::of(&request, &key), [(4, wanted)].into());

        let without = Returned { seq: Seq(9), number: None };
        let mut other_number = request.clone();
        if let Some(Receipt { number: Some(numbered), .. }) = other_number.receipts.get_mut(&4) {
            numbered.number = 13;
        }
        assert_eq!(Returned::of(&other_number, &key), [(4, without)].into());
        let mut other_operation = request.clone();
        other_operation.operations = vec![Sealed { counter: 4, bytes: vec![1, 2, 4] }];
        assert_eq!(Returned::of(&other_operation, &key), [(4, without)].into());
        assert_eq!(Returned::of(&request, &CursorKey([8; 64])), [(4, without)].into());
        let other_device = Request { device: DeviceId([2; 16]), ..request };
        assert_eq!(Returned::of(&other_device, &key), [(4, without)].into());
    }
}
