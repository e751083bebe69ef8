//! What stands in the way of a step, and what can be done.

use thidua_domain::obstacle::Obstacle;

use super::Locale;

/// What stands in the way, in a sentence or two.
#[must_use]
pub(crate) const fn words(locale: Locale, obstacle: Obstacle) -> &'static str {
    locale.of(match obstacle {
        Obstacle::StateMoved => (
            "Người khác đã xử lý hồ sơ này trước. Hãy xem lại hồ sơ rồi làm lại nếu còn cần.",
            "Somebody else has dealt with it meanwhile. Look at it again, and repeat the step if it is still needed.",
        ),
        Obstacle::NotFromThisState => {
            ("Không làm được bước này khi hồ sơ đang ở trạng thái hiện tại.", "The step cannot be taken from this state.")
        }
        Obstacle::TextMoved => (
            "Nội dung hồ sơ đã được người khác sửa mà người làm bước này chưa xem. Hãy đọc lại rồi làm lại.",
            "The text was changed by somebody else and not seen before the step. Read it again, and repeat the step.",
        ),
        Obstacle::Unsettled => (
            "Hồ sơ còn chỗ hai người ghi khác nhau. Hãy chọn nội dung đúng trước.",
            "Two people wrote different things in it. Choose what holds first.",
        ),
        Obstacle::Locked => (
            "Hồ sơ đã trình nên không sửa được. Muốn sửa, hãy rút hồ sơ hoặc đề nghị trả lại.",
            "It was handed up and cannot be changed. To change it, take it back or ask for its return.",
        ),
        Obstacle::NotTheStandingOffice => (
            "Bước này của thường trực Hội đồng thi đua, khen thưởng.",
            "This step is for the standing office of the council.",
        ),
        Obstacle::Deleted => ("Hồ sơ đã bị xoá. Hãy khôi phục trước.", "It is deleted. Restore it first."),
        Obstacle::Merged => (
            "Hồ sơ này đã gộp vào hồ sơ khác. Hãy làm tiếp ở hồ sơ kia.",
            "It was merged into another dossier. Go on with that one.",
        ),
        Obstacle::ReasonMissing => ("Hãy ghi lý do.", "Give the reason."),
        Obstacle::Incomplete => {
            ("Còn thiếu số liệu, ngày hoặc tên cần cho bước này.", "A figure, a day or a name that the step needs is missing.")
        }
        Obstacle::OtherAuthor => {
            ("Tên người làm không phải tên của tài khoản.", "The author is not the account's owner.")
        }
        Obstacle::PartsMissing => (
            "Hồ sơ chưa đủ thành phần. Hãy bổ sung, hoặc ghi lý do vẫn trình.",
            "Parts of the dossier are missing. Add them, or say why it goes up without them.",
        ),
        Obstacle::VotesDoNotAddUp => (
            "Số phiếu không khớp: số phiếu đồng ý, không đồng ý và trắng phải bằng số người bỏ phiếu, và không quá số thành viên.",
            "The votes do not add up: for, against and blank must be as many as those who voted, and no more than the members.",
        ),
        Obstacle::TooFewVotes => (
            "Chưa đạt tỷ lệ phiếu mà luật yêu cầu, nên không thể ghi là thông qua.",
            "The share of votes that the law asks for was not reached, so it cannot be approved.",
        ),
        Obstacle::VotesReached => (
            "Đã đạt tỷ lệ phiếu mà luật yêu cầu, nên không thể ghi là không đạt.",
            "The share of votes that the law asks for was reached, so it cannot be rejected.",
        ),
        Obstacle::NoCouncil => (
            "Danh hiệu này phải qua Hội đồng bỏ phiếu trước.",
            "This title needs the council's vote first.",
        ),
        Obstacle::OtherFigures => (
            "Số phiếu không giống biên bản của phiên họp Hội đồng.",
            "The figures are not those of the council's session.",
        ),
        Obstacle::NotOnAgenda => {
            ("Hồ sơ không có trong chương trình của phiên họp này.", "It is not on the agenda of this session.")
        }
        Obstacle::SessionNotClosed => ("Phiên họp chưa khoá sổ kiểm phiếu.", "The session's votes are not counted yet."),
        Obstacle::LinkMissing => (
            "Không tìm thấy văn bản hoặc hồ sơ mà bước này dựa vào.",
            "The paper or dossier that the step rests on is not there.",
        ),
        Obstacle::NotIssued => ("Quyết định chưa có số, hoặc đã huỷ.", "The decision has no number yet, or was cancelled."),
        Obstacle::NotInDecision => ("Quyết định này không có tên hồ sơ.", "The decision does not list it."),
        Obstacle::OtherLevel => (
            "Cấp này không có thẩm quyền quyết định. Hãy trình cấp trên.",
            "This level does not decide on the award. Send it up.",
        ),
        Obstacle::BeforeSubmission => (
            "Ngày quyết định không thể trước ngày trình hồ sơ.",
            "The decision cannot be dated before the dossier was handed up.",
        ),
        Obstacle::BeforeDecision => ("Ngày này không thể trước ngày quyết định.", "The day cannot lie before the decision."),
        Obstacle::NothingToDecide => ("Quyết định chưa có hồ sơ nào.", "The decision lists nothing."),
        Obstacle::NotReady => (
            "Có hồ sơ trong quyết định chưa qua Hội đồng, đã bị trả lại hoặc đã rút. Hãy xem lại danh sách.",
            "A dossier of the decision has not passed the council, was returned or taken back. Look at the list again.",
        ),
        Obstacle::NumberTaken => {
            ("Số này đã cấp rồi. Hãy để trống để lấy số tiếp theo.", "The number is taken. Leave it empty for the next one.")
        }
        Obstacle::GapUnexplained => (
            "Có số bị bỏ cách. Hãy ghi vì sao bỏ các số ở giữa.",
            "Numbers are left out. Say what they were used for.",
        ),
        Obstacle::SessionEmpty => (
            "Phiên họp chưa có thành viên hoặc chưa có hồ sơ nào để bỏ phiếu.",
            "The session has no members or nothing on its agenda.",
        ),
        Obstacle::RestedOn => (
            "Còn hồ sơ được khen theo quyết định này. Hãy huỷ, thu hồi từng hồ sơ trước.",
            "Awards rest on this decision. Revoke them first.",
        ),
        Obstacle::BallotsLost => (
            "Máy chủ đã được khôi phục từ bản sao lưu trong lúc bỏ phiếu, nên các phiếu không còn giá trị. Hãy huỷ \
             phiên này và lập phiên mới.",
            "The endpoint was restored during the vote: the ballots are void. Hold a new session.",
        ),
        Obstacle::SessionBinds => (
            "Hồ sơ nằm trong chương trình một phiên họp. Hãy ghi kết quả từ phiên họp đó, hoặc đưa hồ sơ ra khỏi chương trình.",
            "It is on a session's agenda.",
        ),
        Obstacle::SessionNeeded => (
            "Danh hiệu này phải bỏ phiếu kín trong một phiên họp, trên máy hoặc kiểm phiếu bằng tay.",
            "This title needs a session of the app.",
        ),
        Obstacle::OtherTextVoted => (
            "Hội đồng đã bỏ phiếu trên nội dung khác. Hồ sơ đã sửa phải được bỏ phiếu lại ở phiên họp mới.",
            "The council voted on another text.",
        ),
        Obstacle::AgendaNotReady => (
            "Có hồ sơ trong chương trình không còn chờ Hội đồng. Hãy xem lại chương trình.",
            "Something on the agenda does not wait for the council any more.",
        ),
        Obstacle::AgendaOtherYear => {
            ("Có hồ sơ trong chương trình của năm khác.", "Something on the agenda is of another year.")
        }
        Obstacle::VotedAlready => (
            "Có hồ sơ đang hoặc đã được bỏ phiếu ở phiên khác. Muốn bỏ phiếu lại, phải huỷ kết quả phiên đó kèm lý do.",
            "Something on the agenda is or was voted on elsewhere.",
        ),
        Obstacle::TooFewBallots => (
            "Bỏ phiếu kín trên máy cần ít nhất 3 phiếu. Hãy chờ thêm, hoặc huỷ phiên và kiểm phiếu bằng tay.",
            "A secret vote on tablets needs 3 ballots at least.",
        ),
        Obstacle::NoQuorum => (
            "Chưa đủ số thành viên bỏ phiếu theo quy định, kể cả phiếu bằng văn bản.",
            "Fewer members have voted than the rules ask for.",
        ),
        Obstacle::ResultUsed => (
            "Kết quả phiên này đã ghi vào hồ sơ nên không huỷ được.",
            "The result stands in a dossier already.",
        ),
        Obstacle::NotCounted => (
            "Máy chủ chưa nhận phiên họp hoặc phiếu nào. Hãy làm lại khi có mạng.",
            "The endpoint had no ballots. Do it again with a line.",
        ),
        Obstacle::NotConfirmed => (
            "Chưa có người thứ hai xác nhận nội dung này.",
            "No second person has confirmed this text.",
        ),
        Obstacle::OwnText => (
            "Người sửa sau cùng không tự xác nhận được.",
            "Whoever changed it last cannot confirm it.",
        ),
        Obstacle::OwnConfirmation => (
            "Người đã xác nhận không ban hành được.",
            "Whoever confirmed it cannot issue it.",
        ),
        Obstacle::KeptByLaw => (
            "Pháp luật buộc lưu giữ hồ sơ này.",
            "The law obliges to keep it.",
        ),
        Obstacle::UnderWay => (
            "Hãy rút hoặc trả lại hồ sơ trước khi xoá.",
            "Withdraw or return it before it is erased.",
        ),
        Obstacle::NamesThePerson => (
            "Đừng ghi tên người đó trong lý do.",
            "Do not name the person in the reason.",
        ),
        Obstacle::NotOurLevel => (
            "Ủy ban này chỉ ra quyết định của cấp mình; cấp khác thì trình lên.",
            "This committee decides for its own level only.",
        ),
        Obstacle::NoSuchLevel => (
            "Vào ngày này không còn cấp huyện (từ 01/7/2025).",
            "On this day there were no districts any more (since 1 July 2025).",
        ),
        Obstacle::InAnotherDecision => (
            "Có hồ sơ đã nằm trong một quyết định khác còn hiệu lực. Hãy bỏ hồ sơ đó khỏi danh sách.",
            "A dossier is in another decision that holds.",
        ),
        Obstacle::WrongTarget => (
            "Chỉ gộp được vào hồ sơ của cùng đơn vị và còn đang được xét.",
            "A dossier is merged only into one of its unit that is on its way.",
        ),
        Obstacle::Reconciling => (
            "Chờ đối soát sau khi khôi phục: chưa biết số nào đã cấp trên giấy. Người quản trị kết thúc đối soát thì ban hành lại được.",
            "Waiting for the reconciliation after a restore: which numbers papers bear is not known yet. Issue it again once an administrator has closed it.",
        ),
        Obstacle::Signed => (
            "Giao ước đã ký nên không sửa nội dung, không xoá được. Muốn sửa, hãy lập bản sửa đổi rồi ký lại.",
            "The pledge is signed: it is changed by an amendment that is signed again, and not deleted.",
        ),
        Obstacle::PledgeUnready => (
            "Giao ước chưa đủ để ký: mỗi chỉ tiêu cần tên, đơn vị tính và kế hoạch.",
            "It cannot be signed yet: each target needs a name, a unit of measure and a plan.",
        ),
        Obstacle::NotAMark => (
            "Chưa có chữ ký: chỉ có một chấm hoặc nét quá ngắn. Hãy ký lại.",
            "This is a dot and no signature. Sign again.",
        ),
        Obstacle::TypedForAnother => (
            "Gõ tên thay chữ ký chỉ dùng được trên tài khoản của chính đơn vị. Hãy ký bằng tay.",
            "A typed name needs the unit’s own account. Sign by hand.",
        ),
        Obstacle::NotAMember => (
            "Ngày này đơn vị không ở trong khối, cụm.",
            "On this day the unit does not belong to the bloc.",
        ),
        Obstacle::OtherBloc => (
            "Khối, cụm hoặc năm không khớp với giao ước.",
            "It is the bloc or the year of another pledge.",
        ),
        Obstacle::NotTheirPen => (
            "Chỉ ký được trên tài khoản của đơn vị, của khối trưởng, cụm trưởng hoặc của thường trực Hội đồng.",
            "It is signed with the account of the unit, of the bloc’s leader or of the standing office.",
        ),
    })
}
