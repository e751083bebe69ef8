//! The codes of all places, to be compared by telephone with what an officer's device shows.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::words;
use crate::book::{AdministrationError, Book, PlaceCode};
use crate::components::icon::Icon;
use crate::components::live::{live_if, said};
use crate::components::press::{Weight, button};
use crate::locale::facts::Both;
use crate::locale::{Locale, Words};

const TITLE: Both = ("Mã đối chiếu của từng đơn vị", "Codes of the places");
const HELP: Both = (
    "Cán bộ thấy mã của máy mình ở “Lưu và gửi”. Cùng mã thì máy và máy chủ giữ đúng cùng một dữ liệu.",
    "An officer sees the codes of their device under “Storing and sending”. Equal codes mean equal records.",
);
const ASK: Both = ("Xem mã", "Show the codes");

/// The codes, once they are asked for.
pub(super) fn card(app: &'static Words, book: Book) -> AnyView {
    let locale = app.locale;
    let told = RwSignal::new(None::<Result<Vec<PlaceCode>, AdministrationError>>);
    let asking = RwSignal::new(false);
    let ask = move |_| {
        asking.set(true);
        spawn_local(async move {
            let codes = book.place_codes().await;
            let _gone = told.try_set(Some(codes));
            let _gone = asking.try_set(false);
        });
    };
    let busy = said(move || asking.get());
    view! {
        <section class="card" id="codes">
            <h2>{locale.of(TITLE)}</h2>
            <p class="muted">{locale.of(HELP)}</p>
            <div class="buttons">{button(Weight::Other, None, locale.of(ASK), ask)}</div>
            <div role="status" class="stack" aria-busy=busy>
                {live_if(move || told.read().as_ref().map(|told| shown(locale, told)))}
            </div>
        </section>
    }
    .into_any()
}

fn shown(locale: Locale, told: &Result<Vec<PlaceCode>, AdministrationError>) -> AnyView {
    let codes = match told {
        Ok(codes) => codes,
        Err(error) => {
            let text = words::trouble(locale, *error);
            return view! { <p class="error">{Icon::Alert.draw()} " " {text}</p> }.into_any();
        }
    };
    let line = |of: &PlaceCode| {
        let code = of.code.clone().unwrap_or_else(|| "…".to_owned());
        view! { <li><span>{of.name.clone()}</span><strong class="number">{code}</strong></li> }
    };
    view! { <ul class="plain-list">{codes.iter().map(line).collect_view()}</ul> }.into_any()
}
