//! The device: the replica in memory over the store on disk, and the line to the endpoint.
//!
//! One way round, as in the app: a command becomes a batch, the store commits it, the replica absorbs it. The memory never says
//! more than the disk.

use std::collections::BTreeMap;
use std::path::Path;

use thidua_domain::record::RecordId;
use thidua_sync::client::{Batch, CommandError, Meta, Replica, Stamp};
use thidua_sync::directory::{Directory, SignIn};
use thidua_sync::identity::DeviceId;
use thidua_sync::wire::{Answer, decode_page};

use crate::carry::CarryError;
use crate::clock;
use crate::line::{Line, LineError, Moved};
use crate::store::{Beside, Content, Place, Session, Store, StoreError};

/// More requests in a row than any honest backlog needs.
const MOST_REQUESTS: usize = 2_000;

/// Why the device could not do what it was told.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The line failed, or the endpoint said no.
    #[error(transparent)]
    Line(#[from] LineError),
    /// No file was written, handed in or taken.
    #[error(transparent)]
    Carry(#[from] CarryError),
    /// Nobody has signed in on this device.
    #[error("nobody is signed in on this device: sign-in comes first")]
    NobodySignedIn,
    /// The endpoint does not take the login any more.
    #[error("the endpoint does not take the login any more: sign-in asks for a fresh one")]
    LoginEnded,
    /// The store is another account's.
    #[error("the store is the device of {0}: take another --store")]
    OtherAccount(String),
    /// The role of the account is of a later version.
    #[error("the account has a role that is not known here")]
    Role,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    NoRandomness,
    /// The device refuses what the endpoint would refuse.
    #[error("the device refuses it: {}", refusal(.0))]
    Refused(CommandError),
    /// The device and the endpoint ask and answer and come to no end.
    #[error("{MOST_REQUESTS} requests, and still something is left")]
    NoEnd,
}

impl From<CommandError> for DeviceError {
    fn from(error: CommandError) -> Self {
        Self::Refused(error)
    }
}

fn refusal(error: &CommandError) -> String {
    match error {
        CommandError::NoSuchRecord => "it does not hold the record".to_owned(),
        CommandError::Refused(reason) => format!("{reason:?} (code {})", reason.code()),
    }
}

/// What a round of exchanges came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Round {
    /// Requests.
    pub requests: usize,
    /// Operations that were sent, those included that were sent again.
    pub sent: usize,
    /// Rows that were told.
    pub received: usize,
    /// Bytes on the line.
    pub moved: Moved,
}

/// A device.
#[derive(Debug)]
pub struct Device {
    store: Store,
    line: Line,
    login: String,
    session: Option<Session>,
    replica: Option<Replica>,
    names: BTreeMap<String, RecordId>,
    asked_for_key: bool,
    /// How far its clock is before the machine's, milliseconds.
    pub ahead_ms: i64,
}

impl Device {
    /// Opens a device of an account, and tells how far a script was.
    ///
    /// # Errors
    /// Where its store cannot be read, or is another account's.
    pub async fn open(
        folder: &Path,
        server: &str,
        login: &str,
    ) -> Result<(Self, Option<Place>), DeviceError> {
        let line = Line::to(server)?;
        let mut store = Store::open(folder).await?;
        let content = store.content().await?;
        let Content { meta, session, place, rows, outbox, refused, names } = content;
        if let Some(session) = session.as_ref().filter(|session| session.signed_in.directory.login != login) {
            return Err(DeviceError::OtherAccount(session.signed_in.directory.login.clone()));
        }
        let mut replica = None;
        if let (Some(session), Some(meta)) = (&session, meta) {
            let account = session.signed_in.directory.to_account().ok_or(DeviceError::Role)?;
            replica = Some(Replica::new(account, meta, rows, outbox, refused));
        }
        let names = names.into_iter().collect();
        let login = login.to_owned();
        Ok((Self { store, line, login, session, replica, names, asked_for_key: false, ahead_ms: 0 }, place))
    }

    /// The device's clock.
    #[must_use]
    pub fn now(&self) -> Stamp {
        Stamp(clock::machine().saturating_add(self.ahead_ms))
    }

    /// What it holds.
    ///
    /// # Errors
    /// Where nobody has signed in.
    pub fn replica(&self) -> Result<&Replica, DeviceError> {
        self.replica.as_ref().ok_or(DeviceError::NobodySignedIn)
    }

    /// The account's places.
    ///
    /// # Errors
    /// Where nobody has signed in.
    pub fn directory(&self) -> Result<&Directory, DeviceError> {
        let session = self.session.as_ref().ok_or(DeviceError::NobodySignedIn)?;
        Ok(&session.signed_in.directory)
    }

    /// The token that the endpoint has given, whether or not it still takes it.
    pub(crate) fn token(&self) -> Result<&str, DeviceError> {
        let session = self.session.as_ref().ok_or(DeviceError::NobodySignedIn)?;
        Ok(&session.signed_in.token)
    }

    /// The way to the endpoint.
    pub(crate) const fn line(&self) -> &Line {
        &self.line
    }

    /// Whether the endpoint takes the login, as last heard.
    #[must_use]
    pub fn is_let_in(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.valid)
    }

    /// The endpoint's address.
    #[must_use]
    pub fn server(&self) -> &str {
        self.line.server()
    }

    /// The account's name for signing in.
    #[must_use]
    pub fn login(&self) -> &str {
        &self.login
    }

    /// The record of a name.
    #[must_use]
    pub fn record(&self, name: &str) -> Option<RecordId> {
        self.names.get(name).copied()
    }

    /// The name of a record, where a script has given it one.
    #[must_use]
    pub fn name_of(&self, record: RecordId) -> Option<&str> {
        self.names.iter().find(|(_, known)| **known == record).map(|(name, _)| name.as_str())
    }

    /// A fresh id of a record, made now by the device's clock.
    #[must_use]
    pub fn fresh_record(&self) -> RecordId {
        let Stamp(now) = self.now();
        let since = u64::try_from(now).unwrap_or_default();
        let nanos = u32::try_from(since % 1000).unwrap_or_default() * 1_000_000;
        let at = uuid::Timestamp::from_unix(uuid::NoContext, since / 1000, nanos);
        RecordId::from_bytes(uuid::Uuid::new_v7(at).into_bytes())
    }

    /// Makes a batch durable with what belongs to it, and only then takes it in.
    ///
    /// # Errors
    /// Where the store fails; then nothing has changed.
    pub async fn commit(&mut self, batch: Batch, beside: Beside<'_>) -> Result<(), DeviceError> {
        self.store.commit(Some(&batch), beside).await?;
        self.take_name(beside);
        self.replica.as_mut().ok_or(DeviceError::NobodySignedIn)?.absorb(batch);
        Ok(())
    }

    /// Writes what changes no record.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn note(&mut self, beside: Beside<'_>) -> Result<(), DeviceError> {
        self.store.commit(None, beside).await?;
        self.take_name(beside);
        Ok(())
    }

    fn take_name(&mut self, beside: Beside<'_>) {
        if let Some((name, record)) = beside.name {
            self.names.insert(name.to_owned(), record);
        }
    }

    /// The script has ended.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn end_script(&mut self) -> Result<(), DeviceError> {
        Ok(self.store.end_script().await?)
    }

    /// Signs in, where the login does not hold. What is not sent stays.
    ///
    /// # Errors
    /// Where the endpoint does not let the account in, or the store fails.
    pub async fn sign_in(&mut self, password: &str, place: &Place) -> Result<bool, DeviceError> {
        if self.is_let_in() {
            self.note(Beside { place: Some(place), ..Beside::default() }).await?;
            return Ok(false);
        }
        let known = self.replica.as_ref().map(|replica| replica.meta().device);
        let device = match known {
            Some(device) => device,
            None => fresh_device()?,
        };
        let asked =
            SignIn { login: self.login.clone(), password: password.to_owned(), device: device.to_string() };
        let session = Session { signed_in: self.line.sign_in(&asked).await?, valid: true };
        let account = session.signed_in.directory.to_account().ok_or(DeviceError::Role)?;
        let beside = Beside { session: Some(&session), place: Some(place), ..Beside::default() };
        match self.replica.take() {
            Some(replica) => {
                self.replica = Some(of_account(&replica, account));
                self.store.commit(None, beside).await?;
            }
            None => {
                let meta = Meta::new(device);
                self.store.begin(&meta, beside).await?;
                self.replica = Some(Replica::new(account, meta, [], [], []));
            }
        }
        self.session = Some(session);
        Ok(true)
    }

    /// Gives the login back.
    ///
    /// # Errors
    /// Where there is no line, or the store fails.
    pub async fn sign_out(&mut self, place: &Place) -> Result<(), DeviceError> {
        let session = self.session.clone().ok_or(DeviceError::NobodySignedIn)?;
        if session.valid {
            match self.line.sign_out(&session.signed_in.token).await {
                Ok(()) | Err(LineError::Status { status: 401, .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.keep_session(Session { valid: false, ..session }, Some(place)).await
    }

    async fn keep_session(&mut self, session: Session, place: Option<&Place>) -> Result<(), DeviceError> {
        self.store.commit(None, Beside { session: Some(&session), place, ..Beside::default() }).await?;
        self.session = Some(session);
        Ok(())
    }

    /// Exchanges until nothing is left, or once.
    ///
    /// # Errors
    /// Where the line or the store fails, or the login has ended. What was exchanged before is kept.
    pub async fn sync(&mut self, once: bool) -> Result<Round, DeviceError> {
        let mut round = Round::default();
        if let Some(replica) = &mut self.replica {
            replica.begin_round();
        }
        while round.requests < MOST_REQUESTS {
            let is_more = match self.exchange(&mut round).await {
                Ok(is_more) => is_more,
                Err(DeviceError::Line(LineError::Status { status: 401, .. })) => {
                    if let Some(session) = self.session.clone() {
                        self.keep_session(Session { valid: false, ..session }, None).await?;
                    }
                    return Err(DeviceError::LoginEnded);
                }
                // The endpoint does not take the cursor any more: everything comes anew.
                Err(DeviceError::Line(LineError::Status { status: 400, reason: Some(reason) }))
                    if reason == "bad_cursor" && self.replica()?.meta().cursor.is_some() =>
                {
                    let kept = self.store.kept().await?;
                    let forgotten = self.replica()?.forget_cursor(&kept);
                    self.commit(forgotten, Beside::default()).await?;
                    true
                }
                Err(error) => return Err(error),
            };
            if once || !is_more {
                return Ok(round);
            }
        }
        Err(DeviceError::NoEnd)
    }

    /// Reads the snapshots that are being read, page by page; says whether nothing is left to ask after them.
    async fn read_snapshots(&mut self, token: &str, round: &mut Round) -> Result<bool, DeviceError> {
        let before = self.replica()?.meta().complete_ms;
        while let Some((partition, generation, number)) = self.replica()?.next_snapshot_page() {
            round.requests += 1;
            let batch = match self.line.snapshot_page(token, partition, generation, number).await {
                Ok((body, down)) => {
                    let page =
                        decode_page(&body).map_err(|error| LineError::Unreadable(error.to_string()))?;
                    round.moved.down += down;
                    round.received += page.rows.len();
                    let now = self.now();
                    self.replica()?.receive_snapshot_page(partition, generation, number, page, now)
                }
                // Another one has taken its place.
                Err(LineError::Status { status: 404, .. }) => self.replica()?.give_up_snapshot(partition),
                Err(error) => return Err(error.into()),
            };
            self.commit(batch, Beside::default()).await?;
        }
        Ok(self.replica()?.meta().complete_ms != before)
    }

    /// One request and its answer; says whether another one should follow.
    async fn exchange(&mut self, round: &mut Round) -> Result<bool, DeviceError> {
        let token = self.session.as_ref().filter(|session| session.valid).ok_or(DeviceError::LoginEnded)?;
        let token = token.signed_in.token.clone();
        if self.read_snapshots(&token, round).await? {
            return Ok(false);
        }
        // Sealed and durable before a byte leaves.
        if let Some(sealed) = self.replica()?.seal() {
            self.commit(sealed, Beside::default()).await?;
        }
        let (request, sent) = self.replica()?.request(self.now());
        let asked = request.anew.clone();
        let waiting = self.replica()?.outbox().len();
        let copies = self.replica()?.meta().witnessed.len();
        round.requests += 1;
        let (body, moved) = self.line.exchange(&token, request.encode()).await?;
        round.moved.up += moved.up;
        round.moved.down += moved.down;
        let answer = Answer::decode(&body).map_err(|error| LineError::Unreadable(error.to_string()))?;
        round.sent += sent.counters.len();
        round.received += answer.pages.iter().map(|page| page.rows.len()).sum::<usize>();
        let (is_more, has_scope) = (answer.more || answer.restart, answer.scope.is_some());
        let kept = if answer.restart { self.store.kept().await? } else { Vec::new() };
        let batch = self.replica()?.receive(&sent, answer, self.now(), kept);
        self.commit(batch, Beside::default()).await?;
        if has_scope || self.asks_for_key() {
            self.refresh_directory(&token).await?;
        }
        let replica = self.replica()?;
        let left = replica.outbox().len();
        // An endpoint of an earlier version does not hear what it is asked.
        let again = replica.to_read_again();
        let is_unread = (!again.is_empty() && again != asked) || !replica.meta().loading.is_empty();
        // Witnessed copies go in their own requests until none is left.
        let is_unread = is_unread || replica.meta().witnessed.len() != copies;
        // Operations that wait for others come back unchanged: asking again at once would only turn in a circle.
        Ok(is_more || is_unread || (replica.has_sendable() && left != waiting))
    }

    /// Whether an endpoint of an earlier version has told no key for files. It is asked once in a life of this process.
    fn asks_for_key(&mut self) -> bool {
        let lacks = self.directory().is_ok_and(|directory| directory.sealing_key.is_empty());
        lacks && !std::mem::replace(&mut self.asked_for_key, true)
    }

    /// The account's places have changed.
    async fn refresh_directory(&mut self, token: &str) -> Result<(), DeviceError> {
        let directory = self.line.directory(token).await?;
        let Some(mut session) = self.session.clone() else { return Ok(()) };
        let account = directory.to_account().ok_or(DeviceError::Role)?;
        session.signed_in.directory = directory;
        self.keep_session(session, None).await?;
        self.replica = self.replica.take().map(|replica| of_account(&replica, account));
        Ok(())
    }
}

fn of_account(replica: &Replica, account: thidua_domain::access::Account) -> Replica {
    let (rows, outbox) = (replica.rows().values().cloned(), replica.outbox().values().cloned());
    Replica::new(account, replica.meta().clone(), rows, outbox, replica.refused().values().cloned())
}

fn fresh_device() -> Result<DeviceId, DeviceError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| DeviceError::NoRandomness)?;
    Ok(DeviceId(bytes))
}
