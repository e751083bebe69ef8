// The law at work: criteria told as one types, reasons asked for, what is forbidden refused with nothing lost, past
// years counted, and likely duplicates told apart.

import assert from "node:assert/strict";
import { test } from "./registry.mjs";
import { until } from "./harness.mjs";
import { DISTRICT, LONG_MON, go, nominate, openNomination, safe, save, signIn, typeNomination } from "./steps.mjs";

const form = (page) => page.locator("form.form");
const rules = (page) => page.locator(".eligibility");

async function choose(page, label, word) {
  await form(page).getByLabel(label).selectOption({ label: word });
}

/** Waits until the panel of the rules says something. */
async function told(page, what) {
  await until(`the rules to say ${what}`, async () => what.test(await rules(page).innerText()));
}

test("the criteria follow what is typed, without a network, and what is not met asks for a reason", async (t) => {
  const endpoint = await t.endpoint();
  const device = await t.device();
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await endpoint.stop();
  await typeNomination(page, { name: "Đinh Thị Lý Do", birthYear: "1985" });
  await told(page, /Còn thiếu: .*Xếp loại trong năm/);
  await choose(page, /^Xếp loại trong năm/, "Hoàn thành tốt nhiệm vụ");
  await form(page).getByLabel(/^Số tháng làm việc/).fill("9");
  await choose(page, /^Đăng ký thi đua đầu năm/, "Có đăng ký");
  await choose(page, /^Kỷ luật, thanh tra/, "Không có");
  // It may be maternity leave: that is asked before anything is said.
  await told(page, /Còn thiếu: .*Nghỉ trong năm/);
  await choose(page, /^Nghỉ trong năm/, "Nghỉ khác");
  await told(page, /Chưa đạt: .*10 tháng/);
  const reason = form(page).getByLabel(/^Lý do vẫn đề nghị/);
  await reason.fill("Nghỉ ốm dài ngày theo chỉ định của bệnh viện huyện.");
  // The field stays where it is while one types in it.
  assert.equal(await reason.inputValue(), "Nghỉ ốm dài ngày theo chỉ định của bệnh viện huyện.");
  await save(page);
  await page.getByText("Nghỉ ốm dài ngày theo chỉ định").first().waitFor();
  // Maternity leave counts as work, and then nothing is left to explain.
  await page.getByRole("link", { name: "Sửa" }).click();
  await choose(page, /^Nghỉ trong năm/, "Nghỉ thai sản");
  await told(page, /Đủ điều kiện đã xét|Chưa đủ thông tin/);
  await until("the reason to go", async () => (await reason.count()) === 0);
});

test("what the law forbids outright is not saved, and nothing that was typed is lost", async (t) => {
  const endpoint = await t.endpoint();
  const device = await t.device();
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await typeNomination(page, { name: "Phạm Văn Cấm", birthYear: "1979", position: "Công chức" });
  await choose(page, /^Xếp loại trong năm/, "Hoàn thành nhiệm vụ");
  await told(page, /Luật không cho phép/);
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.locator(".form-foot").getByText(/Luật không cho phép \(quy tắc R05\)/).waitFor();
  assert.equal(await form(page).getByLabel("Tên", { exact: true }).inputValue(), "Phạm Văn Cấm");
  assert.equal(await form(page).getByLabel(/^Chức vụ/).inputValue(), "Công chức");
  await choose(page, /^Xếp loại trong năm/, "Hoàn thành xuất sắc nhiệm vụ");
  await save(page);
  await safe(page);
});

test("past years of the register count for the province's title", async (t) => {
  const endpoint = await t.endpoint();
  const device = await t.device();
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await go(page, "/people/new");
  await form(page).getByLabel("Tên", { exact: true }).fill("Lê Thị Bề Dày");
  await form(page).getByLabel(/^Năm sinh/).fill("1980");
  await form(page).getByLabel(/^Danh sách khen thưởng đủ từ năm/).fill("2019");
  for (const [place, year] of ["2022"].entries()) {
    await page.getByRole("button", { name: /^Thêm.*(khen|danh hiệu)/i }).click();
    await form(page).getByLabel("Năm được khen").nth(place).fill(year);
    await form(page).getByLabel(/^Danh hiệu hoặc hình thức khen/).nth(place).selectOption({ label: "Chiến sĩ thi đua cơ sở" });
    await form(page).getByLabel(/^Số quyết định(?! huỷ)/).nth(place).fill(`1${place}/QĐ-UBND`);
  }
  await save(page);
  await typeNomination(page, { name: "Lê Thị Bề Dày", birthYear: "1980", award: "Chiến sĩ thi đua bộ, ban, ngành, tỉnh" });
  await form(page).getByText(/Trong danh bạ: Lê Thị Bề Dày/).waitFor();
  await told(page, /Chưa đạt: Ba năm liên tục/);
  // A register may lack a decision: it warns and asks for a reason, and does not forbid.
  await form(page).getByLabel(/^Lý do vẫn đề nghị/).fill("Quyết định năm 2021 thất lạc, đang xin cấp lại bản sao.");
  await save(page);
});

test("a nomination of this year stands under the draft, and says so", async (t) => {
  const endpoint = await t.endpoint();
  const device = await t.device();
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await typeNomination(page, { name: "Trần Văn Nay", award: null });
  const year = String(new Date().getFullYear());
  await form(page).getByLabel("Năm", { exact: true }).fill(year);
  if (new Date() >= new Date("2026-10-01")) {
    await form(page).getByText(/bản dự thảo, chờ cập nhật/).first().waitFor();
  }
  // A dossier that was received earlier stands under the law of its day.
  await form(page).getByLabel(/^Ngày nhận hồ sơ/).fill("05/02/2024");
  await form(page).getByText(/Áp dụng: .*98\/2023/).waitFor();
  await form(page).getByLabel(/^Ngày nhận hồ sơ/).fill("31/02/2024");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await form(page).getByText(/Viết ngày theo dạng/).waitFor();
});

test("two nominations that only look alike are told apart once, for every device", async (t) => {
  const endpoint = await t.endpoint();
  const device = await t.device();
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await nominate(page, { name: "Đinh Văn Trùng" });
  await nominate(page, { name: "Đinh Văn Trùng" });
  await go(page, "/");
  await page.getByRole("heading", { name: /Có thể bị trùng/ }).waitFor();
  await page.getByRole("button", { name: "Không trùng, là hai đề nghị" }).click();
  await until("the pair to go", async () => (await page.getByRole("heading", { name: /Có thể bị trùng/ }).count()) === 0);
  await safe(page);
  const district = await t.device("district");
  const other = await district.page();
  await signIn(other, endpoint.url, DISTRICT);
  await openNomination(other, "Đinh Văn Trùng");
  await go(other, "/");
  await other.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
  assert.equal(await other.getByRole("heading", { name: /Có thể bị trùng/ }).count(), 0);
});
