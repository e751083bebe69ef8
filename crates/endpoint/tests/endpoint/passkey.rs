//! Passkeys: made by whoever has just signed in, shown to sign in again, taken away; and everything that lets nobody in.

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value as Json, json};
use thidua_endpoint::startup;
use thidua_passkey::Site;
use thidua_passkey::authenticator::{Authenticator, COPIED, THERE, text};
use thidua_sync::administration::FreshToken;
use thidua_sync::identity::DeviceId;
use thidua_sync::passkey::{Making, Passkey, Passkeys, Showing, ToMake, ToShow};

use crate::desk::enrolled;
use crate::device::{Device, Told, credentials, post_session};
use crate::test_app::{Folder, TestApp, configuration, server};

pub const ORIGIN: &str = "https://thidua.example";
const HOST: &str = "thidua.example";

async fn started() -> TestApp {
    TestApp::with(Folder::new(), |with| with.origin = Site::of_origin(ORIGIN)).await
}

pub fn authenticator(number: u8) -> Authenticator {
    Authenticator::new(number, ORIGIN, HOST)
}

async fn post(base: &str, path: &str, token: Option<&str>, body: &Json) -> Told {
    let mut request = Client::new().post(format!("{base}{path}")).json(body);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    Told::of(request.send().await.unwrap()).await
}

async fn ask_to_make(device: &Device) -> Told {
    post(&device.base, "/passkeys/challenge", Some(&device.token), &json!({})).await
}

/// What a new passkey is to answer.
pub async fn to_make(device: &Device) -> ToMake {
    let told = ask_to_make(device).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    serde_json::from_slice(&told.body).unwrap()
}

fn making(authenticator: &Authenticator, name: &str, challenge: &str) -> Making {
    let made = authenticator.make(challenge);
    let (client_data, attestation) = (text(&made.client_data), text(&made.attestation));
    Making { name: name.to_owned(), client_data, attestation }
}

async fn send_made(device: &Device, making: &Making) -> Told {
    post(&device.base, "/passkeys", Some(&device.token), &serde_json::to_value(making).unwrap()).await
}

/// Makes a passkey, and gives what authenticators know its owner by.
pub async fn make(device: &Device, authenticator: &Authenticator, name: &str) -> String {
    let asked = to_make(device).await;
    let told = send_made(device, &making(authenticator, name, &asked.challenge)).await;
    assert_eq!(told.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&told.body));
    let made: Passkey = serde_json::from_slice(&told.body).unwrap();
    assert_eq!((made.passkey, made.name), (text(&authenticator.id), name.to_owned()));
    asked.user
}

async fn to_show(base: &str) -> ToShow {
    let told = post(base, "/session/challenge", None, &json!({})).await;
    assert_eq!(told.status, StatusCode::OK);
    serde_json::from_slice(&told.body).unwrap()
}

fn showing(authenticator: &Authenticator, user: &str, device: u8, challenge: &str) -> Showing {
    let signed = authenticator.show(challenge);
    Showing {
        device: DeviceId([device; 16]).to_string(),
        credential: text(&authenticator.id),
        user: user.to_owned(),
        client_data: text(&signed.client_data),
        data: text(&signed.data),
        signature: text(&signed.signature),
    }
}

async fn send_shown(base: &str, showing: &Showing) -> Told {
    post(base, "/session/passkey", None, &serde_json::to_value(showing).unwrap()).await
}

/// Shows a passkey with a fresh challenge.
pub async fn show(base: &str, authenticator: &Authenticator, user: &str, device: u8) -> Told {
    let asked = to_show(base).await;
    send_shown(base, &showing(authenticator, user, device, &asked.challenge)).await
}

async fn list(device: &Device) -> Vec<Passkey> {
    let request = Client::new().get(format!("{}/passkeys", device.base)).bearer_auth(&device.token);
    let told = Told::of(request.send().await.unwrap()).await;
    assert_eq!(told.status, StatusCode::OK);
    serde_json::from_slice::<Passkeys>(&told.body).unwrap().passkeys
}

async fn remove(device: &Device, passkey: &str) -> Told {
    let url = format!("{}/passkeys/{passkey}", device.base);
    Told::of(Client::new().delete(url).bearer_auth(&device.token).send().await.unwrap()).await
}

async fn audited(app: &TestApp) -> Vec<String> {
    let administrator = Device::sign_in(app.url(""), "quantri", 200).await;
    let request = Client::new().get(app.url("/admin/audit")).bearer_auth(&administrator.token);
    let told: Json = serde_json::from_slice(&Told::of(request.send().await.unwrap()).await.body).unwrap();
    let entries = told["entries"].as_array().unwrap().iter();
    entries.map(|entry| entry["what"].as_str().unwrap().to_owned()).skip(1).collect()
}

#[tokio::test]
async fn a_passkey_signs_in_where_it_was_made_and_elsewhere_and_nothing_is_typed() {
    let app = started().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    assert_eq!(list(&device).await, []);
    let asked = to_make(&device).await;
    assert_eq!((asked.site.as_str(), asked.login.as_str()), (HOST, "longmon"));
    assert_eq!((asked.algorithms.as_slice(), asked.existing.len()), ([-7, -257].as_slice(), 0));
    let of_phone = Authenticator { flags: THERE | COPIED, ..authenticator(1) };
    let user = make(&device, &of_phone, "Điện thoại (mẫu)").await;
    assert_eq!(user, asked.user, "an account is called the same each time");
    let [own] = list(&device).await.try_into().unwrap();
    assert_eq!(
        (own.name.as_str(), own.used_ms, own.here, own.copied),
        ("Điện thoại (mẫu)", None, true, true)
    );
    assert_eq!(to_make(&device).await.existing, [own.passkey]);

    let url = app.url("/session");
    let gone = Client::new().delete(&url).bearer_auth(&device.token).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    let told = show(&app.url(""), &of_phone, &user, 1).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    let mut again = Device::signed_in(app.url(""), 1, &told.body);
    assert_eq!(again.directory, device.directory);
    again.nominate("Đinh Văn Khoá");
    again.sync().await;
    let [own] = list(&again).await.try_into().unwrap();
    assert!(own.used_ms.is_some() && own.here);

    // On a device that has never been here, too: it becomes the account's.
    let told = show(&app.url(""), &of_phone, &user, 2).await;
    let elsewhere = Device::signed_in(app.url(""), 2, &told.body);
    assert!(!list(&elsewhere).await[0].here);
    let what = audited(&app).await;
    assert_eq!(what, ["passkey_shown", "passkey_shown", "signed_out", "passkey_made", "signed_in"]);
}

#[tokio::test]
async fn a_passkey_is_as_fresh_as_a_password_for_the_recovery_of_a_pin() {
    let app = started().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let user = make(&device, &authenticator(1), "Máy tính bảng").await;
    let key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";
    let put = Client::new().put(app.url("/device/recovery")).bearer_auth(&device.token);
    assert_eq!(put.json(&json!({ "key": key })).send().await.unwrap().status(), StatusCode::NO_CONTENT);
    let database = app.database().await;
    sqlx::query("UPDATE tokens SET created_ms = created_ms - 3600000").execute(&database).await.unwrap();
    let ask = async |token: &str| {
        let request = Client::new().get(app.url("/device/recovery")).bearer_auth(token);
        Told::of(request.send().await.unwrap()).await
    };
    assert_eq!(ask(&device.token).await.refusal(), (403, "sign_in_anew".to_owned()));
    let again =
        Device::signed_in(app.url(""), 1, &show(&app.url(""), &authenticator(1), &user, 1).await.body);
    assert_eq!(ask(&again.token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_finds_a_signed_in_device_makes_no_passkey() {
    let app = started().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let database = app.database().await;
    for moved_ms in [-11 * 60 * 1000, 3_600_000] {
        sqlx::query("UPDATE tokens SET created_ms = created_ms + $1")
            .bind(moved_ms)
            .execute(&database)
            .await
            .unwrap();
        assert_eq!(ask_to_make(&device).await.refusal(), (403, "sign_in_anew".to_owned()));
    }
    // With a challenge for signing in, which anybody is given, none is made either.
    let asked = to_show(&app.url("")).await;
    let told = send_made(&device, &making(&authenticator(1), "Lạ", &asked.challenge)).await;
    assert_eq!(told.refusal(), (410, "challenge_over".to_owned()));
    for path in ["/passkeys/challenge", "/passkeys"] {
        assert_eq!(post(&app.url(""), path, Some("x"), &json!({})).await.refusal().0, 401, "{path}");
    }
    assert_eq!(list(&device).await, []);
}

#[tokio::test]
async fn a_challenge_is_answered_once_and_only_for_what_it_was_given() {
    let app = started().await;
    let base = app.url("");
    let device = Device::sign_in(base.clone(), "longmon", 1).await;
    let other = Device::sign_in(base.clone(), "longmon", 2).await;
    let asked = to_make(&device).await;
    let first = making(&authenticator(1), "Một", &asked.challenge);
    assert_eq!(send_made(&other, &first).await.refusal().1, "challenge_over", "another device's");
    assert_eq!(send_made(&device, &first).await.status, StatusCode::CREATED);
    let second = making(&authenticator(2), "Hai", &asked.challenge);
    assert_eq!(send_made(&device, &second).await.refusal(), (410, "challenge_over".to_owned()));

    let asked_to_show = to_show(&base).await;
    let once = showing(&authenticator(1), &asked.user, 1, &asked_to_show.challenge);
    assert_eq!(send_shown(&base, &once).await.status, StatusCode::OK);
    assert_eq!(send_shown(&base, &once).await.refusal(), (410, "challenge_over".to_owned()), "a repetition");
    let made = to_make(&device).await.challenge;
    for challenge in [made.as_str(), "", "AAAA", &"A".repeat(54)] {
        let told = send_shown(&base, &showing(&authenticator(1), &asked.user, 1, challenge)).await;
        assert_eq!(told.refusal(), (410, "challenge_over".to_owned()), "{challenge}");
    }
    let own: Vec<String> = list(&device).await.into_iter().map(|passkey| passkey.name).collect();
    assert_eq!(own, ["Một"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_passkey_is_not_told_and_lets_nobody_in() {
    let app = started().await;
    let base = app.url("");
    let device = Device::sign_in(base.clone(), "longmon", 1).await;
    let other = Device::sign_in(base.clone(), "thanhan", 2).await;
    let user = make(&device, &authenticator(1), "Máy").await;
    let of_other = make(&other, &authenticator(2), "Máy").await;
    assert_ne!(user, of_other);
    let wrong = (401, "wrong_passkey".to_owned());
    type Change = fn(&mut Authenticator);
    let changes: [Change; 6] = [
        |it| "https://evil.example".clone_into(&mut it.origin),
        |it| "evil.example".clone_into(&mut it.site),
        |it| it.flags = 0b001,
        |it| it.flags = THERE | COPIED,
        |it| r#","topOrigin":"https://evil.example""#.clone_into(&mut it.more),
        // Signed with another key under the name of this one.
        |it| it.id = Authenticator::new(2, ORIGIN, HOST).id,
    ];
    for (number, change) in (10..).zip(changes) {
        // One of its own for each, because tries of one passkey are counted.
        make(&device, &authenticator(number), "Máy").await;
        let mut changed = authenticator(number);
        change(&mut changed);
        assert_eq!(show(&base, &changed, &user, 1).await.refusal(), wrong, "{number}");
        let right = show(&base, &authenticator(number), &user, 1).await;
        assert_eq!(right.status, StatusCode::OK, "{number}");
    }
    assert_eq!(show(&base, &authenticator(9), &user, 1).await.refusal(), wrong, "unknown");
    for user in [of_other.as_str(), "", "AAAA"] {
        assert_eq!(show(&base, &authenticator(1), user, 1).await.refusal(), wrong, "of {user}");
    }
    assert_eq!(show(&base, &authenticator(1), &user, 2).await.refusal().1, "device_of_another");

    // Only its owner takes it away, and then it is as unknown as any other.
    let name = text(&authenticator(1).id);
    for passkey in [name.as_str(), "AAAA", "%", "x y"] {
        assert_eq!(remove(&other, passkey).await.refusal(), (404, "no_passkey".to_owned()), "{passkey}");
    }
    assert_eq!(remove(&device, &name).await.status, StatusCode::NO_CONTENT);
    assert_eq!(remove(&device, &name).await.refusal().0, 404);
    assert_eq!(show(&base, &authenticator(1), &user, 1).await.refusal(), wrong, "taken away");
    let what = audited(&app).await;
    assert_eq!(what[0], "passkey_removed");
    assert_eq!(what.iter().filter(|what| *what == "wrong_passkey").count(), 9);
}

#[tokio::test]
async fn a_passkey_that_was_copied_by_force_is_noticed_by_its_counter() {
    let app = started().await;
    let base = app.url("");
    let device = Device::sign_in(base.clone(), "longmon", 1).await;
    let mut key = Authenticator { counter: 4, ..authenticator(1) };
    let user = make(&device, &key, "Khoá USB").await;
    key.counter = 9;
    assert_eq!(show(&base, &key, &user, 1).await.status, StatusCode::OK);
    for counter in [9, 5, 0] {
        key.counter = counter;
        let told = show(&base, &key, &user, 1).await;
        assert_eq!(told.refusal(), (403, "passkey_went_back".to_owned()), "{counter}");
    }
    key.counter = 10;
    assert_eq!(show(&base, &key, &user, 1).await.status, StatusCode::OK, "the first one goes on");
    assert_eq!(audited(&app).await[1], "passkey_went_back");
}

#[tokio::test]
async fn passkeys_go_with_the_device_on_which_they_were_made() {
    let app = started().await;
    let base = app.url("");
    let administrator = Device::sign_in(base.clone(), "quantri", 9).await;
    let (lost, kept) = (
        Device::sign_in(base.clone(), "longmon", 1).await,
        Device::sign_in(base.clone(), "longmon", 2).await,
    );
    let user = make(&lost, &authenticator(1), "Máy mất (mẫu)").await;
    make(&kept, &authenticator(2), "Máy còn (mẫu)").await;
    let path = format!("/admin/devices/{}/revocation", lost.id);
    let told = post(&base, &path, Some(&administrator.token), &json!({ "reason": "Mất (mẫu)" })).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    // Neither there nor with a cleared browser on the same telephone.
    for device in [1, 3] {
        assert_eq!(show(&base, &authenticator(1), &user, device).await.refusal().1, "wrong_passkey");
    }
    assert_eq!(show(&base, &authenticator(2), &user, 1).await.refusal(), (403, "device_revoked".to_owned()));
    assert_eq!(show(&base, &authenticator(2), &user, 2).await.status, StatusCode::OK);
    assert_eq!(list(&kept).await.len(), 1);
    assert_eq!(audited(&app).await[1..3], ["passkeys_withdrawn", "device_revoked"]);
}

#[tokio::test]
async fn a_slip_ends_all_passkeys_and_a_closed_account_is_let_in_by_none() {
    let app = started().await;
    let base = app.url("");
    let admin = Device::sign_in(base.clone(), "quantri", 9).await;
    let device = Device::sign_in(base.clone(), "longmon", 1).await;
    let user = make(&device, &authenticator(1), "Máy").await;
    admin.change("longmon", |changed| changed.active = false).await;
    let told = show(&base, &authenticator(1), &user, 1).await;
    assert_eq!(told.refusal(), (403, "account_closed".to_owned()));
    admin.change("longmon", |changed| changed.active = true).await;
    assert_eq!(show(&base, &authenticator(1), &user, 1).await.status, StatusCode::OK, "it is opened again");

    let slip = admin.slip(device.directory.account).await;
    assert_eq!(
        show(&base, &authenticator(1), &user, 1).await.status,
        StatusCode::OK,
        "nobody came with it yet"
    );
    let device = enrolled(base.clone(), &slip.code, 2).await;
    assert_eq!(show(&base, &authenticator(1), &user, 1).await.refusal().1, "wrong_passkey");
    assert_eq!(list(&device).await, []);
    assert_eq!(audited(&app).await[..2], ["passkeys_withdrawn", "enrolled"]);
}

#[tokio::test]
async fn a_token_that_was_renewed_is_as_old_as_the_one_before() {
    let app = started().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let database = app.database().await;
    sqlx::query("UPDATE tokens SET created_ms = created_ms - 3600000").execute(&database).await.unwrap();
    device.token = device.asks(Method::POST, "/session/token", &()).await.read::<FreshToken>().token;
    assert_eq!(ask_to_make(&device).await.refusal(), (403, "sign_in_anew".to_owned()));
}

#[tokio::test]
async fn who_guesses_is_slowed_down_and_the_password_is_not() {
    let app = started().await;
    let base = app.url("");
    let device = Device::sign_in(base.clone(), "longmon", 1).await;
    let user = make(&device, &authenticator(1), "Máy").await;
    let wrong = Authenticator { id: authenticator(1).id, ..authenticator(2) };
    for _ in 0..5 {
        assert_eq!(show(&base, &wrong, &user, 1).await.refusal().0, 401);
    }
    let told = show(&base, &wrong, &user, 1).await;
    assert_eq!(told.refusal(), (429, "too_many_attempts".to_owned()));
    assert_eq!(post_session(&base, &credentials("longmon", "mau-2023", 1)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_asks_for_a_challenge_learns_nothing_of_accounts() {
    let app = started().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    make(&device, &authenticator(1), "Máy").await;
    for body in [json!({}), json!({ "login": "longmon" }), json!({ "login": "khongcoai" })] {
        let told = post(&app.url(""), "/session/challenge", None, &body).await;
        let answer: Json = serde_json::from_slice(&told.body).unwrap();
        let names: Vec<&String> = answer.as_object().unwrap().keys().collect();
        assert_eq!(names, ["challenge", "site", "timeout_ms"]);
        assert_eq!((&answer["site"], &answer["timeout_ms"]), (&json!(HOST), &json!(300_000)));
        assert_eq!(answer["challenge"].as_str().unwrap().len(), 75);
    }
}

#[tokio::test]
async fn what_is_no_passkey_is_told_so_and_there_is_an_end_of_them() {
    let app = started().await;
    let base = app.url("");
    let device = Device::sign_in(base.clone(), "longmon", 1).await;
    let good = async || making(&authenticator(1), "Máy", &to_make(&device).await.challenge);
    for (name, reason) in [("", "name_missing"), ("  ", "name_missing"), ("a\nb", "name_missing")] {
        let told = send_made(&device, &Making { name: name.to_owned(), ..good().await }).await;
        assert_eq!(told.refusal(), (400, reason.to_owned()));
    }
    let told = send_made(&device, &Making { name: "ă".repeat(61), ..good().await }).await;
    assert_eq!(told.refusal().1, "name_missing");
    let told = send_made(&device, &Making { client_data: "!".to_owned(), ..good().await }).await;
    assert_eq!(told.refusal(), (400, "malformed".to_owned()));
    let told = send_made(&device, &Making { attestation: "AAAA".to_owned(), ..good().await }).await;
    assert_eq!(told.refusal(), (422, "passkey_refused".to_owned()));
    let unverified = Authenticator { flags: 0b001, ..authenticator(1) };
    let told = send_made(&device, &making(&unverified, "Máy", &to_make(&device).await.challenge)).await;
    assert_eq!(told.refusal(), (422, "passkey_refused".to_owned()));
    for body in [json!({}), json!([]), json!({ "name": 1 })] {
        assert_eq!(post(&base, "/passkeys", Some(&device.token), &body).await.refusal().1, "malformed");
        assert_eq!(post(&base, "/session/passkey", None, &body).await.refusal().1, "malformed");
    }
    let shown = showing(&authenticator(1), "AAAA", 1, &to_show(&base).await.challenge);
    for wrong in [
        Showing { device: "1".to_owned(), ..shown.clone() },
        Showing { credential: String::new(), ..shown.clone() },
        Showing { credential: text(&[1; 1024]), ..shown.clone() },
        Showing { signature: "=".to_owned(), ..shown.clone() },
    ] {
        assert_eq!(send_shown(&base, &wrong).await.refusal(), (400, "malformed".to_owned()));
    }

    for number in 1..=10 {
        make(&device, &authenticator(number), &format!("Máy {number}")).await;
        if number == 1 {
            let told = send_made(&device, &good().await).await;
            assert_eq!(told.refusal(), (409, "passkey_known".to_owned()));
        }
    }
    assert_eq!(ask_to_make(&device).await.refusal(), (409, "too_many_passkeys".to_owned()));
    assert_eq!(list(&device).await.len(), 10);
}

#[tokio::test]
async fn without_a_configured_origin_only_a_bare_name_over_tls_or_localhost_is_one() {
    let app = TestApp::with(Folder::new(), |with| with.behind_proxy = true).await;
    let ask = async |proto: &str, host: &str| {
        let request = Client::new().post(app.url("/session/challenge")).header("host", host);
        let told = Told::of(request.header("x-forwarded-proto", proto).send().await.unwrap()).await;
        match told.status {
            StatusCode::OK => serde_json::from_slice::<ToShow>(&told.body).unwrap().site,
            _ => format!("{:?}", told.refusal()),
        }
    };
    let nowhere = format!("{:?}", (409, "no_passkeys_here"));
    assert_eq!(ask("https", "thidua.example").await, HOST);
    assert_eq!(ask("http", "localhost:8080").await, "localhost");
    assert_eq!(ask("https", "thidua.example:8443").await, nowhere);
    assert_eq!(ask("http", "thidua.example").await, nowhere);
    assert_eq!(ask("https", "127.0.0.1").await, nowhere);

    // A passkey is kept with the name for which it was made: whoever names another host gains nothing.
    let base = app.url("");
    let device = Device::sign_in(base.clone(), "longmon", 1).await;
    let send = async |host: &str, path: &str, token: Option<&str>, body: &Json| {
        let request = Client::new().post(format!("{base}{path}")).json(body);
        let request = request.header("host", host).header("x-forwarded-proto", "https");
        let request = match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        Told::of(request.send().await.unwrap()).await
    };
    let told = send(HOST, "/passkeys/challenge", Some(&device.token), &json!({})).await;
    let asked: ToMake = serde_json::from_slice(&told.body).unwrap();
    let made = serde_json::to_value(making(&authenticator(1), "Máy", &asked.challenge)).unwrap();
    assert_eq!(send(HOST, "/passkeys", Some(&device.token), &made).await.status, StatusCode::CREATED);
    let evil = Authenticator {
        origin: "https://evil.example".to_owned(),
        site: "evil.example".to_owned(),
        ..authenticator(1)
    };
    let challenge = to_show_at(&send("evil.example", "/session/challenge", None, &json!({})).await);
    let shown = serde_json::to_value(showing(&evil, &asked.user, 1, &challenge)).unwrap();
    assert_eq!(send("evil.example", "/session/passkey", None, &shown).await.refusal().1, "wrong_passkey");
    let shown = serde_json::to_value(showing(&authenticator(1), &asked.user, 1, &challenge)).unwrap();
    assert_eq!(send(HOST, "/session/passkey", None, &shown).await.status, StatusCode::OK);
}

fn to_show_at(told: &Told) -> String {
    serde_json::from_slice::<ToShow>(&told.body).unwrap().challenge
}

/// Only several endpoints on one database can be in each other's way.
#[tokio::test]
async fn what_one_endpoint_has_asked_another_takes_and_no_third_takes_again() {
    if server().is_none() {
        return;
    }
    let folder = Folder::on_server();
    let mut running = Vec::new();
    for _ in 0..3 {
        let mut configured = configuration(&folder, None);
        configured.origin = Site::of_origin(ORIGIN);
        running.push(startup::start(&configured).await.unwrap());
    }
    let [first, second, third] = [0, 1, 2].map(|at: usize| format!("http://{}", running[at].address()));
    let mut device = Device::sign_in(first.clone(), "longmon", 1).await;
    let asked = to_make(&device).await;
    device.base.clone_from(&second);
    let made = making(&authenticator(1), "Máy", &asked.challenge);
    assert_eq!(send_made(&device, &made).await.status, StatusCode::CREATED);
    let challenge = to_show(&first).await.challenge;
    let shown = showing(&authenticator(1), &asked.user, 1, &challenge);
    assert_eq!(send_shown(&second, &shown).await.status, StatusCode::OK);
    for base in [&first, &second, &third] {
        assert_eq!(send_shown(base, &shown).await.refusal(), (410, "challenge_over".to_owned()));
    }
    for running in running {
        running.stop().await;
    }
}
