//! What can be done with any record: edit, delete with a way back, restore.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Fields, RecordId, RecordKind};
use thidua_domain::{access, guard};

use crate::book::{Book, RecordView, Session, use_book};
use crate::components::confirm::{Confirm, Question};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button, link};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::{Words, faults, obstacles, words};

/// The commands of one record's screen.
#[derive(Clone, Copy)]
pub(crate) struct Actions {
    /// Asks whether to delete.
    pub(crate) ask: Callback<()>,
    id: RecordId,
    book: Book,
    words: &'static Words,
    toaster: Toaster,
    asking: RwSignal<bool>,
    delete: Callback<()>,
}

impl Actions {
    /// Of the record that a screen shows; `list` is where to go when it is deleted.
    pub(crate) fn new(id: RecordId, list: &'static str) -> Self {
        let (book, words, toaster) = (use_book(), words(), use_toaster());
        let asking = RwSignal::new(false);
        let navigate = use_navigate();
        let gone = Callback::new(move |()| navigate(list, Default::default()));
        let delete = Callback::new(move |()| {
            spawn_local(async move {
                match book.delete(id).await {
                    Ok(()) => {
                        let undo = Callback::new(move |()| restore(book, words, toaster, id));
                        toaster.say_with(words.record().was_deleted, words.record().undo, undo);
                        // The officer may have gone elsewhere meanwhile.
                        let _gone = gone.try_run(());
                    }
                    Err(error) => toaster.say(faults::book_short(words, error)),
                }
            });
        });
        let ask = Callback::new(move |()| asking.set(true));
        Self { ask, id, book, words, toaster, asking, delete }
    }
}

fn restore(book: Book, words: &'static Words, toaster: Toaster, id: RecordId) {
    spawn_local(async move {
        match book.restore(id).await {
            Ok(()) => toaster.say(words.record().was_restored),
            Err(error) => toaster.say(faults::book_short(words, error)),
        }
    });
}

fn session_of(actions: Actions) -> Option<Arc<Session>> {
    actions.book.session().get_untracked()
}

/// Why the text of a record cannot be changed now, where it cannot.
fn locked(session: &Session, record: &RecordView) -> Option<Obstacle> {
    let text = thidua_domain::nomination::NAME;
    guard::may_edit(&session.account, record.kind, &record.fields, text).err()
}

/// The buttons of a record; those that the account may not use are not there.
pub(crate) fn actions(actions: Actions, record: &RecordView, name: &str, edit: String) -> AnyView {
    let words = actions.words;
    let may = session_of(actions).is_some_and(|session| {
        let before = Some(&record.fields);
        access::may_write(&session.account, record.kind, record.partition, before, &Fields::new()).is_ok()
    });
    if !may {
        return view! { <p class="help">{words.record().read_only}</p> }.into_any();
    }
    // A dossier that was handed up is changed by steps alone.
    let locked = session_of(actions).and_then(|session| locked(&session, record));
    if let Some(obstacle) = locked.filter(|_| !record.deleted) {
        let why = obstacles::words(words.locale, obstacle);
        return view! { <p class="said muted">{Icon::Key.draw()} <span>{why}</span></p> }.into_any();
    }
    if record.deleted {
        let Actions { id, book, toaster, .. } = actions;
        let bring_back = move |_| restore(book, words, toaster, id);
        return view! {
            <div class="buttons">
                {button(Weight::Primary, Some(Icon::Return), words.record().restore, bring_back)}
            </div>
        }
        .into_any();
    }
    let question = Question {
        title: words.record().delete_title,
        text: Signal::stored(["“", name, words.record().delete_text].concat()),
        yes: words.record().delete,
        no: words.form().cancel,
        typed: None,
    };
    // What one comes to a dossier for is its next step.
    let weight = if record.kind == RecordKind::Nomination { Weight::Other } else { Weight::Primary };
    view! {
        <div class="buttons">
            {link(weight, Some(Icon::Pencil), words.record().edit, edit)}
            {button(Weight::Grave, Some(Icon::Bin), words.record().delete, move |_| actions.ask.run(()))}
        </div>
        <Confirm open=actions.asking question=question on_yes=actions.delete/>
    }
    .into_any()
}
