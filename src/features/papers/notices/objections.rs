//! What was said against a notice, and how it was settled: recorded on the notice itself, one after the other.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::notice::{self, ANSWER, OBJECTED_ON, OBJECTED_TO, OBJECTION, OBJECTOR, Objection};
use thidua_domain::record::{Field, Fields};

use super::super::small_form::Asked;
use super::super::{dossiers, words as of_papers};
use super::detail::Detail;
use super::words;
use crate::book::{BookError, RecordView};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::field::{Choice, Group, Keys, Label, SelectField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button};
use crate::locale::{faults, format};
use crate::web;

/// What is being written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    /// A new objection.
    New,
    /// The answer to the objection of an item.
    Answer(u32),
}

/// The objections of one notice. `Copy`: the signals live as long as the screen, and so does what is typed.
#[derive(Clone, Copy)]
pub(super) struct Objections {
    open: RwSignal<Option<Writing>>,
    failed: RwSignal<Option<BookError>>,
    objector: Asked,
    day: Asked,
    text: Asked,
    of: Asked,
    answer: Asked,
}

impl Objections {
    /// Of a screen.
    pub(super) fn new(detail: Detail) -> Self {
        let locale = detail.app.locale;
        Self {
            open: RwSignal::new(None),
            failed: RwSignal::new(None),
            objector: Asked::new(locale),
            day: Asked::today(locale),
            text: Asked::new(locale),
            of: Asked::new(locale),
            answer: Asked::new(locale),
        }
    }

    fn write(self, detail: Detail, changes: Fields, done: fn(Objections)) {
        let (book, toaster, words) = (detail.book, detail.toaster, detail.app.form().saved);
        self.failed.set(None);
        spawn_local(async move {
            match book.edit(detail.id, changes, None).await {
                Ok(()) => {
                    toaster.say(words);
                    if self.open.try_set(None).is_none() {
                        done(self);
                    }
                }
                Err(error) => _ = self.failed.try_set(Some(error)),
            }
        });
    }

    /// Records a new objection.
    fn object(self, detail: Detail) {
        let (text, day) = (self.text.words(), self.day.day());
        let (Some(text), Some(day)) = (text, day) else { return };
        let record = detail.record.get_untracked();
        let began = record.and_then(|record| notice::days(&record.fields)).map(|(first, _)| first);
        if began.is_some_and(|began| day < began) {
            return self.day.complain(detail.app.locale.of(words::BEFORE_NOTICE));
        }
        let item = web::random_item();
        let of = |field: Field| Field::of_item(field.number, item);
        let mut changes = Fields::from_iter([
            (of(OBJECTION), text.as_str().into()),
            (of(OBJECTED_ON), day.to_string().as_str().into()),
        ]);
        let typed = |field: Asked| field.input.text.with_untracked(|text| text.trim().to_owned());
        for (field, text) in [(OBJECTOR, typed(self.objector)), (OBJECTED_TO, typed(self.of))] {
            if !text.is_empty() {
                let text = thidua_domain::text::compose(&text).into_owned();
                changes.insert(of(field), text.as_str().into());
            }
        }
        self.write(detail, changes, |own| {
            own.objector.clear();
            own.text.clear();
            own.of.clear();
        });
    }

    /// Records how an objection was settled.
    fn answer(self, detail: Detail, item: u32) {
        let Some(text) = self.answer.words() else { return };
        let field = Field::of_item(ANSWER.number, item);
        self.write(detail, Fields::from_iter([(field, text.as_str().into())]), |own| own.answer.clear());
    }
}

/// The objections, and the way to record one.
pub(super) fn draw(detail: Detail, own: Objections) -> AnyView {
    let locale = detail.app.locale;
    // Drawn by what is recorded; what is being typed stands apart.
    let said = live_if(move || {
        let record = detail.record.get()?;
        let all = notice::objections(&record.fields);
        if all.is_empty() {
            return Some(view! { <p class="muted">{locale.of(words::NO_OBJECTIONS)}</p> }.into_any());
        }
        let cards = all.iter().map(|objection| card(detail, own, objection)).collect_view();
        Some(view! { <ul class="rows">{cards}</ul> }.into_any())
    });
    let add = live(move || match own.open.get() {
        Some(Writing::New) => new(detail, own),
        _ if !detail.may_write() => ().into_any(),
        _ => button(Weight::Other, Some(Icon::Plus), locale.of(words::ADD_OBJECTION), move |()| {
            own.open.set(Some(Writing::New));
        }),
    });
    let failed = live_if(move || {
        let words = faults::book(detail.app, own.failed.get()?);
        Some(view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{words}</p></Note> }.into_any())
    });
    view! {
        <section class="stack" aria-label=locale.of(words::OBJECTIONS)>
            <h3 class="section-title">{locale.of(words::OBJECTIONS)}</h3>
            {said}
            <div role="status">{failed}</div>
            <div>{add}</div>
        </section>
    }
    .into_any()
}

fn card(detail: Detail, own: Objections, objection: &Objection<'_>) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let item = objection.item;
    let who = if objection.objector.is_empty() { locale.of(words::UNNAMED) } else { objection.objector };
    let day = objection.day.and_then(|day| format::civil(&day.to_string()));
    let line = [Some(who.to_owned()), day].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let of =
        objection.of.map(|id| (id, dossiers::by_id(detail.book).get(&id).cloned())).map(|(id, record)| {
            let name = record.map_or_else(
                || locale.of(of_papers::NOT_HERE).to_owned(),
                |record| dossiers::name(app, &record),
            );
            view! { <a href=dossiers::address(id)>{name}</a> }.into_any()
        });
    let of = of.unwrap_or_else(|| view! { <span>{locale.of(words::WHOLE_LIST)}</span> }.into_any());
    let is_answered = !objection.answer.is_empty();
    let (tone, icon, word) = if is_answered {
        (Tone::Done, Icon::Tick, words::ANSWERED)
    } else {
        (Tone::Grave, Icon::Alert, words::UNANSWERED)
    };
    let said = objection.answer.to_owned();
    let answer = is_answered.then(|| {
        view! {
            <dl class="facts"><div class="whole">
                <dt>{locale.of(words::ANSWER)}</dt><dd class="prose">{said.clone()}</dd>
            </div></dl>
        }
    });
    let begin = locale.of(if is_answered { words::CHANGE_ANSWER } else { words::DO_ANSWER });
    let way = live(move || {
        if !detail.may_write() {
            return ().into_any();
        }
        if own.open.get() != Some(Writing::Answer(item)) {
            let said = said.clone();
            return button(Weight::Other, Some(Icon::Pencil), begin, move |()| {
                own.answer.input.text.set(said.clone());
                own.open.set(Some(Writing::Answer(item)));
            });
        }
        view! {
            <div class="stack">
                {own.answer.draw("answer", locale.of(words::ANSWER), "", Keys::Prose)}
                <div class="buttons">
                    {button(Weight::Other, None, locale.of(of_papers::CANCEL), move |()| own.open.set(None))}
                    {button(Weight::Primary, Some(Icon::Tick), app.form().save, move |()| own.answer(detail, item))}
                </div>
            </div>
        }
        .into_any()
    });
    view! {
        <li>
            <div class="row">
                <span class="line">{line}</span>
                <span class="prose">{objection.text.to_owned()}</span>
                <span class="line">{locale.of(words::OBJECTED_TO)} ": " {of}</span>
                <span class="foot chips"><Chip tone=tone icon=icon word=locale.of(word)/></span>
                {answer}
                <div>{way}</div>
            </div>
        </li>
    }
    .into_any()
}

fn new(detail: Detail, own: Objections) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let choices = Signal::derive(move || {
        let choice = |record: &Arc<RecordView>| Choice {
            value: record.id.to_string(),
            word: [dossiers::name(app, record), " · ".to_owned(), dossiers::award(app, record).to_owned()]
                .concat(),
        };
        vec![Group { heading: "", choices: detail.listed().iter().map(choice).collect() }]
    });
    let label =
        Label { id: "objected-to".to_owned(), label: locale.of(words::OBJECTED_TO), optional: "", help: "" };
    let whole_list = locale.of(words::WHOLE_LIST);
    view! {
        <div class="card stack" role="group" aria-label=locale.of(words::ADD_OBJECTION)>
            {own.objector.draw("objector", locale.of(words::OBJECTOR), locale.of(words::OBJECTOR_HELP), Keys::Name)}
            {own.day.draw("objected-on", locale.of(words::OBJECTED_ON), locale.of(of_papers::DAY_HELP), Keys::Line)}
            <SelectField input=own.of.input label=label empty=whole_list groups=choices/>
            {own.text.draw("objection", locale.of(words::OBJECTION), "", Keys::Prose)}
            <div class="buttons">
                {button(Weight::Other, None, locale.of(of_papers::CANCEL), move |()| own.open.set(None))}
                {button(Weight::Primary, Some(Icon::Tick), app.form().save, move |()| own.object(detail))}
            </div>
        </div>
    }
    .into_any()
}
