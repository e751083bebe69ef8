// The PIN of a device: what lies on the disk, what opens it, and what does not.

import assert from "node:assert/strict";
import { chosen, pdf } from "./files.mjs";
import { assertAccessible, installed, sleep, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { found, heap } from "./store.mjs";
import {
  LONG_MON, go, listed, nominate, openNomination, safe, save, says, signIn, sync, typeNomination,
} from "./steps.mjs";

const PIN = "739184";
const OTHER = "con trâu đi trước";
const FIRST = "Đinh Thị Kín";
const UNSENT = "Đinh Văn Chưa Gửi";
const DRAFTED = "Câu viết dở không ai được đọc";

/** The unit's device behind a proxy. */
async function unit(bench) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("unit");
  const page = await device.page();
  await signIn(page, proxy.url, LONG_MON);
  return { endpoint, proxy, device, page };
}

async function setPin(page, pin = PIN) {
  await go(page, "/pin");
  await page.getByLabel("Mã PIN mới", { exact: true }).fill(pin);
  await page.getByLabel("Nhập lại mã PIN mới").fill(pin);
  await page.getByRole("button", { name: "Đặt mã PIN" }).click();
}

async function withPin(page) {
  await setPin(page);
  await page.getByRole("heading", { name: "Đã đặt mã PIN trên máy này." }).waitFor();
}

const locked = (page) => page.getByRole("button", { name: "Mở khoá" }).waitFor({ timeout: 15_000 });

async function unlock(page, pin = PIN) {
  await locked(page);
  await page.locator("#pin").fill(pin);
  await page.getByRole("button", { name: "Mở khoá" }).click();
}

async function opened(page) {
  await page.locator(".app").waitFor({ timeout: 15_000 });
}

const tokenOf = (page) =>
  page.evaluate(async () => {
    const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await asked(indexedDB.open("thidua"));
    const session = await asked(database.transaction("state").objectStore("state").get("session"));
    database.close();
    return typeof session === "string" ? JSON.parse(session).signed_in.token : null;
  });

test("a PIN leaves nothing to read on the disk, and what is unsent goes when it is unlocked", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  await typeNomination(page, { name: FIRST, achievements: "Thành tích không lộ" });
  const report = pdf(60_000);
  await page.locator("#evidence-files").setInputFiles([chosen("bao-cao.pdf", "application/pdf", report)]);
  await page.locator("fieldset.evidence-form").getByText("Chờ gửi").waitFor();
  await save(page);
  await safe(page);
  await proxy.gone();
  await nominate(page, { name: UNSENT });
  await typeNomination(page, { name: DRAFTED });
  await page.getByText(/^Đã giữ bản nháp lúc/).first().waitFor();
  const token = await tokenOf(page);
  const secrets = [FIRST, UNSENT, DRAFTED, token, "Thành tích không lộ", "UBND", "longmon", "%PDF"];
  for (const secret of secrets) assert.notDeepEqual(await found(page, secret), [], `${secret} lies in clear before`);

  await withPin(page);
  await page.getByText(/^Chưa có lối mở lại nếu quên mã PIN/).waitFor();
  for (const secret of secrets) assert.deepEqual(await found(page, secret), [], secret);
  await assertAccessible(page);
  // What is written from now on is sealed as well.
  await nominate(page, { name: `${UNSENT} Hai` });
  await typeNomination(page, { name: DRAFTED });
  await page.getByText(/^Đã giữ bản nháp lúc/).first().waitFor();
  for (const secret of [UNSENT, DRAFTED]) assert.deepEqual(await found(page, secret), [], secret);
  // The same value never looks the same twice.
  const clear = ["~seal", "lock", "generation"];
  const all = (await heap(page)).filter(({ key }) => !clear.includes(key));
  const nonces = all.map(({ bytes }) => bytes.subarray(0, 12).toString("hex"));
  assert.equal(new Set(nonces).size, nonces.length);

  await page.reload();
  await locked(page);
  await page.getByText("Trong lúc khoá, ứng dụng không gửi và không nhận dữ liệu.").waitFor();
  assert.ok(!(await page.locator("body").innerText()).includes(FIRST));
  await assertAccessible(page);
  await unlock(page, "111222");
  await page.getByText("Mã PIN chưa đúng. Còn 4 lần thử trước khi phải chờ.").waitFor();
  await unlock(page);
  await opened(page);
  await go(page, "/nominations");
  const names = async () => (await listed(page)).join("\n");
  await until("all three", async () => [FIRST, UNSENT, `${UNSENT} Hai`].every((name) => names().then((all) => all.includes(name))));
  await go(page, "/nominations/new");
  assert.equal(await page.getByLabel("Tên", { exact: true }).inputValue(), DRAFTED);
  await openNomination(page, FIRST);
  await page.getByText("bao-cao.pdf").first().waitFor();

  await proxy.back();
  await sync(page);
  await go(page, "/pin");
  await page.getByText(/^Nếu quên mã PIN, có thể mở lại bằng mật khẩu/).waitFor();
  const desk = await (await bench.device("other")).page();
  await signIn(desk, proxy.url, LONG_MON);
  await go(desk, "/nominations");
  await until("the unsent one on another device", async () => (await listed(desk)).join("\n").includes(UNSENT));

  // A cold start without a line: the lock screen is on the device as well.
  await installed(page);
  await proxy.gone();
  await device.close();
  await device.open();
  const cold = await device.page(proxy.url);
  await unlock(cold);
  await opened(cold);
  // Taken off, everything is as it was, and readable by an app that knows of no PIN.
  await go(cold, "/pin");
  await cold.locator("#pin-last").fill("000111");
  await cold.getByRole("button", { name: "Bỏ mã PIN" }).click();
  await cold.getByText(/^Mã PIN chưa đúng/).waitFor();
  await cold.locator("#pin-last").fill(PIN);
  await cold.getByRole("button", { name: "Bỏ mã PIN" }).click();
  await cold.getByRole("heading", { name: "Đặt mã PIN", exact: true }).waitFor();
  for (const secret of [FIRST, UNSENT, DRAFTED, "%PDF"]) assert.notDeepEqual(await found(cold, secret), [], secret);
  const left = (await heap(cold)).filter(({ key }) => key.includes("~") || ["lock", "tries", "generation", "recovery"].includes(key));
  assert.deepEqual(left.map(({ name, key }) => `${name}/${key}`), []);
  await cold.reload();
  await opened(cold);
  await openNomination(cold, FIRST);
  await cold.getByText("bao-cao.pdf").first().waitFor();
});

test("wrong PINs have to wait, and neither a reload nor the clock helps", async (bench) => {
  const { page } = await unit(bench);
  await withPin(page);
  await page.reload();
  for (const left of [4, 3, 2, 1]) {
    await unlock(page, "000999");
    await page.getByText(`Còn ${left} lần thử`).waitFor();
  }
  await unlock(page, "000999");
  await page.getByText(/Đã nhập sai 5 lần. Hãy chờ 0:(30|2\d)/).waitFor();
  await page.reload();
  await locked(page);
  await page.getByText(/Đã nhập sai 5 lần. Hãy chờ 0:\d\d/).waitFor();
  assert.equal(await page.getByRole("button", { name: "Mở khoá" }).getAttribute("aria-disabled"), "true");
  await page.locator("#pin").fill(PIN);
  await page.keyboard.press("Enter");
  await sleep(500);
  assert.equal(await page.locator(".app").count(), 0);
  // The clock an hour back: still the whole wait.
  await page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() - 3_600_000;
  });
  await page.reload();
  await locked(page);
  await page.getByText(/Hãy chờ 0:30/).waitFor();
});

test("a device that dies while the PIN is being set has lost nothing", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  await proxy.gone();
  for (const number of [1, 2, 3]) await nominate(page, { name: `${UNSENT} ${number}` });
  let sealed = 0;
  let current = page;
  for (const wait of [0, 5, 15, 30, 60, 120, 250]) {
    await go(current, "/pin");
    await current.getByLabel("Mã PIN mới", { exact: true }).fill(PIN);
    await current.getByLabel("Nhập lại mã PIN mới").fill(PIN);
    await current.getByRole("button", { name: "Đặt mã PIN" }).click({ noWaitAfter: true });
    await sleep(wait);
    await device.kill();
    await device.open();
    current = await device.page(proxy.url);
    await current.locator(".app, #pin").first().waitFor();
    const isSealed = (await current.locator("#pin").count()) > 0;
    if (isSealed) {
      sealed += 1;
      await unlock(current);
      await opened(current);
    }
    const inClear = await found(current, UNSENT);
    assert.equal(inClear.length === 0, isSealed, `wholly sealed or wholly clear: ${inClear}`);
    await go(current, "/nominations");
    await until("all three", async () => {
      const names = (await listed(current)).join("\n");
      return [1, 2, 3].every((number) => names.includes(`${UNSENT} ${number}`));
    });
    if (isSealed) {
      await go(current, "/pin");
      await current.locator("#pin-last").fill(PIN);
      await current.getByRole("button", { name: "Bỏ mã PIN" }).click();
      await current.getByRole("heading", { name: "Đặt mã PIN", exact: true }).waitFor();
    }
  }
  console.log(`      the device died 7 times, ${sealed} times after the change`);
});

test("a forgotten PIN is set anew with the password, and what is unsent stays", async (bench) => {
  const { proxy, page } = await unit(bench);
  await withPin(page);
  await page.getByText(/^Nếu quên mã PIN, có thể mở lại bằng mật khẩu/).waitFor();
  await proxy.gone();
  await nominate(page, { name: UNSENT });
  await page.reload();
  await locked(page);
  await page.getByRole("button", { name: "Quên mã PIN" }).click();
  await page.getByLabel("Tài khoản").fill("longmon");
  await page.getByLabel("Mật khẩu", { exact: true }).fill("mau-2023");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByRole("alert").getByText(/mạng|máy chủ/).first().waitFor();
  await proxy.back();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByText("Đã xác nhận tài khoản.").waitFor();
  await assertAccessible(page);
  await page.getByLabel("Mã PIN mới", { exact: true }).fill("123456");
  await page.getByLabel("Nhập lại mã PIN mới").fill("123456");
  await page.getByRole("button", { name: "Đặt mã PIN" }).click();
  await page.getByText("Mã này dễ đoán.").waitFor();
  await page.getByLabel("Mã PIN mới", { exact: true }).fill(OTHER);
  await page.getByLabel("Nhập lại mã PIN mới").fill(OTHER);
  await page.getByRole("button", { name: "Đặt mã PIN" }).click();
  await opened(page);
  await safe(page);
  await openNomination(page, UNSENT);
  await page.reload();
  await unlock(page, OTHER);
  await opened(page);
  // Changed, the old one opens nothing.
  await go(page, "/pin");
  await page.locator("#pin-old").fill(OTHER);
  await page.getByLabel("Mã PIN mới", { exact: true }).fill(PIN);
  await page.getByLabel("Nhập lại mã PIN mới").fill(PIN);
  await page.getByRole("button", { name: "Đổi mã PIN" }).click();
  await page.getByText("Đã đổi mã PIN").waitFor();
  await page.reload();
  await unlock(page, OTHER);
  await page.getByText(/^Mã PIN chưa đúng/).waitFor();
  await unlock(page);
  await opened(page);
});

test("without a way back the device can only be cleared, and it says what is lost", async (bench) => {
  const { proxy, page } = await unit(bench);
  await proxy.gone();
  await nominate(page, { name: UNSENT });
  await withPin(page);
  await page.reload();
  await locked(page);
  await page.getByRole("button", { name: "Quên mã PIN" }).click();
  await page.getByText(/^Không mở lại được bằng mật khẩu/).waitFor();
  await page.getByRole("button", { name: "Xoá dữ liệu trên máy" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/Sẽ mất hẳn: \d+ thay đổi chưa gửi/).waitFor();
  await dialog.getByLabel(/hãy gõ chữ/).fill("xoá");
  await dialog.getByRole("button", { name: "Xoá dữ liệu trên máy" }).click();
  await page.getByLabel("Tài khoản").waitFor();
  assert.deepEqual(await heap(page), []);
});

test("all tabs go the same way, and locking keeps what is typed", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  const second = await device.context.newPage();
  await second.goto(proxy.url);
  await opened(second);
  await typeNomination(second, { name: "Đang gõ ở cửa sổ kia" });
  await page.bringToFront();
  await withPin(page);
  // The other tab was given the key: what is typed there goes on, sealed.
  await second.bringToFront();
  await second.getByLabel(/^Thành tích/).fill(DRAFTED);
  await second.getByText(/^Đã giữ bản nháp lúc/).first().waitFor();
  await save(second);
  await page.bringToFront();
  await openNomination(page, "Đang gõ ở cửa sổ kia");
  assert.deepEqual(await found(page, DRAFTED), []);
  // The very last letters are kept although no pause followed.
  await second.bringToFront();
  await typeNomination(second, { name: "Chữ cuối cùng" });
  await page.evaluate(() => 0);
  await go(page, "/more");
  await page.getByRole("button", { name: "Khoá ngay" }).click();
  await locked(page);
  await locked(second);
  await unlock(second);
  await opened(second);
  await go(second, "/nominations/new");
  assert.equal(await second.getByLabel("Tên", { exact: true }).inputValue(), "Chữ cuối cùng");
  // Idle: nobody has touched any tab for long.
  await second.evaluate(() => localStorage.setItem("thidua.touched", String(Date.now() - 31 * 60_000)));
  await locked(second);
});
