//! Nominations as officers write them, made up from a seed. Every one is marked as a sample.
//!
//! Made-up text repeats more than real text and compresses better, so the generator counts how much chance went into
//! what it made: no compression can go below that, and a benchmark is worth as much as this number is high.

use std::sync::LazyLock;

use fastrand::Rng;
use thidua_domain::nomination;
use thidua_domain::record::{Fields, RecordId};

type List = LazyLock<Vec<&'static str>>;

fn split(list: &'static str) -> Vec<&'static str> {
    list.split(", ").collect()
}

static FAMILY: List = LazyLock::new(|| {
    split(
        "\
     Đinh, Phạm, Nguyễn, Hồ, Trần, Lê, Võ, Huỳnh, Bùi, Đặng, Phan, Đỗ",
    )
});
static MIDDLE: List = LazyLock::new(|| {
    split(
        "\
     Văn, Thị, Minh, Thanh, Ngọc, Xuân, Quốc, Hữu, Kim, Hoàng, Thu, Đức, Công, Bích, Tấn, Mỹ",
    )
});
static GIVEN: List = LazyLock::new(|| {
    split(
        "\
     An, Bình, Châu, Dũng, Giang, Hà, Hải, Hạnh, Hiền, Hòa, Hùng, Hương, Khánh, Lan, Linh, Long, Mai, \
     Nam, Nga, Nhung, Phúc, Phượng, Quang, Sơn, Tâm, Thảo, Thắng, Trang, Tuấn, Vân, Vinh, Yến",
    )
});
static POSITION: List = LazyLock::new(|| {
    split(
        "\
     Công chức Văn phòng – Thống kê, Công chức Tư pháp – Hộ tịch, Giáo viên, Hiệu trưởng, Trưởng \
     thôn, Chủ tịch Hội Nông dân xã, Chủ tịch Hội Liên hiệp Phụ nữ xã, Bí thư Đoàn xã, Chỉ huy trưởng \
     Quân sự xã, Y sĩ Trạm Y tế, Công chức Địa chính – Xây dựng, Công chức Văn hóa – Xã hội, Phó Chủ \
     tịch UBND xã, Chủ tịch UBMTTQVN xã, Chủ tịch Hội Cựu chiến binh xã, Nhân viên khuyến nông",
    )
});
static WORKPLACE: List = LazyLock::new(|| {
    split(
        "\
     UBND xã, Trường Tiểu học và THCS, Trạm Y tế xã, Hội Nông dân xã, Hội Liên hiệp Phụ nữ xã, Trường \
     Mầm non, Ban Chỉ huy Quân sự xã, Đoàn Thanh niên xã",
    )
});
/// What such texts are made of.
static WORDS: List = LazyLock::new(|| {
    split(
        "\
    chủ động, trực tiếp, thường xuyên, kịp thời, tích cực, phối hợp, kiên trì, gương mẫu, tham mưu, vận \
    động, hướng dẫn, tuyên truyền, tổ chức, xây dựng, triển khai, hỗ trợ, đôn đốc, kiểm tra, rà soát, \
    theo dõi, quản lý, thực hiện, đề xuất, hoàn thiện, duy trì, nhân rộng, củng cố, giúp đỡ, bồi dưỡng, \
    phát động, tiếp nhận, giải quyết, hồ sơ, thủ tục, hành chính, mô hình, chăn nuôi, giảm nghèo, bền \
    vững, đăng ký, tài khoản, định danh, nông thôn, khuyến học, phong trào, an ninh, trồng rừng, gỗ lớn, \
    lớp học, ban đêm, tiêm chủng, mở rộng, giấy tờ, đất đai, hộ tịch, điện tử, văn nghệ, cồng chiêng, \
    nhà văn hóa, nước sạch, cộng đồng, thanh toán, tiền mặt, vườn rau, bán trú, thiên tai, trực tuyến, \
    dịch vụ, hiến đất, mở đường, trồng quế, xen keo, tiết kiệm, vay vốn, hội thi, giáo viên, huấn luyện, \
    dân quân, thu gom, rác thải, gia đình, thanh niên, hòa giải, cơ sở, nguồn vốn, ưu đãi, chi trả, chế \
    độ, chính sách, nuôi cá, nước ngọt, tủ sách, pháp luật, đọc sách, giữ gìn, nghề dệt, chuồng trại, vệ \
    sinh, dân số, bữa ăn, học sinh, cánh đồng, giống lúa, sức khỏe, định kỳ, người có công, tuyển quân, \
    đường dây, thắp sáng, bảo vệ, đầu nguồn, sáng kiến, dạy học, theo nhóm, tổ hợp tác, trồng mây, lịch \
    trực, công dân, thống kê, dân cư, bản địa, heo đen, trâu bò, gia cầm, cây keo, cây quế, rẫy dốc, \
    ruộng bậc thang, suối Rin, sạt lở, mưa bão, cứu hộ, lương thực, nhà tạm, mái ấm, đại đoàn kết, quỹ \
    vì người nghèo, tết cổ truyền, quà tặng, thăm hỏi, neo đơn, khuyết tật, trẻ mồ côi, học bổng, sách \
    vở, xe đạp, bếp ăn, dinh dưỡng, cân nặng, mù chữ, phổ cập, chuyên cần, bỏ học, đến trường, phụ \
    huynh, họp thôn, trưởng bản, già làng, hương ước, nếp sống, cưới hỏi, tang lễ, tiết giảm, mê tín, tệ \
    nạn, ma túy, trộm cắp, tố giác, tuần tra, đêm khuya, chốt trực, giao thông, mũ bảo hiểm, xe máy, \
    bằng lái, tập huấn, kỹ thuật, phân bón, vi sinh, ủ phân, bón lá, sâu bệnh, thu hoạch, sản lượng, \
    năng suất, tiêu thụ, đầu ra, hợp đồng, thương lái, giá bán, lãi ròng, thu nhập, việc làm, xuất khẩu \
    lao động, đào tạo, nghề may, sơ cấp, chứng chỉ, chữ ký số, một cửa, trả kết quả, đúng hạn, trước \
    hạn, hài lòng, góp ý, đối thoại, khiếu nại, tố cáo, giám sát, phản biện, đảng viên, kết nạp, chi bộ, \
    nghị quyết, học tập, làm theo, tự phê bình, đoàn kết, nội bộ, kỷ luật, giờ giấc, tận tụy, trách \
    nhiệm, sâu sát, lắng nghe, chia sẻ, động viên, khích lệ, khen thưởng, nêu gương, lan tỏa, báo cáo, \
    số liệu, chính xác, đầy đủ, lưu trữ, phần mềm, máy tính, mạng xã hội, trang thông tin, loa phát \
    thanh, tiếng Hrê, phiên dịch, song ngữ, tranh cổ động, tờ rơi, hội diễn, bóng chuyền, kéo co, chạy \
    việt dã, giải nhất, giải nhì, cấp huyện, cấp tỉnh, tham gia, dẫn đầu, về đích, tiêu chí, chuẩn mới, \
    hàng rào xanh, đường hoa, cổng ngõ, cột cờ, sân chơi, nhà trẻ, phòng học, thư viện, bàn ghế, mái \
    che, giếng khoan, bể chứa, đường ống, kênh mương, nạo vét, tưới tiêu, đập nhỏ, cầu treo, ngầm tràn, \
    bê tông, cát sỏi, xi măng, ngày công, góp sức, góp tiền, công khai, minh bạch, quyết toán, tiết kiệm \
    điện, văn phòng, con dấu, công văn, chuyển đổi số, mã QR, ví điện tử, bưu chính, bảo hiểm y tế, bảo \
    hiểm xã hội, tự nguyện, khám bệnh, cấp thuốc, sơ cứu, vắc xin, sốt rét, sốt xuất huyết, diệt muỗi, \
    phát quang, bụi rậm, nước đọng",
    )
});
static PLACE: List = LazyLock::new(|| {
    split(
        "\
     thôn Làng Ren, thôn Gò Chè, thôn Yên Ngựa, thôn Làng Trê, thôn Cà Xen, thôn Mai Lãnh Hữu, thôn \
     Diệp Thượng, thôn Gò Rộc, thôn Phiên Chá, thôn Làng Đố, thôn Hà Xuyên, thôn Thượng Đố, thôn Tam \
     La, thôn Lạc Hạ, thôn Thiệp Xuyên, thôn Minh Xuân, thôn Ngã Lăng, thôn Dục Ái, thôn Hà Bôi, thôn \
     Lạc Sơn",
    )
});
static COUNTED: List = LazyLock::new(|| {
    split(
        "\
     hộ dân, hồ sơ, lượt người, học sinh, hội viên, ngày công, mét đường, héc-ta, buổi họp, đoàn \
     viên, cây giống, con bò, suất quà, trẻ em, người cao tuổi, tổ tự quản",
    )
});
const AWARD: [(&str, &str); 3] = [
    ("lao_dong_tien_tien", "Hoàn thành tốt nhiệm vụ."),
    ("chien_si_thi_dua_co_so", "Hoàn thành xuất sắc nhiệm vụ."),
    ("giay_khen_huyen", "Được tập thể bình xét."),
];

/// Makes nominations.
pub struct Generator {
    rng: Rng,
    /// When the next record is made, milliseconds since 1970: records are made over a season, not in one instant.
    time_ms: u64,
    bits: f64,
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self { rng: Rng::with_seed(seed), time_ms: 1_700_000_000_000, bits: 0.0 }
    }

    /// The chance that went into the records so far, their ids included, bytes.
    pub fn entropy(&self) -> f64 {
        self.bits / 8.0
    }

    /// A UUID of version 7, as the app makes them.
    pub fn record(&mut self) -> RecordId {
        self.time_ms += self.number(20_000, 600_000).cast_unsigned();
        // The 74 random bits of a UUID.
        self.bits += 74.0;
        let mut bytes = [0; 16];
        self.rng.fill(&mut bytes);
        bytes[..6].copy_from_slice(&self.time_ms.to_be_bytes()[2..]);
        bytes[6] = 0x70 | bytes[6] & 0x0f;
        bytes[8] = 0x80 | bytes[8] & 0x3f;
        RecordId::from_bytes(bytes)
    }

    /// The fields of a nomination with about `characters` characters of achievements.
    pub fn nomination(&mut self, characters: usize) -> Fields {
        let (award, closing) = *self.one(&AWARD);
        let name = format!("{} {} {}", self.one(&FAMILY), self.one(&MIDDLE), self.one(&GIVEN));
        let place = *self.one(&PLACE);
        let workplace = format!("{} ({place})", self.one(&WORKPLACE));
        let mut achievements = "[Mẫu]".to_owned();
        while achievements.chars().count() + closing.chars().count() < characters {
            let sentence = self.sentence();
            achievements.push_str(&sentence);
        }
        let surplus = achievements.chars().count() + closing.chars().count() + 1;
        if surplus > characters + 60 {
            achievements = achievements.chars().take(characters - closing.chars().count() - 1).collect();
        }
        achievements = format!("{achievements} {closing}");
        Fields::from_iter([
            (nomination::SUBJECT, 1.into()),
            (nomination::AWARD, award.into()),
            (nomination::YEAR, 2023.into()),
            (nomination::NAME, name.as_str().into()),
            (nomination::POSITION, (*self.one(&POSITION)).into()),
            (nomination::WORKPLACE, workplace.as_str().into()),
            (nomination::ACHIEVEMENTS, achievements.as_str().into()),
            (nomination::BIRTH_YEAR, (self.number(1964, 2000)).into()),
        ])
    }

    fn sentence(&mut self) -> String {
        let mut sentence = String::new();
        for at in 0..6 {
            let word = *self.one(&WORDS);
            let comma = if at == 3 { "," } else { "" };
            sentence.push_str(&format!("{comma} {word}"));
        }
        let (count, counted) = (self.number(11, 999), *self.one(&COUNTED));
        format!("{sentence} {count} {counted}.")
    }

    fn one<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.pick(choices.len())]
    }

    fn pick(&mut self, choices: usize) -> usize {
        self.bits += (choices as f64).log2();
        self.rng.usize(0..choices)
    }

    fn number(&mut self, least: i64, most: i64) -> i64 {
        self.bits += ((most - least + 1) as f64).log2();
        self.rng.i64(least..=most)
    }
}
