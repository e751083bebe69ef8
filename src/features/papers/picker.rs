//! Choosing among many dossiers: a search, filters, all that is found at one touch; and those that cannot be chosen, each
//! with the reason.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::record::{PartitionId, RecordId};
use thidua_domain::text;

use super::{dossiers, words};
use crate::book::{RecordView, Session, Shared};
use crate::components::chip::{Note, Tone};
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::{flag, live, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::narrow::{NarrowSelect, Search};
use crate::components::press::{Weight, button};
use crate::locale::Words;

/// As many of those that cannot be chosen are listed.
const MOST_UNFIT: usize = 100;

/// A dossier that may be asked for.
#[derive(Clone)]
pub(in crate::features) struct Candidate {
    /// The dossier.
    pub(in crate::features) record: Arc<RecordView>,
    /// Why it cannot be chosen, in words.
    pub(in crate::features) unfit: Option<String>,
}

/// Choosing among dossiers. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(in crate::features) struct Picker {
    app: &'static Words,
    session: StoredValue<Arc<Session>>,
    candidates: Signal<Shared<Candidate>>,
    /// Those that are chosen.
    pub(in crate::features) chosen: RwSignal<BTreeSet<RecordId>>,
    changed: Callback<()>,
    query: RwSignal<String>,
    award: RwSignal<String>,
    unit: RwSignal<String>,
}

impl Picker {
    /// Of a screen; `changed` hears of each choice.
    pub(in crate::features) fn new(
        app: &'static Words,
        session: Arc<Session>,
        candidates: Signal<Shared<Candidate>>,
        chosen: RwSignal<BTreeSet<RecordId>>,
        changed: Callback<()>,
    ) -> Self {
        let text = || RwSignal::new(String::new());
        let session = StoredValue::new(session);
        Self { app, session, candidates, chosen, changed, query: text(), award: text(), unit: text() }
    }

    /// What can be chosen and passes the search and the filters. Tracks.
    fn found(self) -> Vec<Candidate> {
        let query = text::fold(&self.query.read());
        let award = self.award.get();
        let unit = self.unit.read().parse().ok().map(PartitionId);
        let session = self.session.get_value();
        let passes = |candidate: &&Candidate| {
            let record = &candidate.record;
            candidate.unfit.is_none()
                && (award.is_empty() || dossiers::award(self.app, record) == award)
                && unit.is_none_or(|unit| record.partition == unit)
                && dossiers::matches(self.app, &session, record, &query)
        };
        self.candidates.read().iter().filter(passes).cloned().collect()
    }

    /// What cannot be chosen: the chosen ones first, because they must go. Tracks.
    fn unfit(self, chosen: bool) -> Vec<Candidate> {
        let all = self.candidates.get();
        let picked = self.chosen.get();
        let is_meant = |candidate: &&Candidate| {
            candidate.unfit.is_some() && picked.contains(&candidate.record.id) == chosen
        };
        all.iter().filter(is_meant).cloned().collect()
    }

    /// Whether something is chosen that cannot be. Tracks.
    pub(in crate::features) fn has_unfit(self) -> bool {
        !self.unfit(true).is_empty()
    }

    fn pick(self, ids: impl Iterator<Item = RecordId>, is: bool) {
        self.chosen.update(|chosen| {
            for id in ids {
                if is {
                    chosen.insert(id);
                } else {
                    chosen.remove(&id);
                }
            }
        });
        self.changed.run(());
    }

    /// Everything.
    pub(in crate::features) fn draw(self) -> AnyView {
        let locale = self.app.locale;
        let found = Memo::new_with_compare(move |_| Arc::new(self.found()), |_, _| true);
        let all = move || self.candidates.read().iter().filter(|own| own.unfit.is_none()).count();
        let told = live_text(move || {
            words::chosen(locale, self.chosen.read().len(), all().max(self.chosen.read().len()))
        });
        let every = live(move || {
            let ids: Vec<_> = found.read().iter().map(|own| own.record.id).collect();
            let press = move |_| self.pick(ids.iter().copied(), true);
            let count = found.read().len();
            view! {
                <button type="button" class="button" on:click=press>
                    {Icon::Tick.draw()} {words::choose_all(locale, count)}
                </button>
            }
            .into_any()
        });
        let none = button(Weight::Other, None, locale.of(words::CHOOSE_NONE), move |()| {
            let ids = self.chosen.get_untracked();
            self.pick(ids.into_iter(), false);
        });
        let is_empty = Memo::new(move |_| all() == 0);
        let session = self.session.get_value();
        let row = move |candidate: &Candidate| {
            let (session, record) = (Arc::clone(&session), Arc::clone(&candidate.record));
            let key = (u128::from_be_bytes(*record.id.as_bytes()), Arc::as_ptr(&record) as usize);
            Row { key, draw: Arc::new(move || self.row(&session, &record)) }
        };
        let list = long_list(move |most| found.read().iter().take(most).map(&row).collect());
        let nobody = live_if(move || {
            is_empty.get().then(|| view! { <p class="muted">{locale.of(words::NOBODY_FITS)}</p> }.into_any())
        });
        view! {
            <div class="stack picker">
                {live_if(move || self.must_go())}
                {nobody}
                <div class="stack" hidden=flag(move || is_empty.get())>
                    <Search text=self.query label=locale.of(words::SEARCH_DOSSIERS) id="search-dossiers"/>
                    {self.filters()}
                    <div class="buttons">{every} {none}</div>
                    <p class="muted" role="status">{told}</p>
                </div>
                {live_if(move || self.others())}
                {list}
            </div>
        }
        .into_any()
    }

    fn filters(self) -> AnyView {
        let fit = Memo::new(move |_| {
            let all = self.candidates.get();
            let mut awards: Vec<&'static str> = Vec::new();
            let mut units: Vec<PartitionId> = Vec::new();
            for candidate in all.iter().filter(|own| own.unfit.is_none()) {
                let award = dossiers::award(self.app, &candidate.record);
                if !awards.contains(&award) {
                    awards.push(award);
                }
                if !units.contains(&candidate.record.partition) {
                    units.push(candidate.record.partition);
                }
            }
            (awards, units)
        });
        let group = |choices| vec![Group { heading: "", choices }];
        let awards = Signal::derive(move || {
            let choice =
                |award: &&'static str| Choice { value: (*award).to_owned(), word: (*award).to_owned() };
            group(fit.read().0.iter().map(choice).collect())
        });
        let units = Signal::derive(move || {
            let session = self.session.get_value();
            let choice = |unit: &PartitionId| Choice {
                value: unit.to_string(),
                word: session.place_name(*unit).to_owned(),
            };
            group(fit.read().1.iter().map(choice).collect())
        });
        let app = self.app;
        let all_awards = app.locale.of(words::ALL_AWARDS);
        view! {
            <div class="filters">
                <NarrowSelect chosen=self.award label=app.nomination().award all=all_awards choices=awards/>
                <NarrowSelect chosen=self.unit label=app.record().unit all=app.record().all_units choices=units/>
            </div>
        }
        .into_any()
    }

    fn row(self, session: &Session, record: &RecordView) -> AnyView {
        let id = record.id;
        let checked = flag(move || self.chosen.read().contains(&id));
        let press = move |event| self.pick(std::iter::once(id), event_target_checked(&event));
        view! {
            <li>
                <label class="row pick">
                    <input type="checkbox" prop:checked=checked on:change=press/>
                    <span class="name">{dossiers::name(self.app, record)}</span>
                    <span class="line">{dossiers::line(self.app, session, record)}</span>
                </label>
            </li>
        }
        .into_any()
    }

    /// Chosen before something changed, and no longer possible.
    fn must_go(self) -> Option<AnyView> {
        let unfit = self.unfit(true);
        if unfit.is_empty() {
            return None;
        }
        let locale = self.app.locale;
        let session = self.session.get_value();
        let ids: Vec<_> = unfit.iter().map(|own| own.record.id).collect();
        let lines = unfit.iter().take(MOST_UNFIT).map(|own| self.unfit_line(&session, own)).collect_view();
        let out = button(Weight::Other, None, locale.of(words::CHOOSE_NONE_OF_THESE), move |()| {
            self.pick(ids.iter().copied(), false);
        });
        Some(
            view! {
                <Note tone=Tone::Grave icon=Icon::Alert>
                    <p>{locale.of(words::NO_LONGER)}</p>
                    <ul class="stack">{lines}</ul>
                    <div class="buttons">{out}</div>
                </Note>
            }
            .into_any(),
        )
    }

    fn others(self) -> Option<AnyView> {
        let unfit = self.unfit(false);
        if unfit.is_empty() {
            return None;
        }
        let session = self.session.get_value();
        let lines = unfit.iter().take(MOST_UNFIT).map(|own| self.unfit_line(&session, own)).collect_view();
        Some(
            view! {
                <details>
                    <summary>{words::cannot(self.app.locale, unfit.len())}</summary>
                    <ul class="plain-list">{lines}</ul>
                </details>
            }
            .into_any(),
        )
    }

    fn unfit_line(self, session: &Session, candidate: &Candidate) -> AnyView {
        let record = &candidate.record;
        view! {
            <li>
                <span>
                    <strong>{dossiers::name(self.app, record)}</strong>
                    <br/>
                    <span class="small">{dossiers::line(self.app, session, record)}</span>
                </span>
                <span>{candidate.unfit.clone()}</span>
            </li>
        }
        .into_any()
    }
}
