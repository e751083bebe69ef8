//! What goes wrong, and where in the script.

use std::fmt;

/// A place in the script, counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    /// The line.
    pub line: usize,
    /// The character within it.
    pub column: usize,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// What is wrong at a place of the script: with its words, or with what came of them.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{at}: {what}")]
pub struct ScriptError {
    /// Where.
    pub at: At,
    /// What, in words.
    pub what: String,
}

impl ScriptError {
    /// An error at a place.
    pub fn new(at: At, what: impl Into<String>) -> Self {
        Self { at, what: what.into() }
    }
}
