//! How fast one account and one address may ask. Far above what an office with a full hall of tablets needs, and low enough
//! that one faulty or hostile client cannot take the endpoint from the others. In memory, by instance.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use thidua_sync::identity::DeviceId;

use crate::attempts::{Allowance, Bucket, TooMany, take};

/// How many seconds' worth may come at once: a device that was away for long, and a file of evidence in its pieces.
const AT_ONCE: u32 = 60;
/// An office shares one address.
const ACCOUNTS_PER_ADDRESS: u32 = 10;

/// The pace of all accounts and addresses.
pub(crate) struct Pace {
    per_account: Option<Allowance>,
    per_address: Option<Allowance>,
    buckets: Mutex<Buckets>,
}

/// Requests at once by which a device without a login hands in, and how long until the next: an outbox that was filled for
/// months goes in a few.
const HANDED_IN: Allowance = Allowance { at_once: 20, refill: Duration::from_secs(30) };

/// How often devices without a login may hand in. Their number is bounded by that of the tokens that were ever given.
#[derive(Default)]
pub(crate) struct Handing(Mutex<HashMap<DeviceId, Bucket>>);

impl Handing {
    /// A request of a device.
    pub(crate) fn take(&self, device: DeviceId, now: Instant) -> Result<(), TooMany> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        take(&mut buckets, device, HANDED_IN, now)
    }
}

#[derive(Default)]
struct Buckets {
    accounts: HashMap<u32, Bucket>,
    addresses: HashMap<IpAddr, Bucket>,
}

impl Pace {
    /// So many requests a second of one account in the long run; with nought there is no limit.
    pub(crate) fn of(per_second: u32) -> Self {
        let allowance = |per_second: u32| {
            let refill = Duration::from_secs(1).checked_div(per_second)?;
            Some(Allowance { at_once: AT_ONCE.saturating_mul(per_second), refill })
        };
        Self {
            per_account: allowance(per_second),
            per_address: allowance(per_second.saturating_mul(ACCOUNTS_PER_ADDRESS)),
            buckets: Mutex::default(),
        }
    }

    /// A request of an account.
    pub(crate) fn account(&self, account: u32, now: Instant) -> Result<(), TooMany> {
        let Some(allowance) = self.per_account else { return Ok(()) };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        take(&mut buckets.accounts, account, allowance, now)
    }

    /// A request from an address, whoever it says that it is.
    pub(crate) fn address(&self, address: IpAddr, now: Instant) -> Result<(), TooMany> {
        let Some(allowance) = self.per_address else { return Ok(()) };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        take(&mut buckets.addresses, network(address), allowance, now)
    }
}

/// Whoever has one address of IPv6 has 2⁶⁴ of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_asks_without_end_is_slowed_and_no_other() {
        let (pace, now) = (Pace::of(5), Instant::now());
        let taken = (0..1000).filter(|_| pace.account(1, now).is_ok()).count();
        assert_eq!(taken, 300);
        assert_eq!(pace.account(1, now), Err(TooMany(Duration::from_millis(200))));
        assert_eq!(pace.account(2, now), Ok(()));
        let later = (0..1000).filter(|_| pace.account(1, now + Duration::from_secs(2)).is_ok()).count();
        assert_eq!(later, 10);
    }

    #[test]
    fn addresses_of_one_network_count_as_one() {
        let (pace, now) = (Pace::of(1), Instant::now());
        let taken = |text: &str| {
            let address: IpAddr = text.parse().unwrap();
            (0..1000).filter(|_| pace.address(address, now).is_ok()).count()
        };
        assert_eq!(taken("2001:db8::1"), 600);
        assert_eq!(taken("2001:db8::dead:beef"), 0);
        assert_eq!(taken("2001:db8:0:1::1"), 600);
        assert_eq!(taken("192.0.2.1"), 600);
        assert_eq!(taken("::ffff:192.0.2.1"), 0);
    }

    #[test]
    fn the_limit_can_be_lifted() {
        let (pace, now) = (Pace::of(0), Instant::now());
        assert!((0..10_000).all(|_| pace.account(1, now).is_ok()));
    }
}
