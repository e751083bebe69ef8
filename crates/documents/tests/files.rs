//! Files as officers send them, made here, and files that somebody made to do harm.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use std::io::Write as _;
use thidua_documents::column::Column;
use thidua_documents::encoding::Encoding;
use thidua_documents::fault::{Bad, CellFault};
use thidua_documents::file::File;
use thidua_documents::legacy::Script;
use thidua_documents::message::{Defaults, Good, Order, Preview, Skipped};
use thidua_documents::reading::Reading;
use thidua_documents::refusal::Refusal;
use thidua_domain::fault::Fault;
use thidua_domain::nomination as of;
use thidua_domain::record::{Field, Value};
use thidua_domain::rule_set::CivilDate;

fn defaults() -> Defaults {
    Defaults {
        year: Some(2025),
        award: Some("lao_dong_tien_tien".into()),
        subject: Some(1),
        partition: 1,
        today: CivilDate::new(2025, 11, 23).unwrap(),
    }
}

struct Outcome {
    preview: Preview,
    good: Vec<Good>,
    bad: Vec<Bad>,
    skipped: Skipped,
}

impl Outcome {
    fn names(&self) -> Vec<&str> {
        self.good.iter().map(|good| text(good, of::NAME)).collect()
    }

    fn faults(&self) -> Vec<(String, CellFault)> {
        self.bad.iter().map(|bad| (bad.place().to_string(), bad.fault)).collect()
    }
}

fn text(good: &Good, field: Field) -> &str {
    good.fields.get(&field).and_then(Value::as_text).unwrap_or_default()
}

fn int(good: &Good, field: Field) -> Option<i64> {
    good.fields.get(&field).and_then(Value::as_int)
}

fn read_as(mut file: File, unconverted: Vec<u16>) -> Outcome {
    let preview = file.preview().unwrap();
    let order = Order {
        sheet: preview.sheet,
        heading: preview.heading,
        mapping: preview.columns.iter().map(|column| column.guess).collect(),
        unconverted,
        defaults: defaults(),
    };
    let mut reading = Reading::new(file.table(preview.sheet).unwrap(), order);
    while !reading.step(3).is_complete() {}
    Outcome { preview, good: reading.take_good(), bad: reading.take_bad(), skipped: reading.skipped() }
}

fn read(file: File) -> Outcome {
    let outcome = read_as(file, Vec::new());
    for good in &outcome.good {
        assert_eq!(of::check(&good.fields), [], "row {}", good.row);
    }
    outcome
}

fn sheet(fill: impl FnOnce(&mut Worksheet)) -> File {
    File::open(book(fill)).unwrap()
}

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

fn row(sheet: &mut Worksheet, number: u32, cells: &[&str]) {
    for (column, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write_string(number, column, *cell).unwrap();
    }
}

/// A container by hand: parts with their content, stored as they are, or with what the directory shall declare.
fn container(parts: &[(&str, &[u8], Option<u32>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content, declared) in parts {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(content).unwrap();
        let packed = encoder.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let offset = u32::try_from(out.len()).unwrap();
        let unpacked = declared.unwrap_or(u32::try_from(content.len()).unwrap());
        let mut common = Vec::new();
        for word in [20u16, 0, 8, 0, 0] {
            common.extend(word.to_le_bytes());
        }
        for word in [crc.sum(), u32::try_from(packed.len()).unwrap(), unpacked] {
            common.extend(word.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(&packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, length, count) = (out.len(), directory.len(), u16::try_from(parts.len()).unwrap());
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(u32::try_from(length).unwrap().to_le_bytes());
    out.extend(u32::try_from(start).unwrap().to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A workbook by hand around the XML of its only sheet.
fn around(sheet: &[u8], declared: Option<u32>) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let rels = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{office}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    container(&[
        ("_rels/.rels", rels("officeDocument", "xl/workbook.xml").as_bytes(), None),
        ("xl/workbook.xml", workbook.as_bytes(), None),
        ("xl/_rels/workbook.xml.rels", rels("worksheet", "worksheets/sheet1.xml").as_bytes(), None),
        ("xl/worksheets/sheet1.xml", sheet, declared),
    ])
}

fn xml(data: &str) -> String {
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{data}</sheetData></worksheet>"
    )
}

fn refusal(bytes: Vec<u8>) -> Refusal {
    File::open(bytes).and_then(|mut file| file.preview()).expect_err("should be refused")
}

#[test]
fn an_ordinary_list_is_read_row_by_row() {
    let outcome = read(sheet(|sheet| {
        row(sheet, 0, &["ỦY BAN NHÂN DÂN XÃ BA TƠ"]);
        row(sheet, 1, &["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG NĂM 2025"]);
        row(
            sheet,
            3,
            &[
                "STT",
                "Họ và tên",
                "Ngày sinh",
                "Giới tính",
                "Chức vụ",
                "Đơn vị công tác",
                "Danh hiệu đề nghị",
                "Xếp loại",
                "Ghi chú",
            ],
        );
        for column in 0u16..9 {
            sheet.write_number(4, column, f64::from(column + 1)).unwrap();
        }
        row(
            sheet,
            5,
            &["1", "Đinh Văn  Hòa", "03/04/1980", "Nam", "Chủ tịch", "UBND xã", "CSTĐCS", "HTXSNV"],
        );
        row(sheet, 6, &["2", "Y Rưm", "", "Nữ", "", "", "Lao động tiên tiến", "HTTNV"]);
        sheet.write_number(6, 2, 1985).unwrap();
        row(sheet, 8, &["3", "H'Hen Niê", "", "nữ", "", "", "LĐTT", "tốt"]);
        let day = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write_number_with_format(8, 2, 31_140, &day).unwrap();
        row(sheet, 9, &["", "Tổng cộng: 3 người"]);
        row(sheet, 11, &["", "NGƯỜI LẬP", "", "", "", "", "CHỦ TỊCH"]);
    }));
    assert_eq!(outcome.names(), ["Đinh Văn Hòa", "Y Rưm", "H'Hen Niê"]);
    assert_eq!(outcome.faults(), []);
    assert_eq!(outcome.skipped, Skipped { empty: 2, headings: 1, footers: 2, sections: 0 });
    let born: Vec<_> = outcome.good.iter().map(|good| int(good, of::BIRTH_YEAR)).collect();
    assert_eq!(born, [Some(1980), Some(1985), Some(1985)]);
    let first = &outcome.good[0];
    assert_eq!(text(first, of::AWARD), "chien_si_thi_dua_co_so");
    assert_eq!(text(first, of::RULE_SET), "R2022_152");
    assert_eq!((int(first, of::RATING), int(first, of::SEX)), (Some(4), Some(1)));
    assert_eq!((outcome.preview.heading, outcome.preview.subject), (Some(3), Some(1)));
}

#[test]
fn bad_rows_name_their_cell_and_good_ones_stay() {
    let outcome = read(
        File::paste(
            "STT\tHọ và tên\tNăm sinh\tDanh hiệu\tSố tháng công tác\tNăm xét\n\
         1\tĐinh Văn Hòa\t2090\tLĐTT\t12\t2025\n\
         2\t\t1980\tLĐTT\t12\t2025\n\
         3\tPhạm Thị B\t1980\tHuy chương\tmười\t2025\n\
         4\tPhạm Thị C\t1980\tTTLĐTT\t12\t2025\n\
         5\tPhạm Thị D\t1980\tLĐTT\t13\t1999\n\
         6\tPhạm Thị E\t1980\tLĐTT\t12\t2025\n\
         7\tPhạm Thị  E\t1980\tLĐTT\t11\t2025\n",
        )
        .unwrap(),
    );
    assert_eq!(outcome.names(), ["Phạm Thị E"]);
    let range = |field, min, max| CellFault::Value(Fault::OutOfRange { field, min, max });
    let expected = [
        ("C2", CellFault::BirthYear { min: 1905, max: 2019 }),
        ("B3", CellFault::Value(Fault::Missing(of::NAME))),
        ("D4", CellFault::UnknownAward),
        ("E4", CellFault::NotANumber),
        // Only collectives receive it, so that the row is of one, which has no year of birth and no months.
        ("C5", CellFault::NotOfSubject),
        ("E5", CellFault::NotOfSubject),
        ("F6", range(of::YEAR, 2000, 2100)),
        ("E6", range(of::MONTHS_WORKED, 0, 12)),
        ("B8", CellFault::Twice { row: 6 }),
    ];
    assert_eq!(outcome.faults(), expected.map(|(place, fault)| (place.to_owned(), fault)));
    assert_eq!(outcome.bad[0].heading, "Năm sinh");
    assert_eq!(outcome.bad[0].text, "2090");
}

#[test]
fn parts_of_a_list_and_names_of_collectives() {
    let outcome = read(File::paste(
        "STT\tHọ và tên, tên tập thể\tDanh hiệu\nI\tTẬP THỂ\n1\tThôn Mai Lãnh\tLĐTT\n2\tTrường TH&THCS số 2\tTTLĐXS\n\
         II\tCÁ NHÂN\n1\tĐinh Công\tLĐTT\n2\tCông\t\n",
    )
    .unwrap());
    let kinds: Vec<_> = outcome.good.iter().map(|good| int(good, of::SUBJECT)).collect();
    assert_eq!(kinds, [Some(2), Some(2), Some(1), Some(1)]);
    assert_eq!(text(&outcome.good[0], of::AWARD), "tap_the_lao_dong_tien_tien");
    assert_eq!(outcome.skipped.sections, 2);
}

#[test]
fn old_fonts_are_found_by_name_and_can_be_left() {
    let fill = |sheet: &mut Worksheet| {
        row(sheet, 0, &["STT", "Họ và tên", "Chức vụ"]);
        let capitals = Format::new().set_font_name(".VnTimeH");
        let small = Format::new().set_font_name(".VnTime");
        let modern = Format::new().set_font_name("Times New Roman");
        sheet.write_string_with_format(1, 1, "®inh v¨n hßa", &capitals).unwrap();
        sheet.write_string_with_format(1, 2, "Chñ tÞch", &small).unwrap();
        sheet.write_string_with_format(2, 1, "NguyÔn ThÞ ¸nh Hoa", &small).unwrap();
        sheet.write_string_with_format(2, 2, "Kế toán", &modern).unwrap();
        sheet.write_string_with_format(3, 1, "LÊ THỊ ĐÀO", &capitals).unwrap();
    };
    let outcome = read(sheet(fill));
    assert_eq!(outcome.names(), ["ĐINH VĂN HÒA", "Nguyễn Thị Ánh Hoa", "LÊ THỊ ĐÀO"]);
    let positions: Vec<_> = outcome.good.iter().map(|good| text(good, of::POSITION)).collect();
    assert_eq!(positions, ["Chủ tịch", "Kế toán", ""]);
    let finding = outcome.preview.columns[1].finding.unwrap();
    assert_eq!((finding.script, finding.by_font, finding.cells), (Script::Tcvn3Capitals, true, 2));
    assert_eq!(outcome.preview.sample[0].before[1], "®inh v¨n hßa");
    assert_eq!(outcome.preview.sample[0].after[1], "ĐINH VĂN HÒA");
    let left = read_as(sheet(fill), vec![1]);
    assert_eq!(left.names()[0], "®inh v¨n hßa");
    assert_eq!(text(&left.good[0], of::POSITION), "Chủ tịch");
}

#[test]
fn csv_in_every_encoding() {
    let list = "Họ và tên;Năm sinh;Chức vụ\n\"Đinh; Văn Hòa\";1980;\"Chủ tịch\nUBND\"\nNguyễn Thị Được;1990;Công chức\n";
    let names = ["Đinh; Văn Hòa", "Nguyễn Thị Được"];
    let utf16 = |order: fn(u16) -> [u8; 2]| list.encode_utf16().flat_map(order).collect::<Vec<_>>();
    let cases = [
        (list.as_bytes().to_vec(), Encoding::Utf8),
        ([b"\xef\xbb\xbf", list.as_bytes()].concat(), Encoding::Utf8),
        ([&b"\xff\xfe"[..], &utf16(u16::to_le_bytes)].concat(), Encoding::Utf16Le),
        ([&b"\xfe\xff"[..], &utf16(u16::to_be_bytes)].concat(), Encoding::Utf16Be),
        (utf16(u16::to_le_bytes), Encoding::Utf16Le),
    ];
    for (bytes, encoding) in cases {
        let outcome = read(File::open(bytes).unwrap());
        assert_eq!(outcome.names(), names, "{encoding:?}");
        assert_eq!((outcome.preview.encoding, outcome.preview.separator), (Some(encoding), Some(';')));
        assert_eq!(text(&outcome.good[0], of::POSITION), "Chủ tịch UBND");
    }
    let old = b"Ho\xf2 va\xcc t\xean,N\xe3m sinh\nNguy\xea\xden Thi\xf2 \xd0\xfd\xf5\xf2c,1990\nTr\xe2\xccn V\xe3n Ho\xcca,1985\n";
    let outcome = read(File::open(old.to_vec()).unwrap());
    assert_eq!(outcome.names(), ["Nguyễn Thị Được", "Trần Văn Hòa"]);
    assert_eq!(outcome.preview.encoding, Some(Encoding::Windows1258));
    let tcvn3 =
        b"H\xe4 v\xb5 t\xaan,N\xa8m sinh\nNguy\xd4n Th\xde \xa7\xad\xeec,1990\nTr\xc7n V\xa8n H\xdfa,1985\n";
    let outcome = read(File::open(tcvn3.to_vec()).unwrap());
    assert_eq!(outcome.names(), ["Nguyễn Thị Được", "Trần Văn Hòa"]);
    assert_eq!(outcome.preview.columns[0].finding.map(|finding| finding.script), Some(Script::Tcvn3));
    assert_eq!(outcome.preview.columns[0].heading, "Họ và tên");
    let vni = "Hoï vaø teân\tNaêm sinh\nNguyeãn Thò Ñöôïc\t1990\nH'Hen Nieâ\t1991\n";
    let outcome = read(File::paste(vni).unwrap());
    assert_eq!(outcome.names(), ["Nguyễn Thị Được", "H'Hen Niê"]);
}

#[test]
fn formulas_count_by_their_results() {
    let outcome = read(sheet(|sheet| {
        row(sheet, 0, &["Họ và tên", "Năm sinh", "Chức vụ"]);
        sheet.write_formula(1, 0, Formula::new("=\"Đinh \"&\"Hòa\"").set_result("Đinh Hòa")).unwrap();
        sheet.write_formula(1, 1, Formula::new("=1979+1").set_result("1980")).unwrap();
        row(sheet, 2, &["Phạm A"]);
        sheet.write_formula(2, 1, Formula::new("=A99").set_result("#REF!")).unwrap();
    }));
    assert_eq!(outcome.names(), ["Đinh Hòa"]);
    assert_eq!(int(&outcome.good[0], of::BIRTH_YEAR), Some(1980));
    assert_eq!(outcome.faults(), [("B3".to_owned(), CellFault::ErrorValue)]);
    let cell =
        |place: &str, text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = [
        format!("<row r=\"1\">{}{}</row>", cell("A1", "Họ và tên"), cell("B1", "Năm sinh")),
        format!("<row r=\"2\">{}<c r=\"B2\"><f>1979+1</f></c></row>", cell("A2", "Phạm B")),
    ];
    let outcome = read(File::open(around(xml(&rows.concat()).as_bytes(), None)).unwrap());
    assert_eq!(outcome.faults(), [("B2".to_owned(), CellFault::Formula)]);
}

#[test]
fn joined_cells_count_for_the_first_and_headings_reach_over_two_rows() {
    let outcome = read(sheet(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 1, 0, "STT", &plain).unwrap();
        sheet.merge_range(0, 1, 1, 1, "Họ và tên", &plain).unwrap();
        sheet.merge_range(0, 2, 0, 3, "Năm sinh", &plain).unwrap();
        sheet.merge_range(0, 4, 1, 4, "Đơn vị công tác", &plain).unwrap();
        row(sheet, 1, &["", "", "Nam", "Nữ"]);
        row(sheet, 2, &["1", "Đinh Văn A", "1980"]);
        row(sheet, 3, &["2", "Đinh Thị B", "", "1985"]);
        sheet.merge_range(2, 4, 3, 4, "UBND xã", &plain).unwrap();
    }));
    assert_eq!(outcome.names(), ["Đinh Văn A", "Đinh Thị B"]);
    let sexes: Vec<_> = outcome.good.iter().map(|good| int(good, of::SEX)).collect();
    assert_eq!(sexes, [Some(1), Some(2)]);
    let places: Vec<_> = outcome.good.iter().map(|good| text(good, of::WORKPLACE)).collect();
    assert_eq!(places, ["UBND xã", ""]);
    assert_eq!(outcome.preview.columns[3].guess, Some(Column::BirthOfWoman));
}

#[test]
fn the_sheet_with_the_list_is_shown_and_others_can_be() {
    let mut workbook = Workbook::new();
    row(workbook.add_worksheet().set_name("Bìa").unwrap(), 0, &["Xã Ba Tơ"]);
    row(workbook.add_worksheet().set_name("Trống").unwrap(), 0, &[]);
    let list = workbook.add_worksheet().set_name("DS").unwrap();
    row(list, 0, &["Họ và tên", "Chức vụ"]);
    row(list, 1, &["An", "x"]);
    let mut file = File::open(workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(file.preview().unwrap().sheet, 2);
    assert_eq!(file.look(0, None).unwrap().heading, None);
    assert_eq!(file.look(1, None), Err(Refusal::Empty));
    assert_eq!(file.look(9, None), Err(Refusal::NoSheet));
    assert_eq!(file.preview().unwrap().sheets, ["Bìa", "Trống", "DS"]);
}

#[test]
fn whole_files_are_refused_for_their_own_reasons() {
    let good = book(|sheet| row(sheet, 0, &["Họ và tên"]));
    let compound = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600], &name, &[0; 100]].concat()
    };
    let cases = [
        (compound("EncryptedPackage"), Refusal::Encrypted),
        (compound("Workbook"), Refusal::OldExcel),
        (good[..good.len() / 2].to_vec(), Refusal::Damaged),
        (good[..good.len() - 10].to_vec(), Refusal::Damaged),
        (b"PK\x03\x04 and nothing more".to_vec(), Refusal::Damaged),
        (container(&[("word/document.xml", b"<x/>", None)]), Refusal::NotAList),
        (b"%PDF-1.7 ...".to_vec(), Refusal::NotAList),
        (b"<html><table><tr><td>A".to_vec(), Refusal::NotAList),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\x03\0\x05".to_vec(), Refusal::NotAList),
        (Vec::new(), Refusal::Empty),
        (b" \n , \n".to_vec(), Refusal::Empty),
        (book(|_| {}), Refusal::Empty),
        (vec![b'a'; 20_000_001], Refusal::TooLarge),
        (around(b"<worksheet><sheetData><row", None), Refusal::Damaged),
    ];
    for (number, (bytes, expected)) in cases.into_iter().enumerate() {
        assert_eq!(refusal(bytes), expected, "case {number}");
    }
}

#[test]
fn bombs_are_refused_whatever_they_declare() {
    let nothing = vec![b' '; 70_000_000];
    assert_eq!(refusal(around(&nothing, None)), Refusal::Bomb);
    assert_eq!(refusal(around(&nothing, Some(1000))), Refusal::Bomb);
    // Within the bound of size, but a thousand times what it takes.
    assert_eq!(refusal(around(&nothing[..30_000_000], None)), Refusal::Bomb);
}

#[test]
fn a_million_rows_are_refused_at_once() {
    use std::fmt::Write as _;
    let mut rows = String::new();
    for number in 1..=1_000_000 {
        write!(rows, "<row r=\"{number}\"><c><v>{}</v></c></row>", number % 100_003 * 7919 % 100_003)
            .unwrap();
    }
    let bytes = around(xml(&rows).as_bytes(), None);
    let begun = std::time::Instant::now();
    assert_eq!(refusal(bytes), Refusal::TooManyRows);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn five_thousand_rows_are_read_in_time() {
    let bytes = book(|sheet| {
        row(
            sheet,
            0,
            &[
                "STT",
                "Họ và tên",
                "Ngày sinh",
                "Giới tính",
                "Chức vụ",
                "Đơn vị công tác",
                "Danh hiệu",
                "Xếp loại",
                "Sáng kiến",
                "Thành tích",
            ],
        );
        for number in 1..=5000u32 {
            let (name, born) = (
                format!("Đinh Văn Hòa {number}"),
                format!("{:02}/04/19{:02}", number % 28 + 1, number % 60 + 40),
            );
            row(
                sheet,
                number,
                &[
                    &number.to_string(),
                    &name,
                    &born,
                    "Nam",
                    "Công chức Văn phòng",
                    "Ủy ban nhân dân xã Ba Tơ",
                    "LĐTT",
                    "HTTNV",
                    "Cải tiến cách lưu hồ sơ",
                    "Hoàn thành tốt nhiệm vụ được giao trong năm",
                ],
            );
        }
    });
    let begun = std::time::Instant::now();
    let outcome = read(File::open(bytes).unwrap());
    println!("5,000 rows: {:?}", begun.elapsed());
    assert_eq!((outcome.good.len(), outcome.bad.len()), (5000, 0));
}
