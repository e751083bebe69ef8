//! How each failure is told over HTTP: its status and the reason code of `docs/protocol.md`. The only such place.

use std::error::Error;
use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use thidua_bundle::OpenError;
use thidua_domain::lineage::MergerFault;
use thidua_sync::directory::ApiError;

use super::body::BodyError;
use crate::accounts::AccountError;
use crate::administration::AdministrationError;
use crate::attempts::TooMany;
use crate::ballots::{BallotError, KeyError};
use crate::blob::BlobError;
use crate::bundle::BundleError;
use crate::enrolment::{EnrolmentError, SlipError};
use crate::exchange::ExchangeError;
use crate::hub::{HubError, LeaseError};
use crate::new_password::NewPasswordError;
use crate::passkey::PasskeyError;
use crate::person::PersonError;
use crate::reconciliation::ReconciliationError;
use crate::recovery::RecoveryError;
use crate::roster::Fault;
use crate::secret::NoRandomness;
use crate::session::{SignInError, TokenError};
use crate::store::StoreError;
use crate::telemetry::Chain;
use crate::tray::{HandInError, TrayError};
use crate::writers::WritersError;

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
    pub(super) const NAMED_BALLOT: Self = Self::new(StatusCode::BAD_REQUEST, "named_ballot");
    pub(super) const RANGE_NOT_SATISFIABLE: Self =
        Self::new(StatusCode::RANGE_NOT_SATISFIABLE, "range_not_satisfiable");
    pub(super) const ONLY_A_HUB: Self = Self::new(StatusCode::NOT_FOUND, "only_a_hub");
    pub(super) const FOREIGN_ORIGIN: Self = Self::new(StatusCode::FORBIDDEN, "foreign_origin");
    pub(super) const NO_PASSKEYS_HERE: Self = Self::new(StatusCode::CONFLICT, "no_passkeys_here");
    pub(super) const INTERNAL: Self = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal");

    const fn new(status: StatusCode, reason: &'static str) -> Self {
        Self { status, reason, after: None }
    }

    /// A failure of the endpoint's own, which the log explains and the answer does not.
    pub(super) fn internal(error: &dyn Error) -> Self {
        tracing::error!("{}", Chain(error));
        Self::INTERNAL
    }

    /// Why a ballot was not taken or not given. Nothing of it is logged: a line with its time beside a ballot could say
    /// whose it was.
    pub(super) fn of_ballot(error: &BallotError) -> Self {
        let (status, reason) = match error {
            BallotError::NoSession => (StatusCode::NOT_FOUND, "no_session"),
            BallotError::NotOpen => (StatusCode::CONFLICT, "session_not_open"),
            BallotError::Closed => (StatusCode::GONE, "session_closed"),
            BallotError::Void => (StatusCode::GONE, "session_void"),
            BallotError::NotAMember => (StatusCode::FORBIDDEN, "not_a_member"),
            BallotError::NotTheOffice => (StatusCode::FORBIDDEN, "not_standing_office"),
            BallotError::Taken => (StatusCode::CONFLICT, "ballot_taken"),
            BallotError::NoQuestion => return Self::MALFORMED,
            BallotError::UnknownToken => (StatusCode::FORBIDDEN, "unknown_token"),
            BallotError::Spent => (StatusCode::CONFLICT, "token_spent"),
            BallotError::WrongPaper => (StatusCode::BAD_REQUEST, "wrong_paper"),
            BallotError::Key(KeyError::Store(error)) if error.is_busy() || error.is_full() => {
                let after = Some(Duration::from_secs(5));
                return Self { after, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy") };
            }
            BallotError::Key(_) => return Self::INTERNAL,
        };
        Self::new(status, reason)
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
        if error.is_full() {
            tracing::error!("the disk of the database is full, nothing can be stored: {}", Chain(&error));
            let after = Some(Duration::from_secs(60));
            return Self { after, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy") };
        }
        Self::internal(&error)
    }
}

impl From<TooMany> for Refusal {
    fn from(TooMany(after): TooMany) -> Self {
        Self { after: Some(after), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests") }
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

impl From<AdministrationError> for Refusal {
    fn from(error: AdministrationError) -> Self {
        match error {
            AdministrationError::NotAdministrator => Self::new(StatusCode::FORBIDDEN, "not_administrator"),
            AdministrationError::NoDevice => Self::new(StatusCode::NOT_FOUND, "no_device"),
            AdministrationError::OwnDevice => Self::new(StatusCode::CONFLICT, "own_device"),
            AdministrationError::Reason => Self::new(StatusCode::BAD_REQUEST, "reason_missing"),
            AdministrationError::Store(error) => error.into(),
        }
    }
}

impl From<AccountError> for Refusal {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Administration(error) => error.into(),
            AccountError::Fault(fault) => fault.into(),
            AccountError::NoAccount => Self::new(StatusCode::NOT_FOUND, "no_account"),
            AccountError::NoPlace => Self::new(StatusCode::NOT_FOUND, "no_place"),
            AccountError::Merger(fault) => fault.into(),
            AccountError::LastAdministrator => Self::new(StatusCode::CONFLICT, "last_administrator"),
            AccountError::Slip(SlipError::Closed) => Self::new(StatusCode::CONFLICT, "account_closed"),
            AccountError::Slip(SlipError::Random(error)) => Self::internal(&error),
            AccountError::Slip(SlipError::Store(error)) | AccountError::Store(error) => error.into(),
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        let (status, reason) = match fault {
            Fault::Login => (StatusCode::BAD_REQUEST, "login_invalid"),
            Fault::LoginTaken => (StatusCode::CONFLICT, "login_taken"),
            Fault::Name => (StatusCode::BAD_REQUEST, "name_invalid"),
            Fault::NameTaken => (StatusCode::CONFLICT, "name_taken"),
            Fault::Role => (StatusCode::BAD_REQUEST, "role_unknown"),
            Fault::Home => (StatusCode::BAD_REQUEST, "home_unknown"),
            Fault::Years => (StatusCode::BAD_REQUEST, "years_invalid"),
            Fault::Year => (StatusCode::BAD_REQUEST, "year_invalid"),
            Fault::Level => (StatusCode::BAD_REQUEST, "level_invalid"),
            Fault::Kind => (StatusCode::BAD_REQUEST, "kind_invalid"),
            Fault::Members => (StatusCode::BAD_REQUEST, "members_invalid"),
            Fault::Day => (StatusCode::BAD_REQUEST, "day_invalid"),
        };
        Self::new(status, reason)
    }
}

impl From<MergerFault> for Refusal {
    fn from(fault: MergerFault) -> Self {
        let (status, reason) = match fault {
            MergerFault::TooFew | MergerFault::NoUnit(_) | MergerFault::Mixed => {
                (StatusCode::BAD_REQUEST, "units_invalid")
            }
            MergerFault::Ended(_) => (StatusCode::CONFLICT, "unit_ended"),
            MergerFault::Ahead => (StatusCode::BAD_REQUEST, "day_ahead"),
            MergerFault::NotYetThere(_) => (StatusCode::BAD_REQUEST, "day_too_early"),
            MergerFault::Code => (StatusCode::BAD_REQUEST, "code_invalid"),
            MergerFault::CodeTaken => (StatusCode::CONFLICT, "code_taken"),
        };
        Self::new(status, reason)
    }
}

impl From<EnrolmentError> for Refusal {
    fn from(error: EnrolmentError) -> Self {
        match error {
            EnrolmentError::NoSlip => Self::new(StatusCode::UNAUTHORIZED, "wrong_slip"),
            EnrolmentError::Password(fault) => Self::new(StatusCode::BAD_REQUEST, fault.word()),
            EnrolmentError::SignIn(error) => error.into(),
        }
    }
}

impl From<NewPasswordError> for Refusal {
    fn from(error: NewPasswordError) -> Self {
        match error {
            NewPasswordError::Fault(fault) => Self::new(StatusCode::BAD_REQUEST, fault.word()),
            NewPasswordError::Wrong => Self::new(StatusCode::FORBIDDEN, "wrong_password"),
            NewPasswordError::Gone => Self::new(StatusCode::UNAUTHORIZED, "signed_out"),
            NewPasswordError::TooMany(too_many) => SignInError::TooMany(too_many).into(),
            NewPasswordError::Password(error) => Self::internal(&error),
            NewPasswordError::Store(error) => error.into(),
        }
    }
}

impl From<TokenError> for Refusal {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NotSignedIn => Self::new(StatusCode::UNAUTHORIZED, "not_signed_in"),
            TokenError::SignedOut => Self::new(StatusCode::UNAUTHORIZED, "signed_out"),
            TokenError::DeviceRevoked => Self::new(StatusCode::UNAUTHORIZED, "device_revoked"),
            TokenError::AccountClosed => Self::new(StatusCode::UNAUTHORIZED, "account_closed"),
            TokenError::Store(error) => error.into(),
        }
    }
}

impl From<BallotError> for Refusal {
    fn from(error: BallotError) -> Self {
        if let BallotError::Key(cause) = &error {
            tracing::error!("{}", Chain(cause));
        }
        Self::of_ballot(&error)
    }
}

impl From<BlobError> for Refusal {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::NotNamed => Self::NOT_FOUND,
            BlobError::ReadsOnly => Self::new(StatusCode::FORBIDDEN, "reads_only"),
            BlobError::TooManyFiles => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many_files"),
            BlobError::TooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            BlobError::Gap { .. } => Self::new(StatusCode::CONFLICT, "gap"),
            BlobError::WrongContent => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_content"),
            BlobError::NotUploaded => Self::new(StatusCode::NOT_FOUND, "not_uploaded"),
            BlobError::Store(error) => error.into(),
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
            ExchangeError::Store(error) | ExchangeError::Ballots(KeyError::Store(error)) => error.into(),
            ExchangeError::Ballots(error) => Self::internal(&error),
        }
    }
}

impl From<RecoveryError> for Refusal {
    fn from(error: RecoveryError) -> Self {
        match error {
            RecoveryError::Token(error) => error.into(),
            RecoveryError::NotFresh => Self::new(StatusCode::FORBIDDEN, "sign_in_anew"),
            RecoveryError::None => Self::new(StatusCode::NOT_FOUND, "no_recovery"),
            RecoveryError::Store(error) => error.into(),
        }
    }
}

impl From<HandInError> for Refusal {
    fn from(error: HandInError) -> Self {
        match error {
            HandInError::Token(error) => error.into(),
            HandInError::SignedIn => Self::new(StatusCode::CONFLICT, "signed_in"),
            HandInError::WrongDevice => Self::new(StatusCode::FORBIDDEN, "wrong_device"),
            HandInError::TooManyOperations => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many_operations"),
            HandInError::AccountUnknown => Self::new(StatusCode::CONFLICT, "account_unknown"),
            HandInError::Full => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "tray_full"),
            HandInError::Exchange(error) => error.into(),
            HandInError::Store(error) => error.into(),
        }
    }
}

impl From<ReconciliationError> for Refusal {
    fn from(error: ReconciliationError) -> Self {
        match error {
            ReconciliationError::None => Self::new(StatusCode::NOT_FOUND, "no_reconciliation"),
            ReconciliationError::Closed => Self::new(StatusCode::CONFLICT, "reconciliation_closed"),
            ReconciliationError::Reason => Self::new(StatusCode::BAD_REQUEST, "reason_missing"),
            ReconciliationError::Number => Self::new(StatusCode::BAD_REQUEST, "number_invalid"),
            ReconciliationError::Store(error) => error.into(),
        }
    }
}

impl From<BundleError> for Refusal {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::Open(error) => error.into(),
            BundleError::UnknownAuthor => Self::new(StatusCode::FORBIDDEN, "unknown_author"),
            BundleError::WrongDevice => Self::new(StatusCode::FORBIDDEN, "wrong_device"),
            BundleError::TooMany(error) => error.into(),
            BundleError::Exchange(error) => error.into(),
            BundleError::HandIn(error) => error.into(),
            BundleError::Receipt(error) => Self::internal(&error),
            BundleError::Random(error) => error.into(),
        }
    }
}

impl From<LeaseError> for Refusal {
    fn from(error: LeaseError) -> Self {
        match error {
            LeaseError::NotTheOffice => Self::new(StatusCode::FORBIDDEN, "not_standing_office"),
            LeaseError::Key => Self::MALFORMED,
            LeaseError::Unreadable(_) => Self::internal(&error),
            LeaseError::Store(error) => error.into(),
        }
    }
}

impl From<HubError> for Refusal {
    fn from(error: HubError) -> Self {
        match error {
            HubError::Open(error) => error.into(),
            HubError::Unreadable(_) => Self::MALFORMED,
            HubError::LeaseOver => Self::new(StatusCode::FORBIDDEN, "hub_lease_over"),
            HubError::ShutOut => Self::new(StatusCode::FORBIDDEN, "hub_shut_out"),
            HubError::UnknownAuthor => Self::new(StatusCode::FORBIDDEN, "unknown_author"),
            HubError::Token(error) => error.into(),
            HubError::WrongDevice => Self::new(StatusCode::FORBIDDEN, "wrong_device"),
            HubError::NothingToCarry => Self::new(StatusCode::BAD_REQUEST, "nothing_to_carry"),
            HubError::Exchange(error) => error.into(),
            HubError::Seal(error) => Self::internal(&error),
            HubError::Random(error) => error.into(),
        }
    }
}

impl From<OpenError> for Refusal {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Foreign => Self::new(StatusCode::BAD_REQUEST, "no_bundle"),
            OpenError::OtherKind => Self::new(StatusCode::BAD_REQUEST, "receipt"),
            OpenError::Newer(_) => Self::new(StatusCode::BAD_REQUEST, "newer_bundle"),
            OpenError::NotForUs => Self::new(StatusCode::CONFLICT, "another_committee"),
            OpenError::CutShort => Self::new(StatusCode::BAD_REQUEST, "cut_short"),
            OpenError::TooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            OpenError::Changed => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "changed"),
            OpenError::Unreadable => Self::MALFORMED,
        }
    }
}

impl From<TrayError> for Refusal {
    fn from(error: TrayError) -> Self {
        match error {
            TrayError::NotTheOffice => Self::new(StatusCode::FORBIDDEN, "not_standing_office"),
            TrayError::NoEntry => Self::new(StatusCode::NOT_FOUND, "no_entry"),
            TrayError::Reason => Self::new(StatusCode::BAD_REQUEST, "reason_missing"),
            TrayError::Exchange(error) => error.into(),
        }
    }
}

impl From<NoRandomness> for Refusal {
    fn from(error: NoRandomness) -> Self {
        Self::internal(&error)
    }
}

impl From<PasskeyError> for Refusal {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Token(error) => error.into(),
            PasskeyError::NotFresh => Self::new(StatusCode::FORBIDDEN, "sign_in_anew"),
            PasskeyError::Malformed => Self::MALFORMED,
            PasskeyError::Challenge(_) => Self::new(StatusCode::GONE, "challenge_over"),
            PasskeyError::Fault(fault) => {
                tracing::info!("a new passkey was not taken: {fault}");
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "passkey_refused")
            }
            PasskeyError::Name => Self::new(StatusCode::BAD_REQUEST, "name_missing"),
            PasskeyError::TooMany => Self::new(StatusCode::CONFLICT, "too_many_passkeys"),
            PasskeyError::Known => Self::new(StatusCode::CONFLICT, "passkey_known"),
            PasskeyError::None => Self::new(StatusCode::NOT_FOUND, "no_passkey"),
            PasskeyError::Secret(error) => error.into(),
            PasskeyError::Store(error) => error.into(),
        }
    }
}

impl From<PersonError> for Refusal {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::NotTheOffice => Self::new(StatusCode::FORBIDDEN, "not_standing_office"),
            PersonError::Gone => Self::new(StatusCode::UNAUTHORIZED, "signed_out"),
            PersonError::Nobody => Self::new(StatusCode::BAD_REQUEST, "nobody_named"),
            PersonError::NoRecord => Self::new(StatusCode::NOT_FOUND, "no_record"),
            PersonError::Store(error) => error.into(),
        }
    }
}

impl From<WritersError> for Refusal {
    fn from(error: WritersError) -> Self {
        match error {
            WritersError::Gone => Self::new(StatusCode::UNAUTHORIZED, "signed_out"),
            WritersError::TooMany => Self::new(StatusCode::BAD_REQUEST, "too_many_records"),
            WritersError::Store(error) => error.into(),
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
            SignInError::WrongPasskey => Self::new(StatusCode::UNAUTHORIZED, "wrong_passkey"),
            SignInError::PasskeyWentBack => Self::new(StatusCode::FORBIDDEN, "passkey_went_back"),
            SignInError::NoChallenge => Self::new(StatusCode::GONE, "challenge_over"),
            SignInError::DeviceRevoked => Self::new(StatusCode::FORBIDDEN, "device_revoked"),
            SignInError::AccountClosed => Self::new(StatusCode::FORBIDDEN, "account_closed"),
            SignInError::DeviceOfAnother => Self::new(StatusCode::CONFLICT, "device_of_another"),
            SignInError::Password(error) => Self::internal(&error),
            SignInError::Token(error) => Self::internal(&error),
            SignInError::Store(error) => error.into(),
        }
    }
}
