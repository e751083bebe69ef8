// What administrators do with devices: a lost one is shut out, and what it holds stays on it.

import assert from "node:assert/strict";
import { assertAccessible } from "./harness.mjs";
import { test } from "./registry.mjs";
import { ADMINISTRATOR, LONG_MON, go, openNomination, safe, save, signIn, typeNomination } from "./steps.mjs";

test("a lost device is shut out with a reason, keeps its work, and is told so in words", async (bench) => {
  const endpoint = await bench.endpoint();
  const lost = await (await bench.device("lost", { viewport: { width: 360, height: 740 } })).page();
  await signIn(lost, endpoint.url, LONG_MON);
  await safe(lost);
  const proxy = await bench.proxy(endpoint);
  const page = await (await bench.device("administrator", { viewport: { width: 360, height: 740 } })).page();
  await signIn(page, proxy.url, ADMINISTRATOR);
  await go(page, "/more");
  await page.getByRole("link", { name: "Thiết bị và nhật ký" }).click();
  const row = page.locator(".devices li", { hasText: "(longmon)" });
  await row.getByText("Lần cuối", { exact: false }).waitFor();
  await page.locator(".devices li", { hasText: "(quantri)" }).getByText("Máy này").waitFor();
  assert.equal(await page.locator(".devices li", { hasText: "(quantri)" }).getByRole("button", { name: "Thu hồi" }).count(), 0);
  await assertAccessible(page);

  await row.getByRole("button", { name: "Thu hồi" }).click();
  await row.getByRole("button", { name: "Thu hồi" }).click();
  await row.getByText("Hãy ghi lý do").waitFor();
  await row.getByLabel("Lý do thu hồi").fill("Mất trên đường đi công tác (mẫu)");
  // Without a line nothing is done, and what was typed stays.
  await proxy.gone();
  await row.getByRole("button", { name: "Thu hồi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Thu hồi" }).click();
  await row.getByText("Chưa hỏi được máy chủ").waitFor();
  assert.equal(await row.getByLabel("Lý do thu hồi").inputValue(), "Mất trên đường đi công tác (mẫu)");
  await proxy.back();
  await row.getByRole("button", { name: "Thu hồi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Thu hồi" }).click();
  await row.getByText("Lý do: Mất trên đường đi công tác (mẫu)").waitFor();
  await row.getByText("Đã thu hồi").waitFor();
  await page.locator(".log li").first().getByText(/thu hồi máy/).waitFor();
  await assertAccessible(page);

  await typeNomination(lost, { name: "Đinh Văn Mẫu" });
  await save(lost);
  await go(lost, "/sync");
  await lost.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  await lost.getByRole("heading", { name: "Cần đăng nhập lại để gửi" }).waitFor();
  await lost.getByLabel("Mật khẩu").fill(LONG_MON.password);
  await lost.getByRole("button", { name: "Đăng nhập" }).click();
  await lost.getByText("Máy này đã bị người quản trị thu hồi").waitFor();
  await openNomination(lost, "Đinh Văn Mẫu");

  // Without a line the lists are not shown as if they held.
  await proxy.gone();
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await page.getByText("Phần này cần mạng").waitFor();
  assert.equal(await page.locator(".devices li").count(), 0);
});

test("officers have no way to it, and are told so where they come by its address", async (bench) => {
  const endpoint = await bench.endpoint();
  const page = await (await bench.device("unit")).page();
  await signIn(page, endpoint.url, LONG_MON);
  await go(page, "/more");
  await page.getByRole("link", { name: "Danh bạ" }).first().waitFor();
  assert.equal(await page.getByRole("link", { name: "Thiết bị và nhật ký" }).count(), 0);
  await go(page, "/administration");
  await page.getByText("Chỉ người quản trị xem được phần này.").waitFor();
});
