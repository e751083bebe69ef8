// Importing lists: what was understood is shown first, bad rows are told with their cell, good rows are kept, the same
// file twice adds nothing, and files that would break a browser are refused while the page goes on.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { LONG_MON, go, safe, signIn } from "./steps.mjs";

async function officer(bench, options) {
  const endpoint = await bench.endpoint();
  const device = await bench.device("longmon", options);
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  return { endpoint, page, folder: bench.folder };
}

/** Chooses a file of these bytes. */
async function choose(page, folder, name, bytes) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  await go(page, "/import");
  await page.locator("input[type=file]").setInputFiles(file);
}

async function check(page) {
  await page.getByRole("button", { name: "Kiểm tra danh sách" }).click();
  await page.getByRole("heading", { name: "Kết quả kiểm tra" }).waitFor();
}

async function enter(page, count) {
  await page.getByRole("button", { name: `Nhập ${count} dòng` }).click();
  await page.getByText(`Đã nhập ${count} dòng`).waitFor();
}

const HEAD = "Họ và tên;Năm sinh;Giới tính;Chức vụ;Danh hiệu đề nghị;Năm;Xếp loại\r\n";
const LIST =
  HEAD +
  "Đinh Văn Nhất;1980;Nam;Trưởng thôn;Lao động tiên tiến;2023;HTTNV\r\n" +
  "Phạm Thị Nhì;12/5/1984;Nữ;Giáo viên;CSTĐCS;2023;Hoàn thành xuất sắc nhiệm vụ\r\n" +
  "Lê Văn Ba;2090;Nam;Giáo viên;Lao động tiên tiến;2023;HTTNV\r\n" +
  "K'Tư;1990;Nam;Công chức;Lao động tiên tiến;2023;HTTNV\r\n" +
  "Trần Thị Năm;1991;Nữ;Công chức;Danh hiệu không có;2023;HTTNV\r\n" +
  "Võ Văn Sáu;1992;Nam;Công chức;Lao động tiên tiến;2023;Hoàn thành nhiệm vụ\r\n" +
  "Tổng cộng;;;;;;\r\n";

test("a list with mistakes keeps its good rows, tells each bad cell, and twice adds nothing", async (bench) => {
  const { page, folder } = await officer(bench, { viewport: { width: 360, height: 740 } });
  await choose(page, folder, "danh-sach.csv", "\ufeff" + LIST);
  await page.getByRole("heading", { name: /Cột B: Năm sinh/ }).waitFor();
  await assertAccessible(page);
  await check(page);
  const text = await page.locator("main").innerText();
  assert.match(text, /[Dd]òng mới, nhập được\s+3/);
  assert.match(text, /[Dd]òng chưa đúng, không nhập\s+3/);
  assert.match(text, /Ô B4[^]*2090[^]*Năm sinh phải từ/);
  assert.match(text, /Ô E6[^]*Không có danh hiệu/);
  assert.match(text, /Dòng 7[^]*Luật không cho phép \(quy tắc R05\)/);
  await assertAccessible(page);
  await enter(page, 3);
  await safe(page);
  await go(page, "/nominations");
  await until("three nominations", async () => (await page.locator(".list .row").count()) === 3);
  await choose(page, folder, "danh-sach.csv", "\ufeff" + LIST);
  await check(page);
  await page.getByText("Không có dòng nào mới để nhập.").waitFor();
  await page.getByText(/[Dd]òng đã có, không nhập lại/).waitFor();
});

test("what was copied in Excel is pasted, and a column gets another meaning", async (bench) => {
  const { page } = await officer(bench);
  await go(page, "/import");
  await page.getByLabel("Nội dung đã chép").fill("Người được khen\tSinh\nĐinh Thị Dán\t1980\nPhạm Văn Dán\t1981\n");
  await page.getByRole("button", { name: "Xem nội dung đã dán" }).click();
  await page.getByRole("heading", { name: /Cột A/ }).waitFor();
  await page.getByLabel("Cột này là").nth(0).selectOption({ label: "Tên" });
  await page.getByLabel("Cột này là").nth(1).selectOption({ label: "Năm sinh hoặc ngày sinh" });
  await page.getByLabel("Đối tượng").selectOption({ label: "Cá nhân" });
  await page.getByLabel("Danh hiệu hoặc hình thức khen").selectOption({ label: "Lao động tiên tiến" });
  await check(page);
  await enter(page, 2);
});

test("letters of old fonts are shown before and after, and can be kept", async (bench) => {
  const { page, folder } = await officer(bench);
  // TCVN3 in windows-1252: "Họ và tên;Danh hiệu" and a name, as a file of the nineties has them.
  const tcvn3 = Buffer.from("Hä vµ tªn;N¨m sinh;Danh hiÖu\r\nNguyÔn V¨n H\xf6ng;1970;Lao ®éng tiªn tiÕn\r\n§inh ThÞ S¸u;1975;Lao ®éng tiªn tiÕn\r\n", "latin1");
  await choose(page, folder, "cu.csv", tcvn3);
  await page.getByText(/phông chữ cũ TCVN3/).first().waitFor();
  await page.getByText(/Đinh Thị Sáu/).first().waitFor();
  await page.getByText(/Trong tệp đang là: .*ThÞ S¸u/).first().waitFor();
  await check(page);
  await enter(page, 2);
  await go(page, "/nominations");
  await page.getByRole("link", { name: /Đinh Thị Sáu/ }).waitFor();
});

test("files that are no list, or would break the browser, are refused and the page goes on", async (bench) => {
  const { page, folder } = await officer(bench);
  const cases = [
    ["khoa.xlsx", ole("EncryptedPackage"), /Tệp có mật khẩu/],
    ["cu.xls", ole("Workbook"), /dạng cũ \(\.xls\)/],
    ["cut.xlsx", zip({ "xl/workbook.xml": "<workbook/>" }).subarray(0, 60), /bị hỏng/],
    ["bom.xlsx", zip({ "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": Buffer.alloc(90_000_000, 32) }), /quá lớn khi mở/],
    ["anh.xlsx", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0, 0, 0]), /không phải tệp Excel/],
    ["trong.csv", Buffer.from(""), /Không có nội dung/],
    ["lon.csv", Buffer.alloc(21_000_000, "a;b\n"), /lớn quá 20 MB/],
  ];
  for (const [name, bytes, words] of cases) {
    await choose(page, folder, name, bytes);
    await page.getByRole("alert").getByText(words).waitFor({ timeout: 20_000 });
    await go(page, "/nominations");
  }
  await choose(page, folder, "tot.csv", LIST);
  await check(page);
});

test("files of other alphabets of bytes are read as they were meant", async (bench) => {
  const { page, folder } = await officer(bench);
  const row = "Họ và tên;Danh hiệu\r\nNguyễn Thị Ước;Lao động tiên tiến\r\n";
  await choose(page, folder, "utf16.csv", Buffer.from("\ufeff" + row, "utf16le"));
  await page.getByText("Nguyễn Thị Ước").first().waitFor();
  await page.getByText(/UTF-16/).waitFor();
});

/** The head of an OLE container with the name of one stream in UTF-16, as Excel's locked and old files begin. */
function ole(stream) {
  const bytes = Buffer.alloc(4096);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  Buffer.from(stream, "utf16le").copy(bytes, 1024);
  return bytes;
}

/** A zip of these files, deflated. */
function zip(files) {
  const parts = [];
  const central = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(content);
    const packed = zlib.deflateRawSync(raw);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(zlib.crc32 ? zlib.crc32(raw) : 0, 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(raw.length, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    local.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    central.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
