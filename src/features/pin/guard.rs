//! What locks the device by itself, hears of other tabs that do, and brings the recovery key to the endpoint.

use std::time::Duration;

use gloo_storage::{LocalStorage, Storage as _};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::{AttemptEnd, Book, use_book};
use crate::web;

/// When somebody last touched the app in any tab. A time and nothing else, so it may lie in clear.
const TOUCHED: &str = "thidua.touched";
/// A touch is told to the other tabs no more often than this.
const TOLD_MS: f64 = 3_000.0;
/// How often it is looked at the time.
const LOOK: Duration = Duration::from_secs(5);
const MINUTE_MS: f64 = 60_000.0;

/// Starts, for as long as the place lives in which this is called.
pub(crate) fn guard() {
    let book = use_book();
    // What another tab says of the lock.
    Effect::new(move || {
        if book.wants_guard().get() {
            spawn_local(book.hear_of_lock());
        }
    });
    // Each exchange that went well says that there is a line.
    Effect::new(move || {
        let reached = book.attempts().with(|attempts| {
            attempts.first().is_some_and(|attempt| matches!(attempt.end, AttemptEnd::Done { .. }))
        });
        if reached && book.is_sealed().get() {
            spawn_local(async move {
                // What cannot be sent now goes after the next exchange.
                let _later = book.send_recovery().await;
            });
        }
    });
    touch(web::now_ms());
    let told = StoredValue::new(web::now_ms());
    let touched = move |_| {
        let now = web::now_ms();
        if (now - told.get_value()).abs() > TOLD_MS {
            told.set_value(now);
            touch(now);
        }
    };
    let listeners = ["pointerdown", "keydown", "wheel", "touchmove"]
        .map(|event| window_event_listener_untyped(event, touched));
    let looked = window_event_listener_untyped("visibilitychange", move |_| look(book));
    let timer = set_interval_with_handle(move || look(book), LOOK);
    on_cleanup(move || {
        listeners.into_iter().for_each(WindowListenerHandle::remove);
        looked.remove();
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
}

fn touch(now: f64) {
    // Where the browser refuses, the device locks itself although somebody works on it: a nuisance, no loss.
    let _refused = LocalStorage::set(TOUCHED, now);
}

/// Locks the device where nobody has touched it for long enough.
fn look(book: Book) {
    if !book.is_sealed().get_untracked() {
        return;
    }
    let now = web::now_ms();
    let last: f64 = LocalStorage::get(TOUCHED).unwrap_or_default();
    if now < last {
        // The clock was set back: counting begins anew.
        touch(now);
        return;
    }
    let idle = (now - last) / MINUTE_MS;
    if idle < 1.0 {
        return;
    }
    spawn_local(async move {
        // Where the store cannot be read, it is looked again in a moment.
        let Ok(Some(header)) = book.lock_header().await else { return };
        if idle >= f64::from(header.idle_minutes.max(1)) {
            book.lock_now().await;
        }
    });
}
