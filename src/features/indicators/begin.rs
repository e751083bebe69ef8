//! A year that begins with the list of the year before: what was reached then becomes the figure of the year before now.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::indicator;
use thidua_domain::record::Fields;

use super::figures::{self, KIND};
use super::list::Screen;
use super::words;
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::press::{Weight, button};
use crate::components::toast::use_toaster;
use crate::locale::faults;

/// The offer to begin; nothing where the year has what the one before has, or the account may not write it. Tracks.
pub(super) fn card(screen: &Screen) -> Option<AnyView> {
    let (app, locale, book) = (screen.app, screen.app.locale, screen.book);
    let year = screen.year();
    let place = screen.whose().unwrap_or_else(|| figures::usual_place(&screen.session));
    if !figures::may_write(&screen.session, place) {
        return None;
    }
    let all = figures::found(book, &screen.session, None, Some(place));
    let new = indicator::to_begin(all.iter().map(|record| &record.fields), year);
    if new.is_empty() {
        return None;
    }
    let text = words::to_begin(locale, new.len(), year);
    let toaster = use_toaster();
    let under_way = RwSignal::new(false);
    let begin = move |()| {
        if under_way.get_untracked() {
            return;
        }
        under_way.set(true);
        let news: Vec<_> = new.iter().map(|fields: &Fields| (place, fields.clone())).collect();
        spawn_local(async move {
            let made = book.create_many(KIND, news).await;
            let _gone = under_way.try_set(false);
            toaster.say(match made {
                Ok(_) => locale.of(words::BEGUN),
                Err(error) => faults::book_short(app, error),
            });
        });
    };
    Some(
        view! {
            <Note tone=Tone::Plain icon=Icon::Fetch>
                <p>{text}</p>
                <div class="buttons">{button(Weight::Other, Some(Icon::Plus), locale.of(words::BEGIN), begin)}</div>
            </Note>
        }
        .into_any(),
    )
}
