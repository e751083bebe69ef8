//! The figures of the year (chỉ tiêu năm): the list under its headings, one figure, the form; the new-rural criteria of the
//! communes, and charts of both. What can be worked out is worked out by the domain and typed nowhere.

mod begin;
mod charts;
mod detail;
mod figures;
mod form;
mod list;
mod rural;
mod words;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::section::Section;
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::locale::facts::Both;
use crate::locale::words as of_app;

/// The name of the section.
pub(crate) const TITLE: Both = ("Chỉ tiêu năm", "Indicators of the year");
/// The name of its form for something new.
pub(crate) const NEW: Both = ("Chỉ tiêu mới", "New indicator");
/// The name of the screen of the new-rural criteria.
pub(crate) const RURAL: Both = ("Tiêu chí nông thôn mới", "New-rural criteria");
/// The name of the screen of the charts.
pub(crate) const CHARTS: Both = ("Biểu đồ", "Charts");

/// A screen of the section that is no list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Figures,
    Rural,
    Charts,
}

/// The section, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let locale = of_app().locale;
    let params = use_params_map();
    let page = Memo::new(move |_| {
        params.with(|params| match params.get_str("id") {
            Some("rural") => Page::Rural,
            Some("charts") => Page::Charts,
            _ => Page::Figures,
        })
    });
    live(move || match page.get() {
        Page::Rural => rural::screen(),
        Page::Charts => charts::screen(),
        Page::Figures => Section {
            title: locale.of(TITLE),
            home: "/indicators",
            nothing_chosen: (Icon::Work, locale.of(words::CHOOSE), locale.of(words::CHOOSE_HELP)),
            list: list::live,
            deleted: list::deleted,
            show: detail::show,
            edit: form::edit,
            new: form::new,
        }
        .draw(),
    })
}
