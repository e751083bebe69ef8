//! Which fields hold points. They are kept in hundredths, so that nothing is rounded, and typed and shown as points.

use thidua_domain::bloc;
use thidua_domain::record::{Field, RecordKind};
use thidua_domain::score;

/// Whether a field holds points.
#[must_use]
pub(crate) fn holds(kind: RecordKind, field: Field) -> bool {
    let fields: &[Field] = match kind {
        RecordKind::Bloc => &[
            bloc::BONUS_LIMIT,
            bloc::PENALTY_LIMIT,
            bloc::TABLE_TOTAL,
            bloc::CRITERION_MAX,
            bloc::CRITERION_RATE,
        ],
        RecordKind::Score => &[score::POINTS],
        _ => &[],
    };
    fields.iter().any(|own| own.number == field.number)
}
