//! The exact set of operation counters that an endpoint has taken from one device.
//!
//! Gaps are normal: a file carried by hand may bring 1 to 50 after 51 to 60 came over the air. A highest number would
//! then take the late ones for replays and lose them.

use minicbor::Decoder;

use crate::wire::{Cbor, DecodeError};

/// A set of counters, held as disjoint ranges in rising order with a gap between each two.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CounterSet {
    ranges: Vec<(u64, u64)>,
}

impl CounterSet {
    /// Whether the counter was taken before.
    #[must_use]
    pub fn contains(&self, counter: u64) -> bool {
        let after = self.ranges.partition_point(|&(first, _)| first <= counter);
        after.checked_sub(1).and_then(|i| self.ranges.get(i)).is_some_and(|&(_, last)| counter <= last)
    }

    /// Adds a counter; `false` where it was there.
    pub fn insert(&mut self, counter: u64) -> bool {
        if self.contains(counter) {
            return false;
        }
        let at = self.ranges.partition_point(|&(first, _)| first < counter);
        let joins_before = at
            .checked_sub(1)
            .and_then(|i| self.ranges.get(i))
            .is_some_and(|r| r.1.checked_add(1) == Some(counter));
        let joins_after = self.ranges.get(at).is_some_and(|r| counter.checked_add(1) == Some(r.0));
        match (joins_before, joins_after) {
            (true, true) => {
                let (_, last) = self.ranges.remove(at);
                if let Some(range) = self.ranges.get_mut(at - 1) {
                    range.1 = last;
                }
            }
            (true, false) => {
                if let Some(range) = self.ranges.get_mut(at - 1) {
                    range.1 = counter;
                }
            }
            (false, true) => {
                if let Some(range) = self.ranges.get_mut(at) {
                    range.0 = counter;
                }
            }
            (false, false) => self.ranges.insert(at, (counter, counter)),
        }
        true
    }

    /// Adds all counters from one to another, both included.
    pub fn insert_range(&mut self, first: u64, last: u64) {
        if first > last {
            return;
        }
        let (mut first, mut last) = (first, last);
        // Whatever it meets or touches becomes one range with it.
        self.ranges.retain(|&(from, to)| {
            let is_apart = to.checked_add(1).is_some_and(|after| after < first)
                || last.checked_add(1).is_some_and(|after| after < from);
            if !is_apart {
                (first, last) = (first.min(from), last.max(to));
            }
            is_apart
        });
        let at = self.ranges.partition_point(|&(from, _)| from < first);
        self.ranges.insert(at, (first, last));
    }

    /// The highest counter taken.
    #[must_use]
    pub fn highest(&self) -> Option<u64> {
        self.ranges.last().map(|&(_, last)| last)
    }

    /// The ranges, first and last counter of each, rising.
    #[must_use]
    pub fn ranges(&self) -> &[(u64, u64)] {
        &self.ranges
    }

    /// For storage: one CBOR array of first, last, first, last and so on.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Cbor::default();
        out.array(self.ranges.len() * 2);
        for &(first, last) in &self.ranges {
            out.uint(first);
            out.uint(last);
        }
        out.into_bytes()
    }

    /// Reads what [`CounterSet::encode`] wrote.
    ///
    /// # Errors
    /// Where the bytes are no such array or its ranges do not rise.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::read(&mut Decoder::new(bytes))
    }

    /// Reads the next item as what [`CounterSet::encode`] wrote.
    pub(crate) fn read(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let len = crate::wire::array(input)?;
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for _ in 0..len / 2 {
            let (first, last) = (input.u64()?, input.u64()?);
            let rises = ranges.last().is_none_or(|&(_, before)| before < u64::MAX && before + 1 < first);
            if first > last || !rises {
                return Err(DecodeError::new("counter ranges must rise"));
            }
            ranges.push((first, last));
        }
        Ok(Self { ranges })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn behaves_like_a_set_in_any_order(counters in proptest::collection::vec(1u64..60, 0..80)) {
            let mut set = CounterSet::default();
            let mut model = BTreeSet::new();
            for counter in counters {
                prop_assert_eq!(set.insert(counter), model.insert(counter));
            }
            for counter in 0..62 {
                prop_assert_eq!(set.contains(counter), model.contains(&counter));
            }
            prop_assert!(set.ranges().windows(2).all(|w| w[0].1 + 1 < w[1].0), "ranges must be joined");
            prop_assert_eq!(CounterSet::decode(&set.encode()), Ok(set));
        }
    }

    #[test]
    fn a_late_file_fills_the_gap() {
        let mut set = CounterSet::default();
        (51..=60).for_each(|n| assert!(set.insert(n)));
        (1..=50).for_each(|n| assert!(set.insert(n)));
        assert_eq!(set.ranges(), [(1, 60)]);
    }
}
