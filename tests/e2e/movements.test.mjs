// Movements and models worth copying: launched by the standing office, joined and reported by units that have no line, and
// models with pictures that go from unit to unit.

import assert from "node:assert/strict";
import { chosen, photograph } from "./files.mjs";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  DISTRICT, LONG_MON, THANH_AN, dayFromNow, draftHolds, go, join, launch, listed, openCommon, safe, save, signIn, sync,
  typeModel, typeMovement, typeResult,
} from "./steps.mjs";

const MOVEMENT = {
  name: "Chung sức xây dựng nông thôn mới (mẫu)",
  aim: "Mỗi xã hoàn thành thêm một tiêu chí trong năm.",
  who: "Các xã, phường",
  joinBy: dayFromNow(20),
  targets: [{ name: "Đường thôn được bê tông hoá", plan: "2,5", measure: "km" }],
};
const MODEL = {
  name: "Tổ tự quản thu gom rác (mẫu)",
  work: "Nông thôn mới",
  place: "Thôn Làng Ren",
  what: "Mỗi thôn một tổ năm người thu gom rác hằng tuần.",
  how: "Họp thôn, chia tuyến, góp 10.000 đồng mỗi tháng, công khai quỹ.",
  result: "Không còn bãi rác tự phát.",
};

/** An endpoint behind a proxy of its own for each of these people. */
async function people(bench, ...persons) {
  const endpoint = await bench.endpoint();
  const all = [];
  for (const [place, person] of persons.entries()) {
    const proxy = await bench.proxy(endpoint);
    const device = await bench.device(`${person.login}-${place}`);
    const page = await device.page();
    await signIn(page, proxy.url, person);
    all.push({ proxy, device, page });
  }
  return all;
}

const detail = (page) => page.locator(".detail");
const unitsOf = (page) => detail(page).getByRole("region", { name: "Các đơn vị" });
const rowOf = (page, unit) => unitsOf(page).getByRole("listitem").filter({ hasText: unit }).first();

/** The words said at a field, where it is wrong. */
async function complaint(page, label) {
  const field = page.getByLabel(label).first();
  await until(`a complaint at ${label}`, async () => (await field.getAttribute("aria-invalid")) === "true");
  const ids = (await field.getAttribute("aria-describedby")).split(" ");
  return (await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).innerText()))).join(" ");
}

test("two units join and tell their results without a line, and the office sees both and sums up", async (bench) => {
  const [office, one, other] = await people(bench, DISTRICT, LONG_MON, THANH_AN);
  await launch(office.page, MOVEMENT);
  await assertAccessible(office.page);
  await sync(office.page);
  for (const { page } of [one, other]) {
    await sync(page);
    await go(page, "/");
    const card = page.locator("article.card", { hasText: MOVEMENT.name });
    await card.getByText(`Đơn vị chưa tham gia. Hạn: ${MOVEMENT.joinBy}.`).waitFor();
  }
  // Up in their communes.
  await one.proxy.gone();
  await other.proxy.gone();
  for (const [{ page }, figure] of [[one, "1,5"], [other, "3"]]) {
    await openCommon(page, "/movements", MOVEMENT.name);
    await join(page);
    await typeResult(page, {
      part: "Kết quả sơ kết",
      text: `Đã làm được ${figure} km.`,
      figures: { "Đường thôn được bê tông hoá": figure },
    });
    await assertAccessible(page);
    await save(page);
    await detail(page).getByText("Đã báo cáo sơ kết").first().waitFor();
    await go(page, "/");
    await page.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
    assert.equal(await page.locator("article.card", { hasText: MOVEMENT.name }).count(), 0, "nothing waits any more");
  }
  for (const { proxy, page } of [one, other]) {
    await proxy.back();
    await sync(page);
  }
  await sync(office.page);
  await openCommon(office.page, "/movements", MOVEMENT.name);
  await unitsOf(office.page).getByText("2/5 đơn vị đã tham gia").waitFor();
  await rowOf(office.page, "Xã Long Môn").getByText("Xem kết quả").click();
  await rowOf(office.page, "Xã Long Môn").getByText("1,5 km", { exact: true }).waitFor();
  await rowOf(office.page, "Xã Thanh An").getByText("Đã báo cáo sơ kết").waitFor();
  // Target by target over all who take part.
  const together = detail(office.page).getByRole("region", { name: "Kết quả cộng chung" });
  await together.getByRole("row", { name: /Đường thôn được bê tông hoá/ }).getByText("4,5 km", { exact: true }).waitFor();
  await together.getByText("2/2 đơn vị đã ghi số").waitFor();
  assert.equal(await office.page.getByText("Có hai bản khác nhau").count(), 0, "two units never meet");

  await detail(office.page).getByRole("link", { name: "Sửa", exact: true }).click();
  await office.page.getByLabel(/^Ngày tổng kết/).fill(dayFromNow(0));
  await office.page.getByLabel(/^Kết quả tổng kết chung/).fill("Hai xã dẫn đầu phong trào.");
  await save(office.page);
  await detail(office.page).getByText("Đã tổng kết").first().waitFor();
  await sync(office.page);
  await sync(one.page);
  await openCommon(one.page, "/movements", MOVEMENT.name);
  await detail(one.page).getByText("Hai xã dẫn đầu phong trào.").waitFor();
  assert.equal(await detail(one.page).getByRole("link", { name: "Sửa", exact: true }).count(), 0, "a unit does not edit the whole");
}, { timeout: 120_000 });

test("what is wrong with a movement is told at its field, and nothing that was typed is lost", async (bench) => {
  const [{ page, device, proxy }] = await people(bench, DISTRICT);
  await typeMovement(page, { ...MOVEMENT, aim: "", until: dayFromNow(-20), who: "Đơn vị được chọn" });
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  assert.match(await complaint(page, "Đến hết ngày"), /trước ngày bắt đầu/);
  assert.match(await complaint(page, /^Mục tiêu/), /./);
  await page.getByText("Hãy chọn ít nhất một đơn vị.").waitFor();
  await assertAccessible(page);
  // The battery goes; what was typed is there again.
  await until("the draft", () => draftHolds(page, MOVEMENT.name));
  await device.kill();
  await device.open();
  const again = await device.page(proxy.url + "/movements/new");
  assert.equal(await again.getByLabel("Tên phong trào").inputValue(), MOVEMENT.name);
  await again.getByLabel("Mục tiêu", { exact: true }).fill(MOVEMENT.aim);
  await again.getByLabel("Đến hết ngày", { exact: true }).fill(dayFromNow(10));
  await again.getByLabel("Xã Long Môn", { exact: true }).check();
  await save(again);
  await detail(again).getByText("Sắp kết thúc").first().waitFor();
  await detail(again).getByText("Đơn vị được chọn: Xã Long Môn").waitFor();
}, { timeout: 120_000 });

test("a result before joining is told at the day of joining, and the office writes for a unit", async (bench) => {
  const [office, unit] = await people(bench, DISTRICT, LONG_MON);
  await launch(office.page, { ...MOVEMENT, interimBy: dayFromNow(-2) });
  await sync(office.page);
  await sync(unit.page);
  await openCommon(unit.page, "/movements", MOVEMENT.name);
  await join(unit.page);
  await detail(unit.page).getByText("Chậm báo cáo sơ kết").first().waitFor();
  await typeResult(unit.page, { part: "Kết quả sơ kết", text: "Đã xong." });
  await unit.page.getByLabel(/^Ngày tham gia/).fill("");
  await unit.page.getByRole("button", { name: "Lưu", exact: true }).click();
  assert.match(await complaint(unit.page, /^Ngày tham gia/), /Chưa ghi ngày tham gia/);
  await unit.page.getByLabel(/^Ngày tham gia/).fill(dayFromNow(0));
  await save(unit.page);
  await rowOf(unit.page, "Xã Long Môn").getByText(/nộp muộn/).waitFor();

  await openCommon(office.page, "/movements", MOVEMENT.name);
  await rowOf(office.page, "Xã Thanh An").getByRole("button", { name: "Ghi thay đơn vị" }).click();
  await office.page.getByRole("heading", { name: "Kết quả của Xã Thanh An" }).waitFor();
  await office.page.getByLabel(/^Ngày tham gia/).fill(dayFromNow(-1));
  await save(office.page);
  await rowOf(office.page, "Xã Thanh An").getByText("Chậm báo cáo sơ kết").waitFor();
  // It is named where the results are added up, and the other is not: it has told late, but it has told.
  await sync(unit.page);
  await sync(office.page);
  await openCommon(office.page, "/movements", MOVEMENT.name);
  await detail(office.page).getByText("Quá hạn, chưa báo cáo sơ kết: Xã Thanh An.", { exact: true }).waitFor();
  await assertAccessible(office.page);
});

test("whoever comes from a movement finds it chosen in the form of a new model", async (bench) => {
  const [office] = await people(bench, DISTRICT);
  const { page } = office;
  await launch(page, MOVEMENT);
  await launch(page, { ...MOVEMENT, name: "Cả nước chung tay vì người nghèo (mẫu)" });
  await openCommon(page, "/movements", MOVEMENT.name);
  await detail(page).getByRole("link", { name: "Giới thiệu mô hình hay" }).click();
  await page.getByRole("heading", { name: "Giới thiệu mô hình hay" }).waitFor();
  const form = page.locator("form.form");
  const movement = form.getByLabel(/^Từ phong trào/);
  assert.equal(await movement.locator("option:checked").innerText(), MOVEMENT.name);
  await form.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Xã Long Môn" });
  await form.getByLabel("Tên mô hình").fill(MODEL.name);
  await form.getByLabel("Lĩnh vực", { exact: true }).selectOption({ label: MODEL.work });
  await form.getByLabel("Nội dung mô hình").fill(MODEL.what);
  await form.getByLabel("Cách làm theo", { exact: true }).fill(MODEL.how);
  await save(page);
  await openCommon(page, "/movements", MOVEMENT.name);
  await detail(page).getByRole("link", { name: MODEL.name }).waitFor();
});

test("a model is found without marks, seen with its picture without a line, and copied", async (bench) => {
  const [owner, other] = await people(bench, LONG_MON, THANH_AN);
  await typeModel(owner.page, { ...MODEL, how: "" });
  await owner.page.locator("#evidence-files").setInputFiles([
    chosen("doi-ten.jpg", "image/jpeg", Buffer.from("Đây là chữ, không phải ảnh.")),
    chosen("to-tu-quan.jpg", "image/jpeg", await photograph(owner.page, { width: 800, height: 600, remarks: false })),
  ]);
  const pictures = owner.page.locator("fieldset.evidence-form");
  await pictures.getByRole("listitem").filter({ hasText: "doi-ten.jpg" }).getByText(/không phải là ảnh/).waitFor();
  await pictures.getByRole("listitem").filter({ hasText: "to-tu-quan.jpg" }).locator("img").waitFor();
  await owner.page.getByRole("button", { name: "Lưu", exact: true }).click();
  assert.match(await complaint(owner.page, "Cách làm theo"), /./);
  await owner.page.getByLabel("Cách làm theo", { exact: true }).fill(MODEL.how);
  await pictures.getByRole("listitem").filter({ hasText: "doi-ten.jpg" }).getByRole("button", { name: "Bỏ dòng này" }).click();
  await assertAccessible(owner.page);
  await save(owner.page);
  await detail(owner.page).getByText("Đã có trên máy chủ").waitFor({ timeout: 20_000 });

  await sync(other.page);
  await go(other.page, "/models");
  await other.page.getByRole("searchbox").fill("thu gom rac long mon");
  await until("the gallery to find it", async () => (await listed(other.page)).join() === MODEL.name);
  await other.page.getByLabel("Lĩnh vực", { exact: true }).selectOption({ label: "Chuyển đổi số" });
  await other.page.getByText("Không tìm thấy").first().waitFor();
  await other.page.getByLabel("Lĩnh vực", { exact: true }).selectOption({ label: MODEL.work });
  await other.page.getByRole("button", { name: "Tải ảnh về máy" }).click();
  await other.page.locator(".list .cover img").waitFor();
  await assertAccessible(other.page);

  // From now on without a line: the picture is on the device, and the unit says that it does the same.
  await other.proxy.gone();
  await openCommon(other.page, "/models", MODEL.name);
  await detail(other.page).getByRole("button", { name: "Xem" }).click();
  const viewer = other.page.getByRole("dialog");
  await until("the picture", async () => (await viewer.locator("img").evaluate((image) => image.naturalWidth)) === 800);
  await viewer.getByRole("button", { name: "Đóng" }).click();
  assert.equal(await detail(other.page).getByRole("link", { name: "Sửa", exact: true }).count(), 0, "another unit's");
  await detail(other.page).getByRole("link", { name: "Chúng tôi đã làm theo" }).click();
  await other.page.getByLabel(/^Kết quả làm theo/).fill("Ba thôn đã làm theo.");
  await save(other.page);
  await detail(other.page).getByText("1 đơn vị làm theo").first().waitFor();

  await other.proxy.back();
  await sync(other.page);
  await sync(owner.page);
  await openCommon(owner.page, "/models", MODEL.name);
  const copies = detail(owner.page).getByRole("region", { name: "Đơn vị làm theo" });
  await copies.getByText("Ba thôn đã làm theo.").waitFor();
  await copies.getByText("Xã Thanh An").waitFor();
  await safe(owner.page);
}, { timeout: 120_000 });
