//! The register of a year's decisions by number: each number once, and what stands where one is left out.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::decision::numbers::{Line, register};
use thidua_domain::decision::{ABOUT, DAY, SIGNER, YEAR};
use thidua_domain::record::{Field, RecordId, Value};

use super::super::words as of_papers;
use super::list::chip;
use super::{KIND, address, title, words};
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, RecordView, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::narrow::NarrowSelect;
use crate::components::panes::OnePane;
use crate::components::press::{Weight, link};
use crate::locale::{Words, format, words as of_app};
use crate::order;

/// The screen.
pub(super) fn screen() -> AnyView {
    let (app, book) = (of_app(), use_book());
    use_section(SectionTitle {
        title: app.nav().decisions,
        home: "/decisions",
        back: Some("/decisions"),
        place: None,
    });
    let locale = app.locale;
    let decisions = book.records(KIND);
    let year_of = |record: &Arc<RecordView>| record.fields.get(&YEAR).and_then(Value::as_int);
    let years = Memo::new(move |_| order::years(decisions.read().iter().filter_map(year_of)));
    let chosen = RwSignal::new(String::new());
    let newest = move || years.read().first().copied();
    let choices = Signal::derive(move || {
        let choice = |year: &i64| Choice { value: year.to_string(), word: year.to_string() };
        vec![Group { heading: "", choices: years.read().iter().skip(1).map(choice).collect() }]
    });
    let select = live(move || {
        if years.read().len() < 2 {
            return ().into_any();
        }
        let (label, all) = (locale.of(words::YEAR), locale.of(words::NEWEST));
        view! { <NarrowSelect chosen=chosen label=label all=all choices=choices/> }.into_any()
    });
    let body = live(move || {
        let year = chosen.read().parse().ok().or_else(newest).unwrap_or_default();
        table(app, book, year)
    });
    view! {
        <OnePane>
            {link(Weight::OtherWide, Some(Icon::Back), app.record().back_to_list, "/decisions")}
            <h2 tabindex="-1">{locale.of(words::REGISTER)}</h2>
            <div class="filters">{select}</div>
            <div class="stack">{body}</div>
        </OnePane>
    }
    .into_any()
}

fn table(app: &'static Words, book: Book, year: i64) -> AnyView {
    let locale = app.locale;
    let decisions = book.records(KIND).get();
    let year_code = u16::try_from(year).unwrap_or_default();
    let lines = register(decisions.iter().map(|record| (record.id, &record.fields)), year_code);
    if lines.is_empty() {
        return view! { <p class="muted">{locale.of(words::REGISTER_EMPTY)}</p> }.into_any();
    }
    let unexplained =
        lines.iter().filter(|line| matches!(line, Line::LeftOut { reason, .. } if reason.is_empty())).count();
    let head = if unexplained == 0 {
        view! { <Note tone=Tone::Done icon=Icon::Tick><p>{locale.of(words::NO_GAPS)}</p></Note> }.into_any()
    } else {
        view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{words::gaps(locale, unexplained)}</p></Note> }
            .into_any()
    };
    let find = |id: &RecordId| decisions.iter().find(|record| record.id == *id);
    let rows = lines.iter().map(|line| match line {
        Line::Given { decision, .. } => find(decision).map(|record| given(app, record)),
        Line::LeftOut { first, last, reason } => Some(left_out(app, *first, *last, reason)),
    });
    let rows: Vec<_> = rows.collect();
    let heading = [app.record().year, " ", &year.to_string()].concat();
    view! { <h3 class="section-title">{heading}</h3> {head} <ul class="rows">{rows}</ul> }.into_any()
}

fn given(app: &'static Words, record: &RecordView) -> AnyView {
    let said = |field: Field| record.fields.get(&field).and_then(Value::as_text).unwrap_or_default();
    let count = thidua_domain::decision::nominations(&record.fields).count();
    let parts = [
        format::civil(said(DAY)).unwrap_or_default(),
        said(SIGNER).to_owned(),
        of_papers::dossiers(app.locale, count),
    ];
    let line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <a class="row" href=address(record.id)>
                <span class="name">{title(app, record)}</span>
                <span class="line">{said(ABOUT).to_owned()}</span>
                <span class="line">{line}</span>
                <span class="foot"><span class="chips">{chip(app, record)}</span></span>
            </a>
        </li>
    }
    .into_any()
}

fn left_out(app: &'static Words, first: u32, last: u32, reason: &str) -> AnyView {
    let locale = app.locale;
    let (tone, reason) = if reason.is_empty() {
        (Tone::Grave, locale.of(words::NO_REASON).to_owned())
    } else {
        (Tone::Plain, reason.to_owned())
    };
    let icon = if tone == Tone::Grave { Icon::Alert } else { Icon::Pencil };
    view! {
        <li>
            <Note tone=tone icon=icon>
                <p><strong>{words::left_out(locale, first, last)}</strong></p>
                <p class="prose">{reason}</p>
            </Note>
        </li>
    }
    .into_any()
}
