//! Accounts and places, as administrators make and change them, and what that means for devices.

use reqwest::{Method, StatusCode};
use serde_json::{Value as Json, json};
use thidua_domain::nomination;
use thidua_domain::record::PartitionId;
use thidua_sync::administration::ChangedCommittee;

use crate::desk::{PASSWORD, enrol, enrolled, post, send};
use crate::device::{CLUSTER, COMMONS, Device, credentials, post_session};
use crate::test_app::TestApp;

async fn sign_in(app: &TestApp, login: &str, password: &str, device: u8) -> crate::device::Told {
    post_session(&app.url(""), &credentials(login, password, device)).await
}

#[tokio::test]
async fn an_administrator_makes_a_commune_and_its_officer_and_the_whole_committee_sees_both() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 2).await;
    office.sync().await;
    let told = admin.accounts().await;
    assert_eq!((told.committee.as_str(), told.year), ("UBND huyện Minh Long", 2023));
    assert_eq!((told.accounts.len(), told.places.len()), (12, 22));

    let commune = admin.makes_place("commune", "  Xã  Long Mới ", &[]).await;
    assert_eq!(commune, 23);
    let account =
        admin.makes_account("long.moi", post("Công chức xã Long Mới", "commune_officer", commune)).await;
    let told = admin.accounts().await;
    let made = told.accounts.iter().find(|told| told.account == account).unwrap();
    assert_eq!((made.login.as_str(), made.active, made.enrolled), ("long.moi", true, false));
    assert_eq!((made.slip_until_ms, made.post.home), (None, commune));
    assert_eq!(told.places.iter().find(|told| told.place == commune).unwrap().of.name, "Xã Long Mới");

    let slip = admin.slip(account).await;
    assert_eq!(admin.account("long.moi").await.slip_until_ms, Some(slip.until_ms));
    let mut officer = enrolled(app.url(""), &slip.code, 1).await;
    let granted: Vec<_> =
        officer.directory.places.iter().filter(|place| place.granted).map(|place| place.id).collect();
    assert_eq!(granted, [9, 22, commune], "the own commune, the authority and the commons, no cluster yet");
    let record = officer.nominate("Đinh Văn Mới");
    officer.sync().await;
    // The office's device was told of the new commune by itself.
    let answer = office.exchange().await;
    assert!(answer.scope.unwrap().contains(&PartitionId(commune)));
    office.sync().await;
    assert_eq!(office.text(record, nomination::NAME), "Đinh Văn Mới");
    assert!(admin.account("long.moi").await.enrolled);
    assert_eq!(admin.account("long.moi").await.slip_until_ms, None, "it was used");

    let told = admin.audit().await;
    let what: Vec<&str> = told.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(what[..4], ["enrolled", "slip_made", "account_made", "place_made"]);
    assert_eq!((&told[3]["about_place"], &told[2]["about_place"]), (&json!(commune), &json!(commune)));
    assert_eq!((&told[2]["about_account"], &told[1]["about_account"]), (&json!(account), &json!(account)));
    assert_eq!((&told[2]["account"], &told[0]["account"]), (&json!(7), &json!(account)));
    assert_eq!(crate::backup::looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_wrong_with_an_account_is_told_by_its_reason() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let right = json!({"login": "moi", "post": {"name": "Người mới", "role": "commune_officer", "home": 3}});
    let with = |path: &str, value: Json| {
        let mut body = right.clone();
        *body.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        body
    };
    let years = |first: Json, last: Json| {
        let mut body = right.clone();
        (body["post"]["first_year"], body["post"]["last_year"]) = (first, last);
        body
    };
    let cases: [(Json, u16, &str); 22] = [
        (with("/login", json!("ab")), 400, "login_invalid"),
        (with("/login", json!("Người")), 400, "login_invalid"),
        (with("/login", json!("a".repeat(41))), 400, "login_invalid"),
        (with("/login", json!("with space")), 400, "login_invalid"),
        (with("/login", json!("MOI")), 400, "login_invalid"),
        (with("/login", json!("longmon")), 409, "login_taken"),
        (with("/post/name", json!("")), 400, "name_invalid"),
        (with("/post/name", json!(" \n ")), 400, "name_invalid"),
        (with("/post/name", json!("a".repeat(201))), 400, "name_invalid"),
        (with("/post/name", json!("a\u{7}b")), 400, "name_invalid"),
        (with("/post/name", json!("người QUẢN trị (mẫu)")), 409, "name_taken"),
        (with("/post/role", json!("chair")), 400, "role_unknown"),
        (with("/post/role", json!("")), 400, "role_unknown"),
        (with("/post/home", json!(999)), 400, "home_unknown"),
        (with("/post/home", json!(7)), 400, "home_unknown"),
        (with("/post/home", json!(9)), 400, "home_unknown"),
        (years(json!(2024), json!(2023)), 400, "years_invalid"),
        (years(json!(1999), Json::Null), 400, "years_invalid"),
        (years(Json::Null, json!(2101)), 400, "years_invalid"),
        (with("/post/home", json!(-1)), 400, "malformed"),
        (json!({"login": "moi"}), 400, "malformed"),
        (json!("moi"), 400, "malformed"),
    ];
    for (body, status, reason) in &cases {
        let told = admin.asks(Method::POST, "/admin/accounts", body).await;
        assert_eq!(told.refusal(), (*status, (*reason).to_owned()), "{body}");
        // The same holds where an account is changed; its name for signing in cannot be.
        if body.get("post").is_some() && body["login"] == "moi" {
            let mut body = body["post"].clone();
            body = json!({"post": body, "active": true});
            let told = admin.asks(Method::PUT, "/admin/accounts/3", &body).await;
            assert_eq!(told.refusal(), (*status, (*reason).to_owned()), "{body}");
        }
    }
    assert_eq!(admin.accounts().await.accounts.len(), 12, "nothing was made");
    let changed = json!({"post": right["post"], "active": true});
    for account in ["99", "0", "x", "4294967296"] {
        let told = admin.asks(Method::PUT, &format!("/admin/accounts/{account}"), &changed).await;
        assert_eq!(told.refusal(), (404, "no_account".to_owned()), "{account}");
        for method in [Method::POST, Method::DELETE] {
            let told = admin.asks(method, &format!("/admin/accounts/{account}/slip"), &()).await;
            assert_eq!(told.refusal(), (404, "no_account".to_owned()), "{account}");
        }
    }
    let told = admin.asks(Method::DELETE, "/admin/accounts/3", &()).await;
    assert_eq!(told.refusal(), (405, "method_not_allowed".to_owned()), "accounts stay for the history");
    assert_eq!(admin.asks(Method::POST, "/admin/accounts", &right).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn what_is_wrong_with_a_place_or_the_committee_is_told_by_its_reason() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let cases: [(Json, u16, &str); 13] = [
        (json!({"kind": "council", "name": "Một"}), 400, "kind_invalid"),
        (json!({"kind": "commons", "name": "Một"}), 400, "kind_invalid"),
        (json!({"kind": "authority", "name": "Một"}), 400, "kind_invalid"),
        (json!({"kind": "", "name": "Một"}), 400, "kind_invalid"),
        (json!({"kind": "commune", "name": " "}), 400, "name_invalid"),
        (json!({"kind": "commune", "name": "xã long môn"}), 409, "name_taken"),
        (json!({"kind": "commune", "name": "Một", "members": [1]}), 400, "members_invalid"),
        (json!({"kind": "bloc", "name": "Một", "members": [999]}), 400, "members_invalid"),
        (json!({"kind": "bloc", "name": "Một", "members": [7]}), 400, "members_invalid"),
        (json!({"kind": "cluster", "name": "Một", "members": [9]}), 400, "members_invalid"),
        (json!({"kind": "cluster", "name": "Một", "members": [21]}), 400, "members_invalid"),
        (json!({"name": "Một"}), 400, "malformed"),
        (json!([]), 400, "malformed"),
    ];
    for (body, status, reason) in &cases {
        let told = admin.asks(Method::POST, "/admin/places", body).await;
        assert_eq!(told.refusal(), (*status, (*reason).to_owned()), "{body}");
    }
    for (place, body, status, reason) in [
        (3, json!({"name": "Xã Thanh An"}), 409, "name_taken"),
        (3, json!({"name": "Xã Long Môn", "members": [4]}), 400, "members_invalid"),
        (7, json!({"name": "Cụm", "members": [7]}), 400, "members_invalid"),
        (99, json!({"name": "Cụm"}), 404, "no_place"),
    ] {
        let told = admin.asks(Method::PUT, &format!("/admin/places/{place}"), &body).await;
        assert_eq!(told.refusal(), (status, reason.to_owned()), "{body}");
    }
    for (body, reason) in [
        (json!({"name": "", "year": 2023}), "name_invalid"),
        (json!({"name": "UBND", "year": 1999}), "year_invalid"),
        (json!({"name": "UBND", "year": 2101}), "year_invalid"),
        (json!({"name": "UBND"}), "malformed"),
    ] {
        let told = admin.asks(Method::PUT, "/admin/committee", &body).await;
        assert_eq!(told.refusal(), (400, reason.to_owned()), "{body}");
    }
    assert_eq!(admin.accounts().await.places.len(), 22);
    // A place keeps its own name.
    let told = admin.asks(Method::PUT, "/admin/places/3", &json!({"name": "xã Long Môn"})).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn nobody_but_an_administrator_may_any_of_it() {
    let app = TestApp::start().await;
    let account = json!({"login": "moi", "post": {"name": "Người mới", "role": "administrator", "home": 3}});
    let changed = json!({"post": account["post"], "active": true});
    let place = json!({"kind": "commune", "name": "Một"});
    let paths: [(Method, &str, Json); 8] = [
        (Method::GET, "/admin/accounts", Json::Null),
        (Method::POST, "/admin/accounts", account),
        (Method::PUT, "/admin/accounts/3", changed),
        (Method::POST, "/admin/accounts/3/slip", Json::Null),
        (Method::DELETE, "/admin/accounts/3/slip", Json::Null),
        (Method::POST, "/admin/places", place),
        (Method::PUT, "/admin/places/3", json!({"name": "Một"})),
        (Method::PUT, "/admin/committee", json!({"name": "Một", "year": 2024})),
    ];
    for (device, login) in (1..).zip(["longmon", "minhlong", "hoidong1"]) {
        let officer = Device::sign_in(app.url(""), login, device).await;
        for (method, path, body) in &paths {
            let told = officer.asks(method.clone(), path, body).await;
            assert_eq!(told.refusal(), (403, "not_administrator".to_owned()), "{login} {method} {path}");
        }
    }
    for (method, path, body) in &paths {
        let told = send(&app.url(""), "nobody", method.clone(), path, body).await;
        assert_eq!(told.refusal(), (401, "not_signed_in".to_owned()), "{method} {path}");
    }
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let told = admin.accounts().await;
    assert_eq!((told.accounts.len(), told.places.len(), told.year), (12, 22, 2023));
}

#[tokio::test]
async fn a_unit_that_leaves_a_cluster_takes_its_rows_from_the_devices_and_late_work_waits() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut other = Device::sign_in(app.url(""), "thanhan", 2).await;
    let theirs = other.pledge("Trồng mới 20 ha rừng gỗ lớn");
    other.sync().await;
    let own = unit.nominate("Đinh Văn Xuân");
    unit.sync().await;
    assert!(unit.has(theirs));

    // While it has no line, the commune leaves the cluster.
    let late = unit.pledge("Trồng mới 5 ha rừng");
    let changed = json!({"name": "Cụm thi đua các xã", "members": [1, 2, 4, 5]});
    let told = admin.asks(Method::PUT, "/admin/places/7", &changed).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    let answer = unit.exchange().await;
    assert_eq!(answer.scope, Some(vec![PartitionId(3), PartitionId(9), COMMONS]));
    assert!(!unit.has(theirs), "the cluster's rows are gone from the device");
    assert!(unit.has(own));
    assert!(unit.replica.refused().is_empty() && !unit.has(late), "a person looks at what was typed for it");
    assert_eq!(answer.waiting, [2]);
    unit.sync().await;
    // Others are told that it is no member any more, and nothing else of theirs changes.
    let answer = other.exchange().await;
    assert_eq!(answer.scope, Some(vec![PartitionId(5), CLUSTER, PartitionId(9), COMMONS]));
    assert!(other.has(theirs));
    let told: Json = other.gets("/session").await.read();
    let cluster = told["places"].as_array().unwrap().iter().find(|place| place["id"] == 7).unwrap().clone();
    assert_eq!(cluster["members"], json!([1, 2, 4, 5]));

    // And it comes back, from the beginning of the log.
    let changed = json!({"name": "Cụm thi đua các xã", "members": [1, 2, 3, 4, 5]});
    admin.asks(Method::PUT, "/admin/places/7", &changed).await;
    unit.sync().await;
    unit.sync().await;
    assert!(unit.has(theirs));
    assert!(unit.has(late) && unit.replica.outbox().is_empty(), "nobody need look at it any more");
    assert!(unit.exchange().await.scope.is_none(), "told once");
}

#[tokio::test]
async fn another_role_is_another_scope_for_every_device_of_the_account() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut other = Device::sign_in(app.url(""), "thanhan", 3).await;
    let record = other.nominate("Phạm Thị Hoa");
    other.sync().await;
    let mut devices =
        [Device::sign_in(app.url(""), "longmon", 1).await, Device::sign_in(app.url(""), "longmon", 2).await];
    for device in &mut devices {
        device.sync().await;
        assert!(!device.has(record));
    }
    admin.change("longmon", |changed| changed.post.role = "emulation_officer".to_owned()).await;
    for device in &mut devices {
        assert_eq!(device.exchange().await.scope.map(|scope| scope.len()), Some(22));
        device.sync().await;
        assert!(device.has(record));
    }
    admin.change("longmon", |changed| changed.post.role = "commune_officer".to_owned()).await;
    for device in &mut devices {
        device.sync().await;
        assert!(!device.has(record), "and not any more");
    }
    // What is not changed is not written.
    let before = admin.audit().await.len();
    admin.change("longmon", |_| {}).await;
    assert_eq!(admin.audit().await.len(), before);
}

#[tokio::test]
async fn an_account_that_is_closed_is_signed_out_everywhere_and_comes_back_with_its_password() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut devices =
        [Device::sign_in(app.url(""), "longmon", 1).await, Device::sign_in(app.url(""), "longmon", 2).await];
    let account = admin.account("longmon").await.account;
    let slip = admin.slip(account).await;
    admin.change("longmon", |changed| changed.active = false).await;
    for device in &mut devices {
        device.nominate("Đinh Văn Muộn");
        let (body, _) = device.request();
        assert_eq!(device.send(body).await.refusal(), (401, "account_closed".to_owned()));
        assert!(device.replica.has_sendable(), "its work is still on it");
    }
    let told = sign_in(&app, "longmon", "mau-2023", 1).await;
    assert_eq!(told.refusal(), (403, "account_closed".to_owned()));
    let told = sign_in(&app, "longmon", "mau-2024", 1).await;
    assert_eq!(
        told.refusal(),
        (401, "wrong_credentials".to_owned()),
        "who does not know the password is told nothing"
    );
    assert_eq!(enrol(&app.url(""), &slip.code, PASSWORD, 1).await.refusal(), (401, "wrong_slip".to_owned()));
    let told = admin.asks(Method::POST, &format!("/admin/accounts/{account}/slip"), &()).await;
    assert_eq!(told.refusal(), (409, "account_closed".to_owned()));

    admin.change("longmon", |changed| changed.active = true).await;
    let (body, _) = devices[0].request();
    assert_eq!(
        devices[0].send(body).await.refusal(),
        (401, "signed_out".to_owned()),
        "the old token stays void"
    );
    let told: Json = sign_in(&app, "longmon", "mau-2023", 1).await.read();
    devices[0].token = told["token"].as_str().unwrap().to_owned();
    devices[0].sync().await;
    let told = admin.audit().await;
    let what: Vec<&str> = told.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(what[..4], ["signed_in", "account_opened", "wrong_password", "account_closed"]);
}

#[tokio::test]
async fn an_account_is_let_in_in_its_years_only() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut officer = Device::sign_in(app.url(""), "longmon", 1).await;
    let year = async |year: u16| {
        let changed =
            ChangedCommittee { name: "UBND huyện Minh Long".to_owned(), year, level: String::new() };
        let told = admin.asks(Method::PUT, "/admin/committee", &changed).await;
        assert_eq!(told.status, StatusCode::NO_CONTENT);
    };
    for (first, last, closed) in [
        (Some(2024), None, true),
        (None, Some(2022), true),
        (Some(2020), Some(2022), true),
        (Some(2023), Some(2023), false),
        (None, None, false),
        (None, Some(2023), false),
    ] {
        admin
            .change("longmon", |changed| (changed.post.first_year, changed.post.last_year) = (first, last))
            .await;
        let (shown, signed_in) =
            (officer.gets("/session").await, sign_in(&app, "longmon", "mau-2023", 1).await);
        if closed {
            assert_eq!(shown.refusal(), (401, "account_closed".to_owned()), "{first:?} {last:?}");
            assert_eq!(signed_in.refusal(), (403, "account_closed".to_owned()), "{first:?} {last:?}");
        } else {
            assert!(shown.status.is_success() && signed_in.status.is_success(), "{first:?} {last:?}");
        }
    }
    // The last year ends for the account when the committee goes on to the next one.
    officer.nominate("Đinh Văn Xuân");
    year(2024).await;
    let (body, _) = officer.request();
    assert_eq!(officer.send(body).await.refusal(), (401, "account_closed".to_owned()));
    let slip = admin.asks(Method::POST, "/admin/accounts/3/slip", &()).await;
    assert_eq!(slip.refusal(), (409, "account_closed".to_owned()));
    year(2023).await;
    officer.sync().await;
    assert!(!officer.replica.has_sendable(), "the same token, nothing lost");
}

#[tokio::test]
async fn another_year_reaches_every_device() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut officer = Device::sign_in(app.url(""), "longmon", 1).await;
    officer.sync().await;
    assert!(officer.exchange().await.scope.is_none());
    let changed = json!({"name": "UBND huyện Minh Long", "year": 2024});
    admin.asks(Method::PUT, "/admin/committee", &changed).await;
    assert!(officer.exchange().await.scope.is_some(), "it asks for the directory then");
    assert_eq!(officer.gets("/session").await.read::<Json>()["year"], 2024);
}

#[tokio::test]
async fn somebody_is_always_left_to_administer() {
    let app = TestApp::start().await;
    let admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let last = (409, "last_administrator".to_owned());
    assert_eq!(admin.changes("quantri", |changed| changed.active = false).await.refusal(), last);
    let told = admin.changes("quantri", |changed| changed.post.role = "council_member".to_owned()).await;
    assert_eq!(told.refusal(), last);
    assert_eq!(admin.changes("quantri", |changed| changed.post.last_year = Some(2022)).await.refusal(), last);
    admin.change("quantri", |changed| changed.post.last_year = Some(2023)).await;
    let next_year = json!({"name": "UBND huyện Minh Long", "year": 2024});
    assert_eq!(admin.asks(Method::PUT, "/admin/committee", &next_year).await.refusal(), last);

    // Another one counts as soon as they have a password.
    let account = admin.makes_account("thunghiem", post("Người quản trị thứ hai", "administrator", 6)).await;
    assert_eq!(admin.changes("quantri", |changed| changed.active = false).await.refusal(), last);
    let second = enrolled(app.url(""), &admin.slip(account).await.code, 8).await;
    assert_eq!(admin.asks(Method::PUT, "/admin/committee", &next_year).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.gets("/admin/accounts").await.refusal(), (401, "account_closed".to_owned()));
    second.change("quantri", |changed| changed.active = false).await;
    assert_eq!(second.changes("thunghiem", |changed| changed.active = false).await.refusal(), last);
}

#[tokio::test]
async fn of_two_administrators_who_want_the_same_name_one_is_told_so() {
    let app = TestApp::start().await;
    let first = Device::sign_in(app.url(""), "quantri", 8).await;
    let second = Device::sign_in(app.url(""), "quantri", 9).await;
    for round in 0..5 {
        let new = |by: &str| json!({"login": format!("moi{round}"), "post": post(&format!("{by} {round}"), "council_member", 6)});
        let (one, other) = (new("Một"), new("Hai"));
        let (one, other) = tokio::join!(
            first.asks(Method::POST, "/admin/accounts", &one),
            second.asks(Method::POST, "/admin/accounts", &other)
        );
        let (made, refused) = if one.status.is_success() { (one, other) } else { (other, one) };
        assert_eq!(made.status, StatusCode::CREATED);
        assert_eq!(refused.refusal(), (409, "login_taken".to_owned()));
    }
    let numbers: std::collections::BTreeSet<u32> =
        first.accounts().await.accounts.iter().map(|told| told.account).collect();
    assert_eq!(numbers.len(), 17);
}

#[tokio::test]
async fn two_administrators_cannot_shut_each_other_out() {
    let app = TestApp::start().await;
    let first = Device::sign_in(app.url(""), "quantri", 8).await;
    let account = first.makes_account("quantri2", post("Người quản trị thứ hai", "administrator", 6)).await;
    let second = enrolled(app.url(""), &first.slip(account).await.code, 9).await;
    let (one, other) = tokio::join!(
        first.changes("quantri2", |changed| changed.active = false),
        second.changes("quantri", |changed| changed.active = false)
    );
    let done = [&one, &other].iter().filter(|told| told.status.is_success()).count();
    assert_eq!(done, 1, "{:?} {:?}", one.status, other.status);
    let admins = [first, second];
    let mut left = 0;
    for admin in &admins {
        left += usize::from(admin.gets("/admin/accounts").await.status.is_success());
    }
    assert_eq!(left, 1);
}
