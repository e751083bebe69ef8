// The health of the sync: what an officer is told of the device, and how it is set right.

import assert from "node:assert/strict";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { bare, counts, downloaded, versionOf } from "./store.mjs";
import { DISTRICT, LONG_MON, THANH_AN, finds, go, nominate, says, signIn, sync, syncNow, typeNomination } from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };

async function unit(bench, options) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("unit", options);
  const page = await device.page();
  await signIn(page, proxy.url, LONG_MON);
  return { endpoint, proxy, device, page };
}

const attempts = (page) =>
  page.locator("section.card", { has: page.getByRole("heading", { name: "Những lần gửi gần đây" }) }).getByRole("listitem");
/** A line of the card of the device. */
const line = (page, name) => page.locator("#room li", { hasText: name }).locator("strong").innerText();
const step = (page, name) => page.getByRole("region", { name });

async function openRepair(page) {
  await go(page, "/sync");
  await page.locator("#repair summary").click();
}

test("the health page says what the next exchange needs, which versions meet, and how the last attempts went", async (bench) => {
  const { proxy, page } = await unit(bench, PHONE);
  await go(page, "/sync");
  await page.locator("#next-exchange", { hasText: /không có gì chờ gửi, khoảng \d+ giây/ }).waitFor();
  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Một", achievements: "Vận động hiến đất. ".repeat(40) });
  await go(page, "/sync");
  const told = page.locator("#next-exchange", { hasText: "1 thay đổi" });
  await told.waitFor();
  const [, size] = /khoảng ([\d.,]+) kB, \d+ giây/.exec(await told.innerText());
  assert.ok(Number(size.replace(",", ".")) >= 1 && Number(size.replace(",", ".")) < 8, size);
  await syncNow(page);
  await says(page, /Không có mạng/);
  await attempts(page).first().getByText("Không có mạng").waitFor();

  assert.match(await line(page, "Phiên bản"), /^\d+\.\d+\.\d+$/);
  const schema = await line(page, "Bản dữ liệu của ứng dụng");
  assert.match(schema, /^\d+$/);
  assert.equal(await line(page, "Bản dữ liệu của máy chủ"), schema);
  assert.equal(await line(page, "Đồng hồ so với máy chủ"), "Đúng giờ");
  assert.match(await line(page, "Chỗ trống còn lại"), /B$/);
  await assertAccessible(page);

  // Closed and opened again, the page still tells what went wrong before.
  const before = await attempts(page).count();
  assert.ok(before >= 2);
  await page.reload();
  await go(page, "/sync");
  await until("the attempts of before", async () => (await attempts(page).count()) > before);
  await attempts(page).getByText(/Gửi|Không có gì mới/).first().waitFor();
  for (let more = 0; more < 22; more += 1) {
    await syncNow(page);
    await until("an attempt to have ended", async () => !(await page.locator(".button.primary").first().getAttribute("aria-disabled"))?.includes("true"));
  }
  assert.equal(await attempts(page).count(), 20, "the last twenty, no more");
  await until("no more on the disk", async () => (await counts(page)).attempts <= 20);
});

test("a place is read again, then everything, and unsent work stays", async (bench) => {
  const { endpoint, proxy, page: unitPage } = await unit(bench);
  for (const name of ["Đinh Văn Một", "Đinh Văn Hai"]) await nominate(unitPage, { name });
  await sync(unitPage);
  const other = await (await bench.device("thanhan")).page();
  await signIn(other, endpoint.url, THANH_AN);
  await nominate(other, { name: "Phạm Thị Ba" });
  await sync(other);
  const page = await (await bench.device("district", PHONE)).page();
  await signIn(page, proxy.url, DISTRICT);
  await finds(page, "", ["Đinh Văn Một", "Đinh Văn Hai", "Phạm Thị Ba"]);

  await openRepair(page);
  const one = step(page, "1. Đọc lại một đơn vị");
  await one.getByRole("button", { name: "Đọc lại đơn vị này" }).click();
  await one.getByText("Hãy chọn một đơn vị.").waitFor();
  await one.getByLabel("Đơn vị").selectOption({ label: "Xã Long Môn" });
  await one.getByRole("button", { name: "Đọc lại đơn vị này" }).click();
  await attempts(page).first().getByText(/nhận 2 .*Đã đọc lại 1 đơn vị/).waitFor();
  await assertAccessible(page);

  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Chờ", unit: "Xã Long Môn" });
  await openRepair(page);
  await step(page, "2. Đọc lại tất cả").getByRole("button", { name: "Đọc lại tất cả" }).click();
  await says(page, /chỉ có trên máy này/);
  // Without a line nothing is gone.
  await finds(page, "", ["Đinh Văn Một", "Đinh Văn Hai", "Phạm Thị Ba", "Đinh Văn Chờ"]);
  await page.reload();
  await finds(page, "", ["Đinh Văn Một", "Đinh Văn Hai", "Phạm Thị Ba", "Đinh Văn Chờ"]);
  await proxy.back();
  await sync(page);
  await attempts(page).first().getByText(/Gửi 1, nhận [3-9]/).waitFor();
  await finds(page, "", ["Đinh Văn Một", "Đinh Văn Hai", "Phạm Thị Ba", "Đinh Văn Chờ"]);
  await go(page, "/sync");
  await until("both places to agree", async () => (await page.locator("#checksums li").getByText("Khớp").count()) === 2);
});

test("a device is cleared only after a copy was downloaded or a word typed", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Sót" });
  await typeNomination(page, { name: "Đinh Văn Dở" });
  await page.getByText(/Đã giữ bản nháp|Bản nháp/).first().waitFor();
  await openRepair(page);
  const third = step(page, "3. Xoá sạch máy này");
  const ask = () => third.getByRole("button", { name: "Xoá sạch máy này" }).first().click();
  await ask();
  const dialog = page.getByRole("dialog");
  assert.match(await dialog.innerText(), /1 mục chưa gửi và 1 bản nháp/);
  await dialog.getByRole("textbox").waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Xoá sạch máy này" }).getAttribute("aria-disabled"), "true");
  await page.keyboard.press("Escape");

  const copy = JSON.parse(await downloaded(page, () => third.getByRole("button", { name: "Tải bản sao việc chưa gửi" }).click()));
  const bytes = copy.values.filter(({ store }) => store === "outbox").map(({ bytes }) => Buffer.from(bytes, "base64").toString("utf8"));
  assert.ok(bytes.some((text) => text.includes("Đinh Văn Sót")), "the operation is in the copy");
  assert.ok(copy.values.some(({ store, text }) => store === "drafts" && text.includes("Đinh Văn Dở")), "and the draft");
  assert.ok(!JSON.stringify(copy).includes("token"), "and not the login");
  await third.getByText("Đã tải bản sao").waitFor();
  await ask();
  await dialog.waitFor();
  assert.equal(await dialog.getByRole("textbox").count(), 0);
  await dialog.getByRole("button", { name: "Xoá sạch máy này" }).click();
  await page.getByLabel("Tài khoản").waitFor();
  const left = await counts(page);
  assert.equal(Object.values(left).reduce((sum, count) => sum + count, 0), 0, JSON.stringify(left));
  const plain = await bare(device, page.url().replace(/\/[^/]*$/, "")).catch(() => null);
  assert.equal(await versionOf(plain ?? page, "thidua-copies"), 0);
});

test("the browser is asked to keep the data, and what it answers is told", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("unit", PHONE);
  await device.context.addInitScript(() => {
    let persisted = false;
    window.asked = 0;
    StorageManager.prototype.persisted = async () => persisted;
    StorageManager.prototype.persist = async () => {
      window.asked += 1;
      persisted ||= window.grants === true;
      return persisted;
    };
  });
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  await go(page, "/sync");
  const room = page.locator("#room");
  const ask = room.getByRole("button", { name: "Xin giữ lâu dài" });
  const asked = () => page.evaluate(() => window.asked);
  await ask.waitFor();
  assert.equal(await line(page, "Cách giữ dữ liệu"), "Trình duyệt có thể dọn khi máy đầy");
  await room.getByText("Trình duyệt thường đồng ý khi ứng dụng đã được cài lên màn hình chính.").waitFor();
  const before = await asked();
  await ask.click();
  await until("the browser to be asked", async () => (await asked()) === before + 1);
  assert.equal(await line(page, "Cách giữ dữ liệu"), "Trình duyệt có thể dọn khi máy đầy");
  await assertAccessible(page);

  await page.evaluate(() => (window.grants = true));
  await ask.click();
  await until("what was granted", async () => (await line(page, "Cách giữ dữ liệu")) === "Giữ lâu dài");
  assert.equal(await ask.count(), 0, "there is nothing more to ask for");

  // What is saved is nowhere else: the browser is asked without anybody's doing, once for a page.
  await page.reload();
  assert.equal(await asked(), 0);
  for (const name of ["Đinh Văn Một", "Đinh Văn Hai"]) await nominate(page, { name });
  assert.equal(await asked(), 1);
});

test("a clock that is wrong is told above every screen, forms too, with how far it is off", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("unit", PHONE);
  await device.context.addInitScript(() => {
    const RightDate = Date;
    const ahead = 12 * 60_000;
    globalThis.Date = class extends RightDate {
      constructor(...parts) {
        super(...(parts.length > 0 ? parts : [RightDate.now() + ahead]));
      }
      static now() {
        return RightDate.now() + ahead;
      }
    };
  });
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  const banner = page.locator("#clock");
  await banner.getByText(/chạy nhanh 12 phút/).waitFor();
  await typeNomination(page, { name: "Đinh Văn Giờ" });
  await banner.getByText(/không xếp theo giờ này/).waitFor();
  assert.ok(await banner.isVisible());
  await assertAccessible(page);
  await banner.getByRole("button", { name: "Đã hiểu" }).click();
  await banner.waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("Tên", { exact: true }).inputValue(), "Đinh Văn Giờ");
  await go(page, "/sync");
  assert.match(await line(page, "Đồng hồ so với máy chủ"), /^Nhanh 12 phút$/);

  const right = await (await bench.device("right")).page();
  await signIn(right, endpoint.url, DISTRICT);
  assert.equal(await right.locator("#clock").count(), 0);
});
