//! What stands around everything that only the endpoint knows and that is asked for each time: whether it is being asked, and
//! why it did not answer.

use leptos::prelude::*;

use super::words;
use crate::book::AdministrationError;
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live_if, said};
use crate::locale::Words;
use crate::locale::facts::Both;

/// The most characters of a reason that is given with a word of the administration.
const LONGEST_REASON: usize = 300;

/// Whether a reason can be given as it is typed.
pub(crate) fn is_reason(typed: &str) -> bool {
    let count = typed.trim().chars().count();
    (1..=LONGEST_REASON).contains(&count)
}

/// The place where it is said. `needs_line` is told where there is none.
pub(crate) fn draw(
    app: &'static Words,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<AdministrationError>>,
    needs_line: Both,
) -> AnyView {
    let locale = app.locale;
    let told = live_if(move || {
        let error = trouble.get()?;
        let needs_line = (error == AdministrationError::Unreached).then(|| locale.of(needs_line));
        Some(
            view! {
                <Note tone=Tone::Wait icon=Icon::Offline>
                    <p><strong>{words::trouble(locale, error)}</strong></p>
                    {needs_line.map(|text| view! { <p>{text}</p> })}
                </Note>
            }
            .into_any(),
        )
    });
    view! { <div role="status" class="stack" aria-busy=said(move || busy.get())>{told}</div> }.into_any()
}
