//! The accounts: who may sign in, as what, and whether somebody has taken the account up.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::text;
use thidua_sync::administration::{AccountTold, Accounts, ChangedAccount};

use super::account_words as words;
use super::office::{Office, account, place_name};
use super::spot::{At, whereabouts};
use super::{account_form, slip, words as of_devices};
use crate::app::{SectionTitle, use_section};
use crate::components::chip::{Chip, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::{attribute, live, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::narrow::{NarrowSelect, Search};
use crate::components::panes::Panes;
use crate::components::press::{Weight, button, link};
use crate::locale::facts::Both;
use crate::locale::format;
use crate::web;

/// Its address.
pub(super) const HOME: &str = "/administration/accounts";

/// How an account stands, for the filter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Enrolled,
    Waiting,
    Inactive,
}

const STANDINGS: [(&str, Standing, Both); 3] = [
    ("enrolled", Standing::Enrolled, words::ENROLLED),
    ("waiting", Standing::Waiting, words::NOT_ENROLLED),
    ("inactive", Standing::Inactive, words::INACTIVE),
];

fn standing(account: &AccountTold) -> Standing {
    match (account.active, account.enrolled) {
        (false, _) => Standing::Inactive,
        (true, true) => Standing::Enrolled,
        (true, false) => Standing::Waiting,
    }
}

/// The section: the list, and beside it one account or a form.
pub(super) fn section(office: Office, at: Memo<At>) -> AnyView {
    let title = office.of(words::ACCOUNTS);
    use_section(SectionTitle { title, home: HOME, back: Some("/more"), place: Some(whereabouts(at)) });
    let detail = live(move || match at.get() {
        At::Show(number) => live(move || show(office, &office.all(), number)),
        At::New => office.once_told(move || account_form::new(office, None)),
        At::NewOf(unit) => office.once_told(move || account_form::new(office, Some(unit))),
        At::Edit(number) => office.once_told(move || account_form::edit(office, number)),
        At::List => {
            let (title, text) = (office.of(words::NOTHING_CHOSEN), office.of(words::CHOOSE_ACCOUNT));
            view! { <Empty icon=Icon::Key title=title text=text/> }.into_any()
        }
        At::Committee | At::Merger | At::Nowhere => office.absent(),
    });
    let open = Signal::derive(move || at.get() != At::List);
    view! { <Panes open=open list=list(office, at) detail=detail/> }.into_any()
}

fn list(office: Office, at: Memo<At>) -> AnyView {
    let locale = office.app.locale;
    let (query, state) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let found = Memo::new(move |_| Arc::new(found(&office.all(), &query.read(), &state.read())));
    let choice = |(value, _, word): &(&str, Standing, Both)| Choice {
        value: (*value).to_owned(),
        word: office.of(*word).to_owned(),
    };
    let choices = vec![Group { heading: "", choices: STANDINGS.iter().map(choice).collect() }];
    let count = live_text(move || words::accounts(locale, found.read().len()));
    let widen = move |()| {
        query.set(String::new());
        state.set(String::new());
    };
    let is_empty = Memo::new(move |_| found.read().is_empty());
    let rows = live(move || {
        if !office.is_told.get() {
            return ().into_any();
        }
        if is_empty.get() {
            let (title, text) = (office.of(words::NOTHING_FOUND), office.of(words::NOTHING_FOUND_HELP));
            return view! {
                <Empty icon=Icon::Search title=title text=text>
                    {button(Weight::Other, None, office.of(words::WIDEN), widen)}
                </Empty>
            }
            .into_any();
        }
        rows(office, at, found)
    });
    view! {
        {link(Weight::Primary, Some(Icon::Plus), office.of(words::NEW_ACCOUNT), [HOME, "/new"].concat())}
        <Search text=query label=office.of(words::SEARCH_ACCOUNTS)/>
        <div class="filters">
            <NarrowSelect
                chosen=state
                label=office.of(words::STATE)
                all=office.of(words::ALL_STATES)
                choices=choices
            />
        </div>
        <div class="list-head"><p class="muted" role="status">{count}</p></div>
        {office.state()}
        <div class="stack">{rows}</div>
    }
    .into_any()
}

/// The accounts that pass the search and the filter, by name.
fn found(all: &Accounts, query: &str, state: &str) -> Vec<AccountTold> {
    let query = text::fold(query);
    let wanted = STANDINGS.iter().find(|(value, ..)| *value == state).map(|(_, standing, _)| *standing);
    let passes = |account: &&AccountTold| {
        let unit = place_name(all, account.post.home);
        let words = text::fold(&[&account.post.name, " ", &account.login, " ", &unit].concat());
        wanted.is_none_or(|wanted| standing(account) == wanted)
            && query.split_whitespace().all(|word| words.contains(word))
    };
    let mut found: Vec<_> = all.accounts.iter().filter(passes).cloned().collect();
    found.sort_by_cached_key(|account| (!account.active, text::fold(&account.post.name)));
    found
}

fn rows(office: Office, at: Memo<At>, found: Memo<Arc<Vec<AccountTold>>>) -> AnyView {
    let one = move |account: &AccountTold| {
        let account = Arc::new(account.clone());
        // Drawn anew when anything of it has changed.
        let mark = format!("{account:?}")
            .bytes()
            .fold(0_usize, |mark, byte| mark.wrapping_mul(31).wrapping_add(usize::from(byte)));
        let key = (u128::from(account.account), mark);
        Row { key, draw: Arc::new(move || row(office, at, &account)) }
    };
    long_list(move |most| found.read().iter().take(most).map(one).collect())
}

fn row(office: Office, at: Memo<At>, account: &AccountTold) -> AnyView {
    let number = account.account;
    let all = office.told.get_untracked().unwrap_or_default();
    let unit = place_name(&all, account.post.home);
    let role = words::role(office.app.locale, &account.post.role);
    let current = attribute(move || (at.get().entry() == Some(number)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(number) aria-current=current>
                <span class="name">{account.post.name.clone()}</span>
                <span class="line">{account.login.clone()} " · " {role}</span>
                <span class="line">{unit}</span>
                <span class="foot">{chips(office, &all, account)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The address of an account.
pub(super) fn address(number: u32) -> String {
    [HOME, "/", &number.to_string()].concat()
}

/// How an account stands: in words, each with an icon.
fn chips(office: Office, all: &Accounts, account: &AccountTold) -> Vec<AnyView> {
    let chip = |tone, icon, word: String| view! { <Chip tone=tone icon=icon word=word/> }.into_any();
    let of = |both| office.of(both).to_owned();
    let mut chips = Vec::new();
    match standing(account) {
        Standing::Inactive => chips.push(chip(Tone::Grave, Icon::Bin, of(words::INACTIVE))),
        Standing::Enrolled => chips.push(chip(Tone::Done, Icon::Safe, of(words::ENROLLED))),
        Standing::Waiting => chips.push(chip(Tone::Plain, Icon::Clock, of(words::NOT_ENROLLED))),
    }
    if is_out_of_years(all.year, account) {
        chips.push(chip(Tone::Wait, Icon::Alert, of(words::OUT_OF_YEARS)));
    }
    match slip_until(account) {
        Some((until, true)) => {
            let word = [office.of(words::SLIP_UNTIL), &format::date_time(office.app, until)].concat();
            chips.push(chip(Tone::Wait, Icon::Key, word));
        }
        Some((_, false)) if !account.enrolled => {
            chips.push(chip(Tone::Grave, Icon::Key, of(words::SLIP_OVER)));
        }
        _ => {}
    }
    chips
}

/// Whether the year of work is none of the account's.
pub(super) const fn is_out_of_years(year: u16, account: &AccountTold) -> bool {
    matches!(account.post.first_year, Some(first) if first > year)
        || matches!(account.post.last_year, Some(last) if last < year)
}

/// Until when a slip is out, and whether that is still to come.
pub(super) fn slip_until(account: &AccountTold) -> Option<(f64, bool)> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for 285,000 years")]
    let until = account.slip_until_ms? as f64;
    Some((until, until > web::now_ms()))
}

/// One account.
fn show(office: Office, all: &Accounts, number: u32) -> AnyView {
    if !office.is_told.get() {
        return ().into_any();
    }
    let Some(account) = account(all, number).cloned() else { return office.absent() };
    let locale = office.app.locale;
    web::set_title(&account.post.name);
    let unit = place_name(all, account.post.home);
    let years = years(office, &account);
    let role = words::role(locale, &account.post.role);
    let does =
        words::ROLES.iter().find(|(id, ..)| *id == account.post.role).map(|(.., does)| office.of(*does));
    let edit = [&address(number), "/edit"].concat();
    view! {
        <article class="stack">
            <header class="stack">
                <h2 tabindex="-1">{account.post.name.clone()}</h2>
                <div class="chips">{chips(office, all, &account)}</div>
            </header>
            <section class="card">
                <dl class="facts">
                    <div><dt>{office.of(words::LOGIN)}</dt><dd>{account.login.clone()}</dd></div>
                    <div>
                        <dt>{office.of(words::ROLE)}</dt>
                        <dd>{role} <span class="help">" " {does}</span></dd>
                    </div>
                    <div><dt>{office.of(words::HOME)}</dt><dd>{unit}</dd></div>
                    <div><dt>{office.of(words::YEARS)}</dt><dd>{years}</dd></div>
                </dl>
                <div class="buttons">{link(Weight::Other, Some(Icon::Pencil), office.of(words::EDIT), edit)}</div>
            </section>
            {slip::card(office, all, &account)}
            {in_use(office, &account)}
        </article>
    }
    .into_any()
}

fn years(office: Office, account: &AccountTold) -> String {
    let said = |word: Both, year: u16| [office.of(word), " ", &year.to_string()].concat();
    let first = account.post.first_year.map(|year| said(words::FIRST_YEAR, year));
    let last = account.post.last_year.map(|year| said(words::LAST_YEAR, year));
    let both: Vec<_> = first.into_iter().chain(last).collect();
    if both.is_empty() { office.of(words::NO_BOUND).to_owned() } else { both.join(", ") }
}

/// Taking an account out of use, and back.
fn in_use(office: Office, account: &AccountTold) -> AnyView {
    if office.own_account() == Some(account.account) {
        return view! { <p class="help">{office.of(words::OWN)}</p> }.into_any();
    }
    let number = account.account;
    let (post, active) = (account.post.clone(), account.active);
    let asked = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let change = Callback::new(move |()| {
        let to = ChangedAccount { post: post.clone(), active: !active };
        failed.set(None);
        spawn_local(async move {
            match office.book.change_account(number, &to).await {
                Ok(()) => {
                    office.toaster.say(office.of(if active { words::STOPPED } else { words::RESUMED_USE }));
                    office.fresh.set(None);
                    office.ask();
                }
                Err(error) => _ = failed.try_set(Some(of_devices::trouble(office.app.locale, error))),
            }
        });
    });
    let press = if active {
        button(Weight::Grave, None, office.of(words::STOP), move |()| asked.set(true))
    } else {
        button(Weight::Other, Some(Icon::Return), office.of(words::RESUME), move |()| change.run(()))
    };
    let question = Question {
        title: office.of(words::STOP_TITLE),
        text: Signal::stored(office.of(words::STOP_TEXT).to_owned()),
        yes: office.of(words::STOP),
        no: office.app.form().cancel,
        typed: None,
    };
    view! {
        <div class="stack">
            {said(failed)}
            <div class="buttons">{press}</div>
            {asking(asked, question, change)}
        </div>
    }
    .into_any()
}

/// What went wrong, in words.
pub(super) fn said(failed: RwSignal<Option<String>>) -> AnyView {
    let words = live_if(move || {
        let words = failed.get()?;
        Some(view! { <p class="error">{Icon::Alert.draw()} <span>{words}</span></p> }.into_any())
    });
    view! { <div role="alert" class="wrong" tabindex="-1">{words}</div> }.into_any()
}

/// A question that is in the page only while it is asked.
pub(super) fn asking(asked: RwSignal<bool>, question: Question, yes: Callback<()>) -> AnyView {
    live_if(move || {
        asked.get().then(|| {
            let open = RwSignal::new(true);
            Effect::new(move || {
                if !open.get() {
                    let _gone = asked.try_set(false);
                }
            });
            view! { <Confirm open=open question=question on_yes=yes/> }.into_any()
        })
    })
}
