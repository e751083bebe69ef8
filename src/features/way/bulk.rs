//! One step on many dossiers (xử lý nhiều hồ sơ): choose the step, tick the dossiers, give day and reason once. Each
//! dossier goes for itself, and what became of each is told.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use litemap::LiteMap;
use thidua_domain::award::Award;
use thidua_domain::dossier::{Step, next};
use thidua_domain::nomination::Nomination;
use thidua_domain::record::{PartitionId, RecordId};
use thidua_domain::text;
use thidua_sync::client::NewStep;

use super::panel::suggested;
use super::step_form::{Around, StepForm};
use super::told::told;
use super::waiting::Dues;
use super::{list_file, words};
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, BookError, DraftKey, Place, RecordView, Session, StepTaken, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group, Input, Label, SelectField};
use crate::components::icon::Icon;
use crate::components::live::{flag, live, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::narrow::{NarrowSelect, Search};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::record_list::row_key;
use crate::features::{fields, state};
use crate::locale::{Words, faults, words as of_app};
use crate::order;

/// The address of the screen for a step.
pub(crate) fn address(taken: Step) -> String {
    ["/handle/", &taken.code().to_string()].concat()
}

/// The steps that make sense for many: those whose words are the same for each.
const TOGETHER: [Step; 9] = [
    Step::Consider,
    Step::Submit,
    Step::Withdraw,
    Step::Appraise,
    Step::Return,
    Step::SendUp,
    Step::HigherDecide,
    Step::HigherReject,
    Step::Present,
];

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    book: Book,
    app: &'static Words,
    session: Arc<Session>,
    toaster: Toaster,
    taken: Memo<Option<Step>>,
    ready: Memo<Arc<Vec<Arc<RecordView>>>>,
    query: RwSignal<String>,
    unit: RwSignal<String>,
    award: RwSignal<String>,
    ticked: RwSignal<LiteMap<RecordId, ()>>,
    report: RwSignal<Option<Arc<Vec<StepTaken>>>>,
    dues: Memo<Option<Dues>>,
}

/// The screen.
pub(crate) fn screen() -> AnyView {
    let (book, app) = (use_book(), of_app());
    let title = app.locale.of(words::HANDLE);
    use_section(SectionTitle { title, home: "/handle", back: Some("/nominations"), place: None });
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let params = use_params_map();
    let taken = Memo::new(move |_| {
        let code = params.with(|params| params.get_str("step").and_then(|code| code.parse().ok()))?;
        Step::from_code(code).filter(|taken| TOGETHER.contains(taken))
    });
    let [query, unit, award] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let account = session.account.clone();
    let ready = Memo::new(move |_| {
        let Some(taken) = taken.get() else { return Arc::default() };
        let query = text::fold(&query.read());
        let wanted_unit = unit.read().parse().ok().map(PartitionId);
        let wanted_award = award.get();
        let nominations = book.nominations().get();
        let is_ready = |record: &&Arc<RecordView>| {
            let nomination = Nomination::read(&record.fields);
            wanted_unit.is_none_or(|unit| record.partition == unit)
                && (wanted_award.is_empty() || nomination.award.is_some_and(|award| award.id == wanted_award))
                && next::steps_for(&account, record.partition, &record.fields).contains(&taken)
                && text::matches(&text::fold(nomination.name), &query)
        };
        let found: Vec<_> = nominations.iter().filter(is_ready).cloned().collect();
        let name = |record: &Arc<RecordView>| Nomination::read(&record.fields).name.to_owned();
        Arc::new(order::in_order(&found, |a, b| {
            a.partition.cmp(&b.partition).then_with(|| name(a).cmp(&name(b))).then(a.id.cmp(&b.id))
        }))
    });
    let own = session.clone();
    let dues = Memo::new(move |_| Dues::of(book, &own));
    let screen = Screen {
        book,
        app,
        session,
        toaster: use_toaster(),
        taken,
        ready,
        query,
        unit,
        award,
        ticked: RwSignal::default(),
        report: RwSignal::new(None),
        dues,
    };
    let ticked = screen.ticked;
    Effect::new(move || {
        taken.track();
        ticked.set(LiteMap::default());
    });
    let body = {
        let screen = screen.clone();
        live(move || match screen.report.get() {
            Some(report) => screen.told(&report),
            None => screen.choosing(),
        })
    };
    view! { <OnePane><div class="stack">{screen.head()} {body}</div></OnePane> }.into_any()
}

impl Screen {
    fn head(&self) -> AnyView {
        let locale = self.app.locale;
        let mut offered = TOGETHER.to_vec();
        if !self.session.sees_all_units() {
            offered.retain(|taken| taken.doer() == thidua_domain::dossier::Doer::Unit);
        }
        let choice = |taken: Step| Choice {
            value: taken.code().to_string(),
            word: words::to_take(locale, taken).to_owned(),
        };
        let choices = offered.into_iter().map(choice).collect();
        let taken = self.taken;
        let text = RwSignal::new(String::new());
        Effect::new(move || text.set(taken.get().map(|taken| taken.code().to_string()).unwrap_or_default()));
        let (navigate, report) = (use_navigate(), self.report);
        let changed = Callback::new(move |()| {
            report.set(None);
            let code = text.get_untracked();
            navigate(&["/handle/", &code].concat(), Default::default());
        });
        let input = Input { text, error: RwSignal::new(None), changed, left: Callback::new(|()| {}) };
        let label = Label { id: "f-what".to_owned(), label: locale.of(words::WHAT), optional: "", help: "" };
        let groups = Signal::stored(vec![Group { heading: "", choices }]);
        view! {
            <p class="help">{locale.of(words::HANDLE_HELP)}</p>
            <SelectField input=input label=label empty=self.app.form().choose groups=groups/>
        }
        .into_any()
    }

    /// The dossiers from which the step can be taken, to be ticked, and the form.
    fn choosing(&self) -> AnyView {
        let screen = self.clone();
        let Some(taken) = self.taken.get() else { return ().into_any() };
        let ready = self.ready;
        let is_empty = Memo::new(move |_| ready.read().is_empty());
        let list = {
            let screen = screen.clone();
            live(move || if is_empty.get() { screen.nothing() } else { screen.list() })
        };
        view! {
            {self.filters()}
            {list}
            {screen.form(taken)}
        }
        .into_any()
    }

    fn nothing(&self) -> AnyView {
        let locale = self.app.locale;
        let (title, text) = (locale.of(words::NOTHING_HERE), locale.of(words::NOTHING_HERE_HELP));
        view! { <Empty icon=Icon::Safe title=title text=text/> }.into_any()
    }

    fn filters(&self) -> AnyView {
        let (app, locale) = (self.app, self.app.locale);
        let group = |choices| Signal::stored(vec![Group { heading: "", choices }]);
        let units = self.session.sees_all_units().then(|| {
            let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
            let choices = group(self.session.units().map(choice).collect());
            view! { <NarrowSelect chosen=self.unit label=app.record().unit all=app.record().all_units choices=choices/> }
        });
        let nominations = self.book.nominations();
        let awards = Signal::derive(move || {
            let all = nominations.get();
            let named = all.iter().filter_map(|record| Nomination::read(&record.fields).award);
            let once: LiteMap<&'static str, &'static Award> =
                order::gathered(named.map(|award| (award.id, award)));
            let choice = |award: &&'static Award| Choice {
                value: award.id.to_owned(),
                word: fields::award(app, award).to_owned(),
            };
            vec![Group { heading: "", choices: once.values().map(choice).collect() }]
        });
        let (label, all) = (locale.of(words::AWARD), locale.of(words::ALL_AWARDS));
        view! {
            <Search text=self.query label=app.nomination().search/>
            <div class="filters">
                {units}
                <NarrowSelect chosen=self.award label=label all=all choices=awards/>
            </div>
        }
        .into_any()
    }

    fn list(&self) -> AnyView {
        let (ready, ticked, locale) = (self.ready, self.ticked, self.app.locale);
        let count = live_text(move || {
            let (ready, ticked) = (ready.read(), ticked.read());
            let shown = ready.iter().filter(|record| ticked.contains_key(&record.id)).count();
            words::ticked(locale, shown, ready.len())
        });
        let all = move |()| ticked.set(order::gathered(ready.read().iter().map(|record| (record.id, ()))));
        let none = move |()| ticked.set(LiteMap::default());
        let save = {
            let screen = self.clone();
            move |()| screen.save()
        };
        let screen = Arc::new(self.clone());
        let rows = move |most: usize| {
            let row = |record: &Arc<RecordView>| {
                let (screen, record) = (Arc::clone(&screen), Arc::clone(record));
                Row { key: row_key(&record), draw: Arc::new(move || screen.row(&record)) }
            };
            ready.read().iter().take(most).map(row).collect()
        };
        view! {
            <div class="list-head">
                <p class="muted" role="status">{count}</p>
                <div class="buttons">
                    {button(Weight::Other, Some(Icon::Tick), locale.of(words::TICK_ALL), all)}
                    {button(Weight::Plain, None, locale.of(words::TICK_NONE), none)}
                    {button(Weight::Plain, Some(Icon::Down), locale.of(words::SAVE_LIST), save)}
                </div>
            </div>
            {long_list(rows)}
        }
        .into_any()
    }

    /// Hands over the ticked dossiers as a file; all that are shown where none is ticked.
    fn save(&self) {
        let mut records = self.ready.get_untracked().to_vec();
        self.ticked.with_untracked(|ticked| {
            if records.iter().any(|record| ticked.contains_key(&record.id)) {
                records.retain(|record| ticked.contains_key(&record.id));
            }
        });
        if !list_file::save(self.app, &self.session, &records) {
            self.toaster.say(self.app.locale.of(words::LIST_NOT_SAVED));
        }
    }

    fn row(&self, record: &Arc<RecordView>) -> AnyView {
        let (app, id, ticked) = (self.app, record.id, self.ticked);
        let nomination = Nomination::read(&record.fields);
        let award = nomination.award.map_or(app.record().nothing, |award| fields::award(app, award));
        let unit = self.session.place_name(record.partition);
        let line = [award, unit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let is_ticked = flag(move || ticked.read().contains_key(&id));
        let due = self.dues.with_untracked(|dues| dues.as_ref().and_then(|dues| dues.line(app, record)));
        let tick = move |_| {
            ticked.update(|ticked| {
                if ticked.remove(&id).is_none() {
                    ticked.insert(id, ());
                }
            });
        };
        view! {
            <li>
                <label class="row tick">
                    <input type="checkbox" prop:checked=is_ticked on:change=tick/>
                    <span>
                        <span class="name">{nomination.name.to_owned()}</span>
                        <span class="line">{line}</span>
                        {due}
                        <span class="foot">{state::chips(app, record)}</span>
                    </span>
                </label>
            </li>
        }
        .into_any()
    }

    /// The step's form, for all that are ticked.
    fn form(&self, taken: Step) -> AnyView {
        let (book, app, report) = (self.book, self.app, self.report);
        let first = self.ready.with_untracked(|ready| ready.first().cloned());
        let begins = first.map(|record| suggested(&record, taken)).unwrap_or_default();
        let form = StepForm::open(book, app, DraftKey::Steps, taken, &begins);
        let around = Around { of_many: true, ..Around::default() };
        let navigate = use_navigate();
        let close = Callback::new(move |()| navigate("/nominations", Default::default()));
        let done = Callback::new(move |taken| report.set(Some(Arc::new(taken))));
        let screen = self.clone();
        let submit = Callback::new(move |new: NewStep| {
            let ready = screen.ready.get_untracked();
            let chosen: Vec<_> = screen.ticked.with_untracked(|ticked| {
                ready.iter().map(|record| record.id).filter(|id| ticked.contains_key(id)).collect()
            });
            if chosen.is_empty() {
                return screen.toaster.say(app.locale.of(words::NONE_TICKED));
            }
            form.take(chosen, &new, done);
        });
        form.draw(&around, submit, close)
    }

    /// What became of each.
    fn told(&self, report: &[StepTaken]) -> AnyView {
        let (app, locale, book) = (self.app, self.app.locale, self.book);
        let refused: Vec<(RecordId, BookError)> =
            report.iter().filter_map(|one| Some((one.record, one.refused?))).collect();
        let recorded = report.len().saturating_sub(refused.len());
        let taken: Vec<RecordId> =
            report.iter().filter(|one| one.refused.is_none()).map(|one| one.record).collect();
        let good = (recorded > 0).then(|| {
            view! {
                <Note tone=Tone::Done icon=Icon::Safe><p>{words::recorded(locale, recorded)}</p></Note>
                {told(app, book, taken)}
            }
        });
        let line = |(id, error): &(RecordId, BookError)| {
            let record = untrack(|| book.record(*id));
            let name = record.as_ref().map_or("", |record| Nomination::read(&record.fields).name).to_owned();
            let address = ["/nominations/", &id.to_string()].concat();
            view! { <li><a href=address>{name}</a> ": " {faults::book(app, *error)}</li> }
        };
        let lines = refused.iter().map(line).collect_view();
        let bad = (!refused.is_empty()).then(|| {
            view! {
                <Note tone=Tone::Grave icon=Icon::Alert>
                    <p><strong>{words::not_taken(locale, refused.len())}</strong></p>
                    <ul class="told">{lines}</ul>
                </Note>
            }
        });
        let (report, ticked) = (self.report, self.ticked);
        let close = move |()| {
            ticked.set(LiteMap::default());
            report.set(None);
        };
        view! {
            <section class="stack" role="status" aria-label=locale.of(words::REPORT)>
                <h2 class="section-title" tabindex="-1">{locale.of(words::REPORT)}</h2>
                {good}
                {bad}
                <div class="buttons">
                    {button(Weight::Primary, Some(Icon::Tick), locale.of(words::CLOSE), close)}
                </div>
            </section>
        }
        .into_any()
    }
}
