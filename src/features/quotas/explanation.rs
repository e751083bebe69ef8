//! Why a share is exceeded: one reason for a year, a rule, and a unit or the whole committee.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::explanation::{self, RULE, TEXT, YEAR};
use thidua_domain::law::rule::RuleId;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};

use super::words::QuotaWords;
use crate::book::{Book, DraftKey, RecordView, Session};
use crate::components::chip::{Note, Tone};
use crate::components::field::{Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::press::{Weight, button};
use crate::components::toast::use_toaster;
use crate::features::state;
use crate::forms::entry::EntryName;
use crate::forms::form::{Form, Texts, texts_of};
use crate::locale::Words;
use crate::order;

const KIND: RecordKind = RecordKind::Explanation;

/// The explanations of the book, and the form for one.
#[derive(Clone)]
pub(super) struct Explanations {
    book: Book,
    session: Arc<Session>,
    app: &'static Words,
    words: &'static QuotaWords,
    /// Closes the form when its record is there. Of the screen, because the record's arrival draws the card anew and takes
    /// the form away before it is told.
    saved: Callback<RecordId>,
    /// What is being explained: the rule and where.
    open: RwSignal<Option<(RuleId, PartitionId)>>,
}

impl Explanations {
    /// Of the book.
    pub(super) fn new(
        book: Book,
        session: Arc<Session>,
        app: &'static Words,
        words: &'static QuotaWords,
    ) -> Self {
        let (toaster, open) = (use_toaster(), RwSignal::new(None));
        let saved = Callback::new(move |_| {
            toaster.say(app.form().saved);
            open.set(None);
        });
        Self { book, session, app, words, saved, open }
    }

    /// What was said of a rule in a year, with the way to say it; nothing where all is in order and nothing was said.
    /// Tracks.
    pub(super) fn draw(
        &self,
        year: i64,
        unit: Option<PartitionId>,
        rule: RuleId,
        is_over: bool,
    ) -> Option<AnyView> {
        let place = unit.or_else(|| self.session.authority().map(|place| place.id))?;
        let said = self.said(year, place, rule);
        if said.is_none() && !is_over {
            return None;
        }
        let this = self.clone();
        Some(live(move || this.whole(year, place, rule, said.as_ref())))
    }

    /// The explanation that holds: of several the newest.
    fn said(&self, year: i64, place: PartitionId, rule: RuleId) -> Option<Arc<RecordView>> {
        let cited = rule.to_string();
        let explanations = self.book.explanations().get();
        let is_meant = |record: &&Arc<RecordView>| {
            record.partition == place
                && record.fields.get(&YEAR).and_then(Value::as_int) == Some(year)
                && record.fields.get(&RULE).and_then(Value::as_text) == Some(cited.as_str())
        };
        explanations.iter().filter(is_meant).max_by_key(|record| record.id).cloned()
    }

    fn whole(&self, year: i64, place: PartitionId, rule: RuleId, said: Option<&Arc<RecordView>>) -> AnyView {
        let (app, words) = (self.app, self.words);
        if self.open.get() == Some((rule, place)) {
            return self.form(year, place, rule, said);
        }
        let before = said.map(|record| &record.fields);
        let may = access::may_write(&self.session.account, KIND, place, before, &Fields::new()).is_ok();
        let open = self.open;
        let word = if said.is_some() { words.change } else { words.explain };
        let way = if may {
            button(Weight::Other, Some(Icon::Pencil), word, move |()| open.set(Some((rule, place))))
        } else {
            view! { <p class="help">{words.not_here}</p> }.into_any()
        };
        let text = said.map(|record| {
            let text = record.fields.get(&TEXT).and_then(Value::as_text).unwrap_or_default().to_owned();
            view! {
                <dl class="facts wide-facts">
                    <div class="whole"><dt>{words.explanation}</dt><dd class="prose">{text}</dd></div>
                </dl>
                {state::chips(app, record)}
            }
        });
        let asks = said.is_none().then(|| {
            view! {
                <Note tone=Tone::Wait icon=Icon::Alert>
                    <p><strong>{words.asks}</strong></p>
                    <p>{words.explain_help}</p>
                </Note>
            }
        });
        view! { {asks} {text} <div class="buttons">{way}</div> }.into_any()
    }

    fn form(&self, year: i64, place: PartitionId, rule: RuleId, said: Option<&Arc<RecordView>>) -> AnyView {
        let (app, words, open) = (self.app, self.words, self.open);
        let key = said.map_or(DraftKey::New(KIND), |record| DraftKey::Edit(record.id));
        let base = said.map_or_else(|| first_texts(year, place, rule), |record| texts_of(record, app, &[]));
        let form = Form::open(self.book, app, KIND, key, base);
        // One draft is kept for all new explanations: one that was begun for another rule is not for this one.
        for (field, text) in [(YEAR, year.to_string()), (RULE, rule.to_string())] {
            form.of(field).input.text.set(text);
        }
        let existing = said.map(|record| record.id);
        let saved = self.saved;
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let (values, wrong) = form.values(app.locale.notation());
            if form.judge(wrong, explanation::check(&crate::forms::entry::filled(&values))) {
                form.save(existing, place, &values, saved);
            }
        };
        let give_up = move |()| {
            form.discard(Callback::new(move |()| {
                let _gone = open.try_set(None);
            }));
        };
        let field: Field = TEXT;
        let label = Label {
            id: EntryName::Of(field).id(),
            label: words.explanation,
            optional: "",
            help: words.explain_help,
        };
        view! {
            <form class="stack" novalidate on:submit=submit>
                <TextField input=form.of(field).input label=label keys=Keys::Prose/>
                <div class="buttons">
                    {button(Weight::Other, None, words.cancel, give_up)}
                    <button type="submit" class="button primary">{Icon::Tick.draw()} {app.form().save}</button>
                </div>
            </form>
        }
        .into_any()
    }
}

fn first_texts(year: i64, place: PartitionId, rule: RuleId) -> Texts {
    order::gathered([
        (EntryName::Place.to_string(), place.to_string()),
        (EntryName::Of(YEAR).to_string(), year.to_string()),
        (EntryName::Of(RULE).to_string(), rule.to_string()),
    ])
}
