//! The device as a program.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use thidua_device::device::{Device, DeviceError};
use thidua_device::fault::ScriptError;
use thidua_device::run::{Failure, Run};
use thidua_device::script::Script;

/// A device without a browser: does what a script says, against a running endpoint
#[derive(Parser)]
#[command(name = "cargo xtask device", after_long_help = thidua_device::LANGUAGE)]
struct Arguments {
    /// The endpoint, as http://127.0.0.1:8080
    #[arg(long)]
    server: String,
    /// The account's name for signing in
    #[arg(long)]
    account: String,
    /// The device's folder: one device, one account [default: target/devices/ACCOUNT]
    #[arg(long)]
    store: Option<PathBuf>,
    /// Begin the script anew, though it was not carried out to its end
    #[arg(long)]
    again: bool,
    /// Tell only what the script prints, and what is wrong
    #[arg(long)]
    quiet: bool,
    /// The script; - reads it from the standard input
    script: PathBuf,
}

/// Why the program ends badly.
#[derive(Debug, thiserror::Error)]
enum Bad {
    #[error("{name}: {source}")]
    Script { name: String, source: std::io::Error },
    #[error("{name}:{source}")]
    Said { name: String, source: ScriptError },
    #[error(transparent)]
    Device(#[from] DeviceError),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match start(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(bad) => {
            eprintln!("{bad}");
            ExitCode::FAILURE
        }
    }
}

async fn start(arguments: Arguments) -> Result<(), Bad> {
    let name = arguments.script.display().to_string();
    let text = if name == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(&arguments.script)
    };
    let text = text.map_err(|source| Bad::Script { name: name.clone(), source })?;
    let script = Script::read(&text).map_err(|source| Bad::Said { name: name.clone(), source })?;
    let store = arguments.store.unwrap_or_else(|| PathBuf::from("target/devices").join(&arguments.account));
    let (device, place) = Device::open(&store, &arguments.server, &arguments.account).await?;
    let mut run = Run::new(device, &text, script, place.filter(|_| !arguments.again));
    // Never on the command line, where everybody on the machine reads it.
    run.password = std::env::var("THIDUA_PASSWORD").ok();
    run.is_quiet = arguments.quiet;
    run.to_its_end().await.map_err(|failure| match failure {
        Failure::Script(source) => Bad::Said { name, source },
        Failure::Device(error) => error.into(),
    })
}
