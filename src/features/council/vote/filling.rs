//! The ballot as it is filled in: each dossier with its three choices, and the question before it is cast.

use leptos::prelude::*;
use thidua_ballot::Choice;
use thidua_domain::council;
use thidua_domain::nomination::{ACHIEVEMENTS, INITIATIVE};

use super::super::super::papers::dossiers;
use super::super::paper::{self, Item};
use super::super::{said, words};
use super::Screen;
use crate::components::confirm::{Confirm, Question};
use crate::components::icon::Icon;
use crate::components::live::{live_if, live_text, said as says_of};
use crate::components::press::{Weight, button, link};
use crate::locale::facts::Both;

impl Screen {
    /// The items that are not chosen yet. Tracks.
    fn left(self) -> Vec<u32> {
        let Some(record) = self.detail.record.get() else { return Vec::new() };
        let choices = self.choices.get();
        council::agenda(&record.fields)
            .map(|(item, _)| item)
            .filter(|item| !choices.contains_key(item))
            .collect()
    }

    /// The ballot, to be filled in.
    pub(super) fn filling_in(self) -> AnyView {
        let detail = self.detail;
        let locale = detail.app.locale;
        let rows = paper::items(detail, move |item| {
            let place = words::of_all(locale, item.place, item.count);
            self.one(&item, place)
        });
        let left = Memo::new(move |_| self.left().len());
        let told = live_text(move || match left.get() {
            0 => locale.of(words::ALL_CHOSEN).to_owned(),
            left => words::left(locale, left),
        });
        let rest = live_if(move || {
            (left.get() > 1).then(|| {
                button(Weight::Other, Some(Icon::Tick), locale.of(words::REST_YES), move |()| {
                    self.choose(untrack(|| self.left()).into_iter(), Choice::Yes);
                })
            })
        });
        let busy = says_of(move || self.busy.get());
        view! {
            <section class="stack" aria-label=locale.of(words::VOTING)>
                <h3 class="section-title">{locale.of(words::VOTING)}</h3>
                <p class="help">{locale.of(words::KEPT)}</p>
                <div class="ballot">{rows}</div>
                <div class="form-foot">
                    <div role="status" class="said">{Icon::Work.draw()} <span>{told}</span></div>
                    <div class="buttons">
                        {rest}
                        <button
                            type="button"
                            class="button primary"
                            aria-disabled=busy
                            on:click=move |_| self.sure.set(true)
                        >
                            {Icon::Sending.draw()}
                            {locale.of(words::CAST_IT)}
                        </button>
                    </div>
                </div>
            </section>
        }
        .into_any()
    }

    /// One dossier with its three choices.
    fn one(self, on: &Item, place: String) -> AnyView {
        let locale = self.detail.app.locale;
        let item = on.own.item;
        let group = ["vote-", &item.to_string()].concat();
        let choice = |(choice, word): (Choice, Both)| {
            let is_chosen = move || self.choices.read().get(&item) == Some(&choice.code());
            let pick = move || self.choose(std::iter::once(item), choice);
            paper::choice(group.clone(), locale.of(word), is_chosen, pick)
        };
        let choices = [(Choice::Yes, words::YES), (Choice::No, words::NO), (Choice::Blank, words::BLANK)];
        let more = on.own.dossier.as_ref().map(|record| {
            let text = [said(record, ACHIEVEMENTS), said(record, INITIATIVE)];
            let text = text.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
            let achievements = (!text.is_empty()).then(|| view! { <p class="prose">{text}</p> });
            let read = link(Weight::Plain, None, locale.of(words::READ), dossiers::address(record.id));
            view! {
                <details>
                    <summary>{locale.of(words::ACHIEVEMENTS)}</summary>
                    {achievements}
                    {read}
                </details>
            }
        });
        view! {
            <li class="card">
                <fieldset class="choice">
                    <legend class="legend">
                        <span class="small">{place}</span>
                        <strong class="name">{on.name.clone()}</strong>
                        <span class="line">{on.line.clone()}</span>
                    </legend>
                    {choices.map(choice).into_iter().collect_view()}
                </fieldset>
                {more}
            </li>
        }
        .into_any()
    }

    /// Asks whether the ballot is to be cast as it is.
    pub(super) fn question(self) -> AnyView {
        let app = self.detail.app;
        let locale = app.locale;
        let text = Signal::derive(move || {
            let choices = self.choices.get();
            let count = |wanted: Choice| choices.values().filter(|code| **code == wanted.code()).count();
            let counts = [Choice::Yes, Choice::No, Choice::Blank].map(count);
            words::cast_text(locale, counts, self.left().len())
        });
        let question = Question {
            title: locale.of(words::CAST_TITLE),
            text,
            yes: locale.of(words::CAST_IT),
            no: app.form().cancel,
            typed: None,
        };
        view! { <Confirm open=self.sure question=question on_yes=self.cast/> }.into_any()
    }
}
