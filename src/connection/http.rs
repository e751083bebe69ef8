//! HTTP by the browser's own `fetch`. A client library brings parsers of addresses and tables of header names, which the
//! browser has already, and was a twentieth of what the first screen waits for.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Uint8Array;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{set_timeout_with_handle, window};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit, Response};

use super::transport::TransportError;

pub(super) const CONTENT_TYPE: &str = "content-type";
pub(super) const CONTENT_ENCODING: &str = "content-encoding";
const AUTHORIZATION: &str = "authorization";
const CONTENT_LENGTH: &str = "content-length";

/// Long enough for a page on the worst line that is planned for; a line that is slower still is a cut one.
const TIMEOUT: Duration = Duration::from_secs(90);

/// A request that is being put together.
pub(super) struct Request {
    method: &'static str,
    address: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Uint8Array>,
    anonymous: bool,
    timeout: Duration,
}

impl Request {
    /// A request by this method to this address.
    pub(super) const fn new(method: &'static str, address: String) -> Self {
        Self { method, address, headers: Vec::new(), body: None, anonymous: false, timeout: TIMEOUT }
    }

    pub(super) const fn get(address: String) -> Self {
        Self::new("GET", address)
    }

    pub(super) const fn post(address: String) -> Self {
        Self::new("POST", address)
    }

    pub(super) const fn put(address: String) -> Self {
        Self::new("PUT", address)
    }

    pub(super) const fn delete(address: String) -> Self {
        Self::new("DELETE", address)
    }

    /// With this header.
    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// In the name of a login.
    pub(super) fn signed(self, token: &str) -> Self {
        self.header(AUTHORIZATION, ["Bearer ", token].concat())
    }

    /// With these bytes.
    pub(super) fn body(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.body = Some(Uint8Array::from(bytes.as_ref()));
        self
    }

    /// With this as JSON.
    pub(super) fn json(self, what: &impl Serialize) -> Result<Self, TransportError> {
        let json = serde_json::to_vec(what).map_err(|_| TransportError::Unreadable)?;
        Ok(self.header(CONTENT_TYPE, "application/json").body(json))
    }

    /// Without anything by which the browser would tell who asks.
    pub(super) const fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// With another patience than the usual one.
    pub(super) const fn within(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends it; the answer, of whatever status.
    pub(super) async fn ask(self) -> Result<Answer, TransportError> {
        let patience = Patience::of(self.timeout)?;
        let sent = self.fetch(&patience).await.map_err(|_| patience.error(TransportError::Unreached))?;
        let response = sent.dyn_into().map_err(|_| TransportError::Unreached)?;
        Ok(Answer { response, patience })
    }

    async fn fetch(self, patience: &Patience) -> Result<JsValue, JsValue> {
        let headers = Headers::new()?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        let init = RequestInit::new();
        init.set_method(self.method);
        init.set_headers(&headers);
        init.set_signal(Some(&patience.controller.signal()));
        if let Some(body) = &self.body {
            init.set_body(body);
        }
        if self.anonymous {
            init.set_credentials(RequestCredentials::Omit);
        }
        JsFuture::from(window().fetch_with_str_and_init(&self.address, &init)).await
    }
}

/// An answer whose body is still to come.
pub(super) struct Answer {
    response: Response,
    patience: Patience,
}

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.response.status()
    }

    /// Whether the status is one of success.
    pub(super) fn is_success(&self) -> bool {
        self.response.ok()
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    /// How many bytes the body has on the line, where the endpoint has said so.
    pub(super) fn length(&self) -> Option<usize> {
        self.header(CONTENT_LENGTH)?.parse().ok()
    }

    /// The body, whole.
    pub(super) async fn bytes(self) -> Result<Vec<u8>, TransportError> {
        let cut = |_| self.patience.error(TransportError::Cut);
        let coming = self.response.array_buffer().map_err(cut)?;
        let body = JsFuture::from(coming).await.map_err(cut)?;
        Ok(Uint8Array::new(&body).to_vec())
    }
}

/// Ends a request that takes too long, and one that nobody waits for any more.
struct Patience {
    controller: AbortController,
    timer: Option<TimeoutHandle>,
    is_over: Rc<Cell<bool>>,
}

impl Patience {
    fn of(timeout: Duration) -> Result<Self, TransportError> {
        let controller = AbortController::new().map_err(|_| TransportError::Unreached)?;
        let is_over = Rc::new(Cell::new(false));
        let (over, ends) = (is_over.clone(), controller.clone());
        let strike = move || {
            over.set(true);
            ends.abort();
        };
        Ok(Self { controller, timer: set_timeout_with_handle(strike, timeout).ok(), is_over })
    }

    /// Why there is nothing: because it took too long, or otherwise.
    fn error(&self, otherwise: TransportError) -> TransportError {
        if self.is_over.get() { TransportError::TooSlow } else { otherwise }
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        self.controller.abort();
    }
}
