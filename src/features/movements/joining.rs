//! What the officer's own unit does with a movement: join with one press, then tell its results.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::movement::{JOINED_ON, Movement, State};
use thidua_domain::record::{Field, Fields};

use super::detail::Detail;
use super::{address, may_write_part, own_unit, units, words};
use crate::book::{BookError, RecordView};
use crate::components::chip::{Note, Tone};
use crate::components::field::Keys;
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button, link};
use crate::features::papers::small_form::Asked;
use crate::features::papers::words as of_papers;
use crate::locale::faults;
use crate::web;

/// The joining of the own unit. `Copy`: the signals live as long as the screen, and so does what is typed.
#[derive(Clone, Copy)]
pub(super) struct Joining {
    day: Asked,
    failed: RwSignal<Option<BookError>>,
}

impl Joining {
    /// Of a screen.
    pub(super) fn new(detail: Detail) -> Self {
        Self { day: Asked::today(detail.app.locale), failed: RwSignal::new(None) }
    }

    /// Says that the own unit takes part from the day on.
    fn join(self, detail: Detail) {
        let Some(day) = self.day.day() else { return };
        if web::today().is_some_and(|today| day > today) {
            return self.day.complain(detail.app.locale.of(words::TO_COME));
        }
        let home = detail.session.get_value().home;
        let field = Field::of_item(JOINED_ON.number, home.0);
        let changes = Fields::from_iter([(field, day.to_string().as_str().into())]);
        let (book, toaster, said) = (detail.book, detail.toaster, detail.app.locale.of(words::JOINED));
        self.failed.set(None);
        spawn_local(async move {
            match book.edit(detail.id, changes, None).await {
                Ok(()) => toaster.say(said),
                Err(error) => _ = self.failed.try_set(Some(error)),
            }
        });
    }
}

/// The card of the own unit; nothing for accounts that have no part to write. Tracks.
pub(super) fn card(detail: Detail, own: Joining, record: &RecordView) -> Option<AnyView> {
    let (app, locale) = (detail.app, detail.app.locale);
    let session = detail.session.get_value();
    let movement = Movement::read(&record.fields);
    if record.deleted || !may_write_part(&session, record, session.home) {
        return None;
    }
    let Some(unit) = own_unit(&session, &movement) else {
        // The standing office launches for others more often than for itself.
        let said = (!session.sees_all_units() && !units(&session, &movement).is_empty())
            .then(|| view! { <p class="muted">{locale.of(words::NOT_ASKED)}</p> }.into_any());
        return said;
    };
    let is_joined = movement.parts.get(&unit.id).is_some_and(|part| part.joined_on.is_some());
    let is_closed = web::today().is_some_and(|today| movement.state(today) == State::Closed);
    let body = if is_joined {
        let told = movement.parts.get(&unit.id).is_some_and(|part| part.last.is_given());
        let word = if told { words::CORRECT } else { words::TELL };
        let weight = if told || is_closed { Weight::Other } else { Weight::Primary };
        let form = [address(record.id), "/edit".to_owned()].concat();
        let way = if session.sees_all_units() {
            detail.write_for(locale.of(word), unit.id)
        } else {
            link(weight, Some(Icon::Pencil), locale.of(word), form)
        };
        view! { <div class="buttons">{way}</div> }.into_any()
    } else {
        let failed = live_if(move || {
            let words = faults::book(app, own.failed.get()?);
            Some(view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{words}</p></Note> }.into_any())
        });
        let day = own.day.draw(
            "joined-on",
            crate::features::fields::name(app, super::KIND, JOINED_ON),
            locale.of(of_papers::DAY_HELP),
            Keys::Line,
        );
        view! {
            <p class="help">{locale.of(words::JOIN_HELP)}</p>
            {day}
            <div role="status">{failed}</div>
            <div class="buttons">
                {button(Weight::Primary, Some(Icon::Tick), locale.of(words::JOIN), move |()| own.join(detail))}
            </div>
        }
        .into_any()
    };
    let standing = web::today().map(|today| super::standing_chip(app, movement.standing(unit.id, today)));
    Some(
        view! {
            <section class="card stack" aria-label=locale.of(words::OWN_PART)>
                <h3>{locale.of(words::OWN_PART)}</h3>
                <p>{unit.name.clone()}</p>
                <span class="chips">{standing}</span>
                {body}
            </section>
        }
        .into_any(),
    )
}
