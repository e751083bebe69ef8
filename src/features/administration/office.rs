//! What the screens of accounts and places share: what the endpoint told, and asking it. Nothing of that is kept on the device.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_sync::administration::{AccountTold, Accounts, NewPlace, PlaceTold, Slip};

use super::account_words as words;
use super::spot::At;
use super::typed::recall;
use super::words::{NEEDS_LINE, trouble};
use crate::book::{AdministrationError, Book, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::facts::Both;
use crate::locale::{Words, words as of_app};

/// A slip that was just made: it is shown until the officer goes elsewhere, and never again.
#[derive(Clone)]
pub(super) struct Fresh {
    /// Whose.
    pub(super) account: u32,
    /// What stands on it.
    pub(super) slip: Slip,
}

/// `Copy`: its signals live as long as the section.
#[derive(Clone, Copy)]
pub(super) struct Office {
    pub(super) book: Book,
    pub(super) app: &'static Words,
    pub(super) toaster: Toaster,
    /// What the endpoint told last.
    pub(super) told: RwSignal<Option<Arc<Accounts>>>,
    /// Whether it has told anything yet.
    pub(super) is_told: Memo<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<AdministrationError>>,
    /// The slip that is shown.
    pub(super) fresh: RwSignal<Option<Fresh>>,
}

impl Office {
    /// Asks the endpoint at once.
    pub(super) fn new() -> Self {
        let told = RwSignal::new(None::<Arc<Accounts>>);
        let office = Self {
            book: use_book(),
            app: of_app(),
            toaster: use_toaster(),
            told,
            is_told: Memo::new(move |_| told.read().is_some()),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            fresh: RwSignal::new(None),
        };
        office.busy.set(true);
        spawn_local(async move {
            // Before any form is drawn, which needs what the endpoint tells.
            recall(office).await;
            office.hear().await;
        });
        office
    }

    /// Hides a code as soon as one goes elsewhere.
    pub(super) fn watch(self, at: Memo<At>) {
        Effect::new(move || {
            let here = at.get().entry();
            if self
                .fresh
                .with_untracked(|fresh| fresh.as_ref().is_some_and(|fresh| Some(fresh.account) != here))
            {
                self.fresh.set(None);
            }
        });
    }

    pub(super) fn of(self, both: Both) -> &'static str {
        self.app.locale.of(both)
    }

    /// Asks for everything anew. What was told before stays, with a word beside it, where the endpoint does not answer.
    pub(super) fn ask(self) {
        self.busy.set(true);
        spawn_local(async move { self.hear().await });
    }

    /// The same, for whoever waits for it.
    pub(super) async fn hear(self) {
        let told = self.book.accounts().await;
        let _gone = self.busy.try_set(false);
        let _gone = self.trouble.try_set(told.as_ref().err().copied());
        if let Ok(told) = told {
            let _gone = self.told.try_set(Some(Arc::new(told)));
        }
    }

    /// What was told last. Tracks.
    pub(super) fn all(self) -> Arc<Accounts> {
        self.told.get().unwrap_or_default()
    }

    /// Whether what is shown may be old, and how to ask again.
    pub(super) fn state(self) -> AnyView {
        let said = live_if(move || {
            let Some(error) = self.trouble.get() else {
                let first = self.busy.get() && !self.is_told.get();
                return first.then(|| view! { <p class="help">{self.of(words::ASKING)}</p> }.into_any());
            };
            let needs_line = (error == AdministrationError::Unreached).then(|| {
                let old = if self.is_told.get() { words::OLD } else { NEEDS_LINE };
                view! { <p>{self.of(old)}</p> }
            });
            let icon = if error == AdministrationError::Unreached { Icon::Offline } else { Icon::Alert };
            let note = view! {
                <Note tone=Tone::Wait icon=icon>
                    <p><strong>{trouble(self.app.locale, error)}</strong></p>
                    {needs_line}
                    <div class="buttons">
                        {button(Weight::Other, Some(Icon::Return), self.of(words::AGAIN), move |()| self.ask())}
                    </div>
                </Note>
            };
            Some(note.into_any())
        });
        view! { <div role="status" class="stack">{said}</div> }.into_any()
    }

    /// A part that is drawn once the endpoint has told something, and not again when it tells more: what is typed stays.
    pub(super) fn once_told(self, draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
        live(move || if self.is_told.get() { untrack(&draw) } else { ().into_any() })
    }

    /// Where an address names nothing that is there.
    pub(super) fn absent(self) -> AnyView {
        let (title, text) = (self.of(words::ABSENT), self.of(words::ABSENT_HELP));
        view! { <Empty icon=Icon::Search title=title text=text/> }.into_any()
    }

    /// The account at hand.
    pub(super) fn own_account(self) -> Option<u32> {
        self.book.session().with_untracked(|session| session.as_ref().map(|session| session.account.id))
    }
}

/// An account by its number.
pub(super) fn account(all: &Accounts, number: u32) -> Option<&AccountTold> {
    all.accounts.iter().find(|account| account.account == number)
}

/// A place by its number.
pub(super) fn place(all: &Accounts, number: u32) -> Option<&NewPlace> {
    all.places.iter().find(|place| place.place == number).map(|place| &place.of)
}

/// The name of a place; empty where nobody told of it.
pub(super) fn place_name(all: &Accounts, number: u32) -> String {
    place(all, number).map(|place| place.name.clone()).unwrap_or_default()
}

/// The places of some kinds that are there today, in the order of the kinds, each by name.
pub(super) fn places_of(all: &Accounts, kinds: &[&str]) -> Vec<PlaceTold> {
    let is_there = |place: &&PlaceTold| kinds.contains(&place.of.kind.as_str()) && place.into.is_none();
    let mut found: Vec<PlaceTold> = all.places.iter().filter(is_there).cloned().collect();
    let kind = |place: &PlaceTold| kinds.iter().position(|kind| *kind == place.of.kind);
    found.sort_by_cached_key(|place| (kind(place), thidua_domain::text::fold(&place.of.name)));
    found
}
