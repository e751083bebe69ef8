// How long a device with ten thousand records takes to open behind a PIN, on a processor four times as slow. Writes what
// it finds to standard output. Nothing here is a test: times belong to a machine.
// `node bench-pin.mjs` after a build; THIDUA_APP, THIDUA_ENDPOINT as for run.mjs.

import { Bench, sleep } from "./harness.mjs";
import { LONG_MON, go, nominate, safe, signIn } from "./steps.mjs";

const ROWS = 10_000;
const PIN = "739184";
const bench = new Bench("bench pin");
try {
  const endpoint = await bench.endpoint();
  const device = await bench.device("bench");
  const page = await device.page();
  await page.addInitScript(clocks);
  await signIn(page, endpoint.url, LONG_MON);
  await nominate(page, { name: "Đinh Văn Mẫu", position: "Trưởng thôn Làng Ren", achievements: "Vận động 12 hộ hiến 340 m² đất làm đường liên thôn (mẫu)." });
  await safe(page);
  await page.evaluate(copies, ROWS);
  await endpoint.stop();
  const slow = await page.context().newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });

  for (let round = 0; round < 3; round += 1) {
    await page.reload();
    await page.locator(".app").waitFor({ timeout: 120_000 });
    console.log("clear: the store read and shown", await page.evaluate(() => Math.round(window.shownAt - window.readAt)), "ms");
  }
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await go(page, "/pin");
  await page.getByLabel("Mã PIN mới", { exact: true }).fill(PIN);
  await page.getByLabel("Nhập lại mã PIN mới").fill(PIN);
  let begin = Date.now();
  await page.getByRole("button", { name: "Đặt mã PIN" }).click();
  await page.getByRole("heading", { name: "Đã đặt mã PIN trên máy này." }).waitFor({ timeout: 120_000 });
  console.log("set: everything sealed, full speed", Date.now() - begin, "ms");
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  for (let round = 0; round < 3; round += 1) {
    await page.reload();
    await page.locator("#pin").waitFor({ timeout: 60_000 });
    await sleep(1_000);
    await page.locator("#pin").fill(PIN);
    await page.getByRole("button", { name: "Mở khoá" }).click();
    await page.locator(".app").waitFor({ timeout: 120_000 });
    const told = await page.evaluate(() => {
      const { pressedAt, derivedAt, derivedMs, shownAt, cipherMs, ciphers } = window;
      return { derivation: derivedMs, rest: shownAt - pressedAt - derivedMs, afterwards: shownAt - derivedAt, opening: cipherMs, ciphers };
    });
    for (const name of Object.keys(told)) told[name] = Math.round(told[name]);
    console.log("sealed: PIN pressed until shown, ms", JSON.stringify(told));
  }
  console.log("singly: raw AES-GCM of the same values, ms", JSON.stringify(await page.evaluate(singly, ROWS)));
} finally {
  await bench.close();
}

/** Notes in the page when the store is read, the PIN pressed, its key there and the app shown. */
function clocks() {
  const now = () => performance.now();
  const getAll = IDBObjectStore.prototype.getAll;
  IDBObjectStore.prototype.getAll = function (...all) {
    if (this.name === "rows") window.readAt ??= now();
    return getAll.apply(this, all);
  };
  document.addEventListener("submit", () => (window.pressedAt = now()), true);
  const derive = crypto.subtle.deriveKey.bind(crypto.subtle);
  crypto.subtle.deriveKey = async (...all) => {
    const begin = now();
    const key = await derive(...all);
    window.derivedAt = now();
    window.derivedMs = window.derivedAt - begin;
    return key;
  };
  const decrypt = crypto.subtle.decrypt.bind(crypto.subtle);
  window.cipherMs = 0;
  window.ciphers = 0;
  let first = null;
  crypto.subtle.decrypt = (...all) => {
    window.ciphers += 1;
    first ??= now();
    const opened = decrypt(...all);
    opened.then(() => {
      window.cipherMs += now() - (first ?? now());
      first = null;
    }, () => {});
    return opened;
  };
  new MutationObserver((_, watch) => {
    if (!document.querySelector(".app")) return;
    window.shownAt = now();
    watch.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

/** Makes copies of the one row that is there, each with an id of its own. */
async function copies(count) {
  const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const database = await asked(indexedDB.open("thidua"));
  const [key] = await asked(database.transaction("rows").objectStore("rows").getAllKeys());
  const row = await asked(database.transaction("rows").objectStore("rows").get(key));
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const at = hex(row).indexOf(key) / 2;
  const transaction = database.transaction("rows", "readwrite");
  for (let made = 1; made < count; made += 1) {
    const copy = row.slice();
    crypto.getRandomValues(copy.subarray(at + 6, at + 16));
    transaction.objectStore("rows").put(copy, hex(copy.subarray(at, at + 16)));
  }
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}

/** What opening the same values one by one would take, all begun before the first is awaited. */
async function singly(count) {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const plain = new Uint8Array(400);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const begin = performance.now();
    const all = [];
    for (let at = 0; at < count; at += 1) all.push(crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed));
    await Promise.all(all);
    times.push(Math.round(performance.now() - begin));
  }
  return times;
}
