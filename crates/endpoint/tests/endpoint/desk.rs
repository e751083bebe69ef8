//! An administrator at work, over HTTP, and officers who come with a slip.

use reqwest::{Client, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thidua_sync::administration::{
    AccountTold, Accounts, ChangedAccount, Enrolment, Made, NewAccount, NewPlace, Post, Slip,
};
use thidua_sync::identity::DeviceId;

use crate::device::{Device, Told};

/// A password that will do.
pub const PASSWORD: &str = "núi cao sông dài";

pub async fn send(base: &str, token: &str, method: Method, path: &str, body: &impl Serialize) -> Told {
    let request = Client::new().request(method, format!("{base}{path}")).bearer_auth(token).json(body);
    Told::of(request.send().await.unwrap()).await
}

impl Device {
    pub async fn asks(&self, method: Method, path: &str, body: &impl Serialize) -> Told {
        send(&self.base, &self.token, method, path, body).await
    }

    pub async fn gets(&self, path: &str) -> Told {
        let request = Client::new().get(format!("{}{path}", self.base)).bearer_auth(&self.token);
        Told::of(request.send().await.unwrap()).await
    }

    pub async fn accounts(&self) -> Accounts {
        self.gets("/admin/accounts").await.read()
    }

    pub async fn account(&self, login: &str) -> AccountTold {
        self.accounts().await.accounts.into_iter().find(|told| told.login == login).expect("the account")
    }

    pub async fn makes_account(&self, login: &str, post: Post) -> u32 {
        let new = NewAccount { login: login.to_owned(), post };
        let told = self.asks(Method::POST, "/admin/accounts", &new).await;
        assert_eq!(told.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&told.body));
        told.read::<Made>().number
    }

    pub async fn makes_place(&self, kind: &str, name: &str, members: &[u32]) -> u32 {
        let new = NewPlace { kind: kind.to_owned(), name: name.to_owned(), members: members.to_vec() };
        let told = self.asks(Method::POST, "/admin/places", &new).await;
        assert_eq!(told.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&told.body));
        told.read::<Made>().number
    }

    /// Changes an account, whatever comes of it.
    pub async fn changes(&self, login: &str, change: impl FnOnce(&mut ChangedAccount)) -> Told {
        let told = self.account(login).await;
        let mut changed = ChangedAccount { post: told.post, active: told.active };
        change(&mut changed);
        self.asks(Method::PUT, &format!("/admin/accounts/{}", told.account), &changed).await
    }

    /// Changes an account, which must be possible.
    pub async fn change(&self, login: &str, change: impl FnOnce(&mut ChangedAccount)) {
        let told = self.changes(login, change).await;
        assert_eq!(told.status, StatusCode::NO_CONTENT, "{}", String::from_utf8_lossy(&told.body));
    }

    pub async fn slip(&self, account: u32) -> Slip {
        let told = self.asks(Method::POST, &format!("/admin/accounts/{account}/slip"), &()).await;
        assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
        told.read()
    }

    /// What was done, the newest first.
    pub async fn audit(&self) -> Vec<serde_json::Value> {
        let told: serde_json::Value = self.gets("/admin/audit").await.read();
        told["entries"].as_array().unwrap().clone()
    }
}

impl Told {
    pub fn read<T: DeserializeOwned>(&self) -> T {
        let text = String::from_utf8_lossy(&self.body);
        assert!(self.status.is_success(), "{} {text}", self.status);
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

pub fn post(name: &str, role: &str, home: u32) -> Post {
    let (first_year, last_year) = (None, None);
    Post { name: name.to_owned(), role: role.to_owned(), home, first_year, last_year }
}

/// Comes with a slip.
pub async fn enrol(base: &str, code: &str, password: &str, device: u8) -> Told {
    let (code, password) = (code.to_owned(), password.to_owned());
    let enrolment = Enrolment { code, password, device: DeviceId([device; 16]).to_string() };
    send(base, "", Method::POST, "/enrolment", &enrolment).await
}

/// Comes with a slip that must be good.
pub async fn enrolled(base: String, code: &str, device: u8) -> Device {
    let told = enrol(&base, code, PASSWORD, device).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    Device::signed_in(base, device, &told.body)
}
