//! A workbook's container around parts that come from outside, so that what reads the parts is reached.

use flate2::Crc;

const WORKBOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const ROOT: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;

/// What stands between two parts in the input.
pub const BETWEEN: &[u8] = b"\n---\n";

/// A workbook of the parts in the input: its sheet, its shared strings, its styles, its list of sheets. Parts that are missing are
/// left out, the list of sheets is then an ordinary one.
pub fn workbook(input: &[u8]) -> Vec<u8> {
    let mut parts = pieces(input).into_iter();
    let sheet = parts.next().unwrap_or_default();
    let (strings, styles) = (parts.next(), parts.next());
    let workbook = parts.next().unwrap_or(WORKBOOK);
    let mut files = vec![
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", parts.next().unwrap_or(RELATIONS)),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    files.extend(strings.map(|strings| ("xl/sharedStrings.xml", strings)));
    files.extend(styles.map(|styles| ("xl/styles.xml", styles)));
    stored(&files)
}

fn pieces(mut input: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while let Some(at) = input.windows(BETWEEN.len()).position(|window| window == BETWEEN) {
        pieces.push(&input[..at]);
        input = &input[at + BETWEEN.len()..];
    }
    pieces.push(input);
    pieces
}

/// A container in which nothing is compressed.
fn stored(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut crc = Crc::new();
        crc.update(content);
        let (size, offset) = ((content.len() as u32).to_le_bytes(), (bytes.len() as u32).to_le_bytes());
        // Version, flags, method, time, day; then what both headers have alike.
        let alike =
            [&[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0], &crc.sum().to_le_bytes()[..], &size, &size].concat();
        let length = (name.len() as u16).to_le_bytes();
        bytes.extend([b"PK\x03\x04", &alike[..], &length, &[0, 0], name.as_bytes(), content].concat());
        let rest = [&length[..], &[0; 12], &offset, name.as_bytes()].concat();
        directory.extend([b"PK\x01\x02", &[20, 0][..], &alike, &rest].concat());
    }
    let (count, at) = ((files.len() as u16).to_le_bytes(), (bytes.len() as u32).to_le_bytes());
    let size = (directory.len() as u32).to_le_bytes();
    bytes.extend(directory);
    bytes.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &size, &at, &[0, 0]].concat());
    bytes
}
