//! The form for a new value, in the card of its setting.
//!
//! One draft is kept for all new settings. It belongs to the setting that it names, and is offered nowhere else.

use leptos::prelude::*;
use thidua_domain::decimal;
use thidua_domain::fault::Fault;
use thidua_domain::law::setting::{Entry, Setting, Takes};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, Value};
use thidua_domain::setting::{self, KEY, REASON, SET_BY, VALID_FROM, VALUE};

use super::words::SettingWords;
use super::{KIND, Screen, day, figure, measured};
use crate::book::{Book, Draft, DraftKey};
use crate::components::chip::{Note, Tone};
use crate::components::field::{Choice, ChoiceField, Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::press::{Weight, button};
use crate::components::toast::use_toaster;
use crate::forms::entry::{self, EntryName};
use crate::forms::foot::Resumed;
use crate::forms::form::{Doing, Form, Texts};
use crate::locale::{Words, faults, format};
use crate::order;
use crate::web;

const DRAFT: DraftKey = DraftKey::New(KIND);

/// The setting whose form was left in the middle.
pub(super) fn begun(book: Book) -> Option<Setting> {
    draft(book).and_then(|draft| Setting::from_key(key_of(&draft)?))
}

fn draft(book: Book) -> Option<Draft> {
    book.drafts().with_untracked(|drafts| drafts.iter().find(|draft| draft.key == DRAFT).cloned())
}

fn key_of(draft: &Draft) -> Option<&str> {
    draft.texts.get(&EntryName::Of(KEY).to_string()).map(String::as_str)
}

/// The way to change a setting, or the form once that was taken; nothing for who may not.
pub(super) fn slot(screen: &Screen, entry: &'static Entry) -> Option<AnyView> {
    let place = screen.place?;
    let screen = screen.clone();
    // Only this card's own form is drawn anew when a form opens or closes.
    let open = screen.open;
    let is_open = Memo::new(move |_| open.get() == Some(entry.setting));
    Some(live(move || if is_open.get() { form(&screen, entry, place) } else { way(&screen, entry) }))
}

fn way(screen: &Screen, entry: &'static Entry) -> AnyView {
    let (open, word, book) = (screen.open, screen.words.change, screen.book);
    let (toaster, finish_first) = (use_toaster(), screen.words.finish_first);
    // One draft is kept for all of these forms: what is half typed in another card is finished or given up first.
    let begin = move |_| {
        let is_other = |setting: &Setting| *setting != entry.setting;
        let busy = open.get_untracked().or_else(|| begun(book)).filter(is_other);
        if busy.is_some() {
            toaster.say(finish_first);
        }
        open.set(busy.or(Some(entry.setting)));
    };
    let label = [word, ": ", screen.name(entry)].concat();
    view! {
        <div class="buttons">
            <button
                type="button"
                class="button"
                aria-label=label
                on:click=begin
            >
                {Icon::Pencil.draw()}
                {word}
            </button>
        </div>
    }
    .into_any()
}

/// One open form.
#[derive(Clone, Copy)]
struct Change {
    form: Form,
    entry: &'static Entry,
    place: PartitionId,
    app: &'static Words,
    words: &'static SettingWords,
}

fn form(screen: &Screen, entry: &'static Entry, place: PartitionId) -> AnyView {
    let (app, words, open, book) = (screen.app, screen.words, screen.open, screen.book);
    let begins = first_texts(screen, entry, place);
    let other = draft(book).filter(|draft| key_of(draft) != Some(entry.key));
    let change =
        Change { form: Form::open(book, app, KIND, DRAFT, begins.clone()), entry, place, app, words };
    let note = other.map(|other| {
        change.begin_anew(&begins);
        let named = key_of(&other).and_then(Setting::from_key).and_then(Setting::entry);
        let name = named.map_or(words.title, |named| screen.name(named));
        view! { <Note tone=Tone::Wait icon=Icon::Pencil><p>{(words.other_draft)(name)}</p></Note> }
    });
    let close = Callback::new(move |()| {
        let _gone = open.try_set(None);
    });
    let toaster = use_toaster();
    let saved = Callback::new(move |_| {
        toaster.say(app.form().saved);
        close.run(());
    });
    let set_by = screen.session.account_name.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        change.save(&set_by, saved);
    };
    let give_up = move |()| {
        // With nothing typed the draft is still another setting's, and stays.
        if change.is_untouched(&begins) { close.run(()) } else { change.form.discard(close) }
    };
    request_animation_frame(|| web::focus("[name='f-11'],#f-11"));
    let asked = [
        change.value(screen),
        change.line(VALID_FROM, words.valid_from, words.valid_from_help, Keys::Line),
        change.line(REASON, words.why, words.why_help, Keys::Prose),
    ];
    view! {
        <form class="stack" novalidate on:submit=submit>
            {note}
            <Resumed form=change.form words=app on_discard=close/>
            {asked.into_iter().collect_view()}
            {change.said()}
            <div class="buttons">
                {button(Weight::Other, None, words.cancel, give_up)}
                <button type="submit" class="button primary">{Icon::Tick.draw()} {app.form().save}</button>
            </div>
        </form>
    }
    .into_any()
}

fn first_texts(screen: &Screen, entry: &Entry, place: PartitionId) -> Texts {
    order::gathered([
        (EntryName::Place.to_string(), place.to_string()),
        (EntryName::Of(KEY).to_string(), entry.key.to_owned()),
        (EntryName::Of(VALID_FROM).to_string(), day(screen.today)),
    ])
}

impl Change {
    /// Empties a form that began with the draft of another setting. Nothing of that draft is touched before something is
    /// typed here.
    fn begin_anew(self, begins: &Texts) {
        for field in [KEY, VALUE, VALID_FROM, REASON] {
            let text = begins.get(&EntryName::Of(field).to_string()).cloned();
            self.form.of(field).input.text.set(text.unwrap_or_default());
        }
        self.form.resumed_from.set(None);
    }

    fn is_untouched(self, begins: &Texts) -> bool {
        [VALUE, VALID_FROM, REASON].into_iter().all(|field| {
            let begun = begins.get(&EntryName::Of(field).to_string()).map_or("", String::as_str);
            self.form.of(field).input.text.with_untracked(|text| text == begun)
        })
    }

    fn line(self, field: Field, label: &'static str, help: &'static str, keys: Keys) -> AnyView {
        let label = Label { id: EntryName::Of(field).id(), label, optional: "", help };
        view! { <TextField input=self.form.of(field).input label=label keys=keys/> }.into_any()
    }

    fn value(self, screen: &Screen) -> AnyView {
        let locale = self.app.locale;
        match self.entry.takes {
            Takes::Number { measure, .. } => {
                self.line(VALUE, self.words.new_value, locale.of(measure), Keys::Decimal)
            }
            Takes::Choice(choices) => {
                let codes = (1_i64..).take(choices.len());
                let choice =
                    |code: i64| Choice { value: code.to_string(), word: screen.value(self.entry, code) };
                let choices = codes.map(choice).collect();
                let id = EntryName::Of(VALUE).id();
                let label = Label { id, label: self.words.new_value, optional: "", help: "" };
                view! { <ChoiceField input=self.form.of(VALUE).input label=label choices=choices/> }
                    .into_any()
            }
        }
    }

    /// What became of what is typed.
    fn said(self) -> AnyView {
        let (form, app) = (self.form, self.app);
        let words = live(move || {
            let said = match form.doing.get() {
                Doing::Saving => app.form().saving.to_owned(),
                Doing::Mending => app.form().mend.to_owned(),
                Doing::Failed(error) => faults::book(app, error),
                Doing::Typing => {
                    let kept = form.kept_at.get();
                    kept.map(|at| [app.form().draft_kept, &format::clock(app, at)].concat())
                        .unwrap_or_default()
                }
            };
            said.into_any()
        });
        view! { <p class="help" role="status">{words}</p> }.into_any()
    }

    /// Saves what is typed as a new record, or says at the fields what is wrong.
    fn save(self, set_by: &str, then: Callback<RecordId>) {
        if self.form.doing.get_untracked() == Doing::Saving {
            return;
        }
        let (mut values, mut wrong) = self.form.values(self.app.locale.notation());
        values.insert(SET_BY, Value::from(set_by));
        // Officers group large numbers: 2.530.000.
        if let Some(number) = self.grouped() {
            wrong.retain(|(name, _)| *name != EntryName::Of(VALUE));
            values.insert(VALUE, Value::Int(number));
        }
        let values = entry::filled(&values);
        let faults = setting::check(&values);
        if self.form.judge(wrong, faults.clone()) {
            self.form.save(None, self.place, &values, then);
        } else {
            self.say_bounds(&values, &faults);
        }
    }

    /// The number that is typed, with its thousands set apart or not; `None` where it is none.
    fn grouped(self) -> Option<i64> {
        let typed = self.form.of(VALUE).input.text.get_untracked();
        let number = decimal::parse(&typed, self.app.locale.notation()).ok()?;
        (number.scale() == 0).then(|| number.mantissa())
    }

    /// Where the value is out of range, the bounds are those of this setting, which the registry of fields does not
    /// know; where no choice is made, there is nothing to write.
    fn say_bounds(self, values: &Fields, faults: &[Fault]) {
        let is_meant = |fault: &&Fault| fault.field() == Some(VALUE);
        let Some(fault) = faults.iter().find(is_meant) else { return };
        let error = self.form.of(VALUE).input.error;
        match (self.entry.takes, fault) {
            (Takes::Number { min, max, .. }, Fault::OutOfRange { .. }) if values.contains_key(&VALUE) => {
                let most = measured(self.app, self.entry, max);
                error.set(Some((self.words.bounds)(&figure(self.app, min), &most)));
            }
            (Takes::Choice(_), _) => error.set(Some(self.words.choose.to_owned())),
            _ => {}
        }
    }
}
