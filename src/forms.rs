//! What all forms do alike: keep what is typed as a draft, read it into values, say what is wrong beside the field,
//! and save once. Knows the registry of fields, and no particular kind of record.

pub(crate) mod entry;
pub(crate) mod foot;
pub(crate) mod form;
pub(crate) mod pause;
pub(crate) mod points;
pub(crate) mod record_form;
