//! An endpoint in a process of its own, and what the system says of that process.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Of a second, in which Linux tells programs of processor time, on every machine.
const TICK: Duration = Duration::from_millis(10);

pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

/// How much memory a process holds, MB.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    pub resident: f64,
    /// Of it, what is no file's.
    pub anonymous: f64,
    /// The most that was ever resident.
    pub most: f64,
}

impl Served {
    /// Starts a program that tells its address as the endpoint does.
    pub fn start(command: &mut Command) -> Self {
        let spawned = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
        let mut child = spawned.expect("a program that starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("an output")).read_line(&mut line).expect("a line");
        let address = line.trim_end().strip_prefix("listening on http://").expect("the address");
        Self { child, address: address.parse().expect("an address") }
    }

    /// The processor time of all its threads so far.
    pub fn time(&self) -> Duration {
        let text = self.proc("stat");
        // The second field is the name, in brackets.
        let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields[at].parse::<u32>().expect("a number");
        TICK * (ticks(11) + ticks(12))
    }

    pub fn memory(&self) -> Memory {
        let text = self.proc("status");
        let of = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            let kib = line.trim_start_matches(':').trim().trim_end_matches(" kB");
            kib.parse::<f64>().expect("a number") * 1024.0 / 1e6
        };
        Memory { resident: of("VmRSS"), anonymous: of("RssAnon"), most: of("VmHWM") }
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).expect("a running process")
    }

    /// Lets it end as it likes to: what is open is committed, and the log of SQLite is brought in.
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().expect("kill");
        let begun = Instant::now();
        while self.child.try_wait().expect("a process").is_none() {
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The processor time of everybody on the machine so far.
pub fn time_of_all() -> Duration {
    let text = std::fs::read_to_string("/proc/stat").expect("/proc/stat");
    let first = text.lines().next().unwrap_or_default();
    let ticks: Vec<u32> = first.split_whitespace().skip(1).map(|field| field.parse().unwrap_or(0)).collect();
    // user, nice, system, then idle and waiting for the disk, then interrupts and what another guest took.
    TICK * (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7])
}

/// The processor time of this process so far.
pub fn own_time() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").expect("/proc/self/stat");
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    TICK * (fields[11].parse::<u32>().unwrap_or(0) + fields[12].parse::<u32>().unwrap_or(0))
}

/// How long the disk of the directory takes to make 8 kB last, the median of many, as a commit asks for.
pub fn of_the_disk(directory: &Path) -> Duration {
    use std::io::Write as _;
    let path = directory.join("disk");
    let mut file = std::fs::File::create(&path).expect("a file");
    let mut took: Vec<Duration> = (0..200)
        .map(|_| {
            file.write_all(&[7; 8192]).expect("written");
            let begun = Instant::now();
            file.sync_data().expect("on the disk");
            begun.elapsed()
        })
        .collect();
    std::fs::remove_file(path).ok();
    took.sort_unstable();
    took[took.len() / 2]
}
