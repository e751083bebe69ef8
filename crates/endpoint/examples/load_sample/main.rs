//! `cargo xtask sample`: loads the sample year into a running endpoint of a sample committee.

mod officer;
mod way;

use std::process::ExitCode;

use clap::Parser;
use officer::{Made, Officer};
use thidua_domain::award::Award;
use thidua_sample::Facts;
use way::Until;

#[derive(Parser)]
struct Arguments {
    /// The file with the facts of the year
    #[arg(long)]
    facts: std::path::PathBuf,
    #[arg(long)]
    url: String,
    #[arg(long)]
    login: String,
    #[arg(long)]
    password: String,
    /// Walks the dossiers on to this state
    #[arg(long)]
    until: Option<Until>,
    /// Adds a movement and a model that all units read
    #[arg(long)]
    commons: bool,
    /// Walks no more dossiers than this
    #[arg(long, default_value_t = usize::MAX)]
    most: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
    match load(&Arguments::parse()).await {
        Ok(told) => {
            print!("{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn load(arguments: &Arguments) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let facts = Facts::parse(&std::fs::read_to_string(&arguments.facts)?)?;
    let mut officer = Officer::sign_in(&arguments.url, &arguments.login, &arguments.password).await?;
    let mut told = match officer.load(&facts).await? {
        Some(made) => {
            format!("The sample year of {}:\n{}", officer.directory.committee, table(&made))
        }
        None => "The sample year is there already: nothing was added.\n".to_owned(),
    };
    if arguments.commons {
        let made = officer.load_commons().await?;
        told.push_str(&format!("{made:5}  records were made for all units: a movement and a model\n"));
    }
    let Some(until) = arguments.until else { return Ok(told) };
    let taken = officer.walk(until, arguments.most).await?;
    Ok(format!("{told}{taken:5}  steps were taken on the way of the dossiers\n"))
}

/// The counts in lines.
fn table(made: &Made) -> String {
    let line = |((award, kind), count): (&(String, i64), &u32)| {
        let name = Award::by_id(award).map_or(award.as_str(), |award| award.vi);
        let kind = if *kind == 1 { "cá nhân" } else { "tập thể" };
        format!("{count:5}  {name} ({kind})\n")
    };
    made.iter().map(line).collect()
}
