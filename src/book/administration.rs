//! What administrators ask the endpoint for. Nothing of it is kept on the device: it speaks of everybody's devices, and an old
//! list would be a wrong one.

use thidua_sync::administration::{Answered, Closing, Reconciled, Tray, Word};

use super::{Book, BookError};
use crate::connection::transport::{self, TransportError};

pub(crate) use crate::connection::transport::{Audited, Bound, PlaceCode};
use crate::connection::tray;

/// Why the endpoint did not tell, or did not do it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AdministrationError {
    /// It was not reached, or is busy.
    Unreached,
    /// It does not take the login any more.
    SignedOut,
    /// The account is no administrator any more.
    NotAdministrator,
    /// The account is neither an administrator's nor of the standing office.
    NotTheOffice,
    /// It is the device at hand.
    OwnDevice,
    /// It asks for a reason of at most 300 characters.
    Reason,
    /// It does not know the device.
    NoDevice,
    /// What was asked for cannot be so.
    Objection(Objection),
    /// It does not know the entry of the tray.
    NoEntry,
    /// The reconciliation was closed before, or another one has begun.
    ReconciliationClosed,
    /// A last number cannot be so.
    Number,
    /// It answered with this HTTP status.
    Endpoint(u16),
}

/// What the endpoint objects to in an account, a place or the committee.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Objection {
    /// It is no name for signing in.
    Login,
    /// Another account has this name for signing in.
    LoginTaken,
    /// It is no name.
    Name,
    /// Another one has this name.
    NameTaken,
    /// It is no role.
    Role,
    /// It is no unit.
    Home,
    /// The years are none, or in the wrong order.
    Years,
    /// It is no year of work.
    Year,
    /// It is no level that a committee has.
    Level,
    /// It is no kind of place that can be made.
    Kind,
    /// The members are no units.
    Members,
    /// Fewer than two units, or of two kinds.
    Units,
    /// One of the units was merged before.
    UnitEnded,
    /// It is no day.
    Day,
    /// The day has not come yet.
    DayAhead,
    /// One of the units was not there before that day.
    DayTooEarly,
    /// It is no official code.
    Code,
    /// Another unit has this code.
    CodeTaken,
    /// Nobody would be left who administers.
    LastAdministrator,
    /// The account is not active, or not in this year of work: a slip would open nothing.
    Closed,
    /// There is no such account or place.
    Absent,
}

impl Objection {
    /// The objection of a reason code of `docs/protocol.md`.
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "login_invalid" => Self::Login,
            "login_taken" => Self::LoginTaken,
            "name_invalid" => Self::Name,
            "name_taken" => Self::NameTaken,
            "role_unknown" => Self::Role,
            "home_unknown" => Self::Home,
            "years_invalid" => Self::Years,
            "year_invalid" => Self::Year,
            "level_invalid" => Self::Level,
            "kind_invalid" => Self::Kind,
            "members_invalid" => Self::Members,
            "units_invalid" => Self::Units,
            "unit_ended" => Self::UnitEnded,
            "day_invalid" => Self::Day,
            "day_ahead" => Self::DayAhead,
            "day_too_early" => Self::DayTooEarly,
            "code_invalid" => Self::Code,
            "code_taken" => Self::CodeTaken,
            "last_administrator" => Self::LastAdministrator,
            "account_closed" => Self::Closed,
            "no_account" | "no_place" => Self::Absent,
            _ => return None,
        })
    }
}

impl Book {
    /// The devices of all accounts, the last seen first.
    pub(crate) async fn devices(self) -> Result<Vec<Bound>, AdministrationError> {
        Ok(transport::devices(&self.token()?).await?)
    }

    /// Shuts a device out.
    pub(crate) async fn revoke_device(self, device: &str, reason: &str) -> Result<(), AdministrationError> {
        Ok(transport::revoke_device(&self.token()?, device, reason).await?)
    }

    /// What waits in the tray, the oldest first.
    pub(crate) async fn tray(self) -> Result<Tray, AdministrationError> {
        Ok(tray::tray(&self.token()?).await?)
    }

    /// Says of an entry of the tray whether it is to be carried out, and why.
    pub(crate) async fn answer_tray(
        self,
        entry: u64,
        accept: bool,
        reason: String,
    ) -> Result<Answered, AdministrationError> {
        Ok(tray::answer(&self.token()?, entry, &Word { accept, reason }).await?)
    }

    /// The same of a witnessed copy.
    pub(crate) async fn answer_copy(
        self,
        entry: u64,
        accept: bool,
        reason: String,
    ) -> Result<Answered, AdministrationError> {
        Ok(tray::answer_copy(&self.token()?, entry, &Word { accept, reason }).await?)
    }

    /// How far devices have come back since the endpoint was restored.
    pub(crate) async fn reconciliation(self) -> Result<Reconciled, AdministrationError> {
        Ok(tray::reconciliation(&self.token()?).await?)
    }

    /// Says that nothing more is waited for.
    pub(crate) async fn close_reconciliation(
        self,
        number: u64,
        closing: &Closing,
    ) -> Result<(), AdministrationError> {
        Ok(tray::close_reconciliation(&self.token()?, number, closing).await?)
    }

    /// The code of each place, as a device shows it that holds what the endpoint holds.
    pub(crate) async fn place_codes(self) -> Result<Vec<PlaceCode>, AdministrationError> {
        Ok(transport::place_codes(&self.token()?).await?)
    }

    /// What was done, the newest first, from before an entry.
    pub(crate) async fn audit(self, before: Option<u64>) -> Result<Vec<Audited>, AdministrationError> {
        Ok(transport::audit(&self.token()?, before).await?)
    }
}

impl From<BookError> for AdministrationError {
    fn from(_: BookError) -> Self {
        Self::SignedOut
    }
}

impl From<TransportError> for AdministrationError {
    fn from(error: TransportError) -> Self {
        let TransportError::Status { status, reason } = error else { return Self::Unreached };
        match (status, reason.as_str()) {
            (429 | 502 | 503 | 504, _) => Self::Unreached,
            (401, _) => Self::SignedOut,
            (_, "not_administrator") => Self::NotAdministrator,
            (_, "own_device") => Self::OwnDevice,
            (_, "reason_missing") => Self::Reason,
            (_, "no_device") => Self::NoDevice,
            (_, "not_standing_office") => Self::NotTheOffice,
            (_, "no_entry") => Self::NoEntry,
            (_, "reconciliation_closed" | "no_reconciliation") => Self::ReconciliationClosed,
            (_, "number_invalid") => Self::Number,
            (_, word) => Objection::from_word(word).map_or(Self::Endpoint(status), Self::Objection),
        }
    }
}
