// Work that goes by file or by codes: written without a connection, carried by another device, and its receipt taken back.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import { film, seeing } from "./film.mjs";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
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
