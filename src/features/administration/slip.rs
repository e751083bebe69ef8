//! The enrolment slip of an account: made, shown once, printed, made void.
//!
//! The code is in the address behind `#`, which browsers send to no server. It is in no signal longer than the screen is shown.

use leptos::prelude::*;
use leptos::task::spawn_local;
use qrcodegen::{QrCode, QrCodeEcc};
use thidua_sync::administration::{AccountTold, Accounts, Slip};

use super::account_words as words;
use super::accounts::{asking, is_out_of_years, said, slip_until};
use super::office::{Fresh, Office};
use super::words::trouble;
use crate::book::AdministrationError;
use crate::components::confirm::Question;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button};
use crate::components::{
    self,
    chip::{Note, Tone},
};
use crate::features::enrolment;
use crate::locale::{Locale, format};
use crate::web;

/// The card of an account's slip.
pub(super) fn card(office: Office, all: &Accounts, account: &AccountTold) -> AnyView {
    let (number, year) = (account.account, all.year);
    let (account, committee) = (StoredValue::new(account.clone()), StoredValue::new(all.committee.clone()));
    let body = live(move || {
        let fresh = office.fresh.get().filter(|fresh| fresh.account == number);
        let account = account.get_value();
        match fresh {
            Some(fresh) => {
                let sheet = committee.with_value(|committee| sheet(committee, &account, &fresh.slip));
                shown(office, sheet)
            }
            None => hidden(office, year, &account),
        }
    });
    view! {
        <section class="card">
            <h2>{office.of(words::SLIP)}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// While no code is shown: how the slip stands, and what can be done.
fn hidden(office: Office, year: u16, account: &AccountTold) -> AnyView {
    let number = account.account;
    let out = slip_until(account);
    let is_out = matches!(out, Some((_, true)));
    let failed = RwSignal::new(None::<String>);
    let fail = move |error: AdministrationError| {
        let _gone = failed.try_set(Some(trouble(office.app.locale, error)));
    };
    let busy = RwSignal::new(false);
    let make = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let made = office.book.make_slip(number).await;
            let _gone = busy.try_set(false);
            match made {
                Ok(slip) => {
                    let _gone = office.fresh.try_set(Some(Fresh { account: number, slip }));
                    office.toaster.say(office.of(words::MADE));
                    office.ask();
                }
                Err(error) => fail(error),
            }
        });
    });
    let void = Callback::new(move |()| {
        failed.set(None);
        spawn_local(async move {
            match office.book.void_slip(number).await {
                Ok(()) => {
                    office.toaster.say(office.of(words::VOIDED));
                    office.ask();
                }
                Err(error) => fail(error),
            }
        });
    });
    let state = out.map(|(until, holds)| {
        let text = if holds {
            [office.of(words::SLIP_UNTIL), &format::date_time(office.app, until), "."].concat()
        } else {
            [office.of(words::SLIP_OVER), "."].concat()
        };
        let more = holds.then(|| view! { <p>{office.of(words::REPLACES)}</p> });
        let (tone, icon) = if holds { (Tone::Wait, Icon::Clock) } else { (Tone::Plain, Icon::Alert) };
        view! { <Note tone=tone icon=icon><p><strong>{text}</strong></p>{more}</Note> }
    });
    let keeps = account.enrolled.then(|| view! { <p class="help">{office.of(words::SLIP_ENROLLED)}</p> });
    if !account.active || is_out_of_years(year, account) {
        return view! { <p class="help">{office.of(words::CLOSED)}</p> }.into_any();
    }
    let (replacing, voiding) = (RwSignal::new(false), RwSignal::new(false));
    let first = out.is_none() && !account.enrolled;
    let word = office.of(if first { words::MAKE } else { words::MAKE_NEW });
    let weight = if account.enrolled || is_out { Weight::Other } else { Weight::Primary };
    let press = move |()| if is_out { replacing.set(true) } else { make.run(()) };
    let void_button =
        is_out.then(|| button(Weight::Grave, None, office.of(words::VOID), move |()| voiding.set(true)));
    let question = |title, text, yes| Question {
        title: office.of(title),
        text: Signal::stored(office.of(text).to_owned()),
        yes: office.of(yes),
        no: office.app.form().cancel,
        typed: None,
    };
    view! {
        <p class="muted">{office.of(words::SLIP_HELP)}</p>
        {state}
        {keeps}
        {said(failed)}
        <div class="buttons">{button(weight, Some(Icon::Key), word, press)} {void_button}</div>
        {asking(replacing, question(words::MAKE_TITLE, words::MAKE_TEXT, words::MAKE_NEW), make)}
        {asking(voiding, question(words::VOID_TITLE, words::VOID_TEXT, words::VOID), void)}
    }
    .into_any()
}

/// While the code is shown.
fn shown(office: Office, sheet: AnyView) -> AnyView {
    let print = |()| {
        // A browser without a printer says so itself.
        let _asked = web::call(&window(), "print", &[]);
    };
    request_animation_frame(|| web::focus(".slip"));
    view! {
        <Note tone=Tone::Wait icon=Icon::Alert><p>{office.of(words::ONCE)}</p></Note>
        {sheet}
        <div class="buttons">
            {button(Weight::Primary, Some(Icon::Sheet), office.of(words::PRINT), print)}
            {button(Weight::Other, None, office.of(words::HIDE), move |()| office.fresh.set(None))}
        </div>
    }
    .into_any()
}

/// What is printed. It is for an officer of the committee, so it is Vietnamese whatever the language of the screen.
fn sheet(committee: &str, account: &AccountTold, slip: &Slip) -> AnyView {
    let vi = Locale::Vi.words();
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for 285,000 years")]
    let until = format::date_time(vi, slip.until_ms as f64);
    let origin = window().location().origin().unwrap_or_default();
    let address = enrolment::address(&origin, &slip.code);
    let groups = slip.code.split('-').map(|group| view! { <span>{group.to_owned()}</span> }).collect_view();
    let shown_origin = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host).to_owned();
    let unit_line = view! { <div><dt>"Người nhận"</dt><dd>{account.post.name.clone()}</dd></div> };
    view! {
        <article class="slip" lang="vi" tabindex="-1" aria-label="Phiếu cấp tài khoản">
            <header>
                <p>{committee.to_owned()}</p>
                <h3>"Phiếu cấp tài khoản Thi Đua"</h3>
            </header>
            <dl class="facts">
                {unit_line}
                <div><dt>"Tên đăng nhập"</dt><dd class="login">{account.login.clone()}</dd></div>
                <div><dt>"Dùng một lần, đến hết"</dt><dd>{until}</dd></div>
            </dl>
            <div class="code">
                {live_if(move || qr(&address))}
                <div>
                    <p>"Mã trên phiếu"</p>
                    <p class="groups">{groups}</p>
                </div>
            </div>
            <ol>
                <li>
                    "Dùng máy ảnh của điện thoại quét ô vuông. Hoặc mở "
                    <strong>{shown_origin}</strong>
                    ", chọn “Tôi có phiếu cấp tài khoản” rồi gõ mã."
                </li>
                <li>"Tự đặt mật khẩu, ít nhất 10 ký tự. Không cho ai biết, kể cả người quản trị."</li>
                <li>
                    "Xong là vào được ngay. Lần sau đăng nhập bằng tên đăng nhập ở trên và mật khẩu vừa đặt; khi đã vào thì làm việc được cả lúc không có mạng."
                </li>
            </ol>
            <p class="small">
                "Ai cầm phiếu đều đặt được mật khẩu: hãy giữ kín, dùng xong thì huỷ. Mất phiếu hoặc quá hạn: báo người quản trị để lấy phiếu mới."
            </p>
        </article>
    }
    .into_any()
}

/// The address as a QR code.
fn qr(address: &str) -> Option<AnyView> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    Some(components::qr::draw(&code, "Mã QR của phiếu"))
}
