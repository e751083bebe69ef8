//! Work that comes by file: whoever carries it, each operation is judged with the rights of its author, as in an exchange.
//!
//! Invariants: only the device that holds a token signs as its author, and only what it has signed is taken. A device whose login
//! does not hold any more, or was lost with a restore, is heard as one that hands in: a person looks at it. The receipt says what the author's device would
//! be told if it asked, and only that device can read it. A file that comes again changes nothing, not even until when a login holds.

use thidua_bundle::{Committee, OpenError, Receipt, SealError};
use thidua_sync::administration::{Fate, HandedIn, Verdict};
use thidua_sync::cursor::CursorKey;
use thidua_sync::server::fate_of;
use thidua_sync::wire::Request;

use crate::attempts::TooMany;
use crate::audit::{Entry, What};
use crate::checksums;
use crate::exchange::{self, ExchangeError};
use crate::secret::{self, NoRandomness};
use crate::session::{TokenError, lets_in};
use crate::store::{Outset, Session, Store, StoreError};
use crate::tray::{self, HandInError};

/// As many operations go into the tray at once.
const AT_ONCE: usize = 1_000;

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BundleError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Nobody here was ever given the token that it was signed by.
    #[error("signed by nobody who is known here")]
    UnknownAuthor,
    /// It speaks for a device that its author is not.
    #[error("the file speaks for another device")]
    WrongDevice,
    /// Too many files of one author.
    #[error("too many files of one author")]
    TooMany(TooMany),
    /// It was not carried out.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// It was not put into the tray.
    #[error(transparent)]
    HandIn(#[from] HandInError),
    /// The receipt was not made.
    #[error(transparent)]
    Receipt(#[from] SealError),
    /// The system gives no random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

impl From<StoreError> for BundleError {
    fn from(error: StoreError) -> Self {
        Self::Exchange(error.into())
    }
}

/// Takes a file in and gives the receipt for its author's device. `pace` is asked once the author is known.
pub(crate) async fn take_in(
    store: &Store,
    (committee, key): (&Committee, &CursorKey),
    file: &[u8],
    now_ms: i64,
    pace: impl FnOnce(&Session) -> Result<(), TooMany>,
) -> Result<Vec<u8>, BundleError> {
    let opened = committee.open(file)?;
    let token = store.read().await?.token_of(opened.verifier).await?;
    let (session, request) = match token {
        Some(token) => {
            let session = store.session(token).await?.ok_or(BundleError::UnknownAuthor)?;
            // Unpacking is work: nobody but an author in their turn asks for it.
            pace(&session).map_err(BundleError::TooMany)?;
            let request = opened.request()?;
            if request.device != session.device {
                return Err(BundleError::WrongDevice);
            }
            (session, request)
        }
        None if tray::may_have_forgotten(store).await? => {
            let request = opened.request()?;
            let session = tray::identify_by_key(store, key, &request, now_ms).await?;
            let session = session.ok_or(BundleError::UnknownAuthor)?;
            pace(&session).map_err(BundleError::TooMany)?;
            (session, request)
        }
        None => return Err(BundleError::UnknownAuthor),
    };
    let told = match lets_in(&session, now_ms) {
        Ok(()) => carry_out(store, &session, &request, now_ms).await?,
        Err(TokenError::Store(error)) => return Err(error.into()),
        Err(_) => put_into_tray(store, session, &request, now_ms).await?,
    };
    let receipt = Receipt { device: session.device.to_string(), at_ms: now_ms, operations: told.operations };
    Ok(committee.seal_receipt(&opened.back, &receipt, secret::random()?)?)
}

async fn carry_out(
    store: &Store,
    session: &Session,
    request: &Request,
    now_ms: i64,
) -> Result<HandedIn, BundleError> {
    let mut tx = store.write().await?;
    let outset = tx.outset(session.account, session.device).await?.ok_or(ExchangeError::Gone)?;
    let Outset { account, counters, heads, sums, .. } = outset;
    let sums = checksums::of_all(&mut tx, sums, &heads).await?;
    let before = tx.handed(session.device).await?;
    let (mut pushed, _) =
        exchange::carry_out(&mut tx, &account, counters, (heads, sums), request, Default::default(), now_ms)
            .await?;
    // Who carried it nobody knows. What came by this way and not by the device itself is known from here on; a file that
    // comes again brings nothing.
    if !pushed.log.is_empty() {
        tx.audit(&Entry::own(now_ms, What::FileCarried, session.account, session.device)).await?;
    }
    let for_person = std::mem::take(&mut pushed.for_person);
    let waiting = tray::put_by(&mut tx, *session, for_person, now_ms).await?;
    tx.commit().await?;
    let told = pushed.outcomes.iter();
    let told = told.filter_map(|(counter, outcome)| fate_of(*counter, outcome, before.get(counter)));
    let waits = waiting.into_iter().map(|counter| Fate::plain(counter, Verdict::Waiting));
    Ok(HandedIn { operations: told.chain(waits).collect(), restored: false })
}

async fn put_into_tray(
    store: &Store,
    session: Session,
    request: &Request,
    now_ms: i64,
) -> Result<HandedIn, BundleError> {
    let mut told = HandedIn::default();
    for some in request.operations.chunks(AT_ONCE) {
        let some = Request { operations: some.to_vec(), ..Request::of(request.device) };
        told.operations.extend(tray::hand_in(store, (session, false), &some, now_ms).await?.operations);
    }
    Ok(told)
}
