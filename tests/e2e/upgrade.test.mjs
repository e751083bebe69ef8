// The store, where two versions of the app meet.

import assert from "node:assert/strict";
import { installed, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { bare, counts, downgrade, downloaded, kinds, versionOf } from "./store.mjs";
import { LONG_MON, finds, go, nominate, says, signIn, sync, typeNomination } from "./steps.mjs";

/** The version of the store before the present one, and what it lacks. */
const BEFORE = 4;
const NEW_STORES = ["attempts"];
const PIN = "739184";

async function unit(bench) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("unit");
  const page = await device.page();
  await signIn(page, proxy.url, LONG_MON);
  return { endpoint, proxy, device, page };
}

/** The app is closed, and its store becomes that of the version before. Returns the page without an app. */
async function asBefore(device, page, url) {
  const plain = await bare(device, url);
  await page.close();
  await downgrade(plain, BEFORE, NEW_STORES);
  assert.equal(await versionOf(plain), BEFORE);
  return plain;
}

test("a store of the version before is changed only after unsent work was copied, and the copy can be downloaded", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  proxy.break({ on: /^\/sync/, times: Infinity, status: 503 });
  await nominate(page, { name: "Đinh Văn Trước (mẫu)" });
  await typeNomination(page, { name: "Đinh Văn Dở (mẫu)" });
  await page.getByText(/Đã giữ bản nháp/).waitFor();
  const before = await counts(page);
  const plain = await asBefore(device, page, proxy.url);

  const again = await device.page(proxy.url);
  await finds(again, "truoc", ["Đinh Văn Trước (mẫu)"]);
  assert.ok((await versionOf(plain)) > BEFORE);
  const now = await counts(plain);
  for (const store of ["outbox", "drafts", "refused", "rows"]) assert.equal(now[store], before[store], store);
  await go(again, "/sync");
  const copies = again.locator("#copies");
  await copies.getByText("1 việc chưa gửi, 1 bản nháp").waitFor();
  const copy = JSON.parse(await downloaded(again, () => copies.getByRole("button", { name: "Tải về" }).click()));
  assert.equal(copy.store, BEFORE);
  const told = copy.values.map(({ text, bytes }) => text ?? Buffer.from(bytes, "base64").toString("utf8")).join("\n");
  for (const name of ["Đinh Văn Trước (mẫu)", "Đinh Văn Dở (mẫu)"]) assert.ok(told.includes(name), name);
  assert.ok(!told.includes("token"), "the login is not copied");
  proxy.mend();
  await sync(again);
  await until("the new store is used", async () => (await counts(plain)).attempts > 0);

  await go(again, "/more");
  await again.getByRole("button", { name: "Đăng xuất" }).click();
  const dialog = again.getByRole("dialog");
  await dialog.getByRole("textbox").fill((await dialog.locator("strong").first().innerText()).trim());
  await dialog.getByRole("button", { name: "Đăng xuất" }).click();
  await again.getByLabel("Tài khoản").waitFor();
  assert.equal(await versionOf(plain, "thidua-copies"), 0, "the copies go with the data");
});

test("where unsent work cannot be copied, the store stays as it is and nothing is lost", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  proxy.break({ on: /^\/sync/, times: Infinity, status: 503 });
  await nominate(page, { name: "Đinh Văn Kẹt (mẫu)" });
  const plain = await asBefore(device, page, proxy.url);
  // A place for copies that takes none.
  await plain.evaluate(() => new Promise((done) => {
    indexedDB.deleteDatabase("thidua-copies").onsuccess = () => {
      const opening = indexedDB.open("thidua-copies", 1);
      opening.onsuccess = () => (opening.result.close(), done());
    };
  }));
  const again = await device.page(proxy.url);
  await again.getByText("Chưa mở được dữ liệu trên máy này. Không có gì bị mất.").waitFor();
  assert.equal(await versionOf(plain), BEFORE, "not changed");
  assert.equal((await counts(plain)).outbox, 1);
  await plain.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase("thidua-copies").onsuccess = done)));
  await again.getByRole("button", { name: "Mở lại" }).click();
  await finds(again, "ket", ["Đinh Văn Kẹt (mẫu)"]);
});

test("a sealed store is upgraded, and what is new in it is sealed as well", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  await nominate(page, { name: "Đinh Thị Kín (mẫu)" });
  await sync(page);
  await go(page, "/pin");
  await page.getByLabel("Mã PIN mới", { exact: true }).fill(PIN);
  await page.getByLabel("Nhập lại mã PIN mới").fill(PIN);
  await page.getByRole("button", { name: "Đặt mã PIN" }).click();
  await page.getByRole("heading", { name: "Đã đặt mã PIN trên máy này." }).waitFor();
  proxy.break({ on: /^\/sync/, times: Infinity, status: 503 });
  await nominate(page, { name: "Đinh Văn Niêm Phong (mẫu)" });
  const plain = await asBefore(device, page, proxy.url);

  const again = await device.page(proxy.url);
  await again.locator("#pin").fill(PIN, { timeout: 20_000 });
  await again.getByRole("button", { name: "Mở khoá" }).click();
  await again.locator(".app").waitFor({ timeout: 20_000 });
  await finds(again, "", ["Đinh Thị Kín (mẫu)", "Đinh Văn Niêm Phong (mẫu)"]);
  await go(again, "/sync");
  const copies = again.locator("#copies");
  await copies.waitFor();
  const text = await downloaded(again, () => copies.getByRole("button", { name: "Tải về" }).click());
  const told = JSON.parse(text).values.map(({ text, bytes }) => text ?? Buffer.from(bytes, "base64").toString("utf8")).join("\n");
  assert.ok(!told.includes("Niêm Phong"), "what was sealed stays sealed in the copy");
  proxy.mend();
  await sync(again);
  const kept = await until("an attempt in the store", async () => {
    const all = await kinds(plain, "attempts");
    return all.length > 1 && all;
  });
  assert.deepEqual([...new Set(kept.filter(([key]) => key !== "~seal").map(([, kind]) => kind))], ["bytes"]);
  assert.ok(kept.some(([key]) => key === "~seal"));
});

test("an old tab lets go of the store in words, and never under an open form", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  await installed(page);
  const plain = await bare(device, proxy.url);
  await typeNomination(page, { name: "Đinh Văn Biểu Mẫu (mẫu)" });
  await page.evaluate(() => (window.isSamePage = true));
  // What an app of a later version does.
  await plain.evaluate(() => {
    window.opening = indexedDB.open("thidua", 99);
    window.opening.onblocked = () => (window.blocked = true);
    window.opening.onsuccess = () => (window.opened = true);
  });
  await page.getByText("Bản mới của ứng dụng đang chờ ở một thẻ khác").waitFor();
  await until("the newer one to wait", () => plain.evaluate(() => window.blocked === true));
  await page.getByLabel(/^Thành tích/).fill("Viết tiếp trong khi bản mới chờ.");
  await page.waitForTimeout(700);
  assert.equal(await plain.evaluate(() => window.opened ?? false), false, "not under an open form");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Mọi thứ bạn đã lưu ở đây đều có trong bản mới.").waitFor();
  assert.equal(await page.evaluate(() => window.isSamePage), true, "in words, and not by loading the page anew");
  await until("the newer one to have it", () => plain.evaluate(() => window.opened === true));
  const saved = await plain.evaluate(() => new Promise((done) => {
    const all = window.opening.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => done(all.result.map((bytes) => new TextDecoder().decode(bytes)).join("\n"));
  }));
  assert.ok(saved.includes("Đinh Văn Biểu Mẫu (mẫu)") || (await counts(plain)).kept > 0, "what was saved is in it");
  await plain.evaluate(() => window.opening.result.close());

  // An app that is older than the store says so, and changes nothing.
  await page.getByRole("button", { name: "Mở bản mới" }).click();
  await page.getByText("Dữ liệu do một bản mới hơn của ứng dụng ghi").waitFor();
  assert.equal(await versionOf(plain), 99);
});

test("a new version waits in words for a tab that holds the old store, and goes on by itself", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  proxy.break({ on: /^\/sync/, times: Infinity, status: 503 });
  await nominate(page, { name: "Đinh Văn Chờ Thẻ (mẫu)" });
  const plain = await asBefore(device, page, proxy.url);
  await plain.evaluate(() => new Promise((done) => {
    const opening = indexedDB.open("thidua");
    opening.onsuccess = () => ((window.held = opening.result), done());
  }));
  const again = await device.page(proxy.url);
  await again.getByText("Ứng dụng đang mở ở một thẻ khác bằng bản cũ").waitFor();
  await plain.evaluate(() => window.held.close());
  await finds(again, "cho the", ["Đinh Văn Chờ Thẻ (mẫu)"]);
  await says(again, /chỉ có trên máy này|trục trặc/);
});
