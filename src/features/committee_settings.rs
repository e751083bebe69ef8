//! The settings of the committee: every default that is not sure or local, with its source, and what the committee
//! decided instead, by whom and why.
//!
//! Nothing is ever overwritten: a change is a new record with a day of its own, so that an old dossier is judged by
//! what held then. Everybody reads this; only the administrator writes.

mod change;
mod groups;
mod salary;
mod standing;
mod withdraw;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::decimal;
use thidua_domain::law::setting::{Entry, SETTINGS, Setting, Settings, Takes};
use thidua_domain::record::{Decimal, Fields, PartitionId, RecordKind};
use thidua_domain::rule_set::{CivilDate, RuleSet};

use crate::app::{SectionTitle, use_section};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::panes::OnePane;
use crate::features::fields;
use crate::features::law_settings::{Decided, decided, settings_of};
use crate::locale::{Locale, Words, format, words as of_app};
use crate::web;
use groups::Group;
use withdraw::Withdrawal;
use words::SettingWords;

const KIND: RecordKind = RecordKind::Setting;

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    book: Book,
    session: Arc<Session>,
    app: &'static Words,
    words: &'static SettingWords,
    today: CivilDate,
    settings: Memo<Arc<Settings>>,
    /// Where settings are written; `None` where this account may not.
    place: Option<PartitionId>,
    /// The setting whose form stands open.
    open: RwSignal<Option<Setting>>,
    withdrawal: Withdrawal,
}

/// The screen.
pub(crate) fn screen() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let words = SettingWords::of(app.locale);
    use_section(SectionTitle { title: words.title, home: "/settings", back: Some("/more"), place: None });
    let Some((session, today)) = book.session().get_untracked().zip(web::today()) else {
        return ().into_any();
    };
    let authority = session.authority().map(|place| place.id);
    let place = authority
        .filter(|place| access::may_write(&session.account, KIND, *place, None, &Fields::new()).is_ok());
    // A form that was left in the middle stands open again.
    let begun = place.and_then(|_| change::begun(book));
    let screen = Screen {
        book,
        session,
        app,
        words,
        today,
        settings: settings_of(book),
        place,
        open: RwSignal::new(begun),
        withdrawal: Withdrawal::new(book, app, words),
    };
    let why_not = match (authority, place) {
        (_, Some(_)) => None,
        (Some(_), None) => Some(words.read_only),
        (None, None) => Some(words.not_received),
    };
    let why_not = why_not.map(|why| view! { <Note tone=Tone::Plain icon=Icon::Key><p>{why}</p></Note> });
    let groups = Group::ALL.into_iter().map(|group| section(&screen, group)).collect_view();
    let top = law_now(&screen);
    let question = screen.withdrawal.question();
    view! {
        <OnePane>
            <div class="stack wide-gap">
                <div class="stack">
                    {top}
                    <p class="help">{words.about}</p>
                    {why_not}
                </div>
                {groups}
            </div>
            {question}
        </OnePane>
    }
    .into_any()
}

impl Screen {
    /// What a setting is called.
    fn name(&self, entry: &'static Entry) -> &'static str {
        match self.app.locale {
            Locale::Vi => entry.vi,
            Locale::En => entry.en,
        }
    }

    /// A value as it is read.
    fn value(&self, entry: &Entry, value: i64) -> String {
        measured(self.app, entry, value)
    }

    /// What was set of one setting, from old to new. Tracks.
    fn decided(&self, setting: Setting) -> Vec<Decided> {
        let mut all = decided(&self.book.settings().read());
        all.retain(|one| one.setting == setting);
        all
    }

    /// What was set of one setting and withdrawn, from old to new. Tracks.
    fn withdrawn(&self, setting: Setting) -> Vec<Decided> {
        let of_kind = |record: &&Arc<RecordView>| record.kind == KIND;
        let deleted: Vec<_> = self.book.deleted().read().iter().filter(of_kind).cloned().collect();
        let mut all = decided(&deleted);
        all.retain(|one| one.setting == setting);
        all
    }

    /// What was set and holds today.
    fn now<'a>(&self, decided: &'a [Decided]) -> Option<&'a Decided> {
        decided.iter().rev().find(|one| one.from <= self.today)
    }
}

/// A value as it is read: the number with its measure, or the words of the choice.
fn measured(app: &Words, entry: &Entry, value: i64) -> String {
    let figure = figure(app, value);
    match entry.takes {
        Takes::Number { measure: (_, "%"), .. } => [&figure, "%"].concat(),
        Takes::Number { measure, .. } => [&figure, " ", app.locale.of(measure)].concat(),
        Takes::Choice(choices) => {
            let chosen = usize::try_from(value - 1).ok().and_then(|place| choices.get(place));
            chosen.map_or(figure, |both| app.locale.of(*both).to_owned())
        }
    }
}

/// A whole number with its thousands set apart.
fn figure(app: &Words, number: i64) -> String {
    let number = Decimal::new(number, 0);
    number.map(|number| decimal::format(number, app.locale.notation())).unwrap_or_default()
}

/// A day as it is written.
fn day(day: CivilDate) -> String {
    format::civil(&day.to_string()).unwrap_or_default()
}

/// Which law a dossier that comes today stands under.
fn law_now(screen: &Screen) -> AnyView {
    let (app, words, today) = (screen.app, screen.words, screen.today);
    let settings = screen.settings;
    let body = live(move || {
        let rule_set = settings.with(|settings| settings.rule_set_on(today));
        let draft = (rule_set == RuleSet::R2026).then(|| {
            let sentences = words.draft_means.map(|sentence| view! { <p>{sentence}</p> });
            view! {
                <div class="chips"><Chip tone=Tone::Wait icon=Icon::Clock word=app.law().draft/></div>
                <div class="stack">{sentences.into_iter().collect_view()}</div>
            }
        });
        view! { <p><strong>{fields::rule_set(app, rule_set)}</strong></p> {draft} }.into_any()
    });
    view! { <section class="card"><h2>{words.in_force}</h2>{body}</section> }.into_any()
}

fn section(screen: &Screen, group: Group) -> AnyView {
    let of_group = SETTINGS.iter().filter(|entry| Group::of(entry.setting) == group);
    let cards = of_group.map(|entry| card(screen, entry)).collect_view();
    view! {
        <section class="stack">
            <h2 class="section-title">{(screen.words.group)(group)}</h2>
            {cards}
        </section>
    }
    .into_any()
}

/// One setting. What is known and the form are drawn apart, so that what comes from elsewhere does not disturb a form.
fn card(screen: &Screen, entry: &'static Entry) -> AnyView {
    let name = screen.name(entry);
    let known = standing::draw(screen, entry);
    let salaries = (entry.setting == Setting::BaseSalary).then(|| salary::draw(screen, entry));
    let form = change::slot(screen, entry);
    view! {
        <article class="card" aria-label=name data-setting=entry.key>
            <h3>{name}</h3>
            {known}
            {salaries}
            {form}
        </article>
    }
    .into_any()
}
