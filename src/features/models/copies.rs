//! Who has copied a model, and the way to say that the own unit has.

use leptos::prelude::*;
use thidua_domain::model::Model;
use thidua_domain::record::PartitionId;

use super::detail::Detail;
use super::{address, may_copy, may_write, words};
use crate::book::{DraftKey, RecordView};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button, link};
use crate::locale::format;

/// The units that do the same. Tracks the drafts.
pub(super) fn draw(detail: Detail, record: &RecordView) -> AnyView {
    let locale = detail.app.locale;
    let session = detail.session.get_value();
    let model = Model::read(&record.fields);
    let row = |unit: PartitionId, since: Option<String>, result: &str| {
        let name = session.place_name(unit).to_owned();
        let result =
            (!result.trim().is_empty()).then(|| view! { <span class="prose">{result.to_owned()}</span> });
        let since = since.map(|since| {
            let word =
                crate::features::fields::name(detail.app, super::KIND, thidua_domain::model::COPIED_SINCE);
            view! { <span class="line">{[word, " ", &since].concat()}</span> }
        });
        view! { <li><div class="row"><span class="name">{name}</span>{since}{result}</div></li> }
    };
    let rows: Vec<_> = model
        .copies
        .iter()
        .map(|(unit, copied)| {
            let since = copied.since.and_then(|day| format::civil(&day.to_string()));
            row(*unit, since, copied.result)
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <p class="muted">{locale.of(words::NO_COPIES)}</p> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let own = may_copy(&session, record).then(|| {
        let is_told = model.copies.contains_key(&session.home);
        let key =
            if may_write(&session, record) { DraftKey::Step(detail.id) } else { DraftKey::Edit(detail.id) };
        let is_begun = detail.book.drafts().read().iter().any(|draft| draft.key == key);
        let (weight, icon, word) = match (is_begun, is_told) {
            (true, _) => (Weight::Primary, Icon::Pencil, words::GO_ON),
            (false, true) => (Weight::Other, Icon::Pencil, words::OUR_COPY),
            (false, false) => (Weight::Primary, Icon::Tick, words::WE_COPIED),
        };
        let way = if may_write(&session, record) {
            button(weight, Some(icon), locale.of(word), move |()| detail.open_copy.run(()))
        } else {
            link(weight, Some(icon), locale.of(word), [address(detail.id), "/edit".to_owned()].concat())
        };
        view! { <div class="buttons">{way}</div> }
    });
    view! {
        <section class="stack" aria-label=locale.of(words::COPIES)>
            <h3 class="section-title">{locale.of(words::COPIES)} " " <span class="count">{model.copies.len()}</span></h3>
            {list}
            {own}
        </section>
    }
    .into_any()
}
