//! What is typed in forms that make no record: kept among the drafts, for a tab that is killed, until the endpoint has it or
//! it is given up. Nothing secret is typed in such a form.

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use super::{Book, BookError};

/// One such form. A list of drafts of records passes it over.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Typed {
    /// The form's name.
    pub(crate) form: String,
    /// What was typed, by the name of the form's field.
    #[serde(with = "super::view::typed")]
    pub(crate) texts: LiteMap<String, String>,
}

impl Typed {
    fn key(form: &str) -> String {
        ["form-", form].concat()
    }
}

impl Book {
    /// All that is typed in such forms.
    pub(crate) async fn typed(self) -> Result<Vec<Typed>, BookError> {
        Ok(self.keeper()?.storage.drafts().await?)
    }

    /// Keeps what is typed.
    pub(crate) async fn keep_typed(self, typed: Typed) -> Result<(), BookError> {
        Ok(self.keeper()?.storage.keep_draft(Typed::key(&typed.form), &typed).await?)
    }

    /// Forgets what is typed in a form.
    pub(crate) async fn drop_typed(self, form: &str) -> Result<(), BookError> {
        Ok(self.keeper()?.storage.drop_draft(Typed::key(form)).await?)
    }
}
