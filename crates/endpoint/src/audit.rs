//! What was done at the endpoint that is no operation of a record: who was let in, who was shut out, where a new epoch began.
//! Steps, numbers and edits are in the logs of operations, which are chained in the same way.
//!
//! An entry names accounts and devices by their numbers and holds nothing that anybody has typed. Of a secret ballot there is no
//! entry: not that it was taken, not that it was cast.

use sha2::{Digest as _, Sha256};
use thidua_sync::identity::DeviceId;

/// What was done. The number of each stands in the entries and is never used for anything else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    /// A device was let in with the right password.
    SignedIn,
    /// Somebody tried an account with a wrong password.
    WrongPassword,
    /// A device was signed out by its officer.
    SignedOut,
    /// An administrator shut a device out.
    DeviceRevoked,
    /// A passkey was made.
    PasskeyMade,
    /// Its owner took a passkey away.
    PasskeyRemoved,
    /// A device was let in by a passkey.
    PasskeyShown,
    /// A known passkey was shown, and something about it was wrong.
    WrongPasskey,
    /// A passkey has signed less often than it had before: somebody may have copied it. Nobody was let in.
    PasskeyWentBack,
    /// Passkeys went with the device on which they were made.
    PasskeysWithdrawn,
    /// The logs began a new epoch: after a restore, or where a device had seen more than the store holds.
    EpochBegun,
    /// The committee was founded, with its first administrator.
    CommitteeFounded,
    /// An account was made.
    AccountMade,
    /// An account got another name, role, unit or other years.
    AccountChanged,
    /// An account may not sign in any more.
    AccountClosed,
    /// An account may sign in again.
    AccountOpened,
    /// A unit, a bloc or a cluster was made.
    PlaceMade,
    /// A place got another name or other members.
    PlaceChanged,
    /// The committee got another name or works on another year.
    CommitteeChanged,
    /// An enrolment slip was made: by an administrator, or by nobody who was signed in, from the command line.
    SlipMade,
    /// An enrolment slip was made void.
    SlipVoided,
    /// An officer has chosen a password with a slip.
    Enrolled,
    /// An officer has chosen another password.
    PasswordChanged,
    /// A device was given a fresh token.
    TokenRenewed,
    /// A device without a login has handed in work. The entry is the first of what came.
    HandedIn,
    /// A person has accepted an operation of the tray: it was carried out as its author's.
    Accepted,
    /// A person has refused an operation of the tray.
    Refused,
    /// Work of a device has come by a file that somebody carried, and was carried out as in an exchange.
    FileCarried,
    /// A device has offered copies of what the endpoint has lost and others had written.
    CopiesWitnessed,
    /// A person has accepted a witnessed copy: it was put back.
    CopyAccepted,
    /// A person has refused a witnessed copy.
    CopyRefused,
    /// An administrator has said that nothing more is waited for after a restore. The entry is the reconciliation.
    ReconciliationClosed,
    /// A copy that was put back did not know that a device had been shut out; it was shut out again.
    DeviceRevokedAgain,
    /// A device of which a copy that was put back knows nothing has shown its key: what it hands in waits for a person.
    DeviceKnownAgain,
    /// Somebody was given all that is kept about a person.
    PersonTold,
    /// A record about a person was erased.
    PersonErased,
    /// A copy that was put back still had a record that was erased since; it was erased again.
    PersonErasedAgain,
    /// An account has set up a hub with this device, or a hub asked for its lease anew.
    HubLeased,
    /// Units were merged. The place is the new one.
    UnitsMerged,
}

impl What {
    pub(crate) const ALL: [Self; 39] = [
        Self::SignedIn,
        Self::WrongPassword,
        Self::SignedOut,
        Self::DeviceRevoked,
        Self::EpochBegun,
        Self::CommitteeFounded,
        Self::AccountMade,
        Self::AccountChanged,
        Self::AccountClosed,
        Self::AccountOpened,
        Self::PlaceMade,
        Self::PlaceChanged,
        Self::CommitteeChanged,
        Self::SlipMade,
        Self::SlipVoided,
        Self::Enrolled,
        Self::PasswordChanged,
        Self::TokenRenewed,
        Self::HandedIn,
        Self::Accepted,
        Self::Refused,
        Self::FileCarried,
        Self::PasskeyMade,
        Self::PasskeyRemoved,
        Self::PasskeyShown,
        Self::WrongPasskey,
        Self::PasskeyWentBack,
        Self::PasskeysWithdrawn,
        Self::PersonTold,
        Self::PersonErased,
        Self::PersonErasedAgain,
        Self::CopiesWitnessed,
        Self::CopyAccepted,
        Self::CopyRefused,
        Self::ReconciliationClosed,
        Self::DeviceRevokedAgain,
        Self::DeviceKnownAgain,
        Self::HubLeased,
        Self::UnitsMerged,
    ];

    pub(crate) const fn code(self) -> u16 {
        match self {
            Self::SignedIn => 1,
            Self::WrongPassword => 2,
            Self::SignedOut => 3,
            Self::DeviceRevoked => 4,
            Self::EpochBegun => 5,
            Self::CommitteeFounded => 6,
            Self::AccountMade => 7,
            Self::AccountChanged => 8,
            Self::AccountClosed => 9,
            Self::AccountOpened => 10,
            Self::PlaceMade => 11,
            Self::PlaceChanged => 12,
            Self::CommitteeChanged => 13,
            Self::SlipMade => 14,
            Self::SlipVoided => 15,
            Self::Enrolled => 16,
            Self::PasswordChanged => 17,
            Self::TokenRenewed => 18,
            Self::HandedIn => 40,
            Self::Accepted => 41,
            Self::Refused => 42,
            Self::FileCarried => 43,
            Self::CopiesWitnessed => 50,
            Self::CopyAccepted => 51,
            Self::CopyRefused => 52,
            Self::ReconciliationClosed => 53,
            Self::DeviceRevokedAgain => 54,
            Self::DeviceKnownAgain => 55,
            Self::PasskeyMade => 60,
            Self::PasskeyRemoved => 61,
            Self::PasskeyShown => 62,
            Self::WrongPasskey => 63,
            Self::PasskeyWentBack => 64,
            Self::PasskeysWithdrawn => 65,
            Self::PersonTold => 70,
            Self::PersonErased => 71,
            Self::PersonErasedAgain => 72,
            Self::HubLeased => 80,
            Self::UnitsMerged => 81,
        }
    }

    pub(crate) fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }

    /// The word for it on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::WrongPassword => "wrong_password",
            Self::SignedOut => "signed_out",
            Self::DeviceRevoked => "device_revoked",
            Self::EpochBegun => "epoch_begun",
            Self::CommitteeFounded => "committee_founded",
            Self::AccountMade => "account_made",
            Self::AccountChanged => "account_changed",
            Self::AccountClosed => "account_closed",
            Self::AccountOpened => "account_opened",
            Self::PlaceMade => "place_made",
            Self::PlaceChanged => "place_changed",
            Self::CommitteeChanged => "committee_changed",
            Self::SlipMade => "slip_made",
            Self::SlipVoided => "slip_voided",
            Self::Enrolled => "enrolled",
            Self::PasswordChanged => "password_changed",
            Self::TokenRenewed => "token_renewed",
            Self::HandedIn => "handed_in",
            Self::Accepted => "tray_accepted",
            Self::Refused => "tray_refused",
            Self::FileCarried => "file_carried",
            Self::CopiesWitnessed => "copies_witnessed",
            Self::CopyAccepted => "copy_accepted",
            Self::CopyRefused => "copy_refused",
            Self::ReconciliationClosed => "reconciliation_closed",
            Self::DeviceRevokedAgain => "device_revoked_again",
            Self::DeviceKnownAgain => "device_known_again",
            Self::PasskeyMade => "passkey_made",
            Self::PasskeyRemoved => "passkey_removed",
            Self::PasskeyShown => "passkey_shown",
            Self::WrongPasskey => "wrong_passkey",
            Self::PasskeyWentBack => "passkey_went_back",
            Self::PasskeysWithdrawn => "passkeys_withdrawn",
            Self::PersonTold => "person_told",
            Self::PersonErased => "person_erased",
            Self::PersonErasedAgain => "person_erased_again",
            Self::HubLeased => "hub_leased",
            Self::UnitsMerged => "units_merged",
        }
    }
}

/// An entry, as it is to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    /// Milliseconds since 1970, by the endpoint's clock.
    pub(crate) at_ms: i64,
    /// Who did it.
    pub(crate) account: Option<u32>,
    /// With which device.
    pub(crate) device: Option<DeviceId>,
    pub(crate) what: What,
    /// The account that it was done to.
    pub(crate) about_account: Option<u32>,
    /// The device that it was done to.
    pub(crate) about_device: Option<DeviceId>,
    /// The place that it was done to, or that the account belongs to.
    pub(crate) about_place: Option<u32>,
    /// The entry of the tray that it was done to.
    pub(crate) about_entry: Option<u64>,
}

impl Entry {
    /// What an account did with a device of its own.
    pub(crate) const fn own(at_ms: i64, what: What, account: u32, device: DeviceId) -> Self {
        let (account, device) = (Some(account), Some(device));
        Self {
            at_ms,
            account,
            device,
            what,
            about_account: None,
            about_device: None,
            about_place: None,
            about_entry: None,
        }
    }

    /// What happened without anybody being signed in.
    pub(crate) const fn to(at_ms: i64, what: What, about_account: Option<u32>) -> Self {
        Self {
            at_ms,
            account: None,
            device: None,
            what,
            about_account,
            about_device: None,
            about_place: None,
            about_entry: None,
        }
    }
}

/// The digest of all entries up to and with this one.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Chain(pub(crate) [u8; 32]);

impl Chain {
    /// The digest after one more entry at its place, which begins with 1.
    pub(crate) fn with(self, seq: u64, entry: &Entry) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        hasher.update(seq.to_be_bytes());
        hasher.update(entry.at_ms.to_be_bytes());
        hasher.update(entry.what.code().to_be_bytes());
        for account in [entry.account, entry.about_account] {
            // One more than the number, so that nobody is not account 0.
            hasher.update(account.map_or(0, |account| u64::from(account) + 1).to_be_bytes());
        }
        for device in [entry.device, entry.about_device] {
            hasher.update([u8::from(device.is_some())]);
            hasher.update(device.map_or([0; 16], |device| device.0));
        }
        // Entries from before there were places have digests without one.
        if let Some(place) = entry.about_place {
            hasher.update(place.to_be_bytes());
        }
        // Later than the rest: entries without it have the digest that they always had.
        if let Some(entry) = entry.about_entry {
            hasher.update(entry.to_be_bytes());
        }
        Self(hasher.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_an_entry_changes_the_digest() {
        let device = DeviceId([7; 16]);
        let entry = Entry::own(1, What::SignedIn, 3, device);
        let others = [
            Entry { at_ms: 2, ..entry },
            Entry { account: None, ..entry },
            Entry { account: Some(4), ..entry },
            Entry { device: None, ..entry },
            Entry { what: What::SignedOut, ..entry },
            Entry { about_account: Some(0), ..entry },
            Entry { account: None, about_account: Some(3), ..entry },
            Entry { about_device: Some(device), ..entry },
            Entry { device: None, about_device: Some(device), ..entry },
            Entry { about_place: Some(0), ..entry },
            Entry { about_place: Some(3), ..entry },
            Entry { about_entry: Some(0), ..entry },
            Entry { about_entry: Some(1), ..entry },
        ];
        let mut digests = vec![Chain::default().with(1, &entry), Chain::default().with(2, &entry)];
        digests.push(Chain([1; 32]).with(1, &entry));
        digests.extend(others.iter().map(|other| Chain::default().with(1, other)));
        for (at, digest) in digests.iter().enumerate() {
            assert!(!digests.iter().skip(at + 1).any(|other| other == digest), "{at}");
        }
    }

    #[test]
    fn codes_lead_back_to_what_they_stand_for() {
        assert!(What::ALL.into_iter().all(|what| What::from_code(what.code()) == Some(what)));
        assert_eq!(What::from_code(0), None);
    }
}
