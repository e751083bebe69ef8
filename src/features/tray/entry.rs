//! One operation of the tray: what it would do, in the words of the record's own screens.

use leptos::prelude::*;
use thidua_domain::decimal::{self, Notation};
use thidua_domain::dossier::Step;
use thidua_domain::record::{Field, RecordId, RecordKind, Value};
use thidua_domain::schema::{self, Holds};
use thidua_domain::{nomination, step};
use thidua_sync::administration::{TrayChange, TrayEntry};
use thidua_sync::operation::Action;

use super::words;
use crate::book::{Book, Session};
use crate::features::work::kind_name;
use crate::features::{fields, way};
use crate::locale::Words;

/// What is needed to read an operation.
struct Reader<'a> {
    book: Book,
    app: &'static Words,
    session: Option<&'a Session>,
    kind: RecordKind,
}

/// The operation, with what can be said of it below.
pub(super) fn entry(book: Book, app: &'static Words, entry: &TrayEntry, act: AnyView) -> AnyView {
    let locale = app.locale;
    let session = book.session().get_untracked();
    let kind = RecordKind::from_code(entry.kind);
    let action = Action::from_code(entry.action);
    let reader =
        Reader { book, app, session: session.as_deref(), kind: kind.unwrap_or(RecordKind::Nomination) };
    let done = reader.done(action, entry);
    let kind_word = kind.map_or(app.record().other_field, |kind| kind_name(app, kind));
    let title = if entry.title.is_empty() { kind_word.to_owned() } else { entry.title.clone() };
    let about = [done, kind_word, &entry.place].into_iter().filter(|part| !part.is_empty());
    let about = about.collect::<Vec<_>>().join(" · ");
    let is_read = |change: &&TrayChange| {
        let field = field_of(change);
        !field.is_reserved() && !way::is_unread(field)
    };
    let changes: Vec<&TrayChange> = entry.changes.iter().filter(is_read).collect();
    let body = match action {
        _ if changes.is_empty() => ().into_any(),
        Some(Action::Create) => reader.text(&changes),
        _ => reader.side_by_side(&changes),
    };
    view! {
        <li>
            <article class="stack" aria-label=title.clone()>
                <header>
                    <h3>{title.clone()}</h3>
                    <p class="muted">{about}</p>
                </header>
                {body}
                {(action == Some(Action::Delete)).then(|| view! { <p>{locale.of(words::DELETES)}</p> })}
                {act}
            </article>
        </li>
    }
    .into_any()
}

fn field_of(change: &TrayChange) -> Field {
    Field { number: change.field, item: change.item.unwrap_or(0) }
}

impl Reader<'_> {
    /// What is done to the record, in a word or two.
    fn done(&self, action: Option<Action>, entry: &TrayEntry) -> &'static str {
        let locale = self.app.locale;
        let taken = entry.changes.iter().find(|change| change.field == step::KIND.number);
        let taken = taken.and_then(|change| change.wanted.as_deref()?.parse().ok()).and_then(Step::from_code);
        match (action, taken) {
            (Some(Action::Step), Some(taken)) if self.kind == RecordKind::Nomination => {
                way::words::taken(locale, taken)
            }
            (Some(action), _) => words::action(locale, action),
            (None, _) => self.app.record().other_field,
        }
    }

    /// What is written into a new record.
    fn text(&self, changes: &[&TrayChange]) -> AnyView {
        let facts = changes.iter().filter(|change| change.field != nomination::RULE_SET.number);
        let facts: Vec<_> = facts
            .map(|change| {
                view! {
                    <div class="whole">
                        <dt>{fields::name(self.app, self.kind, field_of(change))}</dt>
                        <dd class="prose">{self.read(field_of(change), change.wanted.as_deref())}</dd>
                    </div>
                }
            })
            .collect();
        view! { <dl class="facts">{facts}</dl> }.into_any()
    }

    /// What stands there now beside what is wanted.
    fn side_by_side(&self, changes: &[&TrayChange]) -> AnyView {
        let locale = self.app.locale;
        let rows: Vec<_> = changes
            .iter()
            .map(|change| {
                let field = field_of(change);
                view! {
                    <tr>
                        <th scope="row">{fields::name(self.app, self.kind, field)}</th>
                        <td class="prose" data-label=locale.of(words::NOW)>{self.read(field, change.now.as_deref())}</td>
                        <td class="prose" data-label=locale.of(words::WANTED)>{self.read(field, change.wanted.as_deref())}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <table class="then-and-now">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{locale.of(words::NOW)}</th>
                        <th scope="col">{locale.of(words::WANTED)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }

    /// A value as its record's own screen reads it. The endpoint tells text; what it means is told by the field.
    fn read(&self, field: Field, text: Option<&str>) -> String {
        let Some(text) = text else { return self.app.locale.of(words::EMPTY).to_owned() };
        let as_text = || Value::Text(text.to_owned());
        let value = match schema::rule_of(self.kind, field).map(|rule| rule.holds) {
            Some(Holds::Int(..)) => text.parse().map_or_else(|_| as_text(), Value::Int),
            Some(Holds::Amount) => {
                decimal::parse(text, Notation::English).map_or_else(|_| as_text(), Value::Decimal)
            }
            Some(Holds::Link) => return self.named(text),
            _ => as_text(),
        };
        fields::value(self.app, self.session, self.kind, field, &value)
    }

    /// What another record is called, where this device has it.
    fn named(&self, id: &str) -> String {
        let record = id.parse::<RecordId>().ok().and_then(|id| untrack(|| self.book.record(id)));
        let name = record.as_ref().and_then(|record| record.fields.get(&nomination::NAME)?.as_text());
        name.unwrap_or(self.app.locale.of(words::ANOTHER_RECORD)).to_owned()
    }
}
