//! The bar at the foot of a form, above the phone's keyboard: what became of what is typed, and the way out.

use leptos::prelude::*;

use super::form::{Doing, Form};
use crate::book::BookError;
use crate::components::icon::Icon;
use crate::components::live::{self, live, live_if};
use crate::components::press::{Weight, button, link};
use crate::features::parts;
use crate::locale::{Words, faults, format};

/// The bar at the foot of a form.
#[component]
pub(crate) fn FormFoot(
    form: Form,
    words: &'static Words,
    /// What is still to be filled in, in words; nothing when all is there.
    #[prop(into)]
    missing: Signal<String>,
    /// Where giving up leads; the draft stays.
    back: String,
) -> impl IntoView {
    let common = words.form();
    let words_said = live(move || match form.doing.get() {
        Doing::Saving => said("said", Icon::Clock, common.saving.to_owned()),
        Doing::Mending => said("said grave", Icon::Alert, common.mend.to_owned()),
        Doing::Failed(error) => said("said grave", Icon::Alert, faults::book(words, error)),
        Doing::Typing => at_rest(form, words, &missing.read()),
    });
    // Here and not on another screen: what is typed cannot be kept as a draft while the device is full.
    // It stays in sight while one types on, until something could be kept.
    let is_full = RwSignal::new(false);
    Effect::new(move || {
        form.kept_at.track();
        is_full.set(false);
    });
    Effect::new(move || {
        if form.doing.get() == Doing::Failed(BookError::NoRoom) {
            is_full.set(true);
        }
    });
    let room = live_if(move || is_full.get().then(parts::room));
    let disabled = live::said(move || form.is_saving());
    view! {
        <div class="form-foot">
            <div role="status">{words_said}</div>
            {room}
            <div class="buttons">
                {link(Weight::Other, None, common.close, back)}
                <button type="submit" class="button primary" aria-disabled=disabled>
                    {Icon::Tick.draw()}
                    {common.save}
                </button>
            </div>
        </div>
    }
}

fn at_rest(form: Form, words: &'static Words, missing: &str) -> AnyView {
    if !missing.is_empty() {
        return said("said", Icon::Pencil, [words.form().missing, missing].concat());
    }
    form.kept_at.get().map_or_else(
        || said("said", Icon::Tick, words.form().all_there.to_owned()),
        |at| said("said", Icon::Safe, [words.form().draft_kept, &format::clock(words, at)].concat()),
    )
}

fn said(class: &'static str, icon: Icon, text: String) -> AnyView {
    view! { <div class=class>{icon.draw()} <span>{text}</span></div> }.into_any()
}

/// Said above a form that began with a draft, with the way to begin anew.
#[component]
pub(crate) fn Resumed(form: Form, words: &'static Words, on_discard: Callback<()>) -> impl IntoView {
    live_if(move || {
        let at = form.resumed_from.get()?;
        let discard = move |_| form.discard(on_discard);
        let resumed = view! {
            <div class="note wait">
                {Icon::Pencil.draw()}
                <div>
                    <p>{[words.form().resumed, " ", &format::ago(words, at), "."].concat()}</p>
                    <div class="buttons">
                        {button(Weight::Other, None, words.form().discard, discard)}
                    </div>
                </div>
            </div>
        };
        Some(resumed.into_any())
    })
}
