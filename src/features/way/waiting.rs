//! What waits for the officer (việc cần làm): the dossiers of each stage, how long the oldest has waited, and until when
//! the first is due.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use thidua_domain::calendar::{self, DayKind};
use thidua_domain::dossier::next::{self, Calendar, Waiting};
use thidua_domain::dossier::{Doer, State, Step};
use thidua_domain::nomination::Nomination;
use thidua_domain::record::RecordKind;
use thidua_domain::rule_set::CivilDate;

use super::words;
use crate::book::{Book, RecordView, Session};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button, link};
use crate::features::fields;
use crate::features::law_desk::LawDesk;
use crate::features::nominations::index::NominationIndex;
use crate::features::state::StateFilter;
use crate::locale::{Words, format};
use crate::web;

/// The first names of a list that are shown.
const SHOWN: usize = 3;

/// One dossier that waits.
struct Line {
    record: Arc<RecordView>,
    since: Option<CivilDate>,
    due: Option<CivilDate>,
}

/// The calendar of the committee, with the holidays that are the same each year. Tracks.
pub(crate) fn calendar_of(book: Book, year: i64) -> Calendar {
    let mut found = Calendar::default();
    let days = book.records(RecordKind::CalendarDay).get();
    for (day, kind) in days.iter().filter_map(|record| calendar::read(&record.fields)) {
        let is_of_year = u16::try_from(year).is_ok_and(|year| calendar::is_of_work(day, year));
        match kind {
            DayKind::Holiday => found.holidays.push(day),
            DayKind::UnitsSubmit if is_of_year => found.units_submit = found.units_submit.max(Some(day)),
            DayKind::SendUp if is_of_year => found.send_up = found.send_up.max(Some(day)),
            DayKind::Conference if is_of_year => found.conference = found.conference.max(Some(day)),
            _ => {}
        }
    }
    let years = (year..=year + 2).filter_map(|year| u16::try_from(year).ok());
    found.holidays.extend(years.flat_map(calendar::fixed_holidays));
    found
}

/// Whether a dossier is this account's own work.
fn is_own(session: &Session, record: &RecordView, waiting: Waiting) -> bool {
    match waiting.doer() {
        Doer::Unit => record.partition == session.home,
        Doer::StandingOffice => session.sees_all_units(),
    }
}

/// How many dossiers wait for the account, and the lists of them, each as a card. Tracks.
pub(crate) fn cards(book: Book, app: &'static Words, session: &Session) -> (usize, Vec<AnyView>) {
    if session.only_reads() {
        return (0, Vec::new());
    }
    let calendar = calendar_of(book, session.year);
    let settings = LawDesk::of(book).settings.get();
    let today = web::today();
    let nominations = book.nominations().get();
    let mut lists: Vec<(Waiting, Vec<Line>)> =
        Waiting::ALL.into_iter().map(|waiting| (waiting, Vec::new())).collect();
    for record in nominations.iter() {
        let Some(waiting) = Waiting::of(&record.fields) else { continue };
        if !is_own(session, record, waiting) {
            continue;
        }
        let line = Line {
            since: next::waits_since(&record.fields),
            due: next::due(waiting, &record.fields, &settings, &calendar),
            record: Arc::clone(record),
        };
        let list = lists.iter_mut().find(|(kind, _)| *kind == waiting);
        if let Some((_, lines)) = list {
            lines.push(line);
        }
    }
    let filled = lists.into_iter().filter(|(_, lines)| !lines.is_empty());
    let filled: Vec<_> = filled.collect();
    let count = filled.iter().map(|(_, lines)| lines.len()).sum();
    let card = |(waiting, lines)| card(book, app, session, waiting, lines, today);
    (count, filled.into_iter().map(card).collect())
}

/// The step that is taken on many of such dossiers at once.
const fn step_for(waiting: Waiting) -> Option<Step> {
    match waiting {
        Waiting::Consideration => Some(Step::Consider),
        Waiting::Submission | Waiting::Mending => Some(Step::Submit),
        Waiting::Appraisal => Some(Step::Appraise),
        Waiting::SendingUp => Some(Step::SendUp),
        Waiting::HigherLevel => Some(Step::HigherDecide),
        Waiting::Presentation => Some(Step::Present),
        Waiting::Council | Waiting::Decision => None,
    }
}

const fn state_of(waiting: Waiting) -> State {
    match waiting {
        Waiting::Mending => State::Returned,
        Waiting::Consideration => State::Draft,
        Waiting::Submission => State::Considered,
        Waiting::Appraisal => State::Submitted,
        Waiting::Council | Waiting::Decision | Waiting::SendingUp => State::Appraised,
        Waiting::HigherLevel => State::SentUp,
        Waiting::Presentation => State::Decided,
    }
}

fn card(
    book: Book,
    app: &'static Words,
    session: &Session,
    waiting: Waiting,
    mut lines: Vec<Line>,
    today: Option<CivilDate>,
) -> AnyView {
    let locale = app.locale;
    // What is due first comes first, then what has waited longest.
    lines.sort_by_key(|line| (line.due.is_none(), line.due, line.since, line.record.id));
    let oldest = lines.iter().filter_map(|line| line.since).min();
    let waited = oldest.zip(today).map(|(since, today)| today.days_since(since));
    let oldest = waited.filter(|days| *days > 0).map(|days| words::oldest(locale, days));
    let first_due = lines.iter().filter_map(|line| line.due).min();
    let due = first_due.zip(today).map(|(due, today)| {
        let late = lines.iter().filter(|line| line.due.is_some_and(|due| due < today)).count();
        let (class, icon) = if due < today { ("said grave", Icon::Alert) } else { ("said", Icon::Clock) };
        let day = format::civil(&due.to_string()).unwrap_or_default();
        let mut text = words::due(locale, &day, due.days_since(today));
        if late > 0 {
            text = [text, words::overdue(locale, late)].join(" · ");
        }
        view! { <p class=class>{icon.draw()} <span>{text}</span></p> }
    });
    let rows = lines.iter().take(SHOWN).map(|line| row(app, session, &line.record)).collect_view();
    let more = lines.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| view! { <p class="muted">{words::and_more(locale, more)}</p> });
    let index = NominationIndex::of(book);
    let navigate = use_navigate();
    let show = Callback::new(move |()| {
        index.widen();
        index.state.set(StateFilter::standing(state_of(waiting)));
        navigate("/nominations", Default::default());
    });
    let together = match (waiting, step_for(waiting)) {
        (_, Some(taken)) => {
            let address = super::bulk::address(taken);
            Some(link(Weight::Primary, Some(Icon::Tick), locale.of(words::TOGETHER), address))
        }
        (Waiting::Council, _) => {
            Some(link(Weight::Primary, Some(Icon::Work), locale.of(words::COUNCIL), "/council"))
        }
        (Waiting::Decision, _) => {
            let word = locale.of(words::TO_DECISIONS);
            Some(link(Weight::Primary, Some(Icon::Award), word, "/decisions/new"))
        }
        _ => None,
    };
    let class = if waiting == Waiting::Mending { "card grave" } else { "card" };
    view! {
        <article class=class>
            <header>
                <h3>{words::waiting(locale, waiting)} " " <span class="count">{lines.len()}</span></h3>
                {due}
                {oldest.map(|oldest| view! { <p class="muted">{oldest}</p> })}
            </header>
            <ul class="rows">{rows}</ul>
            {more}
            <div class="buttons">
                {together}
                {button(Weight::Other, None, locale.of(words::SHOW_LIST), move |()| show.run(()))}
            </div>
        </article>
    }
    .into_any()
}

fn row(app: &'static Words, session: &Session, record: &Arc<RecordView>) -> AnyView {
    let nomination = Nomination::read(&record.fields);
    let name = if nomination.name.is_empty() { app.nomination.nameless } else { nomination.name };
    let award = nomination.award.map_or(app.record.nothing, |award| fields::award(app, award));
    let unit = if session.sees_all_units() { session.place_name(record.partition) } else { "" };
    let line = [award, unit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let address = ["/nominations/", &record.id.to_string()].concat();
    view! {
        <li>
            <a class="row" href=address>
                <span class="name">{name.to_owned()}</span>
                <span class="line">{line}</span>
            </a>
        </li>
    }
    .into_any()
}
