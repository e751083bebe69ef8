//! The roll while ballots are out: who took one and how many were cast. Which is whose, nobody can ask.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::council::{self, ACCOUNT, MEMBER, State};
use thidua_domain::record::{Field, Value};

use super::detail::Detail;
use super::{may_write, words};
use crate::book::Roll;
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, said};
use crate::components::press::{Weight, button};
use crate::locale::format;
use crate::web;

/// How often the roll is asked for by itself, while somebody looks at it.
const EVERY: Duration = Duration::from_secs(10);

/// The roll as it was last told.
#[derive(Clone, PartialEq)]
pub(super) struct Known {
    pub(super) roll: Roll,
    pub(super) at_ms: f64,
}

/// What asking is at. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    busy: RwSignal<bool>,
    failed: RwSignal<bool>,
    is_open: Memo<bool>,
}

impl Asking {
    /// Of a screen: asks now and then while the session is open and looked at.
    pub(super) fn new(detail: Detail) -> Self {
        let is_open = Memo::new(move |_| {
            let record = detail.record.get();
            record.is_some_and(|record| State::of(&record.fields) == State::Open && record.waiting == 0)
                && may_write(&detail.session.get_value())
        });
        let asking = Self { busy: RwSignal::new(false), failed: RwSignal::new(false), is_open };
        Effect::new(move || {
            if is_open.get() {
                asking.ask(detail);
            }
        });
        let again = move || {
            if is_open.try_get_untracked() == Some(true) && !web::is_hidden() {
                asking.ask(detail);
            }
        };
        if let Ok(clock) = set_interval_with_handle(again, EVERY) {
            on_cleanup(move || clock.clear());
        }
        asking
    }

    fn ask(self, detail: Detail) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let (book, id, roll) = (detail.book, detail.id, detail.roll);
        spawn_local(async move {
            let told = book.ballot_roll(id).await;
            let _gone = self.busy.try_set(false);
            let _gone = self.failed.try_set(told.is_err());
            if let Ok(told) = told {
                let _gone = roll.try_set(Some(Known { roll: told, at_ms: web::now_ms() }));
            }
        });
    }
}

/// The card, while the session is open.
pub(super) fn draw(detail: Detail, asking: Asking) -> AnyView {
    live_if(move || asking.is_open.get().then(|| card(detail, asking)))
}

fn card(detail: Detail, asking: Asking) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let figures = live(move || {
        let Some(known) = detail.roll.get() else { return ().into_any() };
        let members = detail.record.get().map_or(0, |record| council::members(&record.fields).count());
        let at = [locale.of(words::ROLL_AT), &format::clock(app, known.at_ms)].concat();
        view! {
            <dl class="facts wide-facts counts">
                <div>
                    <dt>{locale.of(words::TOOK)}</dt>
                    <dd class="number">{words::took(locale, known.roll.took.len(), members)}</dd>
                </div>
                <div>
                    <dt>{locale.of(words::CAST_COUNT)}</dt>
                    <dd class="number">{known.roll.ballots.to_string()}</dd>
                </div>
            </dl>
            <p class="small">{at}</p>
        }
        .into_any()
    });
    let failed = live_if(move || {
        asking.failed.get().then(|| {
            view! {
                <Note tone=Tone::Wait icon=Icon::Offline><p>{locale.of(words::ROLL_UNREACHED)}</p></Note>
            }
            .into_any()
        })
    });
    let busy = said(move || asking.busy.get());
    view! {
        <section class="card">
            <h3>{locale.of(words::ROLL)}</h3>
            <p class="muted">{locale.of(words::ROLL_HELP)}</p>
            <div role="status" class="stack" aria-busy=busy>{figures} {failed}</div>
            {members(detail)}
            <div class="buttons">
                {button(Weight::Other, Some(Icon::Return), locale.of(words::REFRESH), move |()| asking.ask(detail))}
            </div>
        </section>
    }
    .into_any()
}

/// Each member, and whether they took a ballot.
fn members(detail: Detail) -> AnyView {
    let locale = detail.app.locale;
    live(move || {
        let (Some(record), Some(known)) = (detail.record.get(), detail.roll.get()) else {
            return ().into_any();
        };
        let fields = &record.fields;
        let line = |item: u32| {
            let name = fields.get(&Field::of_item(MEMBER.number, item)).and_then(Value::as_text);
            let account = fields.get(&Field::of_item(ACCOUNT.number, item)).and_then(Value::as_int);
            let took = known.roll.took.iter().any(|own| Some(i64::from(*own)) == account);
            let (tone, icon, word) = if took {
                (Tone::Done, Icon::Tick, words::TOOK)
            } else {
                (Tone::Wait, Icon::Clock, words::TOOK_NOT)
            };
            view! {
                <li>
                    <span>{name.unwrap_or_default().to_owned()}</span>
                    <Chip tone=tone icon=icon word=locale.of(word)/>
                </li>
            }
        };
        view! { <ul class="plain-list">{council::members(fields).map(line).collect_view()}</ul> }.into_any()
    })
}
