//! Vietnamese text: how it is brought into one form, searched, and put in the order of the alphabet.
//!
//! One table of letters (`letter.rs`) serves all three. Written by hand instead of taken from a Unicode crate, whose
//! tables are larger than the rest of the app's text code and still know nothing of đ, sĩ and sỹ, hoà and hòa. Nothing
//! here changes what is shown: a name stays as the person's papers write it.

mod compose;
mod letter;
mod name_key;
mod search;

pub use compose::{compose, is_composed};
pub use name_key::NameKey;
pub use search::{fold, matches};
