//! Where an officer uses a slip: the code, a password of one's own, and in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use thidua_domain::slip;

use super::Scanned;
use super::fields::{NewPassword, complain};
use super::words::{self, Look};
use crate::book::{Book, EnrolError, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::field::Input;
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live, live_if, live_text, said};
use crate::components::press::{Weight, link};
use crate::locale::facts::Both;
use crate::locale::{Words, words as of_app};
use crate::web;

/// The state of the screen.
#[derive(Clone, Copy)]
struct Screen {
    book: Book,
    app: &'static Words,
    code: Input,
    password: NewPassword,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<EnrolError>>,
    done: Callback<()>,
}

/// Shown instead of everything else while the address says so.
pub(crate) fn screen() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let locale = app.locale;
    web::set_title(locale.of(words::TITLE));
    let code = Input::new();
    // A code may be scanned while this is shown already.
    let scanned = use_context::<Scanned>().map(|scanned| scanned.0);
    if let Some(scanned) = scanned {
        Effect::new(move || {
            if scanned.with(|scanned| !scanned.is_empty()) {
                code.take(words::grouped(&scanned.get()));
                scanned.set(String::new());
                request_animation_frame(|| web::focus("#password-new"));
            }
        });
    }
    let navigate = use_navigate();
    let done = Callback::new(move |()| {
        navigate("/", NavigateOptions { replace: true, ..Default::default() });
    });
    let session = book.session().get_untracked();
    let screen = Screen {
        book,
        app,
        code,
        password: NewPassword::new(
            locale,
            session.as_ref().map(|session| session.login.clone()).unwrap_or_default(),
        ),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
        done,
    };
    let own = session.map(|session| {
        let name = session.account_name.clone();
        let text = [locale.of(words::SIGNED_IN), &name, ". ", locale.of(words::SIGNED_IN_MORE)].concat();
        view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{text}</p></Note> }
    });
    let back = use_location().pathname.get_untracked();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        screen.submit();
    };
    let word =
        live_text(move || locale.of(if screen.busy.get() { words::BUSY } else { words::ENTER }).to_owned());
    view! {
        <main class="door">
            <header>
                <p class="brand"><strong>"Thi Đua"</strong></p>
                <h1>{locale.of(words::TITLE)}</h1>
                <p class="muted">{locale.of(words::ABOUT)}</p>
                <div class="brand-rule"></div>
            </header>
            {own}
            <form class="stack" novalidate on:submit=submit>
                {screen.code_field()}
                {screen.password.draw()}
                <div role="alert">{live_if(move || screen.failure())}</div>
                <button type="submit" class="button primary" aria-disabled=said(move || screen.busy.get())>
                    {word}
                </button>
            </form>
            <p class="help">{locale.of(words::NEEDS_LINE)}</p>
            {link(Weight::Plain, Some(Icon::Back), locale.of(words::BACK), back)}
        </main>
    }
    .into_any()
}

impl Screen {
    fn of(self, both: Both) -> &'static str {
        self.app.locale.of(both)
    }

    fn code_field(self) -> AnyView {
        let code = self.code;
        let invalid = attribute(move || code.error.with(Option::is_some).then_some("true"));
        let no_error = flag(move || code.error.with(Option::is_none));
        let error = live_if(move || {
            let words = code.error.get()?;
            Some(view! { {Icon::Alert.draw()} <span>{words}</span> }.into_any())
        });
        let read = live(move || {
            let typed = code.text.read();
            let (class, icon, words) = match words::read(&typed) {
                Look::Nothing => return view! { <p class="help">{self.of(words::CODE_HELP)}</p> }.into_any(),
                Look::Whole => ("said done", Icon::Tick, self.of(words::CODE_WHOLE).to_owned()),
                other => ("said", Icon::Pencil, words::code(self.app.locale, other)),
            };
            view! { <p class=class>{icon.draw()} <span>{words}</span></p> }.into_any()
        });
        view! {
            <div class="field">
                <label for="slip-code">{self.of(words::CODE)}</label>
                <input
                    id="slip-code"
                    class="input number"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    aria-invalid=invalid
                    aria-describedby="slip-code-help slip-code-error"
                    prop:value=code.text
                    on:input=move |event| code.take(event_target_value(&event))
                />
                <div id="slip-code-help" role="status" hidden=flag(move || code.error.with(Option::is_some))>
                    {read}
                </div>
                <div class="error" id="slip-code-error" hidden=no_error>{error}</div>
            </div>
        }
        .into_any()
    }

    fn failure(self) -> Option<AnyView> {
        let error = self.failed.get()?;
        let icon = if error == EnrolError::Offline { Icon::Offline } else { Icon::Alert };
        let (title, text) = words::failed(self.app, error);
        let view = view! {
            <Note tone=Tone::Grave icon=icon>
                <p><strong>{title}</strong></p>
                <p>{text}</p>
            </Note>
        };
        Some(view.into_any())
    }

    fn submit(self) {
        if self.busy.get_untracked() {
            return;
        }
        let typed = self.code.text.get_untracked();
        let code = slip::read(&typed);
        if code.is_none() {
            let words = match words::read(&typed) {
                Look::Nothing => self.of(words::CODE_MISSING).to_owned(),
                other => words::code(self.app.locale, other),
            };
            complain(self.code, words);
        }
        let password = self.password.given();
        let (Some(code), Some(password)) = (code, password) else { return };
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let done = self.book.enrol(slip::written(code), password).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match done {
                Ok(()) => self.done.run(()),
                Err(EnrolError::Weak(fault)) => self.password.object(fault),
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }
}
