// Units that are merged: the administrator sees what moves and types a word, and an officer who had no line goes on in the new unit.
// And a unit that is taken from an officer, who is told so.

import assert from "node:assert/strict";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  ADMINISTRATOR, LONG_MON, THANH_AN, editNomination, go, nominate, openNomination, safe, save, signIn, sync, typeNomination,
} from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };
const NEW = "Xã Minh Long Mới (mẫu)";

test("two communes become one, and what an officer wrote without a line is in the new one", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const officer = await (await bench.device("officer", PHONE)).page();
  await signIn(officer, proxy.url, LONG_MON);
  await nominate(officer, { name: "Đinh Văn Môn" });
  await sync(officer);
  const page = await (await bench.device("administrator", PHONE)).page();
  await signIn(page, endpoint.url, ADMINISTRATOR);
  await safe(page);

  await proxy.gone();
  await editNomination(officer, "Đinh Văn Môn", "position", "Kế toán");
  await typeNomination(officer, { name: "Đinh Văn Xa" });
  await save(officer);

  await go(page, "/administration/places");
  await page.getByRole("link", { name: "Sáp nhập đơn vị" }).click();
  await page.getByRole("heading", { name: "Sáp nhập đơn vị" }).waitFor();
  // What is missing is said at its place, and what was typed stays.
  await page.getByLabel("Tên", { exact: true }).fill(NEW);
  await page.getByRole("button", { name: "Xem những gì sẽ chuyển" }).click();
  await page.getByText("Hãy chọn từ hai đơn vị trở lên", { exact: false }).waitFor();
  await page.getByText("Hãy ghi ngày, như 01/07/2025.").waitFor();
  assert.equal(await page.getByLabel("Tên", { exact: true }).inputValue(), NEW);
  await page.getByLabel("Từ ngày").fill("1/7/2025");
  await page.getByLabel("Mã đơn vị hành chính").fill("21349");
  // Where the units alone are missing, far above what one pressed, the form leads there.
  await page.getByRole("button", { name: "Xem những gì sẽ chuyển" }).click();
  await page.locator(".wrong:focus", { hasText: "Hãy chọn từ hai đơn vị trở lên" }).waitFor();
  for (const unit of ["Xã Long Môn", "Xã Thanh An"]) await page.getByLabel(unit, { exact: true }).check();
  // All of the form at once: what has scrolled half under its foot would count as small.
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width, height: 1_800 });
  await assertAccessible(page);
  await page.setViewportSize({ width, height });
  await page.getByRole("button", { name: "Xem những gì sẽ chuyển" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Xã Long Môn", { exact: true }).waitFor();
  await dialog.getByText("Đề nghị: 1", { exact: false }).waitFor();
  await assertAccessible(page);
  // Nothing happens before the word is typed.
  const merge = dialog.getByRole("button", { name: "Sáp nhập", exact: true });
  assert.equal(await merge.getAttribute("aria-disabled"), "true");
  await dialog.getByLabel("Gõ để xác nhận", { exact: false }).fill("sáp nhập");
  await merge.click();
  await page.locator(".detail").getByRole("heading", { name: NEW }).waitFor();
  await page.locator(".detail").getByText("Mã đơn vị hành chính: 21349").waitFor();
  await go(page, "/administration/places");
  const former = page.locator("section", { hasText: "Đã sáp nhập" }).locator("a.row", { hasText: "Xã Long Môn" });
  await former.getByText(`Đến hết ngày 30/06/2025; nay thuộc ${NEW}`).waitFor();
  await go(page, "/administration");
  await page.locator(".log li", { hasText: "sáp nhập đơn vị" }).first().waitFor();

  // The officer hears of it with the next line: nothing was refused, and both records are in the new unit.
  await proxy.back();
  await sync(officer);
  await openNomination(officer, "Đinh Văn Xa");
  await openNomination(officer, "Đinh Văn Môn");
  await officer.locator(".detail").getByText("Kế toán").first().waitFor();
  await nominate(officer, { name: "Đinh Văn Sau" });
  await sync(officer);
  // Whoever was the other commune's finds all of it.
  const other = await (await bench.device("other", PHONE)).page();
  await signIn(other, endpoint.url, THANH_AN);
  await safe(other);
  for (const name of ["Đinh Văn Môn", "Đinh Văn Xa", "Đinh Văn Sau"]) await openNomination(other, name);
}, { timeout: 120_000 });

test("a unit that is taken from an officer goes from the device, and the officer is told what became of unsent work", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const officer = await (await bench.device("officer", PHONE)).page();
  await signIn(officer, proxy.url, THANH_AN);
  await nominate(officer, { name: "Đinh Thị An" });
  await sync(officer);
  await proxy.gone();
  await typeNomination(officer, { name: "Đinh Thị Sau" });
  await save(officer);

  const page = await (await bench.device("administrator", PHONE)).page();
  await signIn(page, endpoint.url, ADMINISTRATOR);
  await go(page, "/administration/accounts");
  await page.getByRole("link", { name: /xã Thanh An/i }).first().click();
  await page.locator(".detail").getByRole("link", { name: "Sửa" }).click();
  await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Xã Long Môn" });
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Máy chủ đã lưu").waitFor();

  await proxy.back();
  await go(officer, "/sync");
  await officer.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  const card = officer.locator(".card", { hasText: "Không còn thuộc phần việc của bạn" });
  await card.getByText("Xã Thanh An").waitFor();
  await card.getByText(/chờ xem xét\. Số việc: 1\./).waitFor();
  await assertAccessible(officer);
  await go(officer, "/nominations");
  await until("the unit's records are gone", async () => (await officer.getByRole("link", { name: /Đinh Thị/ }).count()) === 0);
  await go(officer, "/sync");
  await card.getByRole("button", { name: "Đã đọc" }).click();
  await card.waitFor({ state: "detached" });
}, { timeout: 120_000 });
