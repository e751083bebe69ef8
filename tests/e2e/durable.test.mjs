// That what is called saved is on the disk, and that what leaves the device was on the disk before.

import assert from "node:assert/strict";
import { until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { LONG_MON, go, save, signIn, signOut, sync, typeNomination } from "./steps.mjs";

/** Keeps what the app writes into its store and when it asks the endpoint, in their order, at `window.told`. */
async function listen(context) {
  await context.addInitScript(() => {
    window.told = [];
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...asked) {
      const made = transaction.apply(this, asked);
      if (this.name === "thidua" && made.mode === "readwrite") {
        const write = { stores: [...made.objectStoreNames], durability: made.durability, done: false };
        window.told.push(write);
        made.addEventListener("complete", () => {
          write.done = true;
          window.told.push({ done: write.stores });
        });
      }
      return made;
    };
    const { fetch } = window;
    window.fetch = (...asked) => {
      const { pathname } = new URL(asked[0].url ?? asked[0], location.href);
      const unwritten = window.told.filter((one) => one.done === false && one.stores.includes("outbox")).length;
      window.told.push({ asks: pathname, unwritten });
      return fetch(...asked);
    };
  });
}

const told = (page) => page.evaluate(() => window.told);
const touches = (store) => (one) => one.stores?.includes(store);

test("what is typed, saved, sealed and answered is on the disk before it is called so, and before a byte leaves", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("unit");
  await listen(device.context);
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await page.evaluate(() => (window.told = []));

  await typeNomination(page, { name: "Đinh Văn Bền (mẫu)" });
  await page.getByText(/Đã giữ bản nháp/).first().waitFor();
  assert.ok((await told(page)).some((one) => touches("drafts")(one) && one.done), "the draft");
  await save(page);
  const operation = (await told(page)).find(touches("outbox"));
  assert.ok(operation.done, "the words come when the disk has it");
  assert.ok(["state", "drafts"].every((store) => operation.stores.includes(store)), "its number and its draft go with it");
  await sync(page);

  const all = await told(page);
  const asked = all.findIndex(({ asks }) => asks === "/sync");
  const before = all.slice(0, asked).filter(({ done }) => Array.isArray(done) && done.includes("outbox"));
  assert.equal(before.length, 2, "the record, and that it is sealed");
  for (const { asks, unwritten } of all) if (asks === "/sync") assert.equal(unwritten, 0);
  for (const store of ["drafts", "outbox", "rows", "kept", "state"]) assert.ok(all.some(touches(store)), store);
  for (const write of all.filter(({ durability }) => durability)) assert.equal(write.durability, "strict", write.stores.join());
});

test("a record that the disk does not take is not called saved", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("unit");
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await typeNomination(page, { name: "Đinh Văn Hỏng (mẫu)" });
  await page.getByText(/Đã giữ bản nháp/).first().waitFor();
  await page.evaluate(() => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...asked) {
      const made = transaction.apply(this, asked);
      // The disk fails when everything was asked of it.
      if (window.fails && made.mode === "readwrite" && made.objectStoreNames.contains("outbox")) {
        const put = made.objectStore("outbox");
        put.put(new Uint8Array(), "~").onsuccess = () => made.abort();
      }
      return made;
    };
    window.fails = true;
  });
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.locator(".form-foot").getByText("Máy chưa ghi được").waitFor();
  assert.equal(await page.getByText("Đã lưu trên máy").count(), 0);
  assert.equal(await page.getByLabel("Tên", { exact: true }).inputValue(), "Đinh Văn Hỏng (mẫu)");
  await page.evaluate(() => (window.fails = false));
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Đã lưu trên máy").first().waitFor();
  await go(page, "/nominations");
  await until("it to be there once", async () => (await page.locator(".list .row").count()) === 1);
});

test("what signing out takes away is off the disk before the next officer is let in", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("unit");
  await listen(device.context);
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await page.evaluate(() => (window.told = []));
  await signOut(page);
  const cleared = (await told(page)).find((one) => touches("rows")(one) && one.durability);
  assert.deepEqual([cleared.done, cleared.durability], [true, "strict"]);
});
