//! The form in which one scores a member: each criterion with its maximum, what was computed, what was given before, and the points;
//! why, where they differ. Saved at any time; what counts is only what the scorer is done with.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use thidua_domain::access;
use thidua_domain::bloc::{Bloc, Points};
use thidua_domain::decimal;
use thidua_domain::fault::Fault;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind};
use thidua_domain::score::{self, DAY, NOTE, POINTS, REASON, Role, Score};

use super::items::of;
use super::{Around, part_address, points, sheet, unit_name, words};
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, BookError, DraftKey, RecordView, Session, use_book};
use crate::components::empty::Empty;
use crate::components::field::{Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{flag, live, live_if};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button};
use crate::components::toast::use_toaster;
use crate::features::section::absent;
use crate::features::settle::{self, Settling};
use crate::features::whereabouts::use_whereabouts;
use crate::forms::entry::{self, EntryName};
use crate::forms::foot::{FormFoot, Resumed};
use crate::forms::form::{Doing, Form, texts_of};
use crate::locale::{Words, faults, format, words as of_app};
use crate::web;

const KIND: RecordKind = RecordKind::Score;

/// The screen, at the address of a score.
pub(super) fn screen() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let place = use_whereabouts();
    use_section(SectionTitle { title: app.nav().scores, home: "/scores", back: Some("/blocs"), place: None });
    let id = Memo::new(move |_| place.get().record());
    let body = live(move || match id.get() {
        Some(id) => shown(app, book, id),
        None => unsaved(app, book),
    });
    view! { <OnePane>{body}</OnePane> }.into_any()
}

/// A score that the endpoint did not take waits here as a draft, and can be made anew.
fn unsaved(app: &'static Words, book: Book) -> AnyView {
    let locale = app.locale;
    let key = DraftKey::New(KIND);
    let failed: RwSignal<Option<BookError>> = RwSignal::new(None);
    let navigate = use_navigate();
    let made = Callback::new(move |id: RecordId| {
        navigate(&["/scores/", &id.to_string()].concat(), Default::default());
    });
    let again = move |()| {
        let drafts = book.drafts().get_untracked();
        let Some(draft) = drafts.iter().find(|draft| draft.key == key) else { return };
        let mut fields = Fields::new();
        for (name, text) in &draft.texts {
            if let Some(EntryName::Of(field)) = EntryName::parse(name)
                && let Ok(value) = entry::read(KIND, field, text, locale.notation())
            {
                fields.insert(field, value);
            }
        }
        let place = draft.texts.get(&EntryName::Place.to_string()).and_then(|place| place.parse().ok());
        let Some(place) = place.map(PartitionId) else { return };
        spawn_local(async move {
            match book.create(KIND, place, fields, key).await {
                Ok(id) => _ = made.try_run(id),
                Err(error) => _ = failed.try_set(Some(error)),
            }
        });
    };
    live(move || {
        let is_there = book.drafts().with(|drafts| drafts.iter().any(|draft| draft.key == key));
        let (title, text) = (app.nav().scores, if is_there { words::UNSAVED } else { words::SCORES_HELP });
        let act =
            is_there.then(|| button(Weight::Primary, Some(Icon::Return), locale.of(words::MAKE_ANEW), again));
        let failed = live_if(move || {
            let text = faults::book(app, failed.get()?);
            Some(view! { <p class="said grave">{Icon::Alert.draw()} <span>{text}</span></p> }.into_any())
        });
        view! {
            <Empty icon=Icon::Work title=title text=locale.of(text)>
                {act}
                <div role="alert">{failed}</div>
            </Empty>
        }
        .into_any()
    })
}

fn shown(app: &'static Words, book: Book, id: RecordId) -> AnyView {
    let (Some(session), Some(record)) = (book.session().get_untracked(), untrack(|| book.record(id))) else {
        return absent();
    };
    let bloc = Score::read(&record.fields).bloc.and_then(|bloc| untrack(|| book.record(bloc)));
    let Some(bloc) = bloc else {
        let (title, text) = (app.record().absent, app.locale.of(words::BLOC_ABSENT));
        return view! { <Empty icon=Icon::Search title=title text=text/> }.into_any();
    };
    let before = Some(&record.fields);
    let may = access::may_write(&session.account, KIND, record.partition, before, &Fields::new()).is_ok();
    if record.deleted || !may {
        let (title, text) = (app.nav().scores, app.locale.of(words::NOT_YOUR_SCORE));
        return view! { <Empty icon=Icon::Key title=title text=text/> }.into_any();
    }
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let record = untrack(|| book.record(id)).unwrap_or_else(|| Arc::clone(&record));
        let form = Form::open(book, app, KIND, DraftKey::Edit(id), texts_of(&record, app, &[]));
        let screen = Screen {
            app,
            book,
            form,
            session: StoredValue::new(Arc::clone(&session)),
            bloc: StoredValue::new(Arc::clone(&bloc)),
            record: StoredValue::new(record),
        };
        whole(screen, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    app: &'static Words,
    book: Book,
    form: Form,
    session: StoredValue<Arc<Session>>,
    bloc: StoredValue<Arc<RecordView>>,
    record: StoredValue<Arc<RecordView>>,
}

/// What stands beside one criterion.
#[derive(Clone)]
struct Beside {
    item: u32,
    name: String,
    section: String,
    max: Points,
    kind: String,
    computed: String,
    /// What holds where nothing is entered.
    by_formula: Option<Points>,
    /// The points that were there before, with whose they are; what differs from them needs a word.
    before: Option<(String, Points)>,
    /// What other scores say, in words.
    others: Vec<String>,
}

impl Screen {
    fn score<T>(self, read: impl Fn(&Score<'_>) -> T) -> T {
        self.record.with_value(|record| read(&Score::read(&record.fields)))
    }

    /// The criteria, each with what stands beside it. Does not track: a form that is open is not moved under one's hands.
    fn lines(self) -> Vec<Beside> {
        let locale = self.app.locale;
        let bloc = self.bloc.get_value();
        let around = untrack(|| Around::of(self.book, &bloc));
        let (Some(contest), Some(unit)) = (around.contest(), self.score(|score| score.unit)) else {
            return Vec::new();
        };
        let role = self.score(|score| score.role);
        let own_id = self.record.with_value(|record| record.id);
        let session = self.session.get_value();
        let of_unit = contest.sheet(unit);
        let read = around.read();
        let line = |line: &score::Line<'_>| {
            let given = |wanted: Role| {
                let mut all = of_unit.columns.iter().zip(&line.given);
                all.find(|(column, _)| column.role == wanted && column.record != own_id)
                    .and_then(|(_, given)| given.points)
                    .map(|points| (locale.of(words::role(wanted)).to_owned(), points))
            };
            let by_formula =
                line.computed.points().map(|points| (locale.of(words::COMPUTED).to_owned(), points));
            let before = match role {
                Some(Role::Own) | None => by_formula,
                Some(Role::Cross | Role::Verification) => given(Role::Own).or(by_formula),
                Some(Role::Council) => given(Role::Verification).or_else(|| given(Role::Own)).or(by_formula),
            };
            let others = of_unit
                .columns
                .iter()
                .zip(&line.given)
                .filter(|(column, _)| column.record != own_id)
                .filter_map(|(column, given)| {
                    let by = column.by.filter(|_| column.role == Role::Cross);
                    let by = by.map(|by| [" (", &unit_name(Some(&session), by), ")"].concat());
                    let role = [locale.of(words::role(column.role)), &by.unwrap_or_default()].concat();
                    let reason = if given.reason.is_empty() {
                        String::new()
                    } else {
                        [" – ", given.reason].concat()
                    };
                    Some([&role, ": ", &points(locale, given.points?), &reason].concat())
                })
                .collect();
            let section =
                read.table.sections.iter().find(|section| Some(section.item) == line.criterion.section);
            Beside {
                item: line.criterion.item,
                name: line.criterion.name.to_owned(),
                section: section.map(|section| section.name).unwrap_or_default().to_owned(),
                max: line.criterion.max,
                kind: words::kind_short(locale, line.criterion.kind).to_owned(),
                computed: sheet::computed(locale, line.computed),
                by_formula: line.computed.points(),
                before,
                others,
            }
        };
        of_unit.lines.iter().map(line).collect()
    }

    /// The points that are typed, as far as they can be read. Tracks.
    fn typed(self, item: u32) -> Option<Points> {
        let text = self.form.of(of(POINTS, item)).text();
        decimal::parse(&text, self.app.locale.notation()).ok().and_then(Points::of_decimal)
    }

    fn is_done(self) -> bool {
        !self.form.of(DAY).input.text.read().is_empty()
    }

    /// Checks everything and, where it is right, saves.
    fn save(self, lines: &[Beside], saved: Callback<()>) {
        if untrack(|| self.form.is_saving()) {
            return;
        }
        self.note_what_was_seen();
        let (values, wrong) = self.form.values(self.app.locale.notation());
        let filled = entry::filled(&values);
        let bloc = self.bloc.get_value();
        let table = Bloc::read(&bloc.fields).table;
        let told =
            |fault: &Fault| !wrong.iter().any(|(name, _)| fault.field().map(EntryName::Of) == Some(*name));
        let mut faults = score::check(&filled, Some(&table));
        if untrack(|| self.is_done()) {
            let before = |item: u32| {
                lines.iter().find(|line| line.item == item).and_then(|line| Some(line.before.as_ref()?.1))
            };
            faults.extend(score::missing_reasons(&filled, &table, before));
        }
        faults.retain(told);
        let over: Vec<(Field, i64)> = faults
            .iter()
            .filter_map(|fault| match fault {
                Fault::OverMaximum { field, max } => Some((*field, *max)),
                _ => None,
            })
            .collect();
        let unreasoned: Vec<Field> = faults
            .iter()
            .filter_map(|fault| match fault {
                Fault::Missing(field) if field.number == REASON.number => Some(*field),
                _ => None,
            })
            .collect();
        let good = self.form.judge(wrong, faults);
        let locale = self.app.locale;
        // The figure belongs to the sentence.
        for (field, max) in over {
            let told = words::over(locale, &points(locale, Points(max)));
            self.form.of(field).input.error.set(Some(told));
        }
        for field in unreasoned {
            self.form.of(field).input.error.set(Some(locale.of(words::REASON_MISSING).to_owned()));
        }
        if !good {
            return;
        }
        let (id, place) = self.record.with_value(|record| (record.id, record.partition));
        let done = Callback::new(move |_: RecordId| saved.run(()));
        self.form.save(Some(id), place, &values, done);
    }

    /// The table and the results that are before the scorer's eyes go with what they save.
    fn note_what_was_seen(self) {
        let bloc = self.bloc.get_value();
        let around = untrack(|| Around::of(self.book, &bloc));
        let (Some(contest), Some(unit)) = (around.contest(), self.score(|score| score.unit)) else { return };
        let own = contest.pledge(unit).map(|(_, fields)| fields);
        for (field, value) in &score::seen(&bloc.fields, own) {
            let text = value.as_text().unwrap_or_default().to_owned();
            self.form.of(*field).input.text.set(text);
        }
    }
}

fn whole(screen: Screen, again: Callback<()>) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let locale = app.locale;
    let (toaster, navigate) = (use_toaster(), use_navigate());
    let back = part_address(screen.bloc.with_value(|bloc| bloc.id), "scoring");
    let to = back.clone();
    let saved = Callback::new(move |()| {
        toaster.say(app.form().saved);
        navigate(&to, Default::default());
    });
    let session = screen.session.get_value();
    let role = screen.score(|score| score.role).map(|role| locale.of(words::role(role)));
    let unit = screen.score(|score| score.unit).map(|unit| unit_name(Some(&session), unit));
    let title = [role.unwrap_or_default(), ": ", &unit.unwrap_or_default()].concat();
    web::set_title(&title);
    let lines = StoredValue::new(screen.lines());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        lines.with_value(|lines| screen.save(lines, saved));
    };
    let mut section = None;
    let mut rows = Vec::new();
    for line in lines.get_value() {
        let heading = (section.as_ref() != Some(&line.section)).then(|| {
            section = Some(line.section.clone());
            let name = if line.section.is_empty() {
                locale.of(words::LOOSE).to_owned()
            } else {
                line.section.clone()
            };
            view! { <h3 class="section-title">{name}</h3> }
        });
        rows.push(view! { {heading} {criterion(screen, &line)} }.into_any());
    }
    let missing = Signal::derive(move || {
        let left = lines.with_value(|lines| {
            let is_open = |line: &&Beside| screen.typed(line.item).is_none() && line.by_formula.is_none();
            lines.iter().filter(is_open).count()
        });
        if left == 0 { String::new() } else { words::left(locale, left) }
    });
    let total = live_if(move || {
        // Once what is typed was kept: not with every letter.
        form.kept_at.track();
        let bloc = screen.bloc.get_value();
        let table = Bloc::read(&bloc.fields).table;
        let total = score::Total::of(&table, |criterion| {
            untrack(|| screen.typed(criterion.item)).or_else(|| {
                lines.with_value(|lines| lines.iter().find(|line| line.item == criterion.item)?.by_formula)
            })
        });
        let text = [locale.of(words::TOTAL_OF), ": ", &points(locale, total.sum)].concat();
        Some(view! { <p class="said">{Icon::Work.draw()} <strong>{text}</strong></p> }.into_any())
    });
    let record = screen.record.get_value();
    let conflicts = settle::all_conflicts(Settling::new(screen.book, app), Some(&session), &record);
    let note = Label {
        id: EntryName::Of(NOTE).id(),
        label: locale.of(words::NOTE),
        optional: app.form().optional,
        help: "",
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2 tabindex="-1">{title}</h2>
            <p class="help">{locale.of(words::SCORE_HELP)}</p>
            <Resumed form=form words=app on_discard=again/>
            {conflicts}
            <fieldset>
                <legend>{locale.of(words::POINTS)}</legend>
                {rows}
            </fieldset>
            <fieldset>
                <legend>{locale.of(words::FINISH)}</legend>
                <div role="status">{total}</div>
                <TextField input=form.of(NOTE).input label=note keys=Keys::Prose/>
                {done(screen)}
            </fieldset>
            <FormFoot form=form words=app missing=missing back=back/>
        </form>
    }
    .into_any()
}

/// One criterion.
fn criterion(screen: Screen, line: &Beside) -> AnyView {
    let (form, app) = (screen.form, screen.app);
    let locale = app.locale;
    let item = line.item;
    let label = move |field, word, optional| Label {
        id: EntryName::Of(of(field, item)).id(),
        label: locale.of(word),
        optional,
        help: "",
    };
    let max = [locale.of(words::MAX), ": ", &points(locale, line.max), " ", &line.kind].concat();
    let computed = [locale.of(words::COMPUTED), ": ", &line.computed].concat();
    let others: Vec<_> = line.others.iter().map(|other| view! { <li>{other.clone()}</li> }).collect();
    let others = (!others.is_empty()).then(|| view! { <ul class="told small">{others}</ul> });
    let (given, reason) = (form.of(of(POINTS, item)).input, form.of(of(REASON, item)).input);
    let before = line.before.clone();
    let differs = Memo::new(move |_| {
        let (whose, before) = before.clone()?;
        screen.typed(item).filter(|typed| *typed != before).map(|_| (whose, before))
    });
    let shows = Memo::new(move |_| {
        differs.get().is_some()
            || reason.error.with(Option::is_some)
            || reason.text.with(|text| !text.is_empty())
    });
    let why = live_if(move || {
        shows.get().then(|| {
            let label = label(REASON, words::REASON, "");
            view! { <TextField input=reason label=label keys=Keys::Prose/> }.into_any()
        })
    });
    let differ = live_if(move || {
        let (whose, before) = differs.get()?;
        let word = words::differs_from(locale, &whose, &points(locale, before));
        Some(view! { <p class="said">{Icon::Two.draw()} <span>{word}</span></p> }.into_any())
    });
    let take = line.before.clone().map(|(_, before)| {
        let word = words::take(locale, &points(locale, before));
        let text = points(locale, before);
        let press = move |_| given.take(text.clone());
        view! { <button type="button" class="button plain" on:click=press>{word}</button> }
    });
    view! {
        <div class="target-edit" role="group" aria-label=line.name.clone()>
            <p><strong>{line.name.clone()}</strong></p>
            <p class="small">{[max, computed].join(" · ")}</p>
            {others}
            <div class="side-by-side">
                <TextField input=given label=label(POINTS, words::POINTS, "") keys=Keys::Decimal/>
                {take}
            </div>
            <div role="status">{differ}</div>
            {why}
        </div>
    }
    .into_any()
}

/// Whether the scorer is done: then it counts.
fn done(screen: Screen) -> AnyView {
    let (app, input) = (screen.app, screen.form.of(DAY).input);
    let locale = app.locale;
    let press = move |event| {
        let today = web::today().and_then(|day| format::civil(&day.to_string())).unwrap_or_default();
        input.take(if event_target_checked(&event) { today } else { String::new() });
    };
    let stale = live_if(move || {
        let is_wrong = matches!(screen.form.doing.get(), Doing::Mending) && screen.is_done();
        is_wrong.then(|| view! { <p class="help">{locale.of(words::DONE_ASKS)}</p> }.into_any())
    });
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=flag(move || screen.is_done()) on:change=press/>
            <span>{locale.of(words::DONE)} <span class="help">{locale.of(words::DONE_HELP)}</span></span>
        </label>
        {stale}
    }
    .into_any()
}
