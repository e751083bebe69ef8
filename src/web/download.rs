//! Handing a text to the officer as a file of their own.

use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers a table as a CSV file that Excel opens; says whether the browser took it.
pub(crate) fn save_table(name: &str, rows: &[Vec<String>]) -> bool {
    let lines: Vec<String> = rows.iter().map(|row| line(row)).collect();
    // The mark at the beginning tells Excel that this is UTF-8.
    save_text(name, &["\u{feff}", &lines.concat()].concat())
}

/// A line of a CSV file. A cell that a spreadsheet would take for a formula is marked as text.
pub(crate) fn line(cells: &[String]) -> String {
    let quoted = |cell: &String| {
        let mark = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        ["\"", mark, &cell.replace('"', "\"\""), "\""].concat()
    };
    [&cells.iter().map(quoted).collect::<Vec<_>>().join(","), "\r\n"].concat()
}

/// Offers a text as a file; says whether the browser took it.
pub(crate) fn save_text(name: &str, text: &str) -> bool {
    offer(name, "text/csv;charset=utf-8", &text.into()).is_ok()
}

/// Offers a text of some type as a file; says whether the browser took it.
pub(crate) fn save(name: &str, ending: &str, media_type: &str, text: &str) -> bool {
    offer(&[name, ".", ending].concat(), media_type, &text.into()).is_ok()
}

/// Offers bytes as a file; says whether the browser took it.
pub(crate) fn save_bytes(name: &str, media_type: &str, bytes: &Uint8Array) -> bool {
    offer(name, media_type, bytes).is_ok()
}

fn offer(name: &str, media_type: &str, content: &JsValue) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_blob_sequence_and_options(&Array::of1(content), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The download has the content by now; the address would keep it in memory as long as the page lives.
    Url::revoke_object_url(&address)
}
