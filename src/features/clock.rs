//! The device's clock, where it is wrong: said above every screen, forms too. It decides nothing, but days that are typed and
//! deadlines that are shown go by it.

use leptos::prelude::*;

use super::sync_health::CLOCK_TOLERANCE_MS;
use crate::book::use_book;
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button};
use crate::locale::facts::Both;
use crate::locale::{Words, format, words};

const MEANING: Both = (
    "Việc bạn ghi không mất và không xếp theo giờ này.",
    "What you enter is not lost, and is not put in order by it.",
);
const UNDERSTOOD: Both = ("Đã hiểu", "Understood");

/// By how much the clock is wrong and what to do, where it is wrong by more than is told of.
pub(crate) fn wrong(words: &Words, offset_ms: Option<f64>) -> Option<String> {
    let offset = offset_ms.filter(|offset| offset.abs() > CLOCK_TOLERANCE_MS)?;
    let minutes = format::minutes(offset);
    let c = words.clock();
    Some(if offset > 0.0 { (c.ahead)(minutes) } else { (c.behind)(minutes) })
}

/// Says that the clock is wrong, until it is right or the officer has understood.
#[component]
pub(crate) fn ClockBanner() -> impl IntoView {
    let (words, book) = (words(), use_book());
    let understood = RwSignal::new(false);
    // Drawn again only where the words change: with each exchange the clock is measured anew.
    let said = Memo::new(move |_| wrong(words, book.clock_offset_ms().get()));
    live_if(move || {
        let said = said.get().filter(|_| !understood.get())?;
        let close = move |()| understood.set(true);
        let banner = view! {
            <div class="banner wait" role="status" id="clock">
                <p>{Icon::Clock.draw()} <span>{said} " " {words.locale.of(MEANING)}</span></p>
                <div class="buttons">
                    {button(Weight::Other, None, words.locale.of(UNDERSTOOD), close)}
                </div>
            </div>
        };
        Some(banner.into_any())
    })
}
