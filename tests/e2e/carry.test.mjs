// Work that goes by file: written without a connection, carried by another device, and its receipt taken back.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import { assertAccessible } from "./harness.mjs";
import { test } from "./registry.mjs";
import { DISTRICT, LONG_MON, THANH_AN, bar, finds, go, nominate, signIn, sync, syncNow } from "./steps.mjs";

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
  await carrier.context().setOffline(false);
  await files(carrier).getByRole("button", { name: "Nộp ngay" }).click();
  await files(carrier).getByText("Đưa giấy báo này về máy đã viết tệp").waitFor();
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
    [Buffer.from("PK\x03\x04 a workbook"), "Đây không phải tệp của chương trình này"],
    [Buffer.from("ThiDuaB\x01"), "Tệp bị thiếu phần cuối"],
    [Buffer.from("ThiDuaB\x02"), "Tệp do bản mới hơn của chương trình viết"],
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
  await files(page).getByRole("button", { name: "Bỏ khỏi máy này" }).click();
  await files(page).getByText("Máy viết tệp vẫn còn các việc đó").waitFor();
});
