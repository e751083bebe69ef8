//! Making names public: a purpose of its own, with its own consent (Law 91/2025/QH15 art. 16; 356/2025/NĐ-CP).

use super::fact::Fact;
use super::finding::Findings;
use super::rule::RuleId::R49;
use crate::nomination::PUBLISH;
use crate::record::{Fields, Value};

/// Whether a nomination's name and achievement may stand in a list that is made public.
#[must_use]
pub fn judge(fields: &Fields) -> Findings {
    let said = fields.get(&PUBLISH).and_then(Value::as_int);
    allowed(&said.map_or(Fact::Missing, |code| Fact::Is(code == 1)))
}

/// The same over the fact itself. Silence is no consent, so that what was not asked is still to come.
#[must_use]
pub fn allowed(may_publish: &Fact<bool>) -> Findings {
    let mut found = Findings::default();
    found.take(R49, may_publish.test("may_publish", |may| *may));
    found
}
