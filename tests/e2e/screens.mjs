// The list of screens and states to photograph, in the order of a round: one endpoint, one device, one sign-in
// after the other. `show` brings the page to the state, or another browser's page, which it returns then; it gets { page, url, proxy,
// endpoint, app, browserOf, bench }, where `app` is the folder of the files that the endpoint serves. `as` names the
// person who is signed in; a screen without it is shown as the page stands. `tablet` photographs it on a tablet as well.
// `fresh` begins with an empty endpoint and a new device, as where the sample year's days would not suit what stands there; `flags`
// are those of that endpoint. After each screen the line is there again, but where `away` leaves it as it is.

import { chosen, hugePicture, landscape, pdf } from "./files.mjs";
import { loadSample } from "./harness.mjs";
import { release } from "./release.mjs";
import { rare } from "./screens-rare.mjs";
import * as steps from "./steps.mjs";
import { fillUp } from "./store.mjs";

const { ADMINISTRATOR, DISTRICT, LONG_MON, MEMBERS, go } = steps;

// Generated, and plainly samples: no person stands behind these names.
const PEOPLE = [
  { name: "Đinh Văn Mẫu", birthYear: "1985", position: "Trưởng thôn Làng Ren", workplace: "Thôn Làng Ren",
    achievements: "Vận động 12 hộ hiến 340 m² đất làm đường liên thôn; thôn không còn hộ tái nghèo.",
    initiative: "Tổ đổi công làm đường bê tông, nhân rộng ra ba thôn." },
  { name: "Đinh Thị Hoà (mẫu)", award: "Chiến sĩ thi đua cơ sở", birthYear: "1990", position: "Chủ tịch Hội Phụ nữ xã" },
  { name: "Nguyễn Quốc Việt (mẫu)", birthYear: "1979", position: "Giáo viên", workplace: "Trường Tiểu học Long Môn" },
];

const HONOURED = {
  name: "Đinh Thị Hiếu (mẫu)", birthYear: "1986", position: "Trưởng thôn", workplace: "Thôn Làng Ren", knownSince: "2019",
  honours: [
    { year: "2022", award: "Chiến sĩ thi đua cơ sở", decision: "301/QĐ-UBND (mẫu)", day: "10/01/2023" },
    { year: "2021", award: "Lao động tiên tiến", decision: "215/QĐ-UBND (mẫu)", revoked: "44/QĐ-UBND (mẫu)" },
    { year: "2020", award: "Lao động tiên tiến" },
  ],
};

const PASTED = [
  "Họ và tên\tNăm sinh\tChức vụ\tDanh hiệu đề nghị\tNăm\tXếp loại",
  "Đinh Văn Một (mẫu)\t1980\tTrưởng thôn\tLao động tiên tiến\t2023\tHTTNV",
  "Phạm Thị Hai (mẫu)\t12/5/1984\tGiáo viên\tCSTĐCS\t2023\tHTXSNV",
  "Lê Văn Ba (mẫu)\t2090\tGiáo viên\tLao động tiên tiến\t2023\tHTTNV",
  "Võ Thị Tư (mẫu)\t1991\tCông chức\tDanh hiệu lạ\t2023\tHTTNV",
].join("\n");

const CALENDAR = [
  ["09/02/2024", "Nghỉ lễ", "Tết Nguyên đán (mẫu)"],
  ["15/11/2024", "Hạn đơn vị nộp hồ sơ", "Xã nộp hồ sơ cuối năm (mẫu)"],
  ["21/12/2024", "Hội nghị tổng kết", "Hội nghị tổng kết phong trào (mẫu)"],
];

const MOVEMENT = {
  name: "Chung sức xây dựng nông thôn mới (mẫu)",
  aim: "Mỗi xã hoàn thành thêm một tiêu chí trong năm, không để nợ đọng.",
  who: "Các xã, phường",
  joinBy: steps.dayFromNow(20),
  interimBy: steps.dayFromNow(90),
  finalBy: steps.dayFromNow(210),
  targets: [
    { name: "Đường thôn được bê tông hoá", plan: "2,5", measure: "km" },
    { name: "Hộ có nhà tiêu hợp vệ sinh", plan: "40", measure: "hộ" },
  ],
};

const MODEL = {
  name: "Tổ tự quản thu gom rác (mẫu)",
  work: "Nông thôn mới",
  place: "Thôn Làng Ren",
  what: "Mỗi thôn một tổ năm người thu gom rác hằng tuần.",
  how: "Họp thôn, chia tuyến, mỗi hộ góp 10.000 đồng một tháng, công khai quỹ.",
  result: "Không còn bãi rác tự phát; 118 hộ tham gia.",
};
/** A year of the cluster, with a table of two criteria. */
const CLUSTER_YEAR = {
  leader: "Xã Long Mai",
  targets: [{ name: "Số hộ thoát nghèo (mẫu)", measure: "hộ" }, { name: "Số vụ vi phạm (mẫu)", measure: "vụ" }],
  criteria: [
    { name: "Giảm nghèo (mẫu)", max: "60", formula: "Theo tỷ lệ hoàn thành kế hoạch", target: "Số hộ thoát nghèo (mẫu)" },
    { name: "Phong trào (mẫu)", max: "40" },
  ],
  forward: "Giấy khen của Chủ tịch Ủy ban nhân dân huyện",
};
/** The record of that year, once it is made. */
const BLOC = {};

/** Takes back what filled the device up. */
let makeRoom = async () => {};

export const screens = [
  {
    name: "01-start",
    async show({ page, url }) {
      await page.goto(url);
      await page.getByLabel("Tài khoản").waitFor();
    },
  },
  {
    name: "02-sign-in-wrong",
    async show({ page }) {
      await page.getByLabel("Tài khoản").fill("longmon");
      await page.getByLabel("Mật khẩu", { exact: true }).fill("sai");
      await page.getByRole("button", { name: "Đăng nhập" }).click();
      await page.getByText("chưa đúng").waitFor();
    },
  },
  {
    name: "02-enrolment",
    async show({ page }) {
      await page.getByRole("link", { name: "Tôi có phiếu cấp tài khoản" }).click();
      await page.getByRole("heading", { name: "Nhận tài khoản" }).waitFor();
    },
  },
  {
    name: "02-enrolment-typing",
    whole: true,
    async show({ page }) {
      await page.getByLabel("Mã trên phiếu").fill("0123-4567-89");
      await page.getByLabel("Mật khẩu mới", { exact: true }).fill("ngắn quá");
      await page.getByText("Còn thiếu 2 ký tự", { exact: false }).waitFor();
    },
  },
  {
    name: "02-enrolment-refused",
    whole: true,
    async show({ page }) {
      await page.getByLabel("Mã trên phiếu").fill("0123-4567-89ab-cdef");
      await page.getByLabel("Mật khẩu mới", { exact: true }).fill("bốn con trâu đen");
      await page.getByLabel("Hiện mật khẩu").check();
      await page.getByRole("button", { name: "Đặt mật khẩu và vào" }).click();
      await page.getByText("Phiếu này không dùng được.").waitFor();
    },
  },
  { name: "03-work-empty", as: LONG_MON, show: ({ page }) => go(page, "/") },
  { name: "04-nominations-empty", as: LONG_MON, show: ({ page }) => go(page, "/nominations") },
  { name: "05-pledges-empty", as: LONG_MON, show: ({ page }) => go(page, "/pledges") },
  {
    name: "06-nomination-form",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      await steps.typeNomination(page, PEOPLE[0]);
      await page.getByLabel("Xếp loại trong năm").selectOption({ label: "Hoàn thành tốt nhiệm vụ" });
      await page.getByLabel(/^Số tháng làm việc/).fill("8");
      await page.getByLabel("Kỷ luật, thanh tra, điều tra").selectOption({ label: "Không có" });
    },
  },
  {
    name: "06-nomination-form-rules",
    as: LONG_MON,
    async show({ page }) {
      const rules = page.getByRole("region", { name: "Điều kiện theo quy định" });
      await rules.evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: "07-nomination-form-wrong",
    as: LONG_MON,
    async show({ page }) {
      await page.getByLabel("Tên", { exact: true }).fill("");
      await page.getByLabel(/^Năm sinh/).fill("19x5");
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "08-nomination-saved",
    as: LONG_MON,
    async show({ page }) {
      await page.getByLabel("Tên", { exact: true }).fill(PEOPLE[0].name);
      await page.getByLabel(/^Năm sinh/).fill(PEOPLE[0].birthYear);
      await steps.save(page);
    },
  },
  {
    name: "09-nominations",
    as: LONG_MON,
    async show({ page }) {
      for (const person of PEOPLE.slice(1)) await steps.nominate(page, person);
      await go(page, "/nominations");
      await page.getByText("3 đề nghị").waitFor();
    },
  },
  { name: "10-search", as: LONG_MON, show: ({ page }) => steps.search(page, "hoa") },
  {
    name: "11-search-nothing",
    as: LONG_MON,
    show: ({ page }) => steps.search(page, "không ai như thế"),
  },
  {
    name: "12-nomination",
    as: LONG_MON,
    async show({ page }) {
      await steps.search(page, "");
      await steps.openNomination(page, "Đinh Văn Mẫu");
    },
  },
  {
    name: "13-delete-confirm",
    as: LONG_MON,
    async show({ page }) {
      await page.getByRole("button", { name: "Xoá" }).first().click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "14-deleted",
    as: LONG_MON,
    async show({ page }) {
      await page.getByRole("dialog").getByRole("button", { name: "Xoá" }).click();
      await go(page, "/nominations/deleted");
      await page.getByRole("link", { name: /Đinh Văn Mẫu/ }).waitFor();
    },
  },
  {
    name: "15-pledge-form",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      await go(page, "/pledges/new");
      await page.getByLabel(/^Nội dung cam kết/).fill("Đoàn kết, hoàn thành và vượt các chỉ tiêu kinh tế, xã hội năm 2023 (mẫu).");
      const targets = [["Số hộ thoát nghèo", "hộ", "40", "43"], ["Thu ngân sách trên địa bàn", "triệu đồng", "1.250,5", "980"]];
      for (const [name, measure, plan, result] of targets) {
        await page.getByRole("button", { name: "Thêm chỉ tiêu" }).click();
        await page.getByLabel("Tên chỉ tiêu").last().fill(name);
        await page.getByLabel(/^Đơn vị tính/).last().fill(measure);
        await page.getByLabel(/^Kế hoạch/).last().fill(plan);
        await page.getByLabel(/^Kết quả năm trước/).last().fill(result);
      }
    },
  },
  { name: "16-pledge", as: LONG_MON, show: ({ page }) => steps.save(page) },
  { name: "17-pledges", as: LONG_MON, show: ({ page }) => go(page, "/pledges") },
  {
    name: "18-offline",
    as: LONG_MON,
    async show({ page, proxy }) {
      await proxy.gone();
      await steps.nominate(page, { name: "Phạm Thị Thuý (mẫu)", position: "Kế toán" });
      await steps.syncNow(page);
      await steps.says(page, /Không có mạng/);
      await go(page, "/nominations");
    },
  },
  { name: "19-health-offline", as: LONG_MON, show: ({ page }) => go(page, "/sync") },
  {
    name: "20-health-safe",
    as: LONG_MON,
    async show({ page }) {
      await steps.syncNow(page);
      await steps.safe(page, { timeout: 20_000 });
    },
  },
  { name: "21-more", as: LONG_MON, whole: true, show: ({ page }) => go(page, "/more") },
  { name: "32-people-empty", as: LONG_MON, show: ({ page }) => go(page, "/people") },
  {
    name: "33-people-form",
    as: LONG_MON,
    whole: true,
    show: ({ page }) => steps.typePerson(page, HONOURED),
  },
  {
    name: "34-people-form-wrong",
    as: LONG_MON,
    async show({ page }) {
      await page.getByLabel(/^Năm sinh/).fill("2098");
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "35-people",
    as: LONG_MON,
    async show({ page }) {
      await page.getByLabel(/^Năm sinh/).fill(HONOURED.birthYear);
      await steps.save(page);
      const twice = { ...HONOURED, workplace: undefined, position: "Bí thư chi bộ", honours: HONOURED.honours.slice(0, 1) };
      await steps.enter(page, JSON.parse(JSON.stringify({ ...twice, knownSince: undefined })));
      await steps.enter(page, { name: "Thôn Làng Ren (mẫu)", subject: "Tập thể" });
      await steps.enter(page, { name: "Hộ Đinh Văn Mẫu (mẫu)", subject: "Hộ gia đình", workplace: "Thôn Làng Ren" });
      const nominated = { name: HONOURED.name, birthYear: HONOURED.birthYear, position: HONOURED.position };
      await steps.nominate(page, nominated);
      await steps.nominate(page, { name: "Hồ Thị Mới (mẫu)", birthYear: "1993", position: "Giáo viên" });
      await go(page, "/people");
      await page.getByRole("link", { name: "1 cặp có thể là một" }).waitFor();
    },
  },
  {
    name: "36-people-pairs",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      await go(page, "/people/pairs");
      await page.getByText("Cùng tên, cùng năm sinh").waitFor();
    },
  },
  {
    name: "37-people-entry",
    as: LONG_MON,
    async show({ page }) {
      await page.getByRole("button", { name: "Gộp, giữ mục này" }).first().click();
      await steps.openPerson(page, "Đinh Thị Hiếu");
      await page.getByRole("region", { name: "Đã gộp vào mục này" }).waitFor();
    },
  },
  {
    name: "37-people-entry-record",
    as: LONG_MON,
    async show({ page }) {
      const record = page.getByRole("region", { name: "Quá trình khen thưởng" });
      await record.evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: "37-people-entry-merged",
    as: LONG_MON,
    async show({ page }) {
      const merged = page.getByRole("region", { name: "Đã gộp vào mục này" });
      await merged.evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: "38-people-added",
    as: LONG_MON,
    async show({ page }) {
      await go(page, "/people");
      await page.getByRole("button", { name: /từ các đề nghị/ }).click();
      await page.getByText(/^Đã thêm \d+ mục/).waitFor();
    },
  },
  {
    name: "22-draft",
    as: LONG_MON,
    async show({ page }) {
      await steps.typeNomination(page, { name: "Bản nháp (mẫu)", achievements: "Đang viết dở" });
      await page.waitForTimeout(700);
      await go(page, "/");
      await page.getByText("Đang viết dở").first().waitFor();
    },
  },
  {
    name: "23-english",
    as: LONG_MON,
    async show({ page }) {
      await go(page, "/more");
      await page.getByText("English", { exact: true }).click();
      await go(page, "/nominations");
      await page.getByPlaceholder(/search|find/i).waitFor();
    },
  },
  { name: "24-district-nominations", as: DISTRICT, show: ({ page }) => go(page, "/nominations") },
  { name: "39-people-district", as: DISTRICT, show: ({ page }) => go(page, "/people") },
  { name: "25-district-form", as: DISTRICT, show: ({ page }) => go(page, "/nominations/new") },
  {
    name: "26-conflict",
    as: DISTRICT,
    async show({ page, url, browserOf }) {
      // Another device of the same district writes the same field.
      const other = await browserOf("second");
      const desk = await other.page();
      await steps.signIn(desk, url, LONG_MON);
      await steps.openNomination(page, "Nguyễn Quốc Việt");
      await steps.editNomination(desk, "Nguyễn Quốc Việt", "position", "Tổ trưởng chuyên môn");
      await steps.syncNow(desk);
      await steps.safe(desk);
      await steps.editNomination(page, "Nguyễn Quốc Việt", "position", "Hiệu phó");
      await steps.syncNow(page);
      await steps.safe(page);
      await steps.openNomination(page, "Nguyễn Quốc Việt");
      await page.getByText("Bản kia", { exact: true }).waitFor();
    },
  },
  { name: "27-work-conflict", as: DISTRICT, show: ({ page }) => go(page, "/") },
  {
    name: "27-conflicts",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await go(page, "/conflicts");
      await page.locator(".conflict .version .muted", { hasText: / · \d{2}\/\d{2}\/\d{4}/ }).nth(1).waitFor();
    },
  },
  {
    name: "27-conflicts-merge",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await page.getByRole("button", { name: "Ghép hoặc viết lại" }).first().click();
      await page.locator("#another-value").waitFor();
    },
  },
  {
    name: "28-health-repair",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await go(page, "/sync");
      await page.locator("#repair summary").click();
    },
  },
  {
    name: "28-device-full",
    as: DISTRICT,
    async show({ page }) {
      await steps.typeNomination(page, { name: "Đinh Văn Đầy (mẫu)", unit: "Xã Long Môn" });
      makeRoom = await fillUp(page);
      await page.getByLabel(/^Thành tích/).fill("Câu này chưa có chỗ để lưu (mẫu).");
      await page.getByText("Máy đã hết chỗ trống").waitFor();
      await page.getByText("đừng đóng nó").waitFor();
    },
  },
  {
    name: "28-conflicts-none",
    as: LONG_MON,
    async show({ page }) {
      await makeRoom();
      await go(page, "/conflicts");
      await page.getByRole("heading", { name: "Không có bản nào khác nhau" }).waitFor();
    },
  },
  { name: "28-nowhere", as: DISTRICT, show: ({ page }) => go(page, "/khong-co") },
  {
    name: "29-work-duplicates",
    as: DISTRICT,
    async show({ page }) {
      for (const unit of ["Xã Long Hiệp", "Xã Long Hiệp"]) {
        await steps.nominate(page, { name: "Lê Văn Trùng (mẫu)", birthYear: "1980", unit });
      }
      await go(page, "/");
      await page.getByText("Có thể bị trùng").first().waitFor();
    },
  },
  {
    name: "30-new-version",
    as: DISTRICT,
    async show({ page, app }) {
      release(app, "/manifest.webmanifest", (text) => `${text}\n`);
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
      await page.getByRole("button", { name: "Dùng ngay" }).waitFor();
    },
  },
  {
    name: "31-sign-in-again",
    as: DISTRICT,
    async show({ page, url }) {
      await steps.endLogin(page, url);
      await steps.nominate(page, { name: "Hồ Thị Chờ (mẫu)", unit: "Xã Long Hiệp" });
      await steps.says(page, /Cần đăng nhập lại/);
      await go(page, "/sync");
    },
  },
  {
    name: "32-settings",
    as: ADMINISTRATOR,
    async show({ page }) {
      await go(page, "/settings");
      await page.getByRole("heading", { name: "Quy định đang áp dụng" }).waitFor();
    },
  },
  {
    name: "33-settings-decided",
    as: ADMINISTRATOR,
    async show({ page }) {
      await go(page, "/settings");
      const share = page.locator("[data-setting=quota_percent]");
      const decide = async (value, from, reason) => {
        await share.getByRole("button", { name: /^Đổi/ }).click();
        await share.getByLabel("Mức mới").fill(value);
        await share.getByLabel("Áp dụng từ ngày").fill(from);
        await share.getByLabel("Lý do hoặc văn bản").fill(reason);
        await share.getByRole("button", { name: "Lưu", exact: true }).click();
        await share.locator("form").waitFor({ state: "detached" });
      };
      await decide("12", "01/01/2026", "Quyết định số 12/QĐ-UBND của tỉnh (mẫu)");
      await decide("14", "01/01/2099", "Quy chế thi đua mới của huyện (mẫu)");
      await share.getByText(/^Các mức đã đặt/).click();
      await share.getByText("Rút lại").first().waitFor();
    },
  },
  {
    name: "34-settings-form",
    as: ADMINISTRATOR,
    async show({ page }) {
      await go(page, "/settings");
      const salary = page.locator("[data-setting=base_salary]");
      await salary.getByRole("button", { name: /^Đổi/ }).click();
      await salary.getByLabel("Mức mới").fill("0");
      await salary.getByRole("button", { name: "Lưu", exact: true }).click();
      await salary.getByText(/^Viết một số từ/).waitFor();
      await salary.getByLabel("Mức mới").evaluate((field) => field.scrollIntoView({ block: "center" }));
    },
  },
  { name: "40-import-choose", as: DISTRICT, show: ({ page }) => go(page, "/import"), whole: true },
  {
    name: "41-import-columns",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await go(page, "/import");
      await page.getByLabel("Nội dung đã chép").fill(PASTED);
      await page.getByRole("button", { name: "Xem nội dung đã dán" }).click();
      await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Xã Long Mai" });
    },
  },
  {
    name: "42-import-result",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await page.getByRole("button", { name: "Kiểm tra danh sách" }).click();
      await page.getByRole("heading", { name: "Kết quả kiểm tra" }).waitFor();
    },
  },
  {
    name: "43-import-entered",
    as: DISTRICT,
    async show({ page }) {
      await page.getByRole("button", { name: /^Nhập \d+ dòng/ }).click();
      await page.getByText(/^Đã nhập/).waitFor();
    },
  },
  {
    name: "44-import-refused",
    as: DISTRICT,
    async show({ page }) {
      await go(page, "/nominations");
      await go(page, "/import");
      const buffer = Buffer.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3, 4, 5, 6, 7, 8]);
      await page.locator("input[type=file]").setInputFiles({ name: "hong.xlsx", mimeType: "application/zip", buffer });
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "45-quotas-over",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await go(page, "/import");
      await page.getByRole("button", { name: "Tải năm mẫu" }).click();
      await page.getByText(/Đã nhập \d+ dòng|đã có trên máy/).waitFor({ timeout: 60_000 });
      await go(page, "/quotas");
      await page.getByText(/^Vượt/).first().waitFor();
    },
  },
  { name: "46-sample-list", as: DISTRICT, show: ({ page }) => go(page, "/nominations") },
  {
    name: "47-nomination-warned",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await steps.typeNomination(page, { ...PEOPLE[0], award: "Chiến sĩ thi đua cơ sở", unit: "Xã Long Mai" });
      await page.getByLabel("Xếp loại trong năm").selectOption({ label: "Hoàn thành tốt nhiệm vụ" });
      await page.getByLabel(/^Số tháng làm việc/).fill("8");
      await page.getByLabel("Nghỉ trong năm").selectOption({ label: "Nghỉ khác" });
      await page.getByLabel(/^Công nhận sáng kiến/).selectOption({ label: "Công nhận ở cơ sở" });
    },
  },
  { name: "48-more", as: DISTRICT, whole: true, show: ({ page }) => go(page, "/more") },
  {
    name: "50-indicators",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await go(page, "/indicators");
      await page.getByText("đạt trên 187% kế hoạch", { exact: false }).first().waitFor();
    },
  },
  {
    name: "51-indicator",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await steps.openIndicator(page, "Tổng thu ngân sách");
      await page.getByText("Xem bảng số liệu").first().click();
    },
  },
  {
    name: "52-indicator-form-wrong",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await steps.typeIndicator(page, { which: "Hộ cận nghèo", actual: "900", plan: "0", lastYear: "12.5", total: "800" });
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.getByText("Tổng số nhỏ hơn số thực hiện.", { exact: false }).first().waitFor();
    },
  },
  {
    name: "53-charts",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await go(page, "/indicators/charts");
      await page.locator("figure.chart").nth(2).waitFor();
    },
  },
  {
    name: "54-rural",
    as: DISTRICT,
    tablet: true,
    async show({ page }) {
      await go(page, "/indicators/rural");
      await page.getByText("19/19").first().waitFor({ state: "attached" });
    },
  },
  {
    name: "55-rural-form",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      const fold = page.getByRole("button", { name: /Xã Long Mai/ });
      if (await fold.first().isVisible()) await fold.first().click();
      await page.getByRole("button", { name: /11\. Nghèo đa chiều/ }).locator("visible=true").nth(0).click();
      await page.getByLabel(/^Ngày đạt/).fill("30/06/2020");
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.getByText("trước khi giai đoạn", { exact: false }).first().waitFor();
    },
  },
  {
    name: "60-way-draft",
    fresh: true,
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      const unit = "Xã Long Mai";
      for (const name of ["Hồ Văn Mẫu Hai", "Đinh Thị Mẫu Ba"]) await steps.nominate(page, { name, birthYear: "1988", unit });
      await steps.nominate(page, { ...PEOPLE[0], name: "Phạm Thị Mẫu Một", unit, achievements: "Hoàn thành tốt nhiệm vụ được giao." });
      await steps.openNomination(page, "Phạm Thị Mẫu Một");
    },
  },
  {
    name: "61-way-return",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await steps.openNomination(page, "Phạm Thị Mẫu Một");
      await steps.takeStep(page, "Ghi kết quả bình xét", {
        "Tổng số thành viên": "24",
        "Số người có mặt": "22",
        "Phiếu đồng ý": "21",
        "Không đồng ý": "1",
        Trắng: "0",
      });
      await steps.takeStep(page, "Trình hồ sơ");
      const form = await steps.typeStep(page, "Trả lại kèm lý do");
      await form.getByRole("button", { name: "Trả lại kèm lý do" }).click();
      await form.locator("[aria-invalid=true]").waitFor();
    },
  },
  {
    name: "62-way-history",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      const form = page.getByRole("form", { name: "Trả lại kèm lý do" });
      await form.getByLabel("Lý do, ghi chú").fill("Đề nghị ghi rõ sáng kiến và nơi áp dụng.");
      await form.getByRole("button", { name: "Trả lại kèm lý do" }).click();
      await form.waitFor({ state: "detached" });
      await steps.editNomination(page, "Phạm Thị Mẫu Một", "achievements", "Sáng kiến lọc nước suối, áp dụng ở ba thôn từ tháng 3.");
      await steps.openNomination(page, "Phạm Thị Mẫu Một");
      await steps.takeStep(page, "Trình hồ sơ");
      await steps.history(page).getByText("So sánh bản cũ và bản mới").click();
    },
  },
  {
    name: "63-way-vote",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await steps.takeStep(page, "Ghi đã thẩm định");
      const form = await steps.typeStep(page, "Hội đồng thông qua", {
        "Tổng số thành viên": "9",
        "Số người có mặt": "9",
        "Phiếu đồng ý": "4",
        "Không đồng ý": "5",
        Trắng: "1",
      });
      await form.getByRole("button", { name: "Hội đồng thông qua" }).click();
      await form.locator("[aria-invalid=true]").waitFor();
    },
  },
  {
    name: "64-handle",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await go(page, "/handle/1");
      await page.getByRole("button", { name: "Chọn tất cả" }).click();
    },
  },
  {
    name: "65-handle-report",
    as: DISTRICT,
    async show({ page }) {
      const form = page.getByRole("form", { name: "Ghi kết quả bình xét" });
      await form.getByRole("button", { name: "Ghi kết quả bình xét" }).click();
      await page.getByRole("button", { name: "Xong" }).waitFor();
    },
  },
  {
    name: "66-work-lists",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await page.getByRole("button", { name: "Xong" }).click();
      await page.getByLabel("Việc cần làm").selectOption({ label: "Trình hồ sơ" });
      await page.getByRole("button", { name: "Chọn tất cả" }).click();
      await page.getByRole("form", { name: "Trình hồ sơ" }).getByRole("button", { name: "Trình hồ sơ" }).click();
      await page.getByRole("button", { name: "Xong" }).waitFor();
      await go(page, "/");
      await page.getByText("Chờ thẩm định").first().waitFor();
    },
  },
  {
    name: "100-council-empty",
    fresh: true,
    as: DISTRICT,
    async show({ page, endpoint }) {
      await steps.safe(page, { timeout: 60_000 });
      await loadSample(endpoint.url, { until: "appraised" });
      await steps.syncNow(page);
      await steps.safe(page, { timeout: 60_000 });
      await go(page, "/council");
      await page.getByText("Chưa có phiên họp nào").first().waitFor();
    },
  },
  {
    name: "101-council-form-wrong",
    as: DISTRICT,
    async show({ page }) {
      await go(page, "/council/new");
      await page.getByRole("heading", { name: "Lập phiên họp" }).waitFor();
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.getByText("Hãy chọn ít nhất một hồ sơ.").waitFor();
    },
  },
  {
    name: "102-council-form",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await page.getByLabel("Địa điểm").fill("Hội trường Uỷ ban nhân dân huyện (mẫu)");
      await page.locator(".picker").getByLabel("Danh hiệu hoặc hình thức khen").selectOption({ label: "Lao động tiên tiến" });
      await steps.pick(page, 12);
    },
  },
  {
    name: "103-council-prepared",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await steps.save(page);
      await page.locator(".detail").getByRole("button", { name: "Mở bỏ phiếu" }).waitFor();
      await steps.safe(page);
    },
  },
  {
    name: "104-council-offline",
    as: DISTRICT,
    async show({ page, proxy }) {
      await proxy.gone();
      await page.locator(".detail").getByRole("button", { name: "Mở bỏ phiếu" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Mở bỏ phiếu" }).click();
      await page.getByText(/thì cần máy chủ/).waitFor();
    },
  },
  {
    name: "105-council-member-ahead",
    as: MEMBERS[0],
    tablet: true,
    async show({ page }) {
      await go(page, "/council");
      await page.locator(".list .row").click();
      await page.getByText(/Chưa mở bỏ phiếu/).waitFor();
    },
  },
  {
    name: "106-council-member-take",
    as: MEMBERS[0],
    tablet: true,
    async show({ page, url, browserOf }) {
      const office = await (await browserOf("office")).page();
      await steps.signIn(office, url, DISTRICT);
      await go(office, "/council");
      await office.locator(".list .row").click();
      await steps.openedSession(office);
      await office.close();
      await page.locator(".detail").getByRole("button", { name: "Nhận phiếu" }).waitFor({ timeout: 30_000 });
    },
  },
  {
    name: "107-council-member-ballot",
    as: MEMBERS[0],
    tablet: true,
    async show({ page }) {
      await steps.takeBallot(page);
      const cards = page.locator(".ballot li");
      await cards.nth(0).getByLabel("Đồng ý", { exact: true }).check();
      await cards.nth(1).getByLabel("Không đồng ý").check();
      await cards.nth(2).getByLabel(/^Ý kiến khác/).check();
      await cards.nth(0).locator("summary").click();
      await cards.nth(0).evaluate((card) => card.scrollIntoView({ block: "start" }));
    },
  },
  {
    name: "108-council-member-sure",
    as: MEMBERS[0],
    tablet: true,
    async show({ page }) {
      await page.locator(".detail").getByRole("button", { name: "Bỏ phiếu", exact: true }).click();
      await page.getByRole("dialog").getByText(/9 hồ sơ chưa chọn/).waitFor();
    },
  },
  {
    name: "109-council-member-sending",
    as: MEMBERS[0],
    tablet: true,
    async show({ page, proxy }) {
      await proxy.gone();
      await page.getByRole("dialog").getByRole("button", { name: "Bỏ phiếu", exact: true }).click();
      await page.getByText("Phiếu đang chờ gửi").waitFor();
    },
  },
  {
    name: "110-council-member-received",
    as: MEMBERS[0],
    tablet: true,
    async show({ page }) {
      await page.getByRole("button", { name: "Gửi ngay" }).click();
      await page.getByText("Đã nhận phiếu của bạn").waitFor({ timeout: 40_000 });
    },
  },
  {
    name: "111-council-roll",
    as: DISTRICT,
    async show({ page }) {
      await go(page, "/council");
      await page.locator(".list .row").click();
      await page.getByText("1/5", { exact: true }).waitFor();
    },
  },
  {
    name: "116-council-in-writing",
    as: DISTRICT,
    whole: true,
    async show({ page, url, browserOf }) {
      for (const number of [2, 3]) {
        const member = await (await browserOf(`member-${number}`)).page();
        await steps.signIn(member, url, MEMBERS[number - 1]);
        await go(member, "/council");
        await member.locator(".list .row").click();
        await steps.votesForAll(member);
        await member.close();
      }
      await page.locator(".detail").getByText("Thành viên vắng mặt, phiếu bằng văn bản").click();
      await page.locator(".counting .choice").last().getByLabel("Phiếu bằng văn bản").check();
      for (const row of await page.locator(".counting .ballot li").all()) await row.getByLabel("Đồng ý", { exact: true }).fill("1");
      await page.locator(".counting .ballot li").nth(1).getByLabel("Đồng ý", { exact: true }).fill("2");
      await page.getByRole("button", { name: "Lưu số liệu" }).click();
      await page.getByText(/2 phiếu mà 1 người bỏ phiếu/).waitFor();
    },
  },
  {
    name: "112-council-close",
    as: DISTRICT,
    async show({ page }) {
      await page.locator(".counting .ballot li").nth(1).getByLabel("Đồng ý", { exact: true }).fill("1");
      await page.getByRole("button", { name: "Lưu số liệu" }).click();
      await page.getByText("Đã lưu trên máy").first().waitFor();
      await steps.safe(page);
      await page.locator(".detail").getByRole("button", { name: "Kết thúc bỏ phiếu" }).click();
      await page.getByRole("dialog").getByText(/3\/5 thành viên/).waitFor();
    },
  },
  {
    name: "113-council-result",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await page.getByRole("dialog").getByRole("button", { name: "Kết thúc bỏ phiếu" }).click();
      await page.locator(".detail").getByRole("button", { name: /^Ghi kết quả vào/ }).waitFor({ timeout: 30_000 });
    },
  },
  {
    name: "114-council-carried",
    as: DISTRICT,
    async show({ page }) {
      await page.locator(".detail").getByRole("button", { name: /^Ghi kết quả vào/ }).click();
      await page.getByText("Kết quả đã được ghi vào mọi hồ sơ.").waitFor({ timeout: 30_000 });
    },
  },
  {
    name: "115-council-member-result",
    as: MEMBERS[1],
    tablet: true,
    async show({ page }) {
      await go(page, "/council");
      await page.locator(".list .row").click();
      await page.getByText("Không bỏ phiếu được nữa", { exact: false }).waitFor();
    },
  },
  {
    name: "117-council-form-by-hand",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await go(page, "/council/new");
      await page.getByText("Kiểm phiếu bằng tay", { exact: true }).click();
      await page.getByRole("button", { name: "Thêm thành viên không có tài khoản" }).click();
      await page.locator(".seat").getByLabel("Họ và tên").fill("Phạm Thị Khách (mẫu)");
      await page.locator(".seat").getByLabel(/^Chức vụ/).fill("Chủ tịch Liên đoàn Lao động huyện");
      await page.locator(".picker").getByLabel("Danh hiệu hoặc hình thức khen").selectOption({ label: "Chiến sĩ thi đua cơ sở" });
      await steps.pick(page, 3);
    },
  },
  {
    name: "118-council-count",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await steps.save(page);
      await steps.attended(page, "Phạm Thị Khách (mẫu)", "Phiếu bằng văn bản");
      await page.getByRole("button", { name: "Người còn lại có mặt" }).click();
      const rows = page.locator(".counting .ballot li");
      for (const [at, votes] of [["6", "0", "0"], ["2", "3", "1"]].entries()) {
        for (const [place, label] of ["Đồng ý", "Không đồng ý", "Phiếu trắng"].entries()) {
          await rows.nth(at).getByLabel(label, { exact: true }).fill(votes[place]);
        }
      }
      await rows.nth(2).getByLabel("Đồng ý", { exact: true }).fill("101");
      await page.getByRole("button", { name: "Lưu số liệu" }).click();
      await page.getByText(/101 phiếu mà 6 người bỏ phiếu/).waitFor();
    },
  },
  {
    name: "119-council-count-result",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await page.locator(".counting .ballot li").nth(2).getByLabel("Đồng ý", { exact: true }).fill("6");
      await page.getByRole("button", { name: "Lưu số liệu" }).click();
      await page.getByText("Đã nhập đủ các hồ sơ.").waitFor();
      await steps.safe(page);
      await page.locator(".detail").getByRole("button", { name: "Khoá kết quả" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Khoá kết quả" }).click();
      await page.locator(".detail").getByRole("button", { name: /^Ghi kết quả vào/ }).waitFor({ timeout: 30_000 });
      await page.locator(".detail").getByRole("button", { name: /^Ghi kết quả vào/ }).click();
      await page.getByText("Kết quả đã được ghi vào mọi hồ sơ.").waitFor({ timeout: 30_000 });
    },
  },
  {
    name: "80-papers-decisions-empty",
    fresh: true,
    as: DISTRICT,
    async show({ page, endpoint }) {
      await steps.safe(page, { timeout: 60_000 });
      await loadSample(endpoint.url, { until: "approved" });
      await steps.syncNow(page);
      await steps.safe(page, { timeout: 60_000 });
      await go(page, "/decisions");
      await page.getByText("Chưa có quyết định nào").waitFor();
    },
  },
  {
    name: "81-papers-decision-form",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      const about = "Tặng danh hiệu Lao động tiên tiến năm 2023 (mẫu)";
      await steps.typeDecision(page, { about, day: "22/01/2024", award: "Lao động tiên tiến", count: 12 });
      await page.getByText(/^Chưa chọn được/).click();
    },
  },
  {
    name: "82-papers-decision-form-wrong",
    as: DISTRICT,
    async show({ page }) {
      await page.getByLabel(/^Ngày quyết định/).fill("14/12/2023");
      await page.getByLabel(/^Số mong muốn/).fill("5");
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "83-papers-decision-draft",
    as: DISTRICT,
    async show({ page }) {
      await page.getByLabel(/^Ngày quyết định/).fill("22/01/2024");
      await page.getByLabel(/^Lý do bỏ cách số/).fill("Số 1 đến 4 dùng cho văn bản khác (mẫu).");
      await steps.save(page);
      await page.locator(".detail").getByRole("button", { name: "Ban hành" }).waitFor();
    },
  },
  {
    name: "84-papers-decision-offline",
    as: DISTRICT,
    async show({ page, proxy }) {
      await proxy.gone();
      await steps.issue(page);
      await page.getByText(/Ban hành cần máy chủ/).waitFor();
    },
  },
  {
    name: "85-papers-decision-issued",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await steps.issue(page);
      await page.getByRole("heading", { name: "Quyết định số 5/QĐ-UBND" }).waitFor({ timeout: 30_000 });
    },
  },
  {
    name: "86-papers-decision-present",
    as: DISTRICT,
    async show({ page }) {
      await page.locator(".detail").getByRole("button", { name: "Ghi đã trao" }).click();
      await page.getByLabel("Ngày trao").evaluate((field) => field.scrollIntoView({ block: "center" }));
    },
  },
  {
    name: "87-papers-decision-revoke",
    as: DISTRICT,
    async show({ page }) {
      await page.locator(".detail").getByRole("button", { name: "Huỷ, thu hồi", exact: true }).click();
      await page.locator(".detail").getByRole("button", { name: "Huỷ, thu hồi", exact: true }).last().click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  { name: "88-papers-decisions", as: DISTRICT, show: ({ page }) => go(page, "/decisions") },
  {
    name: "89-papers-register",
    as: DISTRICT,
    async show({ page }) {
      await go(page, "/decisions/register");
      await page.getByText("Bỏ cách số 1–4").waitFor();
    },
  },
  {
    name: "90-papers-notice-form",
    as: DISTRICT,
    async show({ page }) {
      const days = { from: "08/01/2024", until: "18/01/2024" };
      await steps.typeNotice(page, { place: "Bảng tin UBND huyện (mẫu)", ...days, award: "Lao động tiên tiến" });
      await page.getByText(/Mới 9 ngày làm việc/).evaluate((note) => note.scrollIntoView({ block: "center" }));
    },
  },
  {
    name: "91-papers-notice",
    as: DISTRICT,
    async show({ page }) {
      await steps.save(page);
      const detail = page.locator(".detail");
      await detail.getByRole("button", { name: "Ghi ý kiến" }).click();
      await detail.getByLabel("Ngày nhận ý kiến").fill("10/01/2024");
      await detail.getByLabel("Người có ý kiến").fill("Một người dân (mẫu)");
      await detail.getByLabel("Nội dung ý kiến").fill("Chưa rõ sáng kiến đã áp dụng ở đâu.");
      await detail.getByRole("group", { name: "Ghi ý kiến" }).getByRole("button", { name: "Lưu" }).click();
      await detail.getByRole("button", { name: "Ghi trả lời" }).click();
    },
  },
  { name: "92-papers-notices", as: DISTRICT, show: ({ page }) => go(page, "/notices") },
  {
    name: "93-papers-calendar",
    as: ADMINISTRATOR,
    whole: true,
    async show({ page }) {
      await go(page, "/calendar");
      await page.getByLabel("Năm", { exact: true }).selectOption("2024");
      for (const [day, kind, name] of CALENDAR) {
        await page.getByRole("button", { name: "Thêm ngày" }).click();
        await page.getByLabel("Ngày", { exact: true }).fill(day);
        await page.getByLabel("Loại").selectOption({ label: kind });
        await page.getByLabel("Tên", { exact: true }).fill(name);
        await page.getByRole("button", { name: "Lưu", exact: true }).click();
        await page.getByText(name).waitFor();
      }
    },
  },
  {
    name: "110-evidence-form",
    fresh: true,
    as: LONG_MON,
    async show({ page }) {
      await steps.typeNomination(page, { ...PEOPLE[0], name: "Đinh Văn Chứng (mẫu)" });
      await page.locator("#evidence-files").setInputFiles([
        chosen("IMG_20231118_093012.jpg", "image/jpeg", await landscape(page)),
        chosen("Bien ban hop thon Lang Ren.pdf", "application/pdf", pdf(640_000)),
        chosen("IMG_panorama.png", "image/png", hugePicture()),
      ]);
      const section = page.locator("fieldset.evidence-form");
      await section.getByRole("alert").waitFor();
      await section.getByLabel("Tệp này cho thấy gì").first().fill("Đường bê tông liên thôn, tháng 11/2023");
      await section.evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: "111-evidence-form-whole",
    as: LONG_MON,
    whole: true,
    async show() {},
  },
  {
    name: "112-evidence-sending",
    as: LONG_MON,
    async show({ page, proxy }) {
      await steps.save(page);
      proxy.break({ on: /^\/blob\//, times: 100, wait: 700 });
      const section = page.getByRole("region", { name: "Minh chứng" });
      await section.getByText(/giây/).waitFor({ timeout: 20_000 });
      await section.evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: "113-evidence-sent",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      const section = page.getByRole("region", { name: "Minh chứng" });
      await section.getByText("Đã có trên máy chủ").nth(1).waitFor({ timeout: 30_000 });
    },
  },
  {
    name: "114-evidence-viewer",
    as: LONG_MON,
    async show({ page }) {
      await page.getByRole("button", { name: "Xem", exact: true }).click();
      await page.getByRole("dialog").locator("img").waitFor();
    },
  },
  {
    name: "115-evidence-queue",
    as: LONG_MON,
    async show({ page, proxy }) {
      await page.getByRole("dialog").getByRole("button", { name: "Đóng" }).click();
      await page.getByRole("link", { name: "Sửa" }).click();
      const files = [chosen("IMG_20231120_141500.jpg", "image/jpeg", await landscape(page, 60))];
      await page.locator("#evidence-files").setInputFiles(files);
      await page.locator("fieldset.evidence-form").getByText("Chờ gửi").waitFor();
      await proxy.gone();
      await steps.save(page);
      await go(page, "/sync");
      await page.getByLabel(/^Chỉ gửi tệp khi có Wi-Fi/).check();
      await page.getByText(/1 tệp chờ gửi/).waitFor();
      await page.getByRole("region", { name: "Tệp minh chứng" }).evaluate((card) => card.scrollIntoView());
    },
  },
  {
    name: "116-evidence-absent",
    as: DISTRICT,
    async show({ page }) {
      await steps.openNomination(page, "Đinh Văn Chứng");
      const section = page.getByRole("region", { name: "Minh chứng" });
      await section.getByText("Chưa tải về máy này").first().waitFor();
      await section.evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: "120-administration",
    as: ADMINISTRATOR,
    whole: true,
    async show({ page }) {
      await go(page, "/administration");
      await page.locator(".devices li").first().waitFor();
    },
  },
  { name: "121-more-administrator", as: ADMINISTRATOR, whole: true, show: ({ page }) => go(page, "/more") },
  {
    name: "122-accounts",
    as: ADMINISTRATOR,
    async show({ page }) {
      await go(page, "/administration/accounts");
      await page.getByRole("link", { name: /longmon/ }).waitFor();
    },
  },
  {
    name: "123-places",
    as: ADMINISTRATOR,
    tablet: true,
    async show({ page }) {
      await go(page, "/administration/places");
      await page.getByRole("link", { name: /Xã Long Môn/ }).waitFor();
    },
  },
  {
    name: "124-place-form",
    as: ADMINISTRATOR,
    whole: true,
    async show({ page }) {
      await page.getByRole("link", { name: "Thêm đơn vị, khối, cụm" }).click();
      await page.getByText("Khối thi đua", { exact: true }).first().click();
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.getByText("Hãy ghi tên", { exact: false }).waitFor();
    },
  },
  {
    name: "125-place",
    as: ADMINISTRATOR,
    async show({ page }) {
      await steps.makePlace(page, { kind: "Xã, phường, thị trấn", name: "Xã Thanh Thử (mẫu)" });
    },
  },
  {
    name: "126-account-form",
    as: ADMINISTRATOR,
    whole: true,
    async show({ page }) {
      await page.locator(".detail").getByRole("link", { name: "Thêm tài khoản" }).click();
      await page.getByLabel("Tên đăng nhập").fill("Thanh Thử");
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.getByText("Có thể dùng: thanhthu").waitFor();
    },
  },
  {
    name: "127-account",
    as: ADMINISTRATOR,
    whole: true,
    async show({ page }) {
      await page.getByLabel("Họ tên hoặc chức danh").fill("Công chức phụ trách thi đua, xã Thanh Thử (mẫu)");
      await page.getByLabel("Tên đăng nhập").fill("thanhthu");
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.locator(".detail").getByRole("button", { name: "Tạo phiếu" }).waitFor();
    },
  },
  {
    name: "128-slip",
    as: ADMINISTRATOR,
    whole: true,
    tablet: true,
    async show({ page }) {
      await steps.makeSlip(page);
      await page.locator(".toast").waitFor({ state: "detached" });
    },
  },
  {
    name: "128-slip-replace",
    as: ADMINISTRATOR,
    async show({ page }) {
      await page.locator(".detail").getByRole("button", { name: "Ẩn phiếu" }).click();
      await page.locator(".detail").getByRole("button", { name: "Tạo phiếu mới" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "129-committee",
    as: ADMINISTRATOR,
    async show({ page }) {
      await page.getByRole("dialog").getByRole("button", { name: "Thôi" }).click();
      await go(page, "/administration/places/committee");
      await page.getByLabel("Năm đang làm").waitFor();
    },
  },
  {
    name: "130-accounts-offline",
    as: ADMINISTRATOR,
    async show({ page, proxy }) {
      await go(page, "/more");
      await proxy.gone();
      await go(page, "/administration/accounts");
      await page.getByText("Phần này cần mạng", { exact: false }).waitFor();
    },
  },
  {
    name: "131-password",
    as: LONG_MON,
    whole: true,
    async show({ page, proxy }) {
      await proxy.back();
      await go(page, "/more");
      await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
      await page.getByLabel("Mật khẩu đang dùng").fill("mau-2023");
      await page.getByLabel("Mật khẩu mới", { exact: true }).fill("bốn con trâu đen");
      await page.getByText("Mật khẩu dùng được.").waitFor();
    },
  },
  {
    name: "130-handing-before",
    as: LONG_MON,
    whole: true,
    async show({ page, url, proxy }) {
      await proxy.back();
      await steps.nominate(page, PEOPLE[1]);
      await steps.syncNow(page);
      await steps.safe(page, { timeout: 20_000 });
      await steps.endLogin(page, url);
      await steps.nominate(page, { ...PEOPLE[0], name: "Đinh Văn Muộn (mẫu)" });
      await steps.editNomination(page, "Đinh Thị Hoà", "position", "Chủ tịch Hội Phụ nữ xã, Bí thư chi bộ (mẫu)");
      await steps.nominate(page, { name: "Đinh Văn Thừa (mẫu)" });
      await steps.syncNow(page);
      await page.getByRole("button", { name: "Nộp 3 việc" }).waitFor();
    },
  },
  {
    name: "131-handing-after",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      await page.getByRole("button", { name: "Nộp 3 việc" }).click();
      await page.getByText("Đã nộp, chờ người xem").first().waitFor();
    },
  },
  {
    name: "132-tray",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page }) {
      await go(page, "/tray");
      await page.getByRole("article", { name: "Đinh Văn Muộn" }).waitFor();
    },
  },
  {
    name: "133-tray-refuse",
    as: DISTRICT,
    async show({ page }) {
      const entry = page.getByRole("article", { name: "Đinh Văn Thừa" });
      await entry.getByRole("button", { name: "Không nhận", exact: true }).click();
      await entry.getByRole("button", { name: "Không nhận việc này" }).click();
      await entry.getByText("Hãy ghi lý do").waitFor();
      await entry.evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: "134-tray-empty",
    as: DISTRICT,
    async show({ page }) {
      await page.getByRole("article", { name: "Đinh Văn Thừa" }).getByRole("button", { name: "Thôi" }).click();
      await page.getByRole("button", { name: "Nhận tất cả của máy này" }).click();
      await page.getByLabel("Lý do").fill("Đã hỏi qua điện thoại (mẫu)");
      await page.getByRole("button", { name: "Nhận tất cả của máy này" }).click();
      await page.getByText("Không có việc nào chờ").waitFor();
    },
  },
  {
    name: "140-pin-set",
    as: LONG_MON,
    whole: true,
    async show({ page, proxy }) {
      await proxy.back();
      await steps.go(page, "/pin");
      await page.getByLabel("Mã PIN mới", { exact: true }).fill("123456");
      await page.getByLabel("Nhập lại mã PIN mới").fill("123456");
      await page.getByRole("button", { name: "Đặt mã PIN" }).click();
      await page.getByText("Mã này dễ đoán.").waitFor();
    },
  },
  {
    name: "141-pin-no-way-back",
    as: LONG_MON,
    whole: true,
    async show({ page, proxy }) {
      await proxy.gone();
      await page.getByLabel("Mã PIN mới", { exact: true }).fill("739184");
      await page.getByLabel("Nhập lại mã PIN mới").fill("739184");
      await page.getByRole("button", { name: "Đặt mã PIN" }).click();
      await page.getByText(/^Chưa có lối mở lại/).waitFor();
    },
  },
  {
    name: "142-pin-on",
    as: LONG_MON,
    whole: true,
    async show({ page, proxy }) {
      await proxy.back();
      await steps.syncNow(page);
      await steps.safe(page);
      await steps.go(page, "/pin");
      await page.getByText(/^Nếu quên mã PIN/).waitFor();
    },
  },
  { name: "143-more-with-pin", as: LONG_MON, whole: true, show: ({ page }) => go(page, "/more") },
  {
    name: "144-locked",
    as: LONG_MON,
    async show({ page }) {
      await page.getByRole("button", { name: "Khoá ngay" }).click();
      await page.getByRole("button", { name: "Mở khoá" }).waitFor();
    },
  },
  {
    name: "145-locked-wrong",
    as: LONG_MON,
    async show({ page }) {
      await page.locator("#pin").fill("000111");
      await page.getByRole("button", { name: "Mở khoá" }).click();
      await page.getByText("Còn 4 lần thử").waitFor();
    },
  },
  {
    name: "146-locked-waits",
    as: LONG_MON,
    async show({ page }) {
      for (let wrong = 0; wrong < 4; wrong += 1) {
        await page.locator("#pin").fill("000111");
        await page.getByRole("button", { name: "Mở khoá" }).click();
        await page.getByText(wrong < 3 ? `Còn ${3 - wrong} lần thử` : "Đã nhập sai 5 lần").waitFor();
      }
    },
  },
  {
    name: "147-forgotten",
    as: LONG_MON,
    async show({ page }) {
      await page.getByRole("button", { name: "Quên mã PIN" }).click();
      await page.getByRole("button", { name: "Tiếp tục" }).waitFor();
    },
  },
  {
    name: "148-forgotten-clear",
    as: LONG_MON,
    async show({ page }) {
      await page.getByRole("button", { name: "Xoá dữ liệu trên máy" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  // From here on at another name of the same place, at which browsers have passkeys: another device to the app.
  {
    name: "150-sign-in-by-key",
    async show({ page, url }) {
      await page.goto(steps.named(url));
      await steps.byKey(page).waitFor();
    },
  },
  {
    name: "151-passkeys-none",
    whole: true,
    async show({ page, url }) {
      await steps.authenticator(page);
      await steps.signIn(page, steps.named(url), LONG_MON);
      await go(page, "/passkey");
      await page.getByText("Chưa có khoá nào.").waitFor();
    },
  },
  {
    name: "152-passkeys",
    whole: true,
    async show({ page }) {
      await steps.withKey(page, "Máy tính bảng của phòng Văn hoá – Thông tin Long Môn (mẫu)");
    },
  },
  {
    name: "153-passkey-password",
    whole: true,
    async show({ page }) {
      const old = (route) => route.fulfill({ status: 403, json: { reason: "sign_in_anew" } });
      await page.route("**/passkeys/challenge", old);
      await steps.makeKey(page, "Điện thoại của Hoà (mẫu)");
      await page.getByText(/^Đăng nhập đã lâu/).waitFor();
      await page.unroute("**/passkeys/challenge", old);
    },
  },
  {
    name: "154-passkey-remove",
    async show({ page }) {
      await page.getByRole("button", { name: /^Xoá khoá/ }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "155-sign-in-key-removed",
    async show({ page }) {
      await page.getByRole("dialog").getByRole("button", { name: "Xoá khoá" }).click();
      await page.getByText("Chưa có khoá nào.").waitFor();
      await steps.signOut(page);
      await steps.byKey(page).click();
      await page.getByText("Máy chủ không nhận khoá này").waitFor();
    },
  },
  {
    name: "160-movements-empty",
    as: DISTRICT,
    fresh: true,
    show: ({ page }) => go(page, "/movements"),
  },
  {
    name: "161-movement-form",
    as: DISTRICT,
    whole: true,
    show: ({ page }) => steps.typeMovement(page, { ...MOVEMENT, who: "Đơn vị được chọn" }),
  },
  {
    name: "162-movement-form-wrong",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await page.getByLabel("Mục tiêu", { exact: true }).fill("");
      await page.getByLabel("Đến hết ngày", { exact: true }).fill(steps.dayFromNow(-20));
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.getByText("Hãy chọn ít nhất một đơn vị.").waitFor();
    },
  },
  {
    name: "163-movement",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page }) {
      // What was typed wrongly is still there as a draft.
      await go(page, "/movements");
      await go(page, "/movements/new");
      await page.getByRole("button", { name: "Bỏ bản nháp" }).click();
      await steps.launch(page, MOVEMENT);
      await steps.sync(page);
      await steps.openCommon(page, "/movements", MOVEMENT.name);
    },
  },
  {
    name: "164-movement-work",
    as: LONG_MON,
    async show({ page }) {
      await steps.sync(page);
      await go(page, "/");
      await page.locator("article.card", { hasText: MOVEMENT.name }).waitFor();
    },
  },
  {
    name: "165-movement-to-join",
    as: LONG_MON,
    whole: true,
    show: ({ page }) => steps.openCommon(page, "/movements", MOVEMENT.name),
  },
  {
    name: "166-movement-result",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      await steps.join(page);
      await steps.typeResult(page, {
        part: "Kết quả sơ kết",
        text: "Đã bê tông hoá 1,5 km đường thôn Làng Ren; dân góp 320 ngày công (mẫu).",
        figures: { [MOVEMENT.targets[0].name]: "1,5" },
      });
    },
  },
  {
    name: "167-movement-told",
    as: LONG_MON,
    whole: true,
    tablet: true,
    async show({ page }) {
      await steps.save(page);
      await page.locator(".detail").getByText("Xem kết quả").first().click();
    },
  },
  { name: "168-movements", as: LONG_MON, tablet: true, show: ({ page }) => go(page, "/movements") },
  { name: "169-models-empty", as: LONG_MON, show: ({ page }) => go(page, "/models") },
  {
    name: "170-model-form",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      await steps.typeModel(page, MODEL);
      const picture = chosen("to-tu-quan.jpg", "image/jpeg", await landscape(page));
      await page.locator("#evidence-files").setInputFiles([picture]);
      await page.locator("fieldset.evidence-form li img").waitFor();
    },
  },
  {
    name: "171-model-form-wrong",
    as: LONG_MON,
    whole: true,
    async show({ page }) {
      await page.getByLabel("Cách làm theo", { exact: true }).fill("");
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "172-model",
    as: LONG_MON,
    whole: true,
    tablet: true,
    async show({ page }) {
      await page.getByLabel("Cách làm theo", { exact: true }).fill(MODEL.how);
      await steps.save(page);
      await page.locator(".detail").getByText("Đã có trên máy chủ").waitFor({ timeout: 20_000 });
    },
  },
  { name: "173-models", as: LONG_MON, tablet: true, show: ({ page }) => go(page, "/models") },
  {
    name: "174-models-to-fetch",
    as: DISTRICT,
    async show({ page }) {
      await steps.sync(page);
      await go(page, "/models");
      await page.getByRole("button", { name: "Tải ảnh về máy" }).waitFor();
    },
  },
  {
    name: "175-model-copy",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await steps.openCommon(page, "/models", MODEL.name);
      await page.locator(".detail").getByRole("button", { name: "Chúng tôi đã làm theo" }).click();
      await page.getByLabel(/^Kết quả làm theo/).fill("Hai cơ quan đã tự phân loại rác tại nguồn (mẫu).");
    },
  },
  { name: "180-blocs-empty", as: DISTRICT, fresh: true, show: ({ page }) => go(page, "/blocs") },
  { name: "181-bloc-form", as: DISTRICT, whole: true, tablet: true, show: ({ page }) => steps.typeBloc(page, CLUSTER_YEAR) },
  {
    name: "182-bloc",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page }) {
      await steps.save(page);
      await page.locator(".detail").getByRole("heading", { name: "Bảng điểm" }).waitFor();
      BLOC.id = page.url().split("/").at(-1);
    },
  },
  {
    name: "183-pledge-begin",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await go(page, "/pledges/new");
      await page.getByLabel("Khối hoặc cụm thi đua").selectOption({ label: steps.CLUSTER });
      await page.locator("form.form").getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Xã Long Môn" });
      await page.getByRole("button", { name: "Lập từ mẫu của khối, cụm" }).waitFor();
    },
  },
  {
    name: "184-signing-row",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page }) {
      for (const [unit, plan] of [["Xã Long Mai", "30"], ["Xã Long Môn", "40"], ["Xã Thanh An", ""]]) {
        await steps.makePledge(page, { unit, plans: [plan, "0"] });
      }
      await go(page, `/blocs/${BLOC.id}/signing`);
      await page.getByRole("button", { name: "Ký tiếp: Xã Long Mai" }).waitFor();
    },
  },
  {
    name: "185-signature-pad",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page }) {
      await page.getByRole("button", { name: "Ký tiếp: Xã Long Mai" }).click();
      await steps.signForm(page).getByLabel("Họ và tên người ký").fill("Đinh Văn Một (mẫu)");
      await steps.drawLines(page, steps.SIGNATURE);
      await page.getByText("Đã có 2 nét.").waitFor();
    },
  },
  {
    name: "186-signature-refused",
    as: DISTRICT,
    whole: true,
    async show({ page }) {
      await page.getByRole("button", { name: "Ký lại từ đầu" }).click();
      await steps.drawLines(page, [[[0.5, 0.5]]]);
      await steps.signForm(page).getByRole("button", { name: "Ký giao ước", exact: true }).click();
      await page.getByText("Chưa thành chữ ký").waitFor();
    },
  },
  {
    name: "187-signed-offline",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page, proxy }) {
      await steps.sync(page);
      await proxy.gone();
      await go(page, `/blocs/${BLOC.id}/signing`);
      await page.getByRole("button", { name: "Ký tiếp: Xã Long Mai" }).click();
      await page.getByRole("button", { name: "Ký lại từ đầu" }).click();
      await steps.signByHand(page, { signer: "Đinh Văn Một (mẫu)" });
      await page.getByText("Đã ký 1/5 thành viên.").waitFor();
    },
  },
  {
    name: "188-pledge-signed",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page, proxy }) {
      await proxy.back();
      await steps.sync(page);
      await go(page, `/blocs/${BLOC.id}/signing`);
      await page.locator("li.row", { hasText: "Xã Long Mai" }).getByRole("link", { name: "Mở giao ước" }).click();
      await page.getByRole("img", { name: /^Chữ ký của/ }).waitFor();
    },
  },
  {
    name: "189-results",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page }) {
      await page.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
      const card = await steps.enterResult(page, CLUSTER_YEAR.targets[0].name, "33");
      await card.getByText(/^Đạt kế hoạch/).waitFor();
      const zero = await steps.enterResult(page, CLUSTER_YEAR.targets[1].name, "0");
      await zero.getByText(/^Đạt \(kế hoạch bằng 0/).waitFor();
      await page.getByText("Bảng tổng hợp").click();
    },
  },
  {
    name: "190-score-form",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page }) {
      await steps.openScore(page, BLOC.id, "Xã Long Mai", "Thẩm định điểm");
      await steps.criterion(page, CLUSTER_YEAR.criteria[0].name).getByLabel("Điểm", { exact: true }).fill("55");
      await steps.criterion(page, CLUSTER_YEAR.criteria[1].name).getByLabel("Điểm", { exact: true }).fill("41");
      await page.getByRole("button", { name: "Lưu", exact: true }).click();
      await page.getByText("Vượt mức tối đa").waitFor();
    },
  },
  {
    name: "191-sheet",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page }) {
      await steps.criterion(page, CLUSTER_YEAR.criteria[1].name).getByLabel("Điểm", { exact: true }).fill("38,5");
      await page.getByLabel("Lý do khác").fill("Hai hộ chưa xác minh (mẫu)");
      await page.getByRole("checkbox", { name: /^Đã chấm xong/ }).check();
      await steps.save(page);
      await page.locator("li.card", { hasText: "Xã Long Mai" }).getByRole("button", { name: "Xem bảng so sánh" }).click();
      await page.getByText("Khác nhau: 55–60").waitFor();
    },
  },
  {
    name: "192-ranking",
    as: DISTRICT,
    whole: true,
    tablet: true,
    async show({ page }) {
      await go(page, `/blocs/${BLOC.id}/ranking`);
      await page.getByRole("button", { name: "Lập đề nghị" }).waitFor();
    },
  },
  ...rare,
];

/** Signs `person` in on a page, whoever was signed in before: the device is cleared first, as signing out does. */
export async function signIn(page, url, person) {
  await page.goto(url);
  await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    localStorage.clear();
    for (const name of names) indexedDB.deleteDatabase(name);
  });
  await page.reload();
  await steps.signIn(page, url, person);
}
