//! From a configuration to a hub that answers.
//!
//! The first time there has to be a line: the hub signs in, is given its lease and reads what its account reads. From then on it
//! starts without one.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use thidua_bundle::Certificate;
use thidua_sync::client::Meta;
use thidua_sync::directory::{Directory, SignIn};
use thidua_sync::hub::Lease;
use thidua_sync::identity::DeviceId;

use super::line::{Line, LineError};
use super::relay::{self, DIRECTORY, LEASE, META, RelayError, SHUT_OUT, TOKEN, UPSTREAM};
use super::{Hub, Side, State, qr};
use crate::backup::{self, BackupError};
use crate::configuration::Hub as Configuration;
use crate::http::{HubDesk, Trust, hub_router};
use crate::pace::Pace;
use crate::secret::{self, NoRandomness};
use crate::startup::{self, DATABASE, Running, StartError};
use crate::store::{Place, Store, StoreError};
use crate::telemetry::Chain;

/// The longest pause between two looks for a line that is down.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// Why a hub does not run.
#[derive(Debug, thiserror::Error)]
pub enum HubStartError {
    /// Serving failed.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The committee's endpoint, the first time.
    #[error("the hub was not set up, for which it needs the committee's endpoint")]
    Relay(#[from] RelayError),
    /// The directory cannot be made.
    #[error("cannot make the directory {directory}")]
    Data {
        /// The directory.
        directory: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The password cannot be read.
    #[error("the password cannot be read")]
    Password(#[source] std::io::Error),
    /// Nobody has said who sets the hub up.
    #[error("the first time --account says who sets the hub up: an administrator, or the standing office")]
    Account,
    /// The directory holds a committee of its own.
    #[error("{0} holds a committee of its own and is no hub: take another --data")]
    NoHub(PathBuf),
    /// The directory is a hub of another endpoint.
    #[error("{directory} is a hub of {upstream}: take another --data")]
    OtherUpstream {
        /// The directory.
        directory: PathBuf,
        /// Of which.
        upstream: String,
    },
    /// The account has a role that a later version made.
    #[error("the account has a role that this version does not know")]
    Role,
    /// The data directory is being worked on.
    #[error(transparent)]
    Lock(#[from] BackupError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

impl From<LineError> for HubStartError {
    fn from(error: LineError) -> Self {
        Self::Relay(error.into())
    }
}

/// Opens the hub, the first time with a line, and begins to answer.
///
/// # Errors
/// Why it cannot.
pub async fn start(configuration: &Configuration) -> Result<Running, HubStartError> {
    let data = &configuration.data;
    let failed = |source| HubStartError::Data { directory: data.clone(), source };
    std::fs::create_dir_all(data).map_err(failed)?;
    let lock = backup::work_in(data)?;
    let store = Store::open(&Place::of_file(&data.join(DATABASE)), true).await?;
    let line = Line::to(&configuration.upstream)?;
    let is_new = set_up(&store, &line, configuration).await?;
    let (hub, mut side) = open(store.clone()).await?;
    if is_new {
        hub.go(&line, &mut side).await?;
    }
    let trust = if configuration.behind_proxy { Trust::Proxy } else { Trust::Connection };
    let mut origins = configuration.origin.clone();
    origins.push(configuration.upstream.url.clone());
    let pace = Pace::of(configuration.requests_per_second);
    let router = hub_router(HubDesk { hub: hub.clone(), pace, trust, origins });
    let listener = startup::listen(configuration.listen).await?;
    let relaying = relay_for_ever(hub, line, side, configuration.line_every);
    Ok(startup::serve(listener, router, None, relaying, (store, Some(lock)))?)
}

/// Runs until a signal says that it is enough.
///
/// # Errors
/// Why it does not run.
pub async fn run(configuration: &Configuration) -> Result<(), HubStartError> {
    let signals = startup::signals()?;
    let running = start(configuration).await?;
    announce(configuration, &running);
    startup::until_told(running, signals).await;
    Ok(())
}

/// Tells where the hub is; a closed output is nobody's loss.
fn announce(configuration: &Configuration, running: &Running) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on http://{}", running.address()).ok();
    writeln!(out, "a hub of {}", configuration.upstream.url).ok();
    if let Some(address) = &configuration.address {
        writeln!(out, "tablets choose this address on the screen of the connection: {address}").ok();
        if let Some(code) = qr::drawn(address) {
            write!(out, "{code}").ok();
        }
    }
    out.flush().ok();
}

/// Signs in where that was not done yet. Says whether it was done now.
async fn set_up(store: &Store, line: &Line, configuration: &Configuration) -> Result<bool, HubStartError> {
    let mut tx = store.read().await?;
    let (token, upstream) = (tx.hub_fact(TOKEN).await?, tx.hub_fact(UPSTREAM).await?);
    let is_shut_out = tx.hub_fact(SHUT_OUT).await?.is_some_and(|fact| fact == [1]);
    if let Some(upstream) = upstream.map(|fact| String::from_utf8_lossy(&fact).into_owned())
        && upstream != configuration.upstream.url
    {
        return Err(HubStartError::OtherUpstream { directory: configuration.data.clone(), upstream });
    }
    if token.is_none() && tx.has_committee().await? {
        return Err(HubStartError::NoHub(configuration.data.clone()));
    }
    // Whoever names an account where the hub was shut out wants to sign it in anew.
    let again = is_shut_out && configuration.account.is_some();
    if token.is_some() && !again {
        return Ok(false);
    }
    let known = tx.hub_fact(META).await?;
    drop(tx);
    let login = configuration.account.clone().ok_or(HubStartError::Account)?;
    let meta = known.and_then(|meta| Meta::decode(&meta).ok());
    // A device that was shut out stays so; its rows are those of whoever signs in now, or they are read anew.
    let meta = match meta.filter(|_| !again) {
        Some(meta) => meta,
        None => Meta::new(DeviceId(secret::random()?)),
    };
    let password = password(configuration)?;
    let account = SignIn { login, password, device: meta.device.to_string() };
    let signed_in = line.sign_in(&account).await?;
    let directory = serde_json::to_vec(&signed_in.directory).unwrap_or_default();
    let mut tx = store.write().await?;
    for row in tx.hub_rows().await? {
        tx.drop_hub_row(row.id).await?;
    }
    let facts: [(&str, &[u8]); 5] = [
        (TOKEN, signed_in.token.as_bytes()),
        (DIRECTORY, &directory),
        (META, &meta.encode()),
        (UPSTREAM, configuration.upstream.url.as_bytes()),
        (SHUT_OUT, &[0]),
    ];
    for (key, value) in facts {
        tx.keep_hub_fact(key, value).await?;
    }
    tx.commit().await?;
    Ok(true)
}

fn password(configuration: &Configuration) -> Result<String, HubStartError> {
    let text = match &configuration.password_file {
        Some(file) => std::fs::read_to_string(file).map_err(HubStartError::Password)?,
        None => asked().map_err(HubStartError::Password)?,
    };
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Asks whoever sits before the terminal, without showing what is typed where the terminal can do that.
fn asked() -> std::io::Result<String> {
    let input = std::io::stdin();
    let is_seen = input.is_terminal();
    let echo = |how: &str| is_seen && Command::new("stty").arg(how).status().is_ok_and(|done| done.success());
    if is_seen {
        eprint!("password: ");
    }
    let is_hidden = echo("-echo");
    let mut line = String::new();
    let read = input.lock().read_line(&mut line);
    if is_hidden {
        echo("echo");
        eprintln!();
    }
    read.map(|_| line)
}

/// The hub as its store has it.
async fn open(store: Store) -> Result<(Arc<Hub>, Side), HubStartError> {
    let (key, committee) = (store.cursor_key().await?, store.committee().await?);
    let mut tx = store.read().await?;
    let text = |fact: Option<Vec<u8>>| fact.and_then(|fact| String::from_utf8(fact).ok()).unwrap_or_default();
    let token = text(tx.hub_fact(TOKEN).await?);
    let directory: Option<Directory> =
        tx.hub_fact(DIRECTORY).await?.and_then(|of| serde_json::from_slice(&of).ok());
    let account = directory.and_then(|directory| directory.to_account()).ok_or(HubStartError::Role)?;
    let meta = tx.hub_fact(META).await?.and_then(|meta| Meta::decode(&meta).ok());
    let meta = meta.ok_or(StoreError::Damaged { what: "state of a hub" })?;
    let lease: Option<Lease> = tx.hub_fact(LEASE).await?.and_then(|of| serde_json::from_slice(&of).ok());
    let shut_out = tx.hub_fact(SHUT_OUT).await?.is_some_and(|fact| fact == [1]);
    let rows = tx.hub_rows().await?;
    drop(tx);
    let mut state = State { shut_out, ..State::default() };
    if let Some(lease) = lease {
        state.certificate = Certificate::from_text(&lease.certificate);
        (state.committee, state.until_ms) = (lease.committee.committee, lease.until_ms);
    }
    let side = Side { replica: relay::replica(account, meta, rows), token };
    let hub = Hub { store, key, committee, state: RwLock::new(Arc::new(state)), turn: Default::default() };
    Ok((Arc::new(hub), side))
}

/// Looks for a line now and then, for as long as the hub runs.
async fn relay_for_ever(hub: Arc<Hub>, line: Line, mut side: Side, every: Duration) {
    let mut pause = every;
    loop {
        tokio::time::sleep(pause).await;
        pause = match hub.go(&line, &mut side).await {
            Ok(()) => every,
            Err(error) => {
                tracing::info!("nothing was handed in: {}", Chain(&error));
                match error {
                    RelayError::Line(LineError::Status { after: Some(after), .. }) => {
                        Duration::from_secs(after).min(LONGEST_PAUSE)
                    }
                    _ => (pause * 2).min(LONGEST_PAUSE.max(every)).min(every * 10),
                }
            }
        };
    }
}
