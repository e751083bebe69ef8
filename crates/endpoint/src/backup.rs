//! `backup` and `restore` of the default store, a directory with one SQLite file.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use thidua_sync::identity::DeviceId;

use crate::audit::{Entry, What};
use crate::clock;
use crate::configuration::Database;
use crate::erasure::{self, List, ListError};
use crate::inspection::{self, Findings};
use crate::reconciliation;
use crate::startup::DATABASE;
use crate::store::{self, Erasure, Place, Store, StoreError};
use crate::telemetry::Chain;

/// The file by which programs tell each other that they work in the directory.
const LOCK: &str = "lock";
/// How much of a file is read at a time.
const PIECE: usize = 1 << 16;

/// Why there is no copy, or nothing was put back. What was there before is there still.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no database to copy.
    #[error("there is no database in {0}")]
    NoDatabase(PathBuf),
    /// The file to write is there already.
    #[error("{0} is there already: choose another name, nothing is ever written over")]
    Exists(PathBuf),
    /// A database is there already.
    #[error("{0} holds a database: with --replace it is kept beside the restored one")]
    Occupied(PathBuf),
    /// An endpoint works in the directory.
    #[error("an endpoint is running in {0}: stop it first")]
    InUse(PathBuf),
    /// The copy is not whole.
    #[error("the database is not whole: {0}")]
    NotWhole(Findings),
    /// The copy or the directory cannot be worked with.
    #[error("cannot work with {file}")]
    File {
        /// Which file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The list of erasures cannot be read.
    #[error(transparent)]
    Erasures(#[from] ListError),
    /// There is no list of erasures where one was named.
    #[error("there is no list of erasures in {0}")]
    NoErasures(PathBuf),
    /// The database refused.
    #[error("cannot read or write the database")]
    Store(#[from] StoreError),
}

/// A copy that was made and read again.
#[derive(Debug)]
pub struct Copied {
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of the file, to be kept apart from it.
    pub sha256: String,
    /// What is in it.
    pub findings: Findings,
}

/// What was put back.
#[derive(Debug)]
pub struct Restored {
    /// What is in it.
    pub findings: Findings,
    /// Where the database is now that was there before.
    pub before: Option<PathBuf>,
}

/// Says that an endpoint works in the directory, for as long as the answer is kept.
///
/// # Errors
/// Where a restore is under way, or the file cannot be made.
pub(crate) fn work_in(data: &Path) -> Result<File, BackupError> {
    let file = lock(data)?;
    file.try_lock_shared().map_err(|error| refused(data, error))?;
    Ok(file)
}

/// Keeps endpoints out of the directory of a database's file, for as long as the answer is kept. `None` where no endpoint
/// has ever worked in it; nothing is made there.
///
/// # Errors
/// Where an endpoint works in it.
pub(crate) fn alone_beside(database: &Path) -> Result<Option<File>, BackupError> {
    let data = database.parent().filter(|data| data.join(LOCK).is_file());
    let Some(data) = data else { return Ok(None) };
    let file = lock(data)?;
    file.try_lock().map_err(|error| refused(data, error))?;
    Ok(Some(file))
}

/// Looks through a database. Endpoints may work on it meanwhile, and nothing is changed.
///
/// # Errors
/// Why it cannot be looked through.
pub async fn check(database: &Database) -> Result<Findings, BackupError> {
    Ok(inspection::inspect(place(database)?.look().await?).await?)
}

/// Begins a new epoch in a database that was restored by other means, after looking through it and holding it to a list of
/// erasures. Every endpoint on it must be stopped.
///
/// # Errors
/// Where it is not whole, or not to be reached. Nothing is changed then.
pub async fn renew(database: &Database, erasures: Option<&Path>) -> Result<Findings, BackupError> {
    let is_here = database.database_url.is_none();
    let _lock = if is_here { Some(alone_in(&database.data)?) } else { None };
    let erased = listed_in(erasures, is_here.then_some(&*database.data))?;
    let store = Store::open(&place(database)?, true).await?;
    let renewed = begin_anew(&store, &erased, &[]).await;
    store.close().await;
    renewed
}

/// Where a database is that is there.
pub(crate) fn place(database: &Database) -> Result<Place, BackupError> {
    match &database.database_url {
        Some(url) => Ok(Place::of_address(&url.0)?),
        None => match database.data.join(DATABASE) {
            file if file.is_file() => Ok(Place::of_file(&file)),
            _ => Err(BackupError::NoDatabase(database.data.clone())),
        },
    }
}

/// Copies the database of a directory into a file. An endpoint may work in the directory meanwhile.
///
/// # Errors
/// Why there is no copy. Half a copy is taken away.
pub async fn backup(data: &Path, to: &Path) -> Result<Copied, BackupError> {
    let database = data.join(DATABASE);
    if !database.is_file() {
        return Err(BackupError::NoDatabase(data.to_owned()));
    }
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let partial = beside(to, ".partial");
    remove(&partial)?;
    let copied = async {
        // Made first, for nobody else to read, because the database makes its files for everybody.
        private(&partial)?;
        store::copy_file(&database, &partial).await?;
        let findings = inspection::inspect(Place::of_file(&partial).look().await?).await?;
        if !findings.faults.is_empty() {
            return Err(BackupError::NotWhole(findings));
        }
        let (bytes, sha256) = digest(&partial)?;
        fs::rename(&partial, to).map_err(of(to))?;
        Ok(Copied { bytes, sha256, findings })
    };
    let copied = copied.await;
    if copied.is_err() {
        remove(&partial)?;
    }
    copied
}

/// Puts a copy into a directory as its database. The logs begin a new epoch, so that every device notices and offers again what
/// the copy does not know; ballots of sessions that were open then are void.
///
/// # Errors
/// Why it was not put back. What was there before is there still.
pub async fn restore(
    from: &Path,
    data: &Path,
    replace: bool,
    erasures: Option<&Path>,
    now_ms: i64,
) -> Result<Restored, BackupError> {
    if !from.is_file() {
        return Err(BackupError::NoDatabase(from.to_owned()));
    }
    fs::create_dir_all(data).map_err(of(data))?;
    let _lock = alone_in(data)?;
    let database = data.join(DATABASE);
    if database.exists() && !replace {
        return Err(BackupError::Occupied(data.to_owned()));
    }
    // What was erased since the copy was made is erased in it as well.
    let mut erased_since = listed_in(erasures, Some(data))?;
    if database.is_file() {
        erased_since.extend(erasures_in(&database).await);
    }
    // Nor does a device that was shut out since come in again.
    let shut_out = if database.is_file() { shut_out_in(&database).await } else { Vec::new() };
    let arriving = beside(&database, ".restoring");
    remove(&arriving)?;
    let arrived = async {
        private(&arriving)?;
        fs::copy(from, &arriving).map_err(of(from))?;
        // Brings it to this version too.
        let store = Store::open(&Place::of_file(&arriving), true).await?;
        let arrived = begin_anew(&store, &erased_since, &shut_out).await;
        store.close().await;
        arrived
    };
    let findings = match arrived.await {
        Ok(findings) => findings,
        Err(error) => {
            remove(&arriving)?;
            return Err(error);
        }
    };
    File::open(&arriving).and_then(|file| file.sync_all()).map_err(of(&arriving))?;
    let mut before = None;
    if database.exists() {
        let aside = beside(&database, &format!(".before-{}", now_ms / 1000));
        // The write-ahead log belongs to its database and goes with it.
        for ending in ["-wal", "-shm", ""] {
            let file = beside(&database, ending);
            if file.exists() {
                fs::rename(&file, beside(&aside, ending)).map_err(of(&file))?;
            }
        }
        before = Some(aside);
    }
    fs::rename(&arriving, &database).map_err(of(&database))?;
    File::open(data).and_then(|directory| directory.sync_all()).map_err(of(data))?;
    Ok(Restored { findings, before })
}

/// What the list says that was named, or else the one in a directory, where there is one.
fn listed_in(named: Option<&Path>, data: Option<&Path>) -> Result<Vec<Erasure>, BackupError> {
    match (named, data) {
        (Some(file), _) => {
            let listed = List::at(file.to_owned()).read()?;
            listed.ok_or_else(|| BackupError::NoErasures(file.to_owned()))
        }
        (None, Some(data)) => Ok(List::within(data).read()?.unwrap_or_default()),
        (None, None) => Ok(Vec::new()),
    }
}

/// What the present database says was erased. One that cannot be read, which may be why it is replaced, says nothing; so
/// does one of a version without the list.
async fn erasures_in(database: &Path) -> Vec<Erasure> {
    let listed = async { Place::of_file(database).look().await?.erasures().await };
    listed.await.unwrap_or_else(|error| {
        tracing::warn!("the present database does not tell what was erased: {}", Chain(&error));
        Vec::new()
    })
}

/// The devices that are shut out in the present database, and why. One that cannot be read says nothing.
async fn shut_out_in(database: &Path) -> Vec<(DeviceId, String)> {
    let listed = async { Place::of_file(database).look().await?.devices().await };
    let devices = listed.await.unwrap_or_else(|error| {
        tracing::warn!("the devices that are shut out were not carried over: {}", Chain(&error));
        Vec::new()
    });
    devices.into_iter().filter_map(|of| Some((of.device, of.revoked?.why))).collect()
}

/// A new life for a store that was looked through.
async fn begin_anew(
    store: &Store,
    erased: &[Erasure],
    shut_out: &[(DeviceId, String)],
) -> Result<Findings, BackupError> {
    let mut findings = inspection::inspect(store.read().await?).await?;
    // That erased records are there again is what is mended here.
    findings.faults.retain(|fault| !fault.ends_with(inspection::THERE_AGAIN));
    if !findings.faults.is_empty() {
        return Err(BackupError::NotWhole(findings));
    }
    let mut tx = store.write().await?;
    let mut list = tx.erasures().await?;
    list.extend_from_slice(erased);
    for _ in 0..erasure::hold_to(&mut tx, &list).await? {
        tx.audit(&Entry::to(clock::now_ms(), What::PersonErasedAgain, None)).await?;
    }
    for (device, why) in shut_out {
        if let Some(owner) = tx.revoke_device(*device, why, clock::now_ms()).await? {
            let entry = Entry::to(clock::now_ms(), What::DeviceRevokedAgain, Some(owner));
            tx.audit(&Entry { about_device: Some(*device), ..entry }).await?;
            tx.remove_passkeys_made_on(*device).await?;
        }
    }
    reconciliation::begin_epoch(&mut tx, clock::now_ms()).await?;
    tx.commit().await?;
    Ok(findings)
}

/// Keeps every endpoint out of the directory, for as long as the answer is kept.
fn alone_in(data: &Path) -> Result<File, BackupError> {
    let file = lock(data)?;
    file.try_lock().map_err(|error| refused(data, error))?;
    Ok(file)
}

fn lock(data: &Path) -> Result<File, BackupError> {
    let file = data.join(LOCK);
    File::options().create(true).truncate(false).write(true).open(&file).map_err(of(&file))
}

fn refused(data: &Path, error: TryLockError) -> BackupError {
    match error {
        TryLockError::WouldBlock => BackupError::InUse(data.to_owned()),
        TryLockError::Error(source) => BackupError::File { file: data.join(LOCK), source },
    }
}

/// An empty file that only its owner reads.
fn private(file: &Path) -> Result<(), BackupError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options().create_new(true).write(true).mode(0o600).open(file).map_err(of(file))?;
    Ok(())
}

fn remove(file: &Path) -> Result<(), BackupError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let file = beside(file, ending);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(of(&file)(error)),
            _ => {}
        }
    }
    Ok(())
}

/// The file with more to its name.
fn beside(file: &Path, more: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(more);
    name.into()
}

fn of(file: &Path) -> impl FnOnce(io::Error) -> BackupError {
    move |source| BackupError::File { file: file.to_owned(), source }
}

fn digest(file: &Path) -> Result<(u64, String), BackupError> {
    let mut read = File::open(file).map_err(of(file))?;
    let (mut hasher, mut piece, mut bytes) = (Sha256::new(), vec![0; PIECE], 0);
    loop {
        let count = read.read(&mut piece).map_err(of(file))?;
        let Some(part) = piece.get(..count).filter(|part| !part.is_empty()) else { break };
        hasher.update(part);
        bytes += count as u64;
    }
    let hex = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((bytes, hex))
}
