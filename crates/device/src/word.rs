//! The words of one line.

use crate::fault::{At, ScriptError};

/// A piece of text and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// Where it begins.
    pub at: At,
    /// What it says, quotes taken off.
    pub text: String,
    /// Whether it stood in quotes.
    pub quoted: bool,
}

/// A word, or a field with its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Word {
    /// A word.
    Plain(Text),
    /// `FIELD=VALUE`.
    Pair(Pair),
}

/// A field and what it is to say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// The field, as it was written.
    pub field: Text,
    /// The value.
    pub value: Text,
}

impl Word {
    /// Where it begins.
    #[must_use]
    pub const fn at(&self) -> At {
        match self {
            Self::Plain(text) => text.at,
            Self::Pair(pair) => pair.field.at,
        }
    }
}

/// Cuts a line into its words.
///
/// # Errors
/// Where a quote never closes, or something stands right behind one.
pub fn words(line: &str, number: usize) -> Result<Vec<Word>, ScriptError> {
    let mut letters = line.chars().zip(1..).peekable();
    let at = |column| At { line: number, column };
    let mut words = Vec::new();
    while let Some(&(letter, column)) = letters.peek() {
        if letter.is_whitespace() {
            letters.next();
            continue;
        }
        if letter == '#' && !letters.clone().nth(1).is_some_and(|(next, _)| next.is_ascii_digit()) {
            break;
        }
        let (first, equals) = piece(&mut letters, at(column), true)?;
        if let Some(column) = equals {
            let (value, _) = piece(&mut letters, at(column + 1), false)?;
            words.push(Word::Pair(Pair { field: first, value }));
        } else {
            words.push(Word::Plain(first));
        }
    }
    Ok(words)
}

/// A piece up to a space; with `stops` also up to `=`, whose column is told.
fn piece(
    letters: &mut std::iter::Peekable<impl Iterator<Item = (char, usize)>>,
    at: At,
    stops: bool,
) -> Result<(Text, Option<usize>), ScriptError> {
    let mut text = String::new();
    if letters.next_if(|(letter, _)| *letter == '"').is_some() {
        loop {
            match letters.next() {
                None => return Err(ScriptError::new(at, "this quote never closes")),
                Some(('"', _)) => break,
                Some(('\\', column)) => match letters.next() {
                    Some(('n', _)) => text.push('\n'),
                    Some((letter @ ('"' | '\\'), _)) => text.push(letter),
                    _ => {
                        let at = At { column, ..at };
                        return Err(ScriptError::new(
                            at,
                            "after a backslash stands n, a quote or another backslash",
                        ));
                    }
                },
                Some((letter, _)) => text.push(letter),
            }
        }
        if let Some((letter, column)) = letters.peek().filter(|(letter, _)| !letter.is_whitespace()) {
            return Err(ScriptError::new(
                At { column: *column, ..at },
                format!("a space is missing before {letter:?}"),
            ));
        }
        return Ok((Text { at, text, quoted: true }, None));
    }
    while let Some((letter, column)) = letters.next_if(|(letter, _)| !letter.is_whitespace()) {
        if stops && letter == '=' {
            return Ok((Text { at, text, quoted: false }, Some(column)));
        }
        text.push(letter);
    }
    Ok((Text { at, text, quoted: false }, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Vec<String> {
        let said = |word: Word| match word {
            Word::Plain(word) => format!("{}@{}", word.text, word.at.column),
            Word::Pair(Pair { field, value }) => {
                format!(
                    "{}@{} = {:?}@{} {}",
                    field.text, field.at.column, value.text, value.at.column, value.quoted
                )
            }
        };
        words(line, 1).unwrap().into_iter().map(said).collect()
    }

    #[test]
    fn a_line_is_words_and_pairs() {
        assert_eq!(said("  create nomination an # the first"), ["create@3", "nomination@10", "an@21"]);
        let pair = "edit an name=\"Đinh \\\"A\\\"\" note=a=b #13=5 x=";
        let expected = [
            "edit@1",
            "an@6",
            "name@9 = \"Đinh \\\"A\\\"\"@14 true",
            "note@27 = \"a=b\"@32 false",
            "#13@36 = \"5\"@40 false",
            "x@42 = \"\"@44 false",
        ];
        assert_eq!(said(pair), expected);
        assert!(said("# a remark, name=\"").is_empty() && said("").is_empty());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_column() {
        for (line, place, part) in [
            ("edit an name=\"Đinh", "4:14", "never closes"),
            ("edit an name=\"a\"b", "4:17", "space is missing"),
            ("edit an name=\"a\\x\"", "4:16", "backslash"),
        ] {
            let error = words(line, 4).unwrap_err().to_string();
            assert!(error.starts_with(place) && error.contains(part), "{error}");
        }
    }
}
