//! The line as a program: one command on each side of it.

use std::ffi::OsString;
use std::io;
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use clap::Parser;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use thidua_weak_link::line::Line;
use thidua_weak_link::link::{Carried, FAR, Link, LinkError, NEAR, become_root};

/// How the program ends where the machine does not allow the line: not a failure of what was to be run.
const NOT_ALLOWED: u8 = 77;
/// How long the far side may take to listen.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take to end.
const FAREWELL: Duration = Duration::from_secs(5);

/// Runs a command at the end of a weak line; it ends as the command does, or with 77 where such a line is not allowed
#[derive(Parser)]
#[command(name = "thidua-weak-link")]
struct Arguments {
    /// Bytes a second towards COMMAND
    #[arg(long, value_name = "BYTES", default_value_t = Line::default().down.bytes_per_second)]
    down: u32,
    /// Bytes a second from COMMAND
    #[arg(long, value_name = "BYTES", default_value_t = Line::default().up.bytes_per_second)]
    up: u32,
    /// There and back, milliseconds
    #[arg(long, value_name = "MS", default_value_t = 400)]
    round_trip: u64,
    /// The share of packets that are lost, each way
    #[arg(long, value_name = "SHARE", default_value_t = Line::default().down.loss, value_parser = share)]
    loss: f64,
    /// Bytes that may wait before the line, each way
    #[arg(long, value_name = "BYTES", default_value_t = Line::default().down.queue)]
    queue: u32,
    /// Which packets are lost
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What runs at the other end (10.77.0.1), as a line for the shell; it is ended after COMMAND
    #[arg(long, value_name = "LINE")]
    far: Option<String>,
    /// Begin when the other end listens on this port
    #[arg(long, value_name = "PORT")]
    wait_for: Option<u16>,
    /// What runs at this end (10.77.0.2)
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<OsString>,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().map_err(|error| error.to_string())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("a share is from 0 to 1".to_owned()) }
}

impl Arguments {
    fn line(&self) -> Line {
        let mut line = Line { seed: self.seed, ..Line::default() };
        line.down.bytes_per_second = self.down;
        line.up.bytes_per_second = self.up;
        for way in [&mut line.down, &mut line.up] {
            way.delay = Duration::from_millis(self.round_trip) / 2;
            way.loss = self.loss;
            way.queue = self.queue;
        }
        line
    }
}

/// Why the command did not run to its end.
#[derive(Debug, thiserror::Error)]
enum Bad {
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error("cannot start {program}: {source}")]
    Start { program: String, source: io::Error },
    #[error("the other end has ended before it listened on port {0}")]
    Ended(u16),
    #[error("the other end does not listen on port {0}")]
    Silent(u16),
    #[error("a thread of the line has failed")]
    Thread,
}

fn main() -> ExitCode {
    match start(&Arguments::parse()) {
        Ok(status) => {
            ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX))
        }
        Err(Bad::Link(error @ LinkError::NotAllowed { .. })) => {
            eprintln!("skipped: {error}");
            ExitCode::from(NOT_ALLOWED)
        }
        Err(bad) => {
            eprintln!("{bad}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &Arguments) -> Result<ExitStatus, Bad> {
    become_root()?;
    let link = Link::lay(&arguments.line())?;
    let mut far = Far(None);
    if let Some(line) = arguments.far.clone() {
        far.0 = Some(joined(link.far(move || other_end(&line))?)??);
    }
    if let Some(port) = arguments.wait_for {
        far = joined(link.far(move || listens(port, far))?)??;
    }
    let words = arguments.command.clone();
    let running = link.near(move || {
        let mut words = words.into_iter();
        let program = words.next().unwrap_or_default();
        let failed = |source| Bad::Start { program: program.to_string_lossy().into_owned(), source };
        with_addresses(Command::new(&program).args(words)).status().map_err(failed)
    })?;
    let status = joined(running)??;
    drop(far);
    told("down", link.down());
    told("up", link.up());
    Ok(status)
}

fn told(way: &str, of: Carried) {
    let Carried { arrived, bytes, lost, dropped } = of;
    eprintln!(
        "{way}: {arrived} packets arrived with {bytes} bytes, {lost} were lost, {dropped} found the queue full"
    );
}

fn with_addresses(command: &mut Command) -> &mut Command {
    command.env("THIDUA_FAR", FAR.to_string()).env("THIDUA_NEAR", NEAR.to_string())
}

fn joined<T>(thread: JoinHandle<T>) -> Result<T, Bad> {
    thread.join().map_err(|_| Bad::Thread)
}

fn other_end(line: &str) -> Result<Child, Bad> {
    let failed = |source| Bad::Start { program: "sh".to_owned(), source };
    // A group of its own: what the shell starts is ended with it.
    with_addresses(Command::new("sh").args(["-c", line])).process_group(0).spawn().map_err(failed)
}

/// Looks until somebody listens, from the same side: the line carries nothing of it.
fn listens(port: u16, mut far: Far) -> Result<Far, Bad> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if TcpStream::connect((FAR, port)).is_ok() {
            return Ok(far);
        }
        if far.has_ended() {
            return Err(Bad::Ended(port));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Err(Bad::Silent(port))
}

/// What runs at the other end. Ended when this goes, and killed if it does not end.
struct Far(Option<Child>);

impl Far {
    fn has_ended(&mut self) -> bool {
        self.0.as_mut().is_none_or(|child| !matches!(child.try_wait(), Ok(None)))
    }
}

impl Drop for Far {
    fn drop(&mut self) {
        let Some(group) = self.0.as_ref().and_then(|child| i32::try_from(child.id()).ok()) else { return };
        killpg(Pid::from_raw(group), Signal::SIGTERM).ok();
        let begun = Instant::now();
        while !self.has_ended() && begun.elapsed() < FAREWELL {
            thread::sleep(Duration::from_millis(20));
        }
        // The shell may have ended before what it started.
        killpg(Pid::from_raw(group), Signal::SIGKILL).ok();
        self.0.as_mut().map(Child::wait);
    }
}
