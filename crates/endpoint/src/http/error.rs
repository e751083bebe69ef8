//! How each failure is told over HTTP: its status and the reason code of `docs/protocol.md`. The only such place.

use std::error::Error;
use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use thidua_sync::directory::ApiError;

use super::body::BodyError;
use crate::exchange::ExchangeError;
use crate::session::{SignInError, TokenError};
use crate::store::StoreError;
use crate::telemetry::Chain;

/// An answer other than success.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    reason: &'static str,
    /// When it is worth trying again.
    after: Option<Duration>,
}

impl Refusal {
    pub(super) const NOT_FOUND: Self = Self::new(StatusCode::NOT_FOUND, "not_found");
    pub(super) const METHOD_NOT_ALLOWED: Self =
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed");
    pub(super) const UNSUPPORTED_VERSION: Self = Self::new(StatusCode::BAD_REQUEST, "unsupported_version");
    pub(super) const MALFORMED: Self = Self::new(StatusCode::BAD_REQUEST, "malformed");
    pub(super) const INTERNAL: Self = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal");

    const fn new(status: StatusCode, reason: &'static str) -> Self {
        Self { status, reason, after: None }
    }

    /// A failure of the endpoint's own, which the log explains and the answer does not.
    pub(super) fn internal(error: &dyn Error) -> Self {
        tracing::error!("{}", Chain(error));
        Self::INTERNAL
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut answer = (self.status, Json(ApiError { reason: self.reason.to_owned() })).into_response();
        if let Some(after) = self.after {
            let seconds = HeaderValue::from(after.as_secs() + u64::from(after.subsec_nanos() > 0));
            answer.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        answer
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        if error.is_busy() {
            tracing::warn!("{}", Chain(&error));
            let after = Some(Duration::from_secs(5));
            return Self { after, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy") };
        }
        Self::internal(&error)
    }
}

impl From<BodyError> for Refusal {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::UnsupportedMediaType | BodyError::UnsupportedEncoding => {
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")
            }
            BodyError::TooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            BodyError::TooSlow => Self::new(StatusCode::REQUEST_TIMEOUT, "too_slow"),
            BodyError::Malformed => Self::MALFORMED,
        }
    }
}

impl From<TokenError> for Refusal {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NotSignedIn => Self::new(StatusCode::UNAUTHORIZED, "not_signed_in"),
            TokenError::SignedOut => Self::new(StatusCode::UNAUTHORIZED, "signed_out"),
            TokenError::Store(error) => error.into(),
        }
    }
}

impl From<ExchangeError> for Refusal {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::WrongDevice => Self::new(StatusCode::FORBIDDEN, "wrong_device"),
            ExchangeError::TooManyOperations => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many_operations")
            }
            ExchangeError::BadCursor => Self::new(StatusCode::BAD_REQUEST, "bad_cursor"),
            ExchangeError::Gone => Self::new(StatusCode::UNAUTHORIZED, "signed_out"),
            ExchangeError::Store(error) => error.into(),
        }
    }
}

impl From<SignInError> for Refusal {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::NoDevice => Self::MALFORMED,
            SignInError::TooMany(too_many) => {
                let after = Some(too_many.0);
                Self { after, ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts") }
            }
            SignInError::WrongCredentials => Self::new(StatusCode::UNAUTHORIZED, "wrong_credentials"),
            SignInError::DeviceOfAnother => Self::new(StatusCode::CONFLICT, "device_of_another"),
            SignInError::Password(error) => Self::internal(&error),
            SignInError::Token(error) => Self::internal(&error),
            SignInError::Store(error) => error.into(),
        }
    }
}
