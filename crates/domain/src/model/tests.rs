use super::*;
use crate::evidence::{Evidence, FileDigest, FileKind};

fn model() -> Fields {
    Fields::from_iter([
        (UNIT, 3.into()),
        (NAME, "Thùng rác tự phân loại (mẫu)".into()),
        (PLACE, "Thôn Làng Mẫu".into()),
        (WHAT, "Mỗi nhà hai thùng.".into()),
        (HOW, "Phát thùng, hướng dẫn, kiểm tra hằng tuần.".into()),
        (WORK, Work::NewRural.code().into()),
    ])
}

fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

#[test]
fn a_model_says_what_how_and_who_copied_it() {
    let mut fields = model();
    fields.insert(of(COPIED_SINCE, 5), "2024-05-01".into());
    fields.insert(of(COPY_RESULT, 5), "Ba thôn làm theo.".into());
    fields.insert(of(COPIED_SINCE, 4), Value::Null);
    let read = Model::read(&fields);
    assert_eq!((read.unit, read.work), (Some(PartitionId(3)), Some(Work::NewRural)));
    let copies: Vec<_> = read.copies.iter().map(|(unit, copied)| (unit.0, copied.result)).collect();
    assert_eq!(copies, [(5, "Ba thôn làm theo.")], "what was taken back is gone");
}

#[test]
fn it_is_found_without_marks_by_any_of_its_words() {
    let fields = model();
    let read = Model::read(&fields);
    for (needle, expected) in
        [("", true), ("thung rac", true), ("lang mau long mon", true), ("hang tuan", true), ("xe dap", false)]
    {
        assert_eq!(read.is_found_by("Xã Long Môn", &fold(needle)), expected, "{needle}");
    }
}

#[test]
fn what_is_wrong_is_told_at_its_field() {
    let long = "a".repeat(4_001);
    let since = || (of(COPIED_SINCE, 5), Value::from("2024-05-01"));
    let result = || (of(COPY_RESULT, 5), Value::from("Tốt."));
    type Judged<'c> = (Vec<(Field, Value)>, &'c [Fault]);
    let cases: &[Judged<'_>] = &[
        (vec![], &[]),
        (vec![(HOW, "  ".into())], &[Fault::Missing(HOW)]),
        (vec![(HOW, long.as_str().into())], &[Fault::TooLong { field: HOW, max: 4_000 }]),
        (vec![(WORK, 7.into())], &[Fault::OutOfRange { field: WORK, min: 1, max: 6 }]),
        (vec![(MOVEMENT, "x".into())], &[Fault::NotALink(MOVEMENT)]),
        (vec![result()], &[Fault::NotBegun(Field::of_item(30, 5))]),
        (vec![since(), result()], &[]),
    ];
    for (changes, expected) in cases {
        let mut fields = model();
        changes.iter().for_each(|(field, value)| _ = fields.insert(*field, value.clone()));
        assert_eq!(check(&fields), *expected, "{changes:?}");
    }
    let mut without = model();
    without.remove(&HOW);
    assert_eq!(check(&without), [Fault::Missing(HOW)]);
}

#[test]
fn its_pictures_are_photographs_and_nothing_else() {
    let named = |kind, size| {
        let digest = FileDigest::of(b"abc");
        let file = Evidence { item: 7, digest, kind, size, name: "anh.jpg", note: "" };
        let mut fields = model();
        fields.extend(evidence::fields_of(&file));
        check(&fields).iter().map(|fault| fault.code()).collect::<Vec<_>>()
    };
    assert_eq!(named(FileKind::Photograph, 150_000), [0_u16; 0]);
    assert_eq!(named(FileKind::Photograph, evidence::MOST_PHOTOGRAPH + 1), [106]);
    assert_eq!(named(FileKind::Pdf, 1_000), [106]);
}
