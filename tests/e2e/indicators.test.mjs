// The figures of the year: what was published comes out of plan, figure and the year before; what cannot be worked out is
// told in words; what is wrong is told at its field with nothing lost; and the new-rural criteria are read and written.

import assert from "node:assert/strict";
import { assertAccessible, loadSample, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  DISTRICT, LONG_MON, THANH_AN, chooseCriterion, draftHolds, go, openIndicator, save, signIn, sync, typeIndicator,
} from "./steps.mjs";

const PUBLISHED = [
  ["Tổng giá trị sản xuất", "trên 792,5 tỷ đồng, tăng 8,13% so với năm trước, đạt trên 100% kế hoạch"],
  ["Tổng thu ngân sách", "trên 378,3 tỷ đồng, tăng 1,85% so với năm trước, đạt trên 187% kế hoạch"],
  ["Tổng chi ngân sách", "trên 378,1 tỷ đồng, tăng 2,32% so với năm trước"],
  ["Hộ nghèo", "885 hộ, chiếm 16,78% tổng số hộ"],
  ["Hộ cận nghèo", "262 hộ, chiếm gần 5% tổng số hộ"],
  ["Tài khoản thanh toán", "hơn 250 tài khoản"],
];

const row = (page, name) => page.locator(".list .row", { hasText: name });
const preview = (page) => page.getByRole("region", { name: "Sẽ được nói" });

test("a commune reads the published figures of its district, in both languages", async (bench) => {
  const endpoint = await bench.endpoint();
  await loadSample(endpoint.url);
  const device = await bench.device("longmon", { viewport: { width: 360, height: 740 } });
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await go(page, "/indicators");
  for (const [name, sentence] of PUBLISHED) await row(page, name).getByText(sentence, { exact: true }).waitFor();
  // What cannot be worked out is told in words, not as an empty place.
  await row(page, "Tổng chi ngân sách").getByText("chưa có kế hoạch").waitFor();
  await assertAccessible(page);
  await openIndicator(page, "Tổng thu ngân sách");
  const detail = page.locator(".detail");
  await detail.getByText("187,28% kế hoạch").waitFor();
  assert.match(await detail.innerText(), /Kế hoạch và năm trước suy ra/);
  // The committee's figures are the standing office's to write.
  assert.equal(await detail.getByRole("link", { name: "Sửa" }).count(), 0);
  const chart = detail.getByRole("img", { name: /Diễn biến năm năm/ });
  await chart.waitFor();
  await detail.getByText("Xem bảng số liệu").click();
  const cells = await detail.locator("table.figures-table tbody tr").allInnerTexts();
  assert.deepEqual(cells.map((cell) => cell.split(/\s+/).slice(0, 2)).slice(-2), [["2022", "371,43"], ["2023", "378,3"]]);
  await assertAccessible(page);

  await go(page, "/more");
  await page.getByText("English", { exact: true }).click();
  await go(page, "/indicators");
  await row(page, "Tổng thu ngân sách")
    .getByText("over 378.3 billion đồng, up 1.85% on the year before, reaching over 187% of the plan").waitFor();
});

/** The filters of which the word that is chosen has more letters than room. */
const cutFilters = (page) => page.locator(".filters select").evaluateAll((selects) => selects.filter((select) => {
  const style = getComputedStyle(select);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return pen.measureText(select.selectedOptions[0].text).width > room;
}).map((select) => select.selectedOptions[0].text));

test("what the list is narrowed by can be read whole, on a phone and beside the detail", async (bench) => {
  const endpoint = await bench.endpoint();
  for (const [width, height] of [[360, 740], [1280, 800]]) {
    const page = await (await bench.device(`district-${width}`, { viewport: { width, height } })).page();
    await signIn(page, endpoint.url, DISTRICT);
    await go(page, "/indicators");
    const whose = page.getByLabel("Số liệu của");
    await whose.waitFor();
    assert.deepEqual(await cutFilters(page), []);
    await whose.selectOption({ label: "Xã Long Môn" });
    assert.deepEqual(await cutFilters(page), []);
  }
});

test("what is typed is worked out at once, what is wrong is told at its field, and the draft survives", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("district");
  const page = await device.page();
  await signIn(page, endpoint.url, DISTRICT);
  await typeIndicator(page, { which: "Hộ nghèo", actual: "885", plan: "0", lastYear: "0", total: "800" });
  // Name and measure came from the list.
  assert.equal(await page.getByLabel("Tên chỉ tiêu").inputValue(), "Hộ nghèo");
  assert.equal(await page.getByLabel("Đơn vị tính").inputValue(), "hộ");
  for (const why of ["kế hoạch bằng 0", "năm trước bằng 0", "số thực hiện lớn hơn tổng số"]) {
    await preview(page).getByText(why).waitFor();
  }
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Tổng số nhỏ hơn số thực hiện.").first().waitFor();
  assert.equal(await page.getByLabel(/^Tổng số để tính tỷ lệ/).getAttribute("aria-invalid"), "true");
  // A point where Vietnamese numbers have none is not guessed at.
  await page.getByLabel(/^Tổng số để tính tỷ lệ/).fill("5274.5");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("dấu chấm tách hàng nghìn", { exact: false }).first().waitFor();
  assert.equal(await page.getByLabel(/^Thực hiện/).inputValue(), "885");
  await page.getByLabel(/^Tổng số để tính tỷ lệ/).fill("5.274");
  await page.getByLabel(/^Nguồn số liệu/).fill("Báo cáo số 12/BC-UBND (mẫu)");
  await preview(page).getByText("885 hộ, chiếm 16,78% tổng số hộ").waitFor();
  await until("the last letters to be kept", () => draftHolds(page, "Báo cáo số 12/BC-UBND (mẫu)"));
  await page.reload();
  await page.getByRole("heading", { name: "Chỉ tiêu mới" }).waitFor();
  assert.equal(await page.getByLabel(/^Tổng số để tính tỷ lệ/).inputValue(), "5.274");
  await assertAccessible(page);
  await save(page);
  await page.locator(".detail").getByText("Kế hoạch bằng 0 nên không tính được phần trăm kế hoạch.").waitFor();
  await page.locator(".detail").getByText("Năm trước bằng 0 nên không tính được mức tăng, giảm.").waitFor();
  // The same once more would be told twice in the report.
  await typeIndicator(page, { which: "Hộ nghèo", actual: "1" });
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Chỉ tiêu này của năm này đã có.", { exact: false }).first().waitFor();
});

test("a year begins with the list of the year before, on the device alone", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("district");
  const page = await device.page();
  await signIn(page, endpoint.url, DISTRICT);
  await typeIndicator(page, { which: "Tổng thu ngân sách", year: "2022", actual: "371,43", plan: "360" });
  await save(page);
  await typeIndicator(page, { which: "Chỉ tiêu khác, tự đặt tên", year: "2022", actual: "12,5" });
  await page.getByLabel("Tên chỉ tiêu").fill("Diện tích trồng rừng (mẫu)");
  await page.getByLabel("Đơn vị tính").fill("ha");
  await save(page);
  await sync(page);
  await endpoint.stop();
  await go(page, "/indicators");
  await page.getByText("Năm 2022 có 2 chỉ tiêu mà năm 2023 chưa có.", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Lấy làm khởi đầu" }).click();
  await row(page, "Diện tích trồng rừng (mẫu)").waitFor();
  await row(page, "Tổng thu ngân sách").getByText("Chưa có số thực hiện").waitFor();
  await until("the offer to be gone", async () => (await page.getByRole("button", { name: "Lấy làm khởi đầu" }).count()) === 0);
  await openIndicator(page, "Tổng thu ngân sách");
  await page.locator(".detail").getByRole("link", { name: "Sửa" }).click();
  assert.equal(await page.getByLabel(/^Năm trước/).inputValue(), "371,43");
  assert.equal(await page.getByLabel(/^Kế hoạch/).inputValue(), "");
  await page.getByLabel(/^Thực hiện/).fill("378,3");
  await save(page);
  await page.locator(".detail").getByText("378,3 tỷ đồng, tăng 1,85% so với năm trước", { exact: true }).waitFor();
  await endpoint.start();
  await sync(page);
});

test("the charts show what the figures say, with their tables", async (bench) => {
  const endpoint = await bench.endpoint();
  await loadSample(endpoint.url);
  const device = await bench.device("district", { viewport: { width: 360, height: 740 } });
  const page = await device.page();
  await signIn(page, endpoint.url, DISTRICT);
  await go(page, "/indicators/charts");
  const charts = page.locator("figure.chart");
  await until("three charts", async () => (await charts.count()) === 3);
  const [progress, trend, communes] = await charts.all();
  await page.getByRole("img", { name: "Tiến độ so với kế hoạch 2/2 chỉ tiêu đạt kế hoạch." }).waitFor();
  await page.getByRole("img", { name: "Số tiêu chí đạt của các xã 3/5 xã đạt đủ 19 tiêu chí." }).waitFor();
  for (const chart of [progress, trend, communes]) await chart.getByText("Xem bảng số liệu").click();
  assert.match(await progress.locator("table").innerText(), /Tổng thu ngân sách\s+202\s+378,3\s+tỷ đồng\s+187,28%/);
  assert.match(await trend.locator("table").innerText(), /2022\s+732,9\s+2023\s+792,5/);
  assert.match(await communes.locator("table").innerText(), /Xã Long Mai\s+0\/19/);
  assert.match(await communes.locator("table").innerText(), /Xã Long Sơn\s+19\/19/);
  await assertAccessible(page);
  // Another indicator in the five years.
  await page.getByLabel("Chỉ tiêu", { exact: true }).selectOption({ label: "Tổng thu ngân sách" });
  await until("the other figures", async () => /371,43/.test(await trend.locator("table").innerText()));
});

test("an officer writes a criterion by phone, and the district sees it in its table by keyboard", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("thanhan", { viewport: { width: 360, height: 740 } });
  const page = await device.page();
  await signIn(page, endpoint.url, THANH_AN);
  await go(page, "/indicators/rural");
  await page.getByRole("button", { name: /Xã Thanh An.*0\/19/ }).waitFor();
  await assertAccessible(page);
  await endpoint.stop();
  const form = page.locator("section.card", { has: page.locator("#criterion") });
  await chooseCriterion(page, "4. Điện");
  await form.getByLabel(/^Ngày đạt/).fill("30/06/2020");
  await form.getByRole("button", { name: "Lưu", exact: true }).click();
  await form.getByText("trước khi giai đoạn của chương trình bắt đầu", { exact: false }).waitFor();
  await form.getByText("không có thì chưa tính là đạt.", { exact: false }).waitFor();
  await form.getByLabel(/^Ngày đạt/).fill("30/06/2099");
  await form.getByLabel(/^Quyết định, biên bản/).fill("Quyết định 12/QĐ-UBND (mẫu)");
  await form.getByRole("button", { name: "Lưu", exact: true }).click();
  await form.getByText("Ngày này chưa đến.", { exact: false }).waitFor();
  assert.equal(await form.getByLabel(/^Quyết định, biên bản/).inputValue(), "Quyết định 12/QĐ-UBND (mẫu)");
  await form.getByLabel(/^Ngày đạt/).fill("30/06/2023");
  await form.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.locator("#criterion").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /Xã Thanh An.*1\/19/ }).waitFor();
  await page.getByRole("button", { name: /4\. Điện.*Đạt.*30\/06\/2023/s }).waitFor();
  // What is half typed is there again, and another criterion waits for it.
  await chooseCriterion(page, "5. Trường học");
  await form.getByLabel(/^Ghi chú/).fill("Còn thiếu một phòng học (mẫu)");
  await until("the last letters to be kept", () => draftHolds(page, "Còn thiếu một phòng học (mẫu)"));
  await page.getByRole("button", { name: /^6\. / }).click();
  await page.getByText("Đang ghi dở một tiêu chí khác", { exact: false }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: /5\. Trường học/ }).waitFor();
  assert.equal(await form.getByLabel(/^Ghi chú/).inputValue(), "Còn thiếu một phòng học (mẫu)");
  await form.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.locator("#criterion").waitFor({ state: "detached" });
  await endpoint.start();
  await sync(page);

  const district = await bench.device("district", { viewport: { width: 1280, height: 800 } });
  const office = await district.page();
  await signIn(office, endpoint.url, DISTRICT);
  await go(office, "/indicators/rural");
  const table = office.getByRole("table", { name: "Tiêu chí nông thôn mới" });
  await table.getByRole("columnheader", { name: /Xã Thanh An 1\/19/ }).waitFor();
  await assertAccessible(office);
  // One cell is in the tab order; the arrow keys go to the others.
  assert.equal(await table.locator("button[tabindex='0']").count(), 1);
  await table.locator("button[tabindex='0']").focus();
  for (const key of ["End", "ArrowDown", "ArrowDown", "ArrowDown"]) await office.keyboard.press(key);
  const focused = () => office.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.match(await focused(), /^Xã Thanh An, 4\. Điện: Đạt 30\/06\/2023/);
  await office.keyboard.press("Enter");
  await office.getByRole("heading", { name: "4. Điện · Xã Thanh An" }).waitFor();
  await office.getByRole("button", { name: "Thôi", exact: true }).click();
  await until("the focus to be back in the cell", async () => /4\. Điện/.test((await focused()) ?? ""));
}, { timeout: 120_000 });
