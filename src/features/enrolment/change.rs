//! Another password for the account at hand.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::{NewPassword, complain, label};
use super::words;
use crate::book::{EnrolError, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::field::{Input, Keys, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live_if, live_text, said};
use crate::components::press::{Weight, button};
use crate::components::toast::use_toaster;
use crate::locale::words as of_app;
use crate::web;

/// The form, in the place of the button that opened it; `close` is told when it is done or given up.
pub(crate) fn card(close: Callback<()>) -> AnyView {
    let (app, book, toaster) = (of_app(), use_book(), use_toaster());
    let locale = app.locale;
    let login = book.session().get_untracked().map(|session| session.login.clone()).unwrap_or_default();
    let (old, new) = (Input::new(), NewPassword::new(locale, login.clone()));
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<EnrolError>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = old.text.get_untracked();
        if typed.is_empty() {
            complain(old, locale.of(words::OLD_MISSING).to_owned());
        }
        let Some(password) = new.given().filter(|_| !typed.is_empty()) else { return };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let done = book.change_password(typed, password).await;
            let _gone = busy.try_set(false);
            match done {
                Ok(()) => {
                    new.clear();
                    toaster.say(locale.of(words::CHANGED));
                    let _gone = close.try_run(());
                }
                Err(EnrolError::Weak(fault)) => new.object(fault),
                Err(EnrolError::WrongOld) => complain(old, locale.of(words::WRONG_OLD).to_owned()),
                Err(error) => _ = failed.try_set(Some(error)),
            }
        });
    };
    let failure = live_if(move || {
        let error = failed.get()?;
        let icon = if error == EnrolError::Offline { Icon::Offline } else { Icon::Alert };
        let (title, text) = words::not_changed(app, error);
        let note =
            view! { <Note tone=Tone::Grave icon=icon><p><strong>{title}</strong></p><p>{text}</p></Note> };
        Some(note.into_any())
    });
    let word = live_text(move || locale.of(if busy.get() { words::BUSY } else { words::CHANGE }).to_owned());
    request_animation_frame(|| web::focus("#password-old"));
    view! {
        <form class="stack" novalidate on:submit=submit>
            <h3>{locale.of(words::CHANGE)}</h3>
            <p class="muted">{locale.of(words::CHANGE_HELP)}</p>
            // Unseen: tells a password manager whose password it is.
            <input class="unseen" tabindex="-1" aria-hidden="true" autocomplete="username" readonly prop:value=login/>
            <TextField
                input=old
                label=label("password-old", locale.of(words::OLD_PASSWORD), "")
                keys=Keys::Password
            />
            {new.draw()}
            <div role="alert">{failure}</div>
            <div class="buttons">
                {button(Weight::Other, None, app.form().cancel, move |()| close.run(()))}
                <button type="submit" class="button primary" aria-disabled=said(move || busy.get())>{word}</button>
            </div>
        </form>
    }
    .into_any()
}
