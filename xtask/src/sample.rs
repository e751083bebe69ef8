//! `cargo xtask sample`: the sample year, made at a running endpoint as an officer would make it.

use crate::process::{cargo, run};
use crate::run::SAMPLE;
use anyhow::Result;

/// Where, and as whom.
#[derive(clap::Args)]
pub(crate) struct Where {
    /// The running endpoint
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
    /// The account of an officer of the whole committee
    #[arg(long, default_value = "minhlong")]
    login: String,
    /// Its password
    #[arg(long, default_value = "mau-2023")]
    password: String,
    /// Walks the dossiers on to this state: considered, submitted, appraised or approved
    #[arg(long)]
    until: Option<String>,
}

/// Loads the year.
pub(crate) fn sample(to: &Where) -> Result<()> {
    let mut example =
        cargo(["run", "--quiet", "--release", "-p", "thidua-endpoint", "--example", "load_sample", "--"]);
    example.args(["--facts", SAMPLE, "--url", &to.url, "--login", &to.login, "--password", &to.password]);
    example.arg("--commons");
    if let Some(until) = &to.until {
        example.args(["--until", until]);
    }
    run(&mut example)
}
