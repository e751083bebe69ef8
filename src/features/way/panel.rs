//! What can be done next with a dossier, on its own screen: a button for each step, and the form of the one that was
//! chosen.

use leptos::prelude::*;
use thidua_domain::dossier::next::{self, Waiting};
use thidua_domain::dossier::{Doer, State, Step, rule_set};
use thidua_domain::law::vote::Threshold;
use thidua_domain::nomination::Nomination;
use thidua_domain::record::{Field, RecordId, RecordKind};
use thidua_domain::{council, step, text};

use super::parts;
use super::step_form::{self, Around, StepForm};
use super::waiting::Dues;
use super::words;
use crate::book::{Book, DraftKey, RecordView, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::field::Choice;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button, link};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::fields;
use crate::features::law_desk::LawDesk;
use crate::features::publicity;
use crate::locale::{Words, words as of_app};
use crate::web;

/// The state of one dossier's panel. Belongs to the screen, so that a form survives what the dossier becomes meanwhile.
#[derive(Clone, Copy)]
struct Panel {
    id: RecordId,
    book: Book,
    app: &'static Words,
    desk: LawDesk,
    toaster: Toaster,
    open: RwSignal<Option<Step>>,
}

/// Where the council votes on a dossier.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// In this session.
    Session(RecordId),
    /// In a session that is still to be put together.
    OnlySession,
    /// In the app or on paper.
    Paper,
}

/// The panel of a dossier.
pub(crate) fn panel(id: RecordId, desk: LawDesk) -> AnyView {
    let (book, app) = (use_book(), of_app());
    let begun = step_form::begun(book, DraftKey::Step(id));
    let panel = Panel { id, book, app, desk, toaster: use_toaster(), open: RwSignal::new(begun) };
    let is_live = Memo::new(move |_| book.record(id).is_some_and(|record| !record.deleted));
    live_if(move || is_live.get().then(|| panel.draw()))
}

/// The look of a step's button: the ordinary way on is the one to see.
const fn weight(taken: Step) -> Weight {
    match taken {
        Step::Consider
        | Step::Submit
        | Step::Appraise
        | Step::SendUp
        | Step::HigherDecide
        | Step::Present
        | Step::Decide => Weight::Primary,
        Step::Revoke => Weight::Grave,
        Step::Merge => Weight::Plain,
        _ => Weight::Other,
    }
}

const fn icon(taken: Step) -> Icon {
    match taken {
        Step::Consider | Step::Appraise | Step::Approve => Icon::Tick,
        Step::Submit | Step::SendUp => Icon::Sending,
        Step::Withdraw | Step::Return | Step::HigherReturn => Icon::Return,
        Step::Reject | Step::HigherReject => Icon::Alert,
        Step::Decide | Step::HigherDecide | Step::Present => Icon::Award,
        Step::Revoke => Icon::Bin,
        Step::Merge => Icon::Two,
    }
}

impl Panel {
    fn draw(self) -> AnyView {
        let (open, app) = (self.open, self.app);
        let body = live(move || open.get().map_or_else(|| self.ways_on(), |taken| self.form(taken)));
        view! {
            <section class="stack" aria-label=app.locale.of(words::NEXT)>
                <h3 class="section-title">{app.locale.of(words::NEXT)}</h3>
                {self.unconfirmed()}
                {body}
                {parts::checklist(self.id, self.book, app)}
            </section>
        }
        .into_any()
    }

    fn unconfirmed(self) -> AnyView {
        let (id, book, locale) = (self.id, self.book, self.app.locale);
        let waits = Memo::new(move |_| book.record(id).is_some_and(|record| record.waiting > 0));
        live_if(move || {
            waits.get().then(|| {
                view! {
                    <Note tone=Tone::Wait icon=Icon::Clock>
                        <p><strong>{locale.of(words::UNCONFIRMED)}</strong></p>
                        <p>{locale.of(words::UNCONFIRMED_HELP)}</p>
                    </Note>
                }
                .into_any()
            })
        })
    }

    /// The steps that the account may take now, and whose work the dossier waits for. Tracks.
    fn ways_on(self) -> AnyView {
        let (id, book) = (self.id, self.book);
        let ways = Memo::new(move |_| {
            let (record, session) = (book.record(id)?, book.session().get()?);
            let mut steps = next::steps_for(&session.account, record.partition, &record.fields);
            let before = self.session(&record);
            // What a session votes on is not typed, nor what only a session may vote on.
            if before != Before::Paper {
                steps.retain(|taken| !matches!(taken, Step::Approve | Step::Reject));
            }
            Some((steps, Waiting::of(&record.fields), State::of(&record.fields), before))
        });
        let unpublished = live_if(move || {
            let record = book.record(id)?;
            let is_next =
                matches!(State::of(&record.fields), State::Submitted | State::Appraised | State::Approved);
            if is_next { publicity::of_one(self.app, book, &record) } else { None }
        });
        let ways = live_if(move || {
            let (steps, waiting, state, before) = ways.get()?;
            Some(self.buttons(&steps, waiting, state, before))
        });
        let due = live_if(move || {
            let (record, session) = (book.record(id)?, book.session().get()?);
            let line = Dues::of(book, &session)?.line(self.app, &record)?;
            let what = words::waiting(self.app.locale, Waiting::of(&record.fields)?);
            Some(view! { <p><strong>{what}</strong> " " {line}</p> }.into_any())
        });
        view! { {unpublished} {due} {ways} }.into_any()
    }

    /// Where the council votes on the dossier. Tracks.
    fn session(self, record: &RecordView) -> Before {
        let sessions = self.book.records(RecordKind::CouncilSession).get();
        let lists = |session: &&std::sync::Arc<RecordView>| {
            council::State::of(&session.fields) != council::State::Void
                && council::agenda(&session.fields).any(|(_, dossier)| dossier == record.id)
        };
        if let Some(session) = sessions.iter().rev().find(lists) {
            return Before::Session(session.id);
        }
        let award = Nomination::read(&record.fields).award;
        if award.is_some_and(|award| Threshold::of(award).is_by_law()) {
            Before::OnlySession
        } else {
            Before::Paper
        }
    }

    fn buttons(self, steps: &[Step], waiting: Option<Waiting>, state: State, before: Before) -> AnyView {
        let (open, locale) = (self.open, self.app.locale);
        let is_ordinary = |taken: &&Step| weight(**taken) == Weight::Primary;
        let one = |taken: &Step| match *taken {
            Step::Decide => {
                link(Weight::Primary, Some(Icon::Award), locale.of(words::TO_DECISIONS), "/decisions/new")
            }
            taken => button(weight(taken), Some(icon(taken)), words::to_take(locale, taken), move |()| {
                open.set(Some(taken));
                request_animation_frame(|| web::focus("form.card h3[tabindex]"));
            }),
        };
        let ordinary = steps.iter().filter(is_ordinary);
        let others = steps.iter().filter(|taken| !is_ordinary(taken));
        let buttons: Vec<_> = ordinary.chain(others).map(one).collect();
        let whose = match waiting.map(Waiting::doer) {
            _ if !steps.is_empty() => None,
            Some(Doer::StandingOffice) => Some(words::WITH_OTHERS),
            Some(Doer::Unit) => Some(words::WITH_UNIT),
            None if state.is_over() => Some(words::NOTHING_NEXT),
            None => None,
        };
        let whose = whose.map(|both| view! { <p class="muted">{locale.of(both)}</p> });
        let council = (waiting == Some(Waiting::Council) && !steps.is_empty()).then(|| {
            let (help, word, address) = match before {
                Before::Session(id) => {
                    (words::IN_SESSION_HELP, words::IN_SESSION, ["/council/", &id.to_string()].concat())
                }
                Before::OnlySession => (words::ONLY_SESSION_HELP, words::BY_SESSION, "/council".to_owned()),
                Before::Paper => (words::BY_SESSION_HELP, words::BY_SESSION, "/council".to_owned()),
            };
            view! {
                <p class="help">{locale.of(help)}</p>
                <div class="buttons">
                    {link(Weight::Primary, Some(Icon::Work), locale.of(word), address)}
                </div>
            }
        });
        view! { {whose} {council} <div class="buttons">{buttons}</div> }.into_any()
    }

    fn form(self, taken: Step) -> AnyView {
        let Self { id, book, app, open, toaster, .. } = self;
        let Some(record) = untrack(|| book.record(id)) else { return ().into_any() };
        let form = StepForm::open(book, app, DraftKey::Step(id), taken, &suggested(&record, taken));
        let around = Around {
            others: if taken == Step::Merge { self.others(&record) } else { Vec::new() },
            threshold: self.threshold(&record),
            of_many: false,
        };
        let close = Callback::new(move |()| {
            let _gone = open.try_set(None);
        });
        let done = Callback::new(move |_| {
            toaster.say(app.locale.of(words::RECORDED));
            let _gone = open.try_set(None);
        });
        let submit = Callback::new(move |new| form.take(vec![id], &new, done));
        form.draw(&around, submit, close)
    }

    fn threshold(self, record: &RecordView) -> Option<Threshold> {
        let award = Nomination::read(&record.fields).award?;
        let today = web::today()?;
        Some(self.desk.settings.with_untracked(|settings| Threshold::set(award, settings, today)))
    }

    /// The other dossiers of the same unit, year and name.
    fn others(self, record: &RecordView) -> Vec<Choice> {
        let own = Nomination::read(&record.fields);
        let name = text::fold(own.name);
        let app = self.app;
        let is_same = |other: &&std::sync::Arc<RecordView>| {
            let theirs = Nomination::read(&other.fields);
            other.id != record.id
                && other.partition == record.partition
                && theirs.year == own.year
                && text::fold(theirs.name) == name
                && !State::of(&other.fields).is_over()
        };
        let choice = |other: &std::sync::Arc<RecordView>| {
            let theirs = Nomination::read(&other.fields);
            let award = theirs.award.map_or(app.record().nothing, |award| fields::award(app, award));
            let state = words::state(app.locale, State::of(&other.fields));
            Choice { value: other.id.to_string(), word: [theirs.name, award, state].join(" · ") }
        };
        self.book.nominations().with_untracked(|all| all.iter().filter(is_same).map(choice).collect())
    }
}

/// What a form begins with, beside the day.
pub(super) fn suggested(record: &RecordView, taken: Step) -> Vec<(Field, String)> {
    match taken {
        Step::Consider | Step::Approve | Step::Reject => vec![(step::SECRET, "1".to_owned())],
        Step::HigherDecide => {
            let award = Nomination::read(&record.fields).award;
            let level = award.zip(rule_set(&record.fields)).map(|(award, rules)| award.level_in(rules));
            level.map(|level| (step::LEVEL, level.code().to_string())).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
