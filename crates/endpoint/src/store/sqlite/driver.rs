//! How this program talks to SQLite: in the thread that asks. A statement that finds its pages in memory takes a few
//! millionths of a second, less than handing it to another thread and being woken again. What waits for the disk, which is the
//! commit, goes to a thread for such things ([`Connection::away`]); what waits for another process sleeps and asks again. What
//! reads a whole table lets other tasks go to another thread first ([`Query::fetch_all_at_length`]).
//!
//! The names are those of `sqlx`, so that statements which PostgreSQL understands as well are written once (see
//! [`crate::store::books`]); so are the errors.

#[cfg(test)]
mod tests;
mod value;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, Instant};

use rusqlite::ErrorCode;
use rusqlite::config::DbConfig;
use sqlx::Error;
use sqlx::error::{DatabaseError, ErrorKind};
use tokio::runtime::{Handle, RuntimeFlavor};

use self::value::{Decode, FromRow, Only, Value};

pub(super) use value::{Row, SqliteRow};

/// How long another process is waited for, and how often it is looked whether it is done.
const BUSY: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(1);
/// How many statements a connection keeps prepared: all that are not made while running.
const PREPARED: usize = 160;

/// The database, where a type of `sqlx` is asked to name one.
pub(super) enum Sqlite {}

/// A connection. It is gone while a thread of its own works with it, and for good where that thread did not end well.
#[derive(Default)]
pub(in crate::store) struct Connection(Option<rusqlite::Connection>);

impl Connection {
    pub(super) fn new(connection: rusqlite::Connection) -> Result<Self, Error> {
        connection.busy_timeout(Duration::ZERO).map_err(error)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        // Otherwise a statement may be prepared anew for another value.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(error)?;
        Ok(Self(Some(connection)))
    }

    fn get(&self) -> Result<&rusqlite::Connection, Error> {
        self.0.as_ref().ok_or(Error::WorkerCrashed)
    }

    /// Carries out statements without parameters, at once or not at all.
    pub(super) fn tell_now(&self, statements: &str) -> Result<(), Error> {
        self.get()?.execute_batch(statements).map_err(error)
    }

    /// Carries out a statement in a thread that may wait for the disk. If this is dropped meanwhile, the connection is gone.
    pub(super) async fn away(&mut self, statement: &'static str) -> Result<(), Error> {
        let begun = Instant::now();
        loop {
            let connection = self.0.take().ok_or(Error::WorkerCrashed)?;
            let working = tokio::task::spawn_blocking(move || {
                let done = connection.execute_batch(statement);
                (connection, done)
            });
            let (connection, done) = working.await.map_err(|_| Error::WorkerCrashed)?;
            self.0 = Some(connection);
            match done {
                Err(busy) if is_busy(&busy) && begun.elapsed() < BUSY => tokio::time::sleep(PAUSE).await,
                done => return done.map_err(error),
            }
        }
    }

    /// Asks, and asks again while another process is in the way. A statement that finds one there has done nothing yet.
    async fn patiently<T>(
        &mut self,
        ask: impl Fn(&rusqlite::Connection) -> Result<T, Failed>,
    ) -> Result<T, Error> {
        let mut begun = None;
        loop {
            match ask(self.get()?) {
                Err(Failed::Sqlite(busy)) if is_busy(&busy) => {
                    if begun.get_or_insert_with(Instant::now).elapsed() > BUSY {
                        return Err(error(busy));
                    }
                }
                Err(Failed::Sqlite(failed)) => return Err(error(failed)),
                Err(Failed::Told(error)) => return Err(error),
                Ok(done) => return Ok(done),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Closes it; the last one brings the log into the file.
    pub(super) async fn close(self) -> Result<(), Error> {
        match self.0 {
            Some(connection) => connection.close().map_err(|(_, failed)| error(failed)),
            None => Ok(()),
        }
    }
}

/// Why a statement gave nothing.
enum Failed {
    Sqlite(rusqlite::Error),
    Told(Error),
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// What SQLite says went wrong.
#[derive(Debug)]
pub(in crate::store) struct SqliteError {
    /// Its extended code.
    code: i32,
    message: String,
}

impl fmt::Display for SqliteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SQLite says {}: {}", self.code, self.message)
    }
}

impl std::error::Error for SqliteError {}

impl DatabaseError for SqliteError {
    fn message(&self) -> &str {
        &self.message
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.to_string().into())
    }

    fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn std::error::Error + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

pub(super) fn error(error: rusqlite::Error) -> Error {
    match error {
        rusqlite::Error::SqliteFailure(failed, message) => {
            let message = message.unwrap_or_else(|| failed.to_string());
            Error::Database(Box::new(SqliteError { code: failed.extended_code, message }))
        }
        other => Error::AnyDriverError(Box::new(other)),
    }
}

/// The text of a statement: one of the program, which is kept prepared, or one that was made.
pub(super) struct AssertSqlSafe(pub(super) String);

impl From<AssertSqlSafe> for Cow<'static, str> {
    fn from(made: AssertSqlSafe) -> Self {
        made.0.into()
    }
}

/// A statement with its values.
pub(super) struct Query<'q, T> {
    text: Cow<'static, str>,
    values: Vec<Value<'q>>,
    read_as: PhantomData<fn() -> T>,
}

/// A statement whose rows are read column by column.
pub(super) fn query<'q>(text: impl Into<Cow<'static, str>>) -> Query<'q, SqliteRow> {
    Query { text: text.into(), values: Vec::new(), read_as: PhantomData }
}

/// A statement of whose rows the first column is wanted.
pub(super) fn query_scalar<'q, T>(text: impl Into<Cow<'static, str>>) -> Scalar<'q, T> {
    Scalar(Query { text: text.into(), values: Vec::new(), read_as: PhantomData })
}

/// A statement whose rows are tuples.
pub(super) fn query_as<'q, T: FromRow>(text: impl Into<Cow<'static, str>>) -> Query<'q, T> {
    Query { text: text.into(), values: Vec::new(), read_as: PhantomData }
}

/// Statements without values, with a semicolon between two and nowhere else; no rows are wanted of them.
pub(super) fn raw_sql(text: &'static str) -> Raw {
    Raw(text)
}

pub(super) struct Raw(&'static str);

impl Raw {
    pub(super) async fn execute(self, connection: &mut Connection) -> Result<(), Error> {
        connection
            .patiently(|connection| {
                for text in self.0.split(';') {
                    connection.prepare_cached(text)?.raw_query().next()?;
                }
                Ok(())
            })
            .await
    }
}

/// What a statement has done.
pub(super) struct Done(u64);

impl Done {
    pub(super) const fn rows_affected(&self) -> u64 {
        self.0
    }
}

impl<'q, T: FromRow> Query<'q, T> {
    /// The next value.
    pub(super) fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    pub(super) async fn execute(self, connection: &mut Connection) -> Result<Done, Error> {
        connection
            .patiently(|connection| {
                self.each(connection, |_| Ok(true))?;
                Ok(Done(connection.changes()))
            })
            .await
    }

    pub(super) async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<T>, Error> {
        connection.patiently(|connection| self.all(connection)).await
    }

    /// The same for a statement that reads a whole table, or much of the file.
    pub(super) async fn fetch_all_at_length(self, connection: &mut Connection) -> Result<Vec<T>, Error> {
        connection.patiently(|connection| at_length(|| self.all(connection))).await
    }

    pub(super) async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<T>, Error> {
        connection
            .patiently(|connection| {
                let mut first = None;
                self.each(connection, |row| {
                    first = Some(T::from_row(row)?);
                    Ok(false)
                })?;
                Ok(first)
            })
            .await
    }

    pub(super) async fn fetch_one(self, connection: &mut Connection) -> Result<T, Error> {
        self.fetch_optional(connection).await?.ok_or(Error::RowNotFound)
    }

    /// Every row.
    fn all(&self, connection: &rusqlite::Connection) -> Result<Vec<T>, Failed> {
        let mut all = Vec::new();
        self.each(connection, |row| {
            all.push(T::from_row(row)?);
            Ok(true)
        })?;
        Ok(all)
    }

    /// Each row, until it is enough.
    fn each(
        &self,
        connection: &rusqlite::Connection,
        mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<bool, Error>,
    ) -> Result<(), Failed> {
        let (mut kept, mut made);
        let statement: &mut rusqlite::Statement<'_> = match &self.text {
            Cow::Borrowed(text) => {
                kept = connection.prepare_cached(text)?;
                &mut kept
            }
            Cow::Owned(text) => {
                made = connection.prepare(text)?;
                &mut made
            }
        };
        if self.text.contains('$') {
            // SQLite counts named parameters as they come; both databases are to mean the same by `$2`.
            for at in 1..=statement.parameter_count() {
                let name = statement.parameter_name(at).and_then(|name| name.strip_prefix('$'));
                let number = name.and_then(|name| name.parse::<usize>().ok()).unwrap_or(at);
                let value = number.checked_sub(1).and_then(|number| self.values.get(number));
                statement.raw_bind_parameter(at, value.unwrap_or(&Value::Null))?;
            }
        } else {
            for (at, value) in (1..).zip(&self.values) {
                statement.raw_bind_parameter(at, value)?;
            }
        }
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            if !take(row).map_err(Failed::Told)? {
                break;
            }
        }
        Ok(())
    }
}

/// Does what takes long, after other tasks of this thread have been given to another one. It cannot be broken off, so that no
/// connection is lost by it. Where there is one thread for all, they wait.
fn at_length<T>(work: impl FnOnce() -> T) -> T {
    let has_others = |runtime: Handle| runtime.runtime_flavor() == RuntimeFlavor::MultiThread;
    if Handle::try_current().is_ok_and(has_others) { tokio::task::block_in_place(work) } else { work() }
}

/// See [`query_scalar`].
pub(super) struct Scalar<'q, T>(Query<'q, Only<T>>);

impl<'q, T: for<'r> Decode<'r>> Scalar<'q, T> {
    /// The next value.
    pub(super) fn bind(self, value: impl Into<Value<'q>>) -> Self {
        Self(self.0.bind(value))
    }

    pub(super) async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<T>, Error> {
        let all = self.0.fetch_all(connection).await?;
        Ok(all.into_iter().map(|Only(value)| value).collect())
    }

    pub(super) async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<T>, Error> {
        Ok(self.0.fetch_optional(connection).await?.map(|Only(value)| value))
    }

    pub(super) async fn fetch_one(self, connection: &mut Connection) -> Result<T, Error> {
        self.0.fetch_one(connection).await.map(|Only(value)| value)
    }
}

/// A statement that is made piece by piece.
pub(super) struct QueryBuilder<'q, D> {
    text: String,
    values: Vec<Value<'q>>,
    database: PhantomData<fn() -> D>,
}

impl<'q, D> QueryBuilder<'q, D> {
    pub(super) fn new(begin: impl Into<String>) -> Self {
        Self { text: begin.into(), values: Vec::new(), database: PhantomData }
    }

    pub(super) fn push(&mut self, text: impl AsRef<str>) -> &mut Self {
        self.text.push_str(text.as_ref());
        self
    }

    #[allow(dead_code, reason = "as `sqlx` has it, for whoever needs it next")]
    pub(super) fn push_bind(&mut self, value: impl Into<Value<'q>>) -> &mut Self {
        self.separated("").push_bind(value);
        self
    }

    /// Values with something between them.
    pub(super) fn separated(&mut self, between: &'static str) -> Separated<'_, 'q> {
        Separated { text: &mut self.text, values: &mut self.values, between, is_first: true }
    }

    /// `VALUES (…), (…)`.
    pub(super) fn push_values<I: IntoIterator>(
        &mut self,
        rows: I,
        mut row: impl FnMut(Separated<'_, 'q>, I::Item),
    ) {
        self.text.push_str("VALUES ");
        for (at, item) in rows.into_iter().enumerate() {
            self.text.push_str(if at == 0 { "(" } else { ", (" });
            row(self.separated(", "), item);
            self.text.push(')');
        }
    }

    pub(super) fn build(self) -> Query<'q, SqliteRow> {
        Query { text: self.text.into(), values: self.values, read_as: PhantomData }
    }
}

/// See [`QueryBuilder::separated`].
pub(super) struct Separated<'b, 'q> {
    text: &'b mut String,
    values: &'b mut Vec<Value<'q>>,
    between: &'static str,
    is_first: bool,
}

impl<'q> Separated<'_, 'q> {
    pub(super) fn push_bind(&mut self, value: impl Into<Value<'q>>) -> &mut Self {
        if !std::mem::take(&mut self.is_first) {
            self.text.push_str(self.between);
        }
        self.text.push('?');
        self.values.push(value.into());
        self
    }
}
