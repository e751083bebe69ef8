//! When to sync next. Pure arithmetic: times in, times out.

/// After a save: long enough that the next field of the same form goes along.
pub(crate) const AFTER_SAVE_MS: u32 = 3_000;
/// Where another tab is syncing: it is done by then.
pub(crate) const AFTER_ANOTHER_TAB_MS: u32 = 2_000;

const SHORTEST_WAIT_MS: f64 = 5_000.0;
const LONGEST_WAIT_MS: f64 = 15.0 * 60_000.0;
const SHORTEST_REST_MS: f64 = 5.0 * 60_000.0;

/// How long to rest after an exchange that went well: 5 to 15 minutes, spread so that the devices of a district do not
/// come all at once. `chance` is from 0 up to 1.
#[must_use]
pub(crate) fn rest_ms(chance: f64) -> u32 {
    whole(SHORTEST_REST_MS + chance * (LONGEST_WAIT_MS - SHORTEST_REST_MS))
}

/// How long to wait after so many failures in a row: doubling from 5 seconds to 15 minutes, less up to a half by chance.
#[must_use]
pub(crate) fn wait_ms(failures: u32, chance: f64) -> u32 {
    let doubled = SHORTEST_WAIT_MS * f64::from(1_u32 << failures.saturating_sub(1).min(10));
    let longest = doubled.min(LONGEST_WAIT_MS);
    whole((longest * (1.0 - chance / 2.0)).max(SHORTEST_WAIT_MS))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 5 s and 15 min")]
fn whole(ms: f64) -> u32 {
    ms as u32
}
