//! The sync in words: one sentence for each state, the same in the bar at the top and on the health page.

use leptos::prelude::*;

use crate::book::{SyncState, SyncStatus, use_book};
use crate::components::chip::Tone;
use crate::components::icon::Icon;
use crate::components::live::{live, live_text};
use crate::locale::{Words, faults, format, words};

/// How a state is meant, its icon, its sentence.
#[must_use]
pub(crate) fn of(words: &Words, status: &SyncStatus) -> (Tone, Icon, String) {
    let s = words.sync();
    let only_here = || (s.only_here)(status.unsent);
    match status.state {
        SyncState::Idle if status.unsent == 0 => match status.last_safe_ms {
            Some(at) => (Tone::Done, Icon::Safe, [s.safe, " · ", &format::ago(words, at)].concat()),
            None => (Tone::Plain, Icon::Device, s.nothing_yet.to_owned()),
        },
        SyncState::Idle | SyncState::Waiting => (Tone::Wait, Icon::Device, only_here()),
        SyncState::Sending { total: 0, .. } => (Tone::Plain, Icon::Sending, s.receiving.to_owned()),
        SyncState::Sending { done, total, bytes } => {
            let text =
                [s.sending, &done.to_string(), "/", &total.to_string(), " · ", &format::bytes(words, bytes)];
            (Tone::Plain, Icon::Sending, text.concat())
        }
        SyncState::Receiving(coming) => (Tone::Plain, Icon::Sending, {
            let (left, bytes) = (coming.left.to_string(), format::bytes(words, coming.bytes));
            (s.coming)(&coming.received.to_string(), &left, &bytes, &coming.seconds.to_string())
        }),
        SyncState::Offline if status.unsent > 0 => {
            (Tone::Wait, Icon::Offline, [s.offline_short, " ", &only_here()].concat())
        }
        SyncState::Offline => (Tone::Plain, Icon::Offline, s.offline.to_owned()),
        SyncState::AtHub if status.unsent > 0 => {
            (Tone::Wait, Icon::Device, [s.at_hub, " ", &(s.not_there_yet)(status.unsent)].concat())
        }
        SyncState::AtHub => (Tone::Plain, Icon::Device, s.by_hub.to_owned()),
        SyncState::NeedsSignIn => (Tone::Grave, Icon::Key, s.needs_sign_in.to_owned()),
        SyncState::Failed(_) if status.unsent > 0 => {
            (Tone::Wait, Icon::Alert, [s.failed, " ", &only_here()].concat())
        }
        SyncState::Failed(failure) => (Tone::Wait, Icon::Alert, faults::sync(words, failure)),
    }
}

/// The sync words, in their place at the top. They lead to the health page.
#[component]
pub(crate) fn SyncBar() -> impl IntoView {
    let words = words();
    let status = use_book().status();
    // The time since the last safe copy grows by itself.
    let minute = RwSignal::new(0_u32);
    let tick = set_interval_with_handle(
        move || minute.update(|n| *n = n.wrapping_add(1)),
        std::time::Duration::from_secs(30),
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    let shown = Memo::new(move |_| {
        minute.track();
        of(words, &status.get())
    });
    let class = Signal::derive(move || ["sync ", shown.read().0.class()].concat());
    view! {
        <a class=class href="/sync">
            {live(move || shown.read().1.draw())}
            <span>{live_text(move || shown.read().2.clone())}</span>
        </a>
    }
}
