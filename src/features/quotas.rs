//! Quotas (chỉ tiêu, tỷ lệ): how many places are left, why, and the reason that was given where there are none.
//!
//! A quota warns and never forbids: what is above it asks for one explanation of the year, for the unit or for the
//! committee, whichever the share is taken of.

mod explanation;
mod meter;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::law::quota::{Meter, Tally, meters};
use thidua_domain::law::setting::Setting;
use thidua_domain::nomination::YEAR;
use thidua_domain::record::{PartitionId, Value};
use thidua_domain::rule_set::{AwardYear, CivilDate};

use crate::app::{SectionTitle, use_section};
use crate::book::{Book, Place, RecordView, Session, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::narrow::NarrowSelect;
use crate::components::panes::OnePane;
use crate::features::law_desk::LawDesk;
use crate::locale::{Words, words as of_app};
use crate::order;
use crate::web;
use explanation::Explanations;
use words::QuotaWords;

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    book: Book,
    desk: LawDesk,
    session: Arc<Session>,
    app: &'static Words,
    words: &'static QuotaWords,
    /// The year, as chosen; empty for the year that is worked on.
    year: RwSignal<String>,
    /// The unit, as chosen; empty for all.
    unit: RwSignal<String>,
    explanations: Explanations,
}

/// The screen.
pub(crate) fn screen() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let words = QuotaWords::of(app.locale);
    use_section(SectionTitle { title: app.nav().quotas, home: "/quotas", back: Some("/more"), place: None });
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let screen = Screen {
        book,
        desk: LawDesk::of(book),
        session: Arc::clone(&session),
        app,
        words,
        year: RwSignal::new(String::new()),
        unit: RwSignal::new(String::new()),
        explanations: Explanations::new(book, session, app, words),
    };
    let filters = filters(&screen);
    let body = live(move || body(&screen));
    view! { <OnePane><div class="filters">{filters}</div> <div class="stack">{body}</div></OnePane> }
        .into_any()
}

impl Screen {
    /// The year whose nominations are counted. Tracks.
    fn year(&self) -> i64 {
        self.year.read().parse().unwrap_or(self.session.year)
    }

    /// The unit that is looked at; `None` for all together. Tracks.
    fn unit(&self) -> Option<PartitionId> {
        let own = (!self.session.sees_all_units()).then_some(self.session.home);
        own.or_else(|| self.unit.read().parse().ok().map(PartitionId))
    }

    /// The day whose settings hold for the year: its last, or today while the year runs. Tracks nothing.
    fn day(year: i64) -> Option<CivilDate> {
        let today = web::today()?;
        let year = AwardYear::try_from(year).ok()?;
        if year.get() >= today.year() { Some(today) } else { CivilDate::new(year.get(), 12, 31).ok() }
    }

    /// What is counted of a year, of one unit or of all. Tracks.
    fn tally(&self, year: i64, unit: Option<PartitionId>) -> Tally {
        let groups = u32::try_from(self.session.groups().count()).unwrap_or_default();
        let mut tally = Tally { groups, ..Tally::default() };
        let is_meant = |record: &&Arc<RecordView>| {
            unit.is_none_or(|unit| record.partition == unit)
                && record.fields.get(&YEAR).and_then(Value::as_int) == Some(year)
        };
        for record in self.book.nominations().read().iter().filter(is_meant) {
            tally.add(&record.fields);
        }
        tally
    }
}

fn filters(screen: &Screen) -> AnyView {
    let (app, book) = (screen.app, screen.book);
    let this_year = screen.session.year;
    let years = Signal::derive(move || {
        let nominations = book.nominations().get();
        let of_records =
            nominations.iter().filter_map(|record| record.fields.get(&YEAR).and_then(Value::as_int));
        let choice = |year: i64| Choice {
            value: year.to_string(),
            word: [app.record().year, " ", &year.to_string()].concat(),
        };
        let others = order::years(of_records.filter(|year| *year != this_year));
        vec![Group { heading: "", choices: others.into_iter().map(choice).collect() }]
    });
    let unit = screen.session.sees_all_units().then(|| {
        let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
        let units = vec![Group { heading: "", choices: screen.session.units().map(choice).collect() }];
        view! {
            <NarrowSelect chosen=screen.unit label=app.record().unit all=app.record().all_units choices=Signal::stored(units)/>
        }
    });
    let this = screen.words.this_year;
    view! { <NarrowSelect chosen=screen.year label=app.record().year all=this choices=years/> {unit} }
        .into_any()
}

fn body(screen: &Screen) -> AnyView {
    let (year, unit, words) = (screen.year(), screen.unit(), screen.words);
    let Some(day) = Screen::day(year) else { return ().into_any() };
    let tally = screen.tally(year, unit);
    let settings = screen.desk.settings.get();
    let by_unit = settings.on(Setting::QuotaReach, day) == 1;
    // Whoever sees one unit cannot tell what is left of a share that all units have together.
    let is_part = !by_unit && unit.is_some();
    let note =
        is_part.then(|| view! { <Note tone=Tone::Plain icon=Icon::Alert><p>{words.only_a_part}</p></Note> });
    let split = (by_unit && unit.is_none())
        .then(|| view! { <Note tone=Tone::Plain icon=Icon::Alert><p>{words.by_unit}</p></Note> });
    let card = |meter: &Meter| {
        let wants_reason = meter.is_over() && !is_part;
        let explained = meter.rule.and_then(|rule| screen.explanations.draw(year, unit, rule, wants_reason));
        let drawn = meter::draw(screen.app, words, meter, &settings, day);
        view! { <section class="card">{drawn} {explained}</section> }
    };
    let cards = meters(&tally, &settings, day).iter().map(card).collect_view();
    view! { {note} {split} {cards} }.into_any()
}
