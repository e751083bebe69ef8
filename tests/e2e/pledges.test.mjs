// Pledges from the template to the nomination: signed in a row on one tablet without a line, amended and signed anew, with results
// that are late, missing or measured by a plan of zero, scored by the table, and put forward by place.

import assert from "node:assert/strict";
import { chosen, pdf, photograph } from "./files.mjs";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  DISTRICT, LONG_MON, SIGNATURE, THANH_AN, criterion, draftHolds, drawLines, enterResult, go, makeBloc, makePledge, openScore,
  point, save, signByHand, signForm, signIn, sync, syncNow, typeBloc,
} from "./steps.mjs";

const POVERTY = { name: "Số hộ thoát nghèo (mẫu)", measure: "hộ" };
const ACCIDENTS = { name: "Số vụ tai nạn (mẫu)", measure: "vụ" };
const TABLE = [
  { name: "Giảm nghèo (mẫu)", max: "60", formula: "Theo tỷ lệ hoàn thành kế hoạch", target: POVERTY.name },
  { name: "Phong trào (mẫu)", max: "40" },
];
const LETTER = "Giấy khen của Chủ tịch Ủy ban nhân dân huyện";

const detail = (page) => page.locator(".detail");

/** An endpoint behind a proxy, and the standing office's tablet. */
async function office(bench, options = { viewport: { width: 820, height: 1180 } }) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const page = await (await bench.device("office", options)).page();
  await signIn(page, proxy.url, DISTRICT);
  return { endpoint, proxy, page };
}

/** A device of Long Môn that has what the office has sent. */
async function commune(bench, proxy, options) {
  const page = await (await bench.device("longmon", options)).page();
  await signIn(page, proxy.url, LONG_MON);
  return page;
}

/** The line of a member on the screen where all sign. */
const turn = (page, unit) => detail(page).locator("li.row", { hasText: unit });

test("members sign one after the other on one tablet without a line, and are confirmed later", async (bench) => {
  const { proxy, page } = await office(bench);
  const bloc = await makeBloc(page, { leader: "Xã Long Mai", targets: [POVERTY] });
  const pledges = {};
  for (const [unit, plan] of [["Xã Long Mai", "30"], ["Xã Long Môn", "40"], ["Xã Thanh An", ""]]) {
    pledges[unit] = await makePledge(page, { unit, plans: [plan] });
  }
  await sync(page);
  await proxy.gone();

  await go(page, `/blocs/${bloc}/signing`);
  await detail(page).getByText("Đã ký 0/5 thành viên.").waitFor();
  assert.match(await turn(page, "Xã Long Sơn").innerText(), /Chưa có giao ước của năm này/);
  assert.match(await turn(page, "Xã Thanh An").innerText(), /còn thiếu: kế hoạch/);
  await assertAccessible(page);

  // Who signs next is told; a dot is no signature, and lines are taken back one by one.
  await detail(page).getByRole("button", { name: "Ký tiếp: Xã Long Mai" }).click();
  const form = signForm(page);
  await form.getByText(POVERTY.name).waitFor();
  await form.getByLabel("Họ và tên người ký").fill("Đinh Văn Một (mẫu)");
  await drawLines(page, [[[0.5, 0.5]]]);
  await form.getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await form.getByText("Chưa thành chữ ký").waitFor();
  await form.getByRole("button", { name: "Bỏ nét cuối" }).click();
  await form.getByText("Chưa có nét nào.").waitFor();
  await form.getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await form.getByText("Chưa thành chữ ký").waitFor();
  // On another's tablet nobody signs by typing a name.
  assert.equal(await form.getByText("Gõ tên thay chữ ký", { exact: true }).count(), 0);

  // What was drawn outlives the tab.
  await drawLines(page, SIGNATURE);
  await form.getByText("Đã có 2 nét.").waitFor();
  await assertAccessible(page);
  await until("the lines to be a draft", () => draftHolds(page, '"91-1"'));
  await page.reload();
  await turn(page, "Xã Long Mai").getByRole("button", { name: "Ký: Xã Long Mai" }).click();
  await form.getByText("Đã có 2 nét.").waitFor();
  assert.equal(await form.getByLabel("Họ và tên người ký").inputValue(), "Đinh Văn Một (mẫu)");
  await form.getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await detail(page).getByText("Đã ký 1/5 thành viên.").waitFor();
  await turn(page, "Xã Long Mai").getByText("Chờ xác nhận").waitFor();

  await detail(page).getByRole("button", { name: "Ký tiếp: Xã Long Môn" }).click();
  await form.getByText("Chưa có nét nào.").waitFor();
  await signByHand(page, { signer: "Đinh Thị Hai (mẫu)", post: "Chủ tịch Uỷ ban nhân dân xã" });
  await detail(page).getByText("Đã ký 2/5 thành viên.").waitFor();

  await proxy.back();
  await sync(page);
  await go(page, `/blocs/${bloc}/signing`);
  for (const unit of ["Xã Long Mai", "Xã Long Môn"]) await turn(page, unit).getByText("Đã ký", { exact: true }).waitFor();
  assert.equal(await detail(page).getByText("Chờ xác nhận").count(), 0);

  // The unit sees its signature, and on whose tablet it was made.
  const own = await commune(bench, proxy, { viewport: { width: 360, height: 740 } });
  await go(own, `/pledges/${pledges["Xã Long Môn"]}`);
  await detail(own).getByRole("img", { name: "Chữ ký của Đinh Thị Hai (mẫu)" }).waitFor({ timeout: 20_000 });
  assert.match(await detail(own).innerText(), /tài khoản của thường trực/);
  assert.match(await detail(own).innerText(), /Phiên bản 1 · mã [0-9A-F]{4}-[0-9A-F]{4}/);
  assert.equal(await detail(own).getByRole("link", { name: "Sửa", exact: true }).count(), 0);
  const paths = await detail(own).locator("svg.signature path").count();
  assert.ok(paths >= 2, "both lines are drawn");
  await assertAccessible(own);
}, { timeout: 120_000 });

test("while a pen draws, a hand on the glass draws nothing, until somebody says that fingers shall", async (bench) => {
  const { proxy, page } = await office(bench);
  await makeBloc(page, { targets: [POVERTY] });
  await sync(page);
  const own = await commune(bench, proxy);
  await makePledge(own, { plans: ["40"] });
  await detail(own).getByRole("button", { name: "Ký giao ước", exact: true }).click();
  const form = signForm(own);
  const lines = (count) => form.getByText(count === 0 ? "Chưa có nét nào." : `Đã có ${count} nét.`).waitFor();
  await lines(0);

  // A hand is laid down before the pen: what it had drawn goes, and what it draws later is nothing.
  const pressed = [0.1, 0.2, 0.4, 0.6, 0.8, 0.95].map((pressure, step) => ["pointermove", "pen", 2, 0.2 + step / 10, 0.4, pressure]);
  await point(own, [
    ["pointerdown", "touch", 1, 0.9, 0.9], ["pointermove", "touch", 1, 0.8, 0.9],
    ["pointerdown", "pen", 2, 0.15, 0.4, 0.1], ...pressed, ["pointermove", "touch", 1, 0.7, 0.9],
    ["pointerup", "pen", 2, 0.7, 0.4, 0], ["pointerup", "touch", 1, 0.7, 0.9],
  ]);
  await lines(1);
  const widths = await own.locator("#sign-pad .ink path").evaluateAll((paths) => paths.map((path) => path.getAttribute("stroke-width")));
  assert.ok(new Set(widths).size >= 3, `a line is as wide as the pen is pressed: ${widths}`);
  const finger = (id, y) => [
    ["pointerdown", "touch", id, 0.2, y], ["pointermove", "touch", id, 0.5, y], ["pointermove", "touch", id, 0.8, y],
  ];
  await point(own, [...finger(3, 0.6), ["pointerup", "touch", 3, 0.8, 0.6]]);
  await lines(1);

  // Then fingers: one at a time, and not what the system takes for a palm after all.
  await form.getByRole("button", { name: "Ký bằng ngón tay" }).click();
  await point(own, [...finger(4, 0.6), ...finger(5, 0.8), ["pointerup", "touch", 5, 0.8, 0.8], ["pointerup", "touch", 4, 0.8, 0.6]]);
  await lines(2);
  await point(own, [...finger(6, 0.7), ["pointercancel", "touch", 6, 0.8, 0.7]]);
  await lines(2);
  await form.getByRole("button", { name: "Bỏ nét cuối" }).click();
  await lines(1);
  await form.getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await form.waitFor({ state: "detached" });
  await detail(own).getByRole("img", { name: /^Chữ ký của/ }).waitFor();
}, { timeout: 120_000 });

test("a signature under a text that was changed meanwhile is told, and its lines are not lost", async (bench) => {
  const { endpoint, proxy, page } = await office(bench);
  const bloc = await makeBloc(page, { leader: "Xã Long Mai", targets: [POVERTY] });
  const pledge = await makePledge(page, { unit: "Xã Long Môn", plans: ["40"] });
  await sync(page);
  const own = await commune(bench, await bench.proxy(endpoint));

  // The office has not heard of the new plan when the unit signs on its tablet.
  await proxy.gone();
  await go(own, `/pledges/${pledge}`);
  await detail(own).getByRole("link", { name: "Sửa", exact: true }).click({ timeout: 20_000 });
  await own.locator("form.form").getByLabel("Kế hoạch", { exact: true }).fill("45");
  await save(own);
  await sync(own);
  await go(page, `/blocs/${bloc}/signing`);
  await detail(page).getByRole("button", { name: "Ký tiếp: Xã Long Môn" }).click();
  await signByHand(page, { signer: "Đinh Thị Hai (mẫu)" });
  await turn(page, "Xã Long Môn").getByText("Chờ xác nhận").waitFor();
  await proxy.back();
  await syncNow(page);
  await go(page, `/blocs/${bloc}/signing`);
  await detail(page).getByText("Máy chủ không nhận chữ ký").waitFor({ timeout: 30_000 });
  await detail(page).getByRole("img", { name: "Chữ ký của Đinh Thị Hai (mẫu)" }).waitFor();
  await assertAccessible(page);
  await detail(page).getByRole("button", { name: "Đọc lại và ký lại" }).click();
  const form = signForm(page);
  await form.getByText("Đã có 2 nét.").waitFor();
  assert.match(await form.innerText(), /45 hộ/);
  await form.getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await form.waitFor({ state: "detached" });
  await sync(page);
  await go(page, `/blocs/${bloc}/signing`);
  await turn(page, "Xã Long Môn").getByText("Đã ký", { exact: true }).waitFor();
  assert.equal(await detail(page).getByText("Máy chủ không nhận chữ ký").count(), 0);
}, { timeout: 120_000 });

test("a typed name is confirmed with the unit's own account, and an amendment asks for signing anew", async (bench) => {
  const { proxy, page } = await office(bench);
  await makeBloc(page, { leader: "Xã Long Mai", targets: [POVERTY] });
  await sync(page);
  const own = await commune(bench, proxy);
  await makePledge(own, { plans: ["40"] });

  await detail(own).getByRole("button", { name: "Ký giao ước", exact: true }).click();
  const form = signForm(own);
  await form.getByText("Gõ tên thay chữ ký", { exact: true }).click();
  await form.getByLabel("Họ và tên người ký").fill("");
  await form.getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await form.getByText("Hãy đánh dấu xác nhận.").waitFor();
  await form.getByRole("checkbox").check();
  await form.getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await form.getByText("Hãy ghi họ và tên người ký.").waitFor();
  await form.getByLabel("Họ và tên người ký").fill("Đinh Văn Ba (mẫu)");
  await form.getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await form.waitFor({ state: "detached" });
  await detail(own).getByText("Gõ tên, xác nhận bằng tài khoản").waitFor();
  const pledge = own.url();
  await sync(own);
  await go(own, new URL(pledge).pathname);
  await detail(own).locator("header .chip", { hasText: "Đã ký" }).waitFor();

  // Signed it stands; amending it needs a reason, and the first text is kept.
  await detail(own).getByRole("button", { name: "Bổ sung giao ước" }).click();
  const amend = own.getByRole("form", { name: "Bổ sung giao ước" });
  await amend.getByRole("button", { name: "Bổ sung giao ước" }).click();
  await amend.locator("[aria-invalid=true]").waitFor();
  await amend.getByLabel("Lý do bổ sung").fill("Huyện giao thêm chỉ tiêu (mẫu)");
  await amend.getByRole("button", { name: "Bổ sung giao ước" }).click();
  await detail(own).locator("header .chip", { hasText: "Đang bổ sung, cần ký lại" }).waitFor();
  await detail(own).getByRole("link", { name: "Sửa", exact: true }).click();
  await own.locator("form.form").getByLabel("Kế hoạch", { exact: true }).fill("50");
  await save(own);
  await detail(own).getByText("Phiên bản 2", { exact: false }).first().waitFor();
  await detail(own).getByRole("button", { name: "Ký lại", exact: true }).click();
  await signByHand(own, { signer: "Đinh Văn Ba (mẫu)" });
  await sync(own);
  await go(own, new URL(pledge).pathname);
  await detail(own).getByText("Bổ sung: Huyện giao thêm chỉ tiêu (mẫu)").waitFor();
  await detail(own).getByText("Xem bản đã ký").click();
  assert.match(await detail(own).locator("details[open] li", { hasText: POVERTY.name }).innerText(), /40 hộ/);
  assert.match(await detail(own).locator(".card li", { hasText: POVERTY.name }).first().innerText(), /50 hộ/);

  // The office sees both, and that the second holds.
  await sync(page);
  await go(page, new URL(pledge).pathname);
  await detail(page).locator("header .chip", { hasText: "Đã ký" }).waitFor();
  await detail(page).getByRole("img", { name: "Chữ ký của Đinh Văn Ba (mẫu)" }).waitFor();
}, { timeout: 120_000 });

test("results tell what is late and missing, and a plan of zero in words", async (bench) => {
  const { page } = await office(bench, { viewport: { width: 1280, height: 800 } });
  await makeBloc(page, { targets: [POVERTY, ACCIDENTS] });
  await makePledge(page, { unit: "Xã Long Môn", plans: ["40", "0"] });
  await detail(page).getByRole("link", { name: "Sửa", exact: true }).click();
  const second = page.locator("form.form").getByRole("group", { name: /^Chỉ tiêu 2$/ });
  await second.getByLabel("Hướng").selectOption({ label: "Càng thấp càng tốt (nhiều nhất)" });
  await save(page);

  // The year is long over: nothing was reported, and that is said.
  const told = detail(page).getByRole("region", { name: "Kết quả thực hiện" });
  await told.getByText(/^6 tháng: thiếu 2 chỉ tiêu, quá hạn \d+ ngày$/).waitFor();
  await told.getByText(/^Cả năm: thiếu 2 chỉ tiêu/).waitFor();

  await page.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
  const poverty = await enterResult(page, POVERTY.name, "50");
  await poverty.getByText("Đạt kế hoạch: 125%").waitFor();
  await poverty.getByText(/^Trễ \d+ ngày$/).waitFor();
  const accidents = await enterResult(page, ACCIDENTS.name, "0");
  await accidents.getByText("Đạt (kế hoạch bằng 0, không tính phần trăm)").waitFor();
  await enterResult(page, ACCIDENTS.name, "3");
  await accidents.getByText("Chưa đạt (kế hoạch bằng 0, không tính phần trăm)").waitFor();
  await enterResult(page, ACCIDENTS.name, "ba");
  await accidents.locator("[aria-invalid=true]").waitFor();
  await enterResult(page, ACCIDENTS.name, "0");

  // Two quarters are offered as the half, and never written by themselves.
  for (const [period, result] of [["Quý I", "12"], ["Quý II", "13"]]) {
    await page.getByLabel("Kỳ báo cáo").selectOption({ label: period });
    await enterResult(page, POVERTY.name, result);
    await poverty.getByText(new RegExp(`^Đạt ${period === "Quý I" ? "30" : "32,5"}%$`)).waitFor();
  }
  await page.getByLabel("Kỳ báo cáo").selectOption({ label: "6 tháng" });
  assert.equal(await poverty.getByLabel("Kết quả", { exact: true }).inputValue(), "");
  await poverty.getByRole("button", { name: "Lấy tổng các quý: 25" }).click();
  await poverty.getByText("Đạt 62,5%").waitFor();
  await told.getByText(/^6 tháng: thiếu 1 chỉ tiêu/).waitFor();
  await told.getByText("Bảng tổng hợp").click();
  assert.match(await told.locator("tr", { hasText: POVERTY.name }).innerText(), /25 hộ/);
  await assertAccessible(page);
}, { timeout: 120_000 });

/** The evidence of a target's result in the period that is chosen, opened. */
async function evidenceOf(page, target) {
  const evidence = page.locator(".target", { hasText: target }).locator("details.evidence");
  await evidence.locator("summary").click();
  return evidence;
}

const fileOf = (evidence, name) => evidence.getByRole("listitem").filter({ hasText: name });

test("files are put to a result without a line, go up later, and another member of the cluster opens them", async (bench) => {
  const { endpoint, proxy, page } = await office(bench);
  await makeBloc(page, { targets: [POVERTY] });
  await sync(page);
  const device = await bench.device("longmon", { viewport: { width: 360, height: 740 } });
  const own = await device.page();
  await signIn(own, proxy.url, LONG_MON);
  const pledge = await makePledge(own, { plans: ["40"] });
  await detail(own).getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await signByHand(own, { signer: "Đinh Thị Hai (mẫu)" });
  await sync(own);

  await proxy.gone();
  await go(own, `/pledges/${pledge}`);
  await own.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
  await enterResult(own, POVERTY.name, "40");
  const evidence = await evidenceOf(own, POVERTY.name);
  await evidence.locator("input[type=file]").first().setInputFiles([
    chosen("bao-cao.pdf", "application/pdf", pdf(60_000)),
    chosen("danh-sach.xlsx", "application/octet-stream", Buffer.from("PK\x03\x04")),
    chosen("ho-thoat-ngheo.jpg", "image/jpeg", await photograph(own, { width: 800, height: 600, remarks: false })),
  ]);
  await fileOf(evidence, "danh-sach.xlsx").getByText(/Chỉ nhận ảnh và PDF/).waitFor();
  await evidence.getByText("Minh chứng (2)").waitFor();
  await fileOf(evidence, "bao-cao.pdf").getByText("Chờ gửi").waitFor();
  await evidence.locator("input[type=file]").first().setInputFiles([chosen("lan-nua.pdf", "application/pdf", pdf(60_000))]);
  await evidence.getByText("Tệp này đã có ở kết quả này.").waitFor();
  await assertAccessible(own);

  // Nothing has to be saved: the battery goes, and the files are there.
  await device.kill();
  await device.open();
  const again = await device.page(`${proxy.url}/pledges/${pledge}`);
  await again.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
  const kept = await evidenceOf(again, POVERTY.name);
  await fileOf(kept, "bao-cao.pdf").getByText("Chờ gửi").waitFor();
  await fileOf(kept, "ho-thoat-ngheo.jpg").locator("img").waitFor();
  // They stand with the year's result, and not with that of six months.
  await again.getByLabel("Kỳ báo cáo").selectOption({ label: "6 tháng" });
  await again.locator(".target details.evidence summary", { hasText: /^Minh chứng$/ }).waitFor();
  await proxy.back();
  await sync(again);
  await go(again, `/pledges/${pledge}`);
  await again.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
  const sent = await evidenceOf(again, POVERTY.name);
  for (const name of ["bao-cao.pdf", "ho-thoat-ngheo.jpg"]) {
    await fileOf(sent, name).getByText("Đã có trên máy chủ").waitFor({ timeout: 30_000 });
  }

  // Another member reads it, and has nothing to take off or to add.
  const other = await (await bench.device("thanhan")).page();
  await signIn(other, endpoint.url, THANH_AN);
  await go(other, `/pledges/${pledge}`);
  await other.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
  const read = await evidenceOf(other, POVERTY.name);
  await fileOf(read, "ho-thoat-ngheo.jpg").getByRole("button", { name: "Tải về xem" }).click();
  await other.getByRole("dialog").locator("img").waitFor();
  await other.getByRole("dialog").getByRole("button", { name: "Đóng" }).click();
  assert.equal(await read.getByRole("button", { name: "Bỏ tệp" }).count(), 0);
  assert.equal(await read.locator("input[type=file]").count(), 0);
  await assertAccessible(other);

  // Taken off and put back, both with one tap.
  await fileOf(sent, "bao-cao.pdf").getByRole("button", { name: "Bỏ tệp" }).click();
  await sent.getByText("Minh chứng (1)").waitFor();
  await again.getByRole("button", { name: "Hoàn tác" }).click();
  await sent.getByText("Minh chứng (2)").waitFor();
}, { timeout: 180_000 });

/** A card of what is to be done for a bloc's year. */
const awaited = (page, words) => page.locator("article.card", { hasText: words });

/** Goes to what is to be done, and waits until there is a card with these words. */
async function awaits(page, words) {
  await go(page, "/");
  await awaited(page, words).waitFor();
  return awaited(page, words);
}

/** Waits until no card has these words. */
async function awaitsNot(page, words) {
  await go(page, "/");
  await page.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
  await until(`no card with ${words}`, async () => (await awaited(page, words).count()) === 0);
}

test("what a cluster waits for stands among what is to be done, leads to its place, and goes when it is done", async (bench) => {
  const { endpoint, proxy, page } = await office(bench);
  const bloc = await makeBloc(page, { targets: [POVERTY], criteria: TABLE });
  await sync(page);
  const own = await commune(bench, proxy, { viewport: { width: 360, height: 740 } });
  await (await awaits(own, "Đơn vị chưa có giao ước.")).getByRole("link", { name: "Lập giao ước" }).click();
  await own.getByRole("heading", { name: "Giao ước mới" }).waitFor();
  await makePledge(own, { plans: [""] });
  await awaits(own, "còn thiếu nội dung để ký");
  await awaitsNot(own, "Đơn vị chưa có giao ước.");
  await awaited(own, "còn thiếu nội dung để ký").getByRole("link", { name: "Mở giao ước" }).click();
  await detail(own).getByText(`kế hoạch (${POVERTY.name})`).waitFor();
  await detail(own).getByRole("link", { name: "Sửa", exact: true }).click();
  // What is still needed is said at the target as well.
  const target = own.locator("form.form").getByRole("group", { name: "Chỉ tiêu 1" });
  await target.getByLabel("Đơn vị tính").fill("");
  await target.getByText("Trước khi ký còn cần: đơn vị tính, kế hoạch.").waitFor();
  await target.getByLabel("Đơn vị tính").fill("hộ");
  await target.getByLabel("Kế hoạch", { exact: true }).fill("40");
  await target.getByText(/^Trước khi ký còn cần/).waitFor({ state: "detached" });
  await save(own);

  await assertAccessible(own);
  await (await awaits(own, "Giao ước của đơn vị chưa ký.")).getByRole("link", { name: "Mở giao ước" }).click();
  await detail(own).getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await signByHand(own, { signer: "Đinh Thị Hai (mẫu)" });
  await awaitsNot(own, "Giao ước của đơn vị chưa ký.");

  // The year is long over: two reports are missing, and the points that the unit gives itself.
  await (await awaits(own, /Kết quả 6 tháng: thiếu 1 chỉ tiêu, quá hạn \d+ ngày\. Hạn: 10\/07\/2023\./)).getByRole("link").click();
  for (const [period, result] of [["6 tháng", "20"], ["Cả năm", "40"]]) {
    await own.getByLabel("Kỳ báo cáo").selectOption({ label: period });
    const card = await enterResult(own, POVERTY.name, result);
    await card.getByText(/^Trễ \d+ ngày$/).waitFor();
  }
  await awaitsNot(own, /Kết quả (6 tháng|Cả năm): thiếu/);
  await (await awaits(own, "Đơn vị chưa tự chấm điểm.")).getByRole("link", { name: "Chấm điểm" }).click();
  await openScore(own, bloc, "Xã Long Môn", "Tự chấm điểm");
  await criterion(own, TABLE[1].name).getByLabel("Điểm", { exact: true }).fill("38");
  await save(own);
  // Begun is not done.
  await (await awaits(own, "Đơn vị đang tự chấm điểm, chưa xong.")).getByRole("link", { name: "Chấm điểm" }).click();
  await own.getByRole("checkbox", { name: /^Đã chấm xong/ }).check();
  await save(own);
  await awaitsNot(own, "tự chấm điểm");
  await sync(own);

  const other = await (await bench.device("thanhan")).page();
  await signIn(other, endpoint.url, THANH_AN);
  await (await awaits(other, "Chấm chéo: Xã Long Môn.")).getByRole("link", { name: "Chấm điểm" }).click();
  await detail(other).locator("li.card", { hasText: "Xã Long Môn" }).waitFor();
  await sync(page);
  await (await awaits(page, "Chờ thẩm định điểm: Xã Long Môn.")).getByRole("link", { name: "Chấm điểm" }).click();
  await openScore(page, bloc, "Xã Long Môn", "Thẩm định điểm");
  await criterion(page, TABLE[1].name).getByLabel("Điểm", { exact: true }).fill("38");
  await page.getByRole("checkbox", { name: /^Đã chấm xong/ }).check();
  await save(page);
  await awaitsNot(page, "Chờ thẩm định điểm");
  await sync(page);
  await sync(other);
  await awaitsNot(other, "Chấm chéo");
}, { timeout: 240_000 });

test("points above the maximum are told at their field, a difference asks why, and the first is put forward", async (bench) => {
  const { page } = await office(bench, { viewport: { width: 1280, height: 800 } });
  const bloc = await makeBloc(page, { targets: [POVERTY], criteria: TABLE, forward: LETTER });
  for (const [unit, plan, result] of [["Xã Long Mai", "40", "40"], ["Xã Long Môn", "40", "20"]]) {
    await makePledge(page, { unit, plans: [plan] });
    await page.getByLabel("Kỳ báo cáo").selectOption({ label: "Cả năm" });
    await enterResult(page, POVERTY.name, result);
    await detail(page).locator(".target").getByText(/^Đạt/).waitFor();
  }

  await openScore(page, bloc, "Xã Long Mai", "Thẩm định điểm");
  const [poverty, movement] = TABLE.map(({ name }) => criterion(page, name));
  assert.match(await poverty.innerText(), /Máy tính: 60/);
  await movement.getByLabel("Điểm", { exact: true }).fill("40,5");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await movement.getByText("Vượt mức tối đa: tiêu chí này nhiều nhất 40 điểm.").waitFor();
  await movement.getByLabel("Điểm", { exact: true }).fill("38,5");
  await poverty.getByLabel("Điểm", { exact: true }).fill("55");
  await poverty.getByText("Khác với Máy tính (60): hãy ghi lý do.").waitFor();
  await page.getByRole("checkbox", { name: /^Đã chấm xong/ }).check();
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await poverty.getByText("Điểm khác điểm trước: hãy ghi lý do.").waitFor();
  await poverty.getByLabel("Lý do khác").fill("Hai hộ chưa xác minh (mẫu)");
  await assertAccessible(page);
  await save(page);

  await openScore(page, bloc, "Xã Long Môn", "Thẩm định điểm");
  assert.match(await criterion(page, TABLE[0].name).innerText(), /Máy tính: 30/);
  await criterion(page, TABLE[1].name).getByLabel("Điểm", { exact: true }).fill("39");
  await page.getByRole("checkbox", { name: /^Đã chấm xong/ }).check();
  await save(page);

  // Side by side: what was computed, what was verified, and that they differ.
  const card = detail(page).locator("li.card", { hasText: "Xã Long Mai" });
  await card.getByRole("button", { name: "Xem bảng so sánh" }).click();
  const row = card.locator("tr", { hasText: TABLE[0].name });
  assert.match(await row.innerText(), /Khác nhau: 55–60/);
  assert.match(await row.innerText(), /Hai hộ chưa xác minh \(mẫu\)/);
  await assertAccessible(page);

  await go(page, `/blocs/${bloc}/ranking`);
  const table = detail(page).getByRole("region", { name: "Xếp hạng" }).getByRole("table");
  const lines = await table.locator("tbody tr").allInnerTexts();
  assert.match(lines[0], /^1\s+Xã Long Mai\s+93,5/);
  assert.match(lines[1], /^2\s+Xã Long Môn\s+69/);
  await detail(page).getByText("Tạm thời: còn đơn vị chưa thẩm định").waitFor();
  await assertAccessible(page);

  // One tap lays the nomination ready, with its figures.
  await detail(page).getByRole("button", { name: "Lập đề nghị" }).click();
  await page.getByRole("heading", { name: "Đề nghị mới" }).waitFor();
  assert.equal(await page.getByLabel("Tên", { exact: true }).inputValue(), "Xã Long Mai");
  const achievements = await page.getByLabel(/^Thành tích/).inputValue();
  assert.match(achievements, /Xếp thứ 1\/2 Cụm thi đua các xã năm 2023\./);
  assert.match(achievements, /Tổng điểm 93,5 trên 100/);
  assert.match(achievements, /Số hộ thoát nghèo \(mẫu\): 40 hộ \(kế hoạch 40 hộ\)/);
  assert.equal(await page.getByLabel("Danh hiệu hoặc hình thức khen").locator("option:checked").innerText(), LETTER);
  await save(page);
  await go(page, `/blocs/${bloc}/ranking`);
  await detail(page).getByText("Đã lập đề nghị").waitFor();
  assert.equal(await detail(page).getByRole("button", { name: "Lập đề nghị" }).count(), 0);
}, { timeout: 120_000 });

test("a unit is in one bloc at a time, and one that leaves in the middle of the year has no place", async (bench) => {
  const { page } = await office(bench, { viewport: { width: 360, height: 740 } });
  await makeBloc(page, { leader: "Xã Long Mai" });
  // The bloc of the offices takes a commune that is in the cluster.
  await go(page, "/blocs/new");
  const form = page.locator("form.form");
  await form.getByLabel("Khối hoặc cụm thi đua").selectOption({ label: "Khối thi đua các phòng, ban" });
  await form.getByRole("checkbox", { name: "Xã Long Môn", exact: true }).check();
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await form.getByRole("group", { name: "Xã Long Môn", exact: true }).getByText(/Trong năm này đơn vị|đang ở khối, cụm khác/).waitFor();
  await form.getByRole("checkbox", { name: "Xã Long Môn", exact: true }).uncheck();
  const offices = form.getByRole("group", { name: "Phòng Nội vụ", exact: true });
  await offices.getByText("Vai trò, ngày vào, ngày rời, bốc thăm").click();
  await offices.getByLabel(/^Đến hết ngày/).fill("30/06/2023");
  await save(page);
  await detail(page).getByText(/^Phòng Nội vụ: rời trước cuối năm/).waitFor();
  await go(page, `${new URL(page.url()).pathname}/ranking`);
  await detail(page).getByText("Đã rời khối, cụm ngày 30/06/2023").waitFor();
  await assertAccessible(page);
});

test("a cluster of one member is told so where it is set up, and ranks nobody against anybody", async (bench) => {
  const { page } = await office(bench, { viewport: { width: 1280, height: 800 } });
  await typeBloc(page, { targets: [POVERTY], criteria: TABLE, forward: LETTER });
  const form = page.locator("form.form");
  for (const unit of ["Xã Long Hiệp", "Xã Long Mai", "Xã Long Sơn", "Xã Thanh An"]) {
    await form.getByRole("checkbox", { name: unit, exact: true }).uncheck();
  }
  await save(page);
  await detail(page).getByText(/^Xã Long Môn.*là thành viên duy nhất/).waitFor();
  const [, bloc] = new URL(page.url()).pathname.match(/^\/blocs\/(\w+)/);
  await openScore(page, bloc, "Xã Long Môn", "Thẩm định điểm");
  for (const { name, max } of TABLE) await criterion(page, name).getByLabel("Điểm", { exact: true }).fill(max);
  await page.getByRole("checkbox", { name: /^Đã chấm xong/ }).check();
  await save(page);
  await go(page, `/blocs/${bloc}/ranking`);
  await detail(page).getByText("Chỉ có một thành viên, không so sánh được").waitFor();
});
