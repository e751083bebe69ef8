//! Pledges (giao ước thi đua): the list, one pledge with its signatures and results, and the form.

mod amend;
pub(in crate::features) mod detail;
mod form;
mod list;
mod making;
pub(in crate::features) mod promise;
mod reached;
mod results;
pub(in crate::features) mod signatures;
pub(in crate::features) mod signing;
pub(in crate::features) mod target_rows;
pub(in crate::features) mod words;

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::bloc;
use thidua_domain::pledge::{self, Period};
use thidua_domain::record::{Field, PartitionId, RecordKind};

use super::section::Section;
use crate::book::{Book, RecordView};
use crate::components::icon::Icon;
use crate::locale::words as of_app;

/// The section of pledges, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let (words, w) = (of_app(), of_app().pledge());
    Section {
        title: words.nav().pledges,
        home: "/pledges",
        nothing_chosen: (Icon::Pledge, w.choose, w.choose_help),
        list: list::live,
        deleted: list::deleted,
        show: detail::show,
        edit: form::edit,
        new: form::new,
    }
    .draw()
}

/// Whether the form of a pledge holds a field: what is promised, and the results, which go with a target that is taken away.
pub(in crate::features) fn stands_in_form(field: Field) -> bool {
    let is_of_a_period = |period: Period| {
        [period.result(), period.note(), period.day()].iter().any(|own| own.number == field.number)
    };
    pledge::is_text(field) || Period::ALL.into_iter().any(is_of_a_period)
}

/// The year of a bloc or cluster, where it is here. Tracks.
fn bloc_of(book: Book, group: PartitionId, year: i64) -> Option<Arc<RecordView>> {
    let records = book.records(RecordKind::Bloc).get();
    let here = records.iter().filter(|record| record.partition == group);
    let (id, _) = bloc::current(here.map(|record| (record.id, &record.fields)), year)?;
    records.iter().find(|record| record.id == id).cloned()
}
