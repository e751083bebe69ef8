//! What waits for the officer (việc cần làm): the dossiers of each stage, how long each has waited and until when it is due,
//! the first and the oldest of each list at its head.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use thidua_domain::calendar::{self, DayKind};
use thidua_domain::dossier::next::{self, Calendar, Waiting};
use thidua_domain::dossier::{Doer, State, Step};
use thidua_domain::law::deadline;
use thidua_domain::law::setting::Settings;
use thidua_domain::nomination::Nomination;
use thidua_domain::record::RecordKind;
use thidua_domain::rule_set::CivilDate;

use super::words;
use crate::book::{Book, RecordView, Session};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button, link};
use crate::features::fields;
use crate::features::law_settings::settings_of;
use crate::features::nominations::index::NominationIndex;
use crate::features::state::StateFilter;
use crate::locale::{Words, format};
use crate::order;
use crate::web;

/// The first names of a list that are shown.
const SHOWN: usize = 3;

/// One dossier that waits.
#[derive(Clone)]
struct Line {
    record: Arc<RecordView>,
    since: Option<CivilDate>,
    due: Option<CivilDate>,
}

/// What tells by when dossiers are due: the committee's days and its settings, and what day it is.
#[derive(Clone, PartialEq)]
pub(super) struct Dues {
    calendar: Calendar,
    settings: Arc<Settings>,
    today: CivilDate,
}

impl Dues {
    /// As they are now; nothing where the device has no day. Tracks.
    pub(super) fn of(book: Book, session: &Session) -> Option<Self> {
        let settings = settings_of(book).get();
        Some(Self { calendar: calendar_of(book, session.year), settings, today: web::today()? })
    }

    /// Until when a dossier is to be dealt with, in words, and whether that has passed.
    fn words(&self, app: &Words, due: CivilDate) -> (bool, String) {
        let day = format::civil(&due.to_string()).unwrap_or_default();
        let left = deadline::left(self.today, due, &self.calendar.holidays);
        (due < self.today, words::due(app.locale, &day, due.days_since(self.today), left))
    }

    /// How long a dossier has waited, and until when it is to be dealt with. Nothing where neither is known.
    pub(super) fn line(&self, app: &Words, record: &RecordView) -> Option<AnyView> {
        let waiting = Waiting::of(&record.fields)?;
        let since = next::waits_since(&record.fields);
        let due = next::due(waiting, &record.fields, &self.settings, &self.calendar);
        let due = due.map(|due| self.words(app, due));
        let is_late = due.as_ref().is_some_and(|(late, _)| *late);
        let waited = since.map(|since| self.today.days_since(since)).filter(|days| *days > 0);
        let waited = waited.map(|days| words::waited(app.locale, days));
        let parts: Vec<String> = due.map(|(_, text)| text).into_iter().chain(waited).collect();
        (!parts.is_empty()).then(|| {
            let (class, icon) = if is_late { ("said grave", Icon::Alert) } else { ("said", Icon::Clock) };
            view! { <span class=class>{icon.draw()} <span>{parts.join(" · ")}</span></span> }.into_any()
        })
    }
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
    let Some(dues) = Dues::of(book, session) else { return (0, Vec::new()) };
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
            due: next::due(waiting, &record.fields, &dues.settings, &dues.calendar),
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
    let card = |(waiting, lines): (_, Vec<Line>)| card(book, app, session, waiting, &lines, &dues);
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
    lines: &[Line],
    dues: &Dues,
) -> AnyView {
    let (locale, today) = (app.locale, dues.today);
    // What is due first comes first, then what has waited longest.
    let place = |line: &Line| (line.due.is_none(), line.due, line.since, line.record.id);
    let lines = order::in_order(lines, |a, b| place(a).cmp(&place(b)));
    let oldest = lines.iter().filter_map(|line| line.since).min();
    let waited = oldest.map(|since| today.days_since(since));
    let oldest = waited.filter(|days| *days > 0).map(|days| words::oldest(locale, days));
    let first_due = lines.iter().filter_map(|line| line.due).min();
    let due = first_due.map(|due| {
        let late = lines.iter().filter(|line| line.due.is_some_and(|due| due < today)).count();
        let (is_late, mut text) = dues.words(app, due);
        let (class, icon) = if is_late { ("said grave", Icon::Alert) } else { ("said", Icon::Clock) };
        if late > 0 {
            text = [text, words::overdue(locale, late)].join(" · ");
        }
        view! { <p class=class>{icon.draw()} <span>{text}</span></p> }
    });
    let rows = lines.iter().take(SHOWN).map(|line| row(app, session, &line.record, dues)).collect_view();
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

fn row(app: &'static Words, session: &Session, record: &Arc<RecordView>, dues: &Dues) -> AnyView {
    let nomination = Nomination::read(&record.fields);
    let name = if nomination.name.is_empty() { app.nomination().nameless } else { nomination.name };
    let award = nomination.award.map_or(app.record().nothing, |award| fields::award(app, award));
    let unit = if session.sees_all_units() { session.place_name(record.partition) } else { "" };
    let line = [award, unit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let address = ["/nominations/", &record.id.to_string()].concat();
    view! {
        <li>
            <a class="row" href=address>
                <span class="name">{name.to_owned()}</span>
                <span class="line">{line}</span>
                {dues.line(app, record)}
            </a>
        </li>
    }
    .into_any()
}
