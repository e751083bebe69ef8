//! The HTTP interface: which path leads where. What a path does stands in the file of its name; how a failure is told
//! stands in `error` alone.

mod accounts;
mod admin;
mod app;
mod bearer;
mod blob;
mod body;
mod bundle;
mod council;
mod dictionary;
mod enrolment;
mod error;
mod health;
mod hub;
mod origin;
mod packing;
mod passkey;
mod person;
mod recovery;
mod session;
mod shield;
mod snapshot;
mod sync;
mod tray;
mod writers;

use std::any::Any;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use thidua_bundle::Committee;
use thidua_passkey::Site;
use thidua_sync::cursor::CursorKey;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use self::error::Refusal;
use crate::attempts::Attempts;
use crate::challenge::ChallengeKey;
use crate::clock;
use crate::pace::{Handing, Pace};
use crate::password::Passwords;
use crate::session::{Door, identify};
use crate::store::{Session, Store};

pub(crate) use hub::{HubDesk, router as hub_router};
pub(crate) use origin::Trust;

/// What the handlers work with.
#[derive(Clone)]
pub(crate) struct Desk(Arc<Parts>);

struct Parts {
    store: Store,
    key: CursorKey,
    passwords: Passwords,
    attempts: Attempts,
    pace: Pace,
    handing: Handing,
    /// How often files of one device are taken: nobody who carries an old one takes its turns in the tray.
    carrying: Handing,
    committee: Committee,
    trust: Trust,
    passkeys: Passkeys,
    /// Where hubs of this committee may be found.
    hubs: Vec<String>,
    /// One large answer is compressed at a time: it takes a core, which everyday exchanges want too.
    press: Arc<Semaphore>,
}

/// What passkeys need.
pub(crate) struct Passkeys {
    /// What makes their challenges.
    pub(crate) key: ChallengeKey,
    /// Where the app is served, where that was configured.
    pub(crate) site: Option<Site>,
}

impl Desk {
    pub(crate) fn new(
        store: Store,
        key: CursorKey,
        passwords: Passwords,
        passkeys: Passkeys,
        committee: Committee,
        (pace, trust): (Pace, Trust),
        hubs: Vec<String>,
    ) -> Self {
        let (attempts, handing, carrying) = Default::default();
        let press = Arc::new(Semaphore::new(1));
        Self(Arc::new(Parts {
            store,
            key,
            passwords,
            attempts,
            pace,
            handing,
            carrying,
            committee,
            trust,
            passkeys,
            hubs,
            press,
        }))
    }

    /// What letting in needs.
    fn door(&self) -> Door<'_> {
        let Parts { store, passwords, attempts, committee, hubs, key, .. } = &*self.0;
        Door { store, passwords, attempts, files: committee.key(), hubs, key }
    }

    /// Who asks, where they do not ask too often.
    async fn identify(&self, headers: &HeaderMap) -> Result<Session, Refusal> {
        let session = identify(&self.0.store, bearer::token(headers)?, clock::now_ms()).await?;
        self.0.pace.account(session.account, Instant::now())?;
        Ok(session)
    }
}

/// Every path of the endpoint. `app` is the directory of the built app.
pub(crate) fn router(desk: Desk, app: Option<&Path>) -> Router {
    let interface = Router::new()
        .route("/sync", post(sync::exchange))
        .route("/session", post(session::sign_in).get(session::show).delete(session::sign_out))
        .route("/session/password", put(session::change_password))
        .route("/session/token", post(session::renew))
        .route("/enrolment", post(enrolment::enrol))
        .route("/session/challenge", post(passkey::to_show))
        .route("/session/passkey", post(passkey::show))
        .route("/passkeys", get(passkey::list).post(passkey::make))
        .route("/passkeys/challenge", post(passkey::to_make))
        .route("/passkeys/{passkey}", delete(passkey::remove))
        .route("/council/{session}/token", post(council::take))
        .route("/council/{session}/ballot", post(council::cast))
        .route("/council/{session}/roll", get(council::roll))
        .route("/admin/devices", get(admin::devices))
        .route("/admin/devices/{device}/revocation", post(admin::revoke))
        .route("/admin/audit", get(admin::audit))
        .route("/admin/accounts", get(accounts::show).post(accounts::make))
        .route("/admin/accounts/{account}", put(accounts::change))
        .route("/admin/accounts/{account}/slip", post(accounts::make_slip).delete(accounts::void_slip))
        .route("/admin/places", post(accounts::make_place))
        .route("/admin/places/{place}", put(accounts::change_place))
        .route("/admin/committee", put(accounts::change_committee))
        .route("/admin/mergers", post(accounts::merge))
        .route("/admin/mergers/preview", post(accounts::preview_merger))
        .route("/handin", post(tray::hand_in))
        .route("/bundle", post(bundle::take))
        .route("/hub/lease", post(hub::lease))
        .route("/tray", get(tray::show))
        .route("/tray/{entry}", post(tray::answer))
        .route("/tray/witnessed/{entry}", post(tray::answer_copy))
        .route("/writers", post(writers::told))
        .route("/admin/checksums", get(admin::checksums))
        .route("/admin/reconciliation", get(admin::reconciliation))
        .route("/admin/reconciliation/{number}", post(admin::close_reconciliation))
        .route("/persons/holdings", post(person::told))
        .route("/device/recovery", get(recovery::give).put(recovery::keep))
        .route("/health", get(health::check))
        .method_not_allowed_fallback(async || Refusal::METHOD_NOT_ALLOWED)
        .layer(middleware::from_fn_with_state(desk.clone(), packing::pack))
        .with_state(desk.clone());
    // Photographs, PDF and snapshots are packed already.
    let evidence = Router::new()
        .route("/snapshot/{partition}/{generation}/{page}", get(snapshot::page))
        .route("/blob/{digest}", get(blob::give).head(blob::look).patch(blob::take))
        .method_not_allowed_fallback(async || Refusal::METHOD_NOT_ALLOWED)
        .with_state(desk.clone());
    let files = match app {
        Some(directory) => app::files(directory, &desk.0.hubs),
        None => Router::new().fallback(async || Refusal::NOT_FOUND),
    };
    let guarded = middleware::from_fn_with_state(desk.clone(), shield::interface);
    let shown = middleware::from_fn_with_state(desk, shield::files);
    // A layer over routes that have a fallback covers the fallback too, so the files get theirs before they are merged.
    interface
        .merge(evidence)
        .route_layer(guarded)
        .merge(files.layer(shown))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(told))
}

/// An answer that speaks of people, or holds a secret: no cache between here and the device may keep it.
fn unstored(answer: impl IntoResponse) -> Response {
    let mut answer = answer.into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A fault in one request is that request's alone.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    // The hook of the runtime has written the message and the place to standard error. What is thrown may hold what the
    // request held, so it goes no further.
    tracing::error!("a request ended in a panic");
    Refusal::INTERNAL.into_response()
}

/// Tells each request in the log: never its headers, its query or its body, and of a ballot not even that it came.
async fn told(request: Request, next: Next) -> Response {
    if council::is_silent(request.uri().path()) {
        return next.run(request).await;
    }
    let (method, path, begun) = (request.method().clone(), request.uri().path().to_owned(), Instant::now());
    let answer = next.run(request).await;
    let (status, ms) = (answer.status().as_u16(), begun.elapsed().as_secs_f64() * 1000.0);
    tracing::debug!("{method} {path}: {status} in {ms:.1} ms");
    answer
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::StatusCode;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_answered_and_the_next_request_too() {
        let router = Router::new()
            .route("/fault", get(async || -> &'static str { panic!("a fault on purpose") }))
            .route("/good", get(async || "good"))
            .layer(CatchPanicLayer::custom(panicked));
        let ask = |path: &str| {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            router.clone().oneshot(request)
        };
        let answer = ask("/fault").await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body.as_ref(), br#"{"reason":"internal"}"#);
        assert_eq!(ask("/good").await.unwrap().status(), StatusCode::OK);
    }
}
