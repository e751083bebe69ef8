//! All records that hold two versions, in one list: both values with who wrote them and when, and the way to be done with
//! it. What is chosen here is settled on all devices.

mod entry;
mod words;

pub(crate) use words::{ALL, TITLE, with_count};

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::record::{Field, RecordId};

use super::settle::Settling;
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, RecordView, Writers, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::work::record_title;
use crate::locale::{Words, words as of_app};

/// Where the list is.
pub(crate) const ADDRESS: &str = "/conflicts";

/// Whether the endpoint was asked who wrote the values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    UnderWay,
    Told,
    Unreached,
}

/// The state of the screen. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Screen {
    book: Book,
    app: &'static Words,
    toaster: Toaster,
    settling: Settling,
    writers: RwSignal<Arc<Writers>>,
    asked: RwSignal<Asked>,
    /// The field for which another value is being typed.
    typing: RwSignal<Option<(RecordId, Field)>>,
}

/// How many records hold two versions, for whoever leads here. Tracks.
pub(crate) fn count(book: Book) -> usize {
    book.to_settle().len()
}

/// The screen.
pub(crate) fn screen() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let locale = app.locale;
    use_section(SectionTitle { title: locale.of(TITLE), home: ADDRESS, back: Some("/more"), place: None });
    let screen = Screen {
        book,
        app,
        toaster: use_toaster(),
        settling: Settling::new(book, app),
        writers: RwSignal::default(),
        asked: RwSignal::new(Asked::UnderWay),
        typing: RwSignal::new(None),
    };
    let records = Memo::new(move |_| screen.sorted());
    // Asked once for what is there, and again where something has come to it.
    Effect::new(move || {
        let ids: Vec<RecordId> = records.read().iter().map(|record| record.id).collect();
        screen.ask(ids);
    });
    let unreached = live_if(move || {
        (screen.asked.get() == Asked::Unreached && !records.read().is_empty()).then(|| {
            let again =
                move |()| screen.ask(records.read_untracked().iter().map(|record| record.id).collect());
            view! {
                <Note tone=Tone::Wait icon=Icon::Offline>
                    <p>{locale.of(words::UNKNOWN)}</p>
                    <div class="buttons">
                        {button(Weight::Other, Some(Icon::Return), locale.of(words::ASK_AGAIN), again)}
                    </div>
                </Note>
            }
            .into_any()
        })
    });
    let list = live(move || {
        let records = records.get();
        if records.is_empty() {
            return view! {
                <Empty icon=Icon::Safe title=locale.of(words::NONE) text=locale.of(words::NONE_HELP)/>
            }
            .into_any();
        }
        let cards = records.iter().map(|record| entry::card(screen, record)).collect_view();
        view! { <p class="muted">{locale.of(words::HELP)}</p> {cards} }.into_any()
    });
    view! { <OnePane><div class="stack wide-gap">{unreached} {list}</div></OnePane> }.into_any()
}

impl Screen {
    /// The records by name. Tracks.
    fn sorted(self) -> Vec<Arc<RecordView>> {
        let mut records = self.book.to_settle();
        records.sort_by_cached_key(|record| (record.kind.code(), self.title(record), record.id));
        records
    }

    fn title(self, record: &RecordView) -> String {
        let session = self.book.session().get_untracked();
        record_title(self.app, session.as_deref(), record.kind, &record.fields)
    }

    /// Asks who wrote the values. What was told before stands where the endpoint is not reached.
    fn ask(self, records: Vec<RecordId>) {
        if records.is_empty() {
            return;
        }
        self.asked.set(Asked::UnderWay);
        spawn_local(async move {
            let told = self.book.writers(&records).await;
            let asked = if told.is_ok() { Asked::Told } else { Asked::Unreached };
            if let Ok(told) = told {
                let _gone = self.writers.try_set(Arc::new(told));
            }
            let _gone = self.asked.try_set(asked);
        });
    }
}
