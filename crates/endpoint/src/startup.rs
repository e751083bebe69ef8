//! From a configuration to an endpoint that answers, and from a signal to one that has ended well.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::configuration::Configuration;
use crate::http::{self, Desk};
use crate::password::{PasswordError, Passwords};
use crate::sample::{self, SampleError};
use crate::store::StoreError;
use crate::store::sqlite::Store;

/// The database's file in the data directory.
const DATABASE: &str = "thidua.sqlite";
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
    /// The sample committee cannot be made.
    #[error("cannot make the sample committee")]
    Sample(#[from] SampleError),
    /// Passwords cannot be checked.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The system refused something while running.
    #[error("the system refused")]
    System(#[from] std::io::Error),
}

/// An endpoint that answers.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    end: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
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
    ///
    /// # Errors
    /// Where serving had failed.
    pub async fn stop(self) -> Result<(), StartError> {
        self.end.send(()).ok();
        match tokio::time::timeout(FAREWELL, self.served).await {
            Ok(Ok(served)) => Ok(served?),
            // Whoever is still talking is cut. What was answered is on the disk.
            Ok(Err(_)) | Err(_) => Ok(()),
        }
    }
}

/// Opens the store and begins to serve.
///
/// # Errors
/// Why it cannot.
pub async fn start(configuration: &Configuration) -> Result<Running, StartError> {
    let data = &configuration.data;
    std::fs::create_dir_all(data).map_err(|source| StartError::Data { directory: data.clone(), source })?;
    if let Some(app) = configuration.app.as_ref().filter(|app| !app.join("index.html").is_file()) {
        return Err(StartError::App(app.clone()));
    }
    let store = Store::open(&data.join(DATABASE)).await?;
    let mut samples = Vec::new();
    if let Some(file) = &configuration.sample {
        sample::seed(&store, file).await?;
        samples = store.sample_accounts().await?;
    }
    let desk = Desk::new(store.clone(), store.cursor_key().await?, Passwords::new()?);
    let router = http::router(desk, configuration.app.as_deref());

    let address = configuration.address();
    let listener =
        TcpListener::bind(address).await.map_err(|source| StartError::Listen { address, source })?;
    let address = listener.local_addr()?;
    let (end, ended) = oneshot::channel();
    let served = tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        // A dropped sender ends the endpoint as well: whoever started it is gone.
        let until = async move { _ = ended.await };
        let served = axum::serve(listener, service).with_graceful_shutdown(until).await;
        store.close().await;
        served
    });
    Ok(Running { address, end, served, samples })
}

/// Runs until a signal says that it is enough.
///
/// # Errors
/// Why it does not run.
pub async fn run(configuration: &Configuration) -> Result<(), StartError> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let running = start(configuration).await?;
    announce(&running);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("ending");
    running.stop().await
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
