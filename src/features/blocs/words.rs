//! What is said of blocs, of signing in a row, of scores and of the ranking, both languages side by side.

mod sentences;

use thidua_domain::bloc::{CriterionKind, Formula, TieRule};
use thidua_domain::score::{Basis, Role};

use crate::locale::Locale;
use crate::locale::facts::Both;

pub(super) use sentences::{
    blocs, differ, differs_from, done, finding, fulfilled, leaves, led_by, left, members, missing, over,
    place_for, placed, scored, signed_of, sum, take, target, total_differs, unranked,
};

pub(super) const NONE: Both = ("", "");
pub(super) const CHOOSE: Both = ("Chọn một khối hoặc cụm", "Choose a bloc or cluster");
pub(super) const CHOOSE_HELP: Both = (
    "Thành viên, bảng điểm, việc ký và xếp hạng hiện ở đây.",
    "Its members, its table, the signing and the ranking will appear here.",
);
pub(super) const NEW: Both = ("Lập khối, cụm của năm", "New year of a bloc");
pub(super) const EDIT: Both = ("Sửa khối, cụm", "Edit the bloc");
pub(super) const EMPTY: Both = ("Chưa có khối, cụm nào", "There is no bloc yet");
pub(super) const EMPTY_HELP: Both = (
    "Mỗi năm một khối, cụm có thành viên, trưởng, phó, quy chế, mẫu giao ước và bảng điểm.",
    "Each year a bloc has members, a leader and deputies, a regulation, a template and a table of points.",
);
pub(super) const OF_OFFICE: Both = (
    "Thường trực lập khối, cụm, chọn thành viên, trưởng và phó.",
    "The standing office sets blocs up and says who belongs to them and who leads them.",
);
pub(super) const WHO_EDITS: Both = (
    "Thường trực sửa mọi phần. Trưởng khối, cụm sửa quy chế, mẫu giao ước và bảng điểm. Các thành viên chỉ xem.",
    "The standing office changes everything; the leader changes regulation, template and table; members read.",
);
pub(super) const TO_PLEDGES: Both = ("Về danh sách giao ước", "Back to the pledges");
pub(super) const PARTS: Both = ("Các phần của khối, cụm", "Parts of the bloc");
pub(super) const OVERVIEW: Both = ("Thông tin", "Overview");
pub(super) const SIGNING: Both = ("Ký giao ước", "Signing");
pub(super) const SCORING: Both = ("Chấm điểm", "Scoring");
pub(super) const RANKING: Both = ("Xếp hạng", "Ranking");

pub(super) const ABOUT: Both = ("Khối, cụm và năm", "The bloc and the year");
pub(super) const DOUBLE: Both = ("Khối, cụm này đã có cho năm đó.", "This bloc has that year already.");
pub(super) const OPEN_IT: Both = ("Mở ra", "Open it");
pub(super) const TAKE_OVER: Both = ("Lấy từ năm trước", "Begin with the year before");
pub(super) const TAKE_OVER_HELP: Both = (
    "Lấy thành viên, quy chế, mẫu và bảng điểm của năm trước; trưởng, phó và số bốc thăm chọn lại.",
    "Takes members, regulation, template and table of the year before; leader, deputies and lots are new.",
);
pub(super) const REGULATION: Both = ("Quy chế hoạt động", "Regulation");
pub(super) const REGULATION_HELP: Both =
    ("Khối, cụm hoạt động thế nào, chép vào đây.", "How the bloc works, in words.");
pub(super) const MEMBERS: Both = ("Thành viên", "Members");
pub(super) const MEMBERS_HELP: Both = (
    "Mỗi đơn vị chỉ ở một khối hoặc cụm tại một thời điểm. Đơn vị rời giữa năm: giữ dấu chọn và ghi ngày rời.",
    "A unit belongs to one bloc at a time. One that leaves during the year stays ticked, with its last day.",
);
pub(super) const LEADER: Both = ("Trưởng khối, cụm", "Leader");
pub(super) const LEADER_HELP: Both = (
    "Trưởng cho các đơn vị ký trên máy của mình và sửa bảng điểm.",
    "The leader may lend the tablet for signing, and changes the table.",
);
pub(super) const MEMBER: Both = ("Thành viên", "Member");
pub(super) const DEPUTY: Both = ("Phó khối, cụm", "Deputy");
pub(super) const AS_WHAT: Both = ("Vai trò", "As what");
pub(super) const MORE_OF_MEMBER: Both =
    ("Vai trò, ngày vào, ngày rời, bốc thăm", "As what, from when, until when, lot");
pub(super) const FROM: Both = ("Vào từ ngày", "From");
pub(super) const FROM_HELP: Both = ("Để trống: từ đầu năm.", "Empty: from the beginning of the year.");
pub(super) const UNTIL: Both = ("Đến hết ngày", "Last day");
pub(super) const UNTIL_HELP: Both = (
    "Để trống: đến hết năm. Rời trước cuối năm thì không xếp hạng.",
    "Empty: to the end of the year. Who leaves before has no place.",
);
pub(super) const LOT: Both = ("Số bốc thăm", "Lot");
pub(super) const LOT_HELP: Both = (
    "Chỉ khi bằng nhau ở mọi tiêu chí phụ; số nhỏ đứng trước.",
    "Only where nothing else tells members apart; the lowest goes first.",
);
pub(super) const DUE: Both = ("Hạn báo cáo kết quả", "Last days for results");
pub(super) const DUE_HELP: Both = (
    "Để trống: 6 tháng và cả năm hạn 10 ngày sau kỳ; các quý không bắt buộc.",
    "Empty: six months and the year within ten days; quarters are not asked for.",
);
pub(super) const TEMPLATE: Both = ("Mẫu giao ước", "Template of the pledge");
pub(super) const TEMPLATE_HELP: Both = (
    "Lời cam kết chung. Các chỉ tiêu chung ghi dưới đây; đơn vị đặt kế hoạch của mình.",
    "What all promise in common. Common targets stand below; each member sets its own plan.",
);
pub(super) const TABLE: Both = ("Bảng điểm", "Table of points");
pub(super) const TABLE_HELP: Both = (
    "Các phần, tiêu chí, điểm tối đa và cách tính. Điểm ghi được đến hai chữ số lẻ.",
    "Sections, criteria, their maximum and how they are computed. Two digits after the point at most.",
);
pub(super) const NO_TABLE: Both = ("Chưa có bảng điểm.", "There is no table of points yet.");
pub(super) const NO_TIES: Both =
    ("Chưa khai; bằng điểm thì bốc thăm.", "None declared; equal totals are drawn by lot.");
pub(super) const NO_FORWARD: Both = ("Chưa khai.", "None declared.");
pub(super) const TOTAL: Both = ("Tổng điểm quy định", "Total as agreed");
pub(super) const TOTAL_HELP: Both = ("Ví dụ 100 hoặc 1.000.", "100 or 1,000, for example.");
pub(super) const BONUS_LIMIT: Both = ("Điểm thưởng tối đa", "Most bonus points");
pub(super) const PENALTY_LIMIT: Both = ("Điểm trừ tối đa", "Most penalty points");
pub(super) const LIMIT_HELP: Both = ("Tất cả cộng lại.", "All together.");
pub(super) const SECTION: Both = ("Phần", "Section");
pub(super) const LOOSE: Both = ("Chưa xếp vào phần nào", "In no section");
pub(super) const ADD_SECTION: Both = ("Thêm phần", "Add a section");
pub(super) const REMOVE_SECTION: Both = ("Bỏ phần này", "Remove this section");
pub(super) const CRITERION: Both = ("Tiêu chí", "Criterion");
pub(super) const CRITERION_NAME: Both = ("Nội dung tiêu chí", "What is judged");
pub(super) const ADD_CRITERION: Both = ("Thêm tiêu chí", "Add a criterion");
pub(super) const REMOVE_CRITERION: Both = ("Bỏ tiêu chí này", "Remove this criterion");
pub(super) const MAX: Both = ("Điểm tối đa", "Maximum");
pub(super) const KIND: Both = ("Loại điểm", "Kind of points");
pub(super) const FORMULA: Both = ("Cách tính", "How it is computed");
pub(super) const TARGET: Both = ("Theo chỉ tiêu của mẫu", "From the template’s target");
pub(super) const RATE: Both = ("Điểm cho mỗi bước", "Points for each step");
pub(super) const TIES: Both = ("Khi bằng điểm", "When points are equal");
pub(super) const TIES_HELP: Both = (
    "Xét lần lượt từ trên xuống. Vẫn bằng nhau thì bốc thăm.",
    "Looked at from the top down. What is equal then is decided by lot.",
);
pub(super) const ADD_TIE: Both = ("Thêm tiêu chí phụ", "Add a tie-break");
pub(super) const REMOVE_TIE: Both = ("Bỏ tiêu chí phụ này", "Remove this tie-break");
pub(super) const TIE_RULE: Both = ("Ưu tiên", "Goes first");
pub(super) const TIE_OF: Both = ("Phần hoặc tiêu chí", "Section or criterion");
pub(super) const FORWARD: Both = ("Đề nghị khen thưởng theo hạng", "Put forward by place");
pub(super) const FORWARD_HELP: Both =
    ("Hạng nào được đề nghị hình thức nào.", "Which place is put forward for which award.");
pub(super) const ADD_FORWARD: Both = ("Thêm hạng được đề nghị", "Add a place");
pub(super) const REMOVE_FORWARD: Both = ("Bỏ dòng này", "Remove this line");
pub(super) const PLACE: Both = ("Hạng", "Place");
pub(super) const AWARD: Both = ("Danh hiệu hoặc hình thức khen", "Award");
pub(super) const FINDINGS: Both = ("Cần biết", "Worth knowing");

pub(super) const SIGNING_HELP: Both = (
    "Các đơn vị ký lần lượt trên máy này, có mạng hay không cũng được. Chữ ký được xác nhận khi có mạng.",
    "Members sign one after the other on this tablet, with or without a line. Signatures are confirmed by the next exchange.",
);
pub(super) const SIGN_NEXT: Both = ("Ký tiếp: ", "Next to sign: ");
pub(super) const SIGN_FOR: Both = ("Ký: ", "Sign: ");
pub(super) const ALL_SIGNED: Both = ("Tất cả thành viên đã ký.", "All members have signed.");
pub(super) const NO_PLEDGE: Both = ("Chưa có giao ước của năm này.", "No pledge of this year yet.");
pub(super) const LACKING: Both = ("Chưa ký được, còn thiếu: ", "Not ready, it lacks: ");
pub(super) const DISPUTED: Both = (
    "Có chỗ hai người ghi khác nhau, cần chọn trước.",
    "Two people wrote different things; settle it first.",
);
pub(super) const NOT_HERE: Both = ("Ký trên máy của đơn vị đó.", "It signs on its own tablet.");
pub(super) const OPEN_PLEDGE: Both = ("Mở giao ước", "Open the pledge");

pub(super) const SCORING_HELP: Both = (
    "Chỉ điểm đã chấm xong mới được tính: Hội đồng, rồi thẩm định, rồi chấm chéo, rồi tự chấm.",
    "Only what is done counts: the council’s, then the verification, then the others’, then the member’s own.",
);
pub(super) const SHOW_SHEET: Both = ("Xem bảng so sánh", "Compare side by side");
pub(super) const HIDE_SHEET: Both = ("Ẩn bảng so sánh", "Hide the comparison");
pub(super) const SHEET: Both = ("Bảng so sánh điểm", "Points side by side");
pub(super) const COMPUTED: Both = ("Máy tính", "Computed");
pub(super) const COUNTS: Both = ("Được tính", "Counts");
pub(super) const BY_HAND: Both = ("chấm tay", "by hand");
pub(super) const NO_RESULT: Both = ("chưa có kết quả", "no result yet");
pub(super) const OVER: Both = ("Vượt mức tối đa", "Above the maximum");
pub(super) const TOTAL_OF: Both = ("Tổng điểm", "Total");
pub(super) const DONE_ON: Both = ("xong ngày", "done on");
pub(super) const NOT_DONE: Both = ("chưa chấm xong, chưa tính", "not done, does not count");
pub(super) const STALE: Both = ("Kết quả đã đổi sau khi chấm", "Results changed afterwards");
pub(super) const VERIFY_AGAIN: Both = (
    "Kết quả đã đổi sau khi thẩm định: cần thẩm định lại.",
    "Results changed after the verification: it is needed again.",
);
pub(super) const VERIFY_AGAIN_SHORT: Both = ("Cần thẩm định lại", "Verify again");
pub(super) const OTHER_TABLE: Both =
    ("Bảng điểm đã đổi sau khi có người chấm.", "The table was changed after somebody scored.");
pub(super) const ORDINARY: Both = ("Điểm tiêu chí", "Criteria");
pub(super) const BONUS: Both = ("Điểm thưởng", "Bonus");
pub(super) const PENALTY: Both = ("Điểm trừ", "Penalty");
pub(super) const BONUS_BEYOND: Both =
    ("Thưởng vượt giới hạn, không tính", "Bonus beyond the limit, not counted");
pub(super) const PENALTY_BEYOND: Both =
    ("Trừ vượt giới hạn, không tính", "Penalty beyond the limit, not counted");
pub(super) const SCORES_HELP: Both =
    ("Mở khối, cụm rồi vào phần Chấm điểm.", "Open a bloc and go to its scoring.");
pub(super) const UNSAVED: Both = (
    "Máy chủ không nhận một bảng điểm. Nội dung còn ở đây; lập lại rồi xem và sửa.",
    "The endpoint did not take a score. What it said is still here; make it anew, then look it over.",
);
pub(super) const MAKE_ANEW: Both = ("Lập lại bảng điểm", "Make it anew");
pub(super) const BLOC_ABSENT: Both =
    ("Máy này chưa có khối, cụm của bảng điểm này.", "This device does not hold the bloc of this score.");
pub(super) const NOT_YOUR_SCORE: Both =
    ("Chỉ người chấm sửa được bảng điểm này.", "Only who scored can change this score.");
pub(super) const SCORE_HELP: Both = (
    "Ô để trống thì lấy điểm máy tính. Khác điểm máy tính hoặc điểm tự chấm thì ghi lý do.",
    "What is left empty takes the computed points. Say why where points differ from the computed or the own ones.",
);
pub(super) const POINTS: Both = ("Điểm", "Points");
pub(super) const REASON: Both = ("Lý do khác", "Why it differs");
pub(super) const REASON_MISSING: Both =
    ("Điểm khác điểm trước: hãy ghi lý do.", "The points differ from those before: say why.");
pub(super) const NOTE: Both = ("Nhận xét chung", "Remarks");
pub(super) const FINISH: Both = ("Kết thúc chấm", "Finish");
pub(super) const DONE: Both = ("Đã chấm xong", "Done");
pub(super) const DONE_HELP: Both =
    ("Có dấu này điểm mới được tính vào kết quả.", "Only then the points count.");
pub(super) const DONE_ASKS: Both = (
    "Muốn chấm xong thì phải ghi đủ lý do. Chưa xong thì bỏ dấu và lưu.",
    "To be done, all reasons are needed. Otherwise take the tick away and save.",
);

pub(super) const PROVISIONAL: Both = (
    "Tạm thời: còn đơn vị chưa thẩm định, cần thẩm định lại hoặc chưa chấm.",
    "Provisional: somebody is not verified, has to be verified again, or is not scored.",
);
pub(super) const PROVISIONAL_SHORT: Both = ("Xếp hạng còn tạm thời", "The ranking is provisional");
pub(super) const FINAL: Both = ("Mọi đơn vị đã được thẩm định.", "All members are verified.");
pub(super) const NOBODY_RANKED: Both = ("Chưa đơn vị nào chấm xong.", "Nobody is scored yet.");
pub(super) const REACHED: Both = ("Chỉ tiêu đạt", "Targets reached");
pub(super) const BASIS: Both = ("Căn cứ", "Rests on");
pub(super) const DECIDED_BY: Both = ("Hơn kém nhờ", "Told apart by");
pub(super) const BY_POINTS: Both = ("Tổng điểm", "Points");
pub(super) const BY_LOT: Both = ("Bốc thăm", "Lot");
pub(super) const BY_NUMBER: Both = ("Chưa phân định, cần bốc thăm", "Nothing yet: draw lots");
pub(super) const TIED: Both = ("Bằng nhau", "Tied");
pub(super) const TIED_SHORT: Both = ("Bằng điểm với đơn vị khác", "Tied with another");
pub(super) const TIED_HELP: Both = (
    "Các đơn vị bằng nhau ở mọi tiêu chí phụ. Bốc thăm rồi ghi số vào phần Thành viên.",
    "Nothing declared tells them apart. Draw lots, and enter them beside the members.",
);
pub(super) const WITHOUT_PLACE: Both = ("Không xếp hạng", "Without a place");
pub(super) const PUT_FORWARD: Both = ("Được đề nghị", "Put forward");
pub(super) const PUT_FORWARD_HELP: Both = (
    "Một lần chạm mở đề nghị đã điền sẵn hình thức khen và thành tích; xem lại rồi lưu.",
    "One tap opens a nomination with award and achievements filled in; look it over and save.",
);
pub(super) const NOMINATE: Both = ("Lập đề nghị", "Make the nomination");
pub(super) const NOMINATED: Both = ("Đã lập đề nghị", "Nominated");
pub(super) const SEE_NOMINATION: Both = ("Xem đề nghị", "See the nomination");
pub(super) const NOMINATED_ELSEWHERE: Both = (
    "Đơn vị đó hoặc thường trực lập đề nghị này.",
    "The unit itself or the standing office makes this nomination.",
);
pub(super) const ALONE: Both =
    ("Chỉ có một thành viên, không so sánh được", "The only member: compared with nobody");
pub(super) const UNSIGNED: Both = ("Giao ước chưa ký", "The pledge is not signed");
pub(super) const DRAFT_TAKEN: Both = (
    "Đang có một đề nghị mới soạn dở. Lưu hoặc bỏ bản đó trước, rồi bấm lại; không có gì bị mất.",
    "Another new nomination is being typed. Save or discard it first, then tap again; nothing is lost.",
);
pub(super) const OPEN_DRAFT: Both = ("Mở đề nghị đang soạn", "Open it");

/// What the points of a criterion do.
pub(super) const fn kind(kind: CriterionKind) -> Both {
    match kind {
        CriterionKind::Ordinary => ("Điểm tiêu chí", "Ordinary"),
        CriterionKind::Bonus => ("Điểm thưởng (cộng thêm)", "Bonus (added)"),
        CriterionKind::Penalty => ("Điểm trừ (ghi số dương)", "Penalty (without a sign)"),
    }
}

/// The same beside a name; nothing of an ordinary one.
pub(super) const fn kind_short(locale: Locale, kind: CriterionKind) -> &'static str {
    match kind {
        CriterionKind::Ordinary => "",
        CriterionKind::Bonus => locale.of((" (thưởng)", " (bonus)")),
        CriterionKind::Penalty => locale.of((" (trừ)", " (penalty)")),
    }
}

/// How points come about.
pub(super) const fn formula(formula: Formula) -> Both {
    match formula {
        Formula::ByHand => ("Chấm tay", "By hand"),
        Formula::Proportional => ("Theo tỷ lệ hoàn thành kế hoạch", "By the share of the plan"),
        Formula::AllOrNothing => ("Đạt thì đủ điểm, không đạt thì 0", "All or nothing"),
        Formula::LessPerPercent => ("Trừ cho mỗi phần trăm thiếu", "Less for each percent missing"),
        Formula::PerPercentOver => ("Cho mỗi phần trăm vượt", "For each percent above"),
        Formula::PerPercentShort => {
            ("Điểm trừ cho mỗi phần trăm thiếu", "A penalty for each percent missing")
        }
        Formula::Unsigned => ("Điểm trừ khi chưa ký giao ước", "A penalty where the pledge is not signed"),
        Formula::PerLateReport => ("Điểm trừ cho mỗi kỳ báo cáo trễ", "A penalty for each late report"),
    }
}

/// What decides between equal points.
pub(super) const fn tie(rule: TieRule) -> Both {
    match rule {
        TieRule::Section => ("Điểm một phần cao hơn", "More points in a section"),
        TieRule::Criterion => ("Điểm một tiêu chí cao hơn", "More points for a criterion"),
        TieRule::FewerPenalties => ("Điểm trừ ít hơn", "Fewer penalty points"),
        TieRule::MoreBonus => ("Điểm thưởng nhiều hơn", "More bonus points"),
        TieRule::MoreReached => ("Đạt nhiều chỉ tiêu hơn", "More targets reached"),
    }
}

/// As what somebody scores.
pub(super) const fn role(role: Role) -> Both {
    match role {
        Role::Own => ("Tự chấm", "Own score"),
        Role::Cross => ("Chấm chéo", "Cross score"),
        Role::Verification => ("Thẩm định", "Verification"),
        Role::Council => ("Hội đồng", "Council"),
    }
}

/// The button that begins or goes on.
pub(super) const fn to_score(role: Role) -> Both {
    match role {
        Role::Own => ("Tự chấm điểm", "Score ourselves"),
        Role::Cross => ("Chấm chéo", "Score this member"),
        Role::Verification => ("Thẩm định điểm", "Verify"),
        Role::Council => ("Ghi điểm Hội đồng", "Enter the council’s points"),
    }
}

/// The button that changes what is done.
pub(super) const fn change(role: Role) -> Both {
    match role {
        Role::Own => ("Sửa điểm tự chấm", "Change our own score"),
        Role::Cross => ("Sửa điểm chấm chéo", "Change the cross score"),
        Role::Verification => ("Sửa điểm thẩm định", "Change the verification"),
        Role::Council => ("Sửa điểm Hội đồng", "Change the council’s points"),
    }
}

/// What points rest on.
pub(super) const fn basis(basis: Basis) -> Both {
    match basis {
        Basis::Council => ("điểm Hội đồng", "the council’s points"),
        Basis::Verified => ("điểm thẩm định", "verified points"),
        Basis::Crossed => ("điểm chấm chéo trung bình, chưa thẩm định", "mean of cross scores, not verified"),
        Basis::Own => ("điểm tự chấm, chưa thẩm định", "own score, not verified"),
    }
}
