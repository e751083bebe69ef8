//! The same work in the way that comes to mind first, to be measured beside the endpoint: each request has a transaction
//! of its own, which begins with its token and ends with its commit, and a statement for each thing that is read or
//! written. The sync core decides here as there, the tables are the endpoint's own, and the same is promised: what is
//! answered is on the disk. Of SQLite it has one connection, for which requests queue up; more of them would take
//! turns by sleeping. Of PostgreSQL it has sixteen, and a lock for each log that is written.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use http_body_util::BodyExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;
use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_sync::counters::CounterSet;
use thidua_sync::cursor::{Cursor, CursorKey};
use thidua_sync::directory::kind_name;
use thidua_sync::identity::{ChainHash, Epoch, Head, Seq};
use thidua_sync::operation::Digest;
use thidua_sync::outcome::Outcome;
use thidua_sync::server::{CursorOf, Loaded, Needs, Plain, Pull, Standing, Stored, push};
use thidua_sync::wire::{Request, decode_row, encode_row};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

const ROWS_AT_ONCE: usize = 256;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Where it has its database.
#[derive(Clone)]
enum Naive {
    Sqlite(sqlx::SqlitePool, Arc<CursorKey>),
    Postgres(sqlx::PgPool, Arc<CursorKey>),
}

/// Serves a database that an endpoint has made, until it is killed.
pub async fn serve(database_url: &str) {
    let naive = if database_url.starts_with("postgres") {
        let pool = sqlx::postgres::PgPoolOptions::new().max_connections(16).connect(database_url).await;
        let pool = pool.expect("a database");
        let key = on_postgres::cursor_key(&pool).await.expect("a key");
        Naive::Postgres(pool, Arc::new(key))
    } else {
        let options: sqlx::sqlite::SqliteConnectOptions = database_url.parse().expect("an address");
        let options = options
            .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
            .synchronous(sqlx::sqlite::SqliteSynchronous::Full);
        let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
        let pool = pool.expect("a database");
        let key = on_sqlite::cursor_key(&pool).await.expect("a key");
        Naive::Sqlite(pool, Arc::new(key))
    };
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(10));
    let router = Router::new().route("/sync", post(exchange)).layer(compression);
    let router = router.layer(map_response(measured)).with_state(naive);
    let listener =
        tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a port");
    println!("listening on http://{}", listener.local_addr().expect("an address"));
    axum::serve(listener, router).await.expect("served");
}

/// With its length, as the endpoint tells it.
async fn measured(answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    let whole = body.collect().await.expect("a body").to_bytes();
    Response::from_parts(parts, Body::from(whole))
}

async fn exchange(State(naive): State<Naive>, headers: HeaderMap, body: Bytes) -> Response {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token: [u8; 32] = Sha256::digest(token.trim_start_matches("Bearer ")).into();
    let answer = match &naive {
        Naive::Sqlite(pool, key) => on_sqlite::exchange(pool, key, &token, &body).await,
        Naive::Postgres(pool, key) => on_postgres::exchange(pool, key, &token, &body).await,
    };
    match answer {
        Ok(answer) => ([(header::CONTENT_TYPE, "application/cbor")], answer).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn kind_of(name: &str) -> PartitionKind {
    PartitionKind::ALL.into_iter().find(|kind| kind_name(*kind) == name).expect("a kind")
}

fn outcome_of(code: i64) -> Outcome {
    match code {
        0 => Outcome::Applied,
        1 => Outcome::Merged,
        2 => Outcome::Conflict,
        _ => unreachable!("the devices of this test send nothing that is refused"),
    }
}

/// The statements are the same in both; only the types of the driver differ, and how a writer is kept alone.
macro_rules! naive {
    ($module:ident, $pool:ty, $begin:literal, $lock:literal) => {
        mod $module {
            use super::*;

            pub async fn cursor_key(pool: &$pool) -> Result<CursorKey, Failure> {
                let query = sqlx::query_scalar("SELECT value FROM meta WHERE tenant = 1 AND key = 'cursor_key'");
                let key: Vec<u8> = query.fetch_one(pool).await?;
                Ok(CursorKey(key.try_into().map_err(|_| "no key")?))
            }

            pub async fn exchange(
                pool: &$pool,
                key: &CursorKey,
                token: &[u8],
                body: &[u8],
            ) -> Result<Vec<u8>, Failure> {
                let request = Request::decode(body)?;
                let now = crate::now_ms();
                let mut tx = pool.begin_with($begin).await?;
                let query = sqlx::query(
                    "SELECT account, device FROM tokens WHERE tenant = 1 AND token_hash = $1 AND revoked_ms IS NULL",
                );
                let found = query.bind(token).fetch_one(&mut *tx).await?;
                let id: i64 = found.try_get(0)?;
                let device: Vec<u8> = found.try_get(1)?;
                if device != request.device.0 {
                    return Err("another device".into());
                }
                let query = sqlx::query(
                    "SELECT role, home, scope_version, display_name FROM accounts WHERE tenant = 1 AND account = $1",
                );
                let found = query.bind(id).fetch_one(&mut *tx).await?;
                let mut account = Account {
                    id: u32::try_from(id)?,
                    name: found.try_get(3)?,
                    role: Role::from_id(found.try_get(0)?).ok_or("a role")?,
                    home: PartitionId(u32::try_from(found.try_get::<i64, _>(1)?)?),
                    // Nothing of what is measured here asks for it.
                    level: None,
                    grants: Vec::new(),
                };
                let scope_version = found.try_get::<i64, _>(2)?.cast_unsigned();
                let query = sqlx::query_scalar("SELECT value FROM meta WHERE tenant = 1 AND key = 'epoch'");
                let epoch: Vec<u8> = query.fetch_one(&mut *tx).await?;
                let epoch = Epoch(epoch.try_into().map_err(|_| "no epoch")?);
                let query = sqlx::query_scalar("SELECT counters FROM devices WHERE tenant = 1 AND device = $1");
                let counters: Vec<u8> = query.bind(&device).fetch_one(&mut *tx).await?;

                if !$lock.is_empty() {
                    // The log of the account's own unit is all that its officer writes here.
                    let query = sqlx::query($lock);
                    query.bind(i64::from(account.home.0)).execute(&mut *tx).await?;
                }
                let query = sqlx::query("SELECT partition FROM grants WHERE tenant = 1 AND account = $1");
                let mut heads = BTreeMap::new();
                for granted in query.bind(id).fetch_all(&mut *tx).await? {
                    let number: i64 = granted.try_get(0)?;
                    let partition = PartitionId(u32::try_from(number)?);
                    let query = sqlx::query(
                        "SELECT kind, head_seq, head_hash FROM partitions WHERE tenant = 1 AND partition = $1",
                    );
                    let found = query.bind(number).fetch_one(&mut *tx).await?;
                    account.grants.push(Grant { partition, kind: kind_of(found.try_get(0)?) });
                    let hash: Vec<u8> = found.try_get(2)?;
                    let head = Head {
                        seq: Seq(found.try_get::<i64, _>(1)?.cast_unsigned()),
                        hash: ChainHash(hash.try_into().map_err(|_| "no digest")?),
                    };
                    heads.insert(partition, head);
                }

                let cursor = match &request.cursor {
                    Some(cursor) => Some(Cursor::open(key, cursor)?),
                    None => None,
                };
                let mut hashes = BTreeMap::new();
                for (partition, seq) in cursor.iter().flat_map(|cursor| &cursor.read) {
                    let query = sqlx::query_scalar(
                        "SELECT hash FROM log WHERE tenant = 1 AND partition = $1 AND seq = $2",
                    );
                    let query = query.bind(i64::from(partition.0)).bind(seq.0.cast_signed());
                    if let Some(hash) = query.fetch_optional(&mut *tx).await? {
                        let hash: Vec<u8> = hash;
                        hashes.insert((*partition, *seq), ChainHash(hash.try_into().map_err(|_| "no digest")?));
                    }
                }
                let standing =
                    Standing::of(cursor, epoch, |partition, seq| hashes.get(&(partition, seq)).copied());

                let needs = Needs::of(&request, &thidua_domain::lineage::Lineage::default());
                let mut loaded = Loaded {
                    counters: CounterSet::decode(&counters)?,
                    heads,
                    ..Loaded::default()
                };
                for record in &needs.records {
                    let query = sqlx::query_scalar("SELECT row FROM records WHERE tenant = 1 AND record = $1");
                    let row: Option<Vec<u8>> =
                        query.bind(record.as_bytes().as_slice()).fetch_optional(&mut *tx).await?;
                    if let Some(row) = row {
                        loaded.rows.insert(*record, decode_row(&row)?);
                    }
                }
                for counter in &needs.counters {
                    let query = sqlx::query(
                        "SELECT digest, outcome FROM operations WHERE tenant = 1 AND device = $1 AND counter = $2",
                    );
                    let query = query.bind(&device).bind(counter.cast_signed());
                    if let Some(found) = query.fetch_optional(&mut *tx).await? {
                        let digest: Vec<u8> = found.try_get(0)?;
                        let digest = Digest(digest.try_into().map_err(|_| "no digest")?);
                        let outcome = outcome_of(found.try_get(1)?);
                        loaded.stored.insert(*counter, Stored { digest, outcome, seq: None });
                    }
                }
                let pushed = push(&account, &request, &mut loaded);

                for entry in &pushed.log {
                    let query = sqlx::query(
                        "INSERT INTO operations (tenant, device, counter, digest, outcome, bytes, received_ms)
                         VALUES (1, $1, $2, $3, $4, $5, $6)",
                    );
                    let query = query.bind(&device).bind(entry.counter.cast_signed());
                    let query = query.bind(entry.digest.0.as_slice()).bind(i64::from(entry.outcome.code()));
                    query.bind(&entry.bytes).bind(now).execute(&mut *tx).await?;
                    let Some((partition, record, head)) = entry.place else { continue };
                    let query = sqlx::query(
                        "INSERT INTO log (tenant, partition, seq, hash, device, counter, record)
                         VALUES (1, $1, $2, $3, $4, $5, $6)",
                    );
                    let query = query.bind(i64::from(partition.0)).bind(head.seq.0.cast_signed());
                    let query = query.bind(head.hash.0.as_slice()).bind(&device);
                    let query = query.bind(entry.counter.cast_signed()).bind(record.as_bytes().as_slice());
                    query.execute(&mut *tx).await?;
                }
                for row in pushed.changed.iter().filter_map(|record| loaded.rows.get(record)) {
                    let query = sqlx::query(
                        "INSERT INTO records (tenant, record, partition, seq, kind, row) VALUES (1, $1, $2, $3, $4, $5)
                         ON CONFLICT (tenant, record) DO UPDATE SET seq = excluded.seq, row = excluded.row",
                    );
                    let query = query.bind(row.id.as_bytes().as_slice()).bind(i64::from(row.partition.0));
                    let query = query.bind(row.seq.0.cast_signed()).bind(i64::from(row.kind));
                    query.bind(encode_row(row)).execute(&mut *tx).await?;
                }
                for partition in &pushed.moved {
                    let head = loaded.heads[partition];
                    let query = sqlx::query(
                        "UPDATE partitions SET head_seq = $1, head_hash = $2 WHERE tenant = 1 AND partition = $3",
                    );
                    let query = query.bind(head.seq.0.cast_signed()).bind(head.hash.0.as_slice());
                    query.bind(i64::from(partition.0)).execute(&mut *tx).await?;
                }
                let query = sqlx::query("UPDATE devices SET counters = $1 WHERE tenant = 1 AND device = $2");
                query.bind(loaded.counters.encode()).bind(&device).execute(&mut *tx).await?;

                let heads = loaded.heads.clone();
                let (outcomes, scale) = (&pushed.outcomes, Box::new(Plain::default()));
                let rows = &loaded.rows;
                let mut pull =
                    Pull::new(&request, &standing, heads, outcomes, rows, account.home, &[], scale);
                while let Some((partition, after)) = pull.wanted() {
                    let query = sqlx::query_scalar(
                        "SELECT row FROM records WHERE tenant = 1 AND partition = $1 AND seq > $2
                         ORDER BY seq LIMIT 256",
                    );
                    let query = query.bind(i64::from(partition.0)).bind(after.0.cast_signed());
                    let rows: Vec<Vec<u8>> = query.fetch_all(&mut *tx).await?;
                    let mut fits = true;
                    for row in &rows {
                        fits = fits && pull.offer(&decode_row(row)?);
                    }
                    if fits && rows.len() < ROWS_AT_ONCE {
                        pull.ended(partition);
                    }
                }
                let of = CursorOf { key, epoch, scope_version, standing: &standing };
                let answer = pull.answer(pushed.outcomes, now, of, &loaded.sums, |_, _| None);
                let answer = answer.encode_in(request.layout);
                tx.commit().await?;
                Ok(answer)
            }
        }
    };
}

naive!(on_sqlite, sqlx::SqlitePool, "BEGIN IMMEDIATE", "");
naive!(
    on_postgres,
    sqlx::PgPool,
    "BEGIN ISOLATION LEVEL READ COMMITTED",
    "SELECT head_seq FROM partitions WHERE tenant = 1 AND partition = $1 FOR UPDATE"
);
