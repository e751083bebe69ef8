// Work without a connection: it stays, whatever happens to the tab, and arrives when there is a line again.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { APP, assertAccessible, installed, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { release, reword } from "./release.mjs";
import {
  DISTRICT, LONG_MON, THANH_AN, editNomination, endLogin, finds, go, listed, nominate, openNomination, safe, save,
  says, signIn, signInHere, sync, syncNow, typeNomination,
} from "./steps.mjs";

/** An endpoint with a proxy before it, and a device of Long Môn that is signed in. */
async function commune(bench, options) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("longmon", options);
  const page = await device.page();
  await signIn(page, proxy.url, LONG_MON);
  return { endpoint, proxy, device, page };
}

test("entered offline, still there after a reload, and on the second device within one sync", async (bench) => {
  const { proxy, page } = await commune(bench, { viewport: { width: 360, height: 740 } });
  const district = await bench.device("district");
  const desk = await district.page();
  await signIn(desk, proxy.url, DISTRICT);

  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Chút", position: "Trưởng thôn", achievements: "Vận động 12 hộ hiến đất làm đường." });
  await says(page, /1 mục mới chỉ có trên máy này|Không có mạng/);
  await page.reload();
  await openNomination(page, "Đinh Văn Chút");
  assert.match(await page.locator(".detail").innerText(), /Vận động 12 hộ hiến đất làm đường\./);

  await proxy.back();
  await sync(page);
  proxy.forget();
  await syncNow(desk);
  await finds(desk, "dinh van chut", ["Đinh Văn Chút"]);
  assert.equal(proxy.requests(/^\/sync/).length, 1, "one request is a whole exchange");
});

test("a tab killed in mid-form keeps every word", async (bench) => {
  const { proxy, device, page } = await commune(bench);
  await typeNomination(page, { name: "Đinh Thị Hoà", achievements: "Câu đang viết dở, chưa lưu" });
  await page.getByText(/Đã giữ bản nháp|Bản nháp/).first().waitFor();
  await proxy.gone();
  await device.kill();

  await device.open();
  const again = await device.page(proxy.url);
  await again.getByText("Đang viết dở").waitFor();
  await go(again, "/nominations/new");
  assert.equal(await again.getByLabel("Tên", { exact: true }).inputValue(), "Đinh Thị Hoà");
  assert.equal(await again.getByLabel(/^Thành tích/).inputValue(), "Câu đang viết dở, chưa lưu");
  await save(again);
  await finds(again, "hoa", ["Đinh Thị Hoà"]);
});

test("a tab killed in mid-sync sends the same again, and the endpoint takes it once", async (bench) => {
  const { endpoint, proxy, device, page } = await commune(bench);
  proxy.break({ on: /^\/sync/, times: 1, cut: "before-answer" });
  proxy.break({ on: /^\/sync/, times: 100, status: 503 });
  await nominate(page, { name: "Phạm Văn Biên" });
  await until("the endpoint to have taken it", () => proxy.requests(/^\/sync/).some((entry) => entry.broken?.cut));
  await device.kill();
  proxy.mend();

  await device.open();
  const again = await device.page(proxy.url);
  await safe(again, { timeout: 20_000 });
  await finds(again, "bien", ["Phạm Văn Biên"]);
  const district = await bench.device("district");
  const desk = await district.page();
  await signIn(desk, proxy.url, DISTRICT);
  await finds(desk, "", ["Phạm Văn Biên"]);
  await endpoint.stop();
});

test("two tabs share one device and lose nothing", async (bench) => {
  const { proxy, device, page } = await commune(bench);
  const second = await device.context.newPage();
  await second.goto(proxy.url);
  await second.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Một" });
  await nominate(second, { name: "Đinh Văn Hai" });
  await nominate(page, { name: "Đinh Văn Ba" });
  for (const tab of [page, second]) await finds(tab, "dinh van", ["Đinh Văn Ba", "Đinh Văn Hai", "Đinh Văn Một"]);
  await proxy.back();
  await sync(page);
  await safe(second);
});

test("an endpoint that answers 500, cuts the answer or is gone delays the work and loses none of it", async (bench) => {
  const { endpoint, proxy, page } = await commune(bench);
  for (const how of [{ status: 500 }, { cut: "answer" }, { cut: "request" }]) {
    proxy.break({ on: /^\/sync/, times: 1, ...how });
    const name = `Đinh Văn ${Object.values(how)[0]}`;
    await nominate(page, { name });
    await until("the break to have happened", () => proxy.log.some((entry) => entry.broken));
    proxy.forget();
    await sync(page);
  }
  await endpoint.kill();
  await nominate(page, { name: "Đinh Văn Lâu" });
  await says(page, /chỉ có trên máy này|Không có mạng|mất|lỗi/i);
  await endpoint.start();
  await sync(page);
  await finds(page, "dinh van", ["Đinh Văn 500", "Đinh Văn answer", "Đinh Văn request", "Đinh Văn Lâu"]);
});

test("another commune never receives a nomination, and receives the cluster's pledge", async (bench) => {
  const { proxy, page } = await commune(bench);
  const other = await bench.device("thanhan");
  const neighbour = await other.page();
  await signIn(neighbour, proxy.url, THANH_AN);

  await nominate(page, { name: "Đinh Văn Riêng" });
  await go(page, "/pledges/new");
  await page.getByRole("heading", { name: "Giao ước mới" }).waitFor();
  await page.getByLabel(/^Nội dung cam kết/).fill("Giảm hộ nghèo");
  await page.getByRole("button", { name: "Thêm chỉ tiêu" }).click();
  await page.getByLabel("Tên chỉ tiêu").last().fill("Số hộ thoát nghèo");
  await page.getByLabel(/^Đơn vị tính/).last().fill("hộ");
  await page.getByLabel(/^Kế hoạch/).last().fill("1.040,5");
  await save(page);
  await sync(page);

  await syncNow(neighbour);
  await go(neighbour, "/pledges");
  await neighbour.getByRole("link", { name: /Long Môn/ }).first().click();
  await neighbour.getByText("Số hộ thoát nghèo").first().waitFor();
  assert.match(await neighbour.locator(".detail").innerText(), /1\.040,5 hộ/);
  await go(neighbour, "/nominations");
  assert.deepEqual(await listed(neighbour), []);
  const stored = await neighbour.evaluate(async () => {
    const open = indexedDB.open("thidua");
    const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    const all = db.transaction("rows").objectStore("rows").getAll();
    const rows = await new Promise((done) => (all.onsuccess = () => done(all.result)));
    db.close();
    return rows.map((row) => new TextDecoder().decode(row)).join("\n");
  });
  assert.ok(!stored.includes("Đinh Văn Riêng"), "not even in the store");
  assert.ok(stored.includes("Số hộ thoát nghèo"));
});

test("different fields merge, the same field keeps both and offers the other", async (bench) => {
  const { proxy, page } = await commune(bench);
  const district = await bench.device("district");
  const desk = await district.page();
  await nominate(page, { name: "Đinh Văn Chung", position: "Công chức" });
  await safe(page);
  await signIn(desk, proxy.url, DISTRICT);

  await proxy.gone();
  await editNomination(page, "Đinh Văn Chung", "workplace", "UBND xã Long Môn");
  await editNomination(page, "Đinh Văn Chung", "position", "Kế toán");
  await editNomination(desk, "Đinh Văn Chung", "initiative", "Sổ tay số");
  await editNomination(desk, "Đinh Văn Chung", "position", "Văn thư");
  await proxy.back();
  for (const tab of [page, desk, page]) {
    await sync(tab);
  }
  await openNomination(page, "Đinh Văn Chung");
  const text = await page.locator(".detail").innerText();
  for (const kept of ["UBND xã Long Môn", "Sổ tay số", "Kế toán", "Văn thư"]) assert.ok(text.includes(kept), kept);
  await page.getByRole("button", { name: "Dùng bản kia" }).click();
  await until("the conflict to be settled", async () => !(await page.locator(".detail").innerText()).includes("Văn thư"));
  await sync(page);
  await syncNow(desk);
  await openNomination(desk, "Đinh Văn Chung");
  await until("the district to see what was chosen", async () => {
    const text = await desk.locator(".detail").innerText();
    return text.includes("Kế toán") && !text.includes("Văn thư");
  });
});

test("deleted, found among the deleted, restored", async (bench) => {
  const { page } = await commune(bench);
  await nominate(page, { name: "Đinh Văn Nhầm" });
  await openNomination(page, "Đinh Văn Nhầm");
  await page.getByRole("button", { name: "Xoá" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Xoá" }).click();
  await page.getByRole("button", { name: "Hoàn tác" }).waitFor();
  await go(page, "/nominations");
  await page.getByText("Chưa có đề nghị nào").waitFor();
  await go(page, "/nominations/deleted");
  await page.getByRole("link", { name: /Đinh Văn Nhầm/ }).click();
  await page.getByRole("button", { name: "Khôi phục" }).click();
  await finds(page, "nham", ["Đinh Văn Nhầm"]);
});

test("search folds diacritics and finds while typing", async (bench) => {
  const { proxy, page } = await commune(bench);
  await proxy.gone();
  for (const name of ["Nguyễn Văn Hoà", "Phạm Thị Thuý", "Đinh Quý Sỹ"]) await nominate(page, { name });
  const cases = [["hoa", "Nguyễn Văn Hoà"], ["thúy", "Phạm Thị Thuý"], ["dinh qui si", "Đinh Quý Sỹ"], ["NGUYEN v", "Nguyễn Văn Hoà"]];
  for (const [typed, name] of cases) await finds(page, typed, [name]);
});

test("in a form, what is wrong stands beside the field, in Vietnamese, and nothing typed is lost", async (bench) => {
  const { page } = await commune(bench);
  await typeNomination(page, { name: "", award: null, birthYear: "19x5", achievements: "Giữ lại câu này" });
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  for (const label of [/^Tên$/, /^Năm sinh/, /^Danh hiệu hoặc/]) {
    const field = page.getByLabel(label);
    assert.equal(await field.getAttribute("aria-invalid"), "true", String(label));
    const described = (await field.getAttribute("aria-describedby")).split(" ");
    const words = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).innerText()));
    assert.ok(words.join(" ").trim().length > 0, String(label));
  }
  assert.equal(await page.getByLabel(/^Thành tích/).inputValue(), "Giữ lại câu này");
});

test("every screen passes axe in both sizes", async (bench) => {
  for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 800 }]) {
    const { page } = await commune(bench, { viewport });
    await nominate(page, { name: "Đinh Văn Chút", position: "Trưởng thôn" });
    for (const path of ["/", "/nominations", "/nominations/new", "/pledges", "/pledges/new", "/blocs", "/sync", "/more"]) {
      await go(page, path);
      await page.waitForTimeout(300);
      await assertAccessible(page);
    }
    await bench.devices.pop().close();
  }
}, { timeout: 120_000 });

test("the rules are told as one types, and no rule stands in the way of saving", async (bench) => {
  const { proxy, page } = await commune(bench);
  await proxy.gone();
  await typeNomination(page, { name: "Đinh Thị Xét" });
  const rules = page.getByRole("region", { name: "Điều kiện theo quy định" });
  await rules.getByText("Chưa đủ thông tin để xét", { exact: true }).waitFor();
  await rules.getByText(/Còn thiếu: .*Xếp loại trong năm/).waitFor();
  await page.getByLabel("Xếp loại trong năm").selectOption({ label: "Hoàn thành nhiệm vụ" });
  await rules.getByText("Luật không cho phép").waitFor();
  await rules.getByText(/Nghị định 91\/2017/).first().waitFor();
  await page.getByLabel("Xếp loại trong năm").selectOption({ label: "Hoàn thành tốt nhiệm vụ" });
  await page.getByLabel(/^Số tháng làm việc/).fill("12");
  await page.getByLabel("Đăng ký thi đua đầu năm").selectOption({ label: "Có đăng ký" });
  await page.getByLabel("Kỷ luật, thanh tra, điều tra").selectOption({ label: "Không có" });
  await rules.getByText("Đủ điều kiện đã xét").waitFor();
  await save(page);
  await page.getByRole("region", { name: "Điều kiện theo quy định" }).getByText("Đủ điều kiện đã xét").waitFor();
  await page.locator(".detail").getByText("Hoàn thành tốt nhiệm vụ", { exact: true }).waitFor();
});

test("a part of the app that does not arrive says so, and comes when it is asked for again", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("longmon");
  const page = await device.page();
  proxy.break({ on: /^\/part-/, times: Infinity, status: 500 });
  await signInHere(page, proxy.url, LONG_MON);
  await go(page, "/nominations/new");
  await page.getByRole("heading", { name: "Chưa tải được phần này" }).waitFor();
  proxy.mend();
  await page.getByRole("button", { name: "Thử lại" }).click();
  await page.getByRole("heading", { name: "Đề nghị mới" }).waitFor();

  // What a page of another version would ask for is nowhere: the whole app is to be had, and another address for the part with it.
  proxy.break({ on: /^\/part-/, times: Infinity, status: 404 });
  await page.evaluate(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))));
  await go(page, "/indicators");
  await page.getByRole("heading", { name: "Chưa tải được phần này" }).waitFor();
  proxy.mend();
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Mở lại ứng dụng" }).click()]);
  await page.getByRole("heading", { name: "Chưa có chỉ tiêu nào" }).waitFor();
});

test("a tab that stays open over an update opens the parts of its own version, without a line", async (bench) => {
  const app = path.join(bench.folder, "app");
  fs.cpSync(APP, app, { recursive: true });
  const endpoint = await bench.endpoint({ app });
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device("longmon");
  const page = await device.page();
  await signInHere(page, proxy.url, LONG_MON);
  await installed(page);
  const other = await device.page();
  await other.goto(proxy.url);
  await typeNomination(other, { name: "Đinh Văn Viết" });

  reword(app, "Chưa có chỉ tiêu nào", "Chưa có chỉ Tiêu nào");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Dùng ngay" }).click()]);
  await page.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
  // The browser's own cache would have the part as well, for as long as it likes.
  const browser = await device.context.newCDPSession(other);
  await browser.send("Network.clearBrowserCache");
  await proxy.gone();
  await go(page, "/indicators");
  await page.getByRole("heading", { name: "Chưa có chỉ Tiêu nào" }).waitFor();
  await go(other, "/indicators");
  await other.getByRole("heading", { name: "Chưa có chỉ tiêu nào" }).waitFor();
});

test("a new version is offered while no form is open, and never takes a form away, in no tab", async (bench) => {
  const app = path.join(bench.folder, "app");
  fs.cpSync(APP, app, { recursive: true });
  const endpoint = await bench.endpoint({ app });
  const device = await bench.device("longmon");
  const page = await device.page();
  await signIn(page, endpoint.url, LONG_MON);
  const other = await device.page();
  await other.goto(endpoint.url);
  await typeNomination(other, { name: "Đinh Văn Viết" });
  await other.evaluate(() => (window.isSamePage = true));

  release(app, "/manifest.webmanifest", (text) => `${text}\n`);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const offer = page.getByRole("button", { name: "Dùng ngay" });
  await offer.waitFor();
  assert.equal(await other.getByRole("button", { name: "Dùng ngay" }).count(), 0, "nothing is offered over a form");
  await go(page, "/nominations/new");
  await page.getByRole("heading", { name: "Đề nghị mới" }).waitFor();
  await offer.waitFor({ state: "detached" });
  await go(page, "/");
  await offer.waitFor();

  const reloaded = page.waitForEvent("load");
  await offer.click();
  await reloaded;
  await page.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
  assert.equal(await offer.count(), 0);
  assert.equal(await other.evaluate(() => window.isSamePage), true, "the other tab's form stays as it is");
  await save(other);
  await Promise.all([other.waitForEvent("load"), other.getByRole("button", { name: "Dùng ngay" }).click()]);
  await finds(other, "viet", ["Đinh Văn Viết"]);
});

test("a login that the endpoint does not take any more stops the sending and nothing else", async (bench) => {
  const { proxy, page } = await commune(bench);
  await endLogin(page, proxy.url);
  await nominate(page, { name: "Đinh Văn Chờ" });
  await says(page, /Cần đăng nhập lại/);
  await finds(page, "cho", ["Đinh Văn Chờ"]);
  await go(page, "/sync");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(LONG_MON.password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await safe(page);
  await finds(page, "cho", ["Đinh Văn Chờ"]);
});

test("signing out clears the device, and asks for a typed word while work is unsent", async (bench) => {
  const { proxy, page } = await commune(bench);
  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Sót" });
  await go(page, "/more");
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  const dialog = page.getByRole("dialog");
  assert.match(await dialog.innerText(), /1/);
  assert.ok(await dialog.getByRole("textbox").isVisible(), "a typed confirmation");
  await page.keyboard.press("Escape");
  await proxy.back();
  await sync(page);
  await go(page, "/more");
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Đăng xuất" }).click();
  await page.getByLabel("Tài khoản").waitFor();
  const left = await page.evaluate(async () => {
    const open = indexedDB.open("thidua");
    const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    const counts = await Promise.all([...db.objectStoreNames].map((name) => {
      const count = db.transaction(name).objectStore(name).count();
      return new Promise((done) => (count.onsuccess = () => done(count.result)));
    }));
    db.close();
    return counts.reduce((sum, count) => sum + count, 0);
  });
  assert.equal(left, 0, "personal data does not stay behind");
});
