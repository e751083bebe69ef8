// The rights of a person to their data: what is held is told and handed over, and what may go is erased everywhere.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { ADMINISTRATOR, DISTRICT, LONG_MON, editNomination, go, nominate, openNomination, safe, save, signIn, sync } from "./steps.mjs";

const WHO = "Đinh Văn Thử Nghiệm";

/** Whether anything in the browser's database names the person. */
function isKnown(page) {
  return page.evaluate(async (who) => {
    const open = indexedDB.open("thidua");
    const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    let found = false;
    for (const name of db.objectStoreNames) {
      const all = db.transaction(name).objectStore(name).getAll();
      const values = await new Promise((done) => (all.onsuccess = () => done(all.result)));
      found ||= values.some((value) => {
        const text = typeof value === "string" ? value : value instanceof Uint8Array ? new TextDecoder().decode(value) : "";
        return text.includes(who);
      });
    }
    db.close();
    return found;
  }, WHO);
}

/** What a button saves, as text. */
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return readFile(await download.path(), "utf8");
}

test("all that is held about a person is shown, handed over, and what may go is erased on every device", async (bench) => {
  const endpoint = await bench.endpoint();
  const unit = await (await bench.device("unit", { viewport: { width: 360, height: 740 } })).page();
  await signIn(unit, endpoint.url, LONG_MON);
  await nominate(unit, { name: WHO, birthYear: "1980", achievements: `${WHO} hoàn thành tốt nhiệm vụ.` });
  await nominate(unit, { name: "Phạm Thị Hoa", achievements: `Cùng ông ${WHO} làm sáng kiến.` });
  await safe(unit);
  const proxy = await bench.proxy(endpoint);
  const admin = await (await bench.device("administrator", { viewport: { width: 360, height: 740 } })).page();
  await signIn(admin, proxy.url, ADMINISTRATOR);
  await go(admin, "/more");
  await admin.getByRole("link", { name: "Dữ liệu cá nhân" }).click();
  await admin.getByText("Giữ gì, để làm gì, bao lâu").waitFor();
  await assertAccessible(admin);

  // A bad question is told at its field; without a line nothing is told and nothing typed is lost.
  await admin.getByLabel("Họ và tên").fill("Nghiệm");
  await admin.getByRole("button", { name: "Tìm toàn bộ dữ liệu" }).click();
  await admin.getByText("Hãy ghi đủ họ và tên").waitFor();
  await admin.getByLabel("Họ và tên").fill("dinh van thu nghiem");
  await admin.getByLabel("Năm sinh").fill("1980");
  await proxy.gone();
  await admin.getByRole("button", { name: "Tìm toàn bộ dữ liệu" }).click();
  await admin.getByText("Phần này cần mạng").waitFor();
  await proxy.back();
  await admin.getByRole("button", { name: "Tìm toàn bộ dữ liệu" }).click();
  await admin.getByText("1 hồ sơ về người này; được nhắc tên trong 1 hồ sơ khác.").waitFor();
  await admin.getByText("Được nhắc tên ở nơi khác").waitFor();
  await assertAccessible(admin);

  const json = JSON.parse(await saved(admin, /JSON/));
  assert.equal(json.records.length, 1);
  assert.ok(json.records[0].history.length >= 1);
  const page = await saved(admin, "Tải trang để in");
  assert.ok(page.includes(WHO) && page.includes("91/2025/QH15") && !page.includes("<script"));

  await admin.getByRole("button", { name: "Xoá vĩnh viễn" }).click();
  await admin.getByText("Chọn hồ sơ cần xoá").first().waitFor();
  await admin.locator(".row.pick", { hasText: WHO }).click();
  await admin.getByLabel("Lý do xoá").fill(`${WHO} yêu cầu`);
  await admin.getByLabel("Người quyết định").fill("Chủ tịch UBND huyện (mẫu)");
  const erase = async () => {
    await admin.getByRole("button", { name: "Xoá vĩnh viễn" }).first().click();
    const dialog = admin.getByRole("dialog");
    await dialog.getByRole("textbox").fill("xoá");
    await dialog.getByRole("button", { name: "Xoá vĩnh viễn" }).click();
  };
  await erase();
  await admin.getByText("đừng ghi tên người đó").waitFor();
  await admin.getByLabel("Lý do xoá").fill("Chủ thể dữ liệu yêu cầu (mẫu)");
  await erase();
  await admin.getByText(/^Đã xoá/).first().waitFor();
  await safe(admin);
  assert.equal(await isKnown(admin), true, "the other record still names the person");

  // The unit typed on in the meantime; nothing of it is left on its device.
  await openNomination(unit, WHO);
  await unit.getByRole("link", { name: "Sửa" }).click();
  await unit.getByLabel(/^Thành tích/).fill(`${WHO} viết dở`);
  await unit.waitForTimeout(800);
  await sync(unit);
  await go(unit, "/nominations");
  await unit.getByRole("link", { name: /Phạm Thị Hoa/ }).first().waitFor();
  // The bar may have said "safe" before the exchange began: what was erased goes when the answer is there.
  await until("the unit's list to have lost the person", async () => (await unit.getByRole("link", { name: new RegExp(WHO) }).count()) === 0);
  await go(unit, "/nominations/deleted");
  await unit.waitForTimeout(300);
  assert.equal(await unit.getByText(WHO).count(), 0, "it is not among the deleted, where it could be restored");
  await openNomination(unit, "Phạm Thị Hoa");
  await unit.getByRole("link", { name: "Sửa" }).click();
  await unit.getByLabel(/^Thành tích/).fill("Làm sáng kiến.");
  await save(unit);
  await safe(unit);
  await until("the unit's device to know nothing", async () => !(await isKnownButKept(unit)));
}, { timeout: 180_000 });

/** As `isKnown`, without the operations of the other record, which are kept for a restore. */
function isKnownButKept(page) {
  return page.evaluate(async (who) => {
    const open = indexedDB.open("thidua");
    const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    let found = false;
    for (const name of ["rows", "outbox", "refused", "drafts"]) {
      const all = db.transaction(name).objectStore(name).getAll();
      const values = await new Promise((done) => (all.onsuccess = () => done(all.result)));
      found ||= values.some((value) => (typeof value === "string" ? value : new TextDecoder().decode(value)).includes(who));
    }
    db.close();
    return found;
  }, WHO);
}

test("the standing office is told and erases nothing, and an officer of a commune is told whom to ask", async (bench) => {
  const endpoint = await bench.endpoint();
  const unit = await (await bench.device("unit")).page();
  await signIn(unit, endpoint.url, LONG_MON);
  await nominate(unit, { name: WHO, birthYear: "1980", achievements: "Sáng kiến chưa được công nhận (mẫu)." });
  await safe(unit);
  await go(unit, "/more");
  await unit.getByRole("link", { name: "Danh bạ" }).waitFor();
  assert.equal(await unit.getByRole("link", { name: "Dữ liệu cá nhân" }).count(), 0);
  await go(unit, "/persons");
  await unit.getByText(/Phần này của thường trực Hội đồng/).waitFor();

  // Correcting is the ordinary edit; what stood there before stays in the history.
  await editNomination(unit, WHO, "achievements", "Sáng kiến đã được công nhận (mẫu).");
  await safe(unit);

  const office = await (await bench.device("office")).page();
  await signIn(office, endpoint.url, DISTRICT);
  await go(office, "/persons");
  await office.getByLabel("Họ và tên").fill(WHO);
  await office.getByRole("button", { name: "Tìm toàn bộ dữ liệu" }).click();
  await office.getByText("Có thể là người này").waitFor();
  assert.equal(await office.getByRole("button", { name: "Xoá vĩnh viễn" }).count(), 0);
  await office.getByText("Lịch sử: 2 lần ghi").click();
  await office.getByText(/Thành tích: Sáng kiến chưa được công nhận/).first().waitFor();
  await office.getByText(/Thành tích: Sáng kiến đã được công nhận/).first().waitFor();
  await office.getByRole("link", { name: "Mở để xem, sửa" }).click();
  await office.getByRole("heading", { name: WHO }).waitFor();
  await assertAccessible(office);
});
