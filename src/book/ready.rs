//! What is laid ready for the browser to send without a page: an officer who closes the tab without a line has done all that
//! is to be done. What the endpoint answers then nobody hears; the next exchange sends the same and is told the same.

use super::BookError;
use super::keeper::{Keeper, now};
use crate::web::background;

/// The endpoint gives at least some kilobytes; less cannot be asked for.
const LEAST_PAGE: u32 = 0;

impl Keeper {
    /// Seals what is open and lays it ready, where the browser can be woken for it and no PIN is set.
    pub(super) async fn lay_ready(&self) -> Result<(), BookError> {
        if self.storage.is_sealed() || !background::is_there() {
            return Ok(());
        }
        // Sealed and durable before a byte leaves, whoever sends it.
        self.carry_out(&|replica, _| Ok(replica.seal().unwrap_or_else(|| replica.nothing()))).await?;
        let request = {
            let replica = self.replica.borrow();
            let replica = replica.as_ref().ok_or(BookError::SignedOut)?;
            let (mut request, under_way) = replica.request(now());
            // Nobody reads the answer, so it is to be short.
            request.page = Some(LEAST_PAGE);
            (!under_way.counters.is_empty() && request.cursor.is_some()).then(|| request.encode())
        };
        let Some(request) = request else { return Ok(()) };
        self.storage.lay_ready(Some(&request)).await?;
        self.clockwork.nothing_ready.set(false);
        // Where the browser does not agree, the request lies there until a page is opened.
        let _asked = background::wake_for_unsent().await;
        Ok(())
    }

    /// Takes away what lies ready: it has been sent.
    pub(super) async fn drop_ready(&self) -> Result<(), BookError> {
        if !self.clockwork.nothing_ready.get() {
            self.storage.lay_ready(None).await?;
            self.clockwork.nothing_ready.set(true);
        }
        Ok(())
    }
}
