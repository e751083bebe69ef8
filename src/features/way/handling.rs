//! What the standing office writes of a dossier while it handles it: when it was received, its score, whether it may be
//! published. The text of the dossier is not its to change.

use leptos::prelude::*;
use thidua_domain::dossier::State;
use thidua_domain::nomination::{PUBLISH, RECEIVED_ON, REWARDED, SCORE};
use thidua_domain::record::{Field, Fields, RecordId, RecordKind};
use thidua_domain::{access, guard, schema};

use super::words;
use crate::book::{Book, DraftKey, RecordView, use_book};
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::fields;
use crate::forms::entry::EntryName;
use crate::forms::foot::Resumed;
use crate::forms::form::{Doing, Form, texts_of};
use crate::locale::{Words, faults, words as of_app};

const KIND: RecordKind = RecordKind::Nomination;
const HANDLED: [Field; 4] = [RECEIVED_ON, SCORE, REWARDED, PUBLISH];

/// The state of one dossier's handling.
#[derive(Clone, Copy)]
struct Handling {
    id: RecordId,
    book: Book,
    app: &'static Words,
    toaster: Toaster,
    open: RwSignal<bool>,
}

/// The way to what is written while a dossier is handled; nothing where the account has no part in that.
pub(crate) fn handling(id: RecordId) -> AnyView {
    let (book, app) = (use_book(), of_app());
    let begun = book.drafts().with_untracked(|drafts| drafts.iter().any(|d| d.key == DraftKey::Edit(id)));
    let handling = Handling { id, book, app, toaster: use_toaster(), open: RwSignal::new(begun) };
    let may = Memo::new(move |_| handling.may());
    live_if(move || may.get().then(|| handling.draw()))
}

impl Handling {
    fn may(self) -> bool {
        let Some((record, session)) = self.book.record(self.id).zip(self.book.session().get()) else {
            return false;
        };
        let (fields, account, none) = (&record.fields, &session.account, Fields::new());
        !record.deleted
            && State::of(fields).is_being_handled()
            && access::may_write(account, KIND, record.partition, Some(fields), &none).is_ok()
            && guard::may_edit(account, KIND, fields, RECEIVED_ON).is_ok()
    }

    fn draw(self) -> AnyView {
        let (open, app) = (self.open, self.app);
        live(move || {
            if open.get() {
                return self.form();
            }
            let word = app.locale.of(words::HANDLING);
            let begin = move |()| open.set(true);
            view! { <div class="buttons">{button(Weight::Plain, Some(Icon::Pencil), word, begin)}</div> }
                .into_any()
        })
    }

    fn form(self) -> AnyView {
        let Self { id, book, app, toaster, open } = self;
        let Some(record) = untrack(|| book.record(id)) else { return ().into_any() };
        let form = Form::open(book, app, KIND, DraftKey::Edit(id), own_texts(&record, app));
        let close = Callback::new(move |()| {
            let _gone = open.try_set(false);
        });
        let saved = Callback::new(move |_| {
            toaster.say(app.form().saved);
            close.run(());
        });
        let place = record.partition;
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let (values, wrong) = form.values(app.locale.notation());
            let faults =
                values.iter().filter_map(|(field, value)| schema::check_change(KIND, *field, value).err());
            if form.judge(wrong, faults.collect()) {
                form.save(Some(id), place, &values, saved);
            }
        };
        let said = live_if(move || {
            let text = match form.doing.get() {
                Doing::Failed(error) => faults::book(app, error),
                Doing::Mending => app.form().mend.to_owned(),
                Doing::Saving | Doing::Typing => return None,
            };
            Some(view! { <div class="said grave">{Icon::Alert.draw()} <span>{text}</span></div> }.into_any())
        });
        let controls = HANDLED.map(|field| control(form, app, field)).collect_view();
        let word = app.locale.of(words::HANDLING);
        view! {
            <form class="card stack" novalidate on:submit=submit aria-label=word>
                <h3>{word}</h3>
                <Resumed form=form words=app on_discard=close/>
                {controls}
                <div role="status">{said}</div>
                <div class="buttons">
                    {button(Weight::Other, None, app.locale.of(words::CANCEL), move |()| form.discard(close))}
                    <button type="submit" class="button primary">{Icon::Tick.draw()} {app.form().save}</button>
                </div>
            </form>
        }
        .into_any()
    }
}

/// The texts of what is handled, and of nothing else: the form writes only these.
fn own_texts(record: &RecordView, app: &'static Words) -> crate::forms::form::Texts {
    let mut texts = texts_of(record, app, &[]);
    let own = HANDLED.map(|field| EntryName::Of(field).to_string());
    texts.retain(|name, _| own.contains(name));
    texts
}

fn control(form: Form, app: &'static Words, field: Field) -> AnyView {
    let label = Label {
        id: EntryName::Of(field).id(),
        label: fields::name(app, KIND, field),
        optional: app.locale.of(words::OPTIONAL),
        help: if field == RECEIVED_ON { app.locale.of(words::DAY_HELP) } else { "" },
    };
    let input = form.of(field).input;
    let choices = fields::choices(app, KIND, field);
    if choices.is_empty() {
        let keys = if field == SCORE { Keys::Decimal } else { Keys::Line };
        return view! { <TextField input=input label=label keys=keys/> }.into_any();
    }
    let choice =
        |(code, word): (usize, &'static str)| Choice { value: code.to_string(), word: word.to_owned() };
    let choices = (1..).zip(choices).map(choice).collect();
    let groups = Signal::stored(vec![Group { heading: "", choices }]);
    view! { <SelectField input=input label=label empty=app.form().choose groups=groups/> }.into_any()
}
