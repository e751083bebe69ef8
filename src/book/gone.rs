//! Places that have left the account's scope, as the officer is told of them.

use leptos::prelude::Track as _;
use thidua_domain::record::PartitionId;

use super::keeper::as_float;
use super::{Book, BookError};

/// A place that the account reads no more.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Gone {
    pub(crate) partition: PartitionId,
    /// Its name; its number where the endpoint has not told it.
    pub(crate) name: String,
    /// When this device was told, milliseconds since 1970.
    pub(crate) since_ms: f64,
    /// How many operations of it wait for a person.
    pub(crate) waiting: usize,
}

impl Book {
    /// What has left and was not read of yet. Tracks.
    pub(crate) fn gone(self) -> Vec<Gone> {
        self.status().track();
        let Ok(keeper) = self.keeper() else { return Vec::new() };
        let (replica, session) = (keeper.replica.borrow(), keeper.session.borrow());
        let places = session.as_ref().map(|session| session.signed_in.directory.places.as_slice());
        let name = |partition: PartitionId| {
            let mut places = places.unwrap_or_default().iter();
            let place = places.find(|place| place.id == partition.0);
            place.map_or_else(|| partition.0.to_string(), |place| place.name.clone())
        };
        let left = replica.as_ref().map(thidua_sync::client::Replica::left).unwrap_or_default();
        let gone = left.into_iter().map(|(partition, left, waiting)| Gone {
            partition,
            name: name(partition),
            since_ms: as_float(left.since_ms),
            waiting,
        });
        gone.collect()
    }

    /// The officer has read that a place has left.
    pub(crate) async fn saw_gone(self, partition: PartitionId) -> Result<(), BookError> {
        self.keeper()?.carry_out(&|replica, _| Ok(replica.saw_left(partition))).await
    }
}
