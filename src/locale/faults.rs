//! Everything that can go wrong, in words: what it is and what can be done. The one place where causes become
//! sentences.

use thidua_domain::access::Denial;
use thidua_domain::decimal::DecimalError;
use thidua_domain::fault::Fault;
use thidua_domain::nomination;
use thidua_domain::record::{Field, RecordKind};
use thidua_domain::rural;
use thidua_domain::schema::{self, Holds};
use thidua_sync::outcome::Reason;

use super::facts::Both;
use super::{Words, obstacles};
use crate::book::{BookError, SignInError, SyncFailure};
use crate::features::fields;
use crate::forms::entry::EntryFault;

/// The device is full, where nothing was typed that could be lost.
pub(crate) const NO_ROOM: Both = (
    "Máy đã hết chỗ trống. Hãy xoá bớt ảnh hoặc ứng dụng khác rồi thử lại.",
    "The device is full. Remove pictures or other apps, then try again.",
);
const NO_ROOM_TO_RECEIVE: Both = (
    "Máy đã hết chỗ trống nên chưa nhận thêm được. Không có gì mất. Xem cách lấy lại chỗ ở mục “Máy này”.",
    "The device is full, so nothing more was received. Nothing is lost. See under “This device” how to make room.",
);

const NO_POINTS: Both = (
    "Điểm từ 0 đến 10.000, nhiều nhất hai chữ số lẻ.",
    "Points go from 0 to 10,000, with two digits after the point at most.",
);
const IN_TWO_BLOCS: Both = (
    "Đơn vị này đang ở khối, cụm khác trong năm. Hãy ghi ngày rời khối, cụm đó trước.",
    "In this year the unit belongs to another bloc. Say first when it left that one.",
);
const OVER_MAXIMUM: Both = ("Điểm vượt mức tối đa của tiêu chí.", "More points than the criterion has.");
const NOT_THE_SCORER: Both = (
    "Người chấm không khớp: tự chấm là của chính đơn vị, chấm chéo là của đơn vị khác.",
    "Who scores does not fit: a unit scores itself, or another one.",
);
const NOT_LEADER: Both = (
    "Chỉ khối trưởng, cụm trưởng hoặc thường trực Hội đồng làm được việc này.",
    "This is for the leader of the bloc or the standing office.",
);

/// What is wrong with what was typed in a field of a form.
#[must_use]
pub(crate) fn entry(words: &Words, kind: RecordKind, fault: EntryFault) -> String {
    let f = words.fault();
    match fault {
        EntryFault::NotWhole => f.not_whole.to_owned(),
        EntryFault::Number(DecimalError::TooManyDecimals) => f.too_many_decimals.to_owned(),
        EntryFault::Number(DecimalError::TooLarge) => f.too_large.to_owned(),
        EntryFault::Number(DecimalError::Empty | DecimalError::NotANumber) => f.not_a_number.to_owned(),
        EntryFault::NoPlace => f.no_place.to_owned(),
        EntryFault::Points => words.locale.of(NO_POINTS).to_owned(),
        EntryFault::Value(fault) => value(words, kind, fault),
    }
}

/// What is wrong with a value in itself.
#[must_use]
pub(crate) fn value(words: &Words, kind: RecordKind, fault: Fault) -> String {
    let f = words.fault();
    let fixed = match fault {
        Fault::Missing(field) => return missing(words, kind, field).to_owned(),
        Fault::TooLong { field, .. } => return (f.too_long)(longest(kind, field)),
        Fault::OutOfRange { field, .. } => return out_of_range(words, kind, field),
        Fault::UnknownKind(_) => f.unknown_kind,
        Fault::UnknownField(_) => f.unknown_field,
        Fault::WrongType(_) => f.wrong_type,
        Fault::NotComposed(_) => f.not_composed,
        Fault::ControlCharacter(_) => f.control_character,
        Fault::UnknownAward => f.unknown_award,
        Fault::AwardNotForSubject => f.award_not_for_subject,
        Fault::AwardNotInRuleSet => f.award_not_in_rule_set,
        Fault::UnknownRuleSet => f.unknown_rule_set,
        Fault::NotADay(_) => f.not_a_day,
        Fault::NotALink(_) => f.not_a_link,
        Fault::UnknownSetting => f.unknown_setting,
        Fault::MoreThanWhole(_) => words.locale.of((
            "Tổng số nhỏ hơn số thực hiện. Hãy xem lại hai số này.",
            "The whole is less than the figure. Please look at both again.",
        )),
        Fault::Backwards(_) if kind == RecordKind::RuralGrid => words.locale.of((
            "Ngày này trước khi giai đoạn của chương trình bắt đầu (01/01/2021), nên chưa tính theo bộ tiêu chí này.",
            "This day lies before the stage of the programme (01/01/2021), so it does not count by these criteria.",
        )),
        Fault::Backwards(_) => words.locale.of((
            "Ngày này trước ngày bắt đầu. Hãy sửa một trong hai ngày.",
            "This day lies before the first one. Correct one of the two.",
        )),
        Fault::NotBegun(_) => words.locale.of((
            "Chưa ghi ngày tham gia hoặc làm theo. Hãy ghi ngày này trước khi ghi kết quả.",
            "The day of joining or copying is missing. Enter it before a result.",
        )),
        Fault::InTwoBlocs(_) => words.locale.of(IN_TWO_BLOCS),
        // The figure of a fault that came over the wire is lost.
        Fault::OverMaximum { .. } => words.locale.of(OVER_MAXIMUM),
        Fault::NotTheScorer(_) => words.locale.of(NOT_THE_SCORER),
        Fault::Forbidden(rule) => return (f.forbidden)(rule),
    };
    fixed.to_owned()
}

fn missing(words: &Words, kind: RecordKind, field: Field) -> &'static str {
    match (kind, Field::of(field.number)) {
        (RecordKind::Nomination, nomination::NAME) => words.fault().name_missing,
        (RecordKind::Nomination, nomination::AWARD) => words.fault().award_missing,
        (RecordKind::RuralGrid, rural::DECISION) => words.locale.of((
            "Hãy ghi quyết định hoặc biên bản công nhận: không có thì chưa tính là đạt.",
            "Enter the decision or minutes: without it the criterion does not count as met.",
        )),
        (RecordKind::RuralGrid, rural::MET_ON) => words.locale.of((
            "Hãy ghi ngày đạt, hoặc xoá quyết định nếu chưa đạt.",
            "Enter the day, or empty the decision if the criterion is not met.",
        )),
        (RecordKind::Pledge, field) if field == thidua_domain::pledge::TARGET_NAME => {
            words.fault().target_missing
        }
        _ => words.fault().missing,
    }
}

/// The figures stand in the registry: those of a fault that came over the wire are lost.
fn longest(kind: RecordKind, field: Field) -> usize {
    match schema::rule_of(kind, field).map(|rule| rule.holds) {
        Some(Holds::Line(max) | Holds::Prose(max)) => max,
        _ => 0,
    }
}

fn out_of_range(words: &Words, kind: RecordKind, field: Field) -> String {
    match schema::rule_of(kind, field).map(|rule| rule.holds) {
        Some(Holds::Int(min, max)) => (words.fault().out_of_range)(min, max),
        _ => words.fault().negative.to_owned(),
    }
}

/// Why the account may not.
#[must_use]
pub(crate) const fn denial(words: &Words, denial: Denial) -> &'static str {
    match denial {
        Denial::OutOfScope => words.fault().out_of_scope,
        Denial::WrongPlace => words.fault().wrong_place,
        Denial::OtherUnit => words.fault().other_unit,
        Denial::NotAdministrator => words.fault().not_administrator,
        Denial::ReadsOnly => words.fault().reads_only,
        Denial::NotStandingOffice => words.fault().not_standing_office,
        Denial::NotLeader => words.locale.of(NOT_LEADER),
    }
}

/// Why the endpoint did not carry an operation out.
#[must_use]
pub(crate) fn reason(words: &Words, kind: RecordKind, reason: &Reason) -> String {
    let f = words.fault();
    let fixed = match reason {
        Reason::Denied(why) => denial(words, *why),
        Reason::Fault(fault) => {
            let text = value(words, kind, *fault);
            // The sentence is made to stand beside its field; here the field must be named.
            return fault.field().map_or_else(
                || text.clone(),
                |field| [fields::name(words, kind, field), ": ", &text].concat(),
            );
        }
        Reason::Obstacle(obstacle) => obstacles::words(words.locale, *obstacle),
        Reason::Malformed => f.malformed,
        Reason::CounterReused => f.counter_reused,
        Reason::ParentRefused => f.parent_refused,
        Reason::RecordExists => f.record_exists,
        Reason::RecordDiffers => f.record_differs,
        Reason::ByPerson => f.by_person,
        // Nobody is shown it: the device lets go of what is refused for it.
        Reason::Erased => words.locale.of(("Dữ liệu đã được xoá.", "It was erased.")),
        Reason::Lost => words.locale.of((
            "Phần nền của việc này mất khi khôi phục máy chủ và chưa máy nào gửi lại.",
            "What it builds on was lost when the endpoint was restored, and no device has brought it back.",
        )),
        Reason::Unknown(code) => return (f.unknown_reason)(*code),
    };
    fixed.to_owned()
}

/// Why a command was not carried out, and that nothing is lost.
#[must_use]
pub(crate) fn book(words: &Words, error: BookError) -> String {
    let f = words.fault();
    match error {
        BookError::NoRoom => f.no_room.to_owned(),
        BookError::Storage => words.failure().storage.to_owned(),
        BookError::SignedOut => f.signed_out.to_owned(),
        BookError::NoRecord => f.no_record.to_owned(),
        BookError::Denied(why) => denial(words, why).to_owned(),
        BookError::Fault(Fault::Forbidden(rule)) => (f.forbidden)(rule),
        BookError::Fault(_) => f.not_saved.to_owned(),
        BookError::Obstacle(obstacle) => obstacles::words(words.locale, obstacle).to_owned(),
    }
}

/// The same for a toast, which is gone soon: details stand elsewhere.
#[must_use]
pub(crate) const fn book_short(words: &Words, error: BookError) -> &'static str {
    let f = words.fault();
    match error {
        BookError::NoRoom => f.no_room,
        BookError::Storage | BookError::Fault(_) => words.failure().storage,
        BookError::SignedOut => f.signed_out,
        BookError::NoRecord => f.no_record,
        BookError::Denied(why) => denial(words, why),
        BookError::Obstacle(obstacle) => obstacles::words(words.locale, obstacle),
    }
}

/// Why a sign-in failed.
#[must_use]
pub(crate) fn sign_in(words: &Words, error: SignInError) -> String {
    let s = words.sign_in();
    match error {
        SignInError::Offline => s.offline.to_owned(),
        SignInError::Wrong => s.wrong.to_owned(),
        SignInError::OtherAccount => s.other_account.to_owned(),
        SignInError::TooMany => s.too_many.to_owned(),
        SignInError::Revoked => s.revoked.to_owned(),
        SignInError::Closed => s.closed.to_owned(),
        SignInError::Endpoint(status) => (words.failure().endpoint)(status),
        SignInError::Storage => words.failure().storage.to_owned(),
        SignInError::NoRoom => words.locale.of(NO_ROOM).to_owned(),
    }
}

/// Why an exchange failed.
#[must_use]
pub(crate) fn sync(words: &Words, failure: SyncFailure) -> String {
    let f = words.failure();
    match failure {
        SyncFailure::Offline => words.sync().offline.to_owned(),
        SyncFailure::Cut => f.cut.to_owned(),
        SyncFailure::TooSlow => f.too_slow.to_owned(),
        SyncFailure::SignedOut => words.sync().needs_sign_in.to_owned(),
        SyncFailure::Endpoint(status) => (f.endpoint)(status),
        SyncFailure::Unreadable => f.unreadable.to_owned(),
        SyncFailure::NewerAppNeeded => f.newer_app_needed.to_owned(),
        SyncFailure::Storage => f.storage.to_owned(),
        SyncFailure::NoRoom => words.locale.of(NO_ROOM_TO_RECEIVE).to_owned(),
    }
}
