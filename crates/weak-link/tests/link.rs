//! A real endpoint at one end of a weak line, devices at the other: what must survive it. No test here asserts a time.
//!
//! The tests have a `main` of their own, because a user namespace can only be entered before there is a second thread.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where something is not as it must be"
)]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread::JoinHandle;

use libtest_mimic::{Arguments, Failed, Trial};
use thidua_device::device::Device;
use thidua_device::run::Run;
use thidua_device::script::Script;
use thidua_endpoint::configuration::Arguments as Told;
use thidua_endpoint::startup;
use thidua_weak_link::line::Line;
use thidua_weak_link::link::{FAR, Link, LinkError, become_root};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/minh-long-2023.json");
/// A seed whose losses begin early in both rows, so that a short exchange meets some.
const SEED: u64 = 119;

fn main() {
    let arguments = Arguments::from_args();
    let denied = match become_root().and_then(|()| Link::lay(&Line::default()).map(drop)) {
        Ok(()) => false,
        Err(error @ LinkError::NotAllowed { .. }) => {
            println!("skipped: the tests over a weak line. {error}");
            true
        }
        Err(error) => panic!("{error}"),
    };
    let tests: [(&str, fn()); 2] = [
        ("what_the_line_loses_tcp_repairs_and_nothing_else_is_reachable", bytes_arrive),
        ("a_first_load_of_a_thousand_records_and_an_edit_survive_the_line", records_survive),
    ];
    let tests = tests.into_iter().map(|(name, test)| {
        Trial::test(name, move || {
            test();
            Ok::<_, Failed>(())
        })
        .with_ignored_flag(denied)
    });
    libtest_mimic::run(&arguments, tests.collect()).exit();
}

fn line() -> Line {
    Line { seed: SEED, ..Line::default() }
}

fn bytes_arrive() {
    let outside = TcpListener::bind("127.0.0.1:0").unwrap();
    let outside = outside.local_addr().unwrap();
    let link = Link::lay(&line()).unwrap();
    let (told, port) = mpsc::channel();
    let answering = link
        .far(move || {
            let listener = TcpListener::bind((FAR, 0)).unwrap();
            told.send(listener.local_addr().unwrap().port()).unwrap();
            let (mut line, _) = listener.accept().unwrap();
            let mut sent = vec![0; 60_000];
            line.read_exact(&mut sent).unwrap();
            line.write_all(&sent).unwrap();
        })
        .unwrap();
    let port = port.recv().unwrap();
    let sent: Vec<u8> = (0..60_000_u32).map(|at| (at * at / 7) as u8).collect();
    let asking = link.near(move || {
        assert!(TcpStream::connect(outside).is_err(), "the machine's own ports are elsewhere");
        let mut line = TcpStream::connect((FAR, port)).unwrap();
        line.write_all(&sent).unwrap();
        let mut back = Vec::new();
        line.read_to_end(&mut back).unwrap();
        assert!(back == sent);
    });
    asking.unwrap().join().unwrap();
    answering.join().unwrap();
    for carried in [link.down(), link.up()] {
        assert!(carried.bytes > 60_000 && carried.lost > 0, "{carried:?}");
    }
}

fn records_survive() {
    let link = Link::lay(&line()).unwrap();
    let scene = tempfile::tempdir().unwrap();
    let endpoint = Endpoint::start(&link, scene.path().join("endpoint"));
    let place = |name: &str| scene.path().join(name);

    // From the endpoint's own side, without the line.
    let filling = device(
        place("writer"),
        endpoint.url.clone(),
        "longmon",
        "sign-in\nrepeat 1000\n\
         create nomination p{n} subject=1 award=lao_dong_tien_tien year=2023 name=\"Người {n} (mẫu)\"\nend\n\
         sync\nexpect unsent 0",
    );
    link.far(filling).unwrap().join().unwrap();
    assert_eq!((link.down().arrived, link.up().arrived), (0, 0));

    let (url, folder) = (endpoint.url.clone(), place("reader"));
    let first = "sign-in\nexpect records 1000 nomination within 10m\nfind nomination one name=\"Người 7 (mẫu)\"\n\
        edit one position=\"Trưởng thôn (mẫu)\"\nexpect unsent 0 within 10m";
    link.near(device(folder, url, "minhlong", first)).unwrap().join().unwrap();
    let (down, up) = (link.down(), link.up());
    assert!(down.lost > 0 && up.lost > 0, "{down:?} {up:?}");

    let then = "sign-in\nsync\nfind nomination one name=\"Người 7 (mẫu)\"\nexpect one sent position=\"Trưởng thôn (mẫu)\"";
    link.far(device(place("writer"), endpoint.url.clone(), "longmon", then)).unwrap().join().unwrap();
    endpoint.stop();
}

/// A device that does what a script says, and then is switched off.
fn device(folder: PathBuf, url: String, account: &'static str, text: &'static str) -> impl FnOnce() + Send {
    move || {
        runtime().block_on(async {
            let script = Script::read(text).unwrap();
            let (device, _) = Device::open(&folder, &url, account).await.unwrap();
            let mut run = Run::new(device, text, script, None);
            run.password = Some("mau-2023".to_owned());
            run.is_quiet = true;
            run.to_its_end().await.unwrap_or_else(|failure| panic!("{account}: {failure}"));
        });
    }
}

/// On the thread that makes it: its sockets are those of that thread's namespace.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The endpoint at the far end.
struct Endpoint {
    url: String,
    end: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Endpoint {
    fn start(link: &Link, data: PathBuf) -> Self {
        let (told, url) = mpsc::channel();
        let (end, ended) = oneshot::channel();
        let serving = link.far(move || {
            // With threads of its own, as the program has them: they are started from here, and so are here.
            Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(async {
                let listen = format!("{FAR}:0");
                let data = data.display().to_string();
                let words = ["thidua-endpoint", "--listen", &listen, "--sample", SAMPLE, "--data", &data];
                let words = words.into_iter().chain(["--requests-per-second", "0"]);
                let running = startup::start(&<Told as clap::Parser>::parse_from(words).serve).await.unwrap();
                told.send(format!("http://{}", running.address())).unwrap();
                ended.await.ok();
                running.stop().await;
            });
        });
        Self { url: url.recv().unwrap(), end, serving: serving.unwrap() }
    }

    fn stop(self) {
        self.end.send(()).unwrap();
        self.serving.join().unwrap();
    }
}
