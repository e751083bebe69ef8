//! The program `thidua-endpoint`: reads how it is to run, and runs until it is told to stop.

use std::error::Error;
use std::process::ExitCode;

use clap::Parser as _;
use thidua_endpoint::configuration::{Arguments, Command};
use thidua_endpoint::{maintenance, startup, telemetry};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { command, serve } = Arguments::parse();
    let done: Result<(), Box<dyn Error>> = match command.unwrap_or(Command::Serve(serve)) {
        Command::Serve(configuration) => {
            telemetry::begin(configuration.verbose);
            startup::run(&configuration).await.map_err(Into::into)
        }
        other => {
            telemetry::begin(matches!(&other, Command::Hub(of) if of.verbose));
            maintenance::carry_out(&other).await.map_err(Into::into)
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{}", telemetry::Chain(&*error));
            ExitCode::FAILURE
        }
    }
}
