//! Signing in and out.

use reqwest::{Client, StatusCode};
use thidua_sync::directory::Directory;

use crate::device::{Device, Told, credentials, post_session};
use crate::test_app::TestApp;

#[tokio::test]
async fn an_officer_is_told_who_and_where_they_are() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let directory = &device.directory;
    assert_eq!((directory.committee.as_str(), directory.year), ("UBND huyện Minh Long", 2023));
    assert_eq!((directory.role.as_str(), directory.home), ("commune_officer", 3));
    let granted: Vec<_> =
        directory.places.iter().filter(|place| place.granted).map(|place| place.id).collect();
    assert_eq!(granted, [3, 7, 9, 22]);
    let named: Vec<_> =
        directory.places.iter().filter(|place| !place.granted).map(|place| &place.name).collect();
    // All other units, and not the bloc of the offices or the council.
    assert_eq!(named[..4], ["Xã Long Hiệp", "Xã Long Mai", "Xã Long Sơn", "Xã Thanh An"]);
    assert_eq!((named.len(), named[4].as_str()), (16, "Phòng Nội vụ"));

    let request = Client::new().get(app.url("/session")).bearer_auth(&device.token);
    let again: Directory =
        serde_json::from_slice(&Told::of(request.send().await.unwrap()).await.body).unwrap();
    assert_eq!(&again, directory);

    let district = Device::sign_in(app.url(""), " MinhLong ", 2).await;
    assert!(district.directory.places.iter().all(|place| place.granted));
    assert_eq!(district.directory.places.len(), 22);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_told_alike() {
    let app = TestApp::start().await;
    for (login, password) in [("longmon", "mau-2024"), ("longmôn", "mau-2023"), ("", "")] {
        let told = post_session(&app.url(""), &credentials(login, password, 1)).await;
        assert_eq!(told.refusal(), (401, "wrong_credentials".to_owned()), "{login}");
    }
}

#[tokio::test]
async fn whoever_guesses_has_to_wait_and_is_told_how_long() {
    let app = TestApp::start().await;
    for _ in 0..5 {
        let told = post_session(&app.url(""), &credentials("longmon", "guess", 1)).await;
        assert_eq!(told.refusal().0, 401);
    }
    let guess = credentials("longmon", "mau-2023", 1);
    let answer = Client::new().post(app.url("/session")).json(&guess).send().await.unwrap();
    let after: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=30).contains(&after), "{after}");
    assert_eq!(Told::of(answer).await.refusal(), (429, "too_many_attempts".to_owned()));
    // Others are not kept out by it.
    Device::sign_in(app.url(""), "thanhan", 2).await;
}

#[tokio::test]
async fn a_device_stays_with_its_account() {
    let app = TestApp::start().await;
    Device::sign_in(app.url(""), "longmon", 1).await;
    Device::sign_in(app.url(""), "longmon", 1).await;
    let told = post_session(&app.url(""), &credentials("thanhan", "mau-2023", 1)).await;
    assert_eq!(told.refusal(), (409, "device_of_another".to_owned()));
}

#[tokio::test]
async fn a_token_that_was_given_back_opens_nothing() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let answer = Client::new().delete(app.url("/session")).bearer_auth(&device.token).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    let (body, _) = device.request();
    assert_eq!(device.send(body).await.refusal(), (401, "signed_out".to_owned()));
    let shown = Client::new().get(app.url("/session")).bearer_auth(&device.token).send().await.unwrap();
    assert_eq!(Told::of(shown).await.refusal(), (401, "signed_out".to_owned()));
}

#[tokio::test]
async fn a_sign_in_that_is_none_is_told_so() {
    let app = TestApp::start().await;
    let post = async |kind: &str, body: &str| {
        let request =
            Client::new().post(app.url("/session")).header("content-type", kind).body(body.to_owned());
        Told::of(request.send().await.unwrap()).await.refusal()
    };
    assert_eq!(post("application/json", "{\"login\":").await, (400, "malformed".to_owned()));
    let no_device = r#"{"login":"longmon","password":"mau-2023","device":"my phone"}"#;
    assert_eq!(post("application/json", no_device).await, (400, "malformed".to_owned()));
    assert_eq!(post("text/plain", no_device).await, (415, "unsupported_media_type".to_owned()));
}

#[tokio::test]
async fn no_secret_is_stored_as_it_is() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let folder = app.stop().await;
    for file in std::fs::read_dir(&folder.0).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [device.token.as_bytes(), b"mau-2023"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}
