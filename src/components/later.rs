//! A part of the app whose code comes when it is first shown: what nobody has opened yet need not be waited for on a
//! slow line.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::empty::Empty;
use super::icon::Icon;
use super::live::live;
use super::press::{Weight, button};
use crate::locale::words;
use crate::web;

/// A part on its way: its code is fetched, then it is drawn.
pub(crate) type Coming = Pin<Box<dyn Future<Output = Result<AnyView, SplitLoaderError>>>>;

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Coming,
    Here,
    Absent,
}

/// Shows a part when its code is there. Where the code cannot be had, says so and offers to try again.
pub(crate) fn later(part: fn() -> Coming) -> AnyView {
    let words = words().part();
    let state = RwSignal::new(Part::Coming);
    let drawn = StoredValue::new_local(None);
    // Drawn with the contexts of this place, and gone when this place is: not when the button for another try is.
    let place = Owner::current().unwrap_or_default();
    let ask = Callback::new(move |()| {
        state.set(Part::Coming);
        let arrival = async move {
            let view = part().await;
            let now = if view.is_ok() { Part::Here } else { Part::Absent };
            let _gone = drawn.try_set_value(view.ok());
            let _gone = state.try_set(now);
        };
        spawn_local(place.with(|| ScopedFuture::new(arrival)));
    });
    ask.run(());
    live(move || match state.get() {
        Part::Here => drawn.try_update_value(Option::take).flatten().unwrap_or_else(|| ().into_any()),
        // On the device it takes a moment; a sentence that flashes by would only disturb.
        Part::Coming => view! { <p class="help coming" role="status">{words.coming}</p> }.into_any(),
        Part::Absent => view! {
            <Empty icon=Icon::Offline title=words.absent text=words.absent_help>
                <div class="buttons">
                    {button(Weight::Primary, Some(Icon::Return), words.again, move |()| ask.run(()))}
                    // The endpoint may have another version by now, in which this part is called otherwise.
                    {button(Weight::Other, None, words.reload, move |()| web::reload())}
                </div>
            </Empty>
        }
        .into_any(),
    })
}
