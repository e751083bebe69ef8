//! What administrators may do, and nobody else: see devices, shut one out, read what was done.

use reqwest::{Client, StatusCode};
use serde_json::{Value as Json, json};

use crate::backup::looked;
use crate::device::{Device, Told, credentials, post_session};
use crate::test_app::TestApp;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub async fn get(device: &Device, path: &str) -> Told {
    let request = Client::new().get(format!("{}{path}", device.base)).bearer_auth(&device.token);
    Told::of(request.send().await.unwrap()).await
}

pub async fn list(device: &Device, path: &str, of: &str) -> Vec<Json> {
    let told = get(device, path).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    let answer: Json = serde_json::from_slice(&told.body).unwrap();
    answer[of].as_array().unwrap().clone()
}

async fn revoke(device: &Device, other: &str, reason: &str) -> Told {
    let url = format!("{}/admin/devices/{other}/revocation", device.base);
    let request = Client::new().post(url).bearer_auth(&device.token).json(&json!({ "reason": reason }));
    Told::of(request.send().await.unwrap()).await
}

#[tokio::test]
async fn a_lost_device_is_shut_out_and_what_it_has_stays_with_it() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut lost = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut kept = Device::sign_in(app.url(""), "longmon", 2).await;
    let known = list(&administrator, "/admin/devices", "devices").await;
    assert_eq!(known.len(), 3);
    let of_lost = known.iter().find(|known| known["device"] == lost.id.to_string()).unwrap();
    assert_eq!((&of_lost["login"], of_lost.get("revoked_ms")), (&json!("longmon"), None));
    assert!(of_lost["seen_ms"].as_i64().unwrap() >= of_lost["bound_ms"].as_i64().unwrap());

    lost.nominate("Đinh Văn Muộn");
    let told = revoke(&administrator, &lost.id.to_string(), " Mất trên đường đi công tác (mẫu) ").await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    let (body, _) = lost.request();
    assert_eq!(lost.send(body).await.refusal(), (401, "device_revoked".to_owned()));
    assert_eq!(get(&lost, "/session").await.refusal(), (401, "device_revoked".to_owned()));
    assert!(lost.replica.has_sendable(), "its work is still on it");
    let again = post_session(&app.url(""), &credentials("longmon", "mau-2023", 1)).await;
    assert_eq!(again.refusal(), (403, "device_revoked".to_owned()), "the password does not bring it back");
    kept.nominate("Đinh Văn Khác");
    kept.sync().await;

    let known = list(&administrator, "/admin/devices", "devices").await;
    let of_lost = known.iter().find(|known| known["device"] == lost.id.to_string()).unwrap();
    assert_eq!(of_lost["revoked_why"], "Mất trên đường đi công tác (mẫu)");
    // Once more is not another time.
    assert_eq!(
        revoke(&administrator, &lost.id.to_string(), "Lần nữa (mẫu)").await.status,
        StatusCode::NO_CONTENT
    );
    let known = list(&administrator, "/admin/devices", "devices").await;
    assert!(known.iter().any(|known| known["revoked_why"] == "Mất trên đường đi công tác (mẫu)"));

    let told = list(&administrator, "/admin/audit", "entries").await;
    let what: Vec<&str> = told.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["device_revoked", "signed_in", "signed_in", "signed_in"], "the newest first");
    assert_eq!(told[0]["account"], administrator.directory.account);
    assert_eq!(told[0]["about_device"], lost.id.to_string());
    assert_eq!(told[0]["about_account"], lost.directory.account);
}

#[tokio::test]
async fn what_an_administrator_cannot_do_is_told_and_others_may_nothing() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let officer = Device::sign_in(app.url(""), "longmon", 1).await;
    let office = Device::sign_in(app.url(""), "minhlong", 2).await;
    let member = Device::sign_in(app.url(""), "hoidong1", 3).await;
    let other = officer.id.to_string();
    for device in [&officer, &office, &member] {
        for path in ["/admin/devices", "/admin/audit"] {
            assert_eq!(get(device, path).await.refusal(), (403, "not_administrator".to_owned()));
        }
        assert_eq!(revoke(device, &other, "Vì sao").await.refusal(), (403, "not_administrator".to_owned()));
    }
    let unsigned = Client::new().get(app.url("/admin/devices")).send().await.unwrap();
    assert_eq!(Told::of(unsigned).await.refusal(), (401, "not_signed_in".to_owned()));

    let own = administrator.id.to_string();
    let long = "a".repeat(301);
    for (device, reason, refusal) in [
        (own.as_str(), "Vì sao", (409, "own_device")),
        ("00000000000000000000000000000000", "Vì sao", (404, "no_device")),
        ("my-phone", "Vì sao", (404, "no_device")),
        (other.as_str(), "  ", (400, "reason_missing")),
        (other.as_str(), &long, (400, "reason_missing")),
    ] {
        let told = revoke(&administrator, device, reason).await.refusal();
        assert_eq!(told, (refusal.0, refusal.1.to_owned()), "{device} {reason}");
    }
    assert_eq!(get(&officer, "/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_that_nobody_has_shown_for_two_months_lets_nobody_in() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let pool = app.database().await;
    let back = async |days: i64| {
        let statement = format!("UPDATE tokens SET used_ms = used_ms - {}", days * DAY_MS);
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&pool).await.unwrap();
    };
    back(59).await;
    let record = device.nominate("Đinh Văn Mẫu");
    device.sync().await;
    // It was shown, so the time begins anew.
    back(59).await;
    device.sync().await;
    back(61).await;
    device.nominate("Đinh Văn Muộn");
    let (body, _) = device.request();
    assert_eq!(device.send(body).await.refusal(), (401, "signed_out".to_owned()));
    let told = post_session(&app.url(""), &credentials("longmon", "mau-2023", 1)).await;
    device.token = serde_json::from_slice::<Json>(&told.body).unwrap()["token"].as_str().unwrap().to_owned();
    device.sync().await;
    assert!(device.has(record) && !device.replica.has_sendable(), "nothing is lost by it");
    pool.close().await;
}

#[tokio::test]
async fn what_was_done_is_chained_and_a_change_of_it_shows() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    post_session(&app.url(""), &credentials("longmon", "sai", 1)).await;
    post_session(&app.url(""), &credentials("khong-co-ai", "sai", 1)).await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    Client::new().delete(app.url("/session")).bearer_auth(&device.token).send().await.unwrap();
    let told = list(&administrator, "/admin/audit", "entries").await;
    let what: Vec<&str> = told.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(
        what,
        ["signed_out", "signed_in", "wrong_password", "signed_in"],
        "of unknown names nothing is kept"
    );
    assert_eq!(told[2]["about_account"], device.directory.account);
    let older = list(&administrator, "/admin/audit?before=3", "entries").await;
    assert_eq!(older.iter().map(|entry| entry["seq"].as_u64().unwrap()).collect::<Vec<_>>(), [2, 1]);
    let found = looked(&app.folder).await;
    assert_eq!((found.audited, found.faults), (4, Vec::new()));

    let pool = app.database().await;
    for (statement, fault) in [
        ("UPDATE audit SET about_account = 999 WHERE seq = 2", "audit, entry 2: it does not follow"),
        ("DELETE FROM audit WHERE seq = 3", "audit, entry 4: entries before it are missing"),
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
        let found = looked(&app.folder).await;
        assert!(found.faults.iter().any(|line| line.contains(fault)), "{statement}: {found}");
    }
    pool.close().await;
}
