//! Amending a pledge that is signed: it is opened again, with a reason that stays with what was signed.

use leptos::prelude::*;
use thidua_domain::pledge::{State, Step};
use thidua_domain::record::{Fields, RecordId, RecordKind};
use thidua_domain::{schema, step, text};
use thidua_sync::client::NewStep;

use super::{signing, words};
use crate::book::Book;
use crate::components::field::{Keys, Label, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::{live_if, said};
use crate::components::press::{Weight, button};
use crate::components::toast::use_toaster;
use crate::forms::entry::{EntryFault, EntryName};
use crate::forms::foot::Resumed;
use crate::forms::form::{Doing, Form, Texts};
use crate::locale::{Words, faults};
use crate::web;

const REASON: thidua_domain::record::Field = step::of(step::REASON, 1);

/// The button, and the form that it opens.
pub(super) fn draw(app: &'static Words, book: Book, pledge: RecordId) -> AnyView {
    let locale = app.locale;
    let open = RwSignal::new(signing::is_kept(book, pledge, Step::Amend));
    let close = Callback::new(move |()| open.set(false));
    let toaster = use_toaster();
    let done = Callback::new(move |()| {
        toaster.say(app.form().saved);
        open.set(false);
    });
    let body = live_if(move || open.get().then(|| form(app, book, pledge, close, done)));
    let press = move |()| {
        open.set(true);
        let id = ["#", &EntryName::Of(REASON).id()].concat();
        request_animation_frame(move || web::focus(&id));
    };
    let button = live_if(move || {
        (!open.get()).then(|| button(Weight::Other, Some(Icon::Pencil), locale.of(words::AMEND), press))
    });
    view! { <div class="buttons">{button}</div> {body} }.into_any()
}

fn form(
    app: &'static Words,
    book: Book,
    pledge: RecordId,
    close: Callback<()>,
    done: Callback<()>,
) -> AnyView {
    let locale = app.locale;
    let form = signing::open_step(book, app, pledge, Step::Amend, &Texts::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        take(app, form, pledge, done);
    };
    let label = Label {
        id: EntryName::Of(REASON).id(),
        label: locale.of(words::AMEND_REASON),
        optional: "",
        help: "",
    };
    let failed = live_if(move || match form.doing.get() {
        Doing::Failed(error) => {
            let text = faults::book(app, error);
            let told = view! { <p class="said grave">{Icon::Alert.draw()} <span>{text}</span></p> };
            Some(told.into_any())
        }
        _ => None,
    });
    view! {
        <form class="card stack" novalidate on:submit=submit aria-label=locale.of(words::AMEND)>
            <h3>{locale.of(words::AMEND)}</h3>
            <p class="muted">{locale.of(words::AMEND_HELP)}</p>
            <Resumed form=form words=app on_discard=close/>
            <TextField input=form.of(REASON).input label=label keys=Keys::Prose/>
            <div role="alert">{failed}</div>
            <div class="buttons">
                {button(Weight::Other, None, locale.of(words::CANCEL), move |()| form.discard(close))}
                <button type="submit" class="button primary" aria-disabled=said(move || form.is_saving())>
                    {Icon::Pencil.draw()}
                    {locale.of(words::AMEND)}
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn take(app: &'static Words, form: Form, pledge: RecordId, done: Callback<()>) {
    let input = form.of(REASON).input;
    let reason = input.text.with_untracked(|typed| text::compose(typed.trim()).into_owned());
    let value = reason.as_str().into();
    let wrong = if reason.is_empty() {
        Some(app.fault().missing.to_owned())
    } else {
        let fault = schema::check_change(RecordKind::Pledge, REASON, &value).err();
        fault.map(|fault| faults::entry(app, RecordKind::Pledge, EntryFault::Value(fault)))
    };
    let is_wrong = wrong.is_some();
    input.error.set(wrong);
    let Some(day) = web::today().filter(|_| !is_wrong) else {
        return lead_to_complaint();
    };
    if untrack(|| form.is_saving()) {
        return;
    }
    form.keep();
    let says = Fields::from_iter([(step::REASON, value)]);
    let new = NewStep { kind: Step::Amend.code(), leads_to: State::Amending.code(), day, says };
    signing::take(form.book, form, pledge, new, done);
}
