//! From a configuration to an endpoint that answers, and from a signal to one that has ended well.

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::backup::{self, BackupError};
use crate::configuration::Configuration;
use crate::erasure::{List, ListError};
use crate::host::{self, Terms};
use crate::http::{self, Desk, Passkeys, Trust};
use crate::pace::Pace;
use crate::password::{PasswordError, Passwords};
use crate::sample::{self, SampleError};
use crate::store::{Place, Store, StoreError};
use crate::telemetry::Chain;
use crate::{blob, checksums, clock, commons, snapshots};

/// The database's file in the data directory.
pub(crate) const DATABASE: &str = "thidua.sqlite";
/// How often it is looked whether something was erased that is not written down.
const LIST_EVERY: Duration = Duration::from_secs(60);
/// How long requests that are under way may take to end. Browsers keep connections open that nobody uses.
const FAREWELL: Duration = Duration::from_secs(5);

/// Why the endpoint does not run.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory cannot be made.
    #[error("cannot make the directory {directory}")]
    Data {
        /// The directory.
        directory: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The directory of the app is not there.
    #[error("there is no app in {0}: index.html is missing")]
    App(PathBuf),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The store cannot be opened.
    #[error("cannot open the database")]
    Store(#[from] StoreError),
    /// The data directory is being worked on.
    #[error(transparent)]
    Lock(#[from] BackupError),
    /// What was erased cannot be written down.
    #[error(transparent)]
    Erasures(#[from] ListError),
    /// The sample committee cannot be made.
    #[error("cannot make the sample committee")]
    Sample(#[from] SampleError),
    /// Passwords cannot be checked.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The runtime of AWS Lambda does not answer as it should.
    #[error("the runtime of AWS Lambda failed")]
    Lambda(#[source] lambda_http::Error),
    /// The system refused something while running.
    #[error("the system refused")]
    System(#[from] std::io::Error),
}

/// An endpoint that answers.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    end: oneshot::Sender<()>,
    served: JoinHandle<()>,
    /// Login and post of the accounts whose password everybody may read.
    samples: Vec<(String, String)>,
}

impl Running {
    /// The address at which it answers.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets requests that are under way end, and ends.
    pub async fn stop(self) {
        self.end.send(()).ok();
        self.served.await.ok();
    }
}

/// Opens the store and begins to serve.
///
/// # Errors
/// Why it cannot.
pub async fn start(configuration: &Configuration) -> Result<Running, StartError> {
    let Prepared { store, router, samples, lock, list } = prepare(configuration).await?;
    let listener = listen(configuration.address()).await?;
    let making = make_snapshots(store.clone(), configuration.snapshots_every);
    let listing = keep_list(store.clone(), list);
    let beside = async { _ = tokio::join!(making, listing) };
    let running = serve(listener, router, configuration.idle(), beside, (store, lock))?;
    Ok(Running { samples, ..running })
}

/// The listener that was handed over, or one of our own.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    match host::handed_over()? {
        Some(listener) => Ok(listener),
        None => TcpListener::bind(address).await.map_err(|source| StartError::Listen { address, source }),
    }
}

/// Begins to answer, and does something beside it until the end.
pub(crate) fn serve(
    listener: TcpListener,
    router: Router,
    idle: Option<Duration>,
    beside: impl Future<Output = ()> + Send + 'static,
    (store, lock): (Store, Option<File>),
) -> Result<Running, StartError> {
    let address = listener.local_addr()?;
    let (end, ended) = oneshot::channel();
    let beside = tokio::spawn(beside);
    let terms = Terms { idle, farewell: FAREWELL };
    let served = tokio::spawn(async move {
        // A dropped sender ends the endpoint as well: whoever started it is gone.
        host::serve(listener, router, terms, async move { _ = ended.await }).await;
        beside.abort();
        store.close().await;
        drop(lock);
    });
    Ok(Running { address, end, served, samples: Vec::new() })
}

/// Makes the snapshots that are due, now and then, for as long as the endpoint runs, and the checksums that an endpoint of an
/// earlier version beside this one has left behind: until then every exchange would make them from all rows.
async fn make_snapshots(store: Store, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        if let Err(error) = checksums::bring_up(&store).await {
            tracing::warn!("the checksums were not made from their rows: {}", Chain(&error));
        }
        match snapshots::bring_up(&store, clock::now_ms()).await {
            Ok(0) => {}
            Ok(made) => tracing::info!("{made} snapshots were made"),
            // It costs bytes, not correctness; the next time may be better.
            Err(error) => tracing::warn!("a snapshot was not made: {}", Chain(&error)),
        }
    }
}

/// Writes down what is erased as soon as it is, for as long as the endpoint runs. Where that fails, and where another endpoint on the
/// same database has erased, it is made up for after a while.
async fn keep_list(store: Store, list: Option<List>) {
    let Some(list) = list else { return };
    let mut erased = store.erased();
    loop {
        if let Err(error) = list.bring_up(&store).await {
            tracing::error!("what was erased was not written down: {}", Chain(&error));
        }
        tokio::select! {
            told = erased.changed() => if told.is_err() { return },
            () = tokio::time::sleep(LIST_EVERY) => {}
        }
    }
}

/// What answers, before it is known to whom.
struct Prepared {
    store: Store,
    router: Router,
    samples: Vec<(String, String)>,
    /// Keeps a restore out for as long as this endpoint runs.
    lock: Option<File>,
    /// Where what is erased is written down.
    list: Option<List>,
}

async fn prepare(configuration: &Configuration) -> Result<Prepared, StartError> {
    let data = &configuration.data;
    // With a database elsewhere nothing is kept in the directory, which may not be writable.
    let lock = match configuration.database_url {
        Some(_) => None,
        None => {
            let failed = |source| StartError::Data { directory: data.clone(), source };
            std::fs::create_dir_all(data).map_err(failed)?;
            Some(backup::work_in(data)?)
        }
    };
    if let Some(app) = configuration.app.as_ref().filter(|app| !app.join("index.html").is_file()) {
        return Err(StartError::App(app.clone()));
    }
    let place = match &configuration.database_url {
        Some(url) => Place::of_address(&url.0)?,
        None => Place::of_file(&data.join(DATABASE)),
    };
    let store = Store::open(&place, configuration.together).await?;
    store.wipe_what_is_left().await?;
    let is_here = configuration.database_url.is_none();
    let list = configuration.erasures.clone().map(List::at).or_else(|| is_here.then(|| List::within(data)));
    if let Some(list) = &list {
        list.bring_up(&store).await?;
    }
    let summed = checksums::bring_up(&store).await?;
    if summed > 0 {
        tracing::info!("the checksums of {summed} partitions were made from their rows");
    }
    if commons::found(&store).await? {
        tracing::info!("the committee has got the place for what concerns all its units");
    }
    let mut samples = Vec::new();
    if let Some(file) = &configuration.sample {
        sample::seed(&store, file).await?;
        samples = store.sample_accounts().await?;
    }
    let swept = blob::sweep(&store, clock::now_ms()).await?;
    if swept > 0 {
        tracing::info!("{swept} files of evidence were taken away that no record has named for long");
    }
    let trust = match configuration.behind_proxy {
        _ if host::is_lambda() => Trust::Host,
        true => Trust::Proxy,
        false => Trust::Connection,
    };
    let pace = Pace::of(configuration.requests_per_second);
    let passkeys = Passkeys { key: store.challenge_key().await?, site: configuration.origin.clone() };
    let desk = Desk::new(
        store.clone(),
        store.cursor_key().await?,
        Passwords::new()?,
        passkeys,
        store.committee().await?,
        (pace, trust),
        configuration.hubs.clone(),
    );
    let router = http::router(desk, configuration.app.as_deref());
    Ok(Prepared { store, router, samples, lock, list })
}

/// Runs until a signal says that it is enough, nobody has asked for anything for as long as was told, or the host that
/// brings the requests ends the process.
///
/// # Errors
/// Why it does not run.
pub async fn run(configuration: &Configuration) -> Result<(), StartError> {
    if host::is_lambda() {
        let Prepared { router, lock: _lock, .. } = prepare(configuration).await?;
        return host::serve_lambda(router).await.map_err(StartError::Lambda);
    }
    let signals = signals()?;
    let running = start(configuration).await?;
    announce(&running);
    until_told(running, signals).await;
    Ok(())
}

/// The signals that end the program, heard from now on.
pub(crate) fn signals() -> Result<(Signal, Signal), StartError> {
    Ok((signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?))
}

/// Goes on until a signal says that it is enough.
pub(crate) async fn until_told(mut running: Running, (mut interrupt, mut terminate): (Signal, Signal)) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = &mut running.served => return,
    }
    tracing::info!("ending");
    running.stop().await;
}

/// Tells on standard output where it is and who may sign in; a closed output is nobody's loss.
fn announce(running: &Running) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on http://{}", running.address).ok();
    if !running.samples.is_empty() {
        writeln!(out, "sample accounts, each with the password {}:", sample::PASSWORD).ok();
    }
    for (login, post) in &running.samples {
        writeln!(out, "  {login:10} {}   {post}", sample::PASSWORD).ok();
    }
    out.flush().ok();
}
