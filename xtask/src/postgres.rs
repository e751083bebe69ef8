//! A server of PostgreSQL for tests and measurements: in a temporary directory, on a free port of this machine only, and
//! gone with the command. It waits for the disk at each commit, as a real one does.

use crate::process::{answer, program, quietly_succeeds, run};
use crate::tools;
use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whose the server is where we are root, which PostgreSQL does not run as. Debian's package makes this user.
const USER: &str = "postgres";

/// A server that runs.
pub(crate) struct Server {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Server {
    /// Starts one; installs PostgreSQL first where it is missing and may be installed.
    pub(crate) fn start() -> Result<Self> {
        let programs = tools::postgresql()?;
        let folder = std::env::temp_dir().join(format!("thidua-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        // From here on dropping it cleans up, whatever happens.
        let server = Self { programs, folder, port };
        if is_root() {
            run(program("chown").arg(USER).arg(&server.folder))?;
        }
        let log = server.folder.join("log");
        let made = server
            .command("initdb")
            .args(["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-D"])
            .arg(server.data())
            .output()
            .context("cannot start initdb")?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr).trim());
        }
        let settings = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
        );
        let mut start = server.command("pg_ctl");
        start.args(["-w", "-s", "-o", &settings, "-l"]).arg(&log).arg("-D").arg(server.data()).arg("start");
        if !quietly_succeeds(&mut start) {
            let told = std::fs::read_to_string(&log).unwrap_or_default();
            bail!("PostgreSQL does not start: {}", told.trim());
        }
        Ok(server)
    }

    /// The address of a database on it whose user may make others.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{USER}", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// One of its programs, as a user that it runs as.
    fn command(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if is_root() {
            let mut as_user = program("runuser");
            as_user.args(["-u", USER, "--"]).arg(path);
            as_user
        } else {
            program(&path.to_string_lossy())
        };
        // The programs want to stand where their user may read.
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            let mut stop = self.command("pg_ctl");
            stop.args(["-s", "-m", "fast", "-D"]).arg(self.data()).arg("stop");
            if !quietly_succeeds(&mut stop) {
                println!("PostgreSQL in {} could not be stopped", self.folder.display());
                return;
            }
        }
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// Whether everything may be done here, and PostgreSQL's programs refuse to run.
fn is_root() -> bool {
    answer(program("id").arg("-u")).is_some_and(|id| id == "0")
}

/// The directory of PostgreSQL's programs, of the newest version that is there.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let found = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, bin)| has_all(bin))
        .max_by_key(|(version, _)| *version);
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| has_all(folder))
    };
    found.map(|(_, bin)| bin).or_else(on_path)
}

fn has_all(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).exists())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;

    #[test]
    fn a_server_answers_until_it_is_dropped_and_leaves_nothing() {
        if programs().is_none() {
            return;
        }
        let server = Server::start().unwrap();
        let (port, folder) = (server.port, server.folder.clone());
        assert!(server.url().contains(&port.to_string()) && folder.exists());
        TcpStream::connect(("127.0.0.1", port)).unwrap();
        drop(server);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err() && !folder.exists());
    }
}
