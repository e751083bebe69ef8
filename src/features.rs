//! The screens: one folder for each capability. They read signals of the book and call its commands; none of them
//! opens a transaction or sends a request.

pub(crate) mod administration;
pub(crate) mod carry;
pub(crate) mod committee_settings;
pub(crate) mod council;
pub(crate) mod enrolment;
pub(crate) mod evidence;
pub(crate) mod fields;
pub(crate) mod handing;
pub(crate) mod import;
pub(crate) mod law_desk;
pub(crate) mod law_settings;
pub(crate) mod more;
pub(crate) mod nominations;
pub(crate) mod opening;
pub(crate) mod papers;
pub(crate) mod parts;
pub(crate) mod passkey;
pub(crate) mod people;
pub(crate) mod persons;
pub(crate) mod pin;
pub(crate) mod pledges;
pub(crate) mod publicity;
pub(crate) mod quotas;
pub(crate) mod record_actions;
pub(crate) mod section;
pub(crate) mod settle;
pub(crate) mod sign_in;
pub(crate) mod state;
pub(crate) mod sync_health;
pub(crate) mod sync_words;
pub(crate) mod tray;
pub(crate) mod update;
pub(crate) mod way;
pub(crate) mod whereabouts;
pub(crate) mod work;
