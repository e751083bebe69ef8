//! Erasing: which records may go and which the law obliges to keep, why they are erased and who decided so.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::erasure::{self, Kept};
use thidua_domain::fault::Fault;
use thidua_domain::record::{Field, PartitionId, RecordId};

use super::{Screen, told, words};
use crate::book::{BookError, Held, Holdings};
use crate::components::chip::{Note, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::field::Keys;
use crate::components::icon::Icon;
use crate::components::live::{flag, live_if};
use crate::components::press::{Weight, button};
use crate::features::papers::small_form::Asked;
use crate::locale::{Locale, faults};

/// A record that is to be erased, with its kind and its unit where no record came of what was sent.
type Chosen = (RecordId, Option<(u16, PartitionId)>);

/// What is chosen and typed. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Erasing {
    chosen: RwSignal<Vec<Chosen>>,
    reason: Asked,
    decided_by: Asked,
    sure: RwSignal<bool>,
    nothing: RwSignal<bool>,
    failed: RwSignal<Option<BookError>>,
}

impl Erasing {
    /// Nothing chosen yet.
    pub(super) fn new(locale: Locale) -> Self {
        Self {
            chosen: RwSignal::default(),
            reason: Asked::new(locale),
            decided_by: Asked::new(locale),
            sure: RwSignal::new(false),
            nothing: RwSignal::new(false),
            failed: RwSignal::new(None),
        }
    }

    fn choose(self, id: Chosen, is_chosen: bool) {
        self.nothing.set(false);
        self.chosen.update(|chosen| {
            chosen.retain(|other| *other != id);
            if is_chosen {
                chosen.push(id);
            }
        });
    }
}

/// Whether everything is there that is needed; what is missing is said at its place.
fn is_ready(screen: Screen) -> bool {
    let (own, locale) = (screen.erasing, screen.app.locale);
    let fits = |asked: Asked, field: Field| {
        let Some(typed) = asked.words() else { return false };
        let wrong = erasure::check_words(field, &typed.as_str().into()).err();
        match wrong {
            None => {}
            Some(Fault::TooLong { .. }) => asked.complain(locale.of(words::TOO_LONG)),
            Some(_) => asked.complain(screen.app.fault().control_character),
        }
        wrong.is_none()
    };
    let nothing = own.chosen.with_untracked(Vec::is_empty);
    own.nothing.set(nothing);
    let (reason, by) = (fits(own.reason, erasure::REASON), fits(own.decided_by, erasure::DECIDED_BY));
    reason && by && !nothing
}

fn erase(screen: Screen) {
    let own = screen.erasing;
    let (Some(reason), Some(by)) = (own.reason.words(), own.decided_by.words()) else { return };
    let records = own.chosen.get_untracked();
    own.failed.set(None);
    spawn_local(async move {
        match screen.book.erase(records, reason, by).await {
            Ok(()) => {
                screen.toaster.say(screen.app.locale.of(words::ERASED));
                let _gone = own.chosen.try_set(Vec::new());
                let _gone = screen.told.try_set(None);
                screen.book.sync_now();
            }
            Err(error) => _ = own.failed.try_set(Some(error)),
        }
    });
}

/// The card.
pub(super) fn draw(screen: Screen, told: &Holdings) -> AnyView {
    let (own, app, locale) = (screen.erasing, screen.app, screen.app.locale);
    let here =
        |held: &&Held| !held.taken || held.record.parse().is_ok_and(|id| screen.book.record(id).is_some());
    let may: Vec<_> = told
        .records
        .iter()
        .filter(|held| held.kept.is_none())
        .filter(here)
        .filter_map(|held| Some((chosen(held)?, held)))
        .map(|(id, held)| row(screen, id, held))
        .collect();
    let kept: Vec<_> =
        told.records.iter().filter_map(|held| Some(stays(screen, held, held.kept.as_deref()?))).collect();
    let kept = (!kept.is_empty()).then(|| {
        view! { <h3>{locale.of(words::KEPT)}</h3> <ul class="plain-list log">{kept}</ul> }
    });
    let head = view! {
        <h2>{locale.of(words::ERASE_TITLE)}</h2>
        <p class="muted">{locale.of(words::ERASE_HELP)}</p>
    };
    if may.is_empty() {
        return view! {
            <section class="card">{head} <p>{locale.of(words::NOTHING_TO_ERASE)}</p> {kept}</section>
        }
        .into_any();
    }
    let nothing = live_if(move || {
        let text = locale.of(words::CHOOSE_RECORDS);
        own.nothing
            .get()
            .then(|| view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{text}</p></Note> }.into_any())
    });
    let failed = live_if(move || {
        let text = faults::book(app, own.failed.get()?);
        Some(view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{text}</p></Note> }.into_any())
    });
    let question = Question {
        title: locale.of(words::SURE),
        text: Signal::derive(move || words::sure_text(locale, own.chosen.read().len())),
        yes: locale.of(words::ERASE),
        no: app.form().cancel,
        typed: Some((locale.of(words::ERASE_WORD), locale.of(words::ERASE_TYPED))),
    };
    let ask = move |()| {
        if is_ready(screen) {
            own.sure.set(true);
        }
    };
    let yes = Callback::new(move |()| erase(screen));
    view! {
        <section class="card">
            {head}
            <div role="group" aria-label=locale.of(words::CHOOSE_RECORDS)><ul class="rows">{may}</ul></div>
            <div role="alert" class="stack">{nothing} {failed}</div>
            {own.reason.draw("erase-reason", locale.of(words::REASON), locale.of(words::REASON_HELP), Keys::Prose)}
            {own.decided_by.draw("erase-by", locale.of(words::DECIDED_BY), locale.of(words::DECIDED_BY_HELP), Keys::Line)}
            <div class="buttons">
                {button(Weight::Grave, Some(Icon::Bin), locale.of(words::ERASE), ask)}
            </div>
            {kept}
        </section>
        <Confirm open=own.sure question=question on_yes=yes/>
    }
    .into_any()
}

fn chosen(held: &Held) -> Option<Chosen> {
    let told = (!held.taken).then_some((held.kind, PartitionId(held.partition)));
    Some((held.record.parse().ok()?, told))
}

fn row(screen: Screen, id: Chosen, held: &Held) -> AnyView {
    let own = screen.erasing;
    let checked = flag(move || own.chosen.read().contains(&id));
    let press = move |event| own.choose(id, event_target_checked(&event));
    let sure = screen.app.locale.of(if held.certain { words::CERTAIN } else { words::PERHAPS });
    view! {
        <li>
            <label class="row pick">
                <input type="checkbox" prop:checked=checked on:change=press/>
                <span class="name">{told::title(screen.app, held)}</span>
                <span class="line">{[&held.place, " · ", sure].concat()}</span>
            </label>
        </li>
    }
    .into_any()
}

fn stays(screen: Screen, held: &Held, kept: &str) -> AnyView {
    let why = screen.app.locale.of(words::kept(Kept::from_id(kept)));
    view! {
        <li class="stack">
            <strong>{told::title(screen.app, held)}</strong>
            <span class="muted">{why}</span>
        </li>
    }
    .into_any()
}
