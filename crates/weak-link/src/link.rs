//! The line itself: namespaces, TUN devices, and the threads that carry packets from one to the other.
//!
//! A thread that has entered a network namespace hands it on to the threads and processes that it starts. So each side is
//! a thread that starts others when it is asked to, and nothing has to be entered, named or cleaned up: a namespace is gone
//! when nobody is in it any more.

use std::io;
use std::net::Ipv4Addr;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sched::{CloneFlags, unshare};
use nix::unistd::{geteuid, getgid, getuid};
use tun_rs::{DeviceBuilder, InterruptEvent, SyncDevice};

use crate::line::{Bottleneck, Fate, Line};

/// Where the endpoint's side is.
pub const FAR: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 1);
/// Where the officer's side is.
pub const NEAR: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 2);
/// As on most lines of this kind; a packet of a TUN device is at most so large.
const MTU: u16 = 1_400;
/// Names of devices are those of their namespace, so both may have the same.
const DEVICE: &str = "weak0";

/// Why there is no line.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Whoever runs this may make no namespaces, or no devices in them.
    #[error("network namespaces or TUN devices are not allowed here: {what}: {source}")]
    NotAllowed {
        /// What was tried.
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// `ip` is not on the machine, or does not do what it is told.
    #[error("`ip {words}` failed: {told}")]
    Ip {
        /// What was asked for.
        words: String,
        /// What it, or the system, says.
        told: String,
    },
    /// The system refuses a thread or an event.
    #[error("the system refused")]
    System(#[from] io::Error),
    /// A side has ended before its time.
    #[error("one side of the line is gone")]
    Gone,
}

/// What one direction has done so far, in packets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Carried {
    /// Packets that arrived.
    pub arrived: u64,
    /// Bytes that arrived, IP headers included.
    pub bytes: u64,
    /// Packets that were lost on the way.
    pub lost: u64,
    /// Packets that found the queue full.
    pub dropped: u64,
}

/// A line between two namespaces, for as long as this lives. What was started in them must have ended before.
pub struct Link {
    near: Side,
    far: Side,
    down: Arc<Count>,
    up: Arc<Count>,
    end: Arc<InterruptEvent>,
    carriers: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Count {
    arrived: AtomicU64,
    bytes: AtomicU64,
    lost: AtomicU64,
    dropped: AtomicU64,
}

impl Count {
    fn now(&self) -> Carried {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Carried {
            arrived: of(&self.arrived),
            bytes: of(&self.bytes),
            lost: of(&self.lost),
            dropped: of(&self.dropped),
        }
    }
}

/// Makes this process root of a user namespace of its own, where it is not root already. Namespaces and devices may then be
/// made on most machines; files are still those of the user. Only before the first thread is started.
///
/// # Errors
/// Where the machine does not allow it.
pub fn become_root() -> Result<(), LinkError> {
    if geteuid().is_root() {
        return Ok(());
    }
    let (user, group) = (getuid(), getgid());
    let denied = |source| LinkError::NotAllowed { what: "a user namespace", source };
    unshare(CloneFlags::CLONE_NEWUSER).map_err(|errno| denied(errno.into()))?;
    for (file, text) in [
        ("/proc/self/setgroups", "deny".to_owned()),
        ("/proc/self/uid_map", format!("0 {user} 1")),
        ("/proc/self/gid_map", format!("0 {group} 1")),
    ] {
        std::fs::write(file, text).map_err(denied)?;
    }
    Ok(())
}

impl Link {
    /// Lays a line.
    ///
    /// # Errors
    /// Why there is none.
    pub fn lay(line: &Line) -> Result<Self, LinkError> {
        let (far, at_far) = Side::open(FAR)?;
        let (near, at_near) = Side::open(NEAR)?;
        let end = Arc::new(InterruptEvent::new()?);
        let (down, up) = (Arc::new(Count::default()), Arc::new(Count::default()));
        let mut carriers = Vec::new();
        // The other direction has another seed, told by the first, so that one number names the whole.
        let ways = [
            (Bottleneck::new(line.down, line.seed), &at_far, &at_near, &down),
            (Bottleneck::new(line.up, !line.seed), &at_near, &at_far, &up),
        ];
        for (way, from, to, count) in ways {
            let (given, taken) = mpsc::channel();
            let (from, to) = (Arc::clone(from), Arc::clone(to));
            let (at_entry, at_exit, end) = (Arc::clone(count), Arc::clone(count), Arc::clone(&end));
            let begun = Instant::now();
            carriers.push(thread::spawn(move || admit(way, &from, &given, &at_entry, &end, begun)));
            carriers.push(thread::spawn(move || deliver(&taken, &to, &at_exit, begun)));
        }
        Ok(Self { near, far, down, up, end, carriers })
    }

    /// Starts a thread on the officer's side. Its sockets, its threads and its processes are there too.
    ///
    /// # Errors
    /// Where that side has ended.
    pub fn near<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<JoinHandle<T>, LinkError> {
        self.near.start(work)
    }

    /// Starts a thread on the endpoint's side.
    ///
    /// # Errors
    /// Where that side has ended.
    pub fn far<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<JoinHandle<T>, LinkError> {
        self.far.start(work)
    }

    /// What went down so far.
    #[must_use]
    pub fn down(&self) -> Carried {
        self.down.now()
    }

    /// What went up so far.
    #[must_use]
    pub fn up(&self) -> Carried {
        self.up.now()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        // Without it the carriers would wait for packets for ever; nothing else depends on their end.
        self.end.trigger().ok();
        for carrier in self.carriers.drain(..) {
            carrier.join().ok();
        }
    }
}

type Work = Box<dyn FnOnce() + Send>;

/// A thread in a namespace of its own.
struct Side {
    ask: mpsc::Sender<Work>,
}

impl Side {
    fn open(address: Ipv4Addr) -> Result<(Self, Arc<SyncDevice>), LinkError> {
        let (ask, asked) = mpsc::channel::<Work>();
        let (told, ready) = mpsc::channel();
        thread::Builder::new().name(format!("side {address}")).spawn(move || {
            let device = enter(address);
            let is_there = device.is_ok();
            told.send(device).ok();
            if is_there {
                asked.iter().for_each(|work| work());
            }
        })?;
        let device = ready.recv().map_err(|_| LinkError::Gone)??;
        Ok((Self { ask }, Arc::new(device)))
    }

    fn start<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<JoinHandle<T>, LinkError> {
        let (told, started) = mpsc::channel();
        let starting = move || {
            told.send(thread::Builder::new().spawn(work)).ok();
        };
        self.ask.send(Box::new(starting)).map_err(|_| LinkError::Gone)?;
        Ok(started.recv().map_err(|_| LinkError::Gone)??)
    }
}

/// Puts this thread into a new namespace with one device of this address.
fn enter(address: Ipv4Addr) -> Result<SyncDevice, LinkError> {
    let denied = |what| move |source| LinkError::NotAllowed { what, source };
    unshare(CloneFlags::CLONE_NEWNET).map_err(|errno: Errno| denied("a network namespace")(errno.into()))?;
    let device = DeviceBuilder::new().name(DEVICE).enable(false).build_sync();
    let device = device.map_err(denied("a TUN device"))?;
    ip(&["link", "set", "lo", "up"])?;
    ip(&["address", "add", &format!("{address}/24"), "dev", DEVICE])?;
    ip(&["link", "set", DEVICE, "mtu", &MTU.to_string(), "up"])?;
    Ok(device)
}

fn ip(words: &[&str]) -> Result<(), LinkError> {
    let failed = |told: String| LinkError::Ip { words: words.join(" "), told };
    let output = Command::new("ip").args(words).stdin(Stdio::null()).output();
    let output = output.map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

/// A packet, and when it arrives.
type Underway = (Duration, Vec<u8>);

/// Takes what comes out of a namespace, until the end.
fn admit(
    mut way: Bottleneck,
    from: &SyncDevice,
    given: &mpsc::Sender<Underway>,
    count: &Count,
    end: &InterruptEvent,
    begun: Instant,
) {
    let mut packet = vec![0; usize::from(u16::MAX)];
    while let Ok(bytes) = from.recv_intr(&mut packet, end) {
        let packet = packet.get(..bytes).unwrap_or_default();
        // The kernel looks for routers of IPv6 at times of its own choice; they would take places in the row of losses.
        if packet.first().is_none_or(|first| first >> 4 != 4) {
            continue;
        }
        match way.meet(begun.elapsed(), bytes) {
            Fate::Arrives(at) => {
                if given.send((at, packet.to_vec())).is_err() {
                    return;
                }
            }
            Fate::Lost => _ = count.lost.fetch_add(1, Ordering::Relaxed),
            Fate::Dropped => _ = count.dropped.fetch_add(1, Ordering::Relaxed),
        }
    }
}

/// Hands over what is under way, each packet at its time, in the order in which they came.
fn deliver(taken: &mpsc::Receiver<Underway>, to: &SyncDevice, count: &Count, begun: Instant) {
    for (at, packet) in taken {
        thread::sleep(at.saturating_sub(begun.elapsed()));
        // A side that does not take a packet has lost it, as networks do.
        if to.send(&packet).is_ok() {
            count.arrived.fetch_add(1, Ordering::Relaxed);
            count.bytes.fetch_add(packet.len() as u64, Ordering::Relaxed);
        } else {
            count.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}
