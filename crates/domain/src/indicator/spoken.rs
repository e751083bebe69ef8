//! How an indicator is told in a sentence, as in the committee's report: "trên 792,5 tỷ đồng, tăng 8,13% so với năm
//! trước". One place for the screens and for the report, in the language of the notation.

use std::cmp::Ordering;

use super::{Better, Indicator, Qualifier, Untold};
use crate::decimal::{self, Notation};
use crate::percent::{Change, Percent};

type Both = (&'static str, &'static str);

const fn of(notation: Notation, both: Both) -> &'static str {
    match notation {
        Notation::Vietnamese => both.0,
        Notation::English => both.1,
    }
}

impl Qualifier {
    /// The word before a figure.
    #[must_use]
    pub const fn word(self, notation: Notation) -> &'static str {
        let both = match self {
            Self::Over => ("trên", "over"),
            Self::MoreThan => ("hơn", "more than"),
            Self::Nearly => ("gần", "nearly"),
            Self::About => ("khoảng", "about"),
            Self::Below => ("dưới", "below"),
        };
        of(notation, both)
    }
}

/// What was reached, with its qualifier and its measure; `None` where there is no figure yet.
#[must_use]
pub fn said(indicator: &Indicator<'_>, notation: Notation) -> Option<String> {
    let figure = measured(indicator, decimal::format(indicator.actual?, notation), notation);
    Some(
        indicator
            .actual_said
            .map_or_else(|| figure.clone(), |qualifier| [qualifier.word(notation), " ", &figure].concat()),
    )
}

/// A figure with the measure. That of the list is known in both languages, an own one stands as it was typed.
fn measured(indicator: &Indicator<'_>, figure: String, notation: Notation) -> String {
    let listed = indicator.known().map(|known| known.measure).filter(|(vi, _)| *vi == indicator.measure);
    let measure = listed.map_or(indicator.measure, |both| of(notation, both));
    match measure {
        "" => figure,
        "%" => [&figure, "%"].concat(),
        _ => [&figure, " ", measure].concat(),
    }
}

/// A share as it is told: exactly, or by the whole percent that its qualifier is true of.
fn told(share: Percent, qualifier: Option<Qualifier>, notation: Notation) -> String {
    let qualified = qualifier.and_then(|qualifier| Some((qualifier, qualifier.of_share(share)?)));
    match qualified {
        Some((qualifier, whole)) => [qualifier.word(notation), " ", &whole.written(notation)].concat(),
        None => share.written(notation),
    }
}

/// How it has changed since the year before.
#[must_use]
pub fn growth_words(change: Change, notation: Notation) -> String {
    let on = of(notation, (" so với năm trước", " on the year before"));
    if change.way == Ordering::Equal {
        return of(notation, ("bằng năm trước", "as the year before")).to_owned();
    }
    if change.size.hundredths() == 0 {
        return of(notation, ("gần như không đổi so với năm trước", "hardly changed on the year before"))
            .to_owned();
    }
    let way = if change.way == Ordering::Greater { ("tăng ", "up ") } else { ("giảm ", "down ") };
    [of(notation, way), &change.size.written(notation), on].concat()
}

/// How much of the plan that is. Where less is better, nothing is "reached".
#[must_use]
pub fn plan_words(indicator: &Indicator<'_>, share: Percent, notation: Notation) -> String {
    let is_less_better = indicator.known().is_some_and(|known| known.better == Better::Less);
    let begin = if is_less_better { ("bằng ", "") } else { ("đạt ", "reaching ") };
    let share = told(share, indicator.plan_said, notation);
    [of(notation, begin), &share, of(notation, (" kế hoạch", " of the plan"))].concat()
}

/// What part of the whole that is.
#[must_use]
pub fn share_words(indicator: &Indicator<'_>, share: Percent, notation: Notation) -> String {
    let whole = indicator.known().and_then(|known| known.whole).unwrap_or(("tổng số", "the whole"));
    let share = told(share, indicator.share_said, notation);
    [of(notation, ("chiếm ", "")), &share, of(notation, (" ", " of ")), of(notation, whole)].concat()
}

/// Everything that can be told of an indicator, in one sentence without its name; `None` where there is no figure yet.
#[must_use]
pub fn sentence(indicator: &Indicator<'_>, notation: Notation) -> Option<String> {
    let parts = [
        Some(said(indicator, notation)?),
        indicator.share().ok().map(|share| share_words(indicator, share, notation)),
        indicator.growth().ok().map(|change| growth_words(change, notation)),
        indicator.of_plan().ok().map(|share| plan_words(indicator, share, notation)),
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// Why something is not told.
#[must_use]
pub const fn why(untold: Untold, notation: Notation) -> &'static str {
    let both = match untold {
        Untold::NoActual => ("Chưa có số thực hiện.", "There is no figure yet."),
        Untold::NoPlan => (
            "Chưa có kế hoạch nên không tính phần trăm kế hoạch.",
            "Nothing was planned, so there is no percent of the plan.",
        ),
        Untold::PlanIsZero => (
            "Kế hoạch bằng 0 nên không tính được phần trăm kế hoạch.",
            "The plan is 0, so there is no percent of it.",
        ),
        Untold::NoLastYear => (
            "Chưa có số năm trước nên không tính được mức tăng, giảm.",
            "The figure of the year before is missing, so no growth can be told.",
        ),
        Untold::LastYearIsZero => (
            "Năm trước bằng 0 nên không tính được mức tăng, giảm.",
            "The year before it was 0, so no growth can be told.",
        ),
        Untold::NoTotal => (
            "Chưa có tổng số nên không tính được tỷ lệ.",
            "It is not known of how many, so there is no share.",
        ),
        Untold::TotalIsZero => {
            ("Tổng số bằng 0 nên không tính được tỷ lệ.", "The whole is 0, so there is no share.")
        }
        Untold::MoreThanTotal => (
            "Số thực hiện lớn hơn tổng số nên không tính được tỷ lệ. Hãy kiểm tra lại hai số này.",
            "The figure is more than the whole, so there is no share. Please look at both again.",
        ),
        Untold::TooLarge => {
            ("Hai số chênh nhau quá lớn, không tính được.", "The two figures differ too much to be compared.")
        }
    };
    of(notation, both)
}
