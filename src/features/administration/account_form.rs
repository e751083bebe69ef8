//! The form for an account, new or there already.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use thidua_domain::text;
use thidua_sync::administration::{AccountTold, Accounts, ChangedAccount, NewAccount, Post};

use super::account_words as words;
use super::accounts::{HOME, address};
use super::office::{Office, account, place, places_of};
use super::typed::Typed;
use crate::book::Objection;
use crate::components::field::{Choice, Group, Keys, SelectField};
use crate::components::live::{live, live_text};
use crate::web;

/// The most characters of a name.
pub(super) const LONGEST_NAME: usize = 200;

/// The form for a new account; from the page of a unit, its own.
pub(super) fn new(office: Office, unit: Option<u32>) -> AnyView {
    web::set_title(office.of(words::NEW_ACCOUNT));
    drawn(office, None, unit)
}

/// The form for an account.
pub(super) fn edit(office: Office, number: u32) -> AnyView {
    let all = office.all();
    let Some(account) = account(&all, number).cloned() else { return office.absent() };
    web::set_title(office.of(words::EDIT_ACCOUNT));
    drawn(office, Some(account), None)
}

fn drawn(office: Office, existing: Option<AccountTold>, unit: Option<u32>) -> AnyView {
    let again = RwSignal::new(0_u32);
    live(move || {
        again.track();
        let all = office.told.get_untracked().unwrap_or_default();
        let anew = Callback::new(move |()| again.update(|count| *count += 1));
        whole(office, &all, existing.as_ref(), unit, anew)
    })
}

fn whole(
    office: Office,
    all: &Accounts,
    existing: Option<&AccountTold>,
    unit: Option<u32>,
    anew: Callback<()>,
) -> AnyView {
    let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
    let is_commune = unit.and_then(|unit| place(all, unit)).is_some_and(|place| place.kind == "commune");
    let empty = || Post {
        name: String::new(),
        role: if is_commune { "commune_officer" } else { "" }.to_owned(),
        home: unit.unwrap_or_default(),
        first_year: None,
        last_year: None,
    };
    let post = existing.map_or_else(empty, |account| account.post.clone());
    let home = if post.home == 0 { String::new() } else { post.home.to_string() };
    let mut begins = vec![
        ("name", post.name),
        ("role", post.role),
        ("home", home),
        ("first", year(post.first_year)),
        ("last", year(post.last_year)),
    ];
    if existing.is_none() {
        begins.push(("login", String::new()));
    }
    let number = existing.map(|account| account.account);
    let name = [
        "account-",
        &number.or(unit).unwrap_or_default().to_string(),
        if unit.is_some() { "-of" } else { "" },
    ];
    let form = Typed::open(office, name.concat(), &begins);
    let login = match existing {
        None => form.line("login", words::LOGIN, words::LOGIN_HELP, false, Keys::Account),
        Some(account) => {
            let (word, login) = (office.of(words::LOGIN), account.login.clone());
            view! { <dl class="facts"><div><dt>{word}</dt><dd>{login}</dd></div></dl> }.into_any()
        }
    };
    let navigate = use_navigate();
    let done = Callback::new(move |number: u32| {
        office.toaster.say(office.of(words::SAVED));
        navigate(&address(number), Default::default());
    });
    let active = existing.is_none_or(|account| account.active);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(post) = post_of(form) else { return };
        match number {
            None => {
                let new = NewAccount { login: form.text("login"), post };
                form.send(async move { office.book.make_account(&new).await }, move |made| done.run(made));
            }
            Some(number) => {
                let to = ChangedAccount { post, active };
                let work = async move { office.book.change_account(number, &to).await };
                form.send(work, move |()| done.run(number));
            }
        }
    };
    let title = office.of(if number.is_some() { words::EDIT_ACCOUNT } else { words::NEW_ACCOUNT });
    let back = number.map_or_else(|| HOME.to_owned(), address);
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2 tabindex="-1">{title}</h2>
            {form.resumed_note(anew)}
            <fieldset>
                {form.line("name", words::NAME, words::NAME_HELP, false, Keys::Line)}
                {login}
                {role(form)}
                {home_of(form, all)}
            </fieldset>
            <fieldset>
                <legend>{office.of(words::YEARS)}</legend>
                <p class="help">{office.of(words::YEARS_HELP)}</p>
                <div class="side-by-side">
                    {form.line("first", words::FIRST_YEAR, words::NO_HELP, true, Keys::Whole)}
                    {form.line("last", words::LAST_YEAR, words::NO_HELP, true, Keys::Whole)}
                </div>
            </fieldset>
            {form.foot(words::SAVE, back)}
        </form>
    }
    .into_any()
}

fn role(form: Typed) -> AnyView {
    let office = form.office;
    let input = form.field("role");
    let choice =
        |(id, word, _): &(&str, _, _)| Choice { value: (*id).to_owned(), word: office.of(*word).to_owned() };
    let groups = vec![Group { heading: "", choices: words::ROLES.iter().map(choice).collect() }];
    let label = form.label("role", words::ROLE, words::NO_HELP, false);
    let does = live_text(move || {
        let chosen = input.text.read();
        let known = words::ROLES.iter().find(|(id, ..)| *id == chosen.as_str());
        known.map_or("", |(.., does)| office.of(*does)).to_owned()
    });
    view! {
        <div class="stack">
            <SelectField input=input label=label empty=office.app.form().choose groups=groups/>
            <p class="help" role="status">{does}</p>
        </div>
    }
    .into_any()
}

fn home_of(form: Typed, all: &Accounts) -> AnyView {
    let office = form.office;
    let group = |heading, kind| Group {
        heading: office.of(heading),
        choices: places_of(all, &[kind])
            .into_iter()
            .map(|place| Choice { value: place.place.to_string(), word: place.of.name })
            .collect(),
    };
    let groups = vec![group(words::COMMUNES, "commune"), group(words::OFFICES, "office")];
    let label = form.label("home", words::HOME, words::NO_HELP, false);
    view! { <SelectField input=form.field("home") label=label empty=office.app.form().choose groups=groups/> }
        .into_any()
}

/// What is typed, where it can be; otherwise says at each field what is wrong.
fn post_of(form: Typed) -> Option<Post> {
    let office = form.office;
    let locale = office.app.locale;
    let say = |key: &str, objection| form.complain(key, office.of(words::objection(objection)));
    let name = form.text("name");
    let mut good = true;
    let mut wrong = |key: &str, objection| {
        say(key, objection);
        good = false;
    };
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        wrong("name", Objection::Name);
    }
    let role = form.text("role");
    if role.is_empty() {
        wrong("role", Objection::Role);
    }
    let home = form.text("home").parse().ok();
    if home.is_none() {
        wrong("home", Objection::Home);
    }
    let (first, last) = (year(&form.text("first")), year(&form.text("last")));
    if first.is_err() {
        wrong("first", Objection::Years);
    }
    let in_order = match (first, last) {
        (Ok(Some(first)), Ok(Some(last))) => first <= last,
        _ => true,
    };
    if last.is_err() || !in_order {
        wrong("last", Objection::Years);
    }
    let login = form.text("login");
    if form.has("login") && !is_login(&login) {
        form.complain("login", words::login_wrong(locale, &suggestion(&login)));
        good = false;
    }
    let post = Post { name, role, home: home?, first_year: first.ok()?, last_year: last.ok()? };
    good.then_some(post)
}

/// A year of work, nothing where there is no bound.
pub(super) fn year(typed: &str) -> Result<Option<u16>, ()> {
    if typed.is_empty() {
        return Ok(None);
    }
    typed.parse().ok().filter(|year| (2000..=2100).contains(year)).map(Some).ok_or(())
}

fn is_login(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    (3..=40).contains(&text.len()) && text.bytes().all(known)
}

/// What was meant, written as it must be; nothing where that cannot be either.
fn suggestion(typed: &str) -> String {
    // Searching takes y for i; a name for signing in does not.
    let plain = |letter: char| {
        if "yỳýỷỹỵ".contains(letter) { "y".to_owned() } else { text::fold(&letter.to_string()) }
    };
    let typed = text::compose(typed).to_lowercase();
    let meant = typed.chars().map(plain).collect::<String>();
    let meant: String = meant.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    if is_login(&meant) { meant } else { String::new() }
}
