//! What was merged: said on the entry that stays and on the one that went, each with the way to take them apart.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::profile::{MERGED_INTO, Profile};
use thidua_domain::record::{RecordId, Value};

use super::index::{PeopleIndex, may_change};
use super::list::{address, name_of, who};
use super::merging::Merging;
use super::words::PeopleWords;
use crate::book::{Book, RecordView, Session};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button};
use crate::locale::Words;

/// What these parts need to be drawn.
#[derive(Clone)]
pub(super) struct Family {
    /// The words of the app.
    pub(super) words: &'static Words,
    /// The words of the register.
    pub(super) own: &'static PeopleWords,
    /// Who looks.
    pub(super) session: Option<Arc<Session>>,
    /// The book.
    pub(super) book: Book,
    /// The register.
    pub(super) index: PeopleIndex,
    /// The commands.
    pub(super) merging: Merging,
}

impl Family {
    fn linked(&self, record: &RecordView) -> AnyView {
        let profile = Profile::read(&record.fields);
        let unit = self.session.as_ref().filter(|session| session.sees_all_units());
        let unit = unit.map_or("", |session| session.place_name(record.partition));
        let about = who(self.words, self.own, &profile);
        let about: Vec<_> = [about.as_str(), unit].into_iter().filter(|part| !part.is_empty()).collect();
        view! {
            <p><a href=address(record.id)><strong>{name_of(self.own, &profile)}</strong></a></p>
            <p class="small">{about.join(" · ")}</p>
        }
        .into_any()
    }

    /// Takes `record` out of the family of `holder`. Where two were merged into each other, both pointers go.
    fn taken_apart(&self, record: &RecordView, holder: &RecordView) -> Option<AnyView> {
        let session = self.session.as_deref();
        let into = |record: &RecordView| Profile::read(&record.fields).merged_into;
        let mut changed = vec![record.id];
        let mut may = may_change(session, record);
        if into(holder).is_some_and(|id| self.index.holding(id) == holder.id && id != holder.id) {
            changed.push(holder.id);
            may = may && may_change(session, holder);
        }
        let merging = self.merging;
        let press = move |()| merging.take_apart(&changed);
        may.then(|| button(Weight::Other, Some(Icon::Two), self.own.take_apart, press))
    }

    /// On an entry that went: where to. Tracks.
    pub(super) fn went(&self, record: &Arc<RecordView>) -> Option<AnyView> {
        let holding = self.index.holding(record.id);
        let holder = self.book.record(holding).filter(|_| holding != record.id)?;
        let own = self.own;
        let linked = self.linked(&holder);
        let apart = self.taken_apart(record, &holder);
        let note = view! {
            <Note tone=Tone::Wait icon=Icon::Two>
                <p>{own.merged_into}</p>
                <div>{linked}</div>
                <p class="small">{own.merged_into_help}</p>
                <div class="buttons">{apart}</div>
            </Note>
        };
        Some(note.into_any())
    }

    /// On an entry that stays: what was merged into it. Tracks.
    pub(super) fn came(&self, record: &Arc<RecordView>) -> Option<AnyView> {
        if self.index.holding(record.id) != record.id {
            return None;
        }
        let family = self.index.family(record.id);
        let others: Vec<_> = family.iter().filter(|other| other.id != record.id).collect();
        let count = others.len();
        let own = self.own;
        let lines: Vec<_> = others
            .into_iter()
            .map(|other| {
                let apart = self.taken_apart(other, record);
                view! { <li class="card"><div>{self.linked(other)}</div> <div class="buttons">{apart}</div></li> }
                    .into_any()
            })
            .collect();
        (count > 0).then(|| {
            view! {
                <section class="stack" aria-label=own.merged_here>
                    <div>
                        <h3 class="section-title">{own.merged_here} <span class="count">{count}</span></h3>
                        <p class="help">{own.merged_here_help}</p>
                    </div>
                    <ul class="rows">{lines}</ul>
                </section>
            }
            .into_any()
        })
    }

    /// Where two officers merged one entry in two ways: both, by name, and the officer says which one holds.
    pub(super) fn two_ways(&self, record: &Arc<RecordView>) -> Option<AnyView> {
        let others = record.conflicts.get(&MERGED_INTO)?;
        let shown = record.fields.get(&MERGED_INTO).cloned().unwrap_or(Value::Null);
        let (words, own, merging, id) = (self.words, self.own, self.merging, record.id);
        let way = |value: &Value, label, word| {
            let into: Option<RecordId> = value.as_text().and_then(|id| id.parse().ok());
            let into = into.and_then(|id| self.book.record(id));
            let into =
                into.map_or_else(|| view! { <p>{own.not_merged}</p> }.into_any(), |into| self.linked(&into));
            let value = value.clone();
            let settle = move |()| merging.settle(id, value.clone());
            view! {
                <div class="version">
                    <span class="small">{label}</span>
                    <div>{into}</div>
                    {button(Weight::Other, None, word, settle)}
                </div>
            }
            .into_any()
        };
        let shown = way(&shown, words.record().shown_value, words.record().keep_this);
        let others: Vec<_> = others
            .iter()
            .map(|value| way(value, words.record().other_value, words.record().use_other))
            .collect();
        let two = view! {
            <div class="field">
                <strong>{own.two_merges}</strong>
                <div class="two" role="group" aria-label=own.two_merges>{shown} {others}</div>
            </div>
        };
        Some(two.into_any())
    }
}
