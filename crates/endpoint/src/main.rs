//! The program `thidua-endpoint`: reads how it is to run, and runs until it is told to stop.

use std::process::ExitCode;

use clap::Parser as _;
use thidua_endpoint::configuration::Configuration;
use thidua_endpoint::{startup, telemetry};

#[tokio::main]
async fn main() -> ExitCode {
    let configuration = Configuration::parse();
    telemetry::begin(configuration.verbose);
    match startup::run(&configuration).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{}", telemetry::Chain(&error));
            ExitCode::FAILURE
        }
    }
}
