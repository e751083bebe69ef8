//! What the endpoint told: each record about the person with what it says, the texts that name the person, the account, and
//! the two files to hand over.

use leptos::prelude::*;
use thidua_domain::nomination::NAME;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};
use thidua_domain::step;

use super::{Screen, file, words};
use crate::book::{Held, HeldAccount, HeldDevice, HeldField, Holdings, Mention};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button, link};
use crate::features::administration::words::what as audited;
use crate::features::fields;
use crate::locale::{Words, format};
use crate::web::download;

/// The name that fields give.
pub(super) fn name_of(app: &Words, fields: &Fields) -> String {
    let name = fields.get(&NAME).and_then(Value::as_text).unwrap_or_default().trim();
    if name.is_empty() { app.record().nothing.to_owned() } else { name.to_owned() }
}

/// A value as it came, as records hold it.
pub(super) fn value_of(field: &HeldField) -> Value {
    match &field.value {
        serde_json::Value::Bool(is) => Value::Bool(*is),
        serde_json::Value::Number(number) => number.as_i64().map_or(Value::Null, Value::Int),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        _ => Value::Null,
    }
}

/// What a field is called and what it says; nothing for one of the sync core or an empty one.
pub(super) fn read(screen: Screen, kind: u16, field: &HeldField) -> Option<(&'static str, String)> {
    let kind = RecordKind::from_code(kind)?;
    let (is, value) = (Field::of_item(field.field, field.item), value_of(field));
    if is.is_reserved() || value == Value::Null {
        return None;
    }
    // What it said when it was given back is read as the field that said it.
    let of = if is.number >= step::WAS { Field::of(is.number - step::WAS) } else { is };
    let text = screen
        .session
        .with_value(|session| fields::value(screen.app, Some(session.as_ref()), kind, of, &value));
    Some((fields::name(screen.app, kind, of), text))
}

/// The name of a record that was told.
pub(super) fn title(app: &Words, held: &Held) -> String {
    let name = held.fields.iter().find(|field| field.field == NAME.number && field.item == 0);
    let name = name.map(value_of).and_then(|value| value.as_text().map(str::to_owned)).unwrap_or_default();
    [words::kind(app.locale, held.kind), ": ", &name].concat()
}

/// Everything that was told.
pub(super) fn draw(screen: Screen, told: &Holdings) -> AnyView {
    let locale = screen.app.locale;
    let nothing = told.records.is_empty() && told.mentions.is_empty() && told.accounts.is_empty();
    let none = nothing.then(|| {
        view! { <Note tone=Tone::Plain icon=Icon::Search><p>{locale.of(words::NOTHING)}</p></Note> }
    });
    let more = told.more.then(|| {
        view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{locale.of(words::MORE)}</p></Note> }
    });
    let head = words::counted(locale, told.records.len(), told.mentions.len());
    let records: Vec<_> = told.records.iter().map(|held| record(screen, held)).collect();
    let mentions = (!told.mentions.is_empty()).then(|| mentions(screen, &told.mentions));
    let accounts: Vec<_> = told.accounts.iter().map(|held| account(screen, held)).collect();
    let save_json = move |()| {
        let taken = screen.told.with_untracked(|told| {
            told.as_ref().is_some_and(|(_, as_it_came)| {
                download::save(words::FILE, "json", "application/json", as_it_came)
            })
        });
        screen.say_saved(taken);
    };
    let save_page = move |()| {
        let page = screen.told.with_untracked(|told| told.as_ref().map(|(told, _)| file::page(screen, told)));
        let taken =
            page.is_some_and(|page| download::save(words::FILE, "html", "text/html;charset=utf-8", &page));
        screen.say_saved(taken);
    };
    view! {
        <section class="card">
            <h2>{locale.of(words::FOUND)}</h2>
            <p role="status">{head}</p>
            {none}
            {more}
            <p class="muted">{locale.of(words::HAND_OVER)}</p>
            <div class="buttons">
                {button(Weight::Other, Some(Icon::Pledge), locale.of(words::SAVE_PAGE), save_page)}
                {button(Weight::Other, Some(Icon::Device), locale.of(words::SAVE_JSON), save_json)}
            </div>
            <p class="muted">{locale.of(words::CORRECT)}</p>
        </section>
        {records}
        {mentions}
        {accounts}
    }
    .into_any()
}

impl Screen {
    fn say_saved(self, taken: bool) {
        let text = if taken { words::SAVED } else { words::NOT_SAVED };
        self.toaster.say(self.app.locale.of(text));
    }
}

/// The address of a record's own screen, where there is one.
fn address(kind: u16, record: &str) -> Option<String> {
    let section = match RecordKind::from_code(kind)? {
        RecordKind::Nomination => "/nominations/",
        RecordKind::Profile => "/people/",
        RecordKind::Decision => "/decisions/",
        RecordKind::CouncilSession => "/council/",
        RecordKind::Notice => "/notices/",
        RecordKind::Movement => "/movements/",
        RecordKind::Model => "/models/",
        RecordKind::Indicator => "/indicators/",
        _ => return None,
    };
    Some([section, record].concat())
}

fn record(screen: Screen, held: &Held) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    let sure = if held.certain {
        view! { <Chip tone=Tone::Done icon=Icon::Tick word=locale.of(words::CERTAIN)/> }.into_any()
    } else {
        view! { <Chip tone=Tone::Wait icon=Icon::Alert word=locale.of(words::PERHAPS)/> }.into_any()
    };
    let deleted = held
        .deleted
        .then(|| view! { <Chip tone=Tone::Plain icon=Icon::Bin word=locale.of(words::DELETED)/> });
    let offered = (!held.taken)
        .then(|| view! { <Chip tone=Tone::Wait icon=Icon::Return word=locale.of(words::OFFERED)/> });
    let facts: Vec<_> = held
        .fields
        .iter()
        .filter_map(|field| read(screen, held.kind, field))
        .map(|(name, text)| view! { <div><dt>{name}</dt><dd class="prose">{text}</dd></div> })
        .collect();
    let files = (!held.files.is_empty()).then(|| {
        let size = held.files.iter().map(|file| f64::from(file.size)).sum();
        let text = words::files(locale, held.files.len(), &format::size(app, size));
        view! { <p>{text}</p> }
    });
    let here = held.record.parse::<RecordId>().ok().and_then(|id| screen.book.record(id));
    let way = here.and_then(|_| address(held.kind, &held.record));
    let way = way.map(|address| {
        let open = link(Weight::Other, Some(Icon::Pencil), locale.of(words::OPEN), address);
        view! { <div class="buttons">{open}</div> }
    });
    view! {
        <section class="card">
            <h3>{title(app, held)}</h3>
            <p class="muted">{held.place.clone()}</p>
            <div class="chips">{sure} {deleted} {offered}</div>
            <dl class="facts wide-facts">{facts}</dl>
            {files}
            {history(screen, held)}
            {way}
        </section>
    }
    .into_any()
}

fn history(screen: Screen, held: &Held) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    let lines: Vec<_> = held
        .history
        .iter()
        .map(|changed| {
            let what = words::action(locale, &changed.action);
            let refused = words::came_to(locale, changed);
            let who =
                [&format::date_time(app, changed.at_ms), " · ", &changed.by, ": ", what, refused].concat();
            let said: Vec<_> = changed
                .fields
                .iter()
                .filter_map(|field| read(screen, held.kind, field))
                .map(|(name, text)| view! { <li class="prose">{[name, ": ", &text].concat()}</li> })
                .collect();
            view! { <li class="stack"><span class="muted">{who}</span><ul>{said}</ul></li> }
        })
        .collect();
    view! {
        <details>
            <summary>{words::history(locale, held.history.len())}</summary>
            <ul class="plain-list log">{lines}</ul>
        </details>
    }
    .into_any()
}

fn mentions(screen: Screen, all: &[Mention]) -> AnyView {
    let locale = screen.app.locale;
    let rows: Vec<_> = all
        .iter()
        .map(|mention| {
            let head = [words::kind(locale, mention.kind), " · ", &mention.place].concat();
            let head = match address(mention.kind, &mention.record) {
                Some(address) => view! { <a href=address>{head}</a> }.into_any(),
                None => view! { <strong>{head}</strong> }.into_any(),
            };
            let said: Vec<_> = mention
                .fields
                .iter()
                .filter_map(|field| read(screen, mention.kind, field))
                .map(|(name, text)| view! { <span class="prose">{[name, ": ", &text].concat()}</span> })
                .collect();
            view! { <li class="stack">{head} {said}</li> }
        })
        .collect();
    view! {
        <section class="card">
            <h3>{locale.of(words::MENTIONS)}</h3>
            <p class="muted">{locale.of(words::MENTIONS_HELP)}</p>
            <ul class="plain-list log">{rows}</ul>
        </section>
    }
    .into_any()
}

/// The devices of an account and the names of its passkeys, a line for each.
pub(super) fn signs_in_with(app: &'static Words, held: &HeldAccount) -> Vec<String> {
    let device = |device: &HeldDevice| {
        let short = device.device.get(..8).unwrap_or_default();
        let seen = format::date_time(app, device.seen_ms);
        [app.locale.of(words::DEVICE), short, " · ", &seen].concat()
    };
    let passkey = |name: &String| [app.locale.of(words::PASSKEY), name].concat();
    held.devices.iter().map(device).chain(held.passkeys.iter().map(passkey)).collect()
}

fn account(screen: Screen, held: &HeldAccount) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    let title = [locale.of(words::ACCOUNT), ": ", &held.name, " (", &held.login, ")"].concat();
    let seen: Vec<_> = signs_in_with(app, held).into_iter().map(|text| view! { <li>{text}</li> }).collect();
    let done: Vec<_> = held
        .audit
        .iter()
        .map(|entry| {
            let what = audited(locale, &entry.what);
            view! { <li>{[&format::date_time(app, entry.at_ms), " · ", what].concat()}</li> }
        })
        .collect();
    view! {
        <section class="card">
            <h3>{title}</h3>
            <p class="muted">{held.place.clone()}</p>
            <ul class="plain-list log">{seen}</ul>
            <details>
                <summary>{words::entries(locale, held.audit.len())}</summary>
                <ul class="plain-list log">{done}</ul>
            </details>
        </section>
    }
    .into_any()
}
