//! Taking back a value that was set by mistake. It goes to what is deleted, from where it can be brought back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::record::RecordId;

use super::words::SettingWords;
use crate::book::Book;
use crate::components::confirm::{Confirm, Question};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::{Words, faults};

/// The question before a value is withdrawn: one for the whole screen.
#[derive(Clone, Copy)]
pub(super) struct Withdrawal {
    book: Book,
    app: &'static Words,
    words: &'static SettingWords,
    toaster: Toaster,
    open: RwSignal<bool>,
    /// Which record, and what it says.
    meant: RwSignal<Option<(RecordId, String)>>,
}

impl Withdrawal {
    /// Asks nothing yet.
    pub(super) fn new(book: Book, app: &'static Words, words: &'static SettingWords) -> Self {
        let (open, meant) = (RwSignal::new(false), RwSignal::new(None));
        Self { book, app, words, toaster: use_toaster(), open, meant }
    }

    /// Asks whether to withdraw a record.
    pub(super) fn ask(self, id: RecordId, what: String) {
        self.meant.set(Some((id, what)));
        self.open.set(true);
    }

    /// The dialog.
    pub(super) fn question(self) -> AnyView {
        let words = self.words;
        let question = Question {
            title: words.withdraw_title,
            text: Signal::derive(move || {
                self.meant.with(|meant| {
                    meant.as_ref().map(|(_, what)| (words.withdraw_text)(what)).unwrap_or_default()
                })
            }),
            yes: words.withdraw,
            no: self.app.form().cancel,
            typed: None,
        };
        let yes = Callback::new(move |()| {
            if let Some((id, _)) = self.meant.get_untracked() {
                self.withdraw(id);
            }
        });
        view! { <Confirm open=self.open question=question on_yes=yes/> }.into_any()
    }

    /// Brings a withdrawn record back.
    pub(super) fn bring_back(self, id: RecordId) {
        restore(self.book, self.app, self.toaster, id);
    }

    fn withdraw(self, id: RecordId) {
        let Self { book, app, words, toaster, .. } = self;
        spawn_local(async move {
            match book.delete(id).await {
                Ok(()) => {
                    let undo = Callback::new(move |()| restore(book, app, toaster, id));
                    toaster.say_with(words.withdrawn, app.record().undo, undo);
                }
                Err(error) => toaster.say(faults::book_short(app, error)),
            }
        });
    }
}

fn restore(book: Book, app: &'static Words, toaster: Toaster, id: RecordId) {
    spawn_local(async move {
        match book.restore(id).await {
            Ok(()) => toaster.say(app.record().was_restored),
            Err(error) => toaster.say(faults::book_short(app, error)),
        }
    });
}
