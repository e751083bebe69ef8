// The sample year by its button: as many of each award as the real year had, every rule met or explained, and the quota
// that the real year exceeded told with its reason.

import assert from "node:assert/strict";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { DISTRICT, LONG_MON, go, safe, save, signIn, typeNomination } from "./steps.mjs";

test("the sample year is loaded once, shows its exceeded quota with the reason, and a commune gets its part", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("district", { viewport: { width: 360, height: 740 } });
  const page = await device.page();
  await signIn(page, endpoint.url, DISTRICT);
  await go(page, "/import");
  await page.getByRole("button", { name: "Tải năm mẫu" }).click();
  await page.getByText(/Đã nhập \d+ dòng/).waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Tải năm mẫu" }).click();
  await page.getByText("Năm mẫu đã có trên máy, không thêm nữa.").waitFor();
  await go(page, "/quotas");
  const card = page.locator("section.card", { hasText: "Chiến sĩ thi đua cơ sở" }).first();
  await card.getByText("Vượt 5 so với số chỗ").waitFor();
  const text = await card.innerText();
  for (const told of [/Đã đề nghị\s+22/, /Lao động tiên tiến được tính\s+118/, /Số chỗ nhiều nhất\s+17/, /15% × 118 = 17,7/, /Mẫu: các trường học/]) {
    assert.match(text, told);
  }
  await assertAccessible(page);
  await go(page, "/sync");
  await page.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  await safe(page, { timeout: 60_000 });
  const commune = await bench.device("longmon");
  const other = await commune.page();
  await signIn(other, endpoint.url, LONG_MON);
  await go(other, "/quotas");
  await other.getByText(/chỉ là phần của một đơn vị/).waitFor();
  await go(other, "/nominations");
  await other.getByRole("searchbox").fill("nhan dan va can bo");
  await until("the flag of Long Môn", async () => (await other.locator(".list .row").count()) === 1);
});

test("a share that is exceeded asks for a reason, and keeps what is typed", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("district");
  const page = await device.page();
  await signIn(page, endpoint.url, DISTRICT);
  await typeNomination(page, { name: "Đinh Văn Trội", birthYear: "1980", award: "Chiến sĩ thi đua cơ sở", unit: "Phòng Nội vụ" });
  await save(page);
  await go(page, "/quotas");
  const card = page.locator("section.card", { hasText: "Chiến sĩ thi đua cơ sở" }).first();
  await card.getByText("Cần ghi lý do").waitFor();
  await card.getByRole("button", { name: "Ghi lý do" }).click();
  await card.getByRole("button", { name: "Lưu", exact: true }).click();
  await card.getByText(/điền|Điền|viết|Viết/).first().waitFor();
  await card.getByLabel("Lý do vượt tỷ lệ").fill("Đơn vị nhỏ, người được đề nghị có sáng kiến cấp tỉnh.");
  await card.getByRole("button", { name: "Lưu", exact: true }).click();
  await card.getByText("Đơn vị nhỏ, người được đề nghị có sáng kiến cấp tỉnh.").waitFor();
  await safe(page);
});
