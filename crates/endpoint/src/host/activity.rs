//! When somebody last wanted something: an endpoint that nobody asks may end, and come back with the next request.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

#[derive(Clone)]
pub(super) struct Activity(Arc<Watched>);

struct Watched {
    busy: AtomicUsize,
    last: Mutex<Instant>,
}

/// One request under way.
pub(super) struct Busy(Activity);

impl Activity {
    pub(super) fn new() -> Self {
        Self(Arc::new(Watched { busy: AtomicUsize::new(0), last: Mutex::new(Instant::now()) }))
    }

    /// A request begins; it ends when what is returned is dropped, also where its client goes away.
    pub(super) fn begin(&self) -> Busy {
        self.0.busy.fetch_add(1, Ordering::SeqCst);
        Busy(self.clone())
    }

    /// Returns once nothing has been asked for so long; never where no time is given.
    pub(super) async fn rest(&self, idle: Option<Duration>) {
        let Some(idle) = idle else { return std::future::pending().await };
        loop {
            let until = self.last() + idle;
            tokio::time::sleep_until(until).await;
            if self.0.busy.load(Ordering::SeqCst) > 0 {
                // A slow request: look again after the same while.
                self.touch();
            } else if self.last() + idle <= Instant::now() {
                return;
            }
        }
    }

    fn last(&self) -> Instant {
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn touch(&self) {
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.touch();
        self.0.0.busy.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: Duration = Duration::from_secs(600);

    #[tokio::test(start_paused = true)]
    async fn it_rests_only_after_the_whole_while_without_a_request() {
        let (activity, begun) = (Activity::new(), Instant::now());
        let busy = activity.begin();
        let slow = async {
            tokio::time::sleep(Duration::from_secs(1000)).await;
            drop(busy);
        };
        tokio::join!(activity.rest(Some(IDLE)), slow);
        assert!(begun.elapsed() >= Duration::from_secs(1600), "{:?}", begun.elapsed());
        assert!(begun.elapsed() < Duration::from_secs(2300), "{:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_while_it_never_rests() {
        let ended = tokio::time::timeout(Duration::from_secs(1 << 20), Activity::new().rest(None)).await;
        assert!(ended.is_err());
    }
}
