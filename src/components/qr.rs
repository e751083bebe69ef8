//! A QR code. For parts of the app that come when they are opened.

use leptos::prelude::*;
use qrcodegen::QrCode;

/// White around a code, in modules: readers need four.
const QUIET: i32 = 4;

/// Black on white whatever the theme, or no reader would know it.
pub(crate) fn draw(code: &QrCode, label: impl Into<Oco<'static, str>>) -> AnyView {
    drawn(code, label.into())
}

fn drawn(code: &QrCode, label: Oco<'static, str>) -> AnyView {
    let size = (code.size() + 2 * QUIET).to_string();
    let view_box = ["0 0 ", &size, " ", &size].concat();
    view! {
        <svg class="qr" viewBox=view_box role="img" aria-label=label shape-rendering="crispEdges">
            <rect width="100%" height="100%" fill="#fff"></rect>
            <path d=path(code) fill="#000"></path>
        </svg>
    }
    .into_any()
}

/// A row of dark modules in one piece, so that no printer leaves hairlines between them.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let begun = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x > begun {
                let [left, top, width] =
                    [begun + QUIET, y + QUIET, x - begun].map(|figure| figure.to_string());
                path.extend(["M", &left, " ", &top, "h", &width, "v1h-", &width, "z"]);
            }
            x += 1;
        }
    }
    path
}
