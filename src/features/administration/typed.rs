//! A form that needs a line. What is typed stays in it until the endpoint has it or it is given up, and outlives leaving the
//! screen and a tab that is killed. What the endpoint tells of accounts is not kept, and nothing secret is typed here.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;

use super::account_words as words;
use super::office::Office;
use super::words::trouble;
use crate::book::{AdministrationError, BookError, Typed as Kept};
use crate::components::chip::{Note, Tone};
use crate::components::field::{Input, Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, said};
use crate::components::press::{Weight, button, link};
use crate::forms::form::{Texts, at_the_last_moment};
use crate::forms::pause::Pause;
use crate::locale::facts::Both;
use crate::locale::faults;
use crate::order;
use crate::web;

/// Where something is wrong: a field, what is said of ticks, or a choice of which none is chosen.
const WRONG: &str = "[aria-invalid=true], .wrong:has(.error), .choice:has(> .error:not([hidden])) input";

thread_local! {
    /// What is typed in forms and not with the endpoint yet, by the form's name; the store has the same, a moment later.
    static KEPT: RefCell<LiteMap<String, Texts>> = const { RefCell::new(LiteMap::new()) };
    /// The account that typed it: whoever signs in after it in the same tab finds nothing of it.
    static OWNER: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Brings back what this account had typed before the tab was closed. What is in memory is newer.
pub(super) async fn recall(office: Office) {
    // Where the store cannot be read, forms begin as if nothing had been typed; what lies there stays.
    let stored = office.book.typed().await.unwrap_or_default();
    let owner = office.own_account();
    let is_anothers = OWNER.replace(owner) != owner;
    KEPT.with_borrow_mut(|kept| {
        if is_anothers {
            kept.clear();
        }
        for Kept { form, texts } in stored {
            if !kept.contains_key(&form) {
                kept.insert(form, texts);
            }
        }
    });
}

/// One form. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    pub(super) office: Office,
    name: StoredValue<String>,
    fields: StoredValue<Vec<(String, Input)>>,
    /// Whether it began with what was typed before.
    pub(super) resumed: bool,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<AdministrationError>>,
    /// Why the device's store could not keep what is typed.
    unkept: RwSignal<Option<BookError>>,
    /// Whether something was typed that the store does not have yet.
    dirty: StoredValue<bool>,
    pause: Pause,
}

impl Typed {
    /// A form of this name with these fields; what was typed in it before comes back.
    pub(super) fn open(office: Office, name: String, begins: &[(&str, String)]) -> Self {
        let kept = KEPT.with_borrow(|kept| kept.get(&name).cloned());
        let resumed = kept.is_some();
        let stored = StoredValue::new(Vec::<(String, Input)>::new());
        let name = StoredValue::new(name);
        // The callbacks know the form by a cell, because the fields of the form hold the callbacks.
        let cell = StoredValue::new(None::<Self>);
        let with_form = move |act: fn(Self)| {
            Callback::new(move |()| {
                if let Some(form) = cell.try_get_value().flatten() {
                    act(form);
                }
            })
        };
        let (changed, left) = (with_form(Self::touch), with_form(Self::keep));
        let text = |key: &str, first: &String| {
            let before = kept.as_ref().map(|kept| kept.get(key).cloned().unwrap_or_default());
            before.unwrap_or_else(|| first.clone())
        };
        let fields = begins.iter().map(|(key, first)| {
            let input = Input { text: RwSignal::new(text(key, first)), changed, left, ..Input::new() };
            ((*key).to_owned(), input)
        });
        stored.set_value(fields.collect());
        let form = Self {
            office,
            name,
            fields: stored,
            resumed,
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            unkept: RwSignal::new(None),
            dirty: StoredValue::new(false),
            pause: Pause::new(),
        };
        cell.set_value(Some(form));
        at_the_last_moment(office.book, move || form.keep());
        form
    }

    /// Something was typed: it is in memory at once, and in the store soon.
    fn touch(self) {
        let Some((form, texts)) = self.texts() else { return };
        KEPT.with_borrow_mut(|kept| _ = kept.insert(form, texts));
        self.dirty.set_value(true);
        self.pause.before(move || self.keep());
    }

    /// Puts what is typed into the store, now. Does nothing where the store has it.
    fn keep(self) {
        if !self.dirty.try_get_value().unwrap_or(false) {
            return;
        }
        let Some((form, texts)) = self.texts() else { return };
        self.dirty.set_value(false);
        let (book, unkept) = (self.office.book, self.unkept);
        spawn_local(async move {
            let kept = book.keep_typed(Kept { form, texts }).await;
            let _gone = unkept.try_set(kept.err());
        });
    }

    /// The form's name and all that is typed in it; `None` once the screen is gone.
    fn texts(self) -> Option<(String, Texts)> {
        let texts = self.fields.try_with_value(|fields| {
            let text =
                |(name, input): &(String, Input)| Some((name.clone(), input.text.try_get_untracked()?));
            order::gathered(fields.iter().filter_map(text))
        });
        self.name.try_get_value().zip(texts)
    }

    /// A field by its name.
    pub(super) fn field(self, key: &str) -> Input {
        let found = self
            .fields
            .with_value(|fields| fields.iter().find(|(name, _)| name == key).map(|(_, input)| *input));
        found.unwrap_or_else(Input::new)
    }

    /// What is typed in a field, without the blanks around it, composed as it is stored.
    pub(super) fn text(self, key: &str) -> String {
        self.field(key).text.with_untracked(|text| thidua_domain::text::compose(text.trim()).into_owned())
    }

    /// The numbers in whose fields something stands, of fields that are called by a letter and a number.
    pub(super) fn ticked(self, letter: &str) -> Vec<u32> {
        self.fields.with_value(|fields| {
            let number = |(name, input): &(String, Input)| {
                let number = name.strip_prefix(letter)?.parse().ok()?;
                input.text.with_untracked(|text| !text.is_empty()).then_some(number)
            };
            fields.iter().filter_map(number).collect()
        })
    }

    /// Says at a field what is wrong with it.
    pub(super) fn complain(self, key: &str, words: impl Into<String>) {
        self.field(key).error.set(Some(words.into()));
        request_animation_frame(|| web::focus(WRONG));
    }

    /// Forgets what is typed: the endpoint has it, or the officer gave it up.
    pub(super) fn close(self) {
        let _gone = self.dirty.try_set_value(false);
        let Some(name) = self.name.try_get_value() else { return };
        KEPT.with_borrow_mut(|kept| _ = kept.remove(&name));
        let book = self.office.book;
        spawn_local(async move {
            // Should the store fail here, what is done is offered again: a nuisance, no loss.
            let _kept = book.drop_typed(&name).await;
        });
    }

    /// A field for typing.
    pub(super) fn line(self, key: &str, label: Both, help: Both, optional: bool, keys: Keys) -> AnyView {
        let label = self.label(key, label, help, optional);
        view! { <TextField input=self.field(key) label=label keys=keys/> }.into_any()
    }

    /// The words around a field.
    pub(super) fn label(self, key: &str, label: Both, help: Both, optional: bool) -> Label {
        let office = self.office;
        Label {
            id: ["f-", key].concat(),
            label: office.of(label),
            optional: if optional { office.app.form().optional } else { "" },
            help: office.of(help),
        }
    }

    /// Does what was asked of the endpoint. Where it could not, the form stays as it is, and what the endpoint objects to is
    /// said at its field.
    pub(super) fn send<T: 'static>(
        self,
        work: impl Future<Output = Result<T, AdministrationError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let done = work.await;
            if done.is_ok() {
                self.close();
                self.office.hear().await;
            }
            if self.busy.try_set(false).is_some() {
                // The screen was left meanwhile: what is to follow there has no place any more.
                return;
            }
            match done {
                Ok(done) => then(done),
                Err(AdministrationError::Objection(objection)) if self.has(words::field_of(objection)) => {
                    let said = self.office.of(words::objection(objection)).to_owned();
                    self.complain(words::field_of(objection), said);
                }
                Err(error) => _ = self.failed.try_set(Some(error)),
            }
        });
    }

    /// Whether the form has such a field.
    pub(super) fn has(self, key: &str) -> bool {
        self.fields.try_with_value(|fields| fields.iter().any(|(name, _)| name == key)).unwrap_or(false)
    }

    /// The bar at the foot: what became of what is typed, and the way out.
    pub(super) fn foot(self, word: Both, back: String) -> AnyView {
        let office = self.office;
        let said_now = live(move || {
            let (class, icon, text) = match (self.busy.get(), self.failed.get(), self.unkept.get()) {
                (true, ..) => ("said", Icon::Clock, office.of(words::SENDING).to_owned()),
                (false, None, Some(error)) => ("said grave", Icon::Alert, faults::book(office.app, error)),
                (false, Some(error), _) => {
                    let more = if error == AdministrationError::Unreached { words::KEPT } else { ("", "") };
                    let text = [&trouble(office.app.locale, error), " ", office.of(more)].concat();
                    ("said grave", Icon::Alert, text.trim_end().to_owned())
                }
                (false, None, None) => ("said", Icon::Sending, office.of(words::ONLINE).to_owned()),
            };
            view! { <div class=class>{icon.draw()} <span>{text}</span></div> }.into_any()
        });
        let busy = self.busy;
        view! {
            <div class="form-foot">
                <div role="status">{said_now}</div>
                <div class="buttons">
                    {link(Weight::Other, None, office.app.form().close, back)}
                    <button type="submit" class="button primary" aria-disabled=said(move || busy.get())>
                        {Icon::Tick.draw()}
                        {office.of(word)}
                    </button>
                </div>
            </div>
        }
        .into_any()
    }

    /// Said above a form that began with what was typed before, with the way to begin anew.
    pub(super) fn resumed_note(self, anew: Callback<()>) -> Option<AnyView> {
        let office = self.office;
        let discard = move |()| {
            self.close();
            anew.run(());
        };
        self.resumed.then(|| {
            view! {
                <Note tone=Tone::Wait icon=Icon::Pencil>
                    <p>{office.of(words::RESUMED)}</p>
                    <div class="buttons">
                        {button(Weight::Other, None, office.app.form().discard, discard)}
                    </div>
                </Note>
            }
            .into_any()
        })
    }
}
