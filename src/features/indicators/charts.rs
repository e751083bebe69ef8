//! Charts of the year: how far the plan is reached, five years of one indicator, and the criteria of the communes. Each with
//! its figures as a table.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::decimal;
use thidua_domain::indicator::{self, Indicator, Point, YEAR};
use thidua_domain::percent::{self, Percent};
use thidua_domain::record::{Decimal, PartitionId, Value};

use super::figures::{self, KIND};
use super::rural::{self, Commune};
use super::{CHARTS, words};
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::chart::{Bar, Bars, Chart, Line, Mark, Table};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::narrow::NarrowSelect;
use crate::components::panes::OnePane;
use crate::locale::{Words, words as of_app};
use crate::order;

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    app: &'static Words,
    book: Book,
    session: StoredValue<Arc<Session>>,
    /// The year, as chosen; empty for the one that is worked on.
    year: RwSignal<String>,
    /// Whose figures, as chosen; empty for the account's usual ones.
    whose: RwSignal<String>,
    /// The indicator of the five years, by its record; empty for the first.
    of: RwSignal<String>,
}

/// The screen.
pub(super) fn screen() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let title = app.locale.of(CHARTS);
    use_section(SectionTitle { title, home: "/indicators/charts", back: Some("/indicators"), place: None });
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let screen = Screen {
        app,
        book,
        session: StoredValue::new(session),
        year: RwSignal::default(),
        whose: RwSignal::default(),
        of: RwSignal::default(),
    };
    view! {
        <OnePane>
            {screen.filters()}
            <section class="card">{live(move || screen.progress())}</section>
            <section class="card">
                {screen.choose()}
                {live(move || screen.five_years())}
            </section>
            <section class="card">{live(move || screen.communes())}</section>
        </OnePane>
    }
    .into_any()
}

impl Screen {
    fn chosen_year(self) -> i64 {
        let of_work = self.session.with_value(|session| session.year);
        self.year.read().parse().unwrap_or(of_work)
    }

    fn chosen_place(self) -> PartitionId {
        let usual = self.session.with_value(|session| figures::usual_place(session));
        self.whose.read().parse().map_or(usual, PartitionId)
    }

    /// The figures of the chosen place, of the chosen year or of all. Tracks.
    fn found(self, year: Option<i64>) -> Vec<Arc<RecordView>> {
        let (session, place) = (self.session.get_value(), self.chosen_place());
        figures::found(self.book, &session, year, Some(place))
    }

    fn filters(self) -> AnyView {
        let (app, locale, book) = (self.app, self.app.locale, self.book);
        let session = self.session.get_value();
        let this_year = session.year;
        let years = Signal::derive(move || {
            let all = book.records(KIND).get();
            let of_records = all.iter().filter_map(|record| record.fields.get(&YEAR).and_then(Value::as_int));
            let others = order::years(of_records.filter(|year| *year != this_year));
            let choice = |year: i64| {
                let value = year.to_string();
                Choice { word: [app.record().year, " ", &value].concat(), value }
            };
            vec![Group { heading: "", choices: others.into_iter().map(choice).collect() }]
        });
        // The empty choice is the account's usual place.
        let usual = figures::usual_place(&session);
        let others = figures::places(&session);
        let others = others.iter().filter(|place| place.id != usual).map(|place| Choice {
            value: place.id.to_string(),
            word: figures::place_name(&session, place.id).to_owned(),
        });
        let choices = Signal::stored(vec![Group { heading: "", choices: others.collect() }]);
        let is_own = usual == session.home;
        let first = locale.of(if is_own { words::OWN_UNIT } else { words::COMMITTEE });
        view! {
            <div class="filters">
                <NarrowSelect
                    chosen=self.year
                    label=app.record().year
                    all=locale.of(words::THIS_YEAR)
                    choices=years
                />
                <NarrowSelect chosen=self.whose label=locale.of(words::WHOSE) all=first choices=choices/>
            </div>
        }
        .into_any()
    }

    /// How far each plan is reached. Tracks.
    fn progress(self) -> AnyView {
        let (app, locale, notation) = (self.app, self.app.locale, self.app.locale.notation());
        let found = self.found(Some(self.chosen_year()));
        let measured = found.iter().filter_map(|record| {
            let read = Indicator::read(&record.fields);
            let share = read.of_plan().ok()?;
            Some((read, share))
        });
        let measured: Vec<(Indicator<'_>, Percent)> = measured.collect();
        let title = locale.of(words::PROGRESS);
        if measured.is_empty() {
            return view! { <Empty icon=Icon::Work title=title text=locale.of(words::PROGRESS_NONE)/> }
                .into_any();
        }
        let bar = |(read, share): &(Indicator<'_>, Percent)| Bar {
            name: read.name.to_owned(),
            length: share.hundredths(),
            told: indicator::plan_words(read, *share, notation),
            is_reached: read.is_reached() == Some(true),
        };
        let row = |(read, share): &(Indicator<'_>, Percent)| {
            let figure = |figure: Option<Decimal>| written(app, figure);
            vec![
                read.name.to_owned(),
                figure(read.plan),
                figure(read.actual),
                read.measure.to_owned(),
                share.written(notation),
            ]
        };
        let bars: Vec<Bar> = measured.iter().map(bar).collect();
        let reached = bars.iter().filter(|bar| bar.is_reached).count();
        let told = words::progress_told(locale, reached, bars.len());
        let drawing = Bars {
            id: "progress",
            bars,
            mark: (Percent::WHOLE.hundredths(), locale.of(words::PLAN_MARK)),
            legend: (locale.of(words::LEGEND_DONE), locale.of(words::LEGEND_BEHIND)),
        };
        let heads = [words::WHAT, words::PLAN, words::ACTUAL, words::MEASURE, words::OF_PLAN];
        let table = Table {
            word: locale.of(words::TABLE),
            heads: heads.map(|head| locale.of(head).to_owned()).into(),
            rows: measured.iter().map(row).collect(),
        };
        Chart { id: "progress", title: title.to_owned(), told, drawing: drawing.draw(), table }.draw()
    }

    /// Which indicator is followed over the years.
    fn choose(self) -> AnyView {
        let locale = self.app.locale;
        let choices = Signal::derive(move || {
            let found = self.found(Some(self.chosen_year()));
            let choice = |record: &Arc<RecordView>| Choice {
                value: record.id.to_string(),
                word: Indicator::read(&record.fields).name.to_owned(),
            };
            // The empty choice is the first.
            vec![Group { heading: "", choices: found.iter().skip(1).map(choice).collect() }]
        });
        let first = Memo::new(move |_| {
            let found = self.found(Some(self.chosen_year()));
            found.first().map(|record| Indicator::read(&record.fields).name.to_owned())
        });
        let (label, of) = (locale.of(words::WHAT), self.of);
        live(move || {
            let first = first.get().unwrap_or_default();
            view! {
                <div class="field">
                    <label for="followed">{label}</label>
                    <select
                        id="followed"
                        class="input"
                        on:change=move |event| of.set(event_target_value(&event))
                    >
                        <option value="">{first}</option>
                        {live(move || options(of, &choices.read()))}
                    </select>
                </div>
            }
            .into_any()
        })
    }

    /// Five years of the chosen indicator. Tracks.
    fn five_years(self) -> AnyView {
        let (app, locale) = (self.app, self.app.locale);
        let year = self.chosen_year();
        let of_year = self.found(Some(year));
        let chosen = self.of.get();
        let record =
            of_year.iter().find(|record| record.id.to_string() == chosen).or_else(|| of_year.first());
        let Some(record) = record else {
            let (title, text) = (locale.of(words::TREND), locale.of(words::TREND_NONE));
            return view! { <Empty icon=Icon::Work title=title text=text/> }.into_any();
        };
        let all = self.found(None);
        let read: Vec<Indicator<'_>> = all.iter().map(|other| Indicator::read(&other.fields)).collect();
        trend(app, &Indicator::read(&record.fields), &read, year)
    }

    /// How many criteria each commune meets. Tracks.
    fn communes(self) -> AnyView {
        let (app, locale) = (self.app, self.app.locale);
        let session = self.session.get_value();
        let communes = rural::communes(self.book, &session);
        let title = locale.of(words::COMMUNES);
        if communes.is_empty() {
            return view! { <Empty icon=Icon::Work title=title text=locale.of(words::NO_COMMUNES)/> }
                .into_any();
        }
        let stage = rural::stage(&session);
        let criteria = stage.criteria.len();
        let met: Vec<(&Commune, usize, bool)> = communes
            .iter()
            .map(|commune| {
                let grid = commune.grid(stage);
                (commune, grid.met(), grid.is_complete())
            })
            .collect();
        let told = |met: usize| rural::count(met, criteria);
        let bars = met.iter().map(|(commune, met, is_complete)| Bar {
            name: commune.name.clone(),
            length: i64::try_from(*met).unwrap_or_default(),
            told: told(*met),
            is_reached: *is_complete,
        });
        let drawing = Bars {
            id: "communes",
            bars: bars.collect(),
            mark: (i64::try_from(criteria).unwrap_or_default(), locale.of(words::ALL_MARK)),
            legend: (locale.of(words::LEGEND_ALL), locale.of(words::LEGEND_SOME)),
        };
        let complete = met.iter().filter(|(.., is_complete)| *is_complete).count();
        let table = Table {
            word: app.locale.of(words::TABLE),
            heads: [words::COMMUNE, words::MET].map(|head| locale.of(head).to_owned()).into(),
            rows: met.iter().map(|(commune, met, _)| vec![commune.name.clone(), told(*met)]).collect(),
        };
        let told = words::communes_told(locale, complete, met.len(), criteria);
        Chart { id: "communes", title: title.to_owned(), told, drawing: drawing.draw(), table }.draw()
    }
}

fn options(chosen: RwSignal<String>, groups: &[Group]) -> AnyView {
    let option = |choice: &Choice| {
        let (value, word, own) = (choice.value.clone(), choice.word.clone(), choice.value.clone());
        let selected = crate::components::live::flag(move || *chosen.read() == own);
        view! { <option value=value prop:selected=selected>{word}</option> }
    };
    groups.iter().flat_map(|group| &group.choices).map(option).collect_view().into_any()
}

fn written(app: &Words, figure: Option<Decimal>) -> String {
    let unknown = || app.locale.of(words::UNKNOWN).to_owned();
    figure.map_or_else(unknown, |figure| decimal::format(figure, app.locale.notation()))
}

/// Five years of an indicator up to a year, with the table behind them.
pub(super) fn trend(app: &'static Words, of: &Indicator<'_>, all: &[Indicator<'_>], until: i64) -> AnyView {
    let locale = app.locale;
    let points = indicator::trend(all, of, until);
    let highest = points
        .iter()
        .filter_map(|point| point.figure)
        .reduce(|highest, figure| if percent::compare(figure, highest).is_gt() { figure } else { highest });
    // Of nothing there is no share: the line lies on the ground then.
    let height = |figure: Decimal| {
        highest.and_then(|highest| Percent::of(figure, highest)).map_or(0, Percent::hundredths)
    };
    let mark = |point: &Point| Mark {
        name: point.year.to_string(),
        height: point.figure.map(height),
        told: point.figure.map_or_else(|| "–".to_owned(), |figure| written(app, Some(figure))),
    };
    let row = |point: &Point| vec![point.year.to_string(), written(app, point.figure)];
    let measure = if of.measure.is_empty() { String::new() } else { [" (", of.measure, ")"].concat() };
    let told =
        points.iter().map(|point| [&point.year.to_string(), ": ", &written(app, point.figure)].concat());
    let told = [&told.collect::<Vec<_>>().join("; "), "."].concat();
    let title = [locale.of(words::TREND), ": ", of.name, &measure].concat();
    let line = Line { marks: points.iter().map(mark).collect() };
    let table = Table {
        word: locale.of(words::TABLE),
        heads: vec![locale.of(words::YEAR).to_owned(), [locale.of(words::ACTUAL), &measure].concat()],
        rows: points.iter().map(row).collect(),
    };
    Chart { id: "trend", title, told, drawing: line.draw(), table }.draw()
}
