//! Work by file: writing what is not sent into one, carrying those of others to the endpoint, and taking receipts.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use thidua_bundle::{Author, CommitteeKey, Kind, OpenError, SealError, kind_of};
use thidua_sync::client::Replica;

use super::{Book, BookError, Draft};
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

/// How much is carried.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Load {
    /// Files of others that wait for a line.
    pub(crate) files: usize,
    /// Receipts that wait to be taken back.
    pub(crate) receipts: usize,
}

/// What this tab knows of handing in.
#[derive(Default)]
pub(super) struct Courier {
    /// Whether files are being handed in.
    under_way: Cell<bool>,
    /// The places of files that the endpoint does not take: they are not offered again by themselves.
    refused: RefCell<Vec<usize>>,
}

impl Courier {
    fn is_refused(&self, place: usize) -> bool {
        self.refused.borrow().contains(&place)
    }

    /// Another file, or none, is at this place.
    fn forget(&self, place: usize) {
        self.refused.borrow_mut().retain(|refused| *refused != place);
    }
}

/// What becomes of files that are handed in. In the part of files, because of the ciphers.
#[wasm_split(carry, wasm_split_path = ::leptos::wasm_split, fallible)]
fn handing(book: Book) -> Result<Pin<Box<dyn Future<Output = ()>>>, SplitLoaderError> {
    Ok(Box::pin(async move {
        // What was refused is told where the files are shown.
        let _told = book.hand_in_waiting(false).await;
    }))
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
        let count = request.operations.len();
        if count == 0 {
            return Err(CarryError::Nothing);
        }
        let entropy = web::secret_bytes().ok_or(CarryError::Device)?;
        let bytes = author.seal(&committee, &keeper.with_key(request), entropy)?;
        let login = keeper.session.borrow().as_ref().map(|own| own.signed_in.directory.login.clone());
        let day = web::today().map(|day| day.to_string());
        let name =
            [Some("thi-dua".to_owned()), login, day].into_iter().flatten().collect::<Vec<_>>().join("-");
        Ok(Exported { name, bytes, count, left })
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
        keeper.courier.forget(place);
        self.count_load().await;
        Ok(Taken::Carried)
    }

    async fn take_receipt(self, file: &[u8]) -> Result<usize, CarryError> {
        let (author, committee) = self.seals()?;
        let told = author.open_receipt(&committee, file)?.told();
        self.keeper()?.carry_out(&|replica, now| Ok(replica.take_receipt(&told, now))).await?;
        Ok(told.operations.len())
    }

    /// How much is carried, as far as it was counted. Tracks, so that a list of it can follow.
    pub(crate) fn load(self) -> Load {
        self.load.get()
    }

    /// Counts what is on this device alone, before it is asked whether it may be lost: other tabs have put some of it here. What cannot be read cannot
    /// be counted.
    pub(crate) async fn count_all(self) {
        let _read = self.read_files().await;
        let _read = self.read_drafts().await;
        self.count_load().await;
    }

    async fn read_drafts(self) -> Result<(), BookError> {
        let drafts: Vec<Draft> = self.keeper()?.storage.drafts().await?;
        self.drafts.set(Arc::new(drafts));
        Ok(())
    }

    /// Counts what is carried.
    async fn count_load(self) {
        let Ok(all) = self.carried().await else { return };
        let receipts = all.iter().filter(|carried| carried.is_receipt).count();
        self.load.set(Load { files: all.len() - receipts, receipts });
    }

    /// After an exchange that went well: what is carried goes by itself. Its code comes only where something waits.
    pub(super) async fn carry_on(self) {
        let Ok(keeper) = self.keeper() else { return };
        let waits = |carried: &Carried| !carried.is_receipt && !keeper.courier.is_refused(carried.place);
        if !self.carried().await.is_ok_and(|all| all.iter().any(waits)) {
            return;
        }
        // Where the code cannot be had, the next exchange asks for it again.
        if let Ok(handing) = handing(self).await {
            handing.await;
        }
    }

    /// Hands in all that waits, and says of each what became of it, up to the first that finds no line. `again`: also what was
    /// refused before.
    pub(crate) async fn hand_in_waiting(self, again: bool) -> Vec<Result<(), CarryError>> {
        let mut told = Vec::new();
        let Ok(keeper) = self.keeper() else { return told };
        if keeper.courier.under_way.replace(true) {
            return told;
        }
        let waits =
            |carried: &Carried| !carried.is_receipt && (again || !keeper.courier.is_refused(carried.place));
        let waiting = self.carried().await.unwrap_or_default();
        for carried in waiting.iter().filter(|carried| waits(carried)) {
            let handed_in = self.hand_in_carried(carried).await;
            let is_over = handed_in == Err(CarryError::Unreached);
            told.push(handed_in);
            if is_over {
                break;
            }
        }
        keeper.courier.under_way.set(false);
        told
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
        let keeper = self.keeper()?;
        let place = carried.place;
        keeper.courier.forget(place);
        let receipt = match bundle::hand_in(carried.bytes.clone()).await.map_err(CarryError::from) {
            Ok(receipt) => receipt,
            Err(error) => {
                if matches!(error, CarryError::Refused(_)) {
                    keeper.courier.refused.borrow_mut().push(place);
                }
                return Err(error);
            }
        };
        match self.take_receipt(&receipt).await {
            Ok(_) => keeper.storage.drop_carried(place).await?,
            Err(_) => keeper.storage.keep_carried(place, &receipt).await?,
        }
        self.count_load().await;
        Ok(())
    }

    /// Lets go of what is carried: its author still has the work.
    pub(crate) async fn drop_carried(self, place: usize) -> Result<(), CarryError> {
        let keeper = self.keeper()?;
        keeper.storage.drop_carried(place).await?;
        keeper.courier.forget(place);
        self.count_load().await;
        Ok(())
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
