// The endpoint goes back to a backup: what only another device still holds waits for a person, and numbers wait for the
// administrator.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { ADMINISTRATOR, LONG_MON, finds, go, nominate, signIn, sync, syncNow } from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };
const LATE = "Đinh Văn Muộn (mẫu)";

test("what a lost device had sent after the backup is put back from another one's copy, and numbers are reconciled", async (bench) => {
  const endpoint = await bench.endpoint();
  const lost = await bench.device("lost", PHONE);
  const unit = await lost.page();
  await signIn(unit, endpoint.url, LONG_MON);
  await nominate(unit, { name: "Đinh Văn Sớm (mẫu)", position: "Trưởng thôn" });
  await sync(unit);
  const page = await (await bench.device("administrator", PHONE)).page();
  await signIn(page, endpoint.url, ADMINISTRATOR);
  await sync(page);
  await go(page, "/administration");
  await page.getByRole("heading", { name: "Nhật ký", exact: true }).waitFor();
  assert.equal(await page.locator("#reconciliation").count(), 0, "nothing was ever restored");

  const file = path.join(endpoint.data, "thidua.sqlite");
  const backup = path.join(bench.folder, "backup.sqlite");
  await endpoint.stop();
  fs.copyFileSync(file, backup);
  await endpoint.start();
  await nominate(unit, { name: LATE, position: "Kế toán" });
  await sync(unit);
  await syncNow(page);
  // The bar may have said "safe" before the exchange began.
  await finds(page, "muon", [LATE]);
  await lost.close();

  await endpoint.stop();
  fs.copyFileSync(backup, file);
  await endpoint.start();
  await sync(page);
  await go(page, "/tray");
  const offered = page.getByRole("heading", { name: "Bản còn giữ ở máy khác" });
  await until("the copy to be offered", async () => {
    await page.getByRole("button", { name: "Cập nhật" }).click();
    await page.waitForTimeout(500);
    return (await offered.count()) > 0;
  });
  const copy = page.getByRole("article", { name: LATE });
  await copy.getByText("Kế toán").waitFor();
  await assertAccessible(page);
  await copy.getByRole("button", { name: "Nhận", exact: true }).click();
  await copy.getByLabel("Lý do").fill("Đã so với bản giấy (mẫu)");
  await copy.getByRole("button", { name: "Nhận việc này" }).click();
  await copy.waitFor({ state: "detached" });
  await syncNow(page);
  await finds(page, "muon", [LATE]);

  await go(page, "/administration");
  const card = page.locator("#reconciliation");
  await card.getByText("Đang đối soát: chưa cấp số quyết định mới.").waitFor();
  await card.getByText("Chưa trở lại", { exact: true }).waitFor();
  await card.getByText("Đã trở lại", { exact: true }).waitFor();
  await assertAccessible(page);
  await card.getByRole("button", { name: "Kết thúc đối soát" }).click();
  await card.getByText("Hãy ghi lý do, nhiều nhất 300 ký tự.").waitFor();
  await card.getByLabel("Lý do kết thúc đối soát").fill("Máy của xã đã mất (mẫu)");
  await card.getByRole("button", { name: "Kết thúc đối soát" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Kết thúc đối soát" }).click();
  await card.getByText(/^Đã kết thúc: /).waitFor();
  await card.getByText("Lý do: Máy của xã đã mất (mẫu)").waitFor();
});
