//! nginx before several endpoints, with the configuration that `deploy/` gives, on this machine only and without TLS.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::test_app::Folder;

const CONFIGURATION: &str = include_str!("../../../../deploy/nginx.conf");
const PROXY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/thidua-proxy.conf");
/// Debian keeps it where only root's PATH leads.
const PROGRAM: &str = "/usr/sbin/nginx";

/// One that runs for as long as this is kept.
pub struct Nginx {
    child: Child,
    pub url: String,
    _folder: Folder,
}

impl Nginx {
    pub fn is_here() -> bool {
        Path::new(PROGRAM).exists()
    }

    /// Starts it before endpoints at these ports.
    pub fn start(endpoints: [u16; 3]) -> Self {
        let folder = Folder::on_file();
        let port = free_port();
        let file = folder.0.join("nginx.conf");
        std::fs::write(&file, configuration(port, endpoints, &folder.0)).unwrap();
        let child = Command::new(PROGRAM)
            .arg("-p")
            .arg(&folder.0)
            .arg("-c")
            .arg(&file)
            .arg("-e")
            .arg(folder.0.join("error.log"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(10), "nginx does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { child, url: format!("http://127.0.0.1:{port}"), _folder: folder }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The configuration of `deploy/` at this port, with what the rest of a machine's would say around it.
fn configuration(port: u16, endpoints: [u16; 3], folder: &Path) -> String {
    let of_deploy: String = CONFIGURATION
        .lines()
        .filter(|line| !["ssl_", "listen [::]", "listen 80;"].iter().any(|of| line.trim().starts_with(of)))
        .map(|line| match line.trim() {
            "listen 443 ssl http2;" => format!("    listen 127.0.0.1:{port};\n"),
            // What leads from HTTP to HTTPS has nothing to listen on here.
            line if line.starts_with("return 308") => format!("    listen 127.0.0.1:{};\n", free_port()),
            _ => format!("{line}\n"),
        })
        .collect();
    let (mut text, stood) = (of_deploy, [8081, 8082, 8083]);
    for (stood, stands) in stood.iter().zip(endpoints) {
        let before = text.clone();
        text = text.replace(&format!("127.0.0.1:{stood} "), &format!("127.0.0.1:{stands} "));
        assert_ne!(text, before, "deploy/nginx.conf names other ports");
    }
    let text = text.replace("/etc/nginx/thidua-proxy.conf", PROXY);
    let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|of| format!("    {of}_temp_path {};\n", folder.join(of).display()))
        .collect();
    format!(
        "daemon off;\nmaster_process off;\npid {}/pid;\nevents {{ worker_connections 512; }}\nhttp {{\n    access_log off;\n{paths}{text}}}\n",
        folder.display()
    )
}

/// A port that nobody listens at now.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}
