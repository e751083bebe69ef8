// Work that goes by file or by codes: written without a connection, carried by another device, and its receipt taken back.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import { film, seeing } from "./film.mjs";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { counts } from "./store.mjs";
import {
  DISTRICT, LONG_MON, THANH_AN, bar, codeShown, enterList, finds, go, longText, nominate, readCodes, signIn, sync, syncNow,
} from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };

/** What is said of files, on the screen of the sync. */
function files(page) {
  return page.getByRole("region", { name: "Gửi bằng tệp" });
}

/** Presses what saves a file. Says where it is. */
async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  assert.match(download.suggestedFilename(), /^thi-dua-.*\.thidua$/);
  return download.path();
}

/** Drops files on what is said of files, as a file manager does, once what was done there before has ended. */
async function drop(page, ...dropped) {
  await files(page).locator("[role=status][aria-busy=false]").waitFor({ state: "attached" });
  const given = dropped.map(([name, bytes]) => [name, bytes.toString("base64")]);
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of given) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    }
    return transfer;
  }, given);
  await files(page).dispatchEvent("drop", { dataTransfer });
}

/**
 * Gives the browser a share sheet. What it is handed is kept at `window.shared`; it refuses with the error of the name at
 * `window.refuses`. With `window.drawn`, all secrets of 32 bytes are the same ones, so that two sealed files can be compared.
 */
async function shareSheet(context) {
  await context.addInitScript(() => {
    window.shared = [];
    navigator.canShare = ({ files }) => files?.length === 1 && files[0].type === "text/plain";
    navigator.share = async ({ files: [file] }) => {
      if (window.refuses) throw new DOMException("by the test", window.refuses);
      window.shared.push({ name: file.name, bytes: [...new Uint8Array(await file.arrayBuffer())] });
    };
    const random = crypto.getRandomValues;
    crypto.getRandomValues = (bytes) => (window.drawn && bytes.length === 32 ? bytes.fill(7) : random.call(crypto, bytes));
  });
}

const shared = (page) =>
  page.evaluate(() => window.shared).then((all) => all.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes) })));

/** Chooses a file. */
async function choose(page, name, buffer) {
  await page.locator("#carry-file").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
}

test("what is written without a connection is carried in by another device, and is there once", async (bench) => {
  const endpoint = await bench.endpoint();
  const away = await (await bench.device("away", PHONE)).page();
  await signIn(away, endpoint.url, LONG_MON);
  await away.context().setOffline(true);
  await nominate(away, { name: "Đinh Văn Xa (mẫu)" });
  await nominate(away, { name: "Đinh Văn Vắng (mẫu)" });
  await go(away, "/sync");
  const bundle = await fs.readFile(await saved(away, () => files(away).getByRole("button", { name: "Xuất tệp" }).click()));
  await files(away).getByText("Đã ghi 2 việc vào tệp").waitFor();
  await assertAccessible(away);
  assert.ok(!bundle.includes(Buffer.from("Đinh Văn")), "whoever carries it can read it");

  // The carrier has no line at first either, and another account.
  const carrier = await (await bench.device("carrier")).page();
  await signIn(carrier, endpoint.url, THANH_AN);
  await carrier.context().setOffline(true);
  await go(carrier, "/sync");
  await choose(carrier, "work.thidua", bundle);
  await files(carrier).getByText("Đang mang hộ, chờ có mạng để nộp").waitFor();
  await files(carrier).getByRole("button", { name: "Nộp ngay" }).click();
  await files(carrier).getByText("Chưa có mạng, nên chưa nộp được").waitFor();
  await assertAccessible(carrier);
  // With a line it goes by itself.
  await carrier.context().setOffline(false);
  await files(carrier).getByText("Đưa giấy báo này về máy đã viết tệp").waitFor({ timeout: 30_000 });
  const receipt = await fs.readFile(await saved(carrier, () => files(carrier).getByRole("button", { name: "Tải giấy báo" }).click()));

  const office = await (await bench.device("office")).page();
  await signIn(office, endpoint.url, DISTRICT);
  await finds(office, "Đinh Văn", ["Đinh Văn Vắng (mẫu)", "Đinh Văn Xa (mẫu)"]);

  // A receipt for another device says so; the one it is for hears what became of its work, still without a line.
  await choose(carrier, "receipt.thidua", receipt);
  await files(carrier).getByText("Giấy báo này là của máy khác").waitFor();
  await choose(away, "receipt.thidua", receipt);
  await files(away).getByText("Giấy báo nói về 2 việc của máy này").waitFor();
  await files(away).getByRole("button", { name: "Xuất tệp" }).waitFor({ state: "detached" });
  assert.doesNotMatch(await bar(away).innerText(), /2/);

  // By its own line, everything is there once.
  await away.context().setOffline(false);
  await sync(away);
  await syncNow(office);
  await finds(office, "Đinh Văn", ["Đinh Văn Vắng (mẫu)", "Đinh Văn Xa (mẫu)"]);
});

test("a file that is none is told apart, and before signing out work can be written into one", async (bench) => {
  const endpoint = await bench.endpoint();
  const page = await (await bench.device("one", PHONE)).page();
  await signIn(page, endpoint.url, LONG_MON);
  await go(page, "/sync");
  for (const [content, words] of [
    [Buffer.from("PK\x03\x04 a workbook"), "Đây không phải tệp của ứng dụng này"],
    [Buffer.from("ThiDuaB\x01"), "Tệp bị thiếu phần cuối"],
    [Buffer.from("ThiDuaB\x02"), "Tệp do bản mới hơn của ứng dụng viết"],
    [Buffer.alloc(3 * 1024 * 1024), "Tệp quá lớn"],
  ]) {
    await choose(page, "some.thidua", content);
    await files(page).getByText(words).waitFor();
  }

  await page.context().setOffline(true);
  await nominate(page, { name: "Đinh Văn Mẫu" });
  await go(page, "/more");
  await page.getByRole("button", { name: "Đăng xuất" }).first().click();
  const dialog = page.getByRole("dialog");
  const bundle = await fs.readFile(await saved(page, () => dialog.getByRole("button", { name: "Xuất tệp" }).click()));
  await dialog.getByText("Đã ghi 1 việc vào tệp").waitFor();
  await assertAccessible(page);
  // One byte is another: the endpoint says so, and the file stays until it is dropped.
  await dialog.getByRole("button", { name: "Thôi" }).click();
  bundle[bundle.length - 1] ^= 1;
  await page.context().setOffline(false);
  await go(page, "/sync");
  await choose(page, "some.thidua", bundle);
  await files(page).getByText("Tệp đã bị thay đổi trên đường đi").waitFor();
  await go(page, "/more");
  await page.getByRole("button", { name: "Đăng xuất" }).first().click();
  await dialog.getByText("Máy này còn mang hộ 1 tệp của máy khác chưa nộp").waitFor();
  await dialog.getByRole("button", { name: "Thôi" }).click();
  await go(page, "/sync");
  await files(page).getByRole("button", { name: "Bỏ khỏi máy này" }).click();
  await files(page).getByText("Máy viết tệp vẫn còn các việc đó").waitFor();
});

test("the share sheet is given the very file that a download gives, and who refuses it loses nothing", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("away", PHONE);
  await shareSheet(device.context);
  const away = await device.page();
  await signIn(away, endpoint.url, LONG_MON);
  await away.context().setOffline(true);
  await nominate(away, { name: "Đinh Văn Chuyền (mẫu)" });
  await go(away, "/sync");
  const share = files(away).getByRole("button", { name: "Chia sẻ tệp" });
  const { outbox } = await counts(away);
  for (const [refuses, words] of [
    ["AbortError", "Chưa chia sẻ. Việc vẫn còn trên máy."],
    ["NotAllowedError", "Trình duyệt không chia sẻ được tệp này. Hãy bấm “Xuất tệp” rồi gửi tệp đã tải."],
  ]) {
    await away.evaluate((refuses) => (window.refuses = refuses), refuses);
    await share.click();
    await files(away).getByText(words).waitFor();
    assert.equal((await counts(away)).outbox, outbox);
    assert.match(await bar(away).innerText(), /1 mục mới chỉ có trên máy này/);
  }
  await assertAccessible(away);

  await away.evaluate(() => (window.refuses = null) ?? (window.drawn = true));
  await share.click();
  await files(away).getByText("Đã ghi 1 việc vào tệp").waitFor();
  const downloaded = await fs.readFile(await saved(away, () => files(away).getByRole("button", { name: "Xuất tệp" }).click()));
  const [{ name, bytes }, ...more] = await shared(away);
  assert.equal(more.length, 0, "what was refused was not passed on");
  // Browsers pass on only texts and pictures.
  assert.match(name, /^thi-dua-longmon-.*\.txt$/);
  assert.ok(bytes.equals(downloaded));
  assert.ok(!bytes.includes(Buffer.from("Đinh Văn")), "whoever carries it can read it");
  assert.equal((await counts(away)).outbox, outbox, "it stays on the device as well");
  // The same stands before signing out.
  await go(away, "/more");
  await away.getByRole("button", { name: "Đăng xuất" }).first().click();
  await away.getByRole("dialog").getByRole("button", { name: "Chia sẻ tệp" }).click();
  await away.getByRole("dialog").getByText("Đã ghi 1 việc vào tệp").waitFor();
  await away.keyboard.press("Escape");

  // It is taken by its bytes, whatever it is called.
  const carrier = await (await bench.device("carrier")).page();
  await signIn(carrier, endpoint.url, THANH_AN);
  await go(carrier, "/sync");
  assert.equal(await files(carrier).getByRole("button", { name: "Chia sẻ tệp" }).count(), 0, "without a share sheet nothing offers one");
  await choose(carrier, name, bytes);
  await files(carrier).getByText("Đưa giấy báo này về máy đã viết tệp").waitFor({ timeout: 30_000 });
  await away.context().setOffline(false);
  await sync(away);
  const office = await (await bench.device("office")).page();
  await signIn(office, endpoint.url, DISTRICT);
  await finds(office, "chuyen", ["Đinh Văn Chuyền (mẫu)"]);
});

test("a file that is dropped on the card is taken as one that is chosen", async (bench) => {
  const endpoint = await bench.endpoint();
  const away = await (await bench.device("away", PHONE)).page();
  await signIn(away, endpoint.url, LONG_MON);
  await away.context().setOffline(true);
  await nominate(away, { name: "Đinh Văn Thả (mẫu)" });
  await go(away, "/sync");
  const bundle = await fs.readFile(await saved(away, () => files(away).getByRole("button", { name: "Xuất tệp" }).click()));

  const carrier = await (await bench.device("carrier")).page();
  await signIn(carrier, endpoint.url, THANH_AN);
  await carrier.context().setOffline(true);
  await go(carrier, "/sync");
  // Otherwise the browser would open what is dropped in place of the app.
  const isTaken = await files(carrier).evaluate((card) =>
    ["dragover", "drop"].map((name) => !card.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() }))));
  assert.deepEqual(isTaken, [true, true]);
  await drop(carrier, ["anh.jpg", Buffer.from("\xff\xd8\xff a picture", "latin1")]);
  await files(carrier).getByText("Đây không phải tệp của ứng dụng này").waitFor();
  await drop(carrier, ["work.thidua", bundle], ["more.thidua", Buffer.from("the first is taken")]);
  await files(carrier).getByText("Đang mang hộ, chờ có mạng để nộp").waitFor();
  await carrier.context().setOffline(false);
  await files(carrier).getByText("Đưa giấy báo này về máy đã viết tệp").waitFor({ timeout: 30_000 });
  const receipt = await fs.readFile(await saved(carrier, () => files(carrier).getByRole("button", { name: "Tải giấy báo" }).click()));
  await drop(away, ["receipt.thidua", receipt]);
  await files(away).getByText("Giấy báo nói về 1 việc của máy này").waitFor();
  await files(away).getByRole("button", { name: "Xuất tệp" }).waitFor({ state: "detached" });
});

test("a file that is chosen while another one is handed in is taken as well", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const bundles = [];
  for (const name of ["Một", "Hai"]) {
    const page = await (await bench.device(`away ${name}`)).page();
    await signIn(page, endpoint.url, LONG_MON);
    await page.context().setOffline(true);
    await nominate(page, { name: `Đinh Văn ${name} (mẫu)` });
    await go(page, "/sync");
    bundles.push(await fs.readFile(await saved(page, () => files(page).getByRole("button", { name: "Xuất tệp" }).click())));
  }
  const carrier = await (await bench.device("carrier")).page();
  await signIn(carrier, proxy.url, THANH_AN);
  await proxy.gone();
  await go(carrier, "/sync");
  await choose(carrier, "one.thidua", bundles[0]);
  await files(carrier).getByText("Đang mang hộ, chờ có mạng để nộp").waitFor();
  let answered;
  proxy.break({ on: /^\/bundle/, times: 1, hold: new Promise((done) => (answered = done)) });
  await proxy.back();
  await files(carrier).getByRole("button", { name: "Nộp ngay" }).click();
  await until("it to be on its way", () => proxy.requests(/^\/bundle/).length > 0);
  await choose(carrier, "two.thidua", bundles[1]);
  answered();
  const receipts = files(carrier).getByText("Đưa giấy báo này về máy đã viết tệp");
  await until("both to be handed in", async () => (await receipts.count()) === 2, { timeout: 30_000 });
});

/** The dialog in which codes are shown, or read. */
const shows = (page, title) => page.getByRole("dialog", { name: title });
const SCAN = "Đọc mã từ máy khác";

test("work goes from screen to camera as codes, and so does its receipt", async (bench) => {
  const endpoint = await bench.endpoint();
  const films = { work: path.join(bench.folder, "work.y4m"), receipt: path.join(bench.folder, "receipt.y4m") };
  const camera = (file) => ({ args: seeing(file), permissions: ["camera"] });
  const away = await (await bench.device("away", { ...PHONE, ...camera(films.receipt) })).page();
  await signIn(away, endpoint.url, LONG_MON);
  await away.context().setOffline(true);
  await nominate(away, { name: "Đinh Văn Xa (mẫu)", achievements: longText(7) });
  await nominate(away, { name: "Đinh Văn Vắng (mẫu)", achievements: longText(8) });
  await go(away, "/sync");
  await files(away).getByRole("button", { name: "Hiện mã QR" }).click();
  const shown = shows(away, "Việc chưa gửi của máy này");
  const [begun, count] = await codeShown(shown);
  assert.ok(count >= 3, `${count} codes`);
  await until("the codes to go round by themselves", async () => (await codeShown(shown))[0] !== begun);
  await shown.getByRole("button", { name: "Nhanh hơn" }).click();
  await shown.getByText("Mỗi giây gần 3 mã.").waitFor();
  assert.equal(await shown.getByRole("button", { name: "Nhanh hơn" }).getAttribute("aria-disabled"), "true");
  await assertAccessible(away);
  const work = await readCodes(shown);
  await files(away).getByText("Đã hiện 2 việc bằng mã").waitFor();

  // The camera begins in the middle of the row, sees it backwards, and sometimes nothing but a wall.
  film(films.work, [work[1], { size: 8, path: "" }, ...work.toReversed()]);
  const carrier = await (await bench.device("carrier", { ...PHONE, ...camera(films.work) })).page();
  await signIn(carrier, endpoint.url, THANH_AN);
  await carrier.context().setOffline(true);
  await go(carrier, "/sync");
  await files(carrier).getByRole("button", { name: SCAN }).click();
  const reading = shows(carrier, SCAN);
  await reading.getByText(new RegExp(`Đã đọc \\d+ trên ${count} mã\\. Còn thiếu: \\d`)).waitFor();
  await files(carrier).getByText("Đang mang hộ, chờ có mạng để nộp").waitFor({ timeout: 120_000 });
  assert.equal(await reading.count(), 0, "the dialog closes by itself");
  await carrier.context().setOffline(false);
  await files(carrier).getByText("Đưa giấy báo này về máy đã viết tệp").waitFor({ timeout: 120_000 });
  await files(carrier).getByRole("button", { name: "Hiện mã QR" }).click();
  film(films.receipt, await readCodes(shows(carrier, "Giấy báo")));

  await files(away).getByRole("button", { name: SCAN }).click();
  await files(away).getByText("Giấy báo nói về 2 việc của máy này").waitFor({ timeout: 120_000 });
  await files(away).getByRole("button", { name: "Hiện mã QR" }).waitFor({ state: "detached" });

  const office = await (await bench.device("office")).page();
  await signIn(office, endpoint.url, DISTRICT);
  await finds(office, "Đinh Văn", ["Đinh Văn Vắng (mẫu)", "Đinh Văn Xa (mẫu)"]);
}, { timeout: 360_000 });

test("a device says why it reads no codes, and what is too much for codes goes by file", async (bench) => {
  const endpoint = await bench.endpoint();
  const without = ["--use-fake-device-for-media-stream=device-count=0"];
  const page = await (await bench.device("without", { ...PHONE, reducedMotion: "reduce", args: without })).page();
  await signIn(page, endpoint.url, LONG_MON);
  await go(page, "/sync");
  await files(page).getByRole("button", { name: SCAN }).click();
  await shows(page, SCAN).getByText("Máy này không có máy ảnh").waitFor();
  await assertAccessible(page);
  await shows(page, SCAN).getByRole("button", { name: "Thử lại" }).click();
  await shows(page, SCAN).getByText("Máy này không có máy ảnh").waitFor();
  await shows(page, SCAN).getByRole("button", { name: "Thôi" }).click();
  await shows(page, SCAN).waitFor({ state: "detached" });

  // Whoever asked for less motion turns the codes by hand, until they start them.
  await page.context().setOffline(true);
  await nominate(page, { name: "Đinh Văn Chậm (mẫu)", achievements: longText(9) });
  await go(page, "/sync");
  await files(page).getByRole("button", { name: "Hiện mã QR" }).click();
  const shown = shows(page, "Việc chưa gửi của máy này");
  await shown.getByText("Đang dừng ở mã này.").waitFor();
  const [, count] = await codeShown(shown);
  await shown.getByRole("button", { name: "Mã trước" }).click();
  await until("the last code", async () => (await codeShown(shown))[0] === count);
  await shown.getByRole("button", { name: "Chạy" }).click();
  await until("the codes to go on", async () => (await codeShown(shown))[0] !== count);
  await shown.getByRole("button", { name: "Đóng" }).click();

  await enterList(page, bench.folder, Array.from({ length: 900 }, (_, number) => `Đinh Văn Đông ${number + 1} (mẫu)`));
  await go(page, "/sync");
  await files(page).getByRole("button", { name: "Hiện mã QR" }).click();
  await files(page).getByText("Nhiều quá, không hiện bằng mã được. Hãy xuất tệp").waitFor();

  const refusing = ["--use-fake-device-for-media-stream", "--deny-permission-prompts"];
  const denied = await (await bench.device("denied", { args: refusing })).page();
  await signIn(denied, endpoint.url, THANH_AN);
  await go(denied, "/sync");
  await files(denied).getByRole("button", { name: SCAN }).click();
  await shows(denied, SCAN).getByText("Chưa được phép dùng máy ảnh").waitFor();
}, { timeout: 120_000 });
