//! The connections that read. In the write-ahead log they wait for no writer and keep none waiting.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::driver::Connection;
use super::opening::Opening;
use crate::store::group::PATIENCE;

#[derive(Clone)]
pub(super) struct Readers(Arc<Shared>);

struct Shared {
    opening: Opening,
    /// Those that nobody reads over.
    idle: Mutex<Vec<Connection>>,
    room: Arc<Semaphore>,
    most: u32,
}

impl Readers {
    /// At most so many. One is opened at once: a database in memory ends with its last connection.
    pub(super) fn open(opening: Opening, most: u32) -> Result<Self, sqlx::Error> {
        let first = opening.open()?;
        let room = Arc::new(Semaphore::new(most as usize));
        Ok(Self(Arc::new(Shared { opening, idle: Mutex::new(vec![first]), room, most })))
    }

    /// A connection for single statements.
    pub(super) async fn take(&self) -> Result<Reading, sqlx::Error> {
        let room = timeout(PATIENCE, Arc::clone(&self.0.room).acquire_owned()).await;
        let place = room.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        let idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.0.opening.open()?,
        };
        Ok(Reading { connection, begun: false, home: Arc::clone(&self.0), _place: place })
    }

    /// A connection that sees one state of the database until it is dropped.
    pub(super) async fn begin(&self) -> Result<Reading, sqlx::Error> {
        let mut reading = self.take().await?;
        reading.tell_now("BEGIN")?;
        reading.begun = true;
        Ok(reading)
    }

    /// Waits for those who read, and closes all.
    pub(super) async fn close(&self) {
        timeout(PATIENCE, self.0.room.acquire_many(self.0.most)).await.ok();
        self.0.room.close();
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A connection that reads, until it is dropped.
pub(in crate::store) struct Reading {
    connection: Connection,
    begun: bool,
    home: Arc<Shared>,
    _place: OwnedSemaphorePermit,
}

impl Deref for Reading {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Reading {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let connection = std::mem::take(&mut self.connection);
        let is_well = !self.begun || connection.tell_now("ROLLBACK").is_ok();
        if is_well && !self.home.room.is_closed() {
            self.home.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}
