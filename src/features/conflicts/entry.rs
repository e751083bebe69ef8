//! One record that holds two versions: each disputed field with its values, and the form for another one.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;
use thidua_domain::record::{Field, RecordKind};
use thidua_domain::schema::{self, Holds};
use thidua_domain::{bloc, indicator, nomination, pledge, profile};

use super::{Asked, Screen, words};
use crate::book::{BookError, Dispute, RecordView, Side, Typed};
use crate::components::field::{Input, Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text, said};
use crate::components::press::{Weight, button, link};
use crate::features::sync_health::CLOCK_TOLERANCE_MS;
use crate::features::work::{kind_name, record_address};
use crate::features::{fields, settle};
use crate::forms::entry::{self, EntryFault};
use crate::forms::form::at_the_last_moment;
use crate::locale::{Words, faults, format};

/// The record with all that is to be settled of it.
pub(super) fn card(screen: Screen, record: &Arc<RecordView>) -> AnyView {
    let app = screen.app;
    let session = screen.book.session().get_untracked();
    let place = session.as_ref().map(|session| session.place_name(record.partition).to_owned());
    let about = [kind_name(app, record.kind).to_owned(), place.unwrap_or_default()];
    let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let title = screen.title(record);
    let disputes = untrack(|| screen.book.disputes(record));
    let disputes = disputes.into_iter().map(|dispute| disputed(screen, record, dispute)).collect_view();
    let (book, id, toaster) = (screen.book, record.id, screen.toaster);
    let delete = Callback::new(move |()| {
        spawn_local(async move {
            match book.delete(id).await {
                Ok(()) => toaster.say(app.record().was_deleted),
                Err(error) => toaster.say(faults::book_short(app, error)),
            }
        });
    });
    let open = link(
        Weight::Plain,
        Some(Icon::Sheet),
        app.locale.of(words::OPEN),
        record_address(record.kind, record.id),
    );
    view! {
        <article class="card conflict" aria-label=title.clone()>
            <header>
                <h3>{title.clone()}</h3>
                <p class="muted">{about}</p>
            </header>
            {settle::returned(screen.settling, record, delete)}
            {disputes}
            <div class="buttons">{open}</div>
        </article>
    }
    .into_any()
}

fn disputed(screen: Screen, record: &Arc<RecordView>, dispute: Dispute) -> AnyView {
    let (app, field) = (screen.app, dispute.field);
    let locale = app.locale;
    let name = fields::name(app, record.kind, field);
    let sides: Vec<_> = dispute
        .sides
        .iter()
        .enumerate()
        .map(|(at, side)| version(screen, record, field, at == 0, side.clone()))
        .collect();
    let here = (record.id, field);
    let kept = Arc::clone(record);
    let another = keys(app, record.kind, field).map(|keys| {
        live(move || {
            if screen.typing.get() == Some(here) {
                return another(screen, &kept, &dispute, keys);
            }
            let begin = move |()| screen.typing.set(Some(here));
            let word = locale.of(words::ANOTHER);
            view! { <div class="buttons">{button(Weight::Other, Some(Icon::Pencil), word, begin)}</div> }
                .into_any()
        })
    });
    view! {
        <section class="stack" aria-label=name>
            <h4>{name}</h4>
            <div class="two">{sides}</div>
            {another}
        </section>
    }
    .into_any()
}

/// One value, whose it is, and the button that makes it hold.
fn version(screen: Screen, record: &RecordView, field: Field, is_shown: bool, side: Side) -> AnyView {
    let app = screen.app;
    let session = screen.book.session().get_untracked();
    let text = fields::value(app, session.as_deref(), record.kind, field, &side.value);
    let text = if text.is_empty() { app.record().nothing.to_owned() } else { text };
    let label = if is_shown { app.record().shown_value } else { app.record().other_value };
    let word = if is_shown { app.record().keep_this } else { app.locale.of(words::USE) };
    let (id, value) = (record.id, side.value.clone());
    let choose = move |()| {
        let value = value.clone();
        spawn_local(async move {
            match screen.book.settle(id, field, value).await {
                Ok(()) => screen.toaster.say(screen.app.locale.of(words::SETTLED)),
                Err(error) => screen.toaster.say(faults::book_short(screen.app, error)),
            }
        });
    };
    view! {
        <div class="version">
            <span class="small">{label}</span>
            <div class="stack">
                <p class="prose">{text}</p>
                <p class="small muted">{live_text(move || who(screen, &side))}</p>
            </div>
            {button(Weight::Other, None, word, choose)}
        </div>
    }
    .into_any()
}

/// Who wrote a value, and when. Tracks.
fn who(screen: Screen, side: &Side) -> String {
    let (app, locale) = (screen.app, screen.app.locale);
    let known =
        side.rev.and_then(|rev| screen.writers.read().get(&(rev.device.to_string(), rev.counter)).cloned());
    let mut parts = Vec::new();
    if let Some(writer) = known {
        let by = if side.is_own { locale.of(words::THIS_DEVICE).to_owned() } else { writer.by };
        parts.extend([by, format::date_time(app, writer.at_ms)]);
        let off = writer.off_ms.filter(|off| off.abs() > CLOCK_TOLERANCE_MS);
        parts.extend(off.map(|off| words::clock_off(locale, off)));
    } else if side.is_own {
        parts.push(locale.of(words::THIS_DEVICE).to_owned());
        if let Some(at) = side.at_ms {
            parts.extend([format::date_time(app, at), locale.of(words::NOT_SENT).to_owned()]);
        }
    } else {
        let word = match screen.asked.get() {
            Asked::UnderWay => words::ASKING,
            Asked::Told => words::NOT_KEPT,
            Asked::Unreached => words::UNKNOWN,
        };
        parts.push(locale.of(word).to_owned());
    }
    parts.join(" · ")
}

/// How another value is typed; `None` where it can only be one of those that stand there.
fn keys(app: &Words, kind: RecordKind, field: Field) -> Option<Keys> {
    let is_choice = || !fields::choices(app, kind, Field::of(field.number)).is_empty();
    match schema::rule_of(kind, field)?.holds {
        // An award is a line in the registry and chosen from a list on the screen.
        Holds::Line(_) if is_name_of_a_list(kind, field) => None,
        Holds::Line(_) | Holds::Day => Some(Keys::Line),
        Holds::Prose(_) => Some(Keys::Prose),
        Holds::Int(..) if !is_choice() && !is_name_of_a_list(kind, field) => Some(Keys::Whole),
        Holds::Amount => Some(Keys::Decimal),
        _ => None,
    }
}

/// Whether what stands in a field is a code of a list, which nobody knows by heart.
fn is_name_of_a_list(kind: RecordKind, field: Field) -> bool {
    let bare = Field::of(field.number);
    match kind {
        RecordKind::Nomination => {
            [nomination::AWARD, nomination::SUBJECT, nomination::RULE_SET].contains(&bare)
        }
        RecordKind::Profile => [nomination::SUBJECT, profile::HONOUR_AWARD].contains(&bare),
        RecordKind::Pledge => [pledge::UNIT, pledge::TARGET_KIND, pledge::TARGET_AIM].contains(&bare),
        RecordKind::Indicator => bare == indicator::KEY,
        RecordKind::Bloc => [
            bloc::LEADER,
            bloc::MEMBER_IS,
            bloc::CRITERION_SECTION,
            bloc::CRITERION_KIND,
            bloc::CRITERION_FORMULA,
            bloc::CRITERION_TARGET,
            bloc::TIE_RULE,
            bloc::TIE_OF,
            bloc::FORWARD_AWARD,
        ]
        .contains(&bare),
        _ => false,
    }
}

/// The form for another value. What is typed is kept like a draft, until it is settled or given up.
fn another(screen: Screen, record: &Arc<RecordView>, dispute: &Dispute, keys: Keys) -> AnyView {
    let (app, book) = (screen.app, screen.book);
    let locale = app.locale;
    let (id, kind, field) = (record.id, record.kind, dispute.field);
    let form = ["settle-", &id.to_string(), "-", &entry::EntryName::Of(field).to_string()].concat();
    let notation = locale.notation();
    let mut texts: Vec<String> =
        dispute.sides.iter().map(|side| entry::write_of(kind, field, &side.value, notation)).collect();
    texts.retain(|text| !text.is_empty());
    let begun =
        if keys == Keys::Prose { texts.join("\n") } else { texts.into_iter().next().unwrap_or_default() };
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<BookError>);
    let is_typed = StoredValue::new(false);
    let typed = Callback::new(move |()| is_typed.set_value(true));
    let name = StoredValue::new(form);
    let text = RwSignal::new(begun);
    let keep = move || {
        let (Some(text), Some(form)) = (text.try_get_untracked(), name.try_get_value()) else { return };
        if !is_typed.try_get_value().unwrap_or(false) {
            return;
        }
        spawn_local(async move {
            let texts = crate::order::gathered([("text".to_owned(), text)]);
            if let Err(error) = book.keep_typed(Typed { form, texts }).await {
                let _gone = failed.try_set(Some(error));
            }
        });
    };
    let input = Input { text, changed: typed, left: Callback::new(move |()| keep()), ..Input::new() };
    at_the_last_moment(book, keep);
    // What was typed before, and neither settled nor given up.
    spawn_local(async move {
        let all = book.typed().await.unwrap_or_default();
        let form = name.try_get_value().unwrap_or_default();
        let before = all.into_iter().find(|typed| typed.form == form);
        let before: Option<LiteMap<String, String>> = before.map(|typed| typed.texts);
        let before = before.and_then(|texts| texts.get("text").cloned());
        if let Some(before) = before.filter(|_| !is_typed.try_get_value().unwrap_or(true)) {
            let _gone = text.try_set(before);
        }
    });
    let close = move || {
        let _gone = is_typed.try_set_value(false);
        let form = name.try_get_value().unwrap_or_default();
        spawn_local(async move {
            // Left behind, it is offered again: a nuisance, no loss.
            let _kept = book.drop_typed(&form).await;
        });
        let _gone = screen.typing.try_set(None);
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let value = match input.text.with_untracked(|text| entry::read(kind, field, text, notation)) {
            Ok(value) => value,
            Err(fault) => {
                input.complain(faults::entry(app, kind, fault));
                return;
            }
        };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let settled = book.settle(id, field, value).await;
            let _gone = busy.try_set(false);
            match settled {
                Ok(()) => {
                    screen.toaster.say(locale.of(words::SETTLED));
                    close();
                }
                Err(BookError::Fault(fault)) => {
                    let fault = faults::entry(app, kind, EntryFault::Value(fault));
                    let _gone = input.error.try_set(Some(fault));
                }
                Err(error) => _ = failed.try_set(Some(error)),
            }
        });
    };
    let label = Label {
        id: "another-value".to_owned(),
        label: fields::name(app, kind, field),
        optional: "",
        help: locale.of(words::ANOTHER_HELP),
    };
    let wrong = live_if(move || {
        let words = faults::book(app, failed.get()?);
        Some(view! { <p class="error">{Icon::Alert.draw()} <span>{words}</span></p> }.into_any())
    });
    view! {
        <form class="stack" on:submit=save novalidate="">
            <TextField input=input label=label keys=keys/>
            <div role="status">{wrong}</div>
            <div class="buttons">
                {button(Weight::Other, None, app.form().cancel, move |()| close())}
                <button type="submit" class="button primary" aria-disabled=said(move || busy.get())>
                    {Icon::Tick.draw()}
                    {locale.of(words::USE)}
                </button>
            </div>
        </form>
    }
    .into_any()
}
