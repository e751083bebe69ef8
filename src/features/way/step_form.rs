//! The form of one step: what it asks for, and at its place what is wrong with what was given.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::dossier::Step;
use thidua_domain::fault::Fault;
use thidua_domain::law::vote::{Threshold, Vote};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{schema, step};
use thidua_sync::client::NewStep;

use super::words;
use crate::book::{Book, BookError, DraftKey, StepTaken};
use crate::components::chip::{Note, Tone};
use crate::components::field::{
    Choice, ChoiceField, Group, Input, Keys, Label, SelectField, TextField, lead_to_complaint,
};
use crate::components::icon::Icon;
use crate::components::live::{self, live, live_if};
use crate::components::press::{Weight, button};
use crate::features::fields;
use crate::forms::entry::EntryName;
use crate::forms::foot::Resumed;
use crate::forms::form::{Doing, Form, Texts};
use crate::locale::facts::Both;
use crate::locale::{Words, faults, format};
use crate::order;
use crate::web;

const KIND: RecordKind = RecordKind::Nomination;

/// The figures of a vote.
const FIGURES: [Field; 6] = [step::MEMBERS, step::PRESENT, step::WRITTEN, step::YES, step::NO, step::BLANK];

/// What a step asks for, in the order in which it is asked.
const fn asks(taken: Step) -> &'static [Field] {
    match taken {
        Step::Consider | Step::Approve | Step::Reject => &[
            step::DAY,
            step::MEMBERS,
            step::PRESENT,
            step::WRITTEN,
            step::YES,
            step::NO,
            step::BLANK,
            step::SECRET,
            step::REASON,
        ],
        Step::HigherDecide => &[step::NUMBER, step::DAY, step::SIGNER, step::LEVEL],
        Step::Revoke => &[step::NUMBER, step::DAY, step::REASON],
        Step::Merge => &[step::LINK, step::DAY, step::REASON],
        _ => &[step::DAY, step::REASON],
    }
}

/// Whether a step cannot do without a field.
const fn is_needed(taken: Step, field: Field) -> bool {
    match field {
        step::DAY | step::NUMBER | step::SIGNER | step::LEVEL | step::LINK => true,
        step::REASON => taken.asks_for_a_reason(),
        step::MEMBERS | step::PRESENT | step::YES | step::NO | step::BLANK => {
            matches!(taken, Step::Approve | Step::Reject)
        }
        _ => false,
    }
}

/// The place in the form where an obstacle is to be mended, where there is one.
const fn place_of(obstacle: Obstacle) -> Option<Field> {
    match obstacle {
        Obstacle::ReasonMissing | Obstacle::PartsMissing => Some(step::REASON),
        Obstacle::VotesDoNotAddUp | Obstacle::TooFewVotes | Obstacle::VotesReached => Some(step::YES),
        Obstacle::BeforeSubmission | Obstacle::BeforeDecision => Some(step::DAY),
        Obstacle::OtherLevel => Some(step::LEVEL),
        Obstacle::LinkMissing | Obstacle::Merged => Some(step::LINK),
        _ => None,
    }
}

/// Which rows a form shows, apart from what its step asks for.
#[derive(Clone, Default)]
pub(super) struct Around {
    /// The dossiers that this one may be merged into.
    pub(super) others: Vec<Choice>,
    /// The share that the council's vote needs.
    pub(super) threshold: Option<Threshold>,
    /// Whether many dossiers share the form, so that figures of one are not asked for.
    pub(super) of_many: bool,
}

/// One open form of a step.
#[derive(Clone, Copy)]
pub(super) struct StepForm {
    form: Form,
    taken: Step,
    app: &'static Words,
    book: Book,
}

const fn of(field: Field) -> Field {
    step::of(field, 1)
}

/// The step whose form was left in the middle.
pub(super) fn begun(book: Book, key: DraftKey) -> Option<Step> {
    let draft =
        book.drafts().with_untracked(|drafts| drafts.iter().find(|draft| draft.key == key).cloned())?;
    let code = draft.texts.get(&EntryName::Of(of(step::KIND)).to_string())?;
    Step::from_code(code.parse().ok()?)
}

impl StepForm {
    /// Opens the form of a step, with the draft that was kept of the same step.
    pub(super) fn open(
        book: Book,
        app: &'static Words,
        key: DraftKey,
        taken: Step,
        suggested: &[(Field, String)],
    ) -> Self {
        let is_of_another = begun(book, key).is_some_and(|other| other != taken);
        let today = web::today().map(|day| day.to_string());
        let today = today.as_deref().and_then(format::civil).unwrap_or_default();
        let first = [(step::KIND, taken.code().to_string()), (step::DAY, today)];
        let base: Texts = order::gathered(
            first
                .into_iter()
                .chain(suggested.iter().cloned())
                .map(|(field, text)| (EntryName::Of(of(field)).to_string(), text)),
        );
        let form = Form::open(book, app, KIND, key, base.clone());
        if is_of_another {
            for field in asks(taken).iter().chain(&[step::KIND]) {
                let text = base.get(&EntryName::Of(of(*field)).to_string()).cloned();
                form.of(of(*field)).input.text.set(text.unwrap_or_default());
            }
            form.resumed_from.set(None);
        }
        // What was typed is kept with the step that it was typed for.
        form.of(of(step::KIND)).input.text.set(taken.code().to_string());
        Self { form, taken, app, book }
    }

    fn input(self, field: Field) -> Input {
        self.form.of(of(field)).input
    }

    /// The form. `submit` is told of a step that is complete in itself.
    pub(super) fn draw(self, around: &Around, submit: Callback<NewStep>, close: Callback<()>) -> AnyView {
        let (app, form) = (self.app, self.form);
        let asked = asks(self.taken).iter().filter(|field| {
            let of_one = FIGURES.contains(field) || **field == step::SECRET || **field == step::LINK;
            !(around.of_many && of_one)
        });
        let (figures, others): (Vec<Field>, Vec<Field>) =
            asked.copied().partition(|field| FIGURES.contains(field));
        let draw = |fields: &[Field]| {
            fields.iter().map(|field| self.control(*field, around)).collect_view().into_any()
        };
        let (before, after) = others.split_at(others.len().min(1));
        let figures = (!figures.is_empty()).then(|| {
            let help = if self.taken == Step::Consider { words::FIGURES_HELP } else { words::MEMBERS_HELP };
            view! {
                <p class="help">{app.locale.of(help)}</p>
                <div class="figures">{draw(&figures)}</div>
                {self.result(around.threshold)}
            }
        });
        let hand_in = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            if let Some(new) = self.read() {
                submit.run(new);
            }
        };
        let give_up = move |()| form.discard(close);
        let taken = words::to_take(app.locale, self.taken);
        view! {
            <form class="card stack" novalidate on:submit=hand_in aria-label=taken>
                <h3 tabindex="-1">{taken}</h3>
                <Resumed form=form words=app on_discard=close/>
                {draw(before)}
                {figures}
                {draw(after)}
                <div role="status">{self.said()}</div>
                <div class="buttons">
                    {button(Weight::Other, None, app.locale.of(words::CANCEL), give_up)}
                    <button
                        type="submit"
                        class="button primary"
                        aria-disabled=live::said(move || form.is_saving())
                    >
                        {Icon::Tick.draw()}
                        {taken}
                    </button>
                </div>
            </form>
        }
        .into_any()
    }

    fn control(self, field: Field, around: &Around) -> AnyView {
        let (app, input) = (self.app, self.input(field));
        let locale = app.locale;
        let help: Option<Both> = match field {
            step::DAY => Some(words::DAY_HELP),
            step::REASON if matches!(self.taken, Step::Return | Step::HigherReturn) => {
                Some(words::REASON_HELP)
            }
            step::REASON if self.taken == Step::SendUp => Some(words::PARTS_REASON_HELP),
            _ => None,
        };
        let is_optional = !is_needed(self.taken, field) && field != step::SECRET;
        let label = Label {
            id: EntryName::Of(of(field)).id(),
            label: fields::name(app, KIND, field),
            optional: if is_optional { locale.of(words::OPTIONAL) } else { "" },
            help: help.map_or("", |help| locale.of(help)),
        };
        let coded = || -> Vec<Choice> {
            let choice = |(code, word): (usize, &'static str)| Choice {
                value: code.to_string(),
                word: word.to_owned(),
            };
            (1..).zip(fields::choices(app, KIND, field)).map(choice).collect()
        };
        let select = |choices: Vec<Choice>, empty: &'static str, label: Label| {
            let groups = Signal::stored(vec![Group { heading: "", choices }]);
            view! { <SelectField input=input label=label empty=empty groups=groups/> }.into_any()
        };
        match field {
            step::SECRET => view! { <ChoiceField input=input label=label choices=coded()/> }.into_any(),
            step::LEVEL => select(coded(), app.form().choose, label),
            step::LINK if around.others.is_empty() => {
                view! { <p class="help">{locale.of(words::NO_OTHER)}</p> }.into_any()
            }
            step::LINK => select(around.others.clone(), locale.of(words::CHOOSE_OTHER), label),
            step::REASON => view! { <TextField input=input label=label keys=Keys::Prose/> }.into_any(),
            field if FIGURES.contains(&field) => {
                view! { <TextField input=input label=label keys=Keys::Whole/> }.into_any()
            }
            _ => view! { <TextField input=input label=label keys=Keys::Line/> }.into_any(),
        }
    }

    /// Whether the votes that are typed suffice.
    fn result(self, threshold: Option<Threshold>) -> Option<AnyView> {
        let threshold = threshold.filter(|_| self.taken != Step::Consider)?;
        let locale = self.app.locale;
        let count = move |field| self.input(field).text.read().trim().parse::<u32>().ok();
        Some(live_if(move || {
            let vote = Vote {
                members: count(step::MEMBERS)?,
                present: count(step::PRESENT)?,
                written: count(step::WRITTEN).unwrap_or(0),
                yes: count(step::YES)?,
                no: count(step::NO),
                blank: count(step::BLANK),
                secret: count(step::SECRET) == Some(1),
            };
            let reached = threshold.is_reached(vote);
            let (tone, icon, word) = if reached {
                (Tone::Done, Icon::Safe, words::REACHED)
            } else {
                (Tone::Wait, Icon::Alert, words::NOT_REACHED)
            };
            let (of, base) = if threshold.of_voters {
                (vote.present.saturating_add(vote.written), words::OF_VOTERS)
            } else {
                (vote.members, words::OF_MEMBERS)
            };
            let share = words::share(locale, vote.yes, of, threshold.percent, base);
            let secret =
                (threshold.secret && !vote.secret).then(|| view! { <p>{locale.of(words::NEEDS_SECRET)}</p> });
            let note = view! {
                <Note tone=tone icon=icon>
                    <p><strong>{locale.of(word)}</strong> ": " {share}</p>
                    {secret}
                </Note>
            };
            Some(note.into_any())
        }))
    }

    /// What became of what is typed.
    fn said(self) -> AnyView {
        let (form, app) = (self.form, self.app);
        live(move || {
            let (class, icon, text) = match form.doing.get() {
                Doing::Saving => ("said", Icon::Clock, app.form().saving.to_owned()),
                Doing::Mending => ("said grave", Icon::Alert, app.form().mend.to_owned()),
                Doing::Failed(error) => ("said grave", Icon::Alert, faults::book(app, error)),
                Doing::Typing => return ().into_any(),
            };
            view! { <div class=class>{icon.draw()} <span>{text}</span></div> }.into_any()
        })
    }

    /// The step that is typed, where nothing is wrong with it in itself.
    fn read(self) -> Option<NewStep> {
        let (values, wrong) = self.form.values(self.app.locale.notation());
        let value = |field: Field| values.get(&of(field)).filter(|value| **value != Value::Null);
        let missing = asks(self.taken)
            .iter()
            .filter(|field| is_needed(self.taken, **field) && value(**field).is_none())
            .map(|field| Fault::Missing(of(*field)));
        let out_of_place =
            values.iter().filter_map(|(field, value)| schema::check_change(KIND, *field, value).err());
        if !self.form.judge(wrong, missing.chain(out_of_place).collect()) {
            return None;
        }
        let day: CivilDate = value(step::DAY)?.as_text()?.parse().ok()?;
        if web::today().is_some_and(|today| day > today) {
            self.complain(step::DAY, self.app.locale.of(words::NOT_YET).to_owned());
            return None;
        }
        let own = values.iter().filter(|(field, value)| {
            ![step::KIND.number, step::DAY.number].contains(&field.number) && **value != Value::Null
        });
        let says: Fields =
            order::gathered(own.map(|(field, value)| (Field::of(field.number), value.clone())));
        Some(NewStep { kind: self.taken.code(), leads_to: self.taken.leads_to().code(), day, says })
    }

    fn complain(self, field: Field, text: String) {
        self.input(field).error.set(Some(text));
        self.form.doing.set(Doing::Mending);
        lead_to_complaint();
    }

    /// Takes the step on these dossiers, and hands back what became of each. What cannot go because of what was typed is
    /// said in the form, which stays with all that is in it.
    pub(super) fn take(self, records: Vec<RecordId>, new: &NewStep, done: Callback<Vec<StepTaken>>) {
        let (form, book) = (self.form, self.book);
        let is_one = records.len() == 1;
        let news = records.into_iter().map(|record| (record, new.clone())).collect();
        form.doing.set(Doing::Saving);
        spawn_local(async move {
            match book.steps(news).await {
                Ok(taken) => {
                    let refused = taken.iter().find_map(|one| one.refused).filter(|_| is_one);
                    if let Some(error) = refused {
                        return self.refuse(error);
                    }
                    form.finish().await;
                    let _gone = done.try_run(taken);
                }
                Err(error) => _ = form.doing.try_set(Doing::Failed(error)),
            }
        });
    }

    fn refuse(self, error: BookError) {
        let place = match error {
            BookError::Obstacle(obstacle) => place_of(obstacle),
            _ => None,
        };
        match place.filter(|place| asks(self.taken).contains(place)) {
            Some(place) => self.complain(place, faults::book(self.app, error)),
            None => _ = self.form.doing.try_set(Doing::Failed(error)),
        }
    }
}
