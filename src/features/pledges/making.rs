//! A new pledge that begins with what is there: the template of the bloc, or the unit's pledge of the year before. Offered while
//! nothing was typed, so that nothing typed is lost.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::pledge::{self, CONTENT, Pledge, UNIT, YEAR};
use thidua_domain::record::{Fields, PartitionId, RecordKind};

use super::list::address;
use super::target_rows::TargetRows;
use super::{bloc_of, words};
use crate::book::{Book, RecordView};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button, link};
use crate::forms::entry::{self, EntryName};
use crate::forms::form::Form;
use crate::locale::Words;

const KIND: RecordKind = RecordKind::Pledge;

/// What a new pledge can be made of.
struct Chosen {
    group: PartitionId,
    unit: PartitionId,
    year: i64,
}

/// What is chosen above. Tracks.
fn chosen(form: Form) -> Option<Chosen> {
    let number = |name: EntryName| form.entry(name).text().trim().parse::<i64>().ok();
    let place = |name| u32::try_from(number(name)?).ok().map(PartitionId);
    Some(Chosen {
        group: place(EntryName::Place)?,
        unit: place(EntryName::Of(UNIT))?,
        year: number(EntryName::Of(YEAR))?,
    })
}

/// The pledge of a unit for a year. Tracks.
fn of_year(book: Book, group: PartitionId, unit: PartitionId, year: i64) -> Option<Arc<RecordView>> {
    let records = book.pledges().get();
    let here = records.iter().filter(|record| record.partition == group);
    let (id, _) = pledge::current(here.map(|record| (record.id, &record.fields)), unit, year)?;
    records.iter().find(|record| record.id == id).cloned()
}

/// The ways to begin.
pub(super) fn draw(app: &'static Words, form: Form, rows: TargetRows) -> AnyView {
    let (book, locale) = (form.book, app.locale);
    live_if(move || {
        let Chosen { group, unit, year } = chosen(form)?;
        if let Some(double) = of_year(book, group, unit, year) {
            let open = link(Weight::Other, None, locale.of(words::OPEN_IT), address(double.id));
            return Some(
                view! {
                    <Note tone=Tone::Wait icon=Icon::Two>
                        <p>{locale.of(words::DOUBLE)}</p>
                        <div class="buttons">{open}</div>
                    </Note>
                }
                .into_any(),
            );
        }
        let is_untouched = rows.is_empty() && form.of(CONTENT).input.text.with(|text| text.trim().is_empty());
        if !is_untouched {
            return None;
        }
        let last = of_year(book, group, unit, year - 1);
        let bloc = bloc_of(book, group, year).filter(|bloc| {
            let template = Pledge::read(&bloc.fields);
            !template.targets.is_empty() || !template.content.is_empty()
        });
        let before = last.clone();
        let of_template = bloc.map(|bloc| {
            button(Weight::Other, Some(Icon::Two), locale.of(words::OF_TEMPLATE), move |()| {
                let last = before.as_ref().map(|last| &last.fields);
                fill(app, form, rows, &pledge::from_template(&bloc.fields, unit, year, last));
            })
        });
        let of_last = last.map(|last| {
            button(Weight::Other, Some(Icon::Return), locale.of(words::OF_LAST_YEAR), move |()| {
                fill(app, form, rows, &pledge::from_last_year(&last.fields, unit, year));
            })
        });
        (of_template.is_some() || of_last.is_some()).then(|| {
            view! {
                <section class="card" aria-label=locale.of(words::MAKE)>
                    <h3>{locale.of(words::MAKE)}</h3>
                    <p class="help">{locale.of(words::MAKE_HELP)}</p>
                    <div class="buttons">{of_template} {of_last}</div>
                </section>
            }
            .into_any()
        })
    })
}

/// Puts values into the form, as if they had been typed.
fn fill(app: &Words, form: Form, rows: TargetRows, fields: &Fields) {
    rows.drop_empty();
    for (field, value) in fields {
        form.of(*field).input.take(entry::write_of(KIND, *field, value, app.locale.notation()));
    }
    rows.gather(&[]);
}
