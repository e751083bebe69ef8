//! Facts about a person or a collective, and the logic of three values over them.

/// A fact as far as it is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Fact<T> {
    /// Nobody asks about it: rules that need it do not judge.
    #[default]
    NotAsked,
    /// Asked, and not entered yet.
    Missing,
    /// Known.
    Is(T),
}

impl<T> Fact<T> {
    /// Whether the fact has a property.
    pub fn test(&self, key: &'static str, holds: impl FnOnce(&T) -> bool) -> Truth {
        match self {
            Self::NotAsked => Truth::NotAsked,
            Self::Missing => Truth::Unknown(vec![key]),
            Self::Is(value) if holds(value) => Truth::Yes,
            Self::Is(_) => Truth::No,
        }
    }

    /// The fact, where it is known.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::NotAsked | Self::Missing => None,
        }
    }
}

/// What can be said with the facts at hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Truth {
    /// It was not asked.
    NotAsked,
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It cannot be told before these facts are entered.
    Unknown(Vec<&'static str>),
}

impl Truth {
    /// Whether all hold. One that does not settles it, whatever is missing; those that were not asked do not count.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::fold(parts, &Self::No, &Self::Yes)
    }

    /// Whether at least one holds. One that does settles it; those that were not asked do not count.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::fold(parts, &Self::Yes, &Self::No)
    }

    fn fold(parts: impl IntoIterator<Item = Self>, settles: &Self, otherwise: &Self) -> Self {
        let mut whole = Self::NotAsked;
        for part in parts {
            if part == *settles {
                return part;
            }
            whole = match (whole, part) {
                (whole, Self::NotAsked) => whole,
                (Self::Unknown(mut missing), Self::Unknown(more)) => {
                    for key in more {
                        if !missing.contains(&key) {
                            missing.push(key);
                        }
                    }
                    Self::Unknown(missing)
                }
                (Self::Unknown(missing), _) | (_, Self::Unknown(missing)) => Self::Unknown(missing),
                _ => otherwise.clone(),
            };
        }
        whole
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, No, NotAsked, Yes};

    fn unknown() -> Truth {
        Truth::Unknown(vec!["a"])
    }

    #[test]
    fn what_settles_a_question_settles_it_whatever_is_missing() {
        let cases = [
            (vec![], NotAsked, NotAsked),
            (vec![NotAsked, NotAsked], NotAsked, NotAsked),
            (vec![Yes, NotAsked], Yes, Yes),
            (vec![No, NotAsked], No, No),
            (vec![Yes, unknown()], unknown(), Yes),
            (vec![unknown(), No], No, unknown()),
            (vec![No, Yes], No, Yes),
        ];
        for (parts, all, any) in cases {
            assert_eq!(Truth::all(parts.clone()), all, "all of {parts:?}");
            assert_eq!(Truth::any(parts.clone()), any, "any of {parts:?}");
        }
        let both = Truth::all([Truth::Unknown(vec!["a"]), Truth::Unknown(vec!["b"])]);
        assert_eq!(both, Truth::Unknown(vec!["a", "b"]));
    }
}
