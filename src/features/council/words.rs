//! What is said of sessions of the council and of their ballots, both languages side by side.

use thidua_domain::council::State;

use crate::book::BallotError;
use crate::locale::Locale;
use crate::locale::facts::Both;

pub(super) const CHOOSE: Both = ("Chọn một phiên họp", "Choose a session");
pub(super) const CHOOSE_HELP: Both =
    ("Chương trình họp và việc bỏ phiếu hiện ở đây.", "Its agenda and its vote will appear here.");
pub(super) const NEW: Both = ("Lập phiên họp", "New session");
pub(super) const EDIT: Both = ("Sửa phiên họp", "Edit the session");
pub(super) const EMPTY: Both = ("Chưa có phiên họp nào", "There is no session yet");
pub(super) const EMPTY_HELP: Both = (
    "Phiên họp gồm các thành viên Hội đồng và các hồ sơ đã thẩm định. Thành viên bỏ phiếu trên máy của mình.",
    "A session has members of the council and appraised dossiers. Members vote on their own tablets.",
);
pub(super) const EMPTY_MEMBER: Both = (
    "Khi thường trực Hội đồng lập phiên họp, phiên họp hiện ở đây.",
    "Sessions appear here when the standing office has put them together.",
);
pub(super) const NOT_YOURS: Both = (
    "Phiên họp do thường trực Hội đồng lập và điều hành.",
    "Sessions are put together and run by the council’s standing office.",
);

pub(super) const OF_SESSION: Both = ("Phiên họp", "The session");
pub(super) const TITLE: Both = ("Tên phiên họp", "What the session is called");
pub(super) const DAY: Both = ("Ngày họp", "Day of the session");
pub(super) const YEAR: Both = ("Năm xét khen thưởng", "Year of the dossiers");
pub(super) const YEAR_HELP: Both = (
    "Chỉ các hồ sơ của năm này đưa được vào chương trình họp.",
    "Only dossiers of this year can be put on the agenda.",
);
pub(super) const PLACE: Both = ("Địa điểm", "Place");
pub(super) const SECRET: Both = ("Hình thức", "How it is voted");
pub(super) const SECRET_YES: Both = ("Bỏ phiếu kín", "Secret ballot");
pub(super) const SECRET_NO: Both = ("Biểu quyết công khai", "Open vote");
pub(super) const SECRET_HELP: Both = (
    "Chiến sĩ thi đua cấp tỉnh trở lên phải bỏ phiếu kín.",
    "From Chiến sĩ thi đua cấp tỉnh upwards the ballot must be secret.",
);
pub(super) const MUST_BE_SECRET: Both = (
    "Chương trình có danh hiệu phải bỏ phiếu kín. Hãy chọn “Bỏ phiếu kín”, hoặc xét danh hiệu đó ở phiên khác.",
    "The agenda has a title that needs a secret ballot. Choose “Secret ballot”, or take that title to another session.",
);
pub(super) const METHOD: Both = ("Cách bỏ phiếu", "How votes are cast");
pub(super) const METHOD_HELP: Both = (
    "Trên máy: mỗi thành viên bỏ phiếu trên máy của mình, máy chủ kiểm phiếu. Kiểm phiếu bằng tay: nhập số phiếu đã đếm.",
    "On tablets each member votes on their own and the endpoint counts. By hand, what was counted is entered.",
);
pub(super) const ON_TABLETS: Both = ("Trên máy của thành viên", "On the members’ tablets");
pub(super) const COUNTED_BY_HAND: Both = ("Kiểm phiếu bằng tay", "Counted by hand");
pub(super) const TOO_FEW: Both = (
    "Bỏ phiếu kín trên máy cần ít nhất 3 thành viên có tài khoản. Hãy chọn thêm, hoặc chọn kiểm phiếu bằng tay.",
    "A secret vote on tablets needs three members with an account. Choose more, or count by hand.",
);
pub(super) const SEATS_HELP: Both = (
    "Thành viên không có tài khoản thì thêm tên ở đây; người đó bỏ phiếu bằng văn bản.",
    "Members without an account are added here; they vote on paper.",
);
pub(super) const SEATS_VOTE: Both = (
    "Không có tài khoản, bỏ phiếu bằng văn bản. Vẫn tính vào tổng số thành viên.",
    "Without an account: they vote on paper, and count as members all the same.",
);
pub(super) const ADD_SEAT: Both = ("Thêm thành viên không có tài khoản", "Add a member without an account");
pub(super) const REMOVE_SEAT: Both = ("Bỏ thành viên này", "Remove this member");
pub(super) const SEAT_NAME: Both = ("Họ và tên", "Name");
pub(super) const SEAT_POST: Both = ("Chức vụ", "Post");
pub(super) const NAME_MISSING: Both = ("Hãy ghi họ và tên.", "Give the name.");
pub(super) const VOTED_BEFORE: Both = (
    "Đã được bỏ phiếu. Hãy ghi kết quả từ phiên đó, hoặc huỷ kết quả kèm lý do.",
    "Was voted on. Record that result, or annul it and say why.",
);

pub(super) const COUNT: Both = ("Nhập kết quả kiểm phiếu", "Enter the count");
pub(super) const COUNT_HELP: Both = (
    "Điểm danh rồi nhập số phiếu của từng hồ sơ. Lưu lúc nào cũng được; khoá kết quả khi đã đủ.",
    "Call the roll, then enter each dossier’s votes. Save at any time, and lock the result when all is there.",
);
pub(super) const IN_WRITING: Both =
    ("Thành viên vắng mặt, phiếu bằng văn bản", "Absent members, votes in writing");
pub(super) const IN_WRITING_HELP: Both = (
    "Người vắng mặt hoặc không có tài khoản gửi phiếu bằng văn bản: đánh dấu ở đây và nhập số phiếu trước khi kết thúc. Ghi chung, không ghi phiếu nào của ai; chỉ có một phiếu thì vẫn đoán được.",
    "Who is absent or has no account votes in writing: mark them here and enter the votes before the close. They are entered together; a single one can still be told.",
);
pub(super) const ATTENDANCE: Both = ("Điểm danh", "Attendance");
pub(super) const ALL_CAME: Both = ("Người còn lại có mặt", "All others came");
pub(super) const CAME: Both = ("Có mặt", "Came");
pub(super) const ON_TABLET: Both = ("Trên máy", "On a tablet");
pub(super) const WROTE: Both = ("Phiếu bằng văn bản", "In writing");
pub(super) const NO_QUORUM: Both = (
    "Chưa đủ số thành viên bỏ phiếu theo quy định của Hội đồng.",
    "Fewer members have voted than the council’s rules ask for.",
);
pub(super) const FIGURES: Both = ("Số phiếu từng hồ sơ", "Votes on each dossier");
pub(super) const BLANK_VOTE: Both = ("Phiếu trắng", "Blank");
pub(super) const REST_ALL_YES: Both =
    ("Mọi phiếu đồng ý cho hồ sơ chưa nhập", "All for, where nothing is entered");
pub(super) const ALL_COUNTED: Both = ("Đã nhập đủ các hồ sơ.", "All dossiers are entered.");
pub(super) const SAVE_COUNT: Both = ("Lưu số liệu", "Save the figures");
pub(super) const NOT_SAVED: Both = (
    "Đã giữ làm nháp trên máy này. Hãy lưu để mọi người thấy.",
    "Kept as a draft on this device. Save it for everybody to see.",
);
pub(super) const UNSAVED: Both = (
    "Số liệu đang nhập chưa lưu. Hãy lưu trước.",
    "The figures that are typed are not saved. Save them first.",
);
pub(super) const LOCK_COUNT: Both = ("Khoá kết quả", "Lock the result");
pub(super) const LOCK_TITLE: Both = ("Khoá kết quả?", "Lock the result?");
pub(super) const LOCK_COUNT_HELP: Both = (
    "Khoá rồi thì không sửa được số phiếu, và kết quả ghi được vào hồ sơ.",
    "Once locked the figures cannot be changed, and the result can be recorded in the dossiers.",
);
pub(super) const ANNUL: Both = ("Huỷ kết quả", "Annul the result");
pub(super) const ANNUL_HELP: Both = (
    "Chỉ khi kiểm phiếu sai và kết quả chưa ghi vào hồ sơ nào. Lý do được giữ lại và mọi thành viên đọc được; sau đó bỏ phiếu lại ở phiên khác.",
    "Only where the count was wrong and stands in no dossier yet. The reason is kept for all members to read; another session votes again.",
);
pub(super) const BY_HAND: Both = ("Phiên này bỏ phiếu giấy", "This session votes on paper");
pub(super) const BY_HAND_HELP: Both = (
    "Bạn bỏ phiếu tại phòng họp. Thường trực nhập kết quả kiểm phiếu; bạn đọc được hồ sơ ở dưới.",
    "You vote in the hall, and the standing office enters the count. The dossiers can be read below.",
);
pub(super) const NOTES: Both = ("Ghi chú cho biên bản", "Notes for the minutes");
pub(super) const MEMBERS: Both = ("Thành viên Hội đồng", "Members of the council");
pub(super) const MEMBERS_HELP: Both = (
    "Chọn mọi thành viên, kể cả người sẽ vắng mặt: tỷ lệ phiếu tính trên tổng số thành viên.",
    "Choose all members, those too who will be absent: shares are taken of all members.",
);
pub(super) const NO_ACCOUNTS: Both = (
    "Chưa có tài khoản thành viên Hội đồng. Quản trị viên tạo tài khoản trước, rồi mở mạng để máy này nhận danh sách.",
    "There are no accounts of council members yet. The administrator makes them, then this device fetches the list.",
);
pub(super) const NOBODY: Both = ("Hãy chọn ít nhất một thành viên.", "Choose one member at least.");
pub(super) const AGENDA: Both = ("Chương trình họp", "Agenda");
pub(super) const AGENDA_HELP: Both = (
    "Các hồ sơ đã thẩm định và chưa nằm trong phiên họp khác.",
    "Appraised dossiers that are in no other session.",
);
pub(super) const NO_AGENDA: Both = ("Hãy chọn ít nhất một hồ sơ.", "Choose one dossier at least.");
pub(super) const TAKE_OUT: Both =
    ("Hãy bỏ chọn các hồ sơ không còn chọn được.", "Take out the dossiers that cannot stay.");
pub(super) const IN_ANOTHER: Both = ("Đã có trong phiên họp khác.", "Is on the agenda of another session.");
pub(super) const NOT_APPRAISED: Both =
    ("Không còn ở bước chờ Hội đồng.", "Does not wait for the council any more.");
pub(super) const OTHER_YEAR: Both = ("Hồ sơ của năm khác.", "A dossier of another year.");

pub(super) const BALLOT: Both = ("Bỏ phiếu", "The vote");
pub(super) const OPEN: Both = ("Mở bỏ phiếu", "Open the vote");
pub(super) const OPEN_HELP: Both = (
    "Mở bỏ phiếu thì từng thành viên nhận một phiếu trên máy của mình. Sau đó không sửa được thành phần và chương trình họp.",
    "Once the vote is open each member takes one ballot on their own tablet. Members and agenda cannot be changed after that.",
);
pub(super) const OPEN_TITLE: Both = ("Mở bỏ phiếu?", "Open the vote?");
pub(super) const CLOSE: Both = ("Kết thúc bỏ phiếu", "Close the vote");
pub(super) const CLOSE_HELP: Both = (
    "Kết thúc thì máy chủ kiểm phiếu, ghi kết quả rồi huỷ mọi phiếu. Phiếu đến sau không được tính.",
    "At the close the endpoint counts, writes the result and destroys all ballots. What comes later is not counted.",
);
pub(super) const CLOSE_TITLE: Both = ("Kết thúc bỏ phiếu?", "Close the vote?");
pub(super) const VOID: Both = ("Huỷ phiên họp", "Break off the session");
pub(super) const VOID_HELP: Both = (
    "Phiên bị huỷ thì mọi phiếu bị huỷ và không có kết quả. Hồ sơ đưa được vào phiên khác.",
    "If it is broken off all ballots are destroyed and there is no result. The dossiers can go to another session.",
);
pub(super) const VOID_REASON: Both = ("Lý do huỷ", "Why it is broken off");
pub(super) const VOIDED_BECAUSE: Both = ("Phiên bị huỷ: ", "Broken off: ");
pub(super) const CANCEL: Both = ("Thôi", "Cancel");
pub(super) const ASKING: Both = ("Đang hỏi máy chủ…", "Asking the endpoint…");
pub(super) const OFFLINE: Both = (
    "Không có mạng. Vẫn sửa được thành phần và chương trình họp. Mở, kết thúc và huỷ bỏ phiếu thì cần máy chủ.",
    "No network. Members and agenda can still be changed. Opening, closing and breaking off need the endpoint.",
);
pub(super) const OFFLINE_OPEN: Both = (
    "Không có mạng. Phiếu thành viên đã gửi vẫn an toàn ở máy chủ. Kết thúc bỏ phiếu thì cần mạng.",
    "No network. Ballots that were cast are safe at the endpoint. Closing the vote needs the network.",
);
pub(super) const NOT_REACHED: Both = (
    "Chưa hỏi được máy chủ. Hãy thử lại sau ít phút.",
    "The endpoint was not reached. Try again in a few minutes.",
);
pub(super) const AWAITS: Both = ("Chờ máy chủ xác nhận", "Waits for the endpoint");
pub(super) const AWAITS_HELP: Both = (
    "Việc này mới ghi trên máy và có hiệu lực khi máy chủ xác nhận.",
    "This is on this device only, and counts once the endpoint has confirmed it.",
);

pub(super) const ROLL: Both = ("Điểm danh và nhận phiếu", "Roll-call");
pub(super) const ROLL_HELP: Both = (
    "Chỉ biết ai đã nhận phiếu và có bao nhiêu phiếu đã gửi. Không ai biết phiếu nào của ai.",
    "Only who took a ballot and how many were cast can be seen. Nobody can tell whose is which.",
);
pub(super) const TOOK: Both = ("Đã nhận phiếu", "Took a ballot");
pub(super) const TOOK_NOT: Both = ("Chưa nhận phiếu", "No ballot yet");
pub(super) const CAST_COUNT: Both = ("Phiếu đã gửi", "Ballots cast");
pub(super) const REFRESH: Both = ("Cập nhật", "Refresh");
pub(super) const ROLL_UNREACHED: Both =
    ("Chưa lấy được số liệu từ máy chủ.", "The figures could not be fetched from the endpoint.");
pub(super) const ROLL_AT: Both = ("Lúc ", "At ");

pub(super) const RESULT: Both = ("Kết quả bỏ phiếu", "Result of the vote");
pub(super) const MINUTES: Both = ("Số liệu cho biên bản", "Figures for the minutes");
pub(super) const ALL_MEMBERS: Both = ("Tổng số thành viên", "All members");
pub(super) const PRESENT: Both = ("Có mặt, nhận phiếu", "Present, took a ballot");
pub(super) const ABSENT: Both = ("Vắng mặt", "Absent");
pub(super) const WRITTEN: Both = ("Gửi phiếu bằng văn bản", "Voted in writing");
pub(super) const CAST: Both = ("Phiếu thu về", "Ballots returned");
pub(super) const NOT_CAST: Both =
    ("Nhận mà không gửi (tính là phiếu trắng)", "Taken and not cast (count as blank)");
pub(super) const ON_AGENDA: Both = ("Hồ sơ đã xét", "Dossiers voted on");
pub(super) const REACHED: Both = ("Đạt", "Reached");
pub(super) const NOT_THERE: Both = ("Không đạt", "Not reached");
pub(super) const UNKNOWN: Both = (
    "Máy này không có hồ sơ, nên chưa biết cần tỷ lệ nào.",
    "The dossier is not on this device, so the share that it needs is not known.",
);
pub(super) const CARRY: Both = ("Ghi kết quả vào hồ sơ", "Record the result in the dossiers");
pub(super) const CARRY_HELP: Both = (
    "Mỗi hồ sơ được ghi số phiếu của mình: đủ tỷ lệ là “Hội đồng thông qua”, không đủ là “Không đạt”.",
    "Each dossier gets its own figures: “Approved by the council” where the share is reached, “Not reached” where not.",
);
pub(super) const CARRIED: Both =
    ("Kết quả đã được ghi vào mọi hồ sơ.", "The result is recorded in every dossier.");

pub(super) const VOTING: Both = ("Phiếu của bạn", "Your ballot");
pub(super) const NOT_OPEN_YET: Both = (
    "Chưa mở bỏ phiếu. Bạn đọc trước được các hồ sơ. Khi mở, màn hình này tự đổi.",
    "The vote is not open yet. The dossiers can be read already. This screen changes by itself when it opens.",
);
pub(super) const TAKE: Both = ("Nhận phiếu", "Take a ballot");
pub(super) const TAKE_HELP: Both = (
    "Nhận phiếu là điểm danh: thường trực biết bạn đã nhận, không ai biết bạn bầu gì. Mỗi người một phiếu, trên một máy. Lúc nhận cần có mạng; sau đó mất mạng vẫn bỏ phiếu được.",
    "Taking a ballot is the roll-call: the office sees that you took one, and nobody sees how you vote. One ballot each, on one device. Taking it needs the network; after that you can vote without.",
);
pub(super) const TAKING: Both = ("Đang nhận phiếu…", "Taking the ballot…");
pub(super) const YES: Both = ("Đồng ý", "For");
pub(super) const NO: Both = ("Không đồng ý", "Against");
pub(super) const BLANK: Both = ("Ý kiến khác (phiếu trắng)", "Neither (blank)");
pub(super) const ACHIEVEMENTS: Both = ("Tóm tắt thành tích", "Achievements");
pub(super) const READ: Both = ("Đọc hồ sơ", "Read the dossier");
pub(super) const REST_YES: Both = ("Đồng ý với các hồ sơ còn lại", "For all that are left");
pub(super) const ALL_CHOSEN: Both = ("Đã chọn đủ.", "All are chosen.");
pub(super) const CAST_IT: Both = ("Bỏ phiếu", "Cast the ballot");
pub(super) const CAST_TITLE: Both = ("Gửi phiếu này?", "Cast this ballot?");
pub(super) const KEPT: Both = (
    "Lựa chọn được giữ trên máy này cho đến khi gửi. Gửi rồi thì máy không giữ lại.",
    "Your choices stay on this device until they are sent, and are not kept after that.",
);
pub(super) const SENDING: Both = ("Phiếu đang chờ gửi", "Your ballot is on its way");
pub(super) const SENDING_HELP: Both = (
    "Phiếu nằm trên máy này. Có mạng thì tự gửi, không kèm tên bạn. Giữ máy mở, đừng đăng xuất; phiếu phải đến trước khi phiên kết thúc.",
    "It is kept on this device and goes by itself when there is a line, without your name. Keep the app open and stay signed in; it must arrive before the vote closes.",
);
pub(super) const SEND_NOW: Both = ("Gửi ngay", "Send now");
pub(super) const RECEIVED: Both = ("Đã nhận phiếu của bạn", "Your ballot is received");
pub(super) const RECEIVED_HELP: Both = (
    "Máy chủ đã nhận phiếu. Máy này không còn giữ lựa chọn của bạn.",
    "The endpoint has it. Your choices are not on this device any more.",
);
pub(super) const LATE: Both = ("Không được tính vì phiên đã kết thúc", "Not counted: the session is over");
pub(super) const LATE_HELP: Both = (
    "Máy này không có xác nhận của máy chủ trước khi phiên kết thúc. Phiếu đến sau lúc đó không được tính, và được ghi là phiếu trắng.",
    "This device had no word from the endpoint before the close. What came after it is not counted, and stands as blank.",
);
pub(super) const UNCAST: Both =
    ("Phiên đã kết thúc khi bạn chưa gửi phiếu", "The session ended before you cast your ballot");
pub(super) const UNCAST_HELP: Both = (
    "Phiếu đã nhận mà không gửi được ghi là phiếu trắng.",
    "A ballot that was taken and not cast stands as blank.",
);
pub(super) const REFUSED: Both = ("Máy chủ không nhận phiếu này", "The endpoint does not take this ballot");
pub(super) const REFUSED_HELP: Both = (
    "Có thể một phiếu khác đã được gửi từ một cửa sổ khác của máy này. Hãy báo thường trực Hội đồng.",
    "Another ballot may have been cast from another window of this device. Tell the council’s standing office.",
);
pub(super) const ELSEWHERE: Both =
    ("Bạn đã nhận phiếu trên máy khác", "You took your ballot on another device");
pub(super) const ELSEWHERE_HELP: Both = (
    "Mỗi thành viên chỉ có một phiếu. Hãy bỏ phiếu trên máy đã nhận; máy này không bỏ phiếu được nữa.",
    "Each member has one ballot. Vote on the device that took it; this one cannot.",
);
pub(super) const NOT_A_MEMBER: Both =
    ("Bạn không bỏ phiếu trong phiên này", "You do not vote in this session");
pub(super) const NOT_A_MEMBER_HELP: Both = (
    "Tên bạn không có trong danh sách thành viên của phiên. Nếu nhầm, hãy báo thường trực Hội đồng.",
    "You are not on the session’s list of members. If that is a mistake, tell the council’s standing office.",
);
pub(super) const CLOSED: Both = ("Phiên đã kết thúc", "The session is over");
pub(super) const CLOSED_HELP: Both =
    ("Không bỏ phiếu được nữa. Kết quả ở dưới.", "Nobody can vote any more. The result is below.");
pub(crate) const LOSES_A_BALLOT: Both = (
    "Máy này đang giữ phiếu bầu của bạn. Đăng xuất thì mất phiếu, và không nhận lại được.",
    "Your ballot is on this device. Signing out loses it, and you cannot take another.",
);

/// What a state of a session is called.
pub(super) const fn state(locale: Locale, state: State) -> &'static str {
    locale.of(match state {
        State::Preparing => ("Đang chuẩn bị", "Being prepared"),
        State::Open => ("Đang bỏ phiếu", "Voting"),
        State::Closed => ("Đã kết thúc", "Closed"),
        State::Void => ("Đã huỷ", "Broken off"),
    })
}

/// Why a ballot cannot be had or is not there yet, and what can be done.
pub(super) const fn trouble(locale: Locale, error: BallotError) -> &'static str {
    locale.of(match error {
        BallotError::Unreached => (
            "Chưa hỏi được máy chủ. Lúc nhận phiếu cần có mạng. Hãy lại gần chỗ có sóng rồi thử lại.",
            "The endpoint was not reached. Taking a ballot needs the network. Find a line and try again.",
        ),
        BallotError::SignedOut => (
            "Phiên đăng nhập đã hết. Hãy đăng nhập lại rồi nhận phiếu.",
            "Your sign-in has ended. Sign in again, then take the ballot.",
        ),
        BallotError::NotOpen => ("Phiên chưa mở bỏ phiếu.", "The vote is not open yet."),
        BallotError::Over => (
            "Phiên đã kết thúc hoặc bị huỷ, không nhận phiếu được nữa.",
            "The session is over or broken off: no ballots are given out.",
        ),
        BallotError::NotAMember => NOT_A_MEMBER_HELP,
        BallotError::Taken => ELSEWHERE_HELP,
        BallotError::Refused => REFUSED_HELP,
        BallotError::OtherKey => (
            "Máy chủ trả lời bằng khoá khác với khoá của phiên, nên phiếu có thể không kín. Máy không nhận phiếu này. Hãy báo thường trực Hội đồng.",
            "The endpoint answered with another key than the session’s, so the ballot might not be secret. It was not taken. Tell the council’s standing office.",
        ),
        BallotError::Device => (
            "Máy này không ghi được phiếu. Hãy giải phóng bộ nhớ rồi thử lại.",
            "The ballot could not be stored. Make room on this device and try again.",
        ),
        BallotError::Endpoint(_) => (
            "Máy chủ đang gặp lỗi. Hãy thử lại sau ít phút.",
            "The endpoint has a fault. Try again in a few minutes.",
        ),
    })
}

/// Who came, who wrote, who did neither.
pub(super) fn attendance(locale: Locale, counts: [u32; 3]) -> String {
    let [came, wrote, absent] = counts.map(|count| count.to_string());
    match locale {
        Locale::Vi => ["Có mặt ", &came, ", bằng văn bản ", &wrote, ", vắng ", &absent].concat(),
        Locale::En => [&came, " came, ", &wrote, " in writing, ", &absent, " absent"].concat(),
    }
}

/// How many votes are entered of an item, of how many.
pub(super) fn sum(locale: Locale, sum: u32, voters: u32) -> String {
    let (sum, voters) = (sum.to_string(), voters.to_string());
    match locale {
        Locale::Vi => ["Tổng ", &sum, "/", &voters, " phiếu"].concat(),
        Locale::En => [sum.as_str(), " of ", &voters, " votes"].concat(),
    }
}

/// What is wrong with the votes of an item.
pub(super) fn does_not_add_up(locale: Locale, sum: u32, voters: u32) -> String {
    let (sum, voters) = (sum.to_string(), voters.to_string());
    match locale {
        Locale::Vi => {
            [&sum, " phiếu mà ", &voters, " người bỏ phiếu. Hãy xem lại số phiếu hoặc điểm danh."].concat()
        }
        Locale::En => [&sum, " votes of ", &voters, " voters. Look at the votes or the roll again."].concat(),
    }
}

/// How many dossiers have no figures yet.
pub(super) fn not_counted(locale: Locale, left: usize) -> String {
    let left = left.to_string();
    match locale {
        Locale::Vi => ["Còn ", &left, " hồ sơ chưa nhập"].concat(),
        Locale::En => [left.as_str(), " not entered yet"].concat(),
    }
}

/// How many members.
pub(super) fn members(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Vi, _) => [&count.to_string(), " thành viên"].concat(),
        (Locale::En, 1) => "1 member".to_owned(),
        (Locale::En, _) => [&count.to_string(), " members"].concat(),
    }
}

/// How many sessions.
pub(super) fn sessions(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Vi, _) => [&count.to_string(), " phiên họp"].concat(),
        (Locale::En, 1) => "1 session".to_owned(),
        (Locale::En, _) => [&count.to_string(), " sessions"].concat(),
    }
}

/// What opening means.
pub(super) fn open_text(locale: Locale, members: usize, dossiers: usize) -> String {
    let (members, dossiers) = (members.to_string(), dossiers.to_string());
    match locale {
        Locale::Vi => {
            [&members, " thành viên bỏ phiếu cho ", &dossiers, " hồ sơ. Sau khi mở không sửa được nữa."]
                .concat()
        }
        Locale::En => {
            [&members, " members vote on ", &dossiers, " dossiers. Nothing can be changed once it is open."]
                .concat()
        }
    }
}

/// What closing means, as far as the roll is known.
pub(super) fn close_text(locale: Locale, roll: Option<(usize, u32, usize)>) -> String {
    let Some((took, cast, members)) = roll else {
        return locale.of(CLOSE_HELP).to_owned();
    };
    let uncast = took.saturating_sub(usize::try_from(cast).unwrap_or(took)).to_string();
    let (took, cast, members) = (took.to_string(), cast.to_string(), members.to_string());
    let told = match locale {
        Locale::Vi => {
            [took.as_str(), "/", &members, " thành viên đã nhận phiếu, ", &cast, " phiếu đã gửi. "].concat()
        }
        Locale::En => {
            [took.as_str(), " of ", &members, " members took a ballot, ", &cast, " were cast. "].concat()
        }
    };
    let waits = match (uncast.as_str(), locale) {
        ("0", _) => String::new(),
        (uncast, Locale::Vi) => [uncast, " phiếu chưa gửi sẽ là phiếu trắng. "].concat(),
        (uncast, Locale::En) => [uncast, " not cast will count as blank. "].concat(),
    };
    [&told, &waits, locale.of(CLOSE_HELP)].concat()
}

/// How many took a ballot.
pub(super) fn took(locale: Locale, took: usize, members: usize) -> String {
    let (took, members) = (took.to_string(), members.to_string());
    match locale {
        Locale::Vi => [took.as_str(), "/", &members].concat(),
        Locale::En => [took.as_str(), " of ", &members].concat(),
    }
}

/// How many are left to choose.
pub(super) fn left(locale: Locale, left: usize) -> String {
    let left = left.to_string();
    match locale {
        Locale::Vi => ["Còn ", &left, " hồ sơ chưa chọn"].concat(),
        Locale::En => [left.as_str(), " left to choose"].concat(),
    }
}

/// What is about to be cast.
pub(super) fn cast_text(locale: Locale, [yes, no, blank]: [usize; 3], left: usize) -> String {
    let (yes, no, blank) = (yes.to_string(), no.to_string(), blank.to_string());
    let told = match locale {
        Locale::Vi => [&yes, " đồng ý, ", &no, " không đồng ý, ", &blank, " ý kiến khác. "].concat(),
        Locale::En => [&yes, " for, ", &no, " against, ", &blank, " neither. "].concat(),
    };
    let count = left.to_string();
    let rest = match (left, locale) {
        (0, _) => String::new(),
        (_, Locale::Vi) => [&count, " hồ sơ chưa chọn sẽ tính là phiếu trắng. "].concat(),
        (_, Locale::En) => [&count, " that you left out will count as blank. "].concat(),
    };
    let last = locale.of(("Gửi rồi thì không sửa được.", "It cannot be changed after that."));
    [&told, &rest, last].concat()
}

/// What each dossier's vote is called for screen readers, and how far one is.
pub(super) fn of_all(locale: Locale, place: usize, all: usize) -> String {
    let (place, all) = (place.to_string(), all.to_string());
    match locale {
        Locale::Vi => ["Hồ sơ ", &place, "/", &all].concat(),
        Locale::En => ["Dossier ", &place, " of ", &all].concat(),
    }
}

/// Into how many dossiers a result can be carried.
pub(super) fn carry(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["Ghi kết quả vào ", &count, " hồ sơ"].concat(),
        Locale::En => ["Record the result in ", &count, " dossiers"].concat(),
    }
}

/// The name that a new session begins with.
pub(super) fn first_title(locale: Locale, year: i64) -> String {
    let year = year.to_string();
    match locale {
        Locale::Vi => ["Phiên họp xét khen thưởng năm ", &year].concat(),
        Locale::En => ["Session on the awards of ", &year].concat(),
    }
}
