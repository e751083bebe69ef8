//! Attendance and figures that are entered: everything of a session that is counted by hand, and of one on tablets the votes
//! in writing of those who are absent or have no account. What is typed is a draft until it is saved.

use leptos::prelude::*;
use thidua_domain::council::{
    self, ACCOUNT, ATTENDANCE, BLANK, MEMBER, NO, State, WRITTEN_BLANK, WRITTEN_NO, WRITTEN_YES, YES,
};
use thidua_domain::fault::Fault;
use thidua_domain::law::vote::{Quorum, Vote};
use thidua_domain::record::{Field, Value};
use thidua_domain::schema;

use super::detail::Detail;
use super::paper::{self, Item};
use super::result::threshold;
use super::{KIND, OnAgenda, may_write, said, words};
use crate::book::DraftKey;
use crate::components::chip::{Note, Tone};
use crate::components::field::{Keys, Label, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::{self, live, live_if, live_text};
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::way::words as of_way;
use crate::forms::entry::EntryName;
use crate::forms::foot::Resumed;
use crate::forms::form::{Doing, Form, Texts, texts_of};
use crate::locale::facts::Both;
use crate::locale::faults;

/// How a member attended, by the code in the record.
const CAME: &str = "1";
const WROTE: &str = "2";
const ABSENT: &str = "3";

const BY_HAND: [Field; 3] = [YES, NO, BLANK];
const IN_WRITING: [Field; 3] = [WRITTEN_YES, WRITTEN_NO, WRITTEN_BLANK];

const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

/// What makes another form of it. A figure that comes from elsewhere does not.
#[derive(Clone, PartialEq)]
struct Shape {
    by_hand: bool,
    members: Vec<u32>,
    items: Vec<u32>,
}

/// The form of one session. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Counting {
    detail: Detail,
    form: Form,
    by_hand: bool,
    members: StoredValue<Vec<u32>>,
    toaster: Toaster,
    again: Callback<()>,
}

/// The card, for whoever runs the session, while something is to be entered.
pub(super) fn draw(detail: Detail) -> AnyView {
    let toaster = use_toaster();
    let turn = RwSignal::new(0_u32);
    let again = Callback::new(move |()| turn.update(|turn| *turn += 1));
    let shape = Memo::new(move |_| shape(detail));
    live_if(move || {
        turn.track();
        let shape = shape.get()?;
        let record = untrack(|| detail.record.get())?;
        let fields = if shape.by_hand { BY_HAND } else { IN_WRITING };
        let mut base: Texts = texts_of(&record, detail.app, &[]);
        base.retain(|name, _| match EntryName::parse(name) {
            Some(EntryName::Of(field)) => {
                fields.iter().chain(&[ATTENDANCE]).any(|own| own.number == field.number && field.item > 0)
            }
            Some(EntryName::Place) => true,
            None => false,
        });
        let form = Form::open(detail.book, detail.app, KIND, DraftKey::Step(detail.id), base);
        let members = StoredValue::new(shape.members);
        let counting = Counting { detail, form, by_hand: shape.by_hand, members, toaster, again };
        Some(counting.whole())
    })
}

fn shape(detail: Detail) -> Option<Shape> {
    let record = detail.record.get().filter(|record| record.waiting == 0 && !record.deleted)?;
    let fields = &record.fields;
    let by_hand = !council::is_on_tablets(fields);
    let is_entered = match State::of(fields) {
        State::Preparing => by_hand,
        State::Open => !by_hand,
        State::Closed | State::Void => false,
    };
    if !is_entered || !may_write(&detail.session.get_value()) {
        return None;
    }
    let items: Vec<u32> = council::agenda(fields).map(|(item, _)| item).collect();
    let members: Vec<u32> = council::members(fields).collect();
    (!items.is_empty() && !members.is_empty()).then_some(Shape { by_hand, members, items })
}

impl Counting {
    const fn fields(self) -> [Field; 3] {
        if self.by_hand { BY_HAND } else { IN_WRITING }
    }

    fn typed(self, field: Field) -> RwSignal<String> {
        self.form.of(field).input.text
    }

    /// How many members attended like this. Tracks.
    fn attended(self, how: &str) -> u32 {
        self.members.with_value(|members| {
            let those = members.iter().filter(|item| *self.typed(of(ATTENDANCE, **item)).read() == how);
            u32::try_from(those.count()).unwrap_or(u32::MAX)
        })
    }

    /// How many votes each item must have. Tracks.
    fn voters(self) -> u32 {
        let written = self.attended(WROTE);
        if self.by_hand { written.saturating_add(self.attended(CAME)) } else { written }
    }

    /// The figures of an item as far as they are typed, `None` where none is. Tracks.
    fn figures(self, item: u32) -> Option<[u32; 3]> {
        let typed = self.fields().map(|field| self.typed(of(field, item)).get());
        if typed.iter().all(|text| text.trim().is_empty()) {
            return None;
        }
        Some(typed.map(|text| text.trim().parse().unwrap_or(0)))
    }

    fn members_count(self) -> u32 {
        self.members.with_value(|members| u32::try_from(members.len()).unwrap_or(u32::MAX))
    }

    fn whole(self) -> AnyView {
        let app = self.detail.app;
        let locale = app.locale;
        let hand_in = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.save();
        };
        let (title, help) = if self.by_hand {
            (words::COUNT, words::COUNT_HELP)
        } else {
            (words::IN_WRITING, words::IN_WRITING_HELP)
        };
        // On tablets nothing is counted here unless somebody has written.
        let items = live_if(move || (self.by_hand || self.attended(WROTE) > 0).then(|| self.items()));
        let body = view! {
            <form class="stack counting" novalidate on:submit=hand_in aria-label=locale.of(title)>
                <Resumed form=self.form words=app on_discard=self.again/>
                {self.roll()}
                {items}
                <div role="status">{self.said()}</div>
                <div class="buttons">
                    <button
                        type="submit"
                        class="button primary"
                        aria-disabled=live::said(move || self.form.is_saving())
                    >
                        {Icon::Tick.draw()}
                        {locale.of(words::SAVE_COUNT)}
                    </button>
                </div>
            </form>
        };
        if self.by_hand {
            return view! {
                <section class="card">
                    <h3>{locale.of(title)}</h3>
                    <p class="muted">{locale.of(help)}</p>
                    {body}
                </section>
            }
            .into_any();
        }
        // Most sessions have none, so it is folded away until there is one.
        let is_open = untrack(|| self.attended(WROTE) > 0 || self.form.resumed_from.get().is_some());
        view! {
            <section class="card">
                <details open=is_open>
                    <summary>{locale.of(title)}</summary>
                    <div class="stack">
                        <p class="muted">{locale.of(help)}</p>
                        {body}
                    </div>
                </details>
            </section>
        }
        .into_any()
    }

    /// Who came, who wrote, who did neither.
    fn roll(self) -> AnyView {
        let locale = self.detail.app.locale;
        let rows =
            self.members.with_value(|members| members.iter().map(|item| self.member(*item)).collect_view());
        let told = live_text(move || {
            words::attendance(locale, [self.attended(CAME), self.attended(WROTE), self.attended(ABSENT)])
        });
        let all_came = self.by_hand.then(|| {
            button(Weight::Other, Some(Icon::Tick), locale.of(words::ALL_CAME), move |()| {
                self.members.with_value(|members| {
                    for item in members {
                        let text = self.typed(of(ATTENDANCE, *item));
                        if text.with_untracked(String::is_empty) {
                            text.set(CAME.to_owned());
                        }
                    }
                });
                self.form.touch();
            })
        });
        view! {
            <div class="stack">
                <h4>{locale.of(words::ATTENDANCE)}</h4>
                {rows}
                <p class="said">{Icon::Work.draw()} <span role="status">{told}</span></p>
                {self.quorum()}
                <div class="buttons">{all_came}</div>
            </div>
        }
        .into_any()
    }

    fn member(self, item: u32) -> AnyView {
        let locale = self.detail.app.locale;
        let fields =
            untrack(|| self.detail.record.get()).map(|record| record.fields.clone()).unwrap_or_default();
        let name = fields.get(&of(MEMBER, item)).and_then(Value::as_text).unwrap_or_default().to_owned();
        let has_account = fields.get(&of(ACCOUNT, item)).and_then(Value::as_int).is_some();
        let came: Both = if self.by_hand { words::CAME } else { words::ON_TABLET };
        let all = [(CAME, came), (WROTE, words::WROTE), (ABSENT, words::ABSENT)];
        // On a tablet votes who has an account.
        let possible = all.into_iter().filter(|(code, _)| self.by_hand || has_account || *code != CAME);
        let input = self.form.of(of(ATTENDANCE, item)).input;
        let group = ["attended-", &item.to_string()].concat();
        let choice = |(code, word): (&'static str, Both)| {
            let is_chosen = move || *input.text.read() == code;
            let pick = move || {
                input.take(code.to_owned());
                input.leave();
            };
            paper::choice(group.clone(), locale.of(word), is_chosen, pick)
        };
        view! {
            <fieldset class="choice">
                <legend class="legend">{name}</legend>
                {possible.map(choice).collect_view()}
            </fieldset>
        }
        .into_any()
    }

    /// Whether enough have voted, where that can be told before the close.
    fn quorum(self) -> AnyView {
        let detail = self.detail;
        live_if(move || {
            let day = detail.record.get().and_then(|record| said(&record, council::DAY).parse().ok())?;
            let quorum = Quorum::set(&detail.settings.get(), day);
            let is_told =
                self.by_hand && self.attended(CAME) + self.attended(WROTE) + self.attended(ABSENT) > 0;
            (is_told && !quorum.is_there(self.voters(), self.members_count())).then(|| {
                view! {
                    <Note tone=Tone::Wait icon=Icon::Alert>
                        <p>{detail.app.locale.of(words::NO_QUORUM)}</p>
                    </Note>
                }
                .into_any()
            })
        })
    }

    /// The figures of each dossier on the agenda.
    fn items(self) -> AnyView {
        let detail = self.detail;
        let locale = detail.app.locale;
        let rows = paper::items(detail, move |item| self.item(&item));
        let rest = live_if(move || {
            let left = self.left();
            (self.by_hand && left.len() > 1 && self.voters() > 0).then(|| {
                button(Weight::Other, Some(Icon::Tick), locale.of(words::REST_ALL_YES), move |()| {
                    let all = untrack(|| self.voters()).to_string();
                    for item in untrack(|| self.left()) {
                        for (field, text) in self.fields().into_iter().zip([all.as_str(), "0", "0"]) {
                            self.typed(of(field, item)).set(text.to_owned());
                        }
                    }
                    self.form.touch();
                })
            })
        });
        let told = live_text(move || match self.left().len() {
            0 => locale.of(words::ALL_COUNTED).to_owned(),
            left => words::not_counted(locale, left),
        });
        view! {
            <div class="stack">
                <h4>{locale.of(words::FIGURES)}</h4>
                <div class="ballot">{rows}</div>
                <p class="said">{Icon::Work.draw()} <span role="status">{told}</span></p>
                <div class="buttons">{rest}</div>
            </div>
        }
        .into_any()
    }

    /// The items that have no figures yet. Tracks.
    fn left(self) -> Vec<u32> {
        let Some(record) = self.detail.record.get() else { return Vec::new() };
        let items: Vec<u32> = council::agenda(&record.fields).map(|(item, _)| item).collect();
        items.into_iter().filter(|item| self.figures(*item).is_none()).collect()
    }

    fn item(self, on: &Item) -> AnyView {
        let locale = self.detail.app.locale;
        let item = on.own.item;
        let input = |(field, word): (Field, Both)| {
            let field = of(field, item);
            let label =
                Label { id: EntryName::Of(field).id(), label: locale.of(word), optional: "", help: "" };
            view! { <TextField input=self.form.of(field).input label=label keys=Keys::Whole/> }
        };
        let columns = [words::YES, words::NO, words::BLANK_VOTE];
        let inputs = self.fields().into_iter().zip(columns).map(input).collect_view();
        let own = on.own.clone();
        let sum = live_if(move || {
            let [yes, no, blank] = self.figures(item)?;
            let (sum, voters) = (yes.saturating_add(no).saturating_add(blank), self.voters());
            let (class, icon) =
                if sum == voters { ("said", Icon::Tick) } else { ("said grave", Icon::Alert) };
            let told = words::sum(locale, sum, voters);
            Some(
                view! {
                    <p class=class>{icon.draw()} <span>{told}</span></p>
                    {self.share(&own, [yes, no, blank]).filter(|_| sum == voters)}
                }
                .into_any(),
            )
        });
        view! {
            <li class="card">
                <fieldset class="figures-of">
                    <legend class="legend">
                        <strong class="name">{on.name.clone()}</strong>
                        <span class="line">{on.line.clone()}</span>
                    </legend>
                    <div class="figures">{inputs}</div>
                </fieldset>
                <div role="status" class="stack">{sum}</div>
            </li>
        }
        .into_any()
    }

    /// Whether the figures suffice, of a vote by hand. Tracks.
    fn share(self, own: &OnAgenda, [yes, no, blank]: [u32; 3]) -> Option<AnyView> {
        let detail = self.detail;
        let record = detail.record.get().filter(|_| self.by_hand)?;
        let needed = threshold(detail, &record, own)?;
        let vote = Vote {
            members: self.members_count(),
            present: self.attended(CAME),
            written: self.attended(WROTE),
            yes,
            no: Some(no),
            blank: Some(blank),
            secret: council::is_secret(&record.fields),
        };
        let locale = detail.app.locale;
        let (icon, word) = if needed.is_reached(vote) {
            (Icon::Safe, of_way::REACHED)
        } else {
            (Icon::Alert, of_way::NOT_REACHED)
        };
        let (of, base) = if needed.of_voters {
            (vote.present.saturating_add(vote.written), of_way::OF_VOTERS)
        } else {
            (vote.members, of_way::OF_MEMBERS)
        };
        let share = of_way::share(locale, yes, of, needed.percent, base);
        let text = [locale.of(word), ": ", &share].concat();
        Some(view! { <p class="said">{icon.draw()} <span>{text}</span></p> }.into_any())
    }

    fn said(self) -> AnyView {
        let (form, app) = (self.form, self.detail.app);
        live(move || {
            let (class, icon, text) = match form.doing.get() {
                Doing::Saving => ("said", Icon::Clock, app.form().saving.to_owned()),
                Doing::Mending => ("said grave", Icon::Alert, app.form().mend.to_owned()),
                Doing::Failed(error) => ("said grave", Icon::Alert, faults::book(app, error)),
                Doing::Typing => match form.kept_at.get() {
                    Some(_) => ("said", Icon::Clock, app.locale.of(words::NOT_SAVED).to_owned()),
                    None => return ().into_any(),
                },
            };
            view! { <div class=class>{icon.draw()} <span>{text}</span></div> }.into_any()
        })
    }

    /// Checks what is typed, item by item, and saves it. What was left out may come later.
    fn save(self) {
        let (form, locale) = (self.form, self.detail.app.locale);
        if untrack(|| form.is_saving()) {
            return;
        }
        let (values, wrong) = form.values(locale.notation());
        let is_told = |fault: &Fault| {
            let name = fault.field().map(EntryName::Of);
            !wrong.iter().any(|(wrong, _)| Some(*wrong) == name)
        };
        let faults =
            values.iter().filter_map(|(field, value)| schema::check_change(KIND, *field, value).err());
        let faults = faults.filter(is_told).collect();
        if !form.judge(wrong, faults) || !untrack(|| self.adds_up()) {
            return;
        }
        let Some(place) = form.place() else { return };
        let (toaster, again, app) = (self.toaster, self.again, self.detail.app);
        let saved = Callback::new(move |_| {
            toaster.say(app.form().saved);
            let _gone = again.try_run(());
        });
        form.save(Some(self.detail.id), place, &values, saved);
    }

    /// Says beside each item whose votes are not as many as those who voted. Whether all are right.
    fn adds_up(self) -> bool {
        let locale = self.detail.app.locale;
        let Some(record) = self.detail.record.get() else { return false };
        let voters = self.voters();
        let mut good = true;
        for (item, _) in council::agenda(&record.fields) {
            let Some(figures) = self.figures(item) else { continue };
            let sum = figures.iter().fold(0_u32, |sum, count| sum.saturating_add(*count));
            if sum != voters {
                let [first, ..] = self.fields();
                let told = words::does_not_add_up(locale, sum, voters);
                self.form.of(of(first, item)).input.error.set(Some(told));
                good = false;
            }
        }
        if !good {
            self.form.doing.set(Doing::Mending);
            lead_to_complaint();
        }
        good
    }
}
