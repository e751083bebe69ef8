//! What became of a step on many dossiers: said at once for what the device could tell, and later for what the endpoint
//! did not take.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::record::{RecordId, RecordKind};

use super::{dossiers, words};
use crate::book::{Book, RecordView, RefusalView, StepTaken};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button};
use crate::features::way::told;
use crate::locale::{Words, faults};

/// What became of each, as far as the device can tell.
#[derive(Clone, PartialEq)]
pub(in crate::features) struct Report {
    taken: usize,
    /// The dossiers on which it was recorded; what is recorded on a paper itself is told by the paper.
    dossiers: Vec<RecordId>,
    refused: Vec<(String, String)>,
}

impl Report {
    /// Of steps that were taken or not.
    pub(in crate::features) fn of(
        app: &Words,
        all: &BTreeMap<RecordId, Arc<RecordView>>,
        steps: &[StepTaken],
    ) -> Self {
        let name = |id: &RecordId| all.get(id).map(|record| dossiers::name(app, record)).unwrap_or_default();
        let refused = steps.iter().filter_map(|taken| {
            let error = taken.refused?;
            Some((name(&taken.record), faults::book(app, error)))
        });
        let refused: Vec<_> = refused.collect();
        let taken = steps.iter().filter(|taken| taken.refused.is_none() && all.contains_key(&taken.record));
        let dossiers = taken.map(|taken| taken.record).collect();
        Self { taken: steps.len() - refused.len(), dossiers, refused }
    }

    /// Nothing was taken, for one reason.
    pub(in crate::features) fn failed(words: String) -> Self {
        Self { taken: 0, dossiers: Vec::new(), refused: vec![(String::new(), words)] }
    }

    /// Whether everything was taken.
    pub(in crate::features) fn is_good(&self) -> bool {
        self.refused.is_empty()
    }
}

/// The report of a card, spoken when it comes.
pub(in crate::features) fn draw(
    app: &'static Words,
    book: Book,
    report: RwSignal<Option<Report>>,
) -> AnyView {
    let body = live_if(move || {
        let report = report.get()?;
        let locale = app.locale;
        let each = (!report.dossiers.is_empty()).then(|| told(app, book, report.dossiers.clone()));
        let taken = (report.taken > 0).then(|| {
            view! {
                <Note tone=Tone::Done icon=Icon::Tick><p>{words::recorded(locale, report.taken)}</p></Note>
                {each}
            }
        });
        let line = |(name, why): &(String, String)| {
            let name = (!name.is_empty()).then(|| view! { <strong>{name.clone()} ": "</strong> });
            view! { <li>{name} {why.clone()}</li> }
        };
        let refused = (!report.refused.is_empty()).then(|| {
            view! {
                <Note tone=Tone::Grave icon=Icon::Alert>
                    <p>{locale.of(words::NOT_TAKEN)}</p>
                    <ul class="stack">{report.refused.iter().map(line).collect_view()}</ul>
                </Note>
            }
        });
        Some(view! { {taken} {refused} }.into_any())
    });
    view! { <div role="status" class="stack">{body}</div> }.into_any()
}

/// What the endpoint did not take of some records, each with the reason and the way to take the notice away.
pub(in crate::features) fn refusals(
    app: &'static Words,
    book: Book,
    is_meant: impl Fn(&RefusalView) -> bool + Send + 'static,
) -> AnyView {
    live_if(move || {
        let refused: Vec<_> = book.refusals().read().iter().filter(|own| is_meant(own)).cloned().collect();
        if refused.is_empty() {
            return None;
        }
        let all = dossiers::by_id(book);
        let line = |refusal: &RefusalView| {
            let kind = refusal.kind.unwrap_or(RecordKind::Decision);
            let record = refusal.record.and_then(|id| all.get(&id));
            let name = record.map(|record| dossiers::name(app, record));
            let name = name.map(|name| view! { <strong>{name} ": "</strong> });
            view! { <li>{name} {faults::reason(app, kind, &refusal.reason)}</li> }
        };
        let lines = refused.iter().map(line).collect_view();
        let counters: Vec<_> = refused.iter().map(|own| own.counter).collect();
        let seen = button(Weight::Other, None, app.locale.of(words::SEEN), move |()| {
            dismiss(book, counters.clone());
        });
        Some(
            view! {
                <Note tone=Tone::Grave icon=Icon::Alert>
                    <p><strong>{app.locale.of(words::REFUSED)}</strong></p>
                    <ul class="stack">{lines}</ul>
                    <p>{app.locale.of(words::REFUSED_HELP)}</p>
                    <div class="buttons">{seen}</div>
                </Note>
            }
            .into_any(),
        )
    })
}

/// Takes the notices of refusals away. What they were about stays as it is.
pub(in crate::features) fn dismiss(book: Book, counters: Vec<u64>) {
    spawn_local(async move {
        for counter in counters {
            // Where the store fails, the notice stays, and can be taken away again.
            let _kept = book.dismiss_refusal(counter).await;
        }
    });
}
