//! Who wrote what, and where it stands: devices, revisions, places in a log.

use std::fmt;

/// A device: sixteen random bytes made when an account first signs in on it, kept beside the outbox.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub [u8; 16]);

/// How the ids of devices begin that are the endpoint's own.
const OF_ENDPOINT: [u8; 12] = *b"witnessed by";

impl DeviceId {
    /// The device of the endpoint by which an account puts back what others have witnessed. Nobody signs in with it.
    #[must_use]
    pub const fn of_endpoint(account: u32) -> Self {
        let ([a, b, c, d], mut id) = (account.to_be_bytes(), [0; 16]);
        let mut at = 0;
        while at < OF_ENDPOINT.len() {
            id[at] = OF_ENDPOINT[at];
            at += 1;
        }
        (id[12], id[13], id[14], id[15]) = (a, b, c, d);
        Self(id)
    }

    /// Whether it is one of the endpoint's own.
    #[must_use]
    pub fn is_of_endpoint(&self) -> bool {
        self.0.starts_with(&OF_ENDPOINT)
    }
}

impl fmt::Display for DeviceId {
    /// Thirty-two lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The whole id makes a failing simulation unreadable; four bytes tell devices apart.
        let [a, b, c, d, ..] = self.0;
        write!(f, "{a:02x}{b:02x}{c:02x}{d:02x}")
    }
}

/// A revision: the operation that last wrote a field or a record, named by its device and the device's counter. The
/// same on every path that an operation can take, so it needs no endpoint to be told apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dot {
    /// The device that wrote.
    pub device: DeviceId,
    /// The number of the operation on that device, from 1.
    pub counter: u64,
}

impl fmt::Debug for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}·{}", self.device, self.counter)
    }
}

/// A place in the log of one partition. The first entry is 1; 0 is before the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Seq(pub u64);

impl Seq {
    /// The place after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// One life of an endpoint's logs. Random; a new one starts where the logs can no longer be a continuation of what
/// devices have seen (restored from a backup, forked).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Epoch(pub [u8; 8]);

/// A digest of the log of a partition up to an entry: equal hashes at equal places mean equal logs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct ChainHash(pub [u8; 8]);

/// Where the log of a partition ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Head {
    /// The place of the last entry, 0 for an empty log.
    pub seq: Seq,
    /// The digest of the log up to there.
    pub hash: ChainHash,
}
