//! The name of a cursor that the endpoint keeps itself because it is too long to travel.
//!
//! It says of which life the cursor is, and proves that the endpoint gave it to this very device. So a name under which
//! nothing is kept any more means what a cursor means that the logs do not know: the endpoint was set back.

use sha2::{Digest as _, Sha256};

use crate::cursor::{CursorKey, authenticate, same_in_constant_time};
use crate::identity::{DeviceId, Epoch};

/// A name, opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CursorName {
    /// The life of the endpoint in which the cursor was given.
    pub epoch: Epoch,
    /// The beginning of the digest of the cursor.
    pub id: [u8; 8],
}

impl CursorName {
    /// The bytes of a sealed name. No cursor is as short.
    const LENGTH: usize = 28;

    /// The name of a sealed cursor.
    #[must_use]
    pub fn of(epoch: Epoch, cursor: &[u8]) -> Self {
        let full: [u8; 32] = Sha256::digest(cursor).into();
        let mut id = [0; 8];
        id.iter_mut().zip(full).for_each(|(to, from)| *to = from);
        Self { epoch, id }
    }

    /// Whether what a device shows is a name and not a cursor itself.
    #[must_use]
    pub fn is_shown(shown: &[u8]) -> bool {
        shown.len() == Self::LENGTH
    }

    /// What the device is given.
    #[must_use]
    pub fn seal(&self, key: &CursorKey, device: DeviceId) -> Vec<u8> {
        [self.epoch.0.as_slice(), &self.id, &self.tag(key, device)].concat()
    }

    /// Opens what a device shows; `None` where the endpoint has not given it to that device.
    #[must_use]
    pub fn open(key: &CursorKey, device: DeviceId, shown: &[u8]) -> Option<Self> {
        let (epoch, rest) = shown.split_first_chunk()?;
        let (id, tag) = rest.split_first_chunk()?;
        let name = Self { epoch: Epoch(*epoch), id: *id };
        same_in_constant_time(tag, &name.tag(key, device)).then_some(name)
    }

    fn tag(&self, key: &CursorKey, device: DeviceId) -> [u8; 12] {
        // No cursor begins with a letter, so that a name cannot be taken for one.
        let content = [b"name of a cursor".as_slice(), &device.0, &self.epoch.0, &self.id].concat();
        authenticate(key, &content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_of_use_to_its_device_alone_and_as_it_was_given() {
        let (key, device) = (CursorKey([7; 64]), DeviceId([1; 16]));
        let name = CursorName::of(Epoch([3; 8]), b"a long cursor");
        let sealed = name.seal(&key, device);
        assert!(CursorName::is_shown(&sealed));
        assert_eq!(CursorName::open(&key, device, &sealed), Some(name));
        assert_eq!(CursorName::open(&key, DeviceId([2; 16]), &sealed), None);
        assert_eq!(CursorName::open(&CursorKey([8; 64]), device, &sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(CursorName::open(&key, device, &changed), None, "byte {at}");
            assert_eq!(CursorName::open(&key, device, &sealed[..at]), None);
        }
    }
}
