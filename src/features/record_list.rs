//! The frame of a section's list: the way to a new record, what narrows the list, its records, and the deleted ones.
//! What a record's row says, who may make one and what the words are is each section's own.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::record::RecordKind;

use crate::book::{RecordView, Shared, use_book};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{flag, live, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::press::{Weight, button, link};
use crate::locale::{Locale, Words, words};

/// Records in the order in which they are shown.
type InOrder = Shared<Arc<RecordView>>;

/// Draws one record as a row of a list.
type DrawRow = dyn Fn(&Arc<RecordView>) -> AnyView + Send + Sync;

/// The list of a section, of the live records or of the deleted ones.
#[derive(Clone)]
pub(crate) struct RecordList {
    /// What it lists.
    pub(crate) kind: RecordKind,
    /// The address of the section, with which those of its other screens begin.
    pub(crate) home: &'static str,
    /// Draws one record.
    pub(crate) row: Arc<DrawRow>,
}

/// What stands around the live records.
pub(crate) struct Around {
    /// The word of the way to a new record, where this account may make one.
    pub(crate) new: Option<&'static str>,
    /// Shown whether there are records or not.
    pub(crate) above: AnyView,
    /// What searches and narrows the list; shown where there is a record.
    pub(crate) narrow: Option<AnyView>,
    /// What was typed and chosen there; empty where nothing narrows.
    pub(crate) narrowed: Vec<RwSignal<String>>,
    /// Says how many were found.
    pub(crate) count: fn(Locale, usize) -> String,
    /// The list without a record.
    pub(crate) nothing: Nothing,
}

/// What an empty list says.
#[derive(Clone, Copy)]
pub(crate) struct Nothing {
    /// Its picture.
    pub(crate) icon: Icon,
    /// What there is none of.
    pub(crate) title: &'static str,
    /// What belongs there, or why nothing can.
    pub(crate) text: &'static str,
    /// The word of the way to the first, where this account may make one.
    pub(crate) first: Option<&'static str>,
}

impl RecordList {
    /// The live records; `found` are those that are left after narrowing.
    pub(crate) fn live(self, found: Signal<InOrder>, around: Around) -> AnyView {
        let (words, book) = (words(), use_book());
        let Around { new, above, narrow, narrowed, count, nothing } = around;
        let kind = self.kind;
        let new_address = [self.home, "/new"].concat();
        let new = new.map(|word| link(Weight::PrimaryWide, Some(Icon::Plus), word, new_address.clone()));
        let deleted_address = [self.home, "/deleted"].concat();
        let deleted = live_if(move || {
            let count = book.deleted().read().iter().filter(|record| record.kind == kind).count();
            (count > 0).then(|| {
                let word = [words.record().deleted_list, " (", &count.to_string(), ")"].concat();
                link(Weight::Plain, Some(Icon::Bin), word, deleted_address.clone())
            })
        });
        let is_empty = Memo::new(move |_| book.records(kind).read().is_empty());
        let body = live(move || {
            if is_empty.get() {
                nothing.draw(&new_address)
            } else if found.read().is_empty() {
                nothing_found(words, narrowed.clone())
            } else {
                self.lines(found)
            }
        });
        let narrow = narrow.map(|narrow| {
            view! { <div class="stack" hidden=flag(move || is_empty.get())>{narrow}</div> }
        });
        let count = live_text(move || count(words.locale, found.read().len()));
        view! {
            {new}
            {above}
            {narrow}
            <div class="list-head">
                <p class="muted" role="status" hidden=flag(move || is_empty.get())>{count}</p>
                {deleted}
            </div>
            <div class="stack">{body}</div>
        }
        .into_any()
    }

    /// The deleted records, put in order by `sorted`.
    pub(crate) fn deleted(
        self,
        sorted: impl Fn(&[Arc<RecordView>]) -> Vec<Arc<RecordView>> + Send + 'static,
    ) -> AnyView {
        let (words, book) = (words(), use_book());
        let back = link(Weight::OtherWide, Some(Icon::Back), words.record().back_to_list, self.home);
        let body = live(move || {
            let deleted = book.deleted().get();
            let own: Vec<_> = deleted.iter().filter(|record| record.kind == self.kind).cloned().collect();
            let found = sorted(&own);
            if found.is_empty() {
                return view! {
                    <Empty icon=Icon::Bin title=words.record().none_deleted text=words.record().none_deleted_help/>
                }
                .into_any();
            }
            self.lines(Signal::stored(Arc::new(found)))
        });
        view! {
            {back}
            <h2 tabindex="-1">{words.record().deleted_list}</h2>
            <div class="stack">{body}</div>
        }
        .into_any()
    }

    fn lines(&self, found: Signal<InOrder>) -> AnyView {
        let row = Arc::clone(&self.row);
        let one = move |record: &Arc<RecordView>| {
            let (row, record) = (Arc::clone(&row), Arc::clone(record));
            Row { key: row_key(&record), draw: Arc::new(move || row(&record)) }
        };
        long_list(move |most| found.read().iter().take(most).map(&one).collect())
    }
}

impl Nothing {
    fn draw(self, new_address: &str) -> AnyView {
        let address = new_address.to_owned();
        let first = self.first.map(|word| link(Weight::Primary, Some(Icon::Plus), word, address));
        view! { <Empty icon=self.icon title=self.title text=self.text>{first}</Empty> }.into_any()
    }
}

fn nothing_found(words: &'static Words, narrowed: Vec<RwSignal<String>>) -> AnyView {
    let widen = move |()| {
        for signal in &narrowed {
            signal.set(String::new());
        }
    };
    view! {
        <Empty icon=Icon::Search title=words.record().not_found text=words.record().not_found_help>
            {button(Weight::Other, None, words.record().widen, widen)}
        </Empty>
    }
    .into_any()
}

/// Tells rows apart: a record that changed is another row.
pub(crate) fn row_key(record: &Arc<RecordView>) -> (u128, usize) {
    (u128::from_be_bytes(*record.id.as_bytes()), Arc::as_ptr(record) as usize)
}
