//! The place for what concerns all units of a committee, where the committee was founded by a version that knew of none.
//!
//! Made when the endpoint starts, and not by a migration: who reads a place is decided in one function, which
//! statements of a migration would have to say a second time.

use std::collections::BTreeSet;

use thidua_domain::record::PartitionKind;

use crate::roster::{Amendment, Place, Roster};
use crate::store::{Store, StoreError};

/// What it is called.
pub(crate) const NAME: &str = "Việc chung";

/// Gives the committee its commons, where it has none yet. Says whether that was so.
pub(crate) async fn found(store: &Store) -> Result<bool, StoreError> {
    // Asked first without a lock: others may be starting beside this one.
    let mut tx = store.read().await?;
    if !tx.has_committee().await? || has_commons(&tx.roster().await?) {
        return Ok(false);
    }
    drop(tx);
    let mut tx = store.write().await?;
    let before = tx.roster().await?;
    if has_commons(&before) {
        return Ok(false);
    }
    let mut after = before.clone();
    let place = Place::new(PartitionKind::Commons, NAME.to_owned(), BTreeSet::new());
    after.places.insert(after.next_place(), place);
    let amendment = Amendment::between(&before, &mut after);
    tx.amend(&after, &amendment).await?;
    tx.commit().await?;
    Ok(true)
}

fn has_commons(roster: &Roster) -> bool {
    roster.places.values().any(|place| place.kind == PartitionKind::Commons)
}
