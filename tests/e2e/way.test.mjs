// The way of a dossier with two roles: a commune hands it up, the district returns it, appraises it and records the
// council's vote; late steps come back in words with nothing lost; many dossiers go at once and each is reported.

import assert from "node:assert/strict";
import fs from "node:fs";
import { chosen, pdf } from "./files.mjs";
import { test } from "./registry.mjs";
import { assertAccessible, loadSample, until } from "./harness.mjs";
import {
  DISTRICT, LONG_MON, editNomination, enterList, go, history, nextSteps, nominate, openNomination, save, signIn,
  stands, sync, syncNow, takeStep, takeTogether, typeNomination, typeStep,
} from "./steps.mjs";

const A = "Đinh Thị Đường";

/** A commune and the district, each on a device with a line of its own. */
async function both(t) {
  const endpoint = await t.endpoint();
  const lines = { commune: await t.proxy(endpoint), district: await t.proxy(endpoint) };
  const [one, other] = [await t.device("commune"), await t.device("district")];
  const [commune, district] = [await one.page(), await other.page()];
  await signIn(commune, lines.commune.url, LONG_MON);
  await signIn(district, lines.district.url, DISTRICT);
  return { lines, commune, district };
}

/** Brings what the other device has sent. */
async function bring(page) {
  await sync(page);
}

/** Considers and submits the nomination that is open. */
async function handUp(page) {
  await takeStep(page, "Ghi kết quả bình xét");
  await takeStep(page, "Trình hồ sơ");
  await stands(page, "Đã trình");
}

test("a dossier goes up, comes back with a reason, goes up again and is approved; both texts stay", async (t) => {
  const { lines, commune, district } = await both(t);
  await nominate(commune, { name: A, birthYear: "1985", achievements: "Hoàn thành tốt nhiệm vụ." });
  await openNomination(commune, A);
  await stands(commune, "Nháp");

  // Handed up without a connection: recorded, and not done before the endpoint says so.
  await lines.commune.gone();
  await handUp(commune);
  await stands(commune, "Chờ xác nhận");
  await nextSteps(commune).getByText("Bước này mới ghi trên máy").waitFor();
  await commune.getByText("Hồ sơ đã trình nên không sửa được").waitFor();
  await lines.commune.back();
  await bring(commune);
  await openNomination(commune, A);
  await until("the steps to be confirmed", async () => !(await commune.getByText("Chờ xác nhận").count()));

  // The district finds it among its work.
  await bring(district);
  await go(district, "/");
  const card = district.locator("article.card", { hasText: "Chờ thẩm định" });
  // Until when, at the head of the list and at each dossier of it.
  await card.locator("header").getByText(/^Hạn \d\d\/\d\d\/\d{4}: còn \d+ ngày làm việc$/).waitFor();
  const waits = card.getByRole("link", { name: new RegExp(A) });
  await waits.getByText(/^Hạn \d\d\/\d\d\/\d{4}: còn \d+ ngày làm việc$/).waitFor();
  await waits.click();
  await nextSteps(district).getByText("Chờ thẩm định", { exact: true }).waitFor();
  await nextSteps(district).getByText(/^Hạn \d\d\/\d\d\/\d{4}: còn \d+ ngày làm việc$/).waitFor();
  const form = await typeStep(district, "Trả lại kèm lý do");
  await form.getByRole("button", { name: "Trả lại kèm lý do" }).click();
  await form.getByText("cần được điền", { exact: false }).or(form.locator("[aria-invalid=true]")).first().waitFor();
  await form.getByLabel("Lý do, ghi chú").fill("Ghi rõ sáng kiến đã áp dụng.");
  // What is half typed survives a closed tab.
  await until("the draft to be kept", () => district.evaluate(async () => {
    const open = indexedDB.open("thidua");
    const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    const keys = db.transaction("drafts").objectStore("drafts").getAllKeys();
    const found = await new Promise((done) => (keys.onsuccess = () => done(keys.result)));
    db.close();
    return found.some((key) => String(key).startsWith("step-"));
  }));
  await district.reload();
  const again = district.getByRole("form", { name: "Trả lại kèm lý do" });
  assert.equal(await again.getByLabel("Lý do, ghi chú").inputValue(), "Ghi rõ sáng kiến đã áp dụng.");
  await again.getByRole("button", { name: "Trả lại kèm lý do" }).click();
  await stands(district, "Bị trả lại");
  await bring(district);

  // The commune mends it and hands it up again.
  await bring(commune);
  await go(commune, "/");
  const returned = commune.locator("article.card", { hasText: "Bị trả lại, cần sửa" });
  await returned.getByRole("link", { name: new RegExp(A) }).click();
  await history(commune).getByText("Ghi rõ sáng kiến đã áp dụng.").waitFor();
  await editNomination(commune, A, "achievements", "Sáng kiến lọc nước suối, áp dụng ở ba thôn.");
  await openNomination(commune, A);
  await takeStep(commune, "Trình hồ sơ");
  await bring(commune);
  await bring(district);
  await openNomination(district, A);
  await history(district).getByText("So sánh bản cũ và bản mới").click();
  const row = history(district).getByRole("row", { name: /^Thành tích/ });
  await row.getByRole("cell", { name: "Hoàn thành tốt nhiệm vụ." }).waitFor();
  await row.getByRole("cell", { name: "Sáng kiến lọc nước suối, áp dụng ở ba thôn." }).waitFor();

  // The council: votes that cannot be are told at their place.
  await takeStep(district, "Ghi đã thẩm định");
  const vote = await typeStep(district, "Hội đồng thông qua", {
    "Tổng số thành viên": "100",
    "Số người có mặt": "100",
    "Phiếu đồng ý": "101",
    "Không đồng ý": "0",
    Trắng: "0",
  });
  await vote.getByRole("button", { name: "Hội đồng thông qua" }).click();
  await vote.getByText("Số phiếu không khớp", { exact: false }).waitFor();
  assert.equal(await vote.getByLabel("Phiếu đồng ý").inputValue(), "101");
  for (const [label, text] of [["Tổng số thành viên", "9"], ["Số người có mặt", "9"], ["Phiếu đồng ý", "8"], ["Không đồng ý", "1"]]) {
    await vote.getByLabel(label).fill(text);
  }
  await vote.getByText("Đủ tỷ lệ phiếu").waitFor();
  await assertAccessible(district);
  await vote.getByRole("button", { name: "Hội đồng thông qua" }).click();
  await stands(district, "Hội đồng thông qua");
  await history(district).getByText("Nhập tay, không từ phiên họp.").waitFor();
  await history(district).getByText("8 đồng ý, 1 không đồng ý, 0 phiếu trắng; có mặt 9/9; bỏ phiếu kín").waitFor();
  await bring(district);
  await bring(commune);
  await openNomination(commune, A);
  await stands(commune, "Hội đồng thông qua");
  assert.equal(await history(commune).getByRole("listitem").count(), 6);
});

test("what the unit considered stays beside what it hands up, and what was returned beside what comes again, files too", async (t) => {
  const { commune, district } = await both(t);
  const inForm = (name) => commune.locator("fieldset.evidence-form li", { hasText: name });
  const add = async (name, seed) => {
    await commune.locator("#evidence-files").setInputFiles([chosen(name, "application/pdf", pdf(20_000, seed))]);
    await inForm(name).waitFor();
  };
  const edit = async () => {
    await commune.getByRole("link", { name: "Sửa" }).click();
    await commune.getByRole("heading", { name: "Sửa đề nghị" }).waitFor();
  };
  const compared = async (page, place, field, [then, now]) => {
    const entry = history(page).locator("ol.history > li").nth(place);
    const row = entry.getByRole("row", { name: new RegExp(`^${field}`) });
    if (!(await row.isVisible())) await entry.getByText("So sánh bản cũ và bản mới").click();
    await row.getByRole("cell", { name: then, exact: true }).waitFor();
    await row.getByRole("cell", { name: now, exact: true }).waitFor();
  };
  await typeNomination(commune, { name: A, birthYear: "1985", achievements: "Hoàn thành tốt nhiệm vụ." });
  await add("bao-cao.pdf", 1);
  await save(commune);
  await openNomination(commune, A);
  await takeStep(commune, "Ghi kết quả bình xét");
  await stands(commune, "Đã bình xét");
  assert.equal(await history(commune).getByText("So sánh bản cũ và bản mới").count(), 0, "nothing was changed yet");

  // The meeting is over, and the officer writes on: other words, another file.
  await edit();
  await commune.getByLabel(/^Thành tích/).fill("Sáng kiến lọc nước suối.");
  await inForm("bao-cao.pdf").getByRole("button", { name: /^Bỏ tệp/ }).click();
  await add("sang-kien.pdf", 2);
  await save(commune);
  await openNomination(commune, A);
  await takeStep(commune, "Trình hồ sơ");
  await stands(commune, "Đã trình");
  await history(commune).getByText("Nội dung đã được sửa sau khi bình xét tại đơn vị.").waitFor();
  await bring(commune);

  // The standing office sees both, on a device that never had the old one.
  await bring(district);
  await openNomination(district, A);
  await history(district).getByText("Nội dung đã được sửa sau khi bình xét tại đơn vị.").waitFor();
  await compared(district, 0, "Thành tích", ["Hoàn thành tốt nhiệm vụ.", "Sáng kiến lọc nước suối."]);
  await compared(district, 0, "Tệp minh chứng", ["bao-cao.pdf", "sang-kien.pdf"]);
  await assertAccessible(district);
  await takeStep(district, "Trả lại kèm lý do", { "Lý do, ghi chú": "Thiếu báo cáo." });
  await bring(district);

  await bring(commune);
  await openNomination(commune, A);
  await edit();
  await inForm("sang-kien.pdf").getByRole("button", { name: /^Bỏ tệp/ }).click();
  await add("bao-cao-moi.pdf", 3);
  await save(commune);
  await openNomination(commune, A);
  await takeStep(commune, "Trình hồ sơ");
  await bring(commune);
  await bring(district);
  await openNomination(district, A);
  await compared(district, 2, "Tệp minh chứng", ["sang-kien.pdf", "bao-cao-moi.pdf"]);
  await compared(district, 0, "Tệp minh chứng", ["bao-cao.pdf", "sang-kien.pdf"]);
}, { timeout: 180_000 });

test("a dossier returned while its officer edits it offline: the edit stays, and a step on the old state says why not", async (t) => {
  const { lines, commune, district } = await both(t);
  await nominate(commune, { name: A, birthYear: "1985" });
  await openNomination(commune, A);
  await handUp(commune);
  await bring(commune);
  await bring(district);
  await openNomination(district, A);

  // The unit takes it back on a device that is offline; the district meanwhile appraises it.
  await lines.commune.gone();
  await openNomination(commune, A);
  await takeStep(commune, "Rút hồ sơ", { "Lý do, ghi chú": "Bổ sung số liệu quý IV." });
  await editNomination(commune, A, "achievements", "Số liệu quý IV đã bổ sung.");
  await takeStep(district, "Ghi đã thẩm định");
  await bring(district);
  await lines.commune.back();
  await syncNow(commune);
  await go(commune, "/");
  const refused = commune.locator("article.card.grave", { hasText: A });
  await refused.getByText("Người khác đã xử lý hồ sơ này trước").first().waitFor();
  // Both are there with what was written: the step with its reason, the edit with its text.
  await refused.getByText("Nội dung đã viết").first().click().catch(() => {});
  assert.equal(await refused.count(), 2);
  const texts = (await refused.allTextContents()).join(" ");
  assert.match(texts, /Bổ sung số liệu quý IV\./);
  assert.match(texts, /Số liệu quý IV đã bổ sung\./);
  await openNomination(commune, A);
  await stands(commune, "Đã thẩm định");
});

test("many dossiers are handed up at once, and each one's result is told", async (t) => {
  const { lines, commune, district } = await both(t);
  const names = ["Phạm Văn Một", "Phạm Văn Hai", "Phạm Văn Ba"];
  for (const name of names) await nominate(commune, { name, birthYear: "1980" });
  for (const [step, done] of [["Ghi kết quả bình xét", 3], ["Trình hồ sơ", 3]]) {
    await go(commune, "/handle");
    await commune.getByLabel("Việc cần làm").selectOption({ label: step });
    await commune.getByRole("button", { name: "Chọn tất cả" }).click();
    await commune.getByText("Đã chọn 3/3 hồ sơ").waitFor();
    await commune.getByRole("form", { name: step }).getByRole("button", { name: step }).click();
    await commune.getByText(`Đã ghi ${done} hồ sơ. Máy chủ đã nhận hay chưa: xem từng dòng.`).waitFor();
    await commune.getByRole("button", { name: "Xong" }).click();
  }
  await bring(commune);
  await bring(district);

  // Before the district appraises them, one is taken back, which the district has not heard of.
  await openNomination(commune, names[1]);
  await takeStep(commune, "Rút hồ sơ");
  await bring(commune);
  await lines.district.gone();
  await go(district, "/");
  await district.locator("article.card", { hasText: "Chờ thẩm định" }).getByRole("link", { name: "Xử lý cùng lúc" }).click();
  await district.getByRole("button", { name: "Chọn tất cả" }).click();
  await assertAccessible(district);
  await district.getByRole("form", { name: "Ghi đã thẩm định" }).getByRole("button", { name: "Ghi đã thẩm định" }).click();
  await district.getByText("Đã ghi 3 hồ sơ. Máy chủ đã nhận hay chưa: xem từng dòng.").waitFor();
  await lines.district.back();
  await syncNow(district);
  await go(district, "/");
  const refused = district.locator("article.card.grave", { hasText: names[1] });
  await refused.getByText("Người khác đã xử lý hồ sơ này trước").waitFor();
  await openNomination(district, names[0]);
  await stands(district, "Đã thẩm định");
  await openNomination(district, names[1]);
  await stands(district, "Đã rút");
});

test("forty dossiers are handed up at once without a line, and the report tells each one's end by its name", async (t) => {
  const { lines, commune, district } = await both(t);
  const families = ["Đinh", "Phạm", "Lê", "Trần", "Võ", "Hồ", "Bùi", "Ngô"];
  const given = ["Văn An", "Văn Bình", "Văn Công", "Văn Dũng", "Văn Giang"];
  const names = families.flatMap((family) => given.map((name) => `${family} ${name}`));
  await enterList(commune, t.folder, names);
  await takeTogether(commune, "Ghi kết quả bình xét", 40);
  await bring(commune);
  await bring(district);

  // The district takes five of them back on the unit's behalf, which the commune has not heard of.
  await lines.commune.gone();
  await takeTogether(district, "Rút hồ sơ", 5, { words: "Hồ Văn" });
  await bring(district);
  const report = await takeTogether(commune, "Trình hồ sơ", 40);
  const told = report.locator(".told li");
  assert.equal(await told.filter({ hasText: "Chờ xác nhận" }).count(), 40, "nothing is said to be done before the endpoint says so");
  assert.deepEqual((await told.locator("a").allInnerTexts()).sort(), [...names].sort());

  await lines.commune.back();
  await commune.evaluate(() => window.dispatchEvent(new Event("online")));
  await until("the endpoint's word on each", async () => !(await told.filter({ hasText: "Chờ xác nhận" }).count()), { timeout: 30_000 });
  assert.equal(await told.filter({ hasText: "Đã xác nhận" }).count(), 35);
  const refused = told.filter({ hasText: "Không thực hiện được" });
  assert.deepEqual((await refused.locator("a").allInnerTexts()).sort(), names.filter((name) => name.startsWith("Hồ")).sort());
  for (const line of await refused.all()) await line.getByText("Người khác đã xử lý hồ sơ này trước").waitFor();
  await assertAccessible(commune);
}, { timeout: 180_000 });

test("what a higher level decides is listed with votes and parts, sent up, and its result comes back to the same dossier", async (t) => {
  const endpoint = await t.endpoint();
  await loadSample(endpoint.url, { until: "approved" });
  const page = await (await t.device("district")).page();
  await signIn(page, endpoint.url, DISTRICT);
  await go(page, "/handle");
  await page.getByLabel("Việc cần làm").selectOption({ label: "Trình cấp trên" });
  const first = page.locator("label.row.tick").first();
  await first.waitFor();
  const name = await first.locator(".name").innerText();
  await first.locator("input").check();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Tải danh sách (Excel)" }).click(),
  ]);
  assert.equal(file.suggestedFilename(), "danh-sach-ho-so.csv");
  const [heading, line, ...rest] = fs.readFileSync(await file.path(), "utf8").trimEnd().split("\r\n");
  assert.equal(rest.length, 0, "only what is ticked");
  const cells = (text) => text.match(/"(?:[^"]|"")*"/g).map((cell) => cell.slice(1, -1));
  const row = Object.fromEntries(cells(heading).map((column, place) => [column, cells(line)[place]]));
  assert.equal(row["Họ và tên, tên tập thể"], name);
  assert.ok(Number(row["Phiếu đồng ý"]) > 0, line);
  assert.equal(row["Báo cáo thành tích"], "thiếu");

  const find = async () => {
    await go(page, "/nominations");
    await page.getByRole("searchbox").fill(name);
    await page.locator("a.row", { hasText: name }).first().click();
  };
  const step = (label) => page.getByRole("form", { name: label });
  const send = step("Trình cấp trên").getByRole("button", { name: "Trình cấp trên" });
  await send.click();
  await page.getByText("Hồ sơ chưa đủ thành phần.").waitFor();
  await step("Trình cấp trên").getByLabel(/^Lý do, ghi chú/).fill("Bản giấy gửi sau.");
  await send.click();
  await page.getByText("Đã ghi 1 hồ sơ").waitFor();
  await bring(page);
  await find();
  await stands(page, "Đã trình cấp trên");
  await typeStep(page, "Cấp trên đã quyết định", { "Số quyết định": "412/QĐ-UBND", "Người ký": "Chủ tịch (mẫu)" });
  const form = step("Cấp trên đã quyết định");
  await form.getByLabel(/^Cấp quyết định/).selectOption({ label: "Cấp tỉnh" });
  await form.getByRole("button", { name: "Cấp trên đã quyết định" }).click();
  await form.waitFor({ state: "detached" });
  await bring(page);
  await find();
  await stands(page, "Đã có quyết định");
  assert.match((await history(page).allInnerTexts()).join(" "), /412\/QĐ-UBND/);
});
