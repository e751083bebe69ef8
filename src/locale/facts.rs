//! What the facts of a nomination and the other fields of later sections are called, both languages side by side, and
//! what can be chosen in them. One table for forms, details, conflicts and refusals.

mod of_blocs;

use thidua_domain::record::{Field, RecordKind};
use thidua_domain::{
    calendar, decision, dossier, explanation, indicator, model, movement, nomination, notice, profile, rural,
    setting, step,
};

use super::Locale;

/// Words in Vietnamese and in English.
pub(crate) type Both = (&'static str, &'static str);

/// One field.
struct Fact {
    field: Field,
    name: Both,
    choices: &'static [Both],
}

const fn named(field: Field, name: Both) -> Fact {
    Fact { field, name, choices: &[] }
}

const fn chosen(field: Field, name: Both, choices: &'static [Both]) -> Fact {
    Fact { field, name, choices }
}

const YES_NO: &[Both] = &[("Có", "Yes"), ("Không", "No")];
const NO_YES: &[Both] = &[("Không", "No"), ("Có", "Yes")];

/// Fields that nominations and entries of the register share, or that nominations have alone.
const FACTS: [Fact; 31] = [
    named(nomination::PROFILE, ("Mục trong danh bạ", "Entry of the register")),
    chosen(nomination::SEX, ("Giới tính", "Sex"), &[("Nam", "Male"), ("Nữ", "Female")]),
    chosen(
        nomination::RECIPIENT_CLASS,
        ("Vị trí công tác", "Kind of post"),
        &[
            ("Người trực tiếp lao động, công tác", "Works directly"),
            ("Lãnh đạo, quản lý", "Leads"),
            ("Doanh nhân", "Entrepreneur"),
            ("Khác", "Other"),
        ],
    ),
    chosen(
        nomination::METHOD,
        ("Phương thức khen", "Method of commendation"),
        &[
            ("Công trạng", "Merit"),
            ("Đột xuất", "Sudden deed"),
            ("Chuyên đề", "Thematic"),
            ("Cống hiến", "Service"),
            ("Niên hạn", "Tenure"),
            ("Đối ngoại", "External"),
            ("Kháng chiến", "Resistance"),
        ],
    ),
    named(nomination::RECEIVED_ON, ("Ngày nhận hồ sơ", "Day of receipt")),
    named(nomination::CERTIFICATE_NUMBER, ("Số giấy chứng nhận sáng kiến", "Number of the certificate")),
    named(nomination::CERTIFICATE_DAY, ("Ngày cấp giấy chứng nhận", "Day of the certificate")),
    named(nomination::CERTIFICATE_BY, ("Nơi công nhận sáng kiến", "Who recognised the initiative")),
    chosen(
        nomination::ABSENCE,
        ("Nghỉ trong năm", "Absence in the year"),
        &[("Không nghỉ dài ngày", "None"), ("Nghỉ thai sản", "Maternity leave"), ("Nghỉ khác", "Another")],
    ),
    named(nomination::ABSENCE_DAYS, ("Số ngày làm việc đã nghỉ", "Working days of absence")),
    named(nomination::DISCIPLINE_ENDED, ("Ngày hết thời hạn kỷ luật", "Day on which a discipline ended")),
    named(nomination::COUNTED_FROM, ("Tính thành tích từ ngày", "Achievements counted from")),
    named(nomination::DISCIPLINED, ("Số người bị kỷ luật từ cảnh cáo", "Disciplined with a warning or more")),
    named(nomination::WOMEN, ("Số thành viên nữ", "Women among the members")),
    chosen(nomination::FIRST_OF_GROUP, ("Dẫn đầu cụm, khối thi đua", "First of its bloc or cluster"), YES_NO),
    chosen(nomination::LEADS, ("Dẫn đầu phong trào nơi so sánh", "Leads where it is compared"), YES_NO),
    named(nomination::POINTS, ("Số điểm đạt được", "Points reached")),
    chosen(nomination::WITHIN_LIST, ("Có trong danh sách của xã", "On the commune’s list"), YES_NO),
    chosen(
        nomination::DISQUALIFIED,
        ("Thành viên gia đình vi phạm thuộc diện không xét", "A member did what excludes the family"),
        NO_YES,
    ),
    chosen(
        nomination::DISSOLVED,
        ("Đơn vị đã giải thể khi sắp xếp", "Dissolved when units were merged"),
        NO_YES,
    ),
    named(nomination::CONTRIBUTION, ("Số tiền đóng góp (đồng)", "Contribution (đồng)")),
    chosen(
        nomination::BASIS,
        ("Căn cứ của đề nghị", "What the proposal rests on"),
        &[
            ("Thành tích cả năm", "The work of the year"),
            ("Kết quả chuyên đề, đột xuất", "A campaign or a sudden deed"),
        ],
    ),
    chosen(
        nomination::REWARDED,
        ("Đã được khen cho thành tích này", "The achievement has been commended already"),
        NO_YES,
    ),
    chosen(nomination::PUBLISH, ("Được công bố tên và thành tích", "May be published"), YES_NO),
    named(nomination::SCORE, ("Điểm bình xét", "Score")),
    named(nomination::REASON, ("Lý do đề nghị khi chưa đạt", "Reason for what is not met")),
    chosen(
        nomination::PART,
        ("Thành phần hồ sơ", "Part of the dossier"),
        &[("Đã có", "There"), ("Chưa có", "Missing")],
    ),
    chosen(
        nomination::COUNTING,
        ("Cách tính thành viên không đủ năm", "How members of a part of the year count"),
        &[
            ("Tính mọi thành viên", "All members"),
            ("Chỉ người làm việc đủ số tháng", "Only those who worked long enough"),
            ("Theo quy định riêng của địa phương", "By a local rule"),
        ],
    ),
    named(nomination::OF_BLOC, ("Từ xếp hạng của khối, cụm", "From the ranking of a bloc")),
    named(profile::ETHNICITY, ("Dân tộc", "Ethnic group")),
    named(profile::MERGED_INTO, ("Đã gộp vào mục", "Merged into")),
];

/// Fields of the register alone.
const OF_EVIDENCE: [Fact; 5] = [
    named(nomination::EVIDENCE_DIGEST, ("Mã của tệp minh chứng", "Code of a file of evidence")),
    named(nomination::EVIDENCE_NAME, ("Tên tệp minh chứng", "Name of a file of evidence")),
    chosen(
        nomination::EVIDENCE_KIND,
        ("Loại tệp minh chứng", "Kind of a file of evidence"),
        &[("Ảnh", "Photograph"), ("PDF", "PDF")],
    ),
    named(nomination::EVIDENCE_SIZE, ("Cỡ tệp minh chứng (byte)", "Size of a file of evidence (bytes)")),
    named(nomination::EVIDENCE_NOTE, ("Nội dung tệp minh chứng", "What a file of evidence shows")),
];

const OF_PROFILES: [Fact; 7] = [
    named(profile::KNOWN_SINCE, ("Danh sách khen thưởng đủ từ năm", "Honours complete since")),
    named(profile::HONOUR_YEAR, ("Năm được khen", "Year of the honour")),
    named(profile::HONOUR_AWARD, ("Danh hiệu hoặc hình thức khen", "Honour")),
    named(profile::HONOUR_DECISION, ("Số quyết định", "Number of the decision")),
    named(profile::HONOUR_DAY, ("Ngày quyết định", "Day of the decision")),
    named(profile::HONOUR_REVOKED, ("Số quyết định huỷ, thu hồi", "Number of the revoking decision")),
    named(profile::DISTINCT_FROM, ("Không phải là", "Somebody else than")),
];

const OF_SETTINGS: [Fact; 5] = [
    named(setting::KEY, ("Thiết lập", "Setting")),
    named(setting::VALUE, ("Giá trị", "Value")),
    named(setting::VALID_FROM, ("Áp dụng từ ngày", "Holds from")),
    named(setting::REASON, ("Căn cứ, lý do", "Reason or document")),
    named(setting::SET_BY, ("Người đặt", "Set by")),
];

const OF_EXPLANATIONS: [Fact; 3] = [
    named(explanation::YEAR, ("Năm", "Year")),
    named(explanation::RULE, ("Quy tắc", "Rule")),
    named(explanation::TEXT, ("Lý do", "Reason")),
];

/// What is decided on a dossier, and the steps that led there.
const OF_THE_WAY: [Fact; 17] = [
    named(dossier::DECISION_NUMBER, ("Số quyết định khen thưởng", "Number of the decision")),
    named(dossier::DECIDED_ON, ("Ngày quyết định", "Decided on")),
    named(dossier::DECIDED_BY, ("Người ký quyết định", "Decision signed by")),
    chosen(dossier::DECIDED_LEVEL, ("Cấp đã quyết định", "Level that decided"), LEVELS),
    named(step::KIND, ("Bước", "Step")),
    named(step::DAY, ("Ngày", "Day")),
    named(step::REASON, ("Lý do, ghi chú", "Reason or note")),
    named(step::MEMBERS, ("Tổng số thành viên", "Members in all")),
    named(step::PRESENT, ("Số người có mặt", "Present")),
    named(step::WRITTEN, ("Vắng, gửi phiếu", "Absent, voted in writing")),
    named(step::YES, ("Phiếu đồng ý", "Votes for")),
    named(step::NO, ("Không đồng ý", "Votes against")),
    named(step::BLANK, ("Trắng, không hợp lệ", "Blank or spoilt")),
    chosen(
        step::SECRET,
        ("Cách bỏ phiếu", "Ballot"),
        &[("Bỏ phiếu kín", "Secret ballot"), ("Biểu quyết", "Open vote")],
    ),
    named(step::NUMBER, ("Số quyết định", "Number of the decision")),
    named(step::SIGNER, ("Người ký", "Signed by")),
    chosen(step::LEVEL, ("Cấp quyết định", "Deciding level"), LEVELS),
];

const LEVELS: &[Both] = &[
    ("Cấp xã", "Commune"),
    ("Cấp huyện", "District"),
    ("Cấp tỉnh", "Province"),
    ("Bộ, ban, ngành trung ương", "Ministry"),
    ("Thủ tướng Chính phủ", "Prime Minister"),
    ("Chủ tịch nước", "State President"),
];

const OF_DECISIONS: [Fact; 11] = [
    named(decision::YEAR, ("Năm của sổ", "Year of the register")),
    named(decision::DAY, ("Ngày quyết định", "Day of the decision")),
    named(decision::SIGNER, ("Người ký", "Signer")),
    named(decision::POST, ("Chức vụ người ký", "The signer’s post")),
    chosen(decision::LEVEL, ("Cấp quyết định", "Level that decides"), LEVELS),
    named(decision::SYMBOL, ("Ký hiệu", "Symbol")),
    named(decision::ABOUT, ("Trích yếu", "Subject")),
    named(decision::NOMINATION, ("Hồ sơ trong danh sách", "A dossier of the list")),
    named(decision::WANTED, ("Số mong muốn", "Wanted number")),
    named(decision::GAP, ("Lý do bỏ cách số", "Why numbers are left out")),
    named(decision::NUMBER, ("Số quyết định", "Number")),
];

const OF_NOTICES: [Fact; 10] = [
    named(notice::YEAR, ("Năm", "Year")),
    named(notice::FROM, ("Từ ngày", "From")),
    named(notice::UNTIL, ("Đến hết ngày", "Until")),
    named(notice::PLACE, ("Nơi công khai", "Where it is shown")),
    named(notice::NOMINATION, ("Hồ sơ trong danh sách", "A dossier of the list")),
    named(notice::OBJECTOR, ("Người có ý kiến", "Who objected")),
    named(notice::OBJECTED_ON, ("Ngày nhận ý kiến", "Day of the objection")),
    named(notice::OBJECTION, ("Nội dung ý kiến", "Objection")),
    named(notice::OBJECTED_TO, ("Ý kiến về hồ sơ", "Objection to")),
    named(notice::ANSWER, ("Trả lời, xử lý", "Answer")),
];

const OF_DAYS: [Fact; 3] = [
    named(calendar::DAY, ("Ngày", "Day")),
    chosen(
        calendar::WHAT,
        ("Loại", "Kind"),
        &[
            ("Nghỉ lễ", "Holiday"),
            ("Hạn đơn vị nộp hồ sơ", "Units hand up until"),
            ("Hạn trình cấp trên", "Sent up until"),
            ("Hội nghị tổng kết", "Conference"),
        ],
    ),
    named(calendar::NAME, ("Tên", "Name")),
];

const OF_MOVEMENTS: [Fact; 27] = [
    named(movement::NAME, ("Tên phong trào", "Name of the movement")),
    named(movement::AIM, ("Mục tiêu", "Aim")),
    named(movement::FROM, ("Từ ngày", "From")),
    named(movement::UNTIL, ("Đến hết ngày", "Until")),
    named(movement::LAUNCHED_BY, ("Cơ quan phát động", "Launched by")),
    named(movement::DECISION, ("Số kế hoạch, quyết định", "Number of the plan or decision")),
    chosen(
        movement::AUDIENCE,
        ("Đơn vị tham gia", "Who takes part"),
        &[
            ("Tất cả đơn vị", "All units"),
            ("Các xã, phường", "Communes"),
            ("Các phòng, ban", "Offices"),
            ("Đơn vị được chọn", "Chosen units"),
        ],
    ),
    named(movement::NAMED, ("Đơn vị được chọn", "Chosen unit")),
    named(movement::JOIN_BY, ("Hạn đăng ký tham gia", "Join until")),
    named(movement::INTERIM_BY, ("Hạn báo cáo sơ kết", "Interim results until")),
    named(movement::FINAL_BY, ("Hạn báo cáo tổng kết", "Final results until")),
    named(movement::REVIEWED_ON, ("Ngày sơ kết", "Day of the interim review")),
    named(movement::REVIEW, ("Kết quả sơ kết chung", "Interim review")),
    named(movement::CLOSED_ON, ("Ngày tổng kết", "Day of the final review")),
    named(movement::SUMMARY, ("Kết quả tổng kết chung", "Final review")),
    named(movement::TARGET_NAME, ("Nội dung chỉ tiêu", "Target")),
    named(movement::TARGET_MEASURE, ("Đơn vị tính", "Measure")),
    named(movement::TARGET_PLAN, ("Mức phấn đấu", "Figure to reach")),
    named(movement::TARGET_ORDER, ("Thứ tự", "Place in the list")),
    named(movement::JOINED_ON, ("Ngày tham gia", "Joined on")),
    named(movement::PLAN, ("Cách thực hiện", "How it is done")),
    named(movement::INTERIM_ON, ("Ngày báo cáo sơ kết", "Day of the interim result")),
    named(movement::INTERIM_RESULT, ("Kết quả sơ kết của đơn vị", "Interim result of the unit")),
    named(movement::FINAL_ON, ("Ngày báo cáo tổng kết", "Day of the final result")),
    named(movement::FINAL_RESULT, ("Kết quả tổng kết của đơn vị", "Final result of the unit")),
    named(Field::of(movement::INTERIM_FIGURE), ("Số liệu sơ kết", "Interim figure")),
    named(Field::of(movement::FINAL_FIGURE), ("Số liệu tổng kết", "Final figure")),
];

const OF_MODELS: [Fact; 11] = [
    named(model::UNIT, ("Đơn vị", "Unit")),
    named(model::NAME, ("Tên mô hình", "Name of the model")),
    named(model::PLACE, ("Nơi thực hiện", "Where")),
    named(model::WHAT, ("Nội dung mô hình", "What it is")),
    named(model::RESULT, ("Kết quả", "Result")),
    named(model::HOW, ("Cách làm theo", "How to copy it")),
    named(model::SINCE, ("Làm từ năm", "Since the year")),
    chosen(
        model::WORK,
        ("Lĩnh vực", "Field of work"),
        &[
            ("Kinh tế", "Economy"),
            ("Văn hóa - xã hội", "Culture and society"),
            ("Nông thôn mới", "New rural areas"),
            ("Chuyển đổi số", "Digital transformation"),
            ("Quốc phòng - an ninh", "Defence and security"),
            ("Khác", "Other"),
        ],
    ),
    named(model::MOVEMENT, ("Từ phong trào", "From the movement")),
    named(model::COPIED_SINCE, ("Làm theo từ ngày", "Copied since")),
    named(model::COPY_RESULT, ("Kết quả làm theo", "What came of copying")),
];

const SAID: &[Both] =
    &[("Trên", "Over"), ("Hơn", "More than"), ("Gần", "Nearly"), ("Khoảng", "About"), ("Dưới", "Below")];

const OF_INDICATORS: [Fact; 15] = [
    named(indicator::YEAR, ("Năm", "Year")),
    named(indicator::KEY, ("Chỉ tiêu", "Indicator")),
    chosen(
        indicator::GROUP,
        ("Nhóm", "Heading"),
        &[
            ("Kinh tế", "Economy"),
            ("Ngân sách", "Budget"),
            ("Nông thôn mới", "New rural areas"),
            ("Hộ nghèo, cận nghèo", "Poverty"),
            ("Chuyển đổi số", "Digital transformation"),
            ("Khác", "Other"),
        ],
    ),
    named(indicator::NAME, ("Tên chỉ tiêu", "Name")),
    named(indicator::MEASURE, ("Đơn vị tính", "Measure")),
    named(indicator::PLAN, ("Kế hoạch", "Plan")),
    named(indicator::ACTUAL, ("Thực hiện", "Reached")),
    named(indicator::LAST_YEAR, ("Năm trước", "Year before")),
    named(indicator::TOTAL, ("Tổng số để tính tỷ lệ", "The whole, for the share")),
    chosen(indicator::ACTUAL_SAID, ("Cách nói số thực hiện", "How the figure is told"), SAID),
    chosen(indicator::PLAN_SAID, ("Cách nói phần trăm kế hoạch", "How the percent of plan is told"), SAID),
    chosen(indicator::SHARE_SAID, ("Cách nói tỷ lệ", "How the share is told"), SAID),
    named(indicator::SOURCE, ("Nguồn số liệu", "Source")),
    named(indicator::NOTE, ("Ghi chú", "Note")),
    named(indicator::ORDER, ("Thứ tự", "Place in the list")),
];

const OF_RURAL: [Fact; 4] = [
    named(rural::STAGE, ("Giai đoạn", "Stage")),
    named(rural::MET_ON, ("Ngày đạt", "Met since")),
    named(rural::DECISION, ("Quyết định, biên bản công nhận", "Decision or minutes")),
    named(rural::NOTE, ("Ghi chú", "Note")),
];

fn fact(kind: RecordKind, field: Field) -> Option<&'static Fact> {
    let tables: [&'static [Fact]; 3] = match kind {
        RecordKind::Nomination => [&FACTS, &OF_THE_WAY, &OF_EVIDENCE],
        RecordKind::Profile => [&FACTS, &OF_PROFILES, &[]],
        RecordKind::Setting => [&OF_SETTINGS, &[], &[]],
        RecordKind::Explanation => [&OF_EXPLANATIONS, &[], &[]],
        RecordKind::Decision => [&OF_DECISIONS, &[], &[]],
        RecordKind::Notice => [&OF_NOTICES, &[], &[]],
        RecordKind::CalendarDay => [&OF_DAYS, &[], &[]],
        RecordKind::Movement => [&OF_MOVEMENTS, &[], &[]],
        RecordKind::Model => [&OF_MODELS, &OF_EVIDENCE, &[]],
        RecordKind::Indicator => [&OF_INDICATORS, &[], &[]],
        RecordKind::RuralGrid => [&OF_RURAL, &[], &[]],
        RecordKind::Pledge => [&of_blocs::OF_PLEDGES, &OF_EVIDENCE, &OF_THE_WAY],
        RecordKind::Bloc => [&of_blocs::OF_BLOCS, &[], &[]],
        RecordKind::Score => [&of_blocs::OF_SCORES, &[], &[]],
        RecordKind::CouncilSession => return None,
    };
    // Whoever asks for a name asks without the item.
    let number = match movement::target_of_figure(Field::of_item(field.number, 1)) {
        Some((_, true)) if kind == RecordKind::Movement => movement::FINAL_FIGURE,
        Some((_, false)) if kind == RecordKind::Movement => movement::INTERIM_FIGURE,
        _ => field.number,
    };
    tables.into_iter().flatten().find(|fact| fact.field.number == number)
}

/// What a field is called, where it is in the table.
pub(crate) fn name(locale: Locale, kind: RecordKind, field: Field) -> Option<&'static str> {
    fact(kind, field).map(|fact| locale.of(fact.name))
}

/// What can be chosen in a field, for the codes from 1; nothing where it is no choice.
pub(crate) fn choices(locale: Locale, kind: RecordKind, field: Field) -> Vec<&'static str> {
    let choices = fact(kind, field).map_or(&[][..], |fact| fact.choices);
    choices.iter().map(|choice| locale.of(*choice)).collect()
}
