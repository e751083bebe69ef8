// Decisions, public notices and the calendar, by the standing office over the sample year: its dossiers have come as far as
// the council's vote.

import assert from "node:assert/strict";
import { assertAccessible, loadSample, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  ADMINISTRATOR, DISTRICT, decide, go, issue, safe, save, signIn, sync, syncNow, typeDecision, typeNotice,
} from "./steps.mjs";

const TITLE = "Lao động tiên tiến";

/** The sample year, and the standing office's device behind a proxy. */
async function office(bench, options) {
  const endpoint = await bench.endpoint();
  await loadSample(endpoint.url, { until: "approved" });
  const proxy = await bench.proxy(endpoint);
  const page = await (await bench.device("office", options)).page();
  await signIn(page, proxy.url, DISTRICT);
  return { endpoint, proxy, page };
}

const detail = (page) => page.locator(".detail");
const numbered = (page, number) => detail(page).getByRole("heading", { name: `Quyết định số ${number}/QĐ-UBND` }).waitFor();

/** The words said at a field, where it is wrong. */
async function complaint(page, label) {
  const field = page.getByLabel(label, { exact: true });
  await until(`a complaint at ${label}`, async () => (await field.getAttribute("aria-invalid")) === "true");
  const ids = (await field.getAttribute("aria-describedby")).split(" ");
  return (await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).innerText()))).join(" ");
}

test("a decision with twelve dossiers is issued and numbered, they carry it, and the next one has the next number", async (bench) => {
  const { page } = await office(bench);
  await typeDecision(page, { about: "Tặng danh hiệu Lao động tiên tiến năm 2023 (mẫu)", day: "22/01/2024", award: TITLE, count: 12 });
  const levels = await page.getByLabel("Cấp quyết định").locator("option").allTextContents();
  assert.deepEqual(levels.map((level) => level.trim()), ["Chọn…", "Cấp huyện"], "a committee decides for its own level");
  await save(page);
  await detail(page).getByText("Bản nháp", { exact: true }).waitFor();
  await detail(page).getByRole("heading", { name: "Chưa có số" }).waitFor();
  await issue(page);
  await numbered(page, 1);
  await detail(page).getByText("Đã ban hành").waitFor();
  const dossiers = detail(page).getByRole("region", { name: "Hồ sơ được khen" });
  await until("twelve dossiers with the decision", async () => (await dossiers.getByText(/· Đã có quyết định/).count()) === 12);
  // 12 × 0,3 × 1.800.000, each rounded up to ten thousand.
  assert.match(await dossiers.innerText(), /Tiền thưởng kèm theo\s+6\.480\.000 đồng/);
  await safe(page);
  assert.equal(await detail(page).getByRole("button", { name: /Ghi quyết định vào/ }).count(), 0);

  // They are not offered again, and the next decision has the next number.
  await go(page, "/decisions/new");
  await page.getByText(/Chưa chọn được/).waitFor();
  await typeDecision(page, { day: "23/01/2024", award: TITLE, count: 1, begun: true });
  await save(page);
  await issue(page);
  await numbered(page, 2);
  await go(page, "/decisions/register");
  await page.getByText("Mọi số bỏ cách đều có lý do.").waitFor();
});

test("a wanted number asks for the reason of the gap, and a taken one is told; both at their place", async (bench) => {
  const { page } = await office(bench);
  await decide(page, { day: "22/01/2024", award: TITLE, count: 1 });
  await numbered(page, 1);
  await typeDecision(page, { day: "22/01/2024", award: TITLE, count: 2 });
  await page.getByLabel(/^Số mong muốn/).fill("1");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  assert.match(await complaint(page, /^Số mong muốn/), /Số này đã cấp rồi/);
  await page.getByLabel(/^Số mong muốn/).fill("5");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  assert.match(await complaint(page, /^Lý do bỏ cách số/), /Hãy ghi vì sao bỏ các số ở giữa/);
  await page.getByText("Đã chọn 2 trong").waitFor();
  await page.getByLabel(/^Lý do bỏ cách số/).fill("Số 2 đến 4 dùng cho văn bản khác.");
  await save(page);
  await issue(page);
  await numbered(page, 5);
  await go(page, "/decisions/register");
  await page.getByText("Bỏ cách số 2–4").waitFor();
  await page.getByText("Số 2 đến 4 dùng cho văn bản khác.").waitFor();
});

test("a day before the dossiers were handed up is told at the day, and nothing is lost", async (bench) => {
  const { page } = await office(bench);
  await typeDecision(page, { about: "Ngày sai (mẫu)", day: "22/01/2024", award: TITLE, count: 3 });
  await page.getByLabel(/^Ngày quyết định/).fill("14/12/2023");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  assert.match(await complaint(page, /^Ngày quyết định/), /trước ngày trình hồ sơ/);
  assert.equal(await page.getByLabel(/^Trích yếu/).inputValue(), "Ngày sai (mẫu)");
  await page.getByText(/Trình ngày 15\/12\/2023, sau ngày quyết định/).first().waitFor();
  await page.getByLabel(/^Ngày quyết định/).fill("15/12/2023");
  await page.getByText("Đã chọn 3 trong").waitFor();
  await save(page);
});

test("without a line a decision is not issued, the draft is kept, and it is issued when the line is back", async (bench) => {
  const { page, proxy } = await office(bench);
  await proxy.gone();
  await typeDecision(page, { day: "22/01/2024", award: TITLE, count: 2 });
  await save(page);
  await issue(page);
  await detail(page).getByText(/Ban hành cần máy chủ để cấp số/).waitFor();
  await detail(page).getByText("Bản nháp", { exact: true }).waitFor();
  assert.equal(await detail(page).getByText("Chờ cấp số").count(), 0);
  await page.reload();
  await detail(page).getByText("Bản nháp", { exact: true }).waitFor();
  const { pathname } = new URL(page.url());
  await proxy.back();
  await sync(page);
  await go(page, pathname);
  await issue(page);
  await numbered(page, 1);
});

test("what the endpoint refuses is told where it was asked for, without a notice for each dossier, and can be mended", async (bench) => {
  const { endpoint, page, proxy } = await office(bench);
  await typeDecision(page, { day: "22/01/2024", award: TITLE, count: 3 });
  await page.getByLabel(/^Số mong muốn/).fill("1");
  await save(page);
  await safe(page);
  const address = page.url();
  // A colleague takes the number meanwhile, and this device does not hear of it.
  await proxy.gone();
  const other = await (await bench.device("colleague")).page();
  await signIn(other, endpoint.url, DISTRICT);
  await decide(other, { day: "22/01/2024", award: "Tập thể lao động tiên tiến", count: 1 });
  await numbered(other, 1);
  await proxy.back();
  await page.goto(address);
  await issue(page);
  await detail(page).getByText("Chưa ban hành được").waitFor();
  await detail(page).getByText(/Số này đã cấp rồi/).waitFor();
  await until("one refusal alone", async () => (await detail(page).getByText(/Máy chủ chưa nhận/).count()) === 0);
  await detail(page).getByRole("link", { name: "Sửa rồi ban hành lại" }).click();
  await page.getByLabel(/^Số mong muốn/).fill("");
  await page.getByText("Đã chọn 3 trong").waitFor();
  await save(page);
  await issue(page);
  await numbered(page, 2);
});

test("dossiers that the device could not write while a decision was issued get it by the button, as soon as there is a line", async (bench) => {
  const { page, proxy } = await office(bench);
  await typeDecision(page, { day: "22/01/2024", award: TITLE, count: 3 });
  await save(page);
  await safe(page);
  // The device takes the step that issues, and has no room for those of the dossiers.
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    let writes = 0;
    IDBObjectStore.prototype.put = function (...of) {
      if (this.name === "outbox" && ++writes === 2) throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, of);
    };
  });
  await issue(page);
  await numbered(page, 1);
  const dossiers = detail(page).getByRole("region", { name: "Hồ sơ được khen" });
  assert.equal(await dossiers.getByText(/· Đã có quyết định/).count(), 0);
  const button = detail(page).getByRole("button", { name: "Ghi quyết định vào 3 hồ sơ" });
  await proxy.gone();
  await button.click();
  await detail(page).getByText(/Không có mạng/).waitFor();
  assert.equal(await dossiers.getByText(/· Đã có quyết định/).count(), 0, "nothing is written that the endpoint has not been asked for");
  await proxy.back();
  await button.click();
  await until("three dossiers with the decision", async () => (await dossiers.getByText(/· Đã có quyết định/).count()) === 3);
  await safe(page);
  assert.equal(await button.count(), 0);
});

test("awards are handed over, one is taken away, and a decision is cancelled with its reason", async (bench) => {
  const { page } = await office(bench);
  await decide(page, { day: "22/01/2024", award: TITLE, count: 3 });
  await numbered(page, 1);
  await safe(page);
  await detail(page).getByRole("button", { name: "Ghi đã trao" }).click();
  await page.getByLabel("Ngày trao").fill("21/01/2024");
  await detail(page).getByRole("button", { name: "Ghi đã trao" }).last().click();
  assert.match(await complaint(page, "Ngày trao"), /trước ngày quyết định/);
  await page.getByLabel("Ngày trao").fill("02/02/2024");
  await detail(page).locator(".pick").first().click();
  await detail(page).getByRole("button", { name: "Ghi đã trao" }).last().click();
  await detail(page).getByText("Đã ghi 2 hồ sơ").waitFor();
  const dossiers = detail(page).getByRole("region", { name: "Hồ sơ được khen" });
  await until("two presented", async () => (await dossiers.getByText(/· Đã trao/).count()) === 2);

  await detail(page).getByRole("button", { name: "Huỷ cả quyết định" }).click();
  await detail(page).getByText(/Hãy huỷ, thu hồi từng hồ sơ trước/).waitFor();
  await detail(page).getByRole("button", { name: "Huỷ, thu hồi", exact: true }).click();
  await detail(page).getByRole("button", { name: "Huỷ, thu hồi", exact: true }).last().click();
  assert.match(await complaint(page, "Số văn bản huỷ, thu hồi"), /Cần điền/);
  await page.getByLabel("Số văn bản huỷ, thu hồi").fill("44/QĐ-UBND");
  await page.getByLabel("Ngày huỷ, thu hồi").fill("01/03/2024");
  await page.getByLabel("Lý do").fill("Kê khai không đúng thành tích.");
  await detail(page).getByRole("button", { name: /^Chọn tất cả/ }).click();
  await detail(page).getByRole("button", { name: "Huỷ, thu hồi", exact: true }).last().click();
  await until("all revoked", async () => (await dossiers.getByText(/· Đã huỷ, thu hồi/).count()) === 3);
  await safe(page);

  await detail(page).getByRole("button", { name: "Huỷ cả quyết định" }).click();
  await detail(page).getByRole("button", { name: "Huỷ cả quyết định" }).last().click();
  assert.match(await complaint(page, "Lý do"), /Cần điền/);
  await page.getByLabel("Lý do").fill("Ban hành nhầm danh sách.");
  await detail(page).getByRole("button", { name: "Huỷ cả quyết định" }).last().click();
  await detail(page).getByText("Quyết định đã huỷ: Ban hành nhầm danh sách.").waitFor();
  await detail(page).getByRole("heading", { name: "Quyết định số 1/QĐ-UBND" }).waitFor();
  await safe(page);
  // The number stays taken.
  await decide(page, { day: "22/01/2024", award: TITLE, count: 1 });
  await numbered(page, 2);
});

test("where two are asked for, a decision is issued by one only after another has confirmed this very text", async (bench) => {
  const { endpoint, page } = await office(bench, { viewport: { width: 360, height: 740 } });
  const admin = await (await bench.device("second")).page();
  await signIn(admin, endpoint.url, ADMINISTRATOR);
  await go(admin, "/settings");
  const setting = admin.locator("[data-setting=second_person]");
  await setting.getByRole("button", { name: /^Đổi/ }).click();
  await setting.getByText("Phải có người thứ hai xác nhận đúng nội dung", { exact: true }).click();
  await setting.getByLabel("Áp dụng từ ngày").fill("01/01/2023");
  await setting.getByLabel("Lý do hoặc văn bản").fill("Quy chế làm việc (mẫu)");
  await setting.getByRole("button", { name: "Lưu", exact: true }).click();
  await setting.locator("form").waitFor({ state: "detached" });
  await safe(admin);

  await sync(page);
  await typeDecision(page, { day: "22/01/2024", award: TITLE, count: 2 });
  await save(page);
  await safe(page);
  const address = new URL(page.url()).pathname;
  await detail(page).getByText("Chưa có người thứ hai xác nhận nội dung này").waitFor();
  assert.equal(await detail(page).getByRole("button", { name: "Ban hành", exact: true }).count(), 0);
  await assertAccessible(page);
  // Whoever wrote it cannot confirm it.
  const confirm = async (page) => {
    await detail(page).getByRole("button", { name: "Xác nhận nội dung" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Xác nhận nội dung" }).click();
  };
  await confirm(page);
  await detail(page).getByText("Người sửa sau cùng không tự xác nhận được.", { exact: true }).waitFor();

  const reads = async (page) => {
    await sync(page);
    await go(page, address);
  };
  await reads(admin);
  await confirm(admin);
  await detail(admin).getByText(/^Đã xác nhận: Người quản trị/).first().waitFor();
  await safe(admin);
  await detail(admin).getByText("Người đã xác nhận không ban hành được").first().waitFor();
  assert.equal(await detail(admin).getByRole("button", { name: "Ban hành", exact: true }).count(), 0);

  // A change voids it, and it is confirmed anew.
  await reads(page);
  await detail(page).getByText(/^Đã xác nhận: Người quản trị/).first().waitFor();
  await detail(page).getByRole("link", { name: "Sửa", exact: true }).click();
  await page.getByLabel("Người ký", { exact: true }).fill("Trần Thị Phó Chủ Tịch (mẫu)");
  await save(page);
  await detail(page).getByText(/đã đổi sau khi xác nhận/).first().waitFor();
  assert.equal(await detail(page).getByRole("button", { name: "Ban hành", exact: true }).count(), 0);
  await safe(page);
  await reads(admin);
  await confirm(admin);
  await safe(admin);
  await reads(page);
  await issue(page);
  await numbered(page, 1);
});

test("a notice counts its working days, keeps an objection and its answer, and those in none are told", async (bench) => {
  const { page } = await office(bench);
  await go(page, "/notices");
  await page.getByText(/hồ sơ cần công khai mà chưa có trong thông báo nào/).waitFor();
  await typeNotice(page, { place: "Bảng tin UBND huyện (mẫu)", from: "08/01/2024", until: "05/01/2024", award: TITLE });
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  assert.match(await complaint(page, "Đến hết ngày"), /trước ngày đầu/);
  await page.getByLabel("Đến hết ngày").fill("18/01/2024");
  await page.getByText("Mới 9 ngày làm việc, cần ít nhất 10 ngày. Sớm nhất đến hết ngày 19/01/2024.").waitFor();
  await page.getByLabel("Đến hết ngày").fill("19/01/2024");
  await save(page);
  await detail(page).getByText("10 ngày làm việc, đủ 10 ngày.").waitFor();
  await detail(page).getByRole("button", { name: "Ghi ý kiến" }).click();
  const form = detail(page).getByRole("group", { name: "Ghi ý kiến" });
  await form.getByLabel("Ngày nhận ý kiến").fill("07/01/2024");
  await form.getByLabel("Nội dung ý kiến").fill("Chưa rõ sáng kiến đã áp dụng ở đâu.");
  await form.getByRole("button", { name: "Lưu" }).click();
  assert.match(await complaint(page, "Ngày nhận ý kiến"), /trước ngày bắt đầu công khai/);
  await form.getByLabel("Ngày nhận ý kiến").fill("10/01/2024");
  await form.getByLabel("Người có ý kiến").fill("Một người dân");
  await form.getByLabel("Về hồ sơ").selectOption({ index: 1 });
  await form.getByRole("button", { name: "Lưu" }).click();
  await detail(page).getByText("Chưa rõ sáng kiến đã áp dụng ở đâu.").waitFor();
  await detail(page).getByText("Một người dân · 10/01/2024").waitFor();
  await detail(page).getByText("1 ý kiến chưa trả lời").waitFor();
  await detail(page).getByRole("button", { name: "Ghi trả lời" }).click();
  await detail(page).getByLabel("Trả lời, xử lý").fill("Đã kiểm tra, sáng kiến áp dụng từ tháng 3.");
  await detail(page).getByRole("button", { name: "Lưu" }).click();
  await detail(page).getByText("Đã trả lời").waitFor();
  await detail(page).getByText("Đã kiểm tra, sáng kiến áp dụng từ tháng 3.").waitFor();
  await safe(page);
});

test("the calendar has its fixed holidays, takes a day, and tells a bad one; it is the administrator's", async (bench) => {
  const { proxy, page } = await office(bench);
  await go(page, "/calendar");
  await page.getByText("Lịch do quản trị viên ghi.").waitFor();
  const admin = await (await bench.device("admin")).page();
  await signIn(admin, proxy.url, ADMINISTRATOR);
  await go(admin, "/calendar");
  await admin.getByLabel("Năm", { exact: true }).selectOption("2024");
  await admin.getByText("Quốc khánh 2/9").waitFor();
  await admin.getByRole("button", { name: "Thêm ngày" }).click();
  await admin.getByLabel("Ngày", { exact: true }).fill("30/02/2024");
  await admin.getByLabel("Loại").selectOption({ label: "Nghỉ lễ" });
  await admin.getByLabel("Tên", { exact: true }).fill("Mồng một Tết (mẫu)");
  await admin.getByRole("button", { name: "Lưu", exact: true }).click();
  assert.match(await complaint(admin, "Ngày"), /ngày/i);
  await admin.getByLabel("Ngày", { exact: true }).fill("02/09/2024");
  await admin.getByRole("button", { name: "Lưu", exact: true }).click();
  assert.match(await complaint(admin, "Ngày"), /ngày lễ cố định/);
  await admin.getByLabel("Ngày", { exact: true }).fill("12/02/2024");
  await admin.getByRole("button", { name: "Lưu", exact: true }).click();
  await admin.getByText("Thứ Hai, 12/02/2024").waitFor();
  await admin.getByRole("region", { name: "Tháng 2/2024" }).waitFor();
  await safe(admin);
  await syncNow(page);
  await go(page, "/calendar");
  await page.getByLabel("Năm", { exact: true }).selectOption("2024");
  await page.getByText("Mồng một Tết (mẫu)").waitFor();
});

test("the screens of the papers pass axe in both sizes", async (bench) => {
  for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 800 }]) {
    const { page } = await office(bench, { viewport });
    await go(page, "/decisions");
    await page.getByText("Chưa có quyết định nào").waitFor();
    // The round button of a phone says what it is for, not only where it is.
    if (viewport.width < 600) await page.getByRole("link", { name: "Thêm: Quyết định" }).waitFor();
    await assertAccessible(page);
    await typeDecision(page, { day: "22/01/2024", award: TITLE, count: 2 });
    await assertAccessible(page);
    await save(page);
    await issue(page);
    await numbered(page, 1);
    await assertAccessible(page);
    await detail(page).getByRole("button", { name: "Huỷ, thu hồi", exact: true }).click();
    await assertAccessible(page);
    for (const path of ["/decisions/register", "/notices", "/notices/new", "/calendar"]) {
      await go(page, path);
      await page.waitForTimeout(400);
      await assertAccessible(page);
    }
    await bench.devices.pop().close();
  }
}, { timeout: 180_000 });
