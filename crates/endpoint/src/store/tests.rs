//! What holds for every database: writing together, and what becomes of those who fail or go away.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::{Connection as _, Executor as _};
use thidua_domain::access::Role;
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_sync::identity::DeviceId;

use super::{Place, Store, StoreError};
use crate::roster::{self, Amendment, Checked, Officer, Roster, Years};
use crate::secret::TokenHash;

const ACCOUNT: u32 = 1;
const NOBODY: u32 = 99;

/// Where a test has its file.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn on_file() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("thidua-store-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(super) fn file(&self) -> PathBuf {
        self.0.join("a.sqlite")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// Writes a committee of one unit and one account.
pub(super) async fn found(store: &Store) {
    let (partition, kind) = (PartitionId(1), PartitionKind::Commune);
    let place = roster::Place::new(kind, "Xã".to_owned(), BTreeSet::new());
    let checked = Checked {
        name: "An".to_owned(),
        role: Role::CommuneOfficer,
        home: partition,
        years: Years::default(),
    };
    let mut roster = Roster {
        committee: "Ủy ban".to_owned(),
        year: 2023,
        level: None,
        places: [(partition, place)].into(),
        officers: [(ACCOUNT, Officer::new("an".to_owned(), checked))].into(),
    };
    let amendment = Amendment::between(&Roster::default(), &mut roster);
    let mut tx = store.write().await.unwrap();
    tx.amend(&roster, &amendment).await.unwrap();
    tx.commit().await.unwrap();
}

fn server() -> Option<String> {
    std::env::var("THIDUA_TEST_DATABASE").ok().filter(|url| !url.is_empty())
}

/// A file, memory, and where the environment names a server, a database of its own there.
async fn places(scratch: &Scratch) -> Vec<Place> {
    let mut places = vec![Place::of_file(&scratch.file()), Place::of_address("sqlite::memory:").unwrap()];
    if let Some(server) = server() {
        let name = scratch.0.file_name().unwrap().to_string_lossy().replace('-', "_");
        let mut connection = sqlx::PgConnection::connect(&server).await.unwrap();
        let statement = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
        connection.execute(statement).await.unwrap();
        let (before, _) = server.rsplit_once('/').unwrap();
        places.push(Place::of_address(&format!("{before}/{name}")).unwrap());
    }
    places
}

async fn with_committee(place: &Place) -> Store {
    let store = Store::open(place, true).await.unwrap();
    found(&store).await;
    store
}

fn device(number: u8) -> DeviceId {
    DeviceId([number; 16])
}

/// A request: two statements, the second of which may fail.
async fn bind(store: &Store, number: u8, account: u32) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    tx.bind_device(device(number), ACCOUNT, 1).await?.unwrap();
    tokio::task::yield_now().await;
    tx.add_token(TokenHash([number; 32]), device(number), account, 1).await?;
    tx.commit().await
}

async fn is_bound(store: &Store, number: u8) -> bool {
    let device_is = store.read().await.unwrap().outset(ACCOUNT, device(number)).await.unwrap().is_some();
    let token_is = store.session(TokenHash([number; 32])).await.unwrap().is_some();
    assert_eq!(device_is, token_is, "half of a request");
    device_is
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_wait_share_a_commit_and_nobodys_failure() {
    const FAILS: u8 = 7;
    const GOES: u8 = 12;
    let scratch = Scratch::on_file();
    for place in places(&scratch).await {
        let store = with_committee(&place).await;
        let held = store.write().await.unwrap();
        let before = store.commits();
        let requests = (1..=40_u8).map(|number| {
            let store = store.clone();
            let account = if number == FAILS { NOBODY } else { ACCOUNT };
            tokio::spawn(async move {
                if number == GOES {
                    let mut tx = store.write().await.unwrap();
                    tx.bind_device(device(number), ACCOUNT, 1).await.unwrap().unwrap();
                    // The client goes: its future is dropped here.
                    return Ok(());
                }
                bind(&store, number, account).await
            })
        });
        let requests: Vec<_> = requests.collect();
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(held);
        for (number, request) in (1..=40_u8).zip(requests) {
            let ended = request.await.unwrap();
            assert_eq!(ended.is_err(), number == FAILS, "{number}: {ended:?}");
            assert_eq!(is_bound(&store, number).await, number != FAILS && number != GOES, "{number}");
        }
        let commits = store.commits() - before;
        assert!((1..=10).contains(&commits), "{commits} commits for 38 requests");
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_may_be_dropped_at_every_moment() {
    let scratch = Scratch::on_file();
    for place in places(&scratch).await {
        let store = with_committee(&place).await;
        let mut rng = fastrand::Rng::with_seed(11);
        let mut stays = Vec::new();
        for number in 1..=200_u8 {
            let store = store.clone();
            let request = tokio::spawn(async move { bind(&store, number, ACCOUNT).await });
            if number % 2 == 0 {
                stays.push((number, request));
            } else {
                let wait = Duration::from_micros(rng.u64(0..3_000));
                tokio::time::sleep(wait).await;
                request.abort();
            }
        }
        for (number, request) in stays {
            request.await.unwrap().unwrap();
            assert!(is_bound(&store, number).await);
        }
        for number in 1..=200 {
            // It may be there or not, but whole.
            is_bound(&store, number).await;
        }
        bind(&store, 255, ACCOUNT).await.unwrap();
        store.close().await;
    }
}

#[tokio::test]
async fn what_was_committed_is_seen_by_the_next_who_reads_and_survives_the_store() {
    let scratch = Scratch::on_file();
    for place in places(&scratch).await {
        let store = with_committee(&place).await;
        bind(&store, 1, ACCOUNT).await.unwrap();
        assert!(is_bound(&store, 1).await);
        let mut tx = store.write().await.unwrap();
        tx.bind_device(device(2), ACCOUNT, 1).await.unwrap().unwrap();
        drop(tx);
        assert!(!is_bound(&store, 2).await);
        store.close().await;
        if !matches!(place, Place::Sqlite(super::sqlite::Place::Memory)) {
            let store = Store::open(&place, false).await.unwrap();
            assert!(is_bound(&store, 1).await);
            bind(&store, 3, ACCOUNT).await.unwrap();
            store.close().await;
        }
    }
}

#[tokio::test]
async fn a_lost_connection_is_made_anew_and_only_who_wrote_comes_again() {
    let Some(server) = server() else { return };
    let scratch = Scratch::on_file();
    let place = places(&scratch).await.pop().unwrap();
    let store = with_committee(&place).await;
    let name = scratch.0.file_name().unwrap().to_string_lossy().replace('-', "_");
    let mut server = sqlx::PgConnection::connect(&server).await.unwrap();
    let mut cut = async || {
        let statement = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
        sqlx::query(statement).bind(&name).execute(&mut server).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    // Between two requests: nobody notices.
    cut().await;
    bind(&store, 1, ACCOUNT).await.unwrap();
    // In the middle of one: it is to come again.
    let mut tx = store.write().await.unwrap();
    tx.bind_device(device(2), ACCOUNT, 1).await.unwrap().unwrap();
    cut().await;
    let error = match tx.add_token(TokenHash([2; 32]), device(2), ACCOUNT, 1).await {
        Ok(()) => tx.commit().await.unwrap_err(),
        Err(error) => {
            drop(tx);
            error
        }
    };
    assert!(error.is_busy(), "{error:?}");
    // Whoever reads is told to come again at most once for each connection that was cut.
    let mut tries = 0;
    while let Err(error) = store.session(TokenHash([2; 32])).await {
        tries += 1;
        assert!(error.is_busy() && tries < 10, "{error:?}");
    }
    bind(&store, 2, ACCOUNT).await.unwrap();
    assert!(is_bound(&store, 2).await);
    store.close().await;
}
