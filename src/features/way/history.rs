//! What happened to a dossier, in plain words: each step with who, when and why, what the dossier said then, and after
//! a consideration or a return the old text beside the new one.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::dossier::{self, Step};
use thidua_domain::evidence;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};
use thidua_domain::step::{self, Entry};

use super::words;
use crate::book::{Book, RecordView, Session};
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::features::fields;
use crate::locale::{Words, format};

pub(super) const KIND: RecordKind = RecordKind::Nomination;

/// What a history needs to be drawn.
#[derive(Clone, Copy)]
struct History<'a> {
    app: &'static Words,
    book: Book,
    session: Option<&'a Session>,
    record: &'a RecordView,
}

/// The history of a dossier. Tracks the records that its steps rest on.
pub(crate) fn history(
    app: &'static Words,
    book: Book,
    session: Option<&Session>,
    record: &Arc<RecordView>,
) -> AnyView {
    let locale = app.locale;
    let entries = step::entries(&record.fields);
    let history = History { app, book, session, record };
    let confirmed = entries.len().saturating_sub(record.waiting);
    let lines: Vec<_> =
        entries.iter().enumerate().map(|(place, entry)| history.line(entry, place >= confirmed)).collect();
    let body = if lines.is_empty() {
        view! { <p class="muted">{locale.of(words::NO_HISTORY)}</p> }.into_any()
    } else {
        view! { <ol class="history">{lines}</ol> }.into_any()
    };
    view! {
        <section class="stack" aria-label=locale.of(words::HISTORY)>
            <h3 class="section-title">{locale.of(words::HISTORY)}</h3>
            {body}
        </section>
    }
    .into_any()
}

impl History<'_> {
    fn line(self, entry: &Entry<'_>, is_unconfirmed: bool) -> AnyView {
        let locale = self.app.locale;
        let taken = Step::from_code(entry.kind);
        let title = taken.map_or(self.app.record().other_field, |taken| words::taken(locale, taken));
        let day = entry.day.and_then(|day| format::civil(&day.to_string())).unwrap_or_default();
        let who = [day.as_str(), entry.by].into_iter().filter(|part| !part.is_empty());
        let who = who.collect::<Vec<_>>().join(" · ");
        let unconfirmed = is_unconfirmed.then(|| {
            view! { <Chip tone=Tone::Wait icon=Icon::Clock word=locale.of(words::UNCONFIRMED)/> }
        });
        let reason = (!entry.reason.is_empty())
            .then(|| view! { <p class="prose">"“" {entry.reason.to_owned()} "”"</p> });
        let is_typed = matches!(taken, Some(Step::Approve | Step::Reject))
            && step::link(&self.record.fields, entry.item).is_none();
        let typed = is_typed.then(|| locale.of(words::TYPED).to_owned());
        let lines = [self.votes(entry.item), typed, self.paper(entry.item)].into_iter().flatten();
        let lines = lines.map(|line| view! { <p class="small">{line}</p> }).collect_view();
        let texts = taken.and_then(|taken| self.texts(entry, taken));
        let rewritten = (taken == Some(Step::Submit) && self.was_rewritten(entry))
            .then(|| view! { <p class="small">{locale.of(words::REWRITTEN)}</p> });
        view! {
            <li>
                <p><strong>{title}</strong> " " {unconfirmed}</p>
                <p class="muted">{who}</p>
                {reason}
                {lines}
                {rewritten}
                {self.rests_on(entry.item)}
                {texts}
            </li>
        }
        .into_any()
    }

    /// Whether what was handed up is another text than the unit's meeting had before it.
    fn was_rewritten(self, submitted: &Entry<'_>) -> bool {
        let entries = step::entries(&self.record.fields);
        let before = entries.iter().rev().find(|entry| entry.item < submitted.item);
        before.is_some_and(|before| before.kind == Step::Consider.code() && before.seen != submitted.seen)
    }

    fn int(self, field: Field, item: u32) -> Option<i64> {
        self.record.fields.get(&step::of(field, item))?.as_int()
    }

    fn choice(self, field: Field, item: u32) -> Option<&'static str> {
        let code = usize::try_from(self.int(field, item)?).ok()?;
        fields::choices(self.app, KIND, field).get(code.checked_sub(1)?).copied()
    }

    /// The figures of a vote.
    fn votes(self, item: u32) -> Option<String> {
        let locale = self.app.locale;
        let count = |field| self.int(field, item);
        let votes = [step::YES, step::NO, step::BLANK].map(|field| count(field).unwrap_or(0));
        let members = count(step::MEMBERS)?;
        count(step::YES)?;
        let voters = words::voters(
            locale,
            members,
            count(step::PRESENT).unwrap_or(0),
            count(step::WRITTEN).unwrap_or(0),
        );
        let ballot = self.choice(step::SECRET, item).unwrap_or_default();
        let parts = [words::figures(locale, votes), voters, ballot.to_lowercase()];
        Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; "))
    }

    /// The paper of a higher level that a step rests on.
    fn paper(self, item: u32) -> Option<String> {
        let of = |field| self.record.fields.get(&step::of(field, item)).and_then(Value::as_text);
        let number = of(step::NUMBER)?;
        let named = [self.app.locale.of(words::DECISION), " ", number].concat();
        let level = self.choice(step::LEVEL, item).unwrap_or_default();
        let parts = [named.as_str(), level, of(step::SIGNER).unwrap_or_default()];
        Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
    }

    /// The way to the record that a step rests on.
    fn rests_on(self, item: u32) -> Option<AnyView> {
        let id: RecordId = step::link(&self.record.fields, item)?;
        let other = self.book.record(id)?;
        let locale = self.app.locale;
        let (section, word) = match other.kind {
            RecordKind::CouncilSession => ("/council/", locale.of(words::SESSION).to_owned()),
            RecordKind::Decision => {
                let number = self.record.fields.get(&dossier::DECISION_NUMBER).and_then(Value::as_text);
                let words = [locale.of(words::DECISION), number.unwrap_or_default()];
                ("/decisions/", words.join(" "))
            }
            RecordKind::Nomination => {
                let name = other.fields.get(&thidua_domain::nomination::NAME).and_then(Value::as_text);
                ("/nominations/", name.unwrap_or_default().to_owned())
            }
            _ => return None,
        };
        let address = [section, &id.to_string()].concat();
        Some(view! { <p><a href=address>{word}</a></p> }.into_any())
    }

    /// What the dossier said at the steps that show it to somebody or give it back; beside one after which the unit may
    /// write on, what changed. The other steps stand on the text that was handed up.
    fn texts(self, entry: &Entry<'_>, taken: Step) -> Option<AnyView> {
        let locale = self.app.locale;
        if !(taken.keeps_text() || taken == Step::Submit) {
            return None;
        }
        let Some(then) = dossier::known_text_at(&self.record.fields, entry) else {
            return Some(view! { <p class="muted">{locale.of(words::TEXT_LOST)}</p> }.into_any());
        };
        let mut whole: Vec<_> = then.iter().filter_map(|(field, value)| self.fact(*field, value)).collect();
        whole.extend(self.files(&then));
        let later = self.text_after(entry.item, taken);
        let is_told = taken.gives_back() || later.as_ref().is_some_and(|later| *later != then);
        let changed = later.filter(|_| is_told).map(|later| {
            view! {
                <details>
                    <summary>{locale.of(words::CHANGED_SINCE)}</summary>
                    {self.side_by_side(&then, &later)}
                </details>
            }
        });
        let texts = view! {
            <details>
                <summary>{locale.of(words::TEXT_THEN)}</summary>
                <dl class="facts wide-facts">{whole}</dl>
            </details>
            {changed}
        };
        Some(texts.into_any())
    }

    /// The text that came of the one at a step: at a consideration, that of the step that followed it; where the dossier
    /// was given back, the one that was handed up again. The present one where nothing has followed.
    fn text_after(self, item: u32, taken: Step) -> Option<Fields> {
        let fields = &self.record.fields;
        if !taken.keeps_text() {
            return None;
        }
        let entries = step::entries(fields);
        let follows = |entry: &&Entry<'_>| {
            entry.item > item && (taken == Step::Consider || entry.kind == Step::Submit.code())
        };
        let next = entries.iter().find(follows).map_or(u32::MAX, |entry| entry.item);
        Some(dossier::text_at(fields, next))
    }

    fn fact(self, field: Field, value: &Value) -> Option<AnyView> {
        (*value != Value::Null && field.item == 0).then(|| {
            view! {
                <div class="whole">
                    <dt>{fields::name(self.app, KIND, field)}</dt>
                    <dd class="prose">{self.read(field, Some(value))}</dd>
                </div>
            }
            .into_any()
        })
    }

    /// The names of the files that a text had.
    fn files(self, text: &Fields) -> Option<AnyView> {
        let names = names_of_files(text);
        (!names.is_empty()).then(|| {
            let names: Vec<_> = names.into_iter().map(|name| view! { <li>{name}</li> }).collect();
            view! {
                <div class="whole">
                    <dt>{self.app.locale.of(words::FILES)}</dt>
                    <dd><ul class="plain-list">{names}</ul></dd>
                </div>
            }
            .into_any()
        })
    }

    fn read(self, field: Field, value: Option<&Value>) -> String {
        value.filter(|value| **value != Value::Null).map_or_else(
            || self.app.locale.of(words::EMPTY).to_owned(),
            |value| fields::value(self.app, self.session, KIND, field, value),
        )
    }

    /// The fields in which two texts differ, the old one beside the new one.
    fn side_by_side(self, then: &Fields, later: &Fields) -> AnyView {
        let locale = self.app.locale;
        let mut named: Vec<Field> = then.keys().chain(later.keys()).copied().collect();
        named.sort_unstable();
        named.dedup();
        let differs = |field: &Field| {
            let text = |texts: &Fields| texts.get(field).filter(|value| **value != Value::Null).cloned();
            field.item == 0 && text(then) != text(later)
        };
        let files = [then, later].map(|text| names_of_files(text).join("\n"));
        let files = (files[0] != files[1]).then(|| {
            let [then, later] =
                files.map(|names| if names.is_empty() { locale.of(words::EMPTY).to_owned() } else { names });
            view! {
                <tr>
                    <th scope="row">{locale.of(words::FILES)}</th>
                    <td class="prose" data-label=locale.of(words::THEN)>{then}</td>
                    <td class="prose" data-label=locale.of(words::NOW)>{later}</td>
                </tr>
            }
        });
        let mut rows: Vec<_> = named
            .into_iter()
            .filter(differs)
            .map(|field| {
                view! {
                    <tr>
                        <th scope="row">{fields::name(self.app, KIND, field)}</th>
                        <td class="prose" data-label=locale.of(words::THEN)>{self.read(field, then.get(&field))}</td>
                        <td class="prose" data-label=locale.of(words::NOW)>{self.read(field, later.get(&field))}</td>
                    </tr>
                }
                .into_any()
            })
            .collect();
        rows.extend(files.map(IntoAny::into_any));
        if rows.is_empty() {
            return view! { <p class="muted">{locale.of(words::NOT_CHANGED)}</p> }.into_any();
        }
        view! {
            <table class="then-and-now">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{locale.of(words::THEN)}</th>
                        <th scope="col">{locale.of(words::NOW)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }
}

/// What the files of a text are called: what they show, else their name on the device that chose them.
fn names_of_files(text: &Fields) -> Vec<String> {
    let name = |file: evidence::Evidence<'_>| match (file.note, file.name) {
        ("", "") => file.digest.to_string().chars().take(8).collect(),
        ("", name) => name.to_owned(),
        (note, _) => note.to_owned(),
    };
    evidence::all(text).into_iter().map(name).collect()
}
