//! Slips and passwords: how an officer comes to an account, and comes back to it.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value as Json, json};
use thidua_sync::administration::{ChangedPassword, Slip};

use crate::desk::{PASSWORD, enrol, enrolled, send};
use crate::device::{Device, Told, credentials, post_session};
use crate::test_app::TestApp;

const HOUR_MS: i64 = 60 * 60 * 1000;

async fn change(device: &Device, old: &str, new: &str) -> Told {
    let changed = ChangedPassword { old: old.to_owned(), new: new.to_owned() };
    device.asks(Method::PUT, "/session/password", &changed).await
}

/// An administrator and the account of Long Môn.
async fn start() -> (TestApp, Device, u32) {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let account = admin.account("longmon").await.account;
    (app, admin, account)
}

#[tokio::test]
async fn a_slip_opens_its_account_once() {
    let (app, admin, account) = start().await;
    let Slip { code, until_ms } = admin.slip(account).await;
    let groups: Vec<&str> = code.split('-').collect();
    assert!(groups.len() == 4 && groups.iter().all(|group| group.len() == 4), "{code}");
    let holds_ms = until_ms - std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
    assert!((71 * HOUR_MS..=72 * HOUR_MS).contains(&holds_ms), "{holds_ms}");
    // As it is typed from paper.
    let device = enrolled(app.url(""), &code.to_lowercase().replace('-', " "), 1).await;
    assert_eq!(device.directory.login, "longmon");
    assert!(!device.directory.sample, "the published password is not its own any more");
    for code in [code.as_str(), "0000-0000-0000-0000", "", "not a code", "ÀÁÂ"] {
        let told = enrol(&app.url(""), code, PASSWORD, 1).await;
        assert_eq!(told.refusal(), (401, "wrong_slip".to_owned()), "{code}");
    }
    let told = post_session(&app.url(""), &credentials("longmon", PASSWORD, 1)).await;
    assert_eq!(told.status, StatusCode::OK);
    let told = post_session(&app.url(""), &credentials("longmon", "mau-2023", 1)).await;
    assert_eq!(told.refusal(), (401, "wrong_credentials".to_owned()));
}

#[tokio::test]
async fn a_slip_holds_for_72_hours_and_until_another_is_made_or_it_is_made_void() {
    let (app, admin, account) = start().await;
    let pool = app.database().await;
    let later = async |ms: i64| {
        sqlx::query("UPDATE slips SET made_ms = made_ms - $1, until_ms = until_ms - $1")
            .bind(ms)
            .execute(&pool)
            .await
            .unwrap();
    };
    let none = (401, "wrong_slip".to_owned());
    let old = admin.slip(account).await;
    later(72 * HOUR_MS).await;
    assert_eq!(enrol(&app.url(""), &old.code, PASSWORD, 1).await.refusal(), none);
    assert_eq!(admin.account("longmon").await.slip_until_ms, None);

    let replaced = admin.slip(account).await;
    let voided = admin.slip(account).await;
    assert_eq!(enrol(&app.url(""), &replaced.code, PASSWORD, 1).await.refusal(), none);
    for _ in 0..2 {
        let told = admin.asks(Method::DELETE, &format!("/admin/accounts/{account}/slip"), &()).await;
        assert_eq!(told.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(enrol(&app.url(""), &voided.code, PASSWORD, 1).await.refusal(), none);

    let last = admin.slip(account).await;
    later(71 * HOUR_MS).await;
    enrolled(app.url(""), &last.code, 1).await;
    let what = admin.audit().await;
    let what: Vec<&str> = what.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(
        what,
        ["enrolled", "slip_made", "slip_voided", "slip_made", "slip_made", "slip_made", "signed_in"],
        "what was no slip is nobody's"
    );
    pool.close().await;
}

#[tokio::test]
async fn two_who_come_with_one_slip_are_not_both_let_in() {
    let (app, admin, account) = start().await;
    let slip = admin.slip(account).await;
    let url = app.url("");
    let (one, other) =
        tokio::join!(enrol(&url, &slip.code, PASSWORD, 1), enrol(&url, &slip.code, PASSWORD, 2));
    let (let_in, refused) = if one.status.is_success() { (one, other) } else { (other, one) };
    assert_eq!(let_in.status, StatusCode::OK);
    assert_eq!(refused.refusal(), (401, "wrong_slip".to_owned()));
}

#[tokio::test]
async fn a_password_that_will_not_do_is_told_and_leaves_the_slip() {
    let (app, admin, account) = start().await;
    let slip = admin.slip(account).await;
    let long = "ab1cd".repeat(30);
    for (password, reason) in [
        ("", "password_short"),
        ("ngắn quá", "password_short"),
        (long.as_str(), "password_long"),
        ("MatKhau123", "password_guessable"),
        ("aaaaaaaaaaaa", "password_guessable"),
        ("của LongMon đây", "password_login"),
    ] {
        let told = enrol(&app.url(""), &slip.code, password, 1).await;
        assert_eq!(told.refusal(), (400, reason.to_owned()), "{password}");
    }
    // Whose slip it is decides only for whoever holds it.
    let told = enrol(&app.url(""), "0000-0000-0000-0000", "của LongMon đây", 1).await;
    assert_eq!(told.refusal(), (401, "wrong_slip".to_owned()));
    for body in [
        json!({"code": slip.code, "password": PASSWORD}),
        json!({"code": slip.code, "password": PASSWORD, "device": "my phone"}),
    ] {
        let told = send(&app.url(""), "", Method::POST, "/enrolment", &body).await;
        assert_eq!(told.refusal(), (400, "malformed".to_owned()), "{body}");
    }
    enrolled(app.url(""), &slip.code, 1).await;
}

#[tokio::test]
async fn a_device_of_another_account_is_not_let_in_and_the_slip_holds_on() {
    let (app, admin, account) = start().await;
    let slip = admin.slip(account).await;
    Device::sign_in(app.url(""), "thanhan", 1).await;
    let told = enrol(&app.url(""), &slip.code, PASSWORD, 1).await;
    assert_eq!(told.refusal(), (409, "device_of_another".to_owned()));
    let lost = Device::sign_in(app.url(""), "longmon", 2).await;
    let why = json!({"reason": "Mất (mẫu)"});
    admin.asks(Method::POST, &format!("/admin/devices/{}/revocation", lost.id), &why).await;
    let told = enrol(&app.url(""), &slip.code, PASSWORD, 2).await;
    assert_eq!(told.refusal(), (403, "device_revoked".to_owned()));
    let told = post_session(&app.url(""), &credentials("longmon", "mau-2023", 3)).await;
    assert_eq!(told.status, StatusCode::OK, "the password was not touched");
    enrolled(app.url(""), &slip.code, 3).await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_all_other_devices_are_signed_out() {
    let (app, admin, account) = start().await;
    let other = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut own = Device::sign_in(app.url(""), "longmon", 2).await;
    let record = own.nominate("Đinh Văn Xuân");
    let slip = admin.slip(account).await;
    let told: Json = enrol(&app.url(""), &slip.code, PASSWORD, 2).await.read();
    assert_eq!(other.gets("/session").await.refusal(), (401, "signed_out".to_owned()));
    assert_eq!(own.gets("/session").await.refusal(), (401, "signed_out".to_owned()), "the old token");
    own.token = told["token"].as_str().unwrap().to_owned();
    own.sync().await;
    assert!(own.has(record) && !own.replica.has_sendable(), "the same device goes on");
}

#[tokio::test]
async fn who_tries_slips_has_to_wait_and_others_do_not() {
    let (app, admin, account) = start().await;
    let slip = admin.slip(account).await;
    for _ in 0..5 {
        let told = enrol(&app.url(""), "0000-0000-0000-0000", PASSWORD, 1).await;
        assert_eq!(told.refusal().0, 401);
    }
    let told = enrol(&app.url(""), "0000-0000-0000-0000", PASSWORD, 1).await;
    assert_eq!(told.refusal(), (429, "too_many_attempts".to_owned()));
    // Another code is another slip, until the address has tried too many.
    let mut refused = 0;
    for number in 0..40 {
        let told = enrol(&app.url(""), &format!("0000-0000-0000-00{number:02}"), PASSWORD, 1).await;
        refused += usize::from(told.refusal().0 == 429);
    }
    assert!((10..=20).contains(&refused), "{refused}");
    assert_eq!(enrol(&app.url(""), &slip.code, PASSWORD, 1).await.refusal().0, 429, "this address waits");
    tokio::time::sleep(Duration::from_millis(5_200)).await;
    enrolled(app.url(""), &slip.code, 1).await;
}

#[tokio::test]
async fn an_officer_chooses_another_password() {
    let (app, admin, account) = start().await;
    let own = Device::sign_in(app.url(""), "longmon", 1).await;
    let other = Device::sign_in(app.url(""), "longmon", 2).await;
    let slip = admin.slip(account).await;
    for (old, new, refusal) in [
        ("mau-2023", "ngắn", (400, "password_short")),
        ("mau-2023", "longmon longmon", (400, "password_login")),
        ("mau-2024", PASSWORD, (403, "wrong_password")),
        ("", PASSWORD, (403, "wrong_password")),
    ] {
        assert_eq!(change(&own, old, new).await.refusal(), (refusal.0, refusal.1.to_owned()), "{old} {new}");
    }
    assert!(other.gets("/session").await.status.is_success());
    assert_eq!(change(&own, "mau-2023", PASSWORD).await.status, StatusCode::NO_CONTENT);
    assert!(own.gets("/session").await.status.is_success(), "the device at hand stays");
    assert_eq!(other.gets("/session").await.refusal(), (401, "signed_out".to_owned()));
    let told = enrol(&app.url(""), &slip.code, PASSWORD, 1).await;
    assert_eq!(told.refusal(), (401, "wrong_slip".to_owned()), "a slip that is out opens it no more");
    let told = post_session(&app.url(""), &credentials("longmon", PASSWORD, 2)).await;
    assert_eq!(told.status, StatusCode::OK);
    let what = admin.audit().await;
    let what: Vec<&str> = what.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(what[..4], ["signed_in", "password_changed", "wrong_password", "wrong_password"]);
    let told =
        send(&app.url(""), "", Method::PUT, "/session/password", &json!({"old": "a", "new": "b"})).await;
    assert_eq!(told.refusal(), (401, "not_signed_in".to_owned()));
    assert_eq!(own.asks(Method::PUT, "/session/password", &json!({"old": "a"})).await.refusal().0, 400);
    // Who found an open tablet cannot try passwords on it without end.
    let mut refused = 0;
    for _ in 0..8 {
        refused += usize::from(change(&own, "guess", "núi thấp sông ngắn").await.refusal().0 == 429);
    }
    assert!((4..=5).contains(&refused), "{refused}");
}

#[tokio::test]
async fn neither_codes_nor_passwords_are_stored() {
    let app = TestApp::start_on_file().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let used = admin.slip(3).await;
    let device = enrolled(app.url(""), &used.code, 1).await;
    let out = admin.slip(4).await;
    let folder = app.stop().await;
    let bare = [used.code.replace('-', ""), out.code.replace('-', "")];
    let raw = [&used.code, &out.code].map(|code| thidua_domain::slip::read(code).unwrap());
    for file in std::fs::read_dir(&folder.0).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let texts = [&used.code, &out.code, &bare[0], &bare[1], &device.token, PASSWORD];
        let secrets = texts.iter().map(|text| text.as_bytes()).chain(raw.iter().map(<[u8; 10]>::as_slice));
        for secret in secrets {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

#[tokio::test]
async fn a_copy_that_is_put_back_brings_no_slip_back() {
    let app = TestApp::start_on_file().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let slip = admin.slip(3).await;
    let copy = app.folder.0.join("copy.sqlite");
    thidua_endpoint::backup::backup(&app.folder.0, &copy).await.unwrap();
    enrolled(app.url(""), &slip.code, 1).await;
    let folder = app.stop().await;
    thidua_endpoint::backup::restore(&copy, &folder.0, true, None, 1_700_000_000_000).await.unwrap();
    let app = TestApp::over(folder, None).await;
    let told = enrol(&app.url(""), &slip.code, PASSWORD, 2).await;
    assert_eq!(told.refusal(), (401, "wrong_slip".to_owned()));
}
