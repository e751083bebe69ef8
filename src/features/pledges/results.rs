//! The results of a pledge, by period: entered right here, written as soon as a field is left. What came late and what is
//! missing is said above; percent and growth are computed.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::access;
use thidua_domain::bloc;
use thidua_domain::decimal;
use thidua_domain::pledge::{
    self, Due, Period, Pledge, Report, TARGET_NAME, Target, TargetKind, growth, reports, suggested,
};
use thidua_domain::record::{Field, Fields, RecordKind, Value};
use thidua_domain::schema;

use super::{bloc_of, promise, reached, words};
use crate::book::{Book, RecordView, Session};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::field::{Choice, Group, Input, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text};
use crate::components::long_list::{Row, keyed};
use crate::components::toast::Toaster;
use crate::features::evidence::Shelf;
use crate::forms::entry::{self, EntryFault, EntryName};
use crate::locale::{Words, faults, format};
use crate::web;

const KIND: RecordKind = RecordKind::Pledge;

/// What the results need to be drawn. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Results {
    app: &'static Words,
    book: Book,
    session: StoredValue<Option<Arc<Session>>>,
    toaster: Toaster,
    record: Memo<Option<Arc<RecordView>>>,
    /// The period that is in sight, by its code.
    period: RwSignal<String>,
    /// The files of the pledge.
    shelf: Shelf,
}

impl Results {
    /// Of a pledge.
    pub(super) fn new(
        app: &'static Words,
        book: Book,
        session: Option<Arc<Session>>,
        toaster: Toaster,
        record: Memo<Option<Arc<RecordView>>>,
    ) -> Self {
        let results = Self {
            app,
            book,
            session: StoredValue::new(session),
            toaster,
            record,
            period: RwSignal::new(Period::Year.code().to_string()),
            shelf: Shelf::of(record),
        };
        // What is asked for next is what one comes to enter.
        let open = untrack(|| results.reports());
        let next = open.iter().find(|report| matches!(report.state, Due::Open | Due::Missing(_)));
        if let Some(report) = next {
            results.period.set(report.period.code().to_string());
        }
        results
    }

    fn chosen(self) -> Period {
        self.period.read().parse().ok().and_then(Period::from_code).unwrap_or(Period::Year)
    }

    /// Something of one target. Tracks.
    fn of<T>(self, item: u32, read: impl Fn(&Target<'_>) -> T) -> Option<T> {
        self.record.with(|record| {
            let record = record.as_ref()?;
            Pledge::read(&record.fields).target(item).map(read)
        })
    }

    /// What was asked for, and what came of it. Tracks.
    fn reports(self) -> Vec<Report> {
        let (Some(record), Some(today)) = (self.record.get(), web::today()) else { return Vec::new() };
        let year = pledge::year(&record.fields);
        let bloc = year.and_then(|year| bloc_of(self.book, record.partition, year));
        let none = Fields::new();
        let bloc = bloc.as_ref().map_or(&none, |bloc| &bloc.fields);
        reports(&record.fields, bloc, today)
    }

    /// The last day of a period. Tracks.
    fn due(self, period: Period) -> Option<String> {
        let record = self.record.get()?;
        let year = pledge::year(&record.fields)?;
        let bloc = bloc_of(self.book, record.partition, year);
        let none = Fields::new();
        let day = bloc::due(bloc.as_ref().map_or(&none, |bloc| &bloc.fields), year, period)?;
        format::civil(&day.to_string())
    }

    /// Whether the account may write results here. Tracks.
    fn may_write(self) -> bool {
        let record = self.record.get();
        self.session.with_value(|session| {
            let Some((record, session)) = record.as_ref().zip(session.as_ref()) else { return false };
            let before = Some(&record.fields);
            !record.deleted
                && access::may_write(&session.account, KIND, record.partition, before, &Fields::new()).is_ok()
        })
    }

    /// Everything.
    pub(super) fn draw(self) -> AnyView {
        let app = self.app;
        let locale = app.locale;
        let choice = |period: Period| Choice {
            value: period.code().to_string(),
            word: locale.of(words::period(period)).to_owned(),
        };
        let groups = vec![Group { heading: "", choices: Period::ALL.map(choice).to_vec() }];
        let label =
            Label { id: "period".to_owned(), label: locale.of(words::PERIOD), optional: "", help: "" };
        let input = Input { text: self.period, ..Input::new() };
        let due = live_if(move || {
            let due = self.due(self.chosen())?;
            Some(view! { <p class="small">{words::until(locale, &due)}</p> }.into_any())
        });
        let rows = Signal::derive(move || {
            let record = self.record.read();
            let period = self.chosen();
            let targets = record.as_ref().map(|record| {
                let pledge = Pledge::read(&record.fields);
                pledge.targets.iter().map(|target| target.item).collect::<Vec<_>>()
            });
            let row = |item: u32| Row {
                key: (u128::from(item) << 8 | u128::from(period.code()), 0),
                draw: Arc::new(move || self.card(item, period)),
            };
            targets.unwrap_or_default().into_iter().map(row).collect::<Vec<_>>()
        });
        view! {
            <section class="stack" aria-label=locale.of(words::RESULTS)>
                <h3 class="section-title">{locale.of(words::RESULTS)}</h3>
                <div role="status">{live_if(move || self.overdue())}</div>
                <div class="side-by-side">
                    <SelectField input=input label=label empty="" groups=Signal::stored(groups)/>
                    {due}
                </div>
                <div class="targets">{keyed(rows)}</div>
                {self.shelf.astray()}
                {self.shelf.viewer()}
                {live_if(move || self.table())}
            </section>
        }
        .into_any()
    }

    /// What is missing or came late, by period.
    fn overdue(self) -> Option<AnyView> {
        let locale = self.app.locale;
        let reports = self.reports();
        if reports.is_empty() {
            return None;
        }
        let mut lines = Vec::new();
        for period in Period::ALL {
            let name = locale.of(words::period(period));
            let own = reports.iter().filter(|report| report.period == period);
            let (mut missing, mut late) = ((0, 0), (0, 0));
            for report in own {
                match report.state {
                    Due::Missing(days) => missing = (missing.0 + 1, days.max(missing.1)),
                    Due::Late(days) => late = (late.0 + 1, days.max(late.1)),
                    Due::Open | Due::InTime | Due::Undated => {}
                }
            }
            lines.extend((missing.0 > 0).then(|| words::missing(locale, name, missing.0, missing.1)));
            lines.extend((late.0 > 0).then(|| words::late(locale, name, late.0, late.1)));
        }
        if lines.is_empty() {
            let all_in_time = reports.iter().all(|report| report.state == Due::InTime);
            return all_in_time.then(|| {
                view! {
                    <Note tone=Tone::Done icon=Icon::Safe><p>{locale.of(words::ALL_REPORTED)}</p></Note>
                }
                .into_any()
            });
        }
        let lines: Vec<_> = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect();
        Some(view! { <Note tone=Tone::Wait icon=Icon::Clock><ul class="told">{lines}</ul></Note> }.into_any())
    }

    fn card(self, item: u32, period: Period) -> AnyView {
        let app = self.app;
        let locale = app.locale;
        let name = live_text(move || self.of(item, |target| target.name.to_owned()).unwrap_or_default());
        let plan = live_text(move || self.of(item, |target| promise::plan(app, target)).unwrap_or_default());
        let last = live_if(move || {
            let last =
                self.of(item, |target| target.last.map(|last| promise::figure(app, target, Some(last))));
            last.flatten().map(|last| figure(locale.of(words::LAST), last.into_any()))
        });
        let may = Memo::new(move |_| self.may_write());
        // What a result looks like may change while the pledge is open; what is typed outlives everything else.
        let look = Memo::new(move |_| self.of(item, |target| (target.kind, target.grade_line.to_owned())));
        let result = live(move || {
            let (kind, grades) = look.get().unwrap_or_default();
            if may.get() {
                self.result_field(item, period, kind, &grades)
            } else {
                self.result_read(item, period)
            }
        });
        let reached = live_if(move || self.of(item, |target| reached::draw(app, target, period)));
        let due = live_if(move || {
            let reports = self.reports();
            let own = reports.iter().find(|report| report.target == item && report.period == period)?;
            let (tone, icon) = match own.state {
                Due::Open | Due::Undated => (Tone::Plain, Icon::Clock),
                Due::InTime => (Tone::Done, Icon::Safe),
                Due::Missing(_) => (Tone::Grave, Icon::Alert),
                Due::Late(_) => (Tone::Wait, Icon::Alert),
            };
            Some(view! { <Chip tone=tone icon=icon word=words::due(locale, own.state)/> }.into_any())
        });
        let grown = live_if(move || {
            let growth = self.of(item, growth).flatten().filter(|_| period == Period::Year)?;
            let sign = if growth > 0 { "+" } else { "" };
            let text = [locale.of(words::GROWTH), ": ", sign, &format::percent(app, growth)].concat();
            Some(view! { <span class="small">{text}</span> }.into_any())
        });
        let note = live_if(move || may.get().then(|| self.note(item, period)));
        let evidence = self.shelf.of_result(item, period, may);
        view! {
            <div class="target">
                <p class="name" id=name_id(item)>{name}</p>
                {figure(app.pledge().plan, plan)}
                {last}
                {result}
                <div class="reached">
                    {reached}
                    <div class="chips">{due} {grown}</div>
                    {note}
                    {evidence}
                </div>
            </div>
        }
        .into_any()
    }

    /// The result, for those who may only read it.
    fn result_read(self, item: u32, period: Period) -> AnyView {
        let app = self.app;
        let read = move |target: &Target<'_>| promise::figure(app, target, target.result_of(period));
        let text = live_text(move || self.of(item, read).unwrap_or_default());
        figure(app.pledge().result, text)
    }

    /// What is typed, as the device knows it.
    fn known(self, field: Field) -> Memo<String> {
        let notation = self.app.locale.notation();
        Memo::new(move |_| {
            self.record.with(|record| {
                let value = record.as_ref().and_then(|record| record.fields.get(&field));
                value.map(|value| entry::write_of(KIND, field, value, notation)).unwrap_or_default()
            })
        })
    }

    /// A field that is written when it is left. What is typed is not overwritten by what arrives meanwhile.
    fn written(self, field: Field, dated: Option<Field>) -> Input {
        let known = self.known(field);
        let text = RwSignal::new(known.get_untracked());
        let error = RwSignal::new(None);
        Effect::new(move |before: Option<String>| {
            let now = known.get();
            if before.is_none_or(|before| before == text.get_untracked()) {
                text.set(now.clone());
            }
            now
        });
        let left = Callback::new(move |()| {
            let typed = text.get_untracked();
            if typed.trim() == known.get_untracked() {
                return;
            }
            match judged(field, &typed, self.app) {
                Ok(value) => self.save(field, value, dated, text, error),
                Err(fault) => error.set(Some(faults::entry(self.app, KIND, fault))),
            }
        });
        // The way back of the browser takes the field away without leaving it first.
        on_cleanup(move || {
            let _gone = left.try_run(());
        });
        Input { text, error, left, ..Input::new() }
    }

    fn result_field(self, item: u32, period: Period, kind: TargetKind, grades: &str) -> AnyView {
        let app = self.app;
        let locale = app.locale;
        let field = Field::of_item(period.result().number, item);
        let input = self.written(field, Some(Field::of_item(period.day().number, item)));
        let label =
            Label { id: EntryName::Of(field).id(), label: app.pledge().result, optional: "", help: "" };
        let select = |named: Vec<String>, label: Label| {
            let choice = |(code, word): (usize, String)| Choice { value: code.to_string(), word };
            let choices = (1..).zip(named).map(choice).collect();
            let groups = Signal::stored(vec![Group { heading: "", choices }]);
            let empty = app.pledge().no_result;
            view! { <SelectField input=input label=label empty=empty groups=groups/> }.into_any()
        };
        let control = match kind {
            TargetKind::Number => {
                view! { <TextField input=input label=label keys=Keys::Decimal/> }.into_any()
            }
            TargetKind::YesNo => {
                let named = [words::YES, words::NO].map(|word| locale.of(word).to_owned()).to_vec();
                select(named, label)
            }
            TargetKind::Grade => {
                let named = grades.split(';').map(str::trim).filter(|grade| !grade.is_empty());
                select(named.map(str::to_owned).collect(), label)
            }
        };
        // Offered and never written by itself: not every figure can be added up.
        let sum = live_if(move || {
            let sum = self.of(item, |target| {
                let is_open = target.result_of(period).is_none();
                suggested(target, period).filter(|_| is_open)
            });
            let sum = decimal::format(sum.flatten()?, locale.notation());
            let word = [locale.of(words::SUM_UP), &sum].concat();
            let press = move |_| {
                input.text.set(sum.clone());
                input.leave();
            };
            Some(
                view! { <button type="button" class="button plain" on:click=press>{word}</button> }
                    .into_any(),
            )
        });
        let enter = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            input.leave();
        };
        view! {
            <form class="result" aria-labelledby=name_id(item) on:submit=enter>
                {control}
                {sum}
            </form>
        }
        .into_any()
    }

    fn note(self, item: u32, period: Period) -> AnyView {
        let field = Field::of_item(period.note().number, item);
        let input = self.written(field, None);
        let label = self.app.locale.of(words::NOTE);
        let label = Label { id: EntryName::Of(field).id(), label, optional: "", help: "" };
        view! {
            <details>
                <summary>{self.app.locale.of(words::NOTE)}</summary>
                <TextField input=input label=label keys=Keys::Prose/>
            </details>
        }
        .into_any()
    }

    /// Writes a value, and with the first result of a period the day on which it came.
    fn save(
        self,
        field: Field,
        value: Value,
        dated: Option<Field>,
        text: RwSignal<String>,
        error: RwSignal<Option<String>>,
    ) {
        let (app, book, toaster) = (self.app, self.book, self.toaster);
        let Some(record) = self.record.get_untracked() else { return };
        let mut changes = Fields::new();
        if let Some(day) = dated {
            let is_dated = record.fields.get(&day).is_some_and(|day| *day != Value::Null);
            let today = web::today().map(|today| Value::from(today.to_string().as_str()));
            match (value == Value::Null, is_dated, today) {
                (true, true, _) => _ = changes.insert(day, Value::Null),
                (false, false, Some(today)) => _ = changes.insert(day, today),
                _ => {}
            }
        }
        // As the number will be shown, so that it is not taken for something that is still being typed.
        text.set(entry::write_of(KIND, field, &value, app.locale.notation()));
        changes.insert(field, value);
        let id = record.id;
        spawn_local(async move {
            match book.edit(id, changes, None).await {
                Ok(()) => toaster.say(app.form().saved),
                Err(failed) => {
                    let _gone = error.try_set(Some(faults::book(app, failed)));
                }
            }
        });
    }

    /// All periods beside each other; on a phone each target is a card of its own.
    fn table(self) -> Option<AnyView> {
        let app = self.app;
        let locale = app.locale;
        let record = self.record.get()?;
        let pledge = Pledge::read(&record.fields);
        let shown: Vec<Period> = Period::ALL
            .into_iter()
            .filter(|period| pledge.targets.iter().any(|target| target.result_of(*period).is_some()))
            .collect();
        if shown.is_empty() {
            return None;
        }
        let heads: Vec<_> = shown
            .iter()
            .map(|period| view! { <th scope="col">{locale.of(words::period(*period))}</th> })
            .collect();
        let row = |target: &Target<'_>| {
            let cells: Vec<_> = shown
                .iter()
                .map(|period| {
                    let told = promise::figure(app, target, target.result_of(*period));
                    view! { <td data-label=locale.of(words::period(*period))>{told}</td> }
                })
                .collect();
            let grown = growth(target).map(|growth| format::percent(app, growth)).unwrap_or_default();
            view! {
                <tr>
                    <th scope="row">{target.name.to_owned()}</th>
                    <td data-label=app.pledge().plan>{promise::plan(app, target)}</td>
                    {cells}
                    <td data-label=locale.of(words::OF_PLAN)>{reached::words(app, target, Period::Year)}</td>
                    <td data-label=locale.of(words::GROWTH)>{grown}</td>
                </tr>
            }
        };
        let rows: Vec<_> = pledge.targets.iter().map(row).collect();
        Some(
            view! {
                <details>
                    <summary>{locale.of(words::TABLE)}</summary>
                    <div
                        class="sideways"
                        tabindex="0"
                        role="region"
                        aria-label=locale.of(words::TABLE)
                    >
                        <table class="then-and-now">
                            <thead>
                                <tr>
                                    <th scope="col">{locale.of(words::TARGET)}</th>
                                    <th scope="col">{app.pledge().plan}</th>
                                    {heads}
                                    <th scope="col">{locale.of(words::OF_PLAN)}</th>
                                    <th scope="col">{locale.of(words::GROWTH)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </details>
            }
            .into_any(),
        )
    }
}

/// A figure under its name, as tall as a field is.
fn figure(name: &'static str, text: AnyView) -> AnyView {
    view! { <p class="figure-line"><span class="small">{name}</span><span class="number">{text}</span></p> }
        .into_any()
}

fn name_id(item: u32) -> String {
    [&EntryName::Of(Field::of_item(TARGET_NAME.number, item)).id(), "-name"].concat()
}

fn judged(field: Field, typed: &str, words: &Words) -> Result<Value, EntryFault> {
    let value = entry::read(KIND, field, typed, words.locale.notation())?;
    schema::check_change(KIND, field, &value).map_err(EntryFault::Value)?;
    Ok(value)
}
