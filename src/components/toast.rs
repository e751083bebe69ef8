//! A short word about what just happened, with at most one thing to do about it. Spoken by screen readers.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::live::live_if;
use super::press::{Weight, button};

/// What is shown.
#[derive(Clone)]
struct Shown {
    words: &'static str,
    undo: Option<(&'static str, Callback<()>)>,
}

/// The one toast of the app. Lives in the root owner.
#[derive(Clone, Copy)]
pub(crate) struct Toaster {
    shown: RwSignal<Option<Shown>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

/// The toaster, from the context.
#[must_use]
pub(crate) fn use_toaster() -> Toaster {
    use_context().unwrap_or_else(Toaster::new)
}

impl Toaster {
    /// A toaster that shows nothing. Call it once, in the root owner.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self { shown: RwSignal::new(None), timer: StoredValue::new(None) }
    }

    /// Says something for a few seconds.
    pub(crate) fn say(self, words: &'static str) {
        self.show(Shown { words, undo: None }, 4);
    }

    /// Says something that can be undone, for long enough to do so.
    pub(crate) fn say_with(self, words: &'static str, action: &'static str, run: Callback<()>) {
        self.show(Shown { words, undo: Some((action, run)) }, 10);
    }

    fn show(self, shown: Shown, seconds: u64) {
        self.shown.set(Some(shown));
        self.stop();
        let hide = set_timeout_with_handle(move || self.hide(), Duration::from_secs(seconds));
        self.timer.set_value(hide.ok());
    }

    fn hide(self) {
        let _gone = self.shown.try_set(None);
    }

    fn stop(self) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
    }
}

/// Where the toast appears. The region is always there, so that its change is spoken.
#[component]
pub(crate) fn ToastPlace() -> impl IntoView {
    let toaster = use_toaster();
    let body = live_if(move || toaster.shown.get().map(|shown| toast(toaster, &shown)));
    view! { <div role="status" aria-live="polite">{body}</div> }
}

fn toast(toaster: Toaster, shown: &Shown) -> AnyView {
    let undo = shown.undo.map(|(label, run)| {
        let act = move |_| {
            toaster.hide();
            run.run(());
        };
        view! { {button(Weight::Other, None, label, act)} }
    });
    view! { <div class="toast"><p>{shown.words}</p>{undo}</div> }.into_any()
}
