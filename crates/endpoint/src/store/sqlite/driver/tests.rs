use std::sync::{Mutex, mpsc};

use super::*;

/// What a row waits for that is read as [`Heard`].
static OTHER: Mutex<Option<mpsc::Receiver<()>>> = Mutex::new(None);

struct Heard;

impl FromRow for Heard {
    fn from_row(_: &rusqlite::Row<'_>) -> Result<Self, Error> {
        let other = OTHER.lock().unwrap();
        let heard = other.as_ref().unwrap().recv_timeout(Duration::from_secs(10));
        heard.map(|()| Self).map_err(|_| Error::PoolTimedOut)
    }
}

fn on(path: &std::path::Path) -> Connection {
    Connection::new(rusqlite::Connection::open(path).unwrap()).unwrap()
}

#[tokio::test]
async fn a_numbered_value_is_the_one_of_that_number_wherever_it_stands() {
    let mut connection = on(":memory:".as_ref());
    let query = query_as("SELECT $2, $1, $2").bind("one").bind(2_i64);
    let row: (i64, String, i64) = query.fetch_one(&mut connection).await.unwrap();
    assert_eq!(row, (2, "one".to_owned(), 2));
    let query = query_as("SELECT ?, ?").bind(1_i64).bind(2_i64);
    let row: (i64, i64) = query.fetch_one(&mut connection).await.unwrap();
    assert_eq!(row, (1, 2));
}

#[tokio::test]
async fn what_is_not_what_was_asked_for_is_told_and_nothing_is_made_up() {
    let mut connection = on(":memory:".as_ref());
    let query = query("SELECT 'text', NULL, 70000, x'0102'");
    let row = query.fetch_one(&mut connection).await.unwrap();
    assert!(row.try_get::<i64, _>(0).is_err() && row.try_get::<String, _>(3).is_err());
    assert_eq!(row.try_get::<Vec<u8>, _>(0).unwrap(), b"text");
    assert!(row.try_get::<String, _>(1).is_err());
    assert_eq!(row.try_get::<Option<String>, _>(1).unwrap(), None);
    assert!(row.try_get::<u16, _>(2).is_err());
    assert_eq!(row.try_get::<u32, _>(2).unwrap(), 70_000);
    assert_eq!(row.try_get::<Vec<u8>, _>(3).unwrap(), [1, 2]);
    assert!(row.try_get::<i64, _>(4).is_err());
    let query = query_scalar("SELECT 1 WHERE 0");
    let none: Option<i64> = query.fetch_optional(&mut connection).await.unwrap();
    assert_eq!(none, None);
}

#[tokio::test]
async fn who_is_in_the_way_is_waited_for_without_holding_up_others() {
    let scratch = crate::store::tests::Scratch::on_file();
    let (mut one, mut other) = (on(&scratch.file()), on(&scratch.file()));
    raw_sql("CREATE TABLE t (a INTEGER)").execute(&mut one).await.unwrap();
    one.tell_now("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)").unwrap();
    // Both in one thread: if the second held it, the first would never come to its end.
    let waits = async {
        query("INSERT INTO t VALUES (?)").bind(2_i64).execute(&mut other).await.unwrap().rows_affected()
    };
    let ends = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        one.away("COMMIT").await.unwrap();
    };
    let (rows, ()) = tokio::join!(waits, ends);
    assert_eq!(rows, 1);
    let sum: i64 = query_scalar("SELECT sum(a) FROM t").fetch_one(&mut one).await.unwrap();
    assert_eq!(sum, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn others_go_on_while_much_is_read() {
    let (say, heard) = mpsc::channel();
    *OTHER.lock().unwrap() = Some(heard);
    let reading = tokio::spawn(async move {
        let mut connection = on(":memory:".as_ref());
        // In the only thread: it comes to its turn only if the reading gives it away.
        let other = tokio::spawn(async move { say.send(()).unwrap() });
        let read = query_as::<Heard>("SELECT 1").fetch_all_at_length(&mut connection).await;
        other.await.unwrap();
        read.map(|rows| rows.len())
    });
    assert_eq!(reading.await.unwrap().unwrap(), 1);
}

#[tokio::test]
async fn a_connection_whose_commit_nobody_waits_for_is_lost_and_says_so() {
    let scratch = crate::store::tests::Scratch::on_file();
    let mut connection = on(&scratch.file());
    connection.tell_now("BEGIN IMMEDIATE").unwrap();
    let mut commit = Box::pin(connection.away("COMMIT"));
    tokio::select! {
        biased;
        _ = &mut commit => panic!("at once"),
        () = std::future::ready(()) => {}
    }
    drop(commit);
    let asked = query("SELECT 1").fetch_one(&mut connection).await;
    assert!(asked.is_err_and(|error| crate::store::is_lost(&error)));
}
