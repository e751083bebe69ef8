//! The calendar of the year (lịch năm): holidays, which are no working days, and the days until which something is to be
//! done. The fixed holidays are always there; what follows the moon, and days in lieu, the administrator enters.

mod day_form;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::access;
use thidua_domain::calendar::{self, DayKind, NAME};
use thidua_domain::record::{Fields, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;

use crate::app::{SectionTitle, use_section};
use crate::book::{Book, DraftKey, RecordView, Session, use_book};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::narrow::NarrowSelect;
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::{Words, faults, format, words as of_app};
use crate::order;
use crate::web;

const KIND: RecordKind = RecordKind::CalendarDay;

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    app: &'static Words,
    book: Book,
    session: StoredValue<Arc<Session>>,
    toaster: Toaster,
    /// The year, as chosen; empty for the first.
    year: RwSignal<String>,
    /// The form that is open.
    open: RwSignal<Option<DraftKey>>,
    /// Of the screen, because the day's arrival draws the list anew.
    saved: Callback<RecordId>,
}

/// A line of the list.
struct Line {
    day: CivilDate,
    kind: DayKind,
    name: String,
    /// The record that says so; none for a fixed holiday.
    record: Option<Arc<RecordView>>,
}

/// The screen.
pub(crate) fn screen() -> AnyView {
    let (app, book, toaster) = (of_app(), use_book(), use_toaster());
    use_section(SectionTitle {
        title: app.nav().calendar,
        home: "/calendar",
        back: Some("/more"),
        place: None,
    });
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let open = RwSignal::new(None);
    let saved = Callback::new(move |_| {
        toaster.say(app.form().saved);
        open.set(None);
    });
    // What was being typed is open again.
    let begun = book.drafts().with_untracked(|drafts| {
        let mut of_kind = drafts.iter().filter(|draft| draft.kind == KIND);
        of_kind.next().map(|draft| draft.key)
    });
    let screen = Screen {
        app,
        book,
        session: StoredValue::new(session),
        toaster,
        year: RwSignal::new(String::new()),
        open,
        saved,
    };
    if screen.may_write() {
        open.set(begun);
    }
    let form = live(move || screen.form());
    let list = live(move || screen.list());
    view! {
        <OnePane>
            <p class="muted">{app.locale.of(words::ABOUT)}</p>
            {form}
            <div class="filters">{screen.years()}</div>
            <div class="stack">{list}</div>
        </OnePane>
    }
    .into_any()
}

impl Screen {
    fn may_write(self) -> bool {
        let session = self.session.get_value();
        let may = |place: &crate::book::Place| {
            access::may_write(&session.account, KIND, place.id, None, &Fields::new()).is_ok()
        };
        session.authority().is_some_and(may)
    }

    /// The years that can be looked at: those with days, this one and the one that is worked on. Tracks.
    fn known_years(self) -> Vec<i64> {
        let days = self.book.records(KIND).get();
        let of_days =
            days.iter().filter_map(|record| Some(i64::from(calendar::read(&record.fields)?.0.year())));
        let today = web::today().map(|day| i64::from(day.year()));
        let worked = self.session.get_value().year;
        order::years(of_days.chain(today).chain([worked, worked + 1]))
    }

    fn chosen_year(self) -> u16 {
        let today = web::today().map_or(2024, CivilDate::year);
        self.year.read().parse().unwrap_or(today)
    }

    fn years(self) -> AnyView {
        let locale = self.app.locale;
        let choices = Signal::derive(move || {
            let choice = |year: i64| Choice { value: year.to_string(), word: year.to_string() };
            vec![Group { heading: "", choices: self.known_years().into_iter().map(choice).collect() }]
        });
        let all = locale.of(words::THIS_YEAR);
        view! { <NarrowSelect chosen=self.year label=self.app.record().year all=all choices=choices/> }
            .into_any()
    }

    fn form(self) -> AnyView {
        let locale = self.app.locale;
        if !self.may_write() {
            return view! { <p class="help">{locale.of(words::NOT_YOURS)}</p> }.into_any();
        }
        match self.open.get() {
            Some(key) => day_form::draw(self, key),
            None => {
                let open = self.open;
                button(Weight::Primary, Some(Icon::Plus), locale.of(words::ADD), move |()| {
                    open.set(Some(DraftKey::New(KIND)));
                })
            }
        }
    }

    /// The days of the year, fixed and entered, in their order. Tracks.
    fn lines(self, year: u16) -> Vec<Line> {
        let locale = self.app.locale;
        let days = self.book.records(KIND).get();
        let entered = days.iter().filter_map(|record| {
            let (day, kind) = calendar::read(&record.fields)?;
            let name = record.fields.get(&NAME).and_then(Value::as_text).unwrap_or_default().to_owned();
            Some(Line { day, kind, name, record: Some(Arc::clone(record)) })
        });
        let fixed = calendar::fixed_holidays(year).map(|day| Line {
            day,
            kind: DayKind::Holiday,
            name: words::fixed(locale, day).to_owned(),
            record: None,
        });
        let mut all: Vec<Line> = fixed.chain(entered.filter(|line| line.day.year() == year)).collect();
        all.sort_by_key(|line| (line.day, line.kind));
        all
    }

    fn list(self) -> AnyView {
        let locale = self.app.locale;
        let year = self.chosen_year();
        let lines = self.lines(year);
        let days = self.book.records(KIND).get();
        let off = calendar::entered_holidays(days.iter().map(|record| &record.fields));
        let months = lines.chunk_by(|a, b| a.day.month() == b.day.month()).map(|month| {
            let number = month.first().map_or(0, |line| line.day.month());
            let rows = month.iter().map(|line| self.row(line, &off)).collect_view();
            view! {
                <section class="stack" aria-label=words::month(locale, number, year)>
                    <h3 class="section-title">{words::month(locale, number, year)}</h3>
                    <ul class="rows">{rows}</ul>
                </section>
            }
        });
        months.collect_view().into_any()
    }

    fn row(self, line: &Line, off: &[CivilDate]) -> AnyView {
        let locale = self.app.locale;
        let day = format::civil(&line.day.to_string()).unwrap_or_default();
        let day = [words::weekday(locale, line.day), ", ", &day].concat();
        let (tone, icon) = match line.kind {
            DayKind::Holiday => (Tone::Plain, Icon::Safe),
            _ => (Tone::Wait, Icon::Clock),
        };
        let fixed = line.record.is_none().then(|| {
            view! { <Chip tone=Tone::Plain icon=Icon::Key word=locale.of(words::FIXED)/> }
        });
        let idle = (line.kind != DayKind::Holiday && !calendar::is_working_day(line.day, off)).then(|| {
            view! {
                <Note tone=Tone::Wait icon=Icon::Alert><p>{locale.of(words::NOT_A_WORKING_DAY)}</p></Note>
            }
        });
        let state = line.record.as_ref().filter(|record| record.unsent).map(|_| {
            view! { <Chip tone=Tone::Wait icon=Icon::Device word=self.app.record().only_here/> }
        });
        let tools = line.record.as_ref().filter(|_| self.may_write()).map(|record| self.tools(record.id));
        view! {
            <li>
                <div class="row">
                    <span class="name">{line.name.clone()}</span>
                    <span class="line">{day}</span>
                    <span class="foot chips">
                        <Chip tone=tone icon=icon word=words::kind(locale, line.kind)/>
                        {fixed} {state}
                    </span>
                    {idle}
                    {tools}
                </div>
            </li>
        }
        .into_any()
    }

    fn tools(self, id: RecordId) -> AnyView {
        let app = self.app;
        let edit = move |()| {
            self.open.set(Some(DraftKey::Edit(id)));
            request_animation_frame(|| web::focus("#title"));
        };
        let delete = move |()| {
            spawn_local(async move {
                match self.book.delete(id).await {
                    Ok(()) => {
                        let undo = Callback::new(move |()| self.restore(id));
                        self.toaster.say_with(app.record().was_deleted, app.record().undo, undo);
                    }
                    Err(error) => self.toaster.say(faults::book_short(app, error)),
                }
            });
        };
        view! {
            <div class="buttons">
                {button(Weight::Other, Some(Icon::Pencil), app.record().edit, edit)}
                {button(Weight::Grave, Some(Icon::Bin), app.record().delete, delete)}
            </div>
        }
        .into_any()
    }

    fn restore(self, id: RecordId) {
        spawn_local(async move {
            match self.book.restore(id).await {
                Ok(()) => self.toaster.say(self.app.record().was_restored),
                Err(error) => self.toaster.say(faults::book_short(self.app, error)),
            }
        });
    }
}
