//! How often one may try to sign in: a bucket of tries for each account name and for each address, refilled in time.
//! In memory only: a restart forgives, and that costs an attacker more than it gives.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Tries at once for one account name, and how long until the next.
const PER_LOGIN: Allowance = Allowance { at_once: 5, refill: Duration::from_secs(30) };
/// An office shares one address, and behind a proxy everybody does.
const PER_ADDRESS: Allowance = Allowance { at_once: 30, refill: Duration::from_secs(5) };
/// Above this many names or addresses the full buckets are thrown away, which are the same as none.
const MANY: usize = 10_000;

/// How much may come at once, and how long until one more.
#[derive(Clone, Copy)]
pub(crate) struct Allowance {
    pub(crate) at_once: u32,
    pub(crate) refill: Duration,
}

/// The next try is allowed after this time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TooMany(pub(crate) Duration);

#[derive(Default)]
pub(crate) struct Attempts(Mutex<Buckets>);

#[derive(Default)]
struct Buckets {
    logins: HashMap<String, Bucket>,
    addresses: HashMap<IpAddr, Bucket>,
}

/// When the bucket will be full again: the one number from which all else follows.
#[derive(Clone, Copy)]
pub(crate) struct Bucket(Instant);

impl Attempts {
    /// Takes a try. Taken before the password is checked, so that tries at the same time are counted too.
    pub(crate) fn take(&self, login: &str, address: IpAddr, now: Instant) -> Result<(), TooMany> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        take(&mut buckets.addresses, address, PER_ADDRESS, now)?;
        take(&mut buckets.logins, login.to_owned(), PER_LOGIN, now)
    }

    /// Gives a try back: who has the right password is not counted.
    pub(crate) fn give_back(&self, login: &str, address: IpAddr) {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        give_back(&mut buckets.logins, login, PER_LOGIN);
        give_back(&mut buckets.addresses, &address, PER_ADDRESS);
    }
}

/// Takes one out of a bucket.
pub(crate) fn take<K: Hash + Eq>(
    buckets: &mut HashMap<K, Bucket>,
    key: K,
    allowance: Allowance,
    now: Instant,
) -> Result<(), TooMany> {
    if buckets.len() >= MANY {
        buckets.retain(|_, bucket| bucket.0 > now);
    }
    let bucket = buckets.entry(key).or_insert(Bucket(now));
    let full = bucket.0.max(now) + allowance.refill;
    let latest = now + allowance.refill * allowance.at_once;
    if full > latest {
        return Err(TooMany(full - latest));
    }
    bucket.0 = full;
    Ok(())
}

fn give_back<K, Q>(buckets: &mut HashMap<K, Bucket>, key: &Q, allowance: Allowance)
where
    K: std::borrow::Borrow<Q> + Hash + Eq,
    Q: Hash + Eq + ?Sized,
{
    if let Some(bucket) = buckets.get_mut(key)
        && let Some(full) = bucket.0.checked_sub(allowance.refill)
    {
        bucket.0 = full;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn five_tries_then_one_every_half_minute() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        (0..5).for_each(|_| assert_eq!(attempts.take("longmon", HERE, now), Ok(())));
        assert_eq!(attempts.take("longmon", HERE, now), Err(TooMany(Duration::from_secs(30))));
        assert_eq!(attempts.take("thanhan", HERE, now), Ok(()));
        let later = now + Duration::from_secs(31);
        assert_eq!(attempts.take("longmon", HERE, later), Ok(()));
        assert!(attempts.take("longmon", HERE, later).is_err());
    }

    #[test]
    fn the_right_password_is_not_counted() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..100 {
            assert_eq!(attempts.take("longmon", HERE, now), Ok(()));
            attempts.give_back("longmon", HERE);
        }
    }

    #[test]
    fn one_address_cannot_try_every_name() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let refused = (0..100).filter(|n| attempts.take(&n.to_string(), HERE, now).is_err()).count();
        assert_eq!(refused, 70);
    }
}
