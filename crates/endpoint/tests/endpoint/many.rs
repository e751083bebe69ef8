//! Endpoints that are killed in the middle of writes, and several of them on one database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sqlx::{AnyPool, Row as _};
use tokio::sync::RwLock;

use crate::device::Device;
use crate::nginx::{Nginx, free_port};
use crate::process::Process;
use crate::test_app::{Folder, TestApp, configuration, server};

/// Where endpoints answer at the moment. Devices take one after the other.
type Addresses = Arc<RwLock<Vec<String>>>;

const LOGINS: [&str; 4] = ["longmon", "minhlong", "thanhan", "longson"];

async fn devices(url: &str, count: u8) -> Vec<Device> {
    let mut devices = Vec::new();
    for number in 1..=count {
        let login = LOGINS[usize::from(number) % LOGINS.len()];
        devices.push(Device::sign_in(url.to_owned(), login, number).await);
    }
    devices
}

/// Works until it is told to stop: one record after the other, each sent until it is acknowledged.
async fn work(mut device: Device, addresses: Addresses, stop: Arc<AtomicBool>) -> Device {
    let mut turn = usize::from(device.id.0[0]);
    while !stop.load(Ordering::SeqCst) {
        device.nominate("Đinh Văn Xuân");
        while device.replica.has_sendable() {
            turn += 1;
            let open = addresses.read().await;
            device.base = open[turn % open.len()].clone();
            drop(open);
            if device.try_exchange().await.is_none() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    device
}

/// Every record of every device is there exactly once, and no log has a gap.
async fn nothing_is_lost(devices: &mut [Device], url: &str, database: &AnyPool) {
    let mut made = 0;
    for device in devices.iter_mut() {
        device.base = url.to_owned();
        device.sync().await;
        assert!(device.replica.outbox().is_empty() && device.replica.refused().is_empty());
        made += i64::from(device.records);
    }
    let count = async |table: &str| -> i64 {
        let query = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        sqlx::query_scalar(query).fetch_one(database).await.unwrap()
    };
    assert_eq!([count("operations").await, count("log").await, count("records").await], [made; 3]);
    let heads = sqlx::query("SELECT partition, head_seq FROM partitions").fetch_all(database).await.unwrap();
    let mut placed = 0;
    for head in heads {
        let (partition, seq): (i64, i64) = (head.get(0), head.get(1));
        let query = sqlx::query_scalar("SELECT seq FROM log WHERE partition = $1 ORDER BY seq");
        let places: Vec<i64> = query.bind(partition).fetch_all(database).await.unwrap();
        assert_eq!(places, (1..=seq).collect::<Vec<_>>(), "no place is missing or taken twice");
        placed += seq;
    }
    assert_eq!(placed, made);
    let mut district = Device::sign_in(url.to_owned(), "quantri", 200).await;
    district.sync().await;
    assert_eq!(district.replica.rows().len() as i64, made);
    for device in devices {
        device.sync().await;
        let rows = device.replica.rows();
        assert!(rows.iter().all(|(record, row)| district.replica.rows().get(record) == Some(row)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_writes_it_has_all_that_it_acknowledged_once() {
    let folder = Folder::new();
    let mut endpoint = Process::start(&folder);
    let addresses: Addresses = Arc::new(RwLock::new(vec![endpoint.url.clone()]));
    let stop = Arc::new(AtomicBool::new(false));
    let working: Vec<_> = devices(&endpoint.url, 6)
        .await
        .into_iter()
        .map(|device| tokio::spawn(work(device, Arc::clone(&addresses), Arc::clone(&stop))))
        .collect();
    for round in 0..3_u64 {
        tokio::time::sleep(Duration::from_millis(700 + 130 * round)).await;
        endpoint.kill();
        endpoint = Process::start(&folder);
        *addresses.write().await = vec![endpoint.url.clone()];
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    stop.store(true, Ordering::SeqCst);
    let mut devices = Vec::new();
    for working in working {
        devices.push(working.await.unwrap());
    }
    nothing_is_lost(&mut devices, &endpoint.url, &folder.database().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_endpoints_on_one_database_lose_nothing_while_one_after_the_other_is_killed() {
    if server().is_none() {
        return;
    }
    let folder = Folder::on_server();
    // Also the first start of all three at the same time.
    let starting: Vec<_> = std::thread::scope(|scope| {
        let starting: Vec<_> = (0..3).map(|_| scope.spawn(|| Process::start(&folder))).collect();
        starting.into_iter().map(|started| started.join().unwrap()).collect()
    });
    let mut endpoints: Vec<Process> = starting;
    let now = |endpoints: &[Process]| endpoints.iter().map(|endpoint| endpoint.url.clone()).collect();
    let addresses: Addresses = Arc::new(RwLock::new(now(&endpoints)));
    let stop = Arc::new(AtomicBool::new(false));
    let working: Vec<_> = devices(&endpoints[0].url, 8)
        .await
        .into_iter()
        .map(|device| tokio::spawn(work(device, Arc::clone(&addresses), Arc::clone(&stop))))
        .collect();
    for round in 0..6 {
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        let killed = round % 3;
        endpoints.remove(killed).kill();
        // For a while the devices still try the one that is gone, as with a list of addresses of their own.
        tokio::time::sleep(Duration::from_millis(300)).await;
        endpoints.insert(killed, Process::start(&folder));
        *addresses.write().await = now(&endpoints);
    }
    stop.store(true, Ordering::SeqCst);
    let mut devices = Vec::new();
    for working in working {
        devices.push(working.await.unwrap());
    }
    nothing_is_lost(&mut devices, &endpoints[0].url, &folder.database().await).await;
}

/// As they stand in a town: one address for all devices, and `deploy/nginx.conf` before three endpoints.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_nginx_one_of_three_is_killed_every_five_seconds_and_nothing_is_lost() {
    let (Some(_), true) = (server(), Nginx::is_here()) else { return };
    let folder = Folder::on_server();
    let ports = [free_port(), free_port(), free_port()];
    let mut endpoints: Vec<Process> = ports.iter().map(|port| Process::start_at(&folder, *port)).collect();
    let nginx = Nginx::start(ports);
    let addresses: Addresses = Arc::new(RwLock::new(vec![nginx.url.clone()]));
    let stop = Arc::new(AtomicBool::new(false));
    let working: Vec<_> = devices(&nginx.url, 8)
        .await
        .into_iter()
        .map(|device| tokio::spawn(work(device, Arc::clone(&addresses), Arc::clone(&stop))))
        .collect();
    for (killed, port) in ports.into_iter().enumerate() {
        tokio::time::sleep(Duration::from_secs(5)).await;
        endpoints.remove(killed).kill();
        tokio::time::sleep(Duration::from_millis(300)).await;
        endpoints.insert(killed, Process::start_at(&folder, port));
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    stop.store(true, Ordering::SeqCst);
    let mut devices = Vec::new();
    for working in working {
        devices.push(working.await.unwrap());
    }
    nothing_is_lost(&mut devices, &nginx.url, &folder.database().await).await;
}

/// The race that a sequence of the whole database would have: a later place is committed first, a reader in between goes
/// on behind it, and never sees the earlier one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_between_two_writers_that_overlap_misses_nothing() {
    if server().is_none() {
        return;
    }
    let one = TestApp::over(Folder::on_server(), None).await;
    let other = thidua_endpoint::startup::start(&configuration(&one.folder, None)).await.unwrap();
    let other_url = format!("http://{}", other.address());
    let mut first = Device::sign_in(one.url(""), "longmon", 1).await;
    let mut second = Device::sign_in(other_url.clone(), "longmon", 2).await;
    let mut reader = Device::sign_in(other_url, "minhlong", 3).await;
    reader.sync().await;

    // A writer that is in the middle of its transaction: whoever comes after waits, and whoever reads does not.
    let pool = one.database().await;
    let mut held = pool.acquire().await.unwrap();
    let begin = "BEGIN; SELECT tenant FROM tenants WHERE tenant = 1 FOR UPDATE";
    sqlx::raw_sql(begin).execute(&mut *held).await.unwrap();
    let record = second.nominate("Phạm Thị Hoa");
    let waiting = tokio::spawn(async move {
        second.sync().await;
        second
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begun = Instant::now();
    reader.sync().await;
    assert!(!waiting.is_finished() && !reader.has(record) && begun.elapsed() < Duration::from_secs(2));
    sqlx::raw_sql("COMMIT").execute(&mut *held).await.unwrap();
    let mut second = waiting.await.unwrap();
    reader.sync().await;
    assert!(reader.has(record));

    // The same in earnest: two endpoints write into one log as fast as they can, while the reader pulls.
    let stop = Arc::new(AtomicBool::new(false));
    let write = |mut device: Device, stop: Arc<AtomicBool>| async move {
        while !stop.load(Ordering::SeqCst) {
            device.nominate("Đinh Văn Xuân");
            device.sync().await;
        }
        device
    };
    second.base = format!("http://{}", other.address());
    first.sync().await;
    let writing =
        [tokio::spawn(write(first, Arc::clone(&stop))), tokio::spawn(write(second, Arc::clone(&stop)))];
    let begun = Instant::now();
    let mut pulls = 0;
    while begun.elapsed() < Duration::from_secs(3) {
        reader.exchange().await;
        pulls += 1;
    }
    stop.store(true, Ordering::SeqCst);
    let mut made = 0;
    for writing in writing {
        made += writing.await.unwrap().records as usize;
    }
    // Not from the beginning: the reader goes on from where it stands.
    reader.sync().await;
    assert_eq!(reader.replica.rows().len(), made, "after {pulls} pulls");
    assert!(pulls > 20 && made > 20, "{pulls} pulls, {made} records");
    other.stop().await;
}
