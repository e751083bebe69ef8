//! A form that needs a line. What is typed stays in it until the endpoint has it, and outlives leaving the screen; it is kept in
//! memory only, because nothing of accounts lies on the device.

use std::cell::RefCell;

use leptos::prelude::*;
use litemap::LiteMap;

use super::account_words as words;
use super::office::Office;
use super::words::trouble;
use crate::book::AdministrationError;
use crate::components::chip::{Note, Tone};
use crate::components::field::{Input, Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, said};
use crate::components::press::{Weight, button, link};
use crate::forms::form::Texts;
use crate::locale::facts::Both;
use crate::order;
use crate::web;

thread_local! {
    /// What is typed in forms and not with the endpoint yet, by the form's name.
    static KEPT: RefCell<LiteMap<String, Texts>> = const { RefCell::new(LiteMap::new()) };
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
}

impl Typed {
    /// A form of this name with these fields; what was typed in it before comes back.
    pub(super) fn open(office: Office, name: String, begins: &[(&str, String)]) -> Self {
        let kept = KEPT.with_borrow(|kept| kept.get(&name).cloned());
        let resumed = kept.is_some();
        let stored = StoredValue::new(Vec::<(String, Input)>::new());
        let name = StoredValue::new(name);
        let changed = Callback::new(move |()| keep(name, stored));
        let text = |key: &str, first: &String| {
            let before = kept.as_ref().map(|kept| kept.get(key).cloned().unwrap_or_default());
            before.unwrap_or_else(|| first.clone())
        };
        let fields = begins.iter().map(|(key, first)| {
            let input = Input { text: RwSignal::new(text(key, first)), changed, ..Input::new() };
            ((*key).to_owned(), input)
        });
        stored.set_value(fields.collect());
        // A new version of the app waits until it is closed.
        let guard = office.book.form_opened();
        on_cleanup(move || drop(guard));
        Self {
            office,
            name,
            fields: stored,
            resumed,
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
        }
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
        request_animation_frame(|| web::focus("[aria-invalid=true]"));
    }

    /// Forgets what is typed: the endpoint has it, or the officer gave it up.
    pub(super) fn close(self) {
        let _gone = self.name.try_with_value(|name| KEPT.with_borrow_mut(|kept| _ = kept.remove(name)));
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
            optional: if optional { office.app.form.optional } else { "" },
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
        leptos::task::spawn_local(async move {
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
            let (class, icon, text) = match (self.busy.get(), self.failed.get()) {
                (true, _) => ("said", Icon::Clock, office.of(words::SENDING).to_owned()),
                (false, Some(error)) => {
                    let more = if error == AdministrationError::Unreached { words::KEPT } else { ("", "") };
                    let text = [&trouble(office.app.locale, error), " ", office.of(more)].concat();
                    ("said grave", Icon::Alert, text.trim_end().to_owned())
                }
                (false, None) => ("said", Icon::Sending, office.of(words::ONLINE).to_owned()),
            };
            view! { <div class=class>{icon.draw()} <span>{text}</span></div> }.into_any()
        });
        let busy = self.busy;
        view! {
            <div class="form-foot">
                <div role="status">{said_now}</div>
                <div class="buttons">
                    {link(Weight::Other, None, office.app.form.close, back)}
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
                        {button(Weight::Other, None, office.app.form.discard, discard)}
                    </div>
                </Note>
            }
            .into_any()
        })
    }
}

/// Keeps what is typed, in memory.
fn keep(name: StoredValue<String>, fields: StoredValue<Vec<(String, Input)>>) {
    let texts = fields.try_with_value(|fields| {
        order::gathered(fields.iter().map(|(name, input)| (name.clone(), input.text.get_untracked())))
    });
    let name = name.try_get_value();
    if let Some((name, texts)) = name.zip(texts) {
        KEPT.with_borrow_mut(|kept| _ = kept.insert(name, texts));
    }
}
