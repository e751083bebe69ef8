//! The hub's address as a code that a tablet's camera reads, in the terminal.

use qrcodegen::{QrCode, QrCodeEcc};

/// The light margin that readers ask for, in modules.
const MARGIN: i32 = 2;

/// Two modules above each other in one character, dark as ink; `None` where the text is too long.
pub(super) fn drawn(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut out = String::new();
    let range = -MARGIN..code.size() + MARGIN;
    for y in range.clone().step_by(2) {
        for x in range.clone() {
            // Terminals are mostly dark: what is light is drawn.
            out.push(match (code.get_module(x, y), code.get_module(x, y + 1)) {
                (true, true) => ' ',
                (true, false) => '▄',
                (false, true) => '▀',
                (false, false) => '█',
            });
        }
        out.push('\n');
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_square_with_a_light_margin() {
        let drawn = drawn("https://hub.example").unwrap();
        let lines: Vec<_> = drawn.lines().map(|line| line.chars().count()).collect();
        assert!(lines.iter().all(|width| *width == lines[0]) && lines.len() == lines[0].div_ceil(2));
        assert!(drawn.lines().next().unwrap().chars().all(|one| one == '█'));
        assert_eq!(super::drawn(&"x".repeat(5_000)), None);
    }
}
