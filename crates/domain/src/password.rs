//! What a password must be. Asked by the device, to tell early, and by the endpoint, which decides.
//!
//! Long, and not what everybody tries first; no rules about kinds of characters, which make passwords worse.

/// The fewest characters.
pub const SHORTEST: usize = 10;
/// The most characters.
pub const LONGEST: usize = 128;
/// The fewest different characters.
const DIFFERENT: usize = 5;

/// What is tried first, without regard to case. Those that are shorter than [`SHORTEST`] need no mention.
const WELL_KNOWN: [&str; 24] = [
    "0123456789",
    "1234567890",
    "12345678910",
    "123456789a",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "abcdefghij",
    "abcd123456",
    "a123456789",
    "aa123456789",
    "admin12345",
    "adminadmin",
    "anhyeuem123",
    "iloveyou123",
    "khongbiet123",
    "matkhau123",
    "matkhau12345",
    "password12",
    "password123",
    "password1234",
    "qwerty12345",
    "qwertyuiop",
    "vietnam123",
    "xinchao123",
];

/// Why a password will not do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Fewer than [`SHORTEST`] characters.
    Short,
    /// More than [`LONGEST`] characters.
    Long,
    /// One that is tried first, or the same few characters over and over.
    Guessable,
    /// It contains the name for signing in.
    Login,
}

impl Fault {
    /// The word for it on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Short => "password_short",
            Self::Long => "password_long",
            Self::Guessable => "password_guessable",
            Self::Login => "password_login",
        }
    }

    /// The fault of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Short, Self::Long, Self::Guessable, Self::Login].into_iter().find(|fault| fault.word() == word)
    }
}

/// What is wrong with a password for this name; `None` where it will do. Where the name is not known yet (on a slip), it is empty.
#[must_use]
pub fn fault(password: &str, login: &str) -> Option<Fault> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Some(Fault::Short);
    }
    if length > LONGEST {
        return Some(Fault::Long);
    }
    let lower = password.to_lowercase();
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT || WELL_KNOWN.contains(&lower.as_str()) {
        return Some(Fault::Guessable);
    }
    let login = login.to_lowercase();
    (login.len() >= 3 && lower.contains(&login)).then_some(Fault::Login)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_long_and_not_what_everybody_tries() {
        let cases = [
            ("ngắn", "longmon", Some(Fault::Short)),
            ("mười ký tự", "longmon", None),
            ("Mật khẩu dài", "longmon", None),
            ("1234567890", "longmon", Some(Fault::Guessable)),
            ("MatKhau123", "longmon", Some(Fault::Guessable)),
            ("aaaaaaaaaaaa", "longmon", Some(Fault::Guessable)),
            ("abababababab", "longmon", Some(Fault::Guessable)),
            ("cuaLongMon2023", "longmon", Some(Fault::Login)),
            ("cuaLongMon2023", "", None),
        ];
        for (password, login, wanted) in cases {
            assert_eq!(fault(password, login), wanted, "{password}");
        }
        assert_eq!(fault(&"ab1cd".repeat(30), ""), Some(Fault::Long));
        assert!(
            [Fault::Short, Fault::Long, Fault::Guessable, Fault::Login]
                .iter()
                .all(|fault| Fault::from_word(fault.word()) == Some(*fault))
        );
    }
}
