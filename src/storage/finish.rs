//! The end of a transaction, and why it came to none.
//!
//! A browser says that the device is full when it has already taken every request, while it commits: there is no request
//! left to bear the error, and only the transaction knows it.

use indexed_db_futures::transaction::{OnTransactionDrop, Transaction, TransactionFinishKind};

use super::StorageError;
use crate::web;

/// Waits until the browser has written everything that was asked of a transaction, or nothing.
pub(super) async fn finish(mut transaction: Transaction<'_>) -> Result<(), StorageError> {
    let done = transaction.on_done()?;
    // The browser commits by itself when the last request is answered. It must not be aborted when this function ends.
    transaction.on_drop(OnTransactionDrop::Commit);
    match done.await {
        TransactionFinishKind::Ok => return Ok(()),
        TransactionFinishKind::Abort => {}
        // A request failed: the transaction hears why when it has been told so, a moment later.
        TransactionFinishKind::Err => web::sleep(0).await,
    }
    Err(transaction.error().map_or(StorageError::Failed, StorageError::from))
}
