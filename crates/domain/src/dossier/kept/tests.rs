//! That each step keeps, or leads to, the text that it was taken on.

use super::super::tests::{DOSSIER, Says, World, after, attempt, changes_of, nomination_of, take};
use super::*;
use crate::access::Role;
use crate::obstacle::Obstacle;
use crate::record::RecordKind;
use crate::{evidence, nomination};

#[test]
fn a_return_keeps_the_text_beside_what_is_sent_again() {
    let world = World::default();
    let way = [Step::Consider, Step::Submit, Step::Return];
    let mut fields = after(&world, "lao_dong_tien_tien", &way);
    fields.insert(nomination::ACHIEVEMENTS, "Đã bổ sung số liệu.".into());
    let again = take(&world, Role::CommuneOfficer, &fields, Step::Submit, &[]).unwrap();
    let text = |item| text_at(&again, item)[&nomination::ACHIEVEMENTS].clone();
    assert_eq!(text(2), "Hoàn thành tốt nhiệm vụ.".into());
    assert_eq!(text(3), "Hoàn thành tốt nhiệm vụ.".into());
    assert_eq!(text(4), "Đã bổ sung số liệu.".into());
    for entry in step::entries(&again) {
        assert_eq!(step::seen(&text_at(&again, entry.item), is_text), entry.seen);
    }
    // A return that tells another text than the one that stands is not taken.
    let submitted = after(&world, "lao_dong_tien_tien", &[Step::Consider, Step::Submit]);
    let says = [(step::REASON, "Thiếu".into())];
    let mut changes = changes_of(RecordKind::Nomination, &submitted, Step::Return.code(), 3, &says);
    changes.insert(step::was(nomination::ACHIEVEMENTS, 3), "Bịa ra.".into());
    let got = attempt(&world, Role::EmulationOfficer, RecordKind::Nomination, DOSSIER, &submitted, &changes);
    assert_eq!(got, Err(Obstacle::TextMoved));
}

#[test]
fn what_the_unit_considered_stays_beside_what_it_handed_up() {
    let world = World::default();
    let unit = |fields: &Fields, taken, says: Says<'_>| {
        take(&world, Role::CommuneOfficer, fields, taken, says).unwrap()
    };
    let mut fields = unit(&nomination_of("lao_dong_tien_tien"), Step::Consider, &[]);
    fields.insert(nomination::ACHIEVEMENTS, "Viết thêm sau bình xét.".into());
    fields.insert(nomination::POSITION, "Công chức".into());
    let fields = unit(&fields, Step::Submit, &[]);
    let mut fields = unit(&fields, Step::Withdraw, &[]);
    fields.insert(nomination::ACHIEVEMENTS, "Bình xét lại.".into());
    let mut fields = unit(&fields, Step::Consider, &[]);
    fields.insert(nomination::ACHIEVEMENTS, "Lời cuối.".into());
    let entries = step::entries(&fields);
    let said = |item| text_at(&fields, item).get(&nomination::ACHIEVEMENTS).cloned().unwrap();
    let expected =
        ["Hoàn thành tốt nhiệm vụ.", "Viết thêm sau bình xét.", "Viết thêm sau bình xét.", "Bình xét lại."];
    for (entry, expected) in entries.iter().zip(expected) {
        assert_eq!(said(entry.item), expected.into(), "{}", entry.item);
        assert_eq!(known_text_at(&fields, entry), Some(text_at(&fields, entry.item)), "{}", entry.item);
    }
    assert_eq!(text_at(&fields, 1).get(&nomination::POSITION), None, "it was written afterwards");
    assert_eq!(said(u32::MAX), "Lời cuối.".into());

    // A consideration that tells another text, or a part of it, is not taken.
    let draft = nomination_of("lao_dong_tien_tien");
    let changes = changes_of(RecordKind::Nomination, &draft, Step::Consider.code(), 1, &[]);
    let try_on = |changes: &Fields| {
        let role = Role::CommuneOfficer;
        attempt(&world, role, RecordKind::Nomination, DOSSIER, &draft, changes).map(drop)
    };
    assert_eq!(try_on(&changes), Ok(()));
    let mut other = changes.clone();
    other.insert(step::was(nomination::ACHIEVEMENTS, 1), "Bịa ra.".into());
    assert_eq!(try_on(&other), Err(Obstacle::TextMoved));
    let mut part = changes.clone();
    part.remove(&step::was(nomination::ACHIEVEMENTS, 1));
    assert_eq!(try_on(&part), Err(Obstacle::TextMoved));
}

#[test]
fn a_consideration_of_an_older_app_is_taken_and_its_text_is_told_where_it_still_stands() {
    let world = World::default();
    let draft = nomination_of("lao_dong_tien_tien");
    let mut changes = changes_of(RecordKind::Nomination, &draft, Step::Consider.code(), 1, &[]);
    changes.retain(|field, _| field.number < step::WAS);
    let considered =
        attempt(&world, Role::CommuneOfficer, RecordKind::Nomination, DOSSIER, &draft, &changes).unwrap();
    let known = |fields: &Fields| known_text_at(fields, &step::entry(fields, 1).unwrap());
    let told = known(&considered).map(|text| text[&nomination::ACHIEVEMENTS].clone());
    assert_eq!(told, Some("Hoàn thành tốt nhiệm vụ.".into()));

    let submitted = take(&world, Role::CommuneOfficer, &considered, Step::Submit, &[]).unwrap();
    assert!(known(&submitted).is_some(), "it was handed up as it was considered");
    let mut rewritten = considered;
    rewritten.insert(nomination::ACHIEVEMENTS, "Viết lại.".into());
    assert_eq!(known(&rewritten), None, "only its digest is left");
}

#[test]
fn the_files_of_a_returned_dossier_stay_with_the_text_that_had_them() {
    use Step::{Consider, Return, Submit};
    let file = |item: u32, note| {
        let digest = evidence::FileDigest::of(&item.to_be_bytes());
        let kind = evidence::FileKind::Photograph;
        evidence::fields_of(&evidence::Evidence { item, digest, kind, size: 1_000, name: "a = b.jpg", note })
    };
    let world = World::default();
    let mut fields = nomination_of("lao_dong_tien_tien");
    fields.extend(file(7, "Đường mới").into_iter().chain(file(9, "")));
    for taken in [Consider, Submit, Return] {
        let says: &[(Field, Value)] =
            if taken == Return { &[(step::REASON, "Thiếu báo cáo".into())] } else { &[] };
        fields = take(&world, Role::EmulationOfficer, &fields, taken, says).unwrap();
    }
    for (field, _) in file(7, "") {
        fields.insert(field, Value::Null);
    }
    let again = take(&world, Role::CommuneOfficer, &fields, Submit, &[]).unwrap();
    let notes = |item| {
        let text = text_at(&again, item);
        evidence::all(&text).iter().map(|file| file.item).collect::<Vec<_>>()
    };
    assert_eq!((notes(2), notes(3), notes(4)), (vec![7, 9], vec![7, 9], vec![9]));
    for entry in step::entries(&again) {
        assert_eq!(step::seen(&text_at(&again, entry.item), is_text), entry.seen, "{}", entry.item);
    }
    let kept: Vec<_> = files_kept(&again).iter().flat_map(evidence::all).map(|file| file.item).collect();
    assert_eq!(kept, [7, 9, 7, 9], "at the consideration and at the return");
}
