// The settings of the committee: changed by the administrator alone, from a day on and with a reason, without a
// network; read by the others with who and why; and what is wrong told at its field with nothing lost.

import assert from "node:assert/strict";
import { test } from "./registry.mjs";
import { assertAccessible, until } from "./harness.mjs";
import { ADMINISTRATOR, DISTRICT, draftHolds, go, signIn, sync } from "./steps.mjs";

const SHARE = "quota_percent";

/** The card of a setting, by its key. */
const card = (page, key) => page.locator(`[data-setting=${key}]`);

async function opened(page) {
  await go(page, "/settings");
  await page.getByRole("heading", { name: "Tỷ lệ, chỉ tiêu" }).waitFor();
}

/** Waits until a setting says what holds today. */
function holds(page, key, value) {
  const now = card(page, key).locator("[data-now]");
  return until(`${key} to be ${value}`, async () => (await now.innerText()).trim() === value);
}

/** Opens the form of a setting and types; saving is another step. */
async function change(page, key, { value, from, reason }) {
  await card(page, key).getByRole("button", { name: /^Đổi/ }).click();
  if (value) await card(page, key).getByLabel("Mức mới").fill(value);
  if (from) await card(page, key).getByLabel("Áp dụng từ ngày").fill(from);
  if (reason) await card(page, key).getByLabel("Lý do hoặc văn bản").fill(reason);
}

async function save(page, key) {
  await card(page, key).getByRole("button", { name: "Lưu", exact: true }).click();
  await card(page, key).locator("form").waitFor({ state: "detached" });
}

test("the administrator changes a share offline, and the district reads who and why but cannot change it", async (t) => {
  const endpoint = await t.endpoint();
  const device = await t.device();
  const page = await device.page();
  await signIn(page, endpoint.url, ADMINISTRATOR);
  await opened(page);
  await holds(page, SHARE, "15%");
  await assertAccessible(page);
  await endpoint.stop();
  await change(page, SHARE, { value: "12", from: "01/01/2026", reason: "Quyết định số 12/QĐ-UBND (mẫu)" });
  await assertAccessible(page);
  await save(page, SHARE);
  await holds(page, SHARE, "12%");
  await card(page, SHARE).getByText("Chỉ có trên máy này").first().waitFor();
  await endpoint.start();
  await sync(page);

  const district = await t.device("district");
  const other = await district.page();
  await signIn(other, endpoint.url, DISTRICT);
  await opened(other);
  await holds(other, SHARE, "12%");
  const told = await card(other, SHARE).innerText();
  for (const what of ["Cơ quan đã đặt", "01/01/2026", "Người quản trị (mẫu)", "Quyết định số 12/QĐ-UBND (mẫu)", "15%"]) {
    assert.ok(told.includes(what), `${what} in: ${told}`);
  }
  await other.getByText(/chỉ người quản trị của cơ quan được đổi/).waitFor();
  assert.equal(await other.getByRole("button", { name: /^(Đổi|Rút lại)/ }).count(), 0);

  // What was a mistake is withdrawn, and can be brought back.
  await opened(page);
  await card(page, SHARE).getByText(/^Các mức đã đặt/).click();
  await card(page, SHARE).getByRole("button", { name: "Rút lại" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rút lại" }).click();
  await holds(page, SHARE, "15%");
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await holds(page, SHARE, "12%");
});

test("a base salary of nothing is told at its field, and the reason stays", async (t) => {
  const endpoint = await t.endpoint();
  const device = await t.device();
  const page = await device.page();
  await signIn(page, endpoint.url, ADMINISTRATOR);
  await opened(page);
  const salary = card(page, "base_salary");
  await salary.getByText(/Từ 01\/07\/2023/).waitFor();
  await change(page, "base_salary", { value: "0", reason: "Nghị định mới (mẫu)" });
  await salary.getByRole("button", { name: "Lưu", exact: true }).click();
  await salary.getByText("Viết một số từ 100.000 đến 100.000.000 đồng/tháng.").waitFor();
  assert.equal(await salary.getByLabel("Mức mới").getAttribute("aria-invalid"), "true");
  assert.equal(await salary.getByLabel("Lý do hoặc văn bản").inputValue(), "Nghị định mới (mẫu)");
  // Thousands may be set apart.
  await salary.getByLabel("Mức mới").fill("2.700.000");
  await salary.getByLabel("Áp dụng từ ngày").fill("01/07/2099");
  await save(page, "base_salary");
  await salary.getByText("Từ 01/07/2099: 2.700.000 đồng/tháng").waitFor();
  await salary.getByText("Chưa đến ngày áp dụng").first().waitFor();
});

test("a value that begins in the future is shown as one, and what holds today stays", async (t) => {
  const endpoint = await t.endpoint();
  const device = await t.device();
  const page = await device.page();
  await signIn(page, endpoint.url, ADMINISTRATOR);
  await opened(page);
  await card(page, "quota_reach").getByRole("button", { name: /^Đổi/ }).click();
  await card(page, "quota_reach").getByRole("button", { name: "Lưu", exact: true }).click();
  await card(page, "quota_reach").getByText("Hãy chọn một mục.").waitFor();
  await card(page, "quota_reach").locator("form").getByText("Từng đơn vị", { exact: true }).click();
  await card(page, "quota_reach").getByLabel("Áp dụng từ ngày").fill("01/01/2099");
  await card(page, "quota_reach").getByLabel("Lý do hoặc văn bản").fill("Quy chế mới (mẫu)");
  await save(page, "quota_reach");
  await card(page, "quota_reach").getByText("Từ 01/01/2099: Từng đơn vị").waitFor();
  await card(page, "quota_reach").getByText("Chưa đến ngày áp dụng").first().waitFor();
  await holds(page, "quota_reach", "Toàn bộ các đơn vị");
});

test("the draft of a setting is there again after the page was loaded anew, and in no other card", async (t) => {
  const endpoint = await t.endpoint();
  const device = await t.device();
  const page = await device.page();
  await signIn(page, endpoint.url, ADMINISTRATOR);
  await opened(page);
  await change(page, "months_worked", { value: "9", reason: "Đang viết dở (mẫu)" });
  await card(page, "months_worked").getByText(/Đã giữ bản nháp/).waitFor();
  await until("the last letters to be kept", () => draftHolds(page, "Đang viết dở (mẫu)"));
  await page.reload();
  const form = card(page, "months_worked").locator("form");
  await form.waitFor();
  assert.equal(await form.getByLabel("Mức mới").inputValue(), "9");
  assert.equal(await form.getByLabel("Lý do hoặc văn bản").inputValue(), "Đang viết dở (mẫu)");
  // Another card waits until it is finished: one draft is kept for all of them.
  await card(page, "days_absent").getByRole("button", { name: /^Đổi/ }).click();
  await page.getByText(/Đang đặt dở một mục khác/).waitFor();
  assert.equal(await card(page, "days_absent").locator("form").count(), 0);
  assert.equal(await form.getByLabel("Lý do hoặc văn bản").inputValue(), "Đang viết dở (mẫu)");
  await go(page, "/");
  await page.getByRole("link", { name: "Viết tiếp" }).click();
  await form.waitFor();
  assert.equal(await form.getByLabel("Mức mới").inputValue(), "9");
});
