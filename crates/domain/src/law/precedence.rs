//! Who comes first among equals: the woman, or the collective of which at least 70 % are women (152/2025/NĐ-CP art. 4(6)).
//!
//! A help for whoever has to choose, never a choice: the score decides, this only breaks its ties.

use std::cmp::Ordering;

use super::fact::{Fact, Truth};
use super::finding::Findings;
use super::rule::RuleId::R32;

/// One of those who are compared.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Candidate {
    /// The score, in hundredths of a point.
    pub score: i64,
    /// Whether a person is a woman.
    pub is_woman: Fact<bool>,
    /// Of a collective: the women and all members.
    pub women: Fact<(u32, u32)>,
}

impl Candidate {
    /// Whether the rule prefers this one among equals.
    #[must_use]
    pub fn is_preferred(&self) -> Truth {
        let most = |(women, all): &(u32, u32)| *all > 0 && 10 * u64::from(*women) >= 7 * u64::from(*all);
        Truth::any([self.is_woman.test("sex", |woman| *woman), self.women.test("women", most)])
    }
}

/// The order in which two stand: the higher score first, among equals whom the rule prefers.
#[must_use]
pub fn compare(a: &Candidate, b: &Candidate) -> Ordering {
    let rank = |candidate: &Candidate| u8::from(candidate.is_preferred() != Truth::Yes);
    b.score.cmp(&a.score).then(rank(a).cmp(&rank(b)))
}

/// Whether the first of two stands where the rule puts it.
#[must_use]
pub fn judge(first: &Candidate, second: &Candidate) -> Findings {
    let mut found = Findings::default();
    let truth = if first.score == second.score {
        match (first.is_preferred(), second.is_preferred()) {
            (Truth::Unknown(missing), _) | (_, Truth::Unknown(missing)) => Truth::Unknown(missing),
            (_, Truth::Yes) if first.is_preferred() != Truth::Yes => Truth::No,
            _ => Truth::Yes,
        }
    } else {
        Truth::from(first.score > second.score)
    };
    found.take(R32, truth);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_decides_before_the_preference() {
        let one = |score, woman| Candidate { score, is_woman: Fact::Is(woman), ..Candidate::default() };
        assert_eq!(compare(&one(90, false), &one(80, true)), Ordering::Less);
        assert_eq!(compare(&one(90, false), &one(90, true)), Ordering::Greater);
        assert_eq!(compare(&one(90, true), &one(90, true)), Ordering::Equal);
        let group = |women, all| Candidate { women: Fact::Is((women, all)), ..Candidate::default() };
        assert_eq!(compare(&group(7, 10), &group(6, 10)), Ordering::Less);
    }
}
