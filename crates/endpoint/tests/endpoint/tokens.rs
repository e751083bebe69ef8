//! Fresh tokens for devices: never is a device without one that holds.

use reqwest::{Client, Method, StatusCode};
use thidua_sync::administration::FreshToken;

use crate::device::{Device, Told};
use crate::test_app::TestApp;

async fn fresh(app: &TestApp, token: &str) -> Told {
    Told::of(Client::new().post(app.url("/session/token")).bearer_auth(token).send().await.unwrap()).await
}

async fn shown(app: &TestApp, token: &str) -> Told {
    Told::of(Client::new().get(app.url("/session")).bearer_auth(token).send().await.unwrap()).await
}

async fn token(app: &TestApp, old: &str) -> String {
    fresh(app, old).await.read::<FreshToken>().token
}

#[tokio::test]
async fn the_old_token_holds_until_the_fresh_one_is_shown() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let old = device.token.clone();
    let fresh = token(&app, &old).await;
    assert!(fresh != old && fresh.len() == 43, "{fresh}");
    // The device has not stored it yet.
    device.nominate("Đinh Văn Xuân");
    device.sync().await;
    device.token = fresh;
    device.nominate("Đinh Văn Thu");
    device.sync().await;
    assert_eq!(shown(&app, &old).await.refusal(), (401, "signed_out".to_owned()));
    assert_eq!(fresh_refused(&app, &old).await, "signed_out");
    device.sync().await;
}

async fn fresh_refused(app: &TestApp, token: &str) -> String {
    fresh(app, token).await.refusal().1
}

#[tokio::test]
async fn a_cut_line_locks_nobody_out() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    // The answers are lost on the way, twice.
    let lost = [token(&app, &device.token).await, token(&app, &device.token).await];
    assert_eq!(shown(&app, &device.token).await.status, StatusCode::OK);
    let arrived = token(&app, &device.token).await;
    assert_eq!(shown(&app, &arrived).await.status, StatusCode::OK);
    for void in lost.iter().chain([&device.token]) {
        assert_eq!(shown(&app, void).await.refusal(), (401, "signed_out".to_owned()), "whoever finds it");
    }
    // And the next one, from the fresh one.
    let next = token(&app, &arrived).await;
    assert_eq!(shown(&app, &next).await.status, StatusCode::OK);
    assert_eq!(shown(&app, &arrived).await.refusal(), (401, "signed_out".to_owned()));
}

#[tokio::test]
async fn signing_out_ends_a_fresh_token_that_did_not_arrive() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let lost = token(&app, &device.token).await;
    let answer = Client::new().delete(app.url("/session")).bearer_auth(&device.token).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(shown(&app, &lost).await.refusal(), (401, "signed_out".to_owned()));
}

#[tokio::test]
async fn a_fresh_token_is_no_fresh_sign_in() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let key = serde_json::json!({"key": "00".repeat(32)});
    assert_eq!(device.asks(Method::PUT, "/device/recovery", &key).await.status, StatusCode::NO_CONTENT);
    let pool = app.database().await;
    sqlx::query("UPDATE tokens SET created_ms = created_ms - 3600000").execute(&pool).await.unwrap();
    pool.close().await;
    let fresh = token(&app, &device.token).await;
    let asked = Client::new().get(app.url("/device/recovery")).bearer_auth(&fresh).send().await.unwrap();
    let refusal = Told::of(asked).await.refusal();
    assert_eq!(
        refusal,
        (403, "sign_in_anew".to_owned()),
        "whoever has the tablet has not given the password"
    );
}

#[tokio::test]
async fn who_is_not_let_in_gets_no_fresh_token() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let lost = token(&app, &device.token).await;
    assert_eq!(fresh(&app, "nobody").await.refusal(), (401, "not_signed_in".to_owned()));
    let why = serde_json::json!({"reason": "Mất (mẫu)"});
    admin.asks(Method::POST, &format!("/admin/devices/{}/revocation", device.id), &why).await;
    for token in [&device.token, &lost] {
        assert_eq!(fresh(&app, token).await.refusal(), (401, "device_revoked".to_owned()));
    }
    let what = admin.audit().await;
    let what: Vec<&str> = what.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["device_revoked", "token_renewed", "signed_in", "signed_in"]);
}
