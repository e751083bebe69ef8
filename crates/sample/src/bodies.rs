//! Invented small bodies of communes and offices, with as many members as the titles of a year ask for.

use crate::MARK;

/// The bodies of a commune that have a title for the year.
const OF_COMMUNES: [&str; 5] =
    ["Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở", "Trạm Y tế", "Văn phòng UBND"];
/// The associations of a commune that have a letter of commendation.
const ASSOCIATIONS: [&str; 4] =
    ["Hội Liên hiệp Phụ nữ", "Hội Nông dân", "Đoàn Thanh niên", "Hội Cựu chiến binh"];

/// A commune's name as it stands within another name.
pub(crate) fn within(unit: &str) -> String {
    unit.strip_prefix("Xã ").map_or_else(|| unit.to_owned(), |name| ["xã ", name].concat())
}

/// The name of a commune's body: each kind once in each commune, then numbered ones.
pub(crate) fn of_commune(turn: usize, place: usize, commune: &str) -> String {
    numbered(&OF_COMMUNES, turn / OF_COMMUNES.len(), turn + place, commune)
}

/// The name of a commune's association.
pub(crate) fn association(turn: usize, commune: &str) -> String {
    numbered(&ASSOCIATIONS, turn / ASSOCIATIONS.len(), turn, commune)
}

/// The name of an office's team.
pub(crate) fn of_office(office: &str) -> String {
    ["Tập thể công chức ", office, MARK].concat()
}

/// The name of an office's union.
pub(crate) fn union(turn: usize, office: &str) -> String {
    numbered(&["Công đoàn cơ sở"], turn, 0, office)
}

fn numbered(kinds: &[&str], round: usize, kind: usize, unit: &str) -> String {
    let kind = kinds.get(kind % kinds.len().max(1)).copied().unwrap_or_default();
    let number = if round == 0 { String::new() } else { [" số ", &(round + 1).to_string()].concat() };
    [kind, &number, " ", &within(unit), MARK].concat()
}

/// A collective with a title, and who of its members has one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Strength {
    /// All members.
    pub(crate) members: u32,
    /// Those who are only Lao động tiên tiến.
    pub(crate) workers: u32,
    /// Those who are Chiến sĩ thi đua cơ sở.
    pub(crate) fighters: u32,
}

impl Strength {
    /// Those who meet Lao động tiên tiến: the fighters do too.
    pub(crate) const fn advanced(self) -> u32 {
        self.workers + self.fighters
    }
}

/// Spreads so many workers and fighters over so many collectives: those that are excellent first, of whom each has at
/// least one fighter and no more than a third of its members without a title.
pub(crate) fn strengths(excellent: u32, advanced: u32, workers: u32, fighters: u32) -> Vec<Strength> {
    let all = excellent + advanced;
    let share = |total: u32, place: u32, of: u32| {
        let whole = total.checked_div(of).unwrap_or_default();
        whole + u32::from(place < total - whole * of)
    };
    // Two fighters for each excellent one, the rest to the first of the others.
    let first = fighters.min(2 * excellent);
    (0..all)
        .map(|place| {
            let is_excellent = place < excellent;
            let fighters = if is_excellent {
                share(first, place, excellent)
            } else {
                share(fighters - first, place - excellent, advanced)
            };
            let workers = share(workers, place, all);
            let titled = workers + fighters;
            let others = if is_excellent { titled / 4 } else { titled / 2 + place % 2 };
            Strength { members: titled + others, workers, fighters }
        })
        .collect()
}
