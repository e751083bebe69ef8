// A device that is full: nothing is half-written, nothing that was typed is lost, and it is said what helps.

import assert from "node:assert/strict";
import { chosen, photograph } from "./files.mjs";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { counts, fillUp } from "./store.mjs";
import { DISTRICT, LONG_MON, finds, go, nominate, openNomination, safe, save, signIn, sync, typeNomination } from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };

async function unit(bench) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("unit", PHONE);
  const page = await device.page();
  await signIn(page, proxy.url, LONG_MON);
  return { endpoint, proxy, device, page };
}

test("on a full device a form says so, keeps what is typed, and saves it when there is room again", async (bench) => {
  const { page } = await unit(bench);
  await typeNomination(page, { name: "Đinh Văn Ảnh (mẫu)" });
  await page.locator("#evidence-files").setInputFiles([chosen("anh.jpg", "image/jpeg", await photograph(page, { width: 800, height: 600 }))]);
  await page.locator("fieldset.evidence-form li", { hasText: "anh.jpg" }).locator("img").waitFor();
  await save(page);
  await safe(page);
  await openNomination(page, "Đinh Văn Ảnh");
  await page.getByRole("region", { name: "Minh chứng" }).getByText("Đã có trên máy chủ").waitFor();

  await typeNomination(page, { name: "Đinh Văn Đầy (mẫu)" });
  await page.getByText(/Đã giữ bản nháp/).waitFor();
  const before = await counts(page);
  const more = await fillUp(page);
  await page.getByLabel(/^Thành tích/).fill("Câu này chưa có chỗ để lưu. ".repeat(50));
  const foot = page.locator(".form-foot");
  // The draft cannot be kept any more, and that is said before anybody presses anything.
  await foot.getByText("Máy đã hết chỗ trống").waitFor();
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await foot.getByText("Máy đã hết chỗ trống").waitFor();
  await foot.getByText("đừng đóng nó").waitFor();
  await assertAccessible(page);
  assert.match(await page.getByLabel(/^Thành tích/).inputValue(), /^(Câu này chưa có chỗ để lưu\. ){50}$/);
  assert.deepEqual(await counts(page), before, "nothing was half-written");

  // What was sent can go from here, and the record still has it.
  await foot.getByRole("button", { name: /^Xoá khỏi máy 1 tệp đã gửi/ }).click();
  await foot.getByText("không có tệp minh chứng nào đã gửi").waitFor();
  assert.deepEqual(await counts(page), { ...before, evidence: 0, files: 0 });
  await more();
  await save(page);
  await finds(page, "day", ["Đinh Văn Đầy (mẫu)"]);
  await openNomination(page, "Đinh Văn Đầy");
  assert.match(await page.locator(".detail").innerText(), /Câu này chưa có chỗ để lưu/);
  await finds(page, "anh", ["Đinh Văn Ảnh (mẫu)"]);
  await openNomination(page, "Đinh Văn Ảnh");
  await page.getByRole("region", { name: "Minh chứng" }).getByText("Chưa tải về máy này").waitFor();
  await sync(page);
}, { timeout: 120_000 });

test("what does not fit is not taken from the endpoint by halves, and comes when there is room", async (bench) => {
  const { endpoint, proxy, page } = await unit(bench);
  const desk = await (await bench.device("district")).page();
  await signIn(desk, endpoint.url, DISTRICT);
  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Của Mình" });
  await nominate(desk, { name: "Đinh Văn Của Huyện", unit: "Xã Long Môn" });
  await sync(desk);
  const before = await counts(page);
  await go(page, "/sync");
  const more = await fillUp(page);
  await proxy.back();
  await page.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  const attempts = page.locator("section.card", { has: page.getByRole("heading", { name: "Những lần gửi gần đây" }) });
  await attempts.getByText("Máy đã hết chỗ").first().waitFor();
  const now = await counts(page);
  assert.equal(now.outbox, before.outbox, "what is to be sent waits");
  assert.equal(now.rows, before.rows, "and nothing came by halves");
  await more();
  await sync(page);
  await finds(page, "", ["Đinh Văn Của Mình", "Đinh Văn Của Huyện"]);
  await until("each to be there once", async () => (await counts(page)).outbox === 0);
}, { timeout: 120_000 });
