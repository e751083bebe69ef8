//! What names, posts and places must be. Each fault has its reason code in `docs/protocol.md`.

use std::collections::BTreeSet;

use thidua_domain::access::Role;
use thidua_domain::award::Level;
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_domain::text::compose;
use thidua_sync::administration::Post;
use thidua_sync::directory::{kind_name, level_of};

use super::{Roster, Years};

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;
/// Years of work.
const YEARS: std::ops::RangeInclusive<u16> = 2000..=2100;

/// What is wrong with what an administrator has asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// No name for signing in.
    #[error("a name for signing in has 3 to 40 of a–z, 0–9, '.', '-', '_'")]
    Login,
    /// Another account has it.
    #[error("another account has this name for signing in")]
    LoginTaken,
    /// No name.
    #[error("a name has 1 to 200 characters")]
    Name,
    /// Another account or place has it.
    #[error("another one has this name")]
    NameTaken,
    /// No role that is known.
    #[error("an unknown role")]
    Role,
    /// Not a commune or an office.
    #[error("an account's unit is a commune or an office")]
    Home,
    /// Not years, or the last before the first.
    #[error("years are 2000 to 2100, the first not after the last")]
    Years,
    /// Not a year.
    #[error("a year is 2000 to 2100")]
    Year,
    /// No level that a committee has.
    #[error("a committee's level is commune, district or province")]
    Level,
    /// No kind of place that can be made.
    #[error("a place is a commune, an office, a bloc or a cluster")]
    Kind,
    /// Members that are no units, or of a place that has none.
    #[error("the members of a bloc or cluster are communes and offices, and other places have none")]
    Members,
    /// No day, as of a merger.
    #[error("a day is written YYYY-MM-DD")]
    Day,
}

/// A name for signing in, as it is typed.
pub(crate) fn login(typed: &str) -> Result<String, Fault> {
    let login = typed.trim();
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    let fits = (3..=40).contains(&login.len()) && login.bytes().all(known);
    if fits { Ok(login.to_owned()) } else { Err(Fault::Login) }
}

/// A name of an account, a place or the committee: letters in one piece, one space between words.
pub(crate) fn name(typed: &str) -> Result<String, Fault> {
    let name = compose(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name) } else { Err(Fault::Name) }
}

/// The year that is being worked on.
pub(crate) fn year(year: u16) -> Result<u16, Fault> {
    if YEARS.contains(&year) { Ok(year) } else { Err(Fault::Year) }
}

/// The level of a committee, by its name.
pub(crate) fn level(word: &str) -> Result<Level, Fault> {
    level_of(word).ok_or(Fault::Level)
}

/// What an account is for and whose, where all of it is right.
pub(crate) struct Checked {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) home: PartitionId,
    pub(crate) years: Years,
}

impl Roster {
    /// A new name for signing in.
    pub(crate) fn new_login(&self, typed: &str) -> Result<String, Fault> {
        let login = login(typed)?;
        let taken = self.officers.values().any(|other| other.login == login);
        if taken { Err(Fault::LoginTaken) } else { Ok(login) }
    }

    /// A post for an account; `account` is its number, where it has one already.
    pub(crate) fn check(&self, account: Option<u32>, post: &Post) -> Result<Checked, Fault> {
        let name = name(&post.name)?;
        let role = Role::from_id(&post.role).ok_or(Fault::Role)?;
        let home = PartitionId(post.home);
        if !self.is_unit(home) {
            return Err(Fault::Home);
        }
        let years = Years { first: post.first_year, last: post.last_year };
        let in_order = years.first.zip(years.last).is_none_or(|(first, last)| first <= last);
        if !in_order || !years.first.iter().chain(&years.last).all(|year| YEARS.contains(year)) {
            return Err(Fault::Years);
        }
        let mut others = self.officers.iter().filter(|(other, _)| Some(**other) != account);
        if others.any(|(_, other)| is_same(&other.name, &name)) {
            return Err(Fault::NameTaken);
        }
        Ok(Checked { name, role, home, years })
    }

    /// A name for a place; `place` is its number, where it has one already.
    pub(crate) fn place_name(&self, place: Option<PartitionId>, typed: &str) -> Result<String, Fault> {
        let name = name(typed)?;
        // A name of a unit that has ended is free.
        let there = self.places.iter().filter(|(_, other)| other.is_there());
        let mut others = there.filter(|(other, _)| Some(**other) != place);
        if others.any(|(_, other)| is_same(&other.name, &name)) { Err(Fault::NameTaken) } else { Ok(name) }
    }

    /// The members of a place of this kind.
    pub(crate) fn members(
        &self,
        kind: PartitionKind,
        members: &[u32],
    ) -> Result<BTreeSet<PartitionId>, Fault> {
        let all: BTreeSet<_> = members.iter().map(|member| PartitionId(*member)).collect();
        let fits = (kind.is_group() || all.is_empty()) && all.iter().all(|member| self.is_unit(*member));
        if fits { Ok(all) } else { Err(Fault::Members) }
    }

    fn is_unit(&self, place: PartitionId) -> bool {
        self.places.get(&place).is_some_and(|place| place.kind.is_unit() && place.is_there())
    }
}

/// The kind of a place that an administrator may make.
pub(crate) fn kind(word: &str) -> Result<PartitionKind, Fault> {
    let known = PartitionKind::ALL.into_iter().filter(|kind| kind.is_unit() || kind.is_group());
    known.into_iter().find(|kind| kind_name(*kind) == word).ok_or(Fault::Kind)
}

/// Names that differ in large and small letters only are the same to whoever reads them.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_signing_in() {
        for right in ["abc", "long.mon-2", "a_b", "0123456789012345678901234567890123456789"] {
            assert_eq!(login(right).as_deref(), Ok(right));
        }
        assert_eq!(login(" longmon ").as_deref(), Ok("longmon"));
        let long = "a".repeat(41);
        for wrong in ["", "ab", &long, "LongMon", "long mon", "longmôn", "a/b", "a@b"] {
            assert_eq!(login(wrong), Err(Fault::Login), "{wrong}");
        }
    }

    #[test]
    fn names_have_their_letters_in_one_piece_and_one_space_between_words() {
        assert_eq!(name("  Xa\u{303}  Long\tMôn ").as_deref(), Ok("Xã Long Môn"));
        let long = "a".repeat(201);
        for wrong in ["", " \n ", "a\u{0}b", &long] {
            assert_eq!(name(wrong), Err(Fault::Name), "{wrong:?}");
        }
    }
}
