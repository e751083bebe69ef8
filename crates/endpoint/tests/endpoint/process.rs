//! The program itself, started and killed.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use crate::test_app::{Folder, SAMPLE};

/// The program itself, as a process that can be killed.
pub struct Process {
    pub child: Child,
    pub url: String,
}

impl Process {
    pub fn start(folder: &Folder) -> Self {
        Self::start_at(folder, 0)
    }

    /// At a port of this machine; any free one for 0.
    pub fn start_at(folder: &Folder, port: u16) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thidua-endpoint"));
        if let Some(url) = folder.database_url() {
            command.env("THIDUA_DATABASE_URL", url.0);
        }
        let mut child = command
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .args(["--requests-per-second", "0", "--sample", SAMPLE, "--data"])
            .arg(&folder.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ").expect("the address").to_owned();
        Self { child, url }
    }

    pub fn kill(self) {
        drop(self);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
