// Evidence: photographs and PDF of a nomination, from a phone's camera roll to the standing office.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { chosen, filesOf, frame, hugePicture, pdf, photograph, sparsePdf } from "./files.mjs";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { DISTRICT, LONG_MON, go, openNomination, safe, save, signIn, syncNow, typeNomination } from "./steps.mjs";

const NAME = "Đinh Văn Mẫu";
const ON_SERVER = "Đã có trên máy chủ";

/** The unit's device behind a proxy. */
async function unit(bench, options) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("unit", options);
  const page = await device.page();
  await signIn(page, proxy.url, LONG_MON);
  return { endpoint, proxy, device, page };
}

const choose = (page, files) => page.locator("#evidence-files").setInputFiles(files);
const inForm = (page, name) => page.locator("fieldset.evidence-form li", { hasText: name });
const section = (page) => page.getByRole("region", { name: "Minh chứng" });
const inDetail = (page, name) => section(page).getByRole("listitem").filter({ hasText: name });
/** How many bytes the endpoint has of the file in the device's queue. */
async function stored(endpoint, page) {
  const { digest, record, token } = await page.evaluate(async () => {
    const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await asked(indexedDB.open("thidua"));
    const [digest] = await asked(database.transaction("files").objectStore("files").getAllKeys());
    const [record] = await asked(database.transaction("rows").objectStore("rows").getAllKeys());
    const session = JSON.parse(await asked(database.transaction("state").objectStore("state").get("session")));
    database.close();
    return { digest, record, token: session.signed_in.token };
  });
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${endpoint.url}/blob/${digest}?record=${record}`, { method: "HEAD", headers });
  return Number(answer.headers.get("upload-offset") ?? NaN);
}

const patches = (proxy) => proxy.requests(/^\/blob\//).filter(({ method }) => method === "PATCH");

test("a photograph is made small and upright, loses the place where it was taken, and the office sees it", async (bench) => {
  const { proxy, page } = await unit(bench);
  const taken = await photograph(page);
  assert.ok(taken.length > 300_000 && taken.includes("Exif"));
  await typeNomination(page, { name: NAME });
  await choose(page, [chosen("IMG_2023.jpg", "image/jpeg", taken)]);
  const line = inForm(page, "IMG_2023.jpg");
  await line.getByText(/MB → \d+ kB/).waitFor();
  await line.locator("img").waitFor();
  await line.getByText("Vị trí đã được bỏ").waitFor();
  await line.getByLabel("Tệp này cho thấy gì").fill("Đường bê tông thôn Làng Ren (mẫu)");
  await assertAccessible(page);
  await save(page);
  await inDetail(page, "IMG_2023.jpg").getByText(ON_SERVER).waitFor();
  await inDetail(page, "Đường bê tông thôn Làng Ren (mẫu)").waitFor();

  const [[digest, kept]] = await filesOf(page);
  assert.equal(createHash("sha256").update(kept).digest("hex"), digest);
  assert.ok(kept.length <= 200_000, `${kept.length} bytes`);
  assert.deepEqual(frame(kept), [1200, 1600]);
  for (const remark of ["Exif", "GPS", "II*\0"]) assert.ok(!kept.includes(remark), remark);
  assert.equal(patches(proxy).reduce((all, { body }) => all + body, 0), kept.length);

  const office = await (await bench.device("office", { viewport: { width: 360, height: 740 } })).page();
  await signIn(office, proxy.url, DISTRICT);
  await openNomination(office, NAME);
  await inDetail(office, "IMG_2023.jpg").getByText("Chưa tải về máy này").waitFor();
  await inDetail(office, "IMG_2023.jpg").getByRole("button", { name: "Tải về xem" }).click();
  const viewer = office.getByRole("dialog");
  await viewer.getByRole("heading", { name: "Đường bê tông thôn Làng Ren (mẫu)" }).waitFor();
  await until("the picture", async () => (await viewer.locator("img").evaluate((image) => image.naturalHeight)) === 1600);
  await assertAccessible(office);
  await viewer.getByRole("button", { name: "Đóng" }).click();
  assert.ok((await filesOf(office)).get(digest).equals(kept));
  // From now on without a line.
  await proxy.gone();
  await inDetail(office, "IMG_2023.jpg").getByRole("button", { name: "Xem" }).click();
  await viewer.locator("img").waitFor();
});

test("each bad file is told at its own line, and what is good beside it stays", async (bench) => {
  const { page } = await unit(bench);
  await typeNomination(page, { name: NAME });
  const good = chosen("tot.jpg", "image/jpeg", await photograph(page, { width: 800, height: 600, remarks: false }));
  await choose(page, [
    chosen("ghi-chu.jpg", "image/jpeg", Buffer.from("Đây là chữ, không phải ảnh.")),
    chosen("80-trieu.png", "image/png", hugePicture()),
    chosen("rong.pdf", "application/pdf", Buffer.alloc(0)),
    chosen("doi-ten.pdf", "application/pdf", Buffer.from("MZ chương trình")),
    chosen("cat-ngang.jpg", "image/jpeg", good.buffer.subarray(0, 300)),
    chosen("danh-sach.xlsx", "application/octet-stream", Buffer.from("PK\x03\x04")),
    good,
  ]);
  const told = async (name, words) => inForm(page, name).getByRole("alert").getByText(words).waitFor();
  await told("ghi-chu.jpg", /không phải là ảnh/);
  await told("80-trieu.png", /Ảnh quá lớn: 80 triệu điểm ảnh \(10\.000 × 8\.000\)/);
  await told("rong.pdf", /Tệp rỗng/);
  await told("doi-ten.pdf", /không phải PDF/);
  await told("cat-ngang.jpg", /Ảnh bị hỏng/);
  await told("danh-sach.xlsx", /Chỉ nhận ảnh và PDF/);
  await inForm(page, "tot.jpg").locator("img").waitFor();
  await choose(page, sparsePdf(bench.folder, "ban-quet.pdf", 300_000_000));
  await told("ban-quet.pdf", /PDF quá lớn: 300 MB. Chỉ nhận PDF đến 10 MB/);
  await choose(page, [good]);
  await page.getByText("Tệp này đã có trong đề nghị.").waitFor();
  assert.equal(await page.getByLabel("Tên", { exact: true }).inputValue(), NAME);
  await inForm(page, "80-trieu.png").getByRole("button", { name: "Bỏ dòng này" }).click();
  await inForm(page, "80-trieu.png").waitFor({ state: "detached" });
  await assertAccessible(page);
  await save(page);
  await inDetail(page, "tot.jpg").getByText(ON_SERVER).waitFor();
  assert.equal(await section(page).getByRole("listitem").count(), 1);
  assert.equal((await filesOf(page)).size, 1);
});

test("a file that is added without a line is sent later, and goes on where it was cut", async (bench) => {
  const { endpoint, proxy, device, page } = await unit(bench);
  await proxy.gone();
  await typeNomination(page, { name: NAME });
  const report = pdf(400_000);
  await choose(page, [chosen("bao-cao.pdf", "application/pdf", report)]);
  await inForm(page, "bao-cao.pdf").getByText("Chờ gửi").waitFor();
  // The battery goes before anything is saved: what was typed and chosen is there again.
  await until("the draft", async () => page.getByText(/^Đã giữ bản nháp lúc/).first().isVisible());
  await device.kill();
  await device.open();
  const again = await device.page(proxy.url + "/nominations/new");
  await inForm(again, "bao-cao.pdf").getByText("Chờ gửi").waitFor();
  await save(again);
  await inDetail(again, "bao-cao.pdf").getByText("Chờ gửi").waitFor();
  await again.getByText(/chỉ có trên máy này/).first().waitFor();

  // Signing out would lose it, and says so.
  await go(again, "/more");
  await again.getByRole("button", { name: "Đăng xuất" }).click();
  await again.getByRole("dialog").getByText("Còn 1 tệp minh chứng chưa gửi cũng sẽ mất.").waitFor();
  await again.getByRole("dialog").getByRole("button", { name: "Thôi" }).click();

  // The endpoint takes the third piece, and the line goes before the device hears of it.
  let requests = 0;
  const third = { test: (path) => path.startsWith("/blob/") && (requests += 1) === 4 };
  proxy.forget();
  await proxy.back();
  proxy.break({ on: third, wait: 1500 });
  await syncNow(again);
  await until("the third piece", () => proxy.log.some(({ broken }) => broken));
  await until("the endpoint to have it", async () => (await stored(endpoint, again)) > 64 * 1024);
  await proxy.gone();
  await go(again, "/sync");
  const queue = again.getByRole("region", { name: "Tệp minh chứng" });
  await queue.getByText(/1 tệp chờ gửi, tổng cộng 400 kB/).waitFor();
  await queue.getByText(/Chưa kết nối được máy chủ/).waitFor();
  await assertAccessible(again);
  await proxy.back();
  await queue.getByRole("button", { name: "Gửi tệp ngay" }).click();
  await queue.getByText("Không có tệp nào chờ gửi.").waitFor({ timeout: 20_000 });
  assert.equal(patches(proxy).reduce((all, { body }) => all + body, 0), report.length, "no byte went twice");
  assert.ok(patches(proxy).every(({ body }) => body <= 64 * 1024));

  const office = await (await bench.device("office")).page();
  await signIn(office, proxy.url, DISTRICT);
  await openNomination(office, NAME);
  await inDetail(office, "bao-cao.pdf").getByRole("button", { name: "Tải về xem" }).click();
  const downloading = office.waitForEvent("download");
  await inDetail(office, "bao-cao.pdf").getByRole("button", { name: "Mở PDF" }).click();
  assert.equal((await downloading).suggestedFilename(), "bao-cao.pdf");
  assert.ok([...(await filesOf(office)).values()][0].equals(report));
});

test("progress is told in kilobytes and seconds, and a record that is saved meanwhile is not held up", async (bench) => {
  const { proxy, page } = await unit(bench);
  await typeNomination(page, { name: NAME });
  await choose(page, [chosen("bao-cao.pdf", "application/pdf", pdf(180_000))]);
  await inForm(page, "bao-cao.pdf").getByText("Chờ gửi").waitFor();
  proxy.break({ on: /^\/blob\//, times: 100, wait: 1500 });
  await save(page);
  await inDetail(page, "bao-cao.pdf").getByText(/^Đã gửi \d+\/180 kB, còn khoảng \d+ giây$/).waitFor({ timeout: 20_000 });
  proxy.forget();
  proxy.break({ on: /^\/sync/, times: 1, wait: 4000 });
  await typeNomination(page, { name: "Đinh Thị Hoà (mẫu)" });
  await save(page);
  const sent = () => proxy.requests(/^\/sync/).find(({ broken, ended }) => broken && ended < Infinity);
  await until("the record to be sent", sent);
  const { begun, ended } = sent();
  const beside = patches(proxy).filter((piece) => piece.begun > begun && piece.begun < ended);
  assert.equal(beside.length, 0, "while a record is on the line no piece of a file is begun");
  proxy.mend();
  await openNomination(page, NAME);
  await inDetail(page, "bao-cao.pdf").getByText(ON_SERVER).waitFor({ timeout: 30_000 });
});

test("files wait for Wi-Fi where the officer wants it, records do not", async (bench) => {
  const { proxy, device, page } = await unit(bench);
  // A browser that does not tell its line says so, and leaves it to the officer.
  await go(page, "/sync");
  await page.getByLabel(/^Chỉ gửi tệp khi có Wi-Fi/).check();
  await page.getByText(/không cho biết máy đang dùng Wi-Fi/).waitFor();
  await device.context.addInitScript(() => {
    const line = Object.assign(new EventTarget(), { type: "cellular" });
    Object.defineProperty(Navigator.prototype, "connection", { get: () => line });
  });
  await go(page, "/more");
  await page.reload();
  await go(page, "/sync");
  assert.ok(await page.getByLabel(/^Chỉ gửi tệp khi có Wi-Fi/).isChecked());
  await typeNomination(page, { name: NAME });
  await choose(page, [chosen("mot.pdf", "application/pdf", pdf(9_000, 1))]);
  await inForm(page, "mot.pdf").getByText("Chờ gửi").waitFor();
  proxy.forget();
  await save(page);
  await safe(page);
  await go(page, "/sync");
  await page.getByText(/Máy đang dùng mạng di động/).waitFor();
  assert.equal(proxy.requests(/^\/blob\//).length, 0);
  await page.getByRole("button", { name: "Gửi tệp ngay" }).click();
  await page.getByText("Không có tệp nào chờ gửi.").waitFor();
  assert.equal(patches(proxy).length, 1);

  await openNomination(page, NAME);
  await page.getByRole("link", { name: "Sửa" }).click();
  await choose(page, [chosen("hai.pdf", "application/pdf", pdf(9_000, 2))]);
  await inForm(page, "hai.pdf").getByText("Chờ gửi").waitFor();
  await save(page);
  await safe(page);
  await inDetail(page, "hai.pdf").getByText("Chờ gửi").waitFor();
  await page.evaluate(() => {
    navigator.connection.type = "wifi";
    navigator.connection.dispatchEvent(new Event("change"));
  });
  await inDetail(page, "hai.pdf").getByText(ON_SERVER).waitFor();

  // A file that is taken out of the form is gone from the record for everybody.
  await page.getByRole("link", { name: "Sửa" }).click();
  await inForm(page, "mot.pdf").getByRole("button", { name: "Bỏ tệp" }).click();
  await save(page);
  await inDetail(page, "mot.pdf").waitFor({ state: "detached" });
  await inDetail(page, "hai.pdf").waitFor();
});

test("an endpoint that was restored from a backup gets back the files that it lost", async (bench) => {
  const { endpoint, proxy, page } = await unit(bench);
  await typeNomination(page, { name: NAME });
  await save(page);
  await safe(page);
  const file = path.join(endpoint.data, "thidua.sqlite");
  const backup = path.join(bench.folder, "backup.sqlite");
  await endpoint.stop();
  fs.copyFileSync(file, backup);
  await endpoint.start();
  await page.getByRole("link", { name: "Sửa" }).click();
  await choose(page, [chosen("bien-ban.pdf", "application/pdf", pdf(90_000))]);
  await inForm(page, "bien-ban.pdf").getByText("Chờ gửi").waitFor();
  await save(page);
  await inDetail(page, "bien-ban.pdf").getByText(ON_SERVER).waitFor();

  await endpoint.stop();
  fs.copyFileSync(backup, file);
  await endpoint.start();
  assert.equal(Number.isNaN(await stored(endpoint, page)), true, "nobody names the file any more");
  proxy.forget();
  await syncNow(page);
  await until("the file to be there again", async () => (await stored(endpoint, page)) === 90_000, { timeout: 20_000 });
});
