// What is sent without a page, and that nobody sends beside another.

import assert from "node:assert/strict";
import { installed, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { bare, kinds } from "./store.mjs";
import { DISTRICT, LONG_MON, finds, go, nominate, safe, says, signIn, syncNow } from "./steps.mjs";

/** Wakes the service worker of an origin as the browser does when a line is there again. Whether it said that all went well. */
async function wake(device, url) {
  const page = await device.context.newPage();
  await page.goto("about:blank");
  const devtools = await page.context().newCDPSession(page);
  const found = new Promise((done) => devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const own = registrations.find(({ scopeURL }) => scopeURL === `${url}/`);
    if (own) done(own.registrationId);
  }));
  await devtools.send("ServiceWorker.enable");
  const registrationId = await found;
  await devtools.send("ServiceWorker.dispatchSyncEvent", { origin: `${url}/`, registrationId, tag: "unsent", lastChance: false });
  await page.close();
}

const ready = async (page) => (await kinds(page, "state")).find(([key]) => key === "ready")?.[1];

test("the tab is closed with unsent work, the browser is woken by a line, and the endpoint has it once", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("unit");
  const page = await device.page();
  await signIn(page, proxy.url, LONG_MON);
  await installed(page);
  const plain = await bare(device, endpoint.url.replace(endpoint.url, proxy.url));
  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Đóng Thẻ (mẫu)" });
  await says(page, /chỉ có trên máy này/);
  await until("the request to lie ready", async () => (await ready(plain)) === "bytes", { timeout: 20_000 });
  await page.close();
  proxy.forget();
  await proxy.back();
  await wake(device, proxy.url);
  await until("the worker to have sent it", () => proxy.requests(/^\/sync/).some(({ status }) => status === 200));

  const desk = await (await bench.device("district")).page();
  await signIn(desk, proxy.url, DISTRICT);
  await finds(desk, "dong the", ["Đinh Văn Đóng Thẻ (mẫu)"]);
  // The app does not know that yet. It sends the same, is told the same, and all is well.
  const again = await device.page(proxy.url);
  await safe(again, { timeout: 20_000 });
  await finds(again, "dong the", ["Đinh Văn Đóng Thẻ (mẫu)"]);
  await until("nothing to lie ready any more", async () => (await ready(plain)) === undefined);
  await again.close();
  proxy.forget();
  await wake(device, proxy.url);
  await plain.waitForTimeout(1500);
  assert.equal(proxy.requests(/^\/sync/).length, 0, "woken with nothing ready, the worker asks for nothing");
  await syncNow(desk);
  await finds(desk, "dong the", ["Đinh Văn Đóng Thẻ (mẫu)"]);
});

test("with a PIN nothing is laid ready in clear, and nothing is sent without it", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("unit");
  const page = await device.page();
  await signIn(page, proxy.url, LONG_MON);
  await installed(page);
  await go(page, "/pin");
  await page.getByLabel("Mã PIN mới", { exact: true }).fill("739184");
  await page.getByLabel("Nhập lại mã PIN mới").fill("739184");
  await page.getByRole("button", { name: "Đặt mã PIN" }).click();
  await page.getByRole("heading", { name: "Đã đặt mã PIN trên máy này." }).waitFor();
  await proxy.gone();
  await nominate(page, { name: "Đinh Thị Kín (mẫu)" });
  await syncNow(page);
  await says(page, /Không có mạng/);
  await page.close();
  await proxy.back();
  proxy.forget();
  const plain = await bare(device, proxy.url);
  assert.equal(await ready(plain), undefined);
  await wake(device, proxy.url);
  await plain.waitForTimeout(1500);
  assert.equal(proxy.requests(/^\/sync/).length, 0);
});

test("of several tabs, one exchanges at a time", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("unit");
  const first = await device.page();
  await signIn(first, proxy.url, LONG_MON);
  const tabs = [first];
  for (let more = 0; more < 2; more += 1) {
    const tab = await device.context.newPage();
    await tab.goto(proxy.url);
    await tab.locator(".app").waitFor();
    tabs.push(tab);
  }
  await safe(first);
  proxy.break({ on: /^\/sync/, times: Infinity, wait: 700 });
  proxy.forget();
  for (let round = 0; round < 3; round += 1) {
    await nominate(tabs[round], { name: `Đinh Văn Thẻ ${round}` });
    for (const tab of tabs) await go(tab, "/sync");
    await Promise.all(tabs.map((tab) => tab.getByRole("button", { name: "Gửi và nhận ngay" }).click()));
  }
  await until("all to be safe", async () => {
    const words = await Promise.all(tabs.map((tab) => tab.locator("a.sync").first().innerText()));
    return words.every((text) => /^Đã lưu an toàn/.test(text.trim()));
  }, { timeout: 30_000 });
  const exchanges = proxy.requests(/^\/sync/).sort((a, b) => a.begun - b.begun);
  assert.ok(exchanges.length >= 3);
  for (const [at, one] of exchanges.entries()) {
    const next = exchanges[at + 1];
    assert.ok(!next || next.begun >= one.ended - 20, "no exchange begins before the one before it has ended");
  }
});
