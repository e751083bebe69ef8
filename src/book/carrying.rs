//! Work by file: writing what is not sent into one, carrying those of others to the endpoint, and taking receipts.

use leptos::prelude::*;
use thidua_bundle::{Author, CommitteeKey, Kind, OpenError, SealError, kind_of};
use thidua_sync::client::Replica;

use super::{Book, BookError};
use crate::connection::bundle;
use crate::connection::transport::TransportError;
use crate::storage::{MOST_CARRIED, StorageError};
use crate::web;

/// A file that was written.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Exported {
    /// What it is called, without its ending.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// How many pieces of work it holds, and how many are left for another file.
    pub(crate) count: usize,
    pub(crate) left: usize,
}

/// A file that is carried.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Carried {
    /// Its place on this device.
    pub(crate) place: usize,
    /// Whether it was handed in: then it is the receipt, for the device that wrote the file.
    pub(crate) is_receipt: bool,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// What became of a file that was chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Taken {
    /// It is carried from now on.
    Carried,
    /// It was the receipt for this device, and tells of so many pieces of work.
    Receipt(usize),
}

/// Why nothing was written, taken or handed in.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum CarryError {
    /// The endpoint has told no key for files yet.
    #[error("no key for files")]
    NoKey,
    /// Everything is sent.
    #[error("nothing to write")]
    Nothing,
    /// It is more than a file takes.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// What was chosen is no file to be taken.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// As many files are carried as this device takes.
    #[error("too many files")]
    Full,
    /// The store of this device failed, or the browser gave no random bytes.
    #[error("the device failed")]
    Device,
    /// The endpoint was not reached, or is busy: later.
    #[error("not reached")]
    Unreached,
    /// The endpoint does not take the file.
    #[error("refused: {0}")]
    Refused(String),
}

impl Book {
    /// Whether something waits that a file could hold. Tracks.
    pub(crate) fn has_for_file(self) -> bool {
        // Told anew after everything that was stored.
        self.status().track();
        let Ok(keeper) = self.keeper() else { return false };
        let replica = keeper.replica.borrow();
        replica.as_ref().is_some_and(Replica::has_for_file)
    }

    /// Writes what is not sent into a file. It stays on the device as well.
    pub(crate) async fn export_file(self) -> Result<Exported, CarryError> {
        let (author, committee) = self.seals()?;
        let keeper = self.keeper()?;
        // Sealed and durable before a byte leaves, by this way as by every other.
        keeper.carry_out(&|replica, _| Ok(replica.seal().unwrap_or_else(|| replica.nothing()))).await?;
        let (request, left) = {
            let replica = keeper.replica.borrow();
            replica.as_ref().map(Replica::for_file).ok_or(CarryError::Device)?
        };
        if request.operations.is_empty() {
            return Err(CarryError::Nothing);
        }
        let entropy = web::secret_bytes().ok_or(CarryError::Device)?;
        let bytes = author.seal(&committee, &request, entropy)?;
        let login = keeper.session.borrow().as_ref().map(|own| own.signed_in.directory.login.clone());
        let day = web::today().map(|day| day.to_string());
        let name =
            [Some("thi-dua".to_owned()), login, day].into_iter().flatten().collect::<Vec<_>>().join("-");
        Ok(Exported { name, bytes, count: request.operations.len(), left })
    }

    /// Takes a file that somebody has chosen: the receipt for this device, or what another has written, or a receipt that this
    /// device is to carry on.
    pub(crate) async fn take_file(self, file: Vec<u8>) -> Result<Taken, CarryError> {
        match kind_of(&file)? {
            Kind::Bundle => self.keep_bundle(file).await,
            Kind::Receipt => self.take_receipt(&file).await.map(Taken::Receipt),
            Kind::Asked | Kind::Told => Err(OpenError::Foreign.into()),
        }
    }

    async fn keep_bundle(self, file: Vec<u8>) -> Result<Taken, CarryError> {
        let keeper = self.keeper()?;
        let carried = keeper.storage.carried().await?;
        if carried.iter().any(|(_, known)| *known == file) {
            return Ok(Taken::Carried);
        }
        let is_free = |place: &usize| carried.iter().all(|(taken, _)| taken != place);
        let place = (0..MOST_CARRIED).find(is_free).ok_or(CarryError::Full)?;
        keeper.storage.keep_carried(place, &file).await?;
        Ok(Taken::Carried)
    }

    async fn take_receipt(self, file: &[u8]) -> Result<usize, CarryError> {
        let (author, committee) = self.seals()?;
        let told = author.open_receipt(&committee, file)?.told();
        self.keeper()?.carry_out(&|replica, now| Ok(replica.take_receipt(&told, now))).await?;
        Ok(told.operations.len())
    }

    /// The files that are carried.
    pub(crate) async fn carried(self) -> Result<Vec<Carried>, CarryError> {
        let all = self.keeper()?.storage.carried().await?;
        let carried = |(place, bytes): (usize, Vec<u8>)| {
            let is_receipt = kind_of(&bytes) == Ok(Kind::Receipt);
            Carried { place, is_receipt, bytes }
        };
        Ok(all.into_iter().map(carried).collect())
    }

    /// Hands in what is carried. The receipt takes the place of the file; where it is for this very device, it is taken at once.
    pub(crate) async fn hand_in_carried(self, carried: &Carried) -> Result<(), CarryError> {
        let receipt = bundle::hand_in(carried.bytes.clone()).await?;
        let storage = &self.keeper()?.storage;
        match self.take_receipt(&receipt).await {
            Ok(_) => storage.drop_carried(carried.place).await?,
            Err(_) => storage.keep_carried(carried.place, &receipt).await?,
        }
        Ok(())
    }

    /// Lets go of what is carried: its author still has the work.
    pub(crate) async fn drop_carried(self, place: usize) -> Result<(), CarryError> {
        Ok(self.keeper()?.storage.drop_carried(place).await?)
    }

    pub(super) fn seals(self) -> Result<(Author, CommitteeKey), CarryError> {
        let keeper = self.keeper()?;
        let session = keeper.session.borrow();
        let own = &session.as_ref().ok_or(CarryError::Device)?.signed_in;
        let committee = CommitteeKey::from_text(&own.directory.sealing_key).ok_or(CarryError::NoKey)?;
        Ok((Author::of_token(&own.token), committee))
    }
}

impl From<BookError> for CarryError {
    fn from(_: BookError) -> Self {
        Self::Device
    }
}

impl From<StorageError> for CarryError {
    fn from(_: StorageError) -> Self {
        Self::Device
    }
}

impl From<TransportError> for CarryError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Status { status: 429 | 502..=504, .. } => Self::Unreached,
            TransportError::Status { reason, .. } => Self::Refused(reason),
            _ => Self::Unreached,
        }
    }
}
