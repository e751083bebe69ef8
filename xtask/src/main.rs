//! `cargo xtask`: everything that the README, the CI and people call, so that nobody has to remember a tool's flags.
//!
//! Each command brings what it needs (see [`tools`]) and may be called on a fresh machine. No command asks anything.

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

mod app;
mod bench;
mod browser;
mod deltas;
mod dependencies;
mod device;
mod fuzz;
mod judge;
mod mutants;
mod parts;
mod postgres;
mod precache;
mod process;
mod run;
mod sample;
mod simulate;
mod test;
mod tools;
mod weak_link;
mod worker;
mod workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Build, run and test Thi Đua")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the app and start the endpoint with the sample committee
    Run,
    /// Load the sample year into a running endpoint of the sample committee
    Sample(sample::Where),
    /// Run every check and test; the last line says `N passed, M failed`
    Test,
    /// Build the app into dist/ and the endpoint, both in release
    Build,
    /// Write into dist/ what is different from earlier versions of the app, which browsers that hold those are sent
    Deltas(deltas::Which),
    /// Install what is missing: pinned build tools, Chromium, packages of the browser tests
    Tools,
    /// Run the sync simulator over many seeds
    Simulate {
        /// How many seeds
        #[arg(long, default_value_t = simulate::ALL_SEEDS)]
        seeds: u64,
        /// The first seed; `--from S --seeds 1` repeats one run
        #[arg(long, default_value_t = 0)]
        from: u64,
    },
    /// Break the sync code in known ways, one at a time, and see that the simulator notices each
    Mutants {
        /// Only variants whose description contains this
        only: Option<String>,
    },
    /// Run a script on a device without a browser against a running endpoint; `--help` has the language
    #[command(disable_help_flag = true)]
    Device {
        /// See `cargo xtask device --help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<std::ffi::OsString>,
    },
    /// Run a command at the end of a weak line (50 kB/s down, 25 kB/s up, 400 ms, 2 % lost), the endpoint at its other end
    WeakLink(weak_link::What),
    /// Throw made-up bytes at every decoder that meets bytes from outside
    Fuzz(fuzz::What),
    /// Photograph every screen in every size and theme into target/shots/
    Shots {
        /// Only screens whose name contains this
        only: Option<String>,
    },
    /// Measure, print a table, and write target/bench/NAME.json
    Bench {
        /// What to measure
        name: bench::Name,
        /// Also write the table of `endpoint` into docs/operations.md, that of `peers` into docs/benchmarks.md
        #[arg(long)]
        document: bool,
    },
    /// Judge cases of the law by the functions that the app uses
    Judge {
        /// A file of cases; the project's own are in tests/fixtures/rule-cases.json
        file: std::path::PathBuf,
    },
    /// Called by trunk after its build: list and compress the files of the app
    #[command(hide = true)]
    Precache,
}

fn main() -> ExitCode {
    start().unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn start() -> Result<ExitCode> {
    let mut words = std::env::args_os();
    let name = words.next().map(std::path::PathBuf::from).unwrap_or_default();
    if name.file_name().is_some_and(|name| name == parts::STAND_IN) {
        return parts::instead_of_wasm_bindgen(&words.collect::<Vec<_>>());
    }
    match Arguments::parse().command {
        Task::Run => run::run()?,
        Task::Sample(to) => sample::sample(&to)?,
        Task::Test => return test::test(),
        Task::Build => {
            app::build()?;
            run::build_endpoint()?;
        }
        Task::Deltas(which) => deltas::deltas(&which)?,
        Task::Tools => tools::ensure(tools::Need::Browser)?,
        Task::Simulate { seeds, from } => return simulate::simulate(seeds, from),
        Task::Mutants { only } => return mutants::mutants(only.as_deref()),
        Task::Device { arguments } => return device::device(&arguments),
        Task::WeakLink(what) => return weak_link::weak_link(&what),
        Task::Fuzz(what) => return fuzz::fuzz(&what),
        Task::Shots { only } => browser::shots(only.as_deref())?,
        Task::Bench { name, document } => return bench::bench(name, document),
        Task::Judge { file } => return judge::judge(&file),
        Task::Precache => precache::after_trunk()?,
    }
    Ok(ExitCode::SUCCESS)
}
