// A tablet that several officers use, one after the other: nobody finds anything of the one before, and nobody loses anything.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import { assertAccessible } from "./harness.mjs";
import { test } from "./registry.mjs";
import { found, heap } from "./store.mjs";
import {
  DISTRICT, LONG_MON, THANH_AN, finds, go, nominate, openNomination, safe, signIn, signInHere, signOut, sync,
  typeNomination,
} from "./steps.mjs";

const SENT = "Đinh Văn Đã Gửi (mẫu)";
const DELETED = "Đinh Văn Đã Xoá (mẫu)";
const UNSENT = "Đinh Thị Chưa Gửi (mẫu)";
const TYPED = "Câu viết dở của xã Long Môn";
const OTHER = "Phạm Thị Thanh An (mẫu)";

async function tablet(bench) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("tablet", { viewport: { width: 800, height: 1200 } });
  return { endpoint, proxy, device, page: await device.page(proxy.url) };
}

/** Signs in on the screen that stands there, without loading the page anew: what the page itself remembers would show. */
async function takeOver(page, { login, password }) {
  await page.getByLabel("Tài khoản").fill(login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await page.locator(".app").waitFor();
}

/** Asks to sign out; the dialog that is shown then. */
async function leave(page) {
  await go(page, "/more");
  await page.getByRole("button", { name: "Đăng xuất" }).first().click();
  return page.getByRole("dialog");
}

/** Signs out although something is only here. */
async function leaveBehind(page) {
  const dialog = await leave(page);
  const yes = dialog.getByRole("button", { name: "Đăng xuất" });
  assert.equal(await yes.getAttribute("aria-disabled"), "true");
  await dialog.getByRole("textbox").fill("xoá");
  await yes.click();
  await page.getByLabel("Tài khoản").waitFor();
}

/** Nothing of these texts lies in any store of the browser. */
async function isNowhere(page, texts) {
  for (const text of texts) assert.deepEqual(await found(page, text), [], text);
  const elsewhere = await page.evaluate(async () => {
    const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    let copies = 0;
    // Only where it is there: opening it would make it.
    if ((await indexedDB.databases()).some(({ name }) => name === "thidua-copies")) {
      const database = await asked(indexedDB.open("thidua-copies"));
      copies = await asked(database.transaction("copies").objectStore("copies").count());
      database.close();
    }
    const addresses = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) addresses.push(new URL(url).pathname);
    }
    return { copies, addresses, settings: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]) };
  });
  for (const text of texts) assert.ok(!elsewhere.settings.includes(text), text);
  assert.equal(elsewhere.copies, 0, "copies of before an upgrade go with the data");
  assert.deepEqual(elsewhere.addresses.filter((address) => /^\/(sync|snapshot|session|directory|blob)\b/.test(address)), []);
}

test("the next officer finds nothing of the one before, who finds their own again", async (bench) => {
  const { endpoint, proxy, page } = await tablet(bench);
  await signIn(page, proxy.url, LONG_MON);
  for (const name of [SENT, DELETED]) await nominate(page, { name });
  await openNomination(page, "Đinh Văn Đã Xoá");
  await page.getByRole("button", { name: "Xoá" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Xoá" }).click();
  await page.getByRole("button", { name: "Hoàn tác" }).waitFor();
  await sync(page);
  await proxy.gone();
  await nominate(page, { name: UNSENT });
  await typeNomination(page, { name: TYPED });
  await page.getByText(/Đã giữ bản nháp/).first().waitFor();
  const own = [SENT, DELETED, UNSENT, TYPED, LONG_MON.login];
  for (const text of own) assert.notDeepEqual(await found(page, text), [], text);
  const dialog = await leave(page);
  assert.match(await dialog.innerText(), /1 mục chưa gửi và 1 bản nháp/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Xuất tệp" }).click(),
  ]);
  const bundle = await fs.readFile(await download.path());
  await dialog.getByRole("button", { name: "Thôi" }).click();
  await leaveBehind(page);
  assert.deepEqual(await heap(page), [], "nothing stays for whoever comes next");

  await proxy.back();
  await takeOver(page, THANH_AN);
  await safe(page);
  await go(page, "/nominations");
  await page.getByText("Chưa có đề nghị nào").waitFor();
  await go(page, "/nominations/deleted");
  await page.getByText("Chưa xoá mục nào").waitFor();
  await go(page, "/nominations/new");
  await page.getByRole("heading", { name: "Đề nghị mới" }).waitFor();
  assert.equal(await page.getByLabel("Tên", { exact: true }).inputValue(), "");
  await go(page, "/");
  await page.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
  assert.equal(await page.getByText("Đang viết dở").count(), 0);
  await isNowhere(page, own);
  await nominate(page, { name: OTHER });
  await sync(page);
  await finds(page, "dinh", []);
  await finds(page, "", [OTHER]);
  await isNowhere(page, own);
  await signOut(page);

  await takeOver(page, LONG_MON);
  await safe(page);
  await finds(page, "", [SENT]);
  await isNowhere(page, [OTHER, THANH_AN.login, UNSENT, TYPED]);
  // What was written into a file before is handed in from there.
  await go(page, "/sync");
  await page.locator("#carry-file").setInputFiles({ name: "work.thidua", mimeType: "application/octet-stream", buffer: bundle });
  await page.getByText("Đưa giấy báo này về máy đã viết tệp").waitFor({ timeout: 30_000 });
  await sync(page);
  await finds(page, "", [SENT, UNSENT]);
  const office = await (await bench.device("office")).page();
  await signInHere(office, endpoint.url, DISTRICT);
  await finds(office, "", [SENT, UNSENT, OTHER], { timeout: 20_000 });
});

test("work that was sent before signing out needs no typed word, and is there for its officer on any device", async (bench) => {
  const { proxy, page } = await tablet(bench);
  await signIn(page, proxy.url, LONG_MON);
  await proxy.gone();
  await nominate(page, { name: UNSENT });
  await proxy.back();
  await sync(page);
  await signOut(page);
  await takeOver(page, THANH_AN);
  await safe(page);
  await isNowhere(page, [UNSENT]);
  const other = await (await bench.device("other")).page();
  await signIn(other, proxy.url, LONG_MON);
  await finds(other, "", [UNSENT]);
});

test("while a device holds one account no other one is let in beside it", async (bench) => {
  const { proxy, device, page } = await tablet(bench);
  const second = await device.context.newPage();
  await second.goto(proxy.url);
  await second.getByLabel("Tài khoản").fill(THANH_AN.login);
  await second.getByLabel("Mật khẩu", { exact: true }).fill(THANH_AN.password);
  // Nothing comes after the sign-in, so that the second tab does not hear of it.
  proxy.break({ on: /^\/sync/, times: Infinity, status: 503 });
  await takeOver(page, LONG_MON);
  await second.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await second.getByText("Máy này đang giữ việc của một tài khoản khác").waitFor();
  await assertAccessible(second);
  await isNowhere(page, [THANH_AN.login]);
  await nominate(page, { name: UNSENT });
  proxy.mend();
  await sync(page);
  await finds(page, "", [UNSENT]);
});

test("before signing out a draft of another tab is counted", async (bench) => {
  const { proxy, device, page } = await tablet(bench);
  await signIn(page, proxy.url, LONG_MON);
  const writing = await device.page(proxy.url);
  await writing.locator(".app").waitFor();
  await safe(writing);
  await typeNomination(writing, { name: TYPED });
  await writing.getByText(/Đã giữ bản nháp/).first().waitFor();
  const dialog = await leave(page);
  await dialog.getByText("Trên máy này còn 1 bản nháp").waitFor();
  assert.ok(await dialog.getByRole("textbox").isVisible(), "a typed confirmation");
});

test("signing out in one tab takes the data out of all tabs, and what is typed there is not the next officer's", async (bench) => {
  const { proxy, device, page } = await tablet(bench);
  await signIn(page, proxy.url, LONG_MON);
  await nominate(page, { name: SENT });
  await sync(page);
  const [writing, reading] = [await device.page(proxy.url), await device.page(proxy.url)];
  await finds(reading, "", [SENT]);
  await typeNomination(writing, { name: TYPED });
  await writing.getByText(/Đã giữ bản nháp/).first().waitFor();
  await page.reload();
  await leaveBehind(page);
  for (const tab of [writing, reading]) await tab.getByLabel("Tài khoản").waitFor();
  assert.deepEqual(await heap(page), []);
  await takeOver(page, THANH_AN);
  await safe(page);
  await isNowhere(page, [SENT, TYPED, LONG_MON.login]);
  await go(page, "/nominations/new");
  await page.getByRole("heading", { name: "Đề nghị mới" }).waitFor();
  assert.equal(await page.getByLabel("Tên", { exact: true }).inputValue(), "");
});
