//! Papers that list dossiers: a decision, a public notice.
//!
//! Each dossier is one item of the paper, and the number of the item follows from the dossier. So two devices that add
//! the same dossier to the same draft write the same field, and the paper lists it once.

use crate::record::{Field, Fields, RecordId, Value};

/// The item of a dossier in a paper that has these already. Two dossiers whose ids end alike get two items.
#[must_use]
pub fn item_for(dossier: RecordId, listed: &[(u32, RecordId)]) -> u32 {
    if let Some((item, _)) = listed.iter().find(|(_, other)| *other == dossier) {
        return *item;
    }
    let [.., a, b, c, d] = *dossier.as_bytes();
    // Item 0 is the record itself.
    let mut item = u32::from_be_bytes([a, b, c, d]).max(1);
    while listed.iter().any(|(taken, _)| *taken == item) {
        item = item.wrapping_add(1).max(1);
    }
    item
}

/// The dossiers that stand in a field of a paper, each with its item.
#[must_use]
pub fn listed(fields: &Fields, field: Field) -> Vec<(u32, RecordId)> {
    let of_field = fields.iter().filter(|(own, _)| own.number == field.number);
    of_field.filter_map(|(own, value)| Some((own.item, Value::as_text(value)?.parse().ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision;

    fn id(last: [u8; 4]) -> RecordId {
        let mut bytes = [7; 16];
        bytes[12..].copy_from_slice(&last);
        RecordId::from_bytes(bytes)
    }

    #[test]
    fn the_item_follows_from_the_dossier_and_is_never_shared() {
        let (one, none) = (id([0, 0, 1, 2]), id([0; 4]));
        let twin = RecordId::from_bytes([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 1, 2]);
        type Case<'c> = (RecordId, &'c [(u32, RecordId)], u32);
        let cases: [Case<'_>; 5] = [
            (one, &[], 258),
            (none, &[], 1),
            (one, &[(44, one)], 44),
            (twin, &[(258, one)], 259),
            (twin, &[(258, one), (259, none)], 260),
        ];
        for (dossier, listed, expected) in cases {
            assert_eq!(item_for(dossier, listed), expected, "{dossier} beside {listed:?}");
        }
    }

    #[test]
    fn what_is_listed_is_read_back() {
        let (one, two) = (id([0, 0, 0, 1]), id([0, 0, 0, 2]));
        let of = |item| Field::of_item(decision::NOMINATION.number, item);
        let fields = Fields::from_iter([
            (decision::YEAR, 2024.into()),
            (of(1), one.to_string().as_str().into()),
            (of(2), two.to_string().as_str().into()),
            (of(3), Value::Null),
        ]);
        assert_eq!(listed(&fields, decision::NOMINATION), [(1, one), (2, two)]);
    }
}
