//! The program itself, as its hosts start it: on a port of its own, on a socket that systemd holds, in AWS Lambda.

mod lambda;
mod runtime;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use command_fds::{CommandFdExt as _, FdMapping};
use reqwest::Client;

use crate::test_app::{Folder, SAMPLE, TestApp};

/// A program that is killed when the test ends before it.
pub struct Program(Child);

impl Program {
    /// Starts it over a folder's database.
    pub fn start(folder: &Folder, flags: &[&str], set: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thidua-endpoint"));
        command.arg("--data").arg(&folder.0).args(["--sample", SAMPLE]).args(flags);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        for inherited in ["PORT", "LISTEN_FDS", "LISTEN_PID", "AWS_LAMBDA_RUNTIME_API"] {
            command.env_remove(inherited);
        }
        set(&mut command);
        Self(command.spawn().unwrap())
    }

    /// Waits for it to end by itself; its exit code.
    pub async fn ended(&mut self, patience: Duration) -> Option<i32> {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.code();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it is still running");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// systemd, as far as it concerns a program: it holds the socket and hands it over as the descriptor 3.
fn handed(listener: &TcpListener) -> impl FnOnce(&mut Command) {
    let parent_fd: OwnedFd = listener.try_clone().unwrap().into();
    move |command| {
        command.env("LISTEN_FDS", "1");
        command.fd_mappings(vec![FdMapping { parent_fd, child_fd: 3 }]).unwrap();
    }
}

#[tokio::test]
async fn a_socket_of_systemd_outlives_an_endpoint_that_ends_when_nobody_asks() {
    let folder = Folder::on_file();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/health", listener.local_addr().unwrap());
    // Asked before anybody runs: the request waits in the socket.
    let first = tokio::spawn(Client::new().get(&url).send());
    let mut program = Program::start(&folder, &["--exit-when-idle", "1"], handed(&listener));
    assert_eq!(first.await.unwrap().unwrap().text().await.unwrap(), "ok");
    assert_eq!(program.ended(Duration::from_secs(20)).await, Some(0));

    let second = tokio::spawn(Client::new().get(&url).send());
    let mut program = Program::start(&folder, &["--exit-when-idle", "1"], handed(&listener));
    assert_eq!(second.await.unwrap().unwrap().text().await.unwrap(), "ok");
    assert_eq!(program.ended(Duration::from_secs(20)).await, Some(0));
}

#[tokio::test]
async fn what_is_handed_over_and_is_no_listening_socket_is_said() {
    let folder = Folder::on_file();
    let file = std::fs::File::create(folder.0.join("no-socket")).unwrap();
    let mut program = Program::start(&folder, &[], |command| {
        command.env("LISTEN_FDS", "1");
        command.fd_mappings(vec![FdMapping { parent_fd: file.into(), child_fd: 3 }]).unwrap();
    });
    assert_eq!(program.ended(Duration::from_secs(20)).await, Some(1));
}

#[tokio::test]
async fn a_request_that_never_says_what_it_wants_is_ended_and_keeps_nobody_waiting() {
    let app = TestApp::start().await;
    let mut slow = TcpStream::connect(app.address()).unwrap();
    slow.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\nx-slow: ").unwrap();
    let answer = Client::new().get(app.url("/health")).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), "ok");
    slow.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut told = Vec::new();
    tokio::task::spawn_blocking(move || {
        // Whether it is told or merely cut, it is over.
        slow.read_to_end(&mut told).ok();
        assert!(!told.starts_with(b"HTTP/1.1 200"));
    })
    .await
    .unwrap();
}
