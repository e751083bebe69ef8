//! When a device syncs next. Pure arithmetic: times in, times out.
//!
//! An endpoint that returns after an hour meets every device of its district at once. What keeps them from coming at once is
//! here, and a test of fifty counts them.

/// After a save: long enough that the next field of the same form goes along.
pub const AFTER_SAVE_MS: u32 = 3_000;
/// After the line came back the first exchange begins within this, by chance: where one access point came back, so did every tablet of
/// the hall.
const AFTER_RETURN_MS: f64 = 2_000.0;
/// Where another tab is syncing: it is done by then.
pub const AFTER_ANOTHER_TAB_MS: u32 = 2_000;

const SHORTEST_WAIT_MS: f64 = 5_000.0;
/// What the doubling ends at. By chance a wait is up to half as long again, a quarter of an hour then.
const MOST_DOUBLED_MS: f64 = 10.0 * 60_000.0;
const LONGEST_REST_MS: f64 = 15.0 * 60_000.0;
const SHORTEST_REST_MS: f64 = 5.0 * 60_000.0;

/// How the last attempts went, and when the next one is due after each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pace {
    failures: u32,
}

impl Pace {
    /// An attempt went well; how long to rest, in milliseconds. `chance` is from 0 up to 1.
    pub fn went_well(&mut self, chance: f64) -> u32 {
        self.failures = 0;
        rest_ms(chance)
    }

    /// An attempt failed; how long to wait, in milliseconds. `chance` is from 0 up to 1.
    pub fn failed(&mut self, chance: f64) -> u32 {
        self.failures = self.failures.saturating_add(1);
        wait_ms(self.failures, chance)
    }

    /// Whether the last attempt went well. Where it did not, saving does not ask for the line more often.
    #[must_use]
    pub const fn is_well(self) -> bool {
        self.failures == 0
    }
}

/// How long to rest after an exchange that went well: 5 to 15 minutes, spread so that the devices of a district do not
/// come all at once.
fn rest_ms(chance: f64) -> u32 {
    whole(SHORTEST_REST_MS + chance * (LONGEST_REST_MS - SHORTEST_REST_MS))
}

/// How long to wait after so many failures in a row: doubling from 5 seconds to 10 minutes, and up to half of that more by chance, from
/// the first time on: those who failed together do not come back together.
fn wait_ms(failures: u32, chance: f64) -> u32 {
    let doubled = SHORTEST_WAIT_MS * f64::from(1_u32 << failures.saturating_sub(1).min(10));
    whole(doubled.min(MOST_DOUBLED_MS) * (1.0 + chance / 2.0))
}

/// How long to wait when the browser says that the line is back. `chance` is from 0 up to 1.
#[must_use]
pub fn after_return_ms(chance: f64) -> u32 {
    whole(chance * AFTER_RETURN_MS)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 15 min")]
fn whole(ms: f64) -> u32 {
    ms as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;
    const DEVICES: usize = 50;

    /// When fifty devices ask, in milliseconds since the endpoint went, and when each was served first. All of them ask within
    /// the first three seconds, as in a hall where everybody has saved; then the endpoint is gone for `gone_ms`, and watched for
    /// as long once more.
    fn asked(seed: u64, gone_ms: u64) -> (Vec<u64>, Vec<u64>) {
        let mut chance = fastrand::Rng::with_seed(seed);
        let (mut asked, mut answered) = (Vec::new(), Vec::new());
        for _ in 0..DEVICES {
            let mut pace = Pace::default();
            let mut now = chance.u64(0..u64::from(AFTER_SAVE_MS));
            let mut first = None;
            while now < 2 * gone_ms {
                asked.push(now);
                let wait = if now < gone_ms {
                    pace.failed(chance.f64())
                } else {
                    first.get_or_insert(now);
                    pace.went_well(chance.f64())
                };
                now += u64::from(wait);
            }
            answered.extend(first);
        }
        asked.sort_unstable();
        (asked, answered)
    }

    /// The most that come within a span.
    fn most_within(times: &[u64], span: u64) -> usize {
        let counts = times
            .iter()
            .enumerate()
            .map(|(at, begin)| times.iter().skip(at).take_while(|time| **time < begin + span).count());
        counts.max().unwrap_or_default()
    }

    #[test]
    fn fifty_devices_do_not_storm_an_endpoint_that_returns_after_an_hour() {
        for seed in 0..200 {
            let (asked, answered) = asked(seed, 60 * MINUTE);
            let after: Vec<u64> = asked.iter().copied().filter(|at| *at >= 60 * MINUTE).collect();
            // None is forgotten: each is served within the longest wait.
            assert_eq!(answered.len(), DEVICES, "seed {seed}");
            assert!(answered.iter().all(|at| *at < 75 * MINUTE), "seed {seed}: {:?}", answered.iter().max());
            // The first quarter of an hour brings each once, and some of them once more after their rest.
            let first_quarter = after.iter().filter(|at| **at < 75 * MINUTE).count();
            assert!(first_quarter <= 2 * DEVICES, "seed {seed}: {first_quarter} in the first quarter");
            // They come spread: of 50 within 15 minutes, one in 18 seconds on average.
            assert!(
                most_within(&after, 1_000) <= 6,
                "seed {seed}: {} in a second",
                most_within(&after, 1_000)
            );
            assert!(
                most_within(&after, 10_000) <= 12,
                "seed {seed}: {} in 10 s",
                most_within(&after, 10_000)
            );
        }
    }

    #[test]
    fn fifty_that_failed_or_came_back_together_do_not_ask_together() {
        for seed in 0..200 {
            let mut chance = fastrand::Rng::with_seed(seed);
            let mut again: Vec<_> =
                (0..DEVICES).map(|_| Pace::default().failed(chance.f64()).into()).collect();
            again.sort_unstable();
            assert!(most_within(&again, 500) <= 24, "seed {seed}: {again:?}");
            let mut back: Vec<_> = (0..DEVICES).map(|_| after_return_ms(chance.f64()).into()).collect();
            back.sort_unstable();
            assert!(most_within(&back, 500) <= 27, "seed {seed}: {back:?}");
        }
    }

    #[test]
    fn an_endpoint_that_is_gone_is_asked_less_and_less() {
        for seed in 0..200 {
            let (asked, _) = asked(seed, 60 * MINUTE);
            let within = |from: u64, to: u64| asked.iter().filter(|at| (from..to).contains(*at)).count();
            // In the last quarter of the hour a device asks once in 10 to 15 minutes, whatever it did before.
            let last = within(45 * MINUTE, 60 * MINUTE);
            assert!(last <= 2 * DEVICES, "seed {seed}: {last} in the last quarter");
            assert!(within(0, 60 * MINUTE) <= 14 * DEVICES, "seed {seed}: {}", within(0, 60 * MINUTE));
        }
    }

    #[test]
    fn the_wait_doubles_from_five_seconds_to_a_quarter_of_an_hour() {
        let mut pace = Pace::default();
        let waits: Vec<u32> = (0..12).map(|_| pace.failed(0.0)).collect();
        assert_eq!(waits.get(..4), Some([5_000, 10_000, 20_000, 40_000].as_slice()));
        assert_eq!(waits.last(), Some(&600_000));
        assert!(!pace.is_well());
        assert_eq!(Pace::default().failed(0.999), 7_497);
        assert_eq!(pace.failed(0.999), 899_700);
        assert!((300_000..=900_000).contains(&pace.went_well(0.5)));
        assert!(pace.is_well());
        assert_eq!(pace.failed(0.0), 5_000, "a line that came back begins anew");
    }
}
