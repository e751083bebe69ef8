//! The recovery key of a device with a PIN.

use reqwest::Client;

use crate::device::{Device, Told};
use crate::test_app::TestApp;

pub const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";
const OTHER: &str = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e00";

pub async fn keep(app: &TestApp, device: &Device, body: &str) -> Told {
    let request = Client::new().put(app.url("/device/recovery")).bearer_auth(&device.token);
    let request = request.header("content-type", "application/json").body(body.to_owned());
    Told::of(request.send().await.unwrap()).await
}

pub async fn ask(app: &TestApp, token: &str) -> Told {
    let request = Client::new().get(app.url("/device/recovery")).bearer_auth(token);
    Told::of(request.send().await.unwrap()).await
}

pub fn said(key: &str) -> String {
    format!("{{\"key\":\"{key}\"}}")
}

#[tokio::test]
async fn a_device_gets_its_own_key_back_and_nobody_elses() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    assert_eq!(ask(&app, &device.token).await.refusal(), (404, "no_recovery".to_owned()));
    assert_eq!(keep(&app, &device, &said(KEY)).await.status, 204);
    assert_eq!(keep(&app, &device, &said(OTHER)).await.status, 204);
    // Signed in anew on the same device, as whoever has forgotten the PIN does.
    let again = Device::sign_in(app.url(""), "longmon", 1).await;
    let told = ask(&app, &again.token).await;
    assert_eq!(told.status, 200);
    assert_eq!(String::from_utf8(told.body).unwrap(), said(OTHER));
    let elsewhere = Device::sign_in(app.url(""), "longmon", 2).await;
    assert_eq!(ask(&app, &elsewhere.token).await.refusal(), (404, "no_recovery".to_owned()));
    let other = Device::sign_in(app.url(""), "thanhan", 3).await;
    assert_eq!(ask(&app, &other.token).await.refusal(), (404, "no_recovery".to_owned()));
}

#[tokio::test]
async fn an_old_token_does_not_get_the_key() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    assert_eq!(keep(&app, &device, &said(KEY)).await.status, 204);
    let database = app.database().await;
    for moved_ms in [-11 * 60 * 1000, 3_600_000] {
        sqlx::query("UPDATE tokens SET created_ms = created_ms + $1")
            .bind(moved_ms)
            .execute(&database)
            .await
            .unwrap();
        assert_eq!(ask(&app, &device.token).await.refusal(), (403, "sign_in_anew".to_owned()));
    }
    let again = Device::sign_in(app.url(""), "longmon", 1).await;
    assert_eq!(ask(&app, &again.token).await.status, 200);
    assert_eq!(ask(&app, "").await.refusal().0, 401);
}

#[tokio::test]
async fn what_is_no_key_is_told_so() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    for key in ["", "00", &KEY[1..], &KEY.to_uppercase(), &format!("{KEY}0"), &KEY.replace('0', "g")] {
        assert_eq!(keep(&app, &device, &said(key)).await.refusal(), (400, "malformed".to_owned()), "{key}");
    }
    assert_eq!(keep(&app, &device, "{").await.refusal(), (400, "malformed".to_owned()));
}
