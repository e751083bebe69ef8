//! Work by file: writing one, handing one in that somebody carries, taking the receipt.

use std::path::{Path, PathBuf};

use thidua_bundle::{Author, CommitteeKey, Entropy, OpenError, SealError};

use crate::device::{Device, DeviceError};
use crate::store::Beside;

/// Why no file was written, handed in or taken.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// The file cannot be read or written.
    #[error("{}: {source}", .file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The endpoint has never told the committee's key.
    #[error("the endpoint has told no key for files: sync comes first, with an endpoint that takes files")]
    NoKey,
    /// More than a file takes.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The receipt is none for this device.
    #[error("the receipt: {0}")]
    Receipt(#[from] OpenError),
}

fn failed(file: &Path) -> impl FnOnce(std::io::Error) -> DeviceError + '_ {
    |source| CarryError::File { file: file.to_owned(), source }.into()
}

impl Device {
    fn committee(&self) -> Result<CommitteeKey, DeviceError> {
        let key = CommitteeKey::from_text(&self.directory()?.sealing_key);
        Ok(key.ok_or(CarryError::NoKey)?)
    }

    fn author(&self) -> Result<Author, DeviceError> {
        Ok(Author::of_token(self.token()?))
    }

    /// Writes what no receipt has called carried out into a file. Says how many operations, and how many are left for another.
    ///
    /// # Errors
    /// Where nobody has signed in, the committee's key is not known, or the store or the file fails.
    pub async fn export(&mut self, file: &Path, done: Beside<'_>) -> Result<(usize, usize), DeviceError> {
        let (committee, author) = (self.committee()?, self.author()?);
        // Sealed and durable before a byte leaves, by this way as by every other.
        if let Some(sealed) = self.replica()?.seal() {
            self.commit(sealed, Beside::default()).await?;
        }
        let (request, left) = self.replica()?.for_file();
        let mut entropy: Entropy = [0; 32];
        getrandom::fill(&mut entropy).map_err(|_| DeviceError::NoRandomness)?;
        let bundle = author.seal(&committee, &request, entropy).map_err(CarryError::from)?;
        std::fs::write(file, bundle).map_err(failed(file))?;
        self.note(done).await?;
        Ok((request.operations.len(), left))
    }

    /// Hands a file in that somebody wrote, and writes the receipt into another.
    ///
    /// # Errors
    /// Where the endpoint does not take it, or a file or the store fails.
    pub async fn carry(&mut self, file: &Path, receipt: &Path, done: Beside<'_>) -> Result<(), DeviceError> {
        let bundle = std::fs::read(file).map_err(failed(file))?;
        let told = self.line().hand_in_file(bundle).await?;
        std::fs::write(receipt, told).map_err(failed(receipt))?;
        self.note(done).await
    }

    /// Takes a receipt that came back. Says of how many operations it tells.
    ///
    /// # Errors
    /// Where it is none for this device, or the file or the store fails.
    pub async fn take_receipt(&mut self, file: &Path, done: Beside<'_>) -> Result<usize, DeviceError> {
        let (committee, author) = (self.committee()?, self.author()?);
        let receipt = std::fs::read(file).map_err(failed(file))?;
        let receipt = author.open_receipt(&committee, &receipt).map_err(CarryError::from)?;
        let told = receipt.told();
        let batch = self.replica()?.take_receipt(&told, self.now());
        self.commit(batch, done).await?;
        Ok(told.operations.len())
    }
}
