//! The evidence of one result of a pledge: the files that show what one target came to in one period. There is no form to save: a file is named by the
//! pledge as soon as it is kept on the device, as a result is written as soon as its field is left.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::evidence::{self, MOST_OF_PLEDGE, MOST_OF_RESULT};
use thidua_domain::nomination::EVIDENCE_DIGEST;
use thidua_domain::pledge::{self, EVIDENCE_PERIOD, EVIDENCE_TARGET, Period};
use thidua_domain::record::{Field, Fields, RecordId, Value};

use super::picking::{Destination, Kept, Picking};
use super::record::{Named, Shelf, named};
use super::words;
use crate::book::Book;
use crate::components::icon::Icon;
use crate::components::live::{flag, live_if, live_text};
use crate::components::long_list::{Row, keyed};
use crate::components::press::{Weight, button};
use crate::locale::faults;
use crate::order;

impl Shelf {
    /// The files that show a target's result in a period; where `may` says so, with the ways to add to them and to take them off.
    pub(crate) fn of_result(self, target: u32, period: Period, may: Memo<bool>) -> AnyView {
        let (app, locale) = (self.app, self.app.locale);
        let files = Memo::new(move |_| {
            let of = |fields: &Fields| named(pledge::evidence_of(fields, target, period));
            self.record.with(|record| record.as_ref().map(|record| of(&record.fields))).unwrap_or_default()
        });
        let name = ["evidence-", &target.to_string(), "-", &period.code().to_string()].concat();
        let picking = Picking::new(self.book, app, &words::OF_RESULT, name);
        let heading = live_text(move || words::of_result(locale, files.read().len()));
        // A row stays as long as its file: what is shown of it changes by itself.
        let rows = Signal::derive(move || {
            let row = |file: Named| Row {
                key: (file.item.into(), 0),
                draw: Arc::new(move || self.removable(file.clone(), may)),
            };
            files.get().into_iter().map(row).collect::<Vec<_>>()
        });
        let ways = live_if(move || {
            let id =
                may.get().then(|| self.record.with_untracked(|record| record.as_ref().map(|of| of.id)))??;
            let to = self.destination(id, (target, period), files, picking);
            Some(view! { {picking.help()} {picking.draw(to)} }.into_any())
        });
        // Who may add nothing opens nothing that is empty.
        let nothing = flag(move || !may.get() && files.read().is_empty());
        view! {
            <details class="evidence" hidden=nothing>
                <summary>{heading}</summary>
                <div class="stack">
                    <ul class="rows">{keyed(rows)} {picking.chosen()}</ul>
                    {ways}
                </div>
            </details>
        }
        .into_any()
    }

    /// One file, with the way to take it off for those who may.
    fn removable(self, file: Named, may: Memo<bool>) -> AnyView {
        let (item, word) = (file.item, self.app.locale.of(words::REMOVE));
        let remove = live_if(move || {
            may.get().then(|| button(Weight::Plain, Some(Icon::Bin), word, move |()| self.take_off(item)))
        });
        self.row(file, Some(remove))
    }

    /// Names what was chosen as evidence of a result. The record and the book outlive the screen, so that a file which is ready
    /// only when the officer has gone on is not lost.
    fn destination(
        self,
        id: RecordId,
        (target, period): (u32, Period),
        files: Memo<Vec<Named>>,
        picking: Picking,
    ) -> Destination {
        let book = self.book;
        let all = move || {
            let count = |fields: &Fields| evidence::all(fields).len();
            self.record.with(|record| record.as_ref().map(|record| count(&record.fields))).unwrap_or_default()
        };
        Destination {
            known: Signal::derive(move || files.read().iter().map(|file| file.digest).collect()),
            full: Signal::derive(move || match (files.read().len(), all()) {
                (MOST_OF_RESULT.., _) => Some(MOST_OF_RESULT),
                (_, MOST_OF_PLEDGE..) => Some(MOST_OF_PLEDGE),
                _ => None,
            }),
            keep: Arc::new(move |kept| name_it(book, id, (target, period), kept.clone(), picking)),
        }
    }

    /// Takes a file off the record. Its bytes stay on the device for the way back.
    fn take_off(self, item: u32) {
        let (app, book, toaster) = (self.app, self.book, self.toaster);
        let Some(record) = self.record.get_untracked() else { return };
        let own = |field: &Field| {
            field.item == item && (EVIDENCE_DIGEST.number..=EVIDENCE_PERIOD.number).contains(&field.number)
        };
        let named = record.fields.iter().filter(|(field, value)| own(field) && **value != Value::Null);
        let before = order::gathered(named.map(|(field, value)| (*field, value.clone())));
        let gone = order::gathered(before.keys().map(|field| (*field, Value::Null)));
        let id = record.id;
        spawn_local(async move {
            if let Err(error) = book.edit(id, gone, None).await {
                toaster.say(faults::book_short(app, error));
                return;
            }
            // Made here and not with the press: the row whose button that was is gone by now, and what it owned.
            let undo = Callback::new(move |()| {
                let before = before.clone();
                spawn_local(async move {
                    if let Err(error) = book.edit(id, before, None).await {
                        toaster.say(faults::book_short(app, error));
                    }
                });
            });
            toaster.say_with(app.locale.of(words::REMOVED), app.record().undo, undo);
        });
    }

    /// The files that stand beside no result any more; nothing where there are none.
    pub(crate) fn astray(self) -> AnyView {
        let files = Memo::new(move |_| {
            let of = |fields: &Fields| named(pledge::evidence_astray(fields));
            self.record.with(|record| record.as_ref().map(|record| of(&record.fields))).unwrap_or_default()
        });
        let title = self.app.locale.of(words::ASTRAY);
        live_if(move || {
            let files = files.get();
            let is_there = !files.is_empty();
            let rows = files.into_iter().map(|file| self.row(file, None)).collect_view();
            is_there.then(|| {
                view! {
                    <section class="stack evidence" aria-label=title>
                        <h4>{title}</h4>
                        <ul class="rows">{rows}</ul>
                    </section>
                }
                .into_any()
            })
        })
    }
}

fn name_it(book: Book, id: RecordId, (target, period): (u32, Period), kept: Kept, picking: Picking) {
    let of = |field: Field| Field::of_item(field.number, kept.item);
    let mut changes = order::gathered(evidence::fields_of(&kept.named()));
    changes.insert(of(EVIDENCE_TARGET), i64::from(target).into());
    changes.insert(of(EVIDENCE_PERIOD), i64::from(period.code()).into());
    spawn_local(async move {
        if let Err(error) = book.edit(id, changes, None).await {
            picking.give_back(&kept, error);
        }
    });
}
