//! The cards of what went wrong, was left half done or may be there twice, one for each thing, each with the way to be done
//! with it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use thidua_domain::likeness::{self, Likeness};
use thidua_domain::nomination::{self, Nomination};
use thidua_domain::pledge::{self, Pledge};
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};
use thidua_domain::{indicator, model, movement, step};
use thidua_sync::outcome::Reason;

use crate::book::{Book, Draft, DraftKey, RecordView, RefusalView, Session};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button, link};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::nominations::index::Pair;
use crate::features::pledges::stands_in_form;
use crate::features::{fields, indicators, state, way};
use crate::forms::entry::{self, EntryName};
use crate::locale::{Words, faults, format, words};
use crate::order;
use crate::web;

/// What the cards need to be drawn.
#[derive(Clone)]
pub(super) struct Cards {
    /// The book.
    pub(super) book: Book,
    /// The words.
    pub(super) words: &'static Words,
    /// Who is signed in.
    pub(super) session: Option<Arc<Session>>,
    /// Says what became of a command.
    pub(super) toaster: Toaster,
}

/// The kinds of which a record that holds two versions is shown among the work.
pub(super) const TO_SETTLE: [RecordKind; 5] =
    [RecordKind::Nomination, RecordKind::Pledge, RecordKind::Profile, RecordKind::Bloc, RecordKind::Score];

impl Cards {
    /// Those of a book.
    pub(super) fn of(book: Book) -> Self {
        Self { book, words: words(), session: book.session().get_untracked(), toaster: use_toaster() }
    }

    /// Operations that were not carried out, with the reason. Tracks.
    pub(super) fn refusals(&self) -> Vec<AnyView> {
        self.book.refusals().read().iter().map(|refusal| self.refusal(refusal)).collect()
    }

    fn refusal(&self, refusal: &RefusalView) -> AnyView {
        let words = self.words;
        let w = words.work();
        let record = refusal.record.and_then(|id| self.book.record(id));
        let kind = refusal.kind.unwrap_or(RecordKind::Nomination);
        let mut all = record.as_ref().map(|record| record.fields.clone()).unwrap_or_default();
        for (field, value) in &refusal.fields {
            all.insert(*field, value.clone());
        }
        let step = step_of(refusal);
        let title = self.title(kind, &all);
        let is_read = |field: Field| !field.is_reserved() && !way::is_unread(field);
        let values: Vec<_> = refusal.fields.iter().filter(|(field, _)| is_read(**field)).map(|(field, value)| {
            let value = fields::value(words, self.session.as_deref(), kind, *field, value);
            view! { <div><dt>{fields::name(words, kind, *field)}</dt><dd class="prose">{value}</dd></div> }
        }).collect();
        let mut why = faults::reason(words, kind, &refusal.reason);
        if refusal.reason == Reason::ByPerson && refusal.words.is_none() {
            // It was told by an exchange, which has no room for words.
            let book = self.book;
            spawn_local(async move {
                // Without them the card stands as it is.
                let _unreached = book.ask_fates().await;
            });
        }
        if let Some(said) = &refusal.words {
            why = [&why, " “", said, "”"].concat();
        }
        let counter = refusal.counter;
        let (book, toaster) = (self.book, self.toaster);
        let take_back = move |_| {
            spawn_local(async move {
                match book.dismiss_refusal(counter).await {
                    Ok(()) => toaster.say(w.taken_back),
                    Err(error) => toaster.say(faults::book_short(words, error)),
                }
            });
        };
        let edit_again = match step {
            Some(_) => self.look_again(refusal),
            None => self.edit_again(refusal, kind, record.as_deref()),
        };
        view! {
            <article class="card grave">
                <header>
                    <h3>{title}</h3>
                    <p class="small">{format::ago(words, refusal.at_ms)}</p>
                </header>
                <p class="error">{Icon::Alert.draw()} <span>{w.refused_because} " " {why}</span></p>
                <details>
                    <summary>{w.what_was_written}</summary>
                    <dl class="facts">{values}</dl>
                </details>
                <div class="buttons">
                    {edit_again}
                    {button(Weight::Other, None, w.take_back, take_back)}
                </div>
            </article>
        }
        .into_any()
    }

    /// Opens the record with what was given for the refused step in its form; the refusal is dealt with then.
    fn look_again(&self, refusal: &RefusalView) -> AnyView {
        let words = self.words;
        let Some(record) = refusal.record else { return ().into_any() };
        let kind = refusal.kind.unwrap_or(RecordKind::Nomination);
        let notation = words.locale.notation();
        let is_given =
            |field: Field| way::is_given(field) || (kind == RecordKind::Pledge && is_of_a_signature(field));
        let given = refusal.fields.iter().filter(|(field, _)| is_given(**field));
        let texts = order::gathered(given.map(|(field, value)| {
            let name = EntryName::Of(Field::of_item(field.number, 1)).to_string();
            (name, entry::write_of(kind, *field, value, notation))
        }));
        let (book, toaster, counter) = (self.book, self.toaster, refusal.counter);
        let navigate = use_navigate();
        let go = Callback::new(move |()| navigate(&record_address(kind, record), Default::default()));
        let run = move |_| {
            let key = DraftKey::Step(record);
            let draft = Draft { key, kind, texts: texts.clone(), saved_at_ms: web::now_ms() };
            spawn_local(async move {
                // First what was typed, then the refusal: it is never in neither.
                let has_form = matches!(kind, RecordKind::Nomination | RecordKind::Pledge);
                let kept = if has_form { book.save_draft(draft).await } else { Ok(()) };
                let done = if kept.is_ok() { book.dismiss_refusal(counter).await } else { kept };
                match done {
                    Ok(()) => _ = go.try_run(()),
                    Err(error) => toaster.say(faults::book_short(words, error)),
                }
            });
        };
        button(Weight::Primary, Some(Icon::Pencil), words.work().settle, run)
    }

    /// Opens the form with what was refused as its draft; the refusal is dealt with then.
    fn edit_again(&self, refusal: &RefusalView, kind: RecordKind, record: Option<&RecordView>) -> AnyView {
        let words = self.words;
        let notation = words.locale.notation();
        let shown = record.map(|record| record.fields.clone()).unwrap_or_default();
        let is_apart = |field: Field| kind == RecordKind::Pledge && !stands_in_form(field);
        let all = shown
            .iter()
            .filter(|(field, _)| !is_apart(**field))
            .chain(&refusal.fields)
            .filter(|(field, _)| !field.is_reserved() && **field != nomination::RULE_SET);
        let texts = all.map(|(field, value)| {
            (EntryName::Of(*field).to_string(), entry::write_of(kind, *field, value, notation))
        });
        let mut texts = order::gathered(texts);
        texts.retain(|_, text| !text.is_empty());
        let place = record.map(|record| record.partition).or(refusal.partition);
        if let Some(place) = place {
            texts.insert(EntryName::Place.to_string(), place.to_string());
        }
        let key = record.map_or(DraftKey::New(kind), |record| DraftKey::Edit(record.id));
        let (book, toaster, counter) = (self.book, self.toaster, refusal.counter);
        let navigate = use_navigate();
        let go = Callback::new(move |()| navigate(&form_address(kind, key), Default::default()));
        let run = move |_| {
            let draft = Draft { key, kind, texts: texts.clone(), saved_at_ms: web::now_ms() };
            spawn_local(async move {
                // First the draft, then the refusal: what was typed is never in neither. And the way to the form before the
                // refusal goes, because this card goes with it.
                let kept = book.save_draft(draft).await;
                let done = if kept.is_ok() {
                    let _gone = go.try_run(());
                    book.dismiss_refusal(counter).await
                } else {
                    kept
                };
                if let Err(error) = done {
                    toaster.say(faults::book_short(words, error));
                }
            });
        };
        view! {
            {button(Weight::Primary, Some(Icon::Pencil), words.work().edit_again, run)}
        }
        .into_any()
    }

    /// Records that hold two versions, or came back. Tracks.
    pub(super) fn conflicts(&self) -> Vec<AnyView> {
        let lists = TO_SETTLE.map(|kind| self.book.records(kind).get());
        let all = lists.iter().flat_map(|list| list.iter());
        all.filter(|record| state::is_to_settle(record)).map(|record| self.conflict(record)).collect()
    }

    fn conflict(&self, record: &RecordView) -> AnyView {
        let names: Vec<_> =
            record.conflicts.keys().map(|field| fields::name(self.words, record.kind, *field)).collect();
        let fields = (!names.is_empty()).then(|| [self.words.work().in_fields, &names.join(", ")].concat());
        view! {
            <article class="card grave">
                <header>
                    <h3>{self.title(record.kind, &record.fields)}</h3>
                    <p class="muted">{fields}</p>
                </header>
                {state::chips(self.words, record)}
                <div class="buttons">
                    {link(Weight::Primary, None, self.words.work().settle, record_address(record.kind, record.id))}
                </div>
            </article>
        }
        .into_any()
    }

    /// What is typed and not saved. Tracks.
    pub(super) fn drafts(&self) -> Vec<AnyView> {
        self.book.drafts().read().iter().map(|draft| self.draft(draft)).collect()
    }

    fn draft(&self, draft: &Draft) -> AnyView {
        let words = self.words;
        let w = words.work();
        let named = draft.texts.get(&EntryName::Of(nomination::NAME).to_string());
        let named = named.filter(|_| draft.kind == RecordKind::Nomination).cloned();
        let existing = match draft.key {
            DraftKey::Edit(id) | DraftKey::Step(id) => {
                self.book.record(id).map(|record| self.title(record.kind, &record.fields))
            }
            DraftKey::Steps => Some(words.locale.of(way::words::HANDLE).to_owned()),
            DraftKey::New(_) => None,
        };
        let title = named.or(existing).unwrap_or_else(|| new_title(words, draft.kind).to_owned());
        let is_new = matches!(draft.key, DraftKey::New(_));
        let (book, toaster, key) = (self.book, self.toaster, draft.key);
        let kept = draft.clone();
        let drop_it = move |_| {
            let kept = kept.clone();
            spawn_local(async move {
                match book.drop_draft(key).await {
                    Ok(()) => {
                        let undo = Callback::new(move |()| {
                            let kept = kept.clone();
                            spawn_local(async move {
                                if let Err(error) = book.save_draft(kept).await {
                                    toaster.say(faults::book_short(words, error));
                                }
                            });
                        });
                        toaster.say_with(w.draft_dropped, words.record().undo, undo);
                    }
                    Err(error) => toaster.say(faults::book_short(words, error)),
                }
            });
        };
        let what = if is_new { new_title(words, draft.kind) } else { w.editing };
        view! {
            <article class="card wait">
                <header>
                    <h3>{title}</h3>
                    <p class="muted">{[what, " · ", &format::ago(words, draft.saved_at_ms)].concat()}</p>
                </header>
                <div class="buttons">
                    {link(Weight::Primary, Some(Icon::Pencil), w.go_on, form_address(draft.kind, draft.key))}
                    {button(Weight::Other, None, words.form().discard, drop_it)}
                </div>
            </article>
        }
        .into_any()
    }

    /// Nominations that may be one, entered twice.
    pub(super) fn pairs(&self, pairs: &[Pair]) -> Vec<AnyView> {
        pairs.iter().map(|pair| self.pair(pair)).collect()
    }

    fn pair(&self, pair: &Pair) -> AnyView {
        let words = self.words;
        let award = Nomination::read(&pair.a.fields).award.map_or("", |award| fields::award(words, award));
        let sure =
            if pair.likeness == Likeness::Same { words.work().pair_same } else { words.work().pair_perhaps };
        let (book, toaster, id) = (self.book, self.toaster, pair.b.id);
        // The reason stands where every officer of the unit reads it, and takes the pair off every list.
        let two = move |_| {
            let reason = order::gathered([(likeness::SET_APART, Value::from(words.work().pair_reason))]);
            spawn_local(async move {
                if let Err(error) = book.edit(id, reason, None).await {
                    toaster.say(faults::book_short(words, error));
                }
            });
        };
        let link = |record: &RecordView| {
            let nomination = Nomination::read(&record.fields);
            let parts = [nomination.name, nomination.position, nomination.workplace];
            let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            view! {
                <a class="row" href=record_address(record.kind, record.id)>
                    <span class="name">{text}</span>
                    {state::chips(words, record)}
                </a>
            }
        };
        view! {
            <article class="card">
                <header>
                    <h3>{award}</h3>
                    <p class="muted">{sure}</p>
                </header>
                {link(&pair.a)}
                {link(&pair.b)}
                <div class="buttons">{button(Weight::Other, None, words.work().pair_two, two)}</div>
            </article>
        }
        .into_any()
    }

    /// What a record is called in a few words.
    fn title(&self, kind: RecordKind, fields: &Fields) -> String {
        record_title(self.words, self.session.as_deref(), kind, fields)
    }
}

/// What a record is called in a few words.
#[must_use]
pub(crate) fn record_title(
    words: &Words,
    session: Option<&Session>,
    kind: RecordKind,
    fields: &Fields,
) -> String {
    let name = match kind {
        RecordKind::Nomination | RecordKind::Profile => Nomination::read(fields).name.to_owned(),
        RecordKind::Movement => text_of(fields, movement::NAME),
        RecordKind::Model => text_of(fields, model::NAME),
        RecordKind::Indicator => text_of(fields, indicator::NAME),
        RecordKind::Setting | RecordKind::Explanation | RecordKind::RuralGrid => String::new(),
        RecordKind::Decision | RecordKind::CouncilSession | RecordKind::Notice | RecordKind::CalendarDay => {
            String::new()
        }
        // All three have their year, and two of them a unit, in the same fields.
        RecordKind::Pledge | RecordKind::Bloc | RecordKind::Score => {
            let pledge = Pledge::read(fields);
            let unit = pledge.unit.zip(session).map(|(unit, session)| session.place_name(unit));
            let year = pledge.year.map(|year| year.to_string()).unwrap_or_default();
            [unit.unwrap_or_default(), &year]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        }
    };
    if name.is_empty() { kind_name(words, kind).to_owned() } else { name }
}

fn text_of(fields: &Fields, field: Field) -> String {
    fields.get(&field).and_then(Value::as_text).unwrap_or_default().to_owned()
}

/// Whether a field was given with a signature.
fn is_of_a_signature(field: Field) -> bool {
    [pledge::SIGN_POST, pledge::SIGN_STROKES, pledge::SIGN_TYPED].iter().any(|own| own.number == field.number)
}

/// The step that was refused, where it was one.
fn step_of(refusal: &RefusalView) -> Option<&Value> {
    let mut fields = refusal.fields.iter();
    fields.find(|(field, _)| field.number == step::KIND.number).map(|(_, value)| value)
}

/// What a kind of record is called.
#[must_use]
pub(crate) const fn kind_name(words: &Words, kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Nomination => words.nav().nominations,
        RecordKind::Pledge => words.nav().pledges,
        RecordKind::Profile => words.nav().people,
        RecordKind::Setting => words.nav().settings,
        RecordKind::Explanation => words.nav().quotas,
        RecordKind::Decision => words.nav().decisions,
        RecordKind::CouncilSession => words.nav().council,
        RecordKind::Notice => words.nav().notices,
        RecordKind::CalendarDay => words.nav().calendar,
        RecordKind::Movement => words.nav().movements,
        RecordKind::Model => words.nav().models,
        RecordKind::Indicator => words.locale.of(indicators::TITLE),
        RecordKind::RuralGrid => words.locale.of(indicators::RURAL),
        RecordKind::Bloc => words.nav().blocs,
        RecordKind::Score => words.nav().scores,
    }
}

const fn new_title(words: &Words, kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Nomination => words.nav().new_nomination,
        RecordKind::Pledge => words.nav().new_pledge,
        RecordKind::Profile => words.nav().new_profile,
        RecordKind::Indicator => words.locale.of(indicators::NEW),
        // A form of these kinds is told by what it is about.
        kind => kind_name(words, kind),
    }
}

const fn section_address(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Nomination => "/nominations/",
        RecordKind::Pledge => "/pledges/",
        RecordKind::Profile => "/people/",
        // One screen for all of them.
        RecordKind::Setting => "/settings/",
        RecordKind::Explanation => "/quotas/",
        RecordKind::Decision => "/decisions/",
        RecordKind::CouncilSession => "/council/",
        RecordKind::Notice => "/notices/",
        RecordKind::CalendarDay => "/calendar/",
        RecordKind::Movement => "/movements/",
        RecordKind::Model => "/models/",
        RecordKind::Indicator => "/indicators/",
        // One screen for all of them.
        RecordKind::RuralGrid => "/indicators/rural",
        RecordKind::Bloc => "/blocs/",
        RecordKind::Score => "/scores/",
    }
}

/// The address of a record.
#[must_use]
pub(crate) fn record_address(kind: RecordKind, id: RecordId) -> String {
    if kind == RecordKind::RuralGrid {
        return section_address(kind).to_owned();
    }
    [section_address(kind), &id.to_string()].concat()
}

fn form_address(kind: RecordKind, key: DraftKey) -> String {
    match key {
        // These forms stand in their one screen.
        _ if kind == RecordKind::RuralGrid => section_address(kind).to_owned(),
        DraftKey::New(RecordKind::Setting) => "/settings".to_owned(),
        DraftKey::New(RecordKind::Explanation) => "/quotas".to_owned(),
        DraftKey::New(kind) => [section_address(kind), "new"].concat(),
        DraftKey::Edit(id) => [&record_address(kind, id), "/edit"].concat(),
        DraftKey::Step(id) => record_address(kind, id),
        DraftKey::Steps => "/handle".to_owned(),
    }
}
