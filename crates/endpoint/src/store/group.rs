//! Writing together: requests that wait for the one writing connection share a transaction and its commit. On a disk the
//! commit is nearly all that a small write costs, so that sixteen that wait are served in about the time of two.
//!
//! Each request writes behind a savepoint of its own. Whoever is the first to end asks for the commit, which queues up for
//! the connection like everybody else: all who were in the queue before it are in the batch.
//!
//! Invariants: [`Lease::commit`] returns only when the shared commit is on the disk. A request that fails, panics, or whose
//! client has gone takes back its own writes and nobody else's. What ends a batch runs in tasks of its own, never in the
//! future of a request: such a future may be dropped at every `await`.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard, watch};
use tokio::time::timeout;

use super::StoreError;

/// How long a request waits for its turn before it is told to come again, and how long an end of a batch may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// How long the files may take to be written anew.
const LONG_PATIENCE: Duration = Duration::from_secs(300);
/// The most requests of a batch: what is undone with a failed commit stays small.
const MOST: u32 = 64;
/// How often it is tried to wipe what was deleted, while somebody still reads it: a quarter of an hour in all, longer than it
/// takes to make a snapshot of a large unit.
const TRIES: u32 = 60;
/// The first pauses between two tries; from the tenth on they grow, up to half a minute.
const PAUSE: Duration = Duration::from_secs(1);

/// What differs between databases in writing together.
pub(super) trait Medium: Send + Sync + 'static {
    type Connection: Send;
    /// A connection within a transaction that only reads.
    type Reading: DerefMut<Target = Self::Connection> + Send;

    /// A new connection.
    fn connect(&self) -> impl Future<Output = Result<Self::Connection, sqlx::Error>> + Send;

    /// Begins a transaction that no other writer of the committee is beside.
    fn begin(connection: &mut Self::Connection) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Carries out a statement without parameters.
    fn tell(
        connection: &mut Self::Connection,
        statement: &'static str,
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Makes what was written last.
    fn commit(connection: &mut Self::Connection) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Ends a transaction that only read.
    fn end(reading: Self::Reading) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Closes a connection.
    fn close(connection: Self::Connection) -> impl Future<Output = ()> + Send;

    /// Removes what deleted ballots left in the files, or what anything left that was deleted or overwritten. Says what
    /// is left to do, where somebody was in the way.
    fn wipe(connection: &mut Self::Connection, what: Wipe) -> impl Future<Output = Wipe> + Send;
}

/// What is to be removed from the files after a commit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wipe {
    Nothing,
    /// What deleted ballots left.
    Ballots,
    /// What anything left that was deleted or overwritten: the files are written anew.
    All,
}

/// The one place of a store where is written.
pub(super) struct Group<M: Medium>(Arc<Shared<M>>);

impl<M: Medium> Clone for Group<M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

struct Shared<M: Medium> {
    medium: M,
    /// Empty while there is no connection: the next to come makes one.
    place: Arc<Mutex<Option<Slot<M>>>>,
    /// The most requests of a batch.
    most: u32,
    /// Says that something was erased that was there before.
    erased: watch::Sender<()>,
    #[cfg(test)]
    commits: std::sync::atomic::AtomicU32,
}

struct Slot<M: Medium> {
    connection: M::Connection,
    batch: Option<Batch>,
    /// Whether a task is on its way that ends the batch.
    settling: bool,
}

/// An open transaction of several requests.
struct Batch {
    /// Who have written and wait for the commit.
    members: u32,
    /// Whether the connection stands behind a savepoint. The first request needs none.
    marked: bool,
    /// Whether the last who held the connection left it with writes that are to be taken back.
    undo: bool,
    /// What was deleted for good.
    wipe: Wipe,
    told: watch::Sender<Option<Result<(), Arc<sqlx::Error>>>>,
}

impl<M: Medium> Slot<M> {
    async fn begin(&mut self) -> Result<(), sqlx::Error> {
        M::begin(&mut self.connection).await?;
        let told = watch::Sender::new(None);
        self.batch = Some(Batch { members: 0, marked: false, undo: false, wipe: Wipe::Nothing, told });
        Ok(())
    }

    /// Makes the open transaction ready for one more. Says whether it is still open.
    async fn join(&mut self, most: u32) -> Result<bool, sqlx::Error> {
        let Some(batch) = &mut self.batch else { return Ok(false) };
        if batch.members == 0 {
            // The first took back all that there was.
            self.batch = None;
            M::tell(&mut self.connection, "ROLLBACK").await?;
            return Ok(false);
        }
        if batch.members >= most {
            return Ok(false);
        }
        let statement = match (batch.undo, batch.marked) {
            (true, _) => "ROLLBACK TO SAVEPOINT request",
            (false, true) => "RELEASE SAVEPOINT request; SAVEPOINT request",
            (false, false) => "SAVEPOINT request",
        };
        M::tell(&mut self.connection, statement).await?;
        (batch.marked, batch.undo) = (true, false);
        Ok(true)
    }
}

impl<M: Medium> Group<M> {
    /// Writes over this connection; with `together` off, each request has a transaction of its own.
    pub(super) fn new(medium: M, connection: M::Connection, together: bool) -> Self {
        let slot = Slot { connection, batch: None, settling: false };
        let place = Arc::new(Mutex::new(Some(slot)));
        Self(Arc::new(Shared {
            medium,
            place,
            most: if together { MOST } else { 1 },
            erased: watch::Sender::new(()),
            #[cfg(test)]
            commits: 0.into(),
        }))
    }

    /// How often was committed so far.
    #[cfg(test)]
    pub(super) fn commits(&self) -> u32 {
        self.0.commits.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// The connection, once it is this request's turn.
    pub(super) async fn lease(&self) -> Result<Lease<M>, StoreError> {
        let waiting = Arc::clone(&self.0.place).lock_owned();
        let place = timeout(PATIENCE, waiting).await.map_err(|_| StoreError::Waited)?;
        let shared = Arc::clone(&self.0);
        // In a task: half of it done would leave the connection in a state that nobody knows.
        match tokio::spawn(shared.prepare(place)).await {
            Ok(lease) => lease,
            Err(_) => Err(StoreError::Waited),
        }
    }

    /// Says each time that something was erased: once the commit is on the disk, before it is answered.
    pub(super) fn erased(&self) -> watch::Receiver<()> {
        self.0.erased.subscribe()
    }

    /// Wipes what an earlier life of the store was to wipe and did not come to. Where somebody is in the way, it goes on behind.
    pub(super) async fn wipe(&self, what: Wipe) {
        let mut place = Arc::clone(&self.0.place).lock_owned().await;
        self.0.finish(&mut place).await;
        if let Some(slot) = place.as_mut() {
            Arc::clone(&self.0).wipe_now(slot, what).await;
        }
    }

    /// Ends what is open and closes the connection.
    pub(super) async fn close(&self) {
        let mut place = Arc::clone(&self.0.place).lock_owned().await;
        self.0.finish(&mut place).await;
        if let Some(slot) = place.take() {
            M::close(slot.connection).await;
        }
    }
}

impl<M: Medium> Shared<M> {
    /// A lease of the open batch, or of a new one over this connection or a new one.
    async fn prepare(self: Arc<Self>, mut place: Place<M>) -> Result<Lease<M>, StoreError> {
        if let Some(slot) = place.as_mut() {
            match slot.join(self.most).await {
                Ok(true) => return self.lease(place),
                Ok(false) => self.finish(&mut place).await,
                Err(error) => self.fail(&mut place, error),
            }
        }
        if let Some(slot) = place.as_mut() {
            match slot.begin().await {
                Ok(()) => return self.lease(place),
                // The server was started anew since, or a proxy has cut what was silent for long.
                Err(error) if super::is_lost(&error) => *place = None,
                Err(error) => {
                    *place = None;
                    return Err(error.into());
                }
            }
        }
        let connection = self.medium.connect().await?;
        // A settling task that is on its way finds the new connection and does no harm.
        let slot = place.insert(Slot { connection, batch: None, settling: false });
        if let Err(error) = slot.begin().await {
            *place = None;
            return Err(error.into());
        }
        self.lease(place)
    }

    fn lease(self: Arc<Self>, place: Place<M>) -> Result<Lease<M>, StoreError> {
        let slot = OwnedMutexGuard::try_map(place, Option::as_mut).map_err(|_| StoreError::Waited)?;
        Ok(Lease { shared: self, slot, kept: false })
    }

    /// Commits what is open and tells everybody who waits for it.
    async fn finish(self: &Arc<Self>, place: &mut Option<Slot<M>>) {
        let Some(slot) = place.as_mut() else { return };
        let Some(batch) = slot.batch.take() else { return };
        let connection = &mut slot.connection;
        let ending = async {
            if batch.members == 0 {
                return M::tell(connection, "ROLLBACK").await;
            }
            if batch.undo {
                M::tell(connection, "ROLLBACK TO SAVEPOINT request").await?;
            }
            #[cfg(test)]
            self.commits.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            M::commit(connection).await
        };
        let ended = timeout(PATIENCE, ending).await.unwrap_or(Err(sqlx::Error::PoolTimedOut));
        if ended.is_err() {
            // Nobody knows what state it is in. With the connection the transaction ends.
            *place = None;
        } else {
            if batch.wipe == Wipe::All {
                self.erased.send_replace(());
            }
            Arc::clone(self).wipe_now(slot, batch.wipe).await;
        }
        batch.told.send_replace(Some(ended.map_err(Arc::new)));
    }

    /// The connection does not obey: its batch is lost.
    fn fail(&self, place: &mut Option<Slot<M>>, error: sqlx::Error) {
        if let Some(batch) = place.take().and_then(|slot| slot.batch) {
            batch.told.send_replace(Some(Err(Arc::new(error))));
        }
    }

    /// Ends the batch, after all who were in the queue before.
    async fn settle(self: Arc<Self>) {
        let mut place = Arc::clone(&self.place).lock_owned().await;
        if let Some(slot) = place.as_mut() {
            slot.settling = false;
        }
        self.finish(&mut place).await;
    }

    /// Wipes at once, or goes on behind.
    async fn wipe_now(self: Arc<Self>, slot: &mut Slot<M>, what: Wipe) {
        let patience = match what {
            Wipe::Nothing => return,
            Wipe::Ballots => PATIENCE,
            Wipe::All => LONG_PATIENCE,
        };
        let left = timeout(patience, M::wipe(&mut slot.connection, what)).await.unwrap_or(what);
        if left != Wipe::Nothing {
            self.wipe_behind(left);
        }
    }

    /// Goes on trying behind the answer.
    fn wipe_behind(self: Arc<Self>, what: Wipe) {
        tokio::spawn(self.wipe(what));
    }

    async fn wipe(self: Arc<Self>, mut what: Wipe) {
        for tried in 0..TRIES {
            tokio::time::sleep(PAUSE * tried.saturating_sub(9).clamp(1, 30)).await;
            let mut place = Arc::clone(&self.place).lock_owned().await;
            // Both databases refuse it within a transaction.
            self.finish(&mut place).await;
            if let Some(slot) = place.as_mut() {
                what = M::wipe(&mut slot.connection, what).await;
                if what == Wipe::Nothing {
                    return;
                }
            }
        }
        tracing::error!(
            "the traces of what was deleted could not be removed from the database. With SQLite, restart the endpoint: it tries \
             again when it starts. With PostgreSQL, see docs/operations.md"
        );
    }
}

type Place<M> = OwnedMutexGuard<Option<Slot<M>>>;

/// The connection, within a transaction that others may have written in. Without [`Lease::commit`] nothing of what was
/// written over it stays.
pub(super) struct Lease<M: Medium> {
    shared: Arc<Shared<M>>,
    slot: OwnedMappedMutexGuard<Option<Slot<M>>, Slot<M>>,
    kept: bool,
}

impl<M: Medium> Lease<M> {
    /// Makes all that was written last; returns once it does.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        self.kept = true;
        let Some(batch) = &mut self.slot.batch else { return Err(StoreError::Waited) };
        batch.members += 1;
        let mut told = batch.told.subscribe();
        drop(self);
        let ended = told.wait_for(Option::is_some).await.map_err(|_| StoreError::Waited)?;
        match &*ended {
            Some(Err(error)) => Err(StoreError::Commit(Arc::clone(error))),
            Some(Ok(())) => Ok(()),
            None => Err(StoreError::Waited),
        }
    }

    /// What is deleted or overwritten here is gone for good: with the commit its traces are to go as well.
    fn wipe_after(&mut self, what: Wipe) {
        if let Some(batch) = &mut self.slot.batch {
            batch.wipe = batch.wipe.max(what);
        }
    }
}

impl<M: Medium> Drop for Lease<M> {
    fn drop(&mut self) {
        let kept = self.kept;
        if let Some(batch) = &mut self.slot.batch {
            batch.undo = !kept;
        }
        if self.slot.settling {
            return;
        }
        // Outside of a runtime the program is ending, and the transaction with it.
        if let Ok(runtime) = Handle::try_current() {
            self.slot.settling = true;
            runtime.spawn(Arc::clone(&self.shared).settle());
        }
    }
}

/// A transaction of one's own that reads, or a share in one that writes.
pub(super) enum Work<M: Medium> {
    Read(M::Reading),
    Write(Lease<M>),
}

impl<M: Medium> Work<M> {
    /// See [`Lease::commit`]; what only reads has nothing to make last.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Read(reading) => Ok(M::end(reading).await?),
            Self::Write(lease) => lease.commit().await,
        }
    }

    /// See [`Lease::wipe_after`].
    pub(super) fn wipe_after(&mut self, what: Wipe) {
        if let Self::Write(lease) = self {
            lease.wipe_after(what);
        }
    }
}

impl<M: Medium> Deref for Work<M> {
    type Target = M::Connection;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::Read(reading) => reading,
            Self::Write(lease) => &lease.slot.connection,
        }
    }
}

impl<M: Medium> DerefMut for Work<M> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::Read(reading) => reading,
            Self::Write(lease) => &mut lease.slot.connection,
        }
    }
}
