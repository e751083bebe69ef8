//! Where one member signs its pledge: what is signed, who signs, and the pad. What is drawn and typed is a draft until the device
//! has the signature for good.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::pledge::{self, Pen, Pledge, SIGN_PEN, SIGN_POST, SIGN_STROKES, SIGN_TYPED, State, Step};
use thidua_domain::record::{Field, Fields, RecordId, RecordKind};
use thidua_domain::signature::SignatureError;
use thidua_domain::{guard, schema, step, text};
use thidua_sync::client::NewStep;

use super::{promise, words};
use crate::book::{Book, BookError, DraftKey, RecordView};
use crate::components::field::{Choice, ChoiceField, Input, Keys, Label, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::{flag, live, live_if, said};
use crate::components::press::{Weight, button};
use crate::components::signature_pad::{PadWords, SignaturePad};
use crate::forms::entry::{EntryFault, EntryName};
use crate::forms::foot::Resumed;
use crate::forms::form::{Doing, Form, Texts};
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, faults};
use crate::order;
use crate::web;

const KIND: RecordKind = RecordKind::Pledge;

/// Who signs what, on whose tablet.
#[derive(Clone)]
pub(in crate::features) struct Signer {
    pub(in crate::features) app: &'static Words,
    pub(in crate::features) book: Book,
    /// The pledge.
    pub(in crate::features) pledge: RecordId,
    /// The record of the bloc's year.
    pub(in crate::features) bloc: RecordId,
    /// What the unit is called.
    pub(in crate::features) unit: String,
    /// As what the account holds the tablet.
    pub(in crate::features) pen: Pen,
    /// What the account is called.
    pub(in crate::features) account: String,
}

/// The form. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
struct Sheet {
    app: &'static Words,
    book: Book,
    form: Form,
    pad: SignaturePad,
    pen: Pen,
    pledge: RecordId,
    bloc: RecordId,
    confirmed: RwSignal<bool>,
    /// What is wrong with the mark itself.
    trouble: RwSignal<Option<Both>>,
    signed: Callback<()>,
}

const fn of(field: Field) -> Field {
    step::of(field, 1)
}

/// The form of a signature. `close` gives it up, `signed` hears of one that the device has.
pub(in crate::features) fn draw(signer: Signer, close: Callback<()>, signed: Callback<()>) -> AnyView {
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let sheet = Sheet::open(&signer, signed);
        sheet.draw(&signer, close, Callback::new(move |()| again.update(|n| *n += 1)))
    })
}

/// Whether somebody began to sign a pledge here.
pub(super) fn is_begun(book: Book, pledge: RecordId) -> bool {
    is_kept(book, pledge, Step::Sign)
}

/// Whether the draft of a step on a pledge is of this step.
pub(super) fn is_kept(book: Book, pledge: RecordId, taken: Step) -> bool {
    let name = EntryName::Of(of(step::KIND)).to_string();
    let drafts = book.drafts().get_untracked();
    let draft = drafts.iter().find(|draft| draft.key == DraftKey::Step(pledge));
    let code = draft.and_then(|draft| draft.texts.get(&name)?.parse::<u16>().ok());
    code == Some(taken.code())
}

/// Opens the form of a step on a pledge with the draft of the same step.
pub(super) fn open_step(
    book: Book,
    app: &'static Words,
    pledge: RecordId,
    taken: Step,
    base: &Texts,
) -> Form {
    let is_kept = is_kept(book, pledge, taken);
    let form = Form::open(book, app, KIND, DraftKey::Step(pledge), base.clone());
    if !is_kept {
        // What is there was typed for another step, which cannot be taken any more.
        form.resumed_from.set(None);
        for field in [step::SIGNER, step::REASON, SIGN_POST, SIGN_STROKES, SIGN_TYPED] {
            let text = base.get(&EntryName::Of(of(field)).to_string()).cloned().unwrap_or_default();
            form.of(of(field)).input.text.set(text);
        }
    }
    form.of(of(step::KIND)).input.text.set(taken.code().to_string());
    form
}

impl Sheet {
    fn open(signer: &Signer, signed: Callback<()>) -> Self {
        // Whoever holds their own tablet most often signs by their own name.
        let name = if signer.pen == Pen::OwnUnit { signer.account.clone() } else { String::new() };
        let base = order::gathered([
            (EntryName::Of(of(step::KIND)).to_string(), Step::Sign.code().to_string()),
            (EntryName::Of(of(step::SIGNER)).to_string(), name),
        ]);
        let form = open_step(signer.book, signer.app, signer.pledge, Step::Sign, &base);
        let drawn = form.of(of(SIGN_STROKES)).input;
        let trouble = RwSignal::new(None);
        let cell = StoredValue::new(None::<SignaturePad>);
        let changed = Callback::new(move |()| {
            trouble.set(None);
            match cell.get_value().map(SignaturePad::signature) {
                Some(Ok(signature)) => drawn.take(signature.encode()),
                Some(Err(SignatureError::Empty)) => drawn.take(String::new()),
                Some(Err(_)) => trouble.set(Some(words::TOO_MUCH)),
                None => {}
            }
        });
        let pad = SignaturePad::new(&drawn.text.get_untracked(), changed);
        cell.set_value(Some(pad));
        Self {
            app: signer.app,
            book: signer.book,
            form,
            pad,
            pen: signer.pen,
            pledge: signer.pledge,
            bloc: signer.bloc,
            confirmed: RwSignal::new(false),
            trouble,
            signed,
        }
    }

    fn input(self, field: Field) -> Input {
        self.form.of(of(field)).input
    }

    fn typed(self) -> bool {
        self.pen == Pen::OwnUnit && *self.input(SIGN_TYPED).text.read() == "1"
    }

    fn draw(self, signer: &Signer, close: Callback<()>, anew: Callback<()>) -> AnyView {
        let (app, form) = (self.app, self.form);
        let locale = app.locale;
        let title = [locale.of(words::SIGN), ": ", &signer.unit].concat();
        let (book, id) = (self.book, self.pledge);
        let record = Memo::new(move |_| book.record(id));
        let text = live_if(move || record.get().map(|record| self.what(&record)));
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.sign();
        };
        let name = title.clone();
        let own = (self.pen == Pen::OwnUnit).then(|| {
            let choice = |(value, word): (&str, Both)| Choice {
                value: value.to_owned(),
                word: locale.of(word).to_owned(),
            };
            let choices = [("", words::BY_HAND), ("1", words::BY_NAME)].map(choice).to_vec();
            let label = self.label(SIGN_TYPED, words::HOW);
            view! { <ChoiceField input=self.input(SIGN_TYPED) label=label choices=choices/> }
        });
        let other =
            (self.pen != Pen::OwnUnit).then(|| view! { <p class="help">{locale.of(words::ONLY_OWN)}</p> });
        let account = signer.account.clone();
        let is_typed = Memo::new(move |_| self.typed());
        let mark = live(move || if is_typed.get() { self.confirmation(&account) } else { self.pad() });
        let give_up = move |()| form.discard(close);
        let field = |field, word, optional| {
            let label = Label { optional, ..self.label(field, word) };
            view! { <TextField input=self.input(field) label=label keys=Keys::Name/> }
        };
        view! {
            <form class="card stack" novalidate on:submit=submit aria-label=name>
                <h3 tabindex="-1">{title}</h3>
                <Resumed form=form words=app on_discard=anew/>
                {text}
                <div class="side-by-side roomy">
                    {field(step::SIGNER, words::SIGNER, "")}
                    {field(SIGN_POST, words::POST, app.form().optional)}
                </div>
                {own}
                {mark}
                {other}
                <div role="alert">{self.troubled()}</div>
                <div role="status">{self.said()}</div>
                <div class="buttons">
                    {button(Weight::Other, None, locale.of(words::CANCEL), give_up)}
                    <button type="submit" class="button primary" aria-disabled=said(move || form.is_saving())>
                        {Icon::Pencil.draw()}
                        {locale.of(words::SIGN)}
                    </button>
                </div>
            </form>
        }
        .into_any()
    }

    fn label(self, field: Field, word: Both) -> Label {
        let label = self.app.locale.of(word);
        Label { id: EntryName::Of(of(field)).id(), label, optional: "", help: "" }
    }

    /// The text that is signed, with the code that the signature names.
    fn what(self, record: &Arc<RecordView>) -> AnyView {
        let locale = self.app.locale;
        let digest = guard::text_of(KIND, &record.fields);
        let version = pledge::version(&record.fields);
        view! {
            <details open>
                <summary>{locale.of(words::READ_FIRST)}</summary>
                <div class="stack">
                    <p class="small">{promise::version(locale, version, &digest)}</p>
                    {promise::draw(self.app, &Pledge::read(&record.fields))}
                </div>
            </details>
        }
        .into_any()
    }

    fn pad(self) -> AnyView {
        let locale = self.app.locale;
        let help = if self.pen == Pen::OwnUnit { words::PAD_HELP_OWN } else { words::PAD_HELP };
        let pad_words = PadWords {
            label: locale.of(words::PAD),
            help: locale.of(help),
            undo: locale.of(words::UNDO),
            clear: locale.of(words::CLEAR),
            pen: locale.of(words::PEN_ONLY),
            finger: locale.of(words::FINGER),
            count: if locale == Locale::Vi { words::lines_vi } else { words::lines_en },
        };
        self.pad.draw("sign-pad", pad_words)
    }

    /// A typed name stands for a signature by the word of whoever is signed in.
    fn confirmation(self, account: &str) -> AnyView {
        let text = words::confirm(self.app.locale, account);
        let press = move |event| {
            self.trouble.set(None);
            self.confirmed.set(event_target_checked(&event));
        };
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=flag(move || self.confirmed.get()) on:change=press/>
                <span>{text}</span>
            </label>
        }
        .into_any()
    }

    fn troubled(self) -> AnyView {
        let locale = self.app.locale;
        live_if(move || {
            let trouble = self.trouble.get()?;
            Some(
                view! {
                    <p class="said grave">{Icon::Alert.draw()} <span>{locale.of(trouble)}</span></p>
                }
                .into_any(),
            )
        })
    }

    fn said(self) -> AnyView {
        let (form, app) = (self.form, self.app);
        live(move || {
            let text = match form.doing.get() {
                Doing::Saving => app.form().saving.to_owned(),
                Doing::Mending => app.form().mend.to_owned(),
                Doing::Failed(error) => faults::book(app, error),
                Doing::Typing => return ().into_any(),
            };
            let is_wrong = matches!(form.doing.get_untracked(), Doing::Mending | Doing::Failed(_));
            let (class, icon) = if is_wrong { ("said grave", Icon::Alert) } else { ("said", Icon::Clock) };
            view! { <p class=class>{icon.draw()} <span>{text}</span></p> }.into_any()
        })
    }

    /// What the signature says, where nothing is wrong with it.
    fn read(self) -> Option<Fields> {
        let mut says = Fields::new();
        let mut good = true;
        for field in [step::SIGNER, SIGN_POST] {
            let input = self.input(field);
            let typed = input.text.with_untracked(|typed| text::compose(typed.trim()).into_owned());
            let wrong = if typed.is_empty() {
                (field == step::SIGNER).then(|| self.app.locale.of(words::NAME_MISSING).to_owned())
            } else {
                let value = typed.as_str().into();
                let fault = schema::check_change(KIND, of(field), &value).err();
                says.insert(field, value);
                fault.map(|fault| faults::entry(self.app, KIND, EntryFault::Value(fault)))
            };
            good &= wrong.is_none();
            input.error.set(wrong);
        }
        if untrack(|| self.typed()) {
            says.insert(SIGN_TYPED, 1.into());
            if !self.confirmed.get_untracked() {
                self.trouble.set(Some(words::CONFIRM_MISSING));
                return None;
            }
        } else {
            match self.pad.signature() {
                Ok(signature) if signature.is_a_mark() => {
                    says.insert(SIGN_STROKES, signature.encode().as_str().into());
                }
                Ok(_) | Err(SignatureError::Empty) => {
                    self.trouble.set(Some(words::NOT_A_MARK));
                    return None;
                }
                Err(_) => {
                    self.trouble.set(Some(words::TOO_MUCH));
                    return None;
                }
            }
        }
        says.insert(SIGN_PEN, self.pen.code().into());
        says.insert(step::LINK, self.bloc.to_string().as_str().into());
        if !good {
            self.form.doing.set(Doing::Mending);
            lead_to_complaint();
            return None;
        }
        Some(says)
    }

    fn sign(self) {
        if untrack(|| self.form.is_saving()) {
            return;
        }
        let (Some(says), Some(day)) = (self.read(), web::today()) else { return };
        // The record changes before the draft is dropped: nothing is left that would be kept once more.
        self.form.keep();
        let new = NewStep { kind: Step::Sign.code(), leads_to: State::Signed.code(), day, says };
        take(self.book, self.form, self.pledge, new, self.signed);
    }
}

/// Takes a step on a pledge. What was typed for it goes when the device has it.
pub(super) fn take(book: Book, form: Form, pledge: RecordId, new: NewStep, done: Callback<()>) {
    form.doing.set(Doing::Saving);
    spawn_local(async move {
        let refused: Option<BookError> = match book.steps(vec![(pledge, new)]).await {
            Ok(taken) => taken.iter().find_map(|one| one.refused),
            Err(error) => Some(error),
        };
        match refused {
            None => {
                form.finish().await;
                let _gone = done.try_run(());
            }
            Some(error) => _ = form.doing.try_set(Doing::Failed(error)),
        }
    });
}
