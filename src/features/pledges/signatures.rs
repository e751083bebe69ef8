//! The signatures under a pledge: the one that holds, those of earlier versions, and one that the endpoint did not take.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::pledge::{self, Pledge, SIGN_STROKES, Signing, State, Step};
use thidua_domain::record::{RecordId, RecordKind, Value};
use thidua_domain::signature::Signature;
use thidua_domain::step;

use super::{promise, words};
use crate::book::{Book, Draft, DraftKey, RecordView, RefusalView};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button};
use crate::components::signature_pad;
use crate::features::papers::report::dismiss;
use crate::forms::entry::EntryName;
use crate::locale::{Words, faults, format};
use crate::order;
use crate::web;

/// The signatures, the latest first, with the amendments between them.
pub(super) fn draw(app: &'static Words, record: &Arc<RecordView>) -> AnyView {
    let locale = app.locale;
    let entries = step::entries(&record.fields);
    // The last steps may not have the endpoint's word yet.
    let firm = entries.len().saturating_sub(record.waiting);
    let is_firm = |item: u32| entries.iter().take(firm).any(|entry| entry.item == item);
    let signings = pledge::signings(&record.fields);
    let in_force = pledge::in_force(&record.fields).map(|signing| signing.item);
    let lines: Vec<_> = entries
        .iter()
        .rev()
        .filter_map(|entry| match Step::from_code(entry.kind)? {
            Step::Sign => {
                let signing = signings.iter().find(|signing| signing.item == entry.item)?;
                let holds = in_force == Some(entry.item);
                Some(one(app, record, signing, holds, is_firm(entry.item)))
            }
            Step::Amend => {
                let said = [locale.of(words::AMENDED), entry.reason].concat();
                let day = entry.day.and_then(|day| format::civil(&day.to_string()));
                let by = [day.unwrap_or_default(), entry.by.to_owned()].join(" · ");
                Some(view! { <li><p>{said}</p><p class="small">{by}</p></li> }.into_any())
            }
        })
        .collect();
    let nobody = signings.is_empty().then(|| view! { <p class="help">{locale.of(words::NO_SIGNATURE)}</p> });
    view! {
        <h3 class="section-title">{locale.of(words::SIGNATURES)}</h3>
        {nobody}
        <ol class="history">{lines}</ol>
    }
    .into_any()
}

fn one(
    app: &'static Words,
    record: &Arc<RecordView>,
    signing: &Signing<'_>,
    holds: bool,
    is_firm: bool,
) -> AnyView {
    let locale = app.locale;
    let mark = match Signature::decode(signing.strokes) {
        Ok(drawn) => signature_pad::shown(&drawn, words::drawing_of(locale, signing.signer)),
        Err(_) => view! { <p class="typed-name">{signing.signer.to_owned()}</p> }.into_any(),
    };
    let typed = signing.typed.then(|| view! { <p class="small">{locale.of(words::TYPED_NAME)}</p> });
    let who: Vec<&str> = [signing.signer, signing.post].into_iter().filter(|part| !part.is_empty()).collect();
    let day = signing.day.and_then(|day| format::civil(&day.to_string())).unwrap_or_default();
    let version = promise::version(locale, signing.version, signing.text);
    let held = [
        locale.of(words::HELD_BY),
        signing.held_by,
        &signing.pen.map_or_else(String::new, |pen| [" (", locale.of(words::pen(pen)), ")"].concat()),
    ]
    .concat();
    let chip = match (is_firm, holds) {
        (false, _) => {
            Some(view! { <Chip tone=Tone::Wait icon=Icon::Clock word=locale.of(words::WAITING)/> }.into_any())
        }
        (true, true) => {
            Some(view! { <Chip tone=Tone::Done icon=Icon::Safe word=locale.of(words::SIGNED)/> }.into_any())
        }
        (true, false) => None,
    };
    let help = (!is_firm).then(|| view! { <p class="small">{locale.of(words::WAITING_HELP)}</p> });
    let old = (!holds).then(|| {
        let text = pledge::text_at(&record.fields, signing.item);
        view! {
            <details>
                <summary>{locale.of(words::OLD_TEXT)}</summary>
                {promise::draw(app, &Pledge::read(&text))}
            </details>
        }
    });
    view! {
        <li>
            {mark}
            <p><strong>{who.join(", ")}</strong></p>
            {typed}
            <p class="small">{[day, version].join(" · ")}</p>
            <p class="small">{held}</p>
            <div class="chips">{chip}</div>
            {help}
            {old}
        </li>
    }
    .into_any()
}

/// Where a pledge stands, in a word with an icon.
pub(in crate::features) fn chip(app: &'static Words, record: &RecordView) -> AnyView {
    let locale = app.locale;
    let state = State::of(&record.fields);
    let (tone, icon, word) = match state {
        State::Signed if record.waiting > 0 => (Tone::Wait, Icon::Clock, words::WAITING),
        State::Signed => (Tone::Done, Icon::Safe, words::state(state)),
        State::Draft => (Tone::Plain, Icon::Pencil, words::state(state)),
        State::Amending => (Tone::Wait, Icon::Pencil, words::state(state)),
    };
    view! { <Chip tone=tone icon=icon word=locale.of(word)/> }.into_any()
}

fn is_signature(refusal: &RefusalView) -> bool {
    let sign = Value::from(i64::from(Step::Sign.code()));
    refusal.kind == Some(RecordKind::Pledge)
        && refusal.fields.iter().any(|(field, value)| field.number == step::KIND.number && *value == sign)
}

fn text_in(refusal: &RefusalView, number: u16) -> String {
    let mut fields = refusal.fields.iter().filter(|(field, _)| field.number == number);
    fields.next().and_then(|(_, value)| value.as_text()).unwrap_or_default().to_owned()
}

/// The signatures of one pledge that the endpoint did not take, each with its lines. `open` opens the form with them.
pub(in crate::features) fn refused(
    app: &'static Words,
    book: Book,
    pledge: RecordId,
    open: Callback<()>,
) -> AnyView {
    live_if(move || {
        let refusals = book.refusals().get();
        let own = refusals.iter().filter(|own| own.record == Some(pledge) && is_signature(own));
        let cards: Vec<_> = own.map(|own| refused_one(app, book, pledge, own, open)).collect();
        (!cards.is_empty()).then(|| cards.into_any())
    })
}

fn refused_one(
    app: &'static Words,
    book: Book,
    pledge: RecordId,
    refusal: &RefusalView,
    open: Callback<()>,
) -> AnyView {
    let locale = app.locale;
    let signer = text_in(refusal, step::SIGNER.number);
    let strokes = text_in(refusal, SIGN_STROKES.number);
    let mark = Signature::decode(&strokes)
        .ok()
        .map(|drawn| signature_pad::shown(&drawn, words::drawing_of(locale, &signer)));
    let why = faults::reason(app, RecordKind::Pledge, &refusal.reason);
    let counter = refusal.counter;
    let kept = refusal.clone();
    let again = move |_| {
        let draft = draft_of(pledge, &kept);
        spawn_local(async move {
            // Only when its lines are safe as a draft is the notice taken away.
            if book.save_draft(draft).await.is_ok() {
                let _kept = book.dismiss_refusal(counter).await;
                let _gone = open.try_run(());
            }
        });
    };
    let seen = move |_| dismiss(book, vec![counter]);
    view! {
        <Note tone=Tone::Grave icon=Icon::Alert>
            <p><strong>{locale.of(words::REFUSED)}</strong> ": " {why}</p>
            <p>{signer}</p>
            {mark}
            <p>{locale.of(words::REFUSED_HELP)}</p>
            <div class="buttons">
                {button(Weight::Primary, Some(Icon::Pencil), locale.of(words::SIGN_REFUSED_AGAIN), again)}
                {button(Weight::Other, None, locale.of(words::SEEN), seen)}
            </div>
        </Note>
    }
    .into_any()
}

/// What was given for a refused signature, as the draft of another one.
fn draft_of(pledge: RecordId, refusal: &RefusalView) -> Draft {
    let name = |field| EntryName::Of(step::of(field, 1)).to_string();
    let mut texts = order::gathered([(name(step::KIND), Step::Sign.code().to_string())]);
    for field in [step::SIGNER, pledge::SIGN_POST, SIGN_STROKES] {
        let text = text_in(refusal, field.number);
        if !text.is_empty() {
            texts.insert(name(field), text);
        }
    }
    Draft { key: DraftKey::Step(pledge), kind: RecordKind::Pledge, texts, saved_at_ms: web::now_ms() }
}
