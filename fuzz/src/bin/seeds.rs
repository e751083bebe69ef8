//! Writes what each target begins with: real bytes, made by the code that makes them for people. So no seed lies in the
//! repository and goes stale; what a target finds from there lies in `corpus/` on the machine that found it.

use std::io::{Result, Write as _};
use std::path::{Path, PathBuf};

// Built with the targets, it calls what counts for them.
use libfuzzer_sys as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use qrcodegen::{QrCode, QrCodeEcc};
use thidua_ballot::{Choice, Entropy, Paper, Pending, SessionKey};
use thidua_bundle::{Author, Committee, Receipt, frames};
use thidua_documents::file::File;
use thidua_domain::nomination as of;
use thidua_domain::record::{Decimal, Field, PartitionId, Value};
use thidua_domain::signature::{Point, Signature};
use thidua_fuzz::container::{BETWEEN, workbook};
use thidua_fuzz::device::{NOW, absorb, device, record};
use thidua_fuzz::lists::read_all;
use thidua_fuzz::pictures::{LEAST_SIDE, picture};
use thidua_passkey::authenticator::Authenticator;
use thidua_sync::administration::{Fate, HandedIn, Verdict};
use thidua_sync::checksum::Checksum;
use thidua_sync::client::{Kept, Refused};
use thidua_sync::counters::CounterSet;
use thidua_sync::cursor::Cursor;
use thidua_sync::directory::{Directory, Member, Place};
use thidua_sync::hub::{HubAnswer, HubTold};
use thidua_sync::identity::{ChainHash, DeviceId, Dot, Epoch, Head, Seq};
use thidua_sync::merge;
use thidua_sync::operation::{Action, SCHEMA};
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::Other;
use thidua_sync::wire::{Answer, CellPatch, Layout, Offer, Page, RowPatch, encode_page, encode_row, seal};

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("corpus"), PathBuf::from);
    sync(&folder)?;
    lists(&folder)?;
    people(&folder)?;
    proofs(&folder)
}

fn put(folder: &Path, target: &str, name: &str, bytes: &[u8]) -> Result<()> {
    let folder = folder.join(target);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(format!("seed-{name}")), bytes)
}

/// With the number by which a target tells what it is given.
fn which(number: u8, bytes: &[u8]) -> Vec<u8> {
    [&[number], bytes].concat()
}

/// What devices and the endpoint exchange and store.
fn sync(folder: &Path) -> Result<()> {
    let mut device = device();
    put(folder, "request", "first", &device.request(NOW).0.encode())?;
    let sealed = device.seal().expect("an open operation");
    absorb(&mut device, sealed);
    let committee = Committee::of_secret(&[1; 32]);
    let file = Author::of_token("a token").seal(&committee.key(), &device.for_file().0, [9; 32]);
    let file = file.map_err(std::io::Error::other)?;
    // A whole one can be opened. By one bit it is nobody's.
    let mut spoiled = file.clone();
    if let Some(last) = spoiled.last_mut() {
        *last ^= 1;
    }
    put(folder, "bundle", "file", &which(0, &spoiled))?;
    let row = frames(&file).expect("a small file");
    put(folder, "bundle", "codes", &which(3, row.join("\n").as_bytes()))?;
    row.first().map_or(Ok(()), |frame| codes(folder, frame))?;
    put(folder, "bundle", "inside", &which(1, &which(0, &device.for_file().0.encode())))?;
    let operations = vec![Fate::plain(1, Verdict::Known), Fate::plain(2, Verdict::Waiting)];
    let receipt = Receipt { device: DeviceId([7; 16]).to_string(), at_ms: 1, operations };
    put(
        folder,
        "bundle",
        "receipt",
        &which(2, &serde_json::to_vec(&receipt).map_err(std::io::Error::other)?),
    )?;
    let (asked, ..) = device.hub_request(NOW);
    put(folder, "hub", "asked", &which(1, &asked.encode()))?;
    let told =
        HubAnswer { known: vec![1], returned: vec![2], receipts: vec![(3, vec![4])], ..HubAnswer::default() };
    let told =
        HubAnswer { answer: Answer::default().encode(), until_ms: 5, reached_ms: 6, waiting: 7, ..told };
    put(folder, "hub", "told", &which(2, &told.encode()))?;
    let hub = Committee::of_secret(&[2; 32]);
    let told = HubTold {
        committee: "Huyện Mẫu".into(),
        key: hub.key().to_text(),
        until_ms: NOW.0,
        // By a committee of its own.
        certificate: hub.certify(&hub.key(), NOW.0).to_text(),
        waiting: 3,
        reached_ms: NOW.0,
    };
    let json = serde_json::to_string(&told)?;
    put(folder, "hub", "who", &which(3, json.as_bytes()))?;
    put(folder, "told", "hub", &which(29, json.as_bytes()))?;
    for (name, key) in [("own", committee.key()), ("other", hub.key())] {
        put(folder, "hub", name, &which(4, key.to_text().as_bytes()))?;
    }
    let (mut request, sent) = device.request(NOW);
    (request.cursor, request.whole) = (Some(vec![1, 2, 3]), vec![record(1)]);
    put(folder, "request", "all", &request.encode())?;
    for pending in device.outbox().values() {
        put(folder, "stored", &format!("pending-{}", pending.op.counter), &which(2, &pending.encode()))?;
        put(folder, "operation", &pending.op.counter.to_string(), &seal(&pending.op).bytes)?;
    }
    let first = device.outbox().values().next().expect("an operation").op.clone();
    let mut full = first.clone();
    (full.action, full.base, full.parents, full.clock_offset_ms) =
        (Action::Edit, Some(first.dot()), vec![1, 2], Some(-5));
    for change in &mut full.changes {
        let by = Dot { device: DeviceId([0xE2; 16]), counter: 9 };
        (change.base, change.settles) = (Some(by), vec![by, first.dot()]);
    }
    let amount = Value::Decimal(Decimal::new(125, 1).expect("an amount"));
    for (number, value) in
        [(900, Value::Opaque(vec![0xC1, 0x1A, 0, 0, 0, 1])), (901, amount), (902, Value::Null)]
    {
        let mut change = full.changes[0].clone();
        (change.field, change.value) = (Field::of_item(number, 7), value);
        full.changes.push(change);
    }
    put(folder, "operation", "full", &seal(&full).bytes)?;

    let mut row = merge::create(&first, Seq(1));
    full.counter = 9;
    merge::apply(&mut row, &full, Seq(2));
    put(folder, "stored", "row", &which(0, &encode_row(&row)))?;
    put(folder, "stored", "state", &which(1, &device.meta().encode()))?;
    let kept = Kept { sealed: seal(&first), outcome: Outcome::Merged, acknowledged_ms: NOW.0, receipt: None };
    put(folder, "stored", "kept", &which(3, &kept.encode()))?;
    let reason = Reason::from_code(103, Some(of::NAME));
    let refused =
        Refused { op: full.clone(), reason: reason.clone(), words: Some("Vì".into()), refused_ms: NOW.0 };
    put(folder, "stored", "refused", &which(4, &refused.encode()))?;
    let mut counters = CounterSet::default();
    [1, 2, 3, 7, 9].into_iter().for_each(|counter| _ = counters.insert(counter));
    put(folder, "stored", "counters", &which(5, &counters.encode()))?;

    let cells = row.cells.iter().map(|(field, cell)| {
        let others = vec![Other { value: "khác".into(), rev: first.dot() }];
        (*field, CellPatch { value: cell.value.clone(), rev: cell.rev, others })
    });
    let patch = RowPatch { id: row.id, kind: row.kind, rev: row.rev, cells: cells.collect() };
    let other = RowPatch { id: record(9), ..patch.clone() };
    let outcomes = sent.counters.iter().map(|counter| (*counter, Outcome::Applied)).collect();
    let answer = Answer {
        time_ms: NOW.0,
        schema: SCHEMA,
        outcomes,
        pages: vec![Page { partition: PartitionId(3), rows: vec![patch, other] }],
        cursor: Some(vec![1, 2, 3]),
        ..Answer::default()
    };
    put(folder, "answer", "page", &answer.encode())?;
    put(folder, "answer", "released", &answer.encode_in(Layout::Whole))?;
    answer.pages.iter().try_for_each(|page| put(folder, "answer", "snapshot", &encode_page(page)))?;
    let compared = Answer {
        sums: [(PartitionId(3), Checksum(u64::MAX))].into(),
        anew: vec![PartitionId(3)],
        left: 12,
        snapshots: vec![Offer { partition: PartitionId(3), generation: 7, pages: 2, rows: 9, bytes: 400 }],
        ..answer.clone()
    };
    put(folder, "answer", "compared", &compared.encode())?;
    let refusals = vec![(1, Outcome::Refused(reason)), (2, Outcome::Held), (3, Outcome::NewerAppNeeded)];
    let scope = Some(vec![PartitionId(3), PartitionId(9)]);
    let odd = Answer {
        time_ms: i64::MIN,
        outcomes: refusals,
        restart: true,
        more: true,
        scope,
        next_counter: Some(40),
        ..answer
    };
    put(folder, "answer", "restart", &odd.encode())?;

    let head = Head { seq: Seq(300), hash: ChainHash([5; 8]) };
    let cursor = Cursor::at(Epoch([1; 8]), 2, &[(PartitionId(4), head), (PartitionId(5), head)].into());
    let sealed = cursor.seal(&thidua_sync::cursor::CursorKey([7; 64]));
    put(folder, "cursor", "two", sealed.get(12..).unwrap_or_default())?;

    let fates = [(1, Verdict::Waiting), (2, Verdict::Refused), (3, Verdict::Known), (4, Verdict::Accepted)];
    let fate = |(counter, verdict)| Fate {
        reason: Some("Vì (mẫu)".into()),
        refusal: Some(103),
        field: Some((13, 0)),
        ..Fate::plain(counter, verdict)
    };
    let handed = HandedIn { operations: fates.map(fate).into(), restored: true };
    put(folder, "hand_in", "each", serde_json::to_string(&handed)?.as_bytes())?;

    let place = Place {
        id: 3,
        kind: "commune".into(),
        name: "Long Môn".into(),
        members: vec![3, 4],
        granted: true,
        from: None,
        until: None,
        into: None,
    };
    let directory = Directory {
        committee: "Huyện Mẫu".into(),
        year: 2023,
        level: "district".into(),
        account: 1,
        login: "longmon".into(),
        display_name: "Mẫu".into(),
        role: "commune_officer".into(),
        home: 3,
        sample: true,
        places: vec![place],
        council: vec![Member { account: 2, name: "Mẫu".into() }],
        sealing_key: String::new(),
        hubs: Vec::new(),
        device_key: String::new(),
    };
    let directory = serde_json::to_string(&directory)?;
    put(folder, "told", "directory", &which(0, directory.as_bytes()))?;
    let signed_in = format!(r#"{{"token":"t","directory":{directory}}}"#);
    put(folder, "told", "signed-in", &which(2, signed_in.as_bytes()))?;
    let others = [
        (1, r#"{"login":"a","password":"b","device":"c"}"#),
        (
            4,
            r#"{"committee":"a","year":2023,"accounts":[{"account":1,"login":"a","post":{"name":"b","role":"c","home":3,"first_year":2020},"active":true,"enrolled":false,"slip_until_ms":5}],"places":[{"place":3,"of":{"kind":"bloc","name":"a","members":[3]}}]}"#,
        ),
        (
            13,
            r#"{"entries":[{"entry":1,"at_ms":2,"device":"a","counter":3,"name":"b","shut_out":true,"record":"c","kind":1,"action":2,"place":"d","title":"e","changes":[{"field":13,"item":2,"now":"f","wanted":"g"}]}]}"#,
        ),
        (15, r#"{"verdict":"accepted","refusal":5}"#),
        (16, r#"{"device":"a","credential":"b","user":"c","client_data":"d","data":"e","signature":"f"}"#),
        (
            18,
            r#"{"passkeys":[{"passkey":"a","name":"b","made_ms":1,"used_ms":2,"here":true,"copied":false}]}"#,
        ),
        (
            19,
            r#"{"communes_vi":["Long Môn"],"awards_2023":[{"title":"lao_dong_tien_tien","collectives":1,"individuals":2,"recipients_vi":["a"],"reason_vi":"b"}]}"#,
        ),
        (20, r#"{"number":3}"#),
        (21, r#"{"token":"a"}"#),
        (22, r#"{"units":[3,4]}"#),
        (
            23,
            r#"{"units":[{"place":3,"name":"a","records":[[1,20],[2,3]],"files":4,"accounts":["b"],"groups":["c"]}]}"#,
        ),
        (24, r#"{"units":[3,4],"name":"a","day":"2025-07-01","code":"03127"}"#),
        (
            25,
            r#"{"last":{"number":1,"begun_ms":2,"closed_ms":3,"closed_by":"a","reason":"b","devices":[{"device":"c","name":"d","login":"e","seen_ms":4,"back_ms":5,"shut_out":true}],"years":[{"partition":9,"place":"f","year":2023,"last":12,"back":[10,12],"on_copies":[11],"left_out":[{"first":3,"last":4,"reason":"g"}]}],"copies":6}}"#,
        ),
        (26, r#"{"reason":"a","last":[{"partition":9,"year":2023,"number":14}]}"#),
        (
            27,
            r#"{"writers":[{"device":"a","counter":3,"by":"b","written_ms":4,"clock_offset_ms":-5,"received_ms":6}]}"#,
        ),
        (28, r#"{"key":"ab"}"#),
        (
            30,
            r#"{"until_ms":1,"certificate":"ab","committee":{"committee":"a","year":2023,"accounts":[],"places":[{"place":3,"from":"2025-07-01","until":"2026-01-01","code":"03127","into":4,"of":{"kind":"commune","name":"a"}}]},"devices":[{"device":"c","account":1,"shut_out":true,"verifiers":["d"],"taken":[[1,4],[7,7]]}]}"#,
        ),
    ];
    for (number, json) in others {
        put(folder, "told", &number.to_string(), &which(number, json.as_bytes()))?;
    }
    Ok(())
}

/// A code as a target reads it from its input: how many squares it has beyond the fewest, and a bit for each; and its text.
fn codes(folder: &Path, frame: &str) -> Result<()> {
    for (name, text) in [("frame", frame), ("text", "Đề nghị (mẫu)"), ("number", "0123456789012345")] {
        let code = QrCode::encode_text(text, QrCodeEcc::Low).map_err(std::io::Error::other)?;
        let side = code.size() as usize;
        let (pixels, width) = picture(side, |x, y| code.get_module(x as i32, y as i32));
        if thidua_codes::read(&pixels, width) != [text] {
            return Err(std::io::Error::other(format!("a code of ours is not read: {text}")));
        }
        let mut squares = vec![0; 1 + (side * side).div_ceil(8)];
        squares[0] = (side - LEAST_SIDE) as u8;
        for at in (0..side * side).filter(|at| code.get_module((at % side) as i32, (at / side) as i32)) {
            squares[1 + at / 8] |= 1 << (at % 8);
        }
        put(folder, "codes", &format!("{name}-squares"), &which(1, &squares))?;
        put(folder, "codes", &format!("{name}-shown"), &which(2, text.as_bytes()))?;
    }
    // As small as one can be: a pixel for each square, in rows of 29 with the border.
    let code = QrCode::encode_text("0123456789012345", QrCodeEcc::Low).map_err(std::io::Error::other)?;
    let pixel = |at: i32| if code.get_module(at % 29 - 4, at / 29 - 4) { [0, 0, 0, 255] } else { [255; 4] };
    let pixels: Vec<u8> = (0..29 * 29).flat_map(pixel).collect();
    put(folder, "codes", "pixels", &which(0, &[&[29, 0][..], &pixels].concat()))
}

const LIST: &str = "sep=;\nSTT;Họ và tên;Năm sinh Nam;Năm sinh Nữ;Chức vụ, đơn vị công tác;Danh hiệu đề nghị;Ghi chú\nI;Cá nhân;;;;;\n1;Đinh Văn Hòa;1980;;\"Chủ tịch\nUBND\";Chiến sĩ thi đua cơ sở;\n2;Nguyễn Thị Ánh;;5/6/1985;Kế toán;LĐTT;\"a \"\"b\"\"\"\nTổng cộng: 2;;;;;;\n";

/// Lists in every form in which they come.
fn lists(folder: &Path) -> Result<()> {
    let tcvn3 = b"STT\tH\xe4 v\xb5 t\xaan\n1\t\xa7inh V\xa8n H\xdfa\n2\tNguy\xd4n Th\xde Li\xaan\n";
    let windows = b"\xd0inh V\xe3n Ho\xcca, Nguy\xea\xden Thi\xf2 \xd0\xfd\xf5\xf2c";
    let utf16 = |mark: &[u8], order: fn(u16) -> [u8; 2]| {
        [mark, &LIST.encode_utf16().flat_map(order).collect::<Vec<_>>()].concat()
    };
    let sheet = SHEET.as_bytes();
    let parts = [sheet, STRINGS.as_bytes(), STYLES.as_bytes()].join(BETWEEN);
    for (name, bytes) in [
        ("utf8", LIST.as_bytes()),
        ("tcvn3", tcvn3),
        ("windows-1258", windows),
        ("utf16-le", &utf16(b"\xff\xfe", u16::to_le_bytes)),
        ("utf16-be", &utf16(b"\xfe\xff", u16::to_be_bytes)),
        ("workbook", &workbook(&parts)),
        ("old", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
        ("packed", &packed(sheet)?),
    ] {
        put(folder, "list", name, bytes)?;
    }
    // A seed that is refused at the door reaches nothing behind it.
    for list in [LIST.as_bytes().to_vec(), workbook(&parts)] {
        let read = File::open(list).and_then(read_all);
        read.map_err(|refusal| std::io::Error::other(format!("a list of ours is refused: {refusal}")))?;
    }
    put(folder, "workbook", "sheet", SHEET.replace(r#"t="s""#, r#"t="n""#).as_bytes())?;
    put(folder, "workbook", "whole", &parts)?;
    let old = "Họ và tên|Chức vụ\n§inh V¨n Hßa|a\nÑinh Vaên Hoøa|b";
    for (name, text) in [("list", LIST), ("old", old), ("marks", "Ho\u{300}a o\u{31b}\u{301}\t\"a\n")] {
        put(folder, "pasted", name, text.as_bytes())?;
        put(folder, "text", name, text.as_bytes())?;
    }
    Ok(())
}

const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:C4"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Năm sinh</t></is></c><c r="C1" t="str"><v>Điểm</v></c></row><row r="2"><c r="A2" t="s" s="1"><v>1</v></c><c r="B2" s="2"><v>29221.5</v></c><c r="C2"><f>1+1</f><v>85.5</v></c></row><row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="d"><v>1980-01-02T00:00:00</v></c><c r="C3" t="e"><v>#REF!</v></c></row><row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4"><f t="shared" ref="B4:C4" si="0">A4</f></c><c r="C4"><f t="shared" si="0"/></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells></worksheet>"#;
const STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2"><si><t>Họ và tên</t></si><si><r><t>§inh V¨n</t></r><r><t xml:space="preserve"> Hßa</t></r></si></sst>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="2"><font><name val="Times New Roman"/></font><font><name val=".VnTime"/></font></fonts><cellXfs count="3"><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="164" fontId="0"/></cellXfs></styleSheet>"#;

/// A container with one part that is compressed.
fn packed(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    let deflated = encoder.finish()?;
    let name = b"xl/workbook.xml";
    let sizes = [(deflated.len() as u32).to_le_bytes(), (content.len() as u32).to_le_bytes()].concat();
    let alike =
        [&[20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0, 0, 0, 0, 0][..], &sizes, &[name.len() as u8, 0]].concat();
    let mut bytes = [b"PK\x03\x04", &alike[..], &[0, 0], name, &deflated].concat();
    let at = (bytes.len() as u32).to_le_bytes();
    let entry = [b"PK\x01\x02", &[20, 0][..], &alike, &[0; 16], name].concat();
    bytes.extend(&entry);
    bytes.extend(
        [b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &(entry.len() as u32).to_le_bytes()[..], &at, &[0, 0]].concat(),
    );
    Ok(bytes)
}

/// What people type and photograph.
fn people(folder: &Path) -> Result<()> {
    for (name, text) in [
        ("vietnamese", "-1.234.567,25"),
        ("english", "1,234.5"),
        ("day", "29/2/2024"),
        ("iso", "2024-02-29"),
        ("year", "2023"),
        ("slip", "0123-4567-89ab-cdef"),
        ("record", "018bcfe5680070008000000000000001"),
        ("digest", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("origin", "https://thidua.example:8443"),
    ] {
        put(folder, "typed", name, text.as_bytes())?;
    }
    let point = |x, y| Point { x, y, pressure: Some(120), after_ms: 12 };
    let drawn = Signature::draw(2_000, &[vec![point(90, 700), point(800, 200)], vec![point(1_500, 900)]]);
    put(folder, "signature", "drawn", drawn.map_err(std::io::Error::other)?.encode().as_bytes())?;
    put(folder, "signature", "strokes", &[1, 20, 30, 99, 1, 200, 90, 80, 0, 10, 10, 5, 1, 90, 70, 5])?;
    let frame = [0xff, 0xc0, 0, 17, 8, 1, 0xe0, 2, 0x80];
    let remarks = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\0\0\0\0\0\0\0\0\0";
    for (name, bytes) in [
        ("jpeg", [&[0xff, 0xd8][..], remarks, &frame].concat()),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x27\x10\0\0\x1f\x40".to_vec()),
        ("gif", b"GIF89a\x40\x01\xf0\x00".to_vec()),
        ("webp-lossy", b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xf0\x00".to_vec()),
        ("webp-lossless", b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x3f\xc1\x3b\x00".to_vec()),
        ("webp-extended", b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0".to_vec()),
        ("heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec()),
        ("pdf", b"%PDF-1.7\n".to_vec()),
    ] {
        put(folder, "evidence", name, &bytes)?;
    }
    Ok(())
}

/// Passkeys and ballots.
fn proofs(folder: &Path) -> Result<()> {
    let owner = Authenticator::new(2, "https://thidua.example", "thidua.example");
    let (made, shown) = (owner.make("Y2hhbGxlbmdl"), owner.show("Y2hhbGxlbmdl"));
    put(folder, "passkey", "client-data", &which(0, &made.client_data))?;
    put(folder, "passkey", "key", &which(1, &owner.key_written()))?;
    put(folder, "passkey", "object", &which(2, &made.attestation))?;
    let credential = [&[7; 16][..], &[0, 32], &owner.id, &owner.key_written()].concat();
    put(folder, "passkey", "credential", &which(3, &credential))?;
    put(folder, "passkey", "signature", &which(4, &which(0, &shown.signature)))?;
    // An RSA key of 2,048 bits, as far as its form goes.
    let rsa =
        [&b"\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00\xc1"[..], &[0x55; 254], b"\x01\x21\x43\x01\0\x01"]
            .concat();
    put(folder, "passkey", "rsa", &which(1, &rsa))?;

    let unlike = |_| std::io::Error::other("a ballot of ours is none");
    let key = SessionKey::draw(Entropy::new([9; 32])).map_err(unlike)?;
    let pending = Pending::begin(Entropy::new([8; 32])).map_err(unlike)?;
    let answer = key.evaluate(Entropy::new([7; 32]), &pending.question()).map_err(unlike)?;
    let token = pending.finish(&answer, key.public()).map_err(unlike)?;
    let votes = vec![(1, Choice::Yes), (2, Choice::No), (7, Choice::Blank)];
    let paper =
        Paper::fill(token.clone(), votes).map_err(|_| std::io::Error::other("a paper of ours is none"))?;
    for (number, text) in [
        (1, paper.to_json()),
        (2, pending.question().to_text()),
        (3, answer.to_text()),
        (4, token.to_text()),
        (5, pending.to_text()),
        (6, key.public().to_text()),
    ] {
        put(folder, "ballot", &number.to_string(), &which(number, text.as_bytes()))?;
    }
    put(folder, "ballot", "key", &which(0, &key.to_bytes()))?;
    Ok(())
}
