// A device that nobody can sign in to any more hands its work in, and a person says what becomes of it.

import assert from "node:assert/strict";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  ADMINISTRATOR, DISTRICT, LONG_MON, draftHolds, editNomination, endLogin, finds, go, nominate, openNomination, safe, signIn,
  sync, syncNow,
} from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };

/** The administrator shuts out the device of an account. */
async function revoke(page, login) {
  await go(page, "/administration");
  const row = page.locator(".devices li", { hasText: `(${login})` });
  await row.getByRole("button", { name: "Thu hồi" }).click();
  await row.getByLabel("Lý do thu hồi").fill("Mất trên đường đi công tác (mẫu)");
  await row.getByRole("button", { name: "Thu hồi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Thu hồi" }).click();
  await row.getByText("Đã thu hồi").waitFor();
}

/** What is told of work that is handed in, on the device that hands it in. */
function handing(page) {
  return page.getByRole("region", { name: "Không đăng nhập lại được?" });
}

async function handIn(page, count) {
  await syncNow(page);
  await page.getByRole("heading", { name: "Cần đăng nhập lại để gửi" }).waitFor();
  await handing(page).getByRole("button", { name: `Nộp ${count} việc` }).click();
  await handing(page).getByText("Đã nộp, chờ người xem").first().waitFor();
}

/** An entry of the tray. */
function waiting(page, name) {
  return page.getByRole("article", { name });
}

async function say(entry, word, reason) {
  await entry.getByRole("button", { name: word, exact: true }).click();
  await entry.getByLabel("Lý do").fill(reason);
  await entry.getByRole("button", { name: `${word} việc này` }).click();
}

test("a revoked device hands in, one piece is accepted and one refused, and both sides see it", async (bench) => {
  const endpoint = await bench.endpoint();
  const lost = await (await bench.device("lost", PHONE)).page();
  await signIn(lost, endpoint.url, LONG_MON);
  await nominate(lost, { name: "Đinh Văn Trước (mẫu)", position: "Trưởng thôn" });
  await sync(lost);
  const proxy = await bench.proxy(endpoint);
  const page = await (await bench.device("administrator", PHONE)).page();
  await signIn(page, proxy.url, ADMINISTRATOR);
  await go(page, "/tray");
  await page.getByText("Không có việc nào chờ").waitFor();
  await assertAccessible(page);
  await revoke(page, "longmon");

  await editNomination(lost, "Đinh Văn Trước", "position", "Bí thư chi bộ");
  await nominate(lost, { name: "Đinh Văn Muộn (mẫu)" });
  await nominate(lost, { name: "Đinh Văn Thừa (mẫu)" });
  await handIn(lost, 3);
  assert.equal(await handing(lost).getByText("Đã nộp, chờ người xem").count(), 3);
  await assertAccessible(lost);
  // Work goes on without a login.
  await openNomination(lost, "Đinh Văn Muộn");

  await go(page, "/more");
  await page.getByRole("link", { name: "Khay chờ duyệt" }).click();
  const edit = waiting(page, "Đinh Văn Trước");
  await edit.getByRole("cell", { name: "Trưởng thôn" }).waitFor();
  await edit.getByRole("cell", { name: "Bí thư chi bộ" }).waitFor();
  await page.getByText("Máy đã thu hồi").waitFor();
  await waiting(page, "Đinh Văn Muộn").getByText("Lập mới · Đề nghị · Xã Long Môn").waitFor();
  await assertAccessible(page);

  // A reason is asked for, and a line; what was typed stays.
  await edit.getByRole("button", { name: "Nhận", exact: true }).click();
  await edit.getByRole("button", { name: "Nhận việc này" }).click();
  await edit.getByText("Hãy ghi lý do").waitFor();
  await edit.getByLabel("Lý do").fill("Đã hỏi qua điện thoại (mẫu)");
  await proxy.gone();
  await edit.getByRole("button", { name: "Nhận việc này" }).click();
  await edit.getByText("Chưa hỏi được máy chủ").waitFor();
  assert.equal(await edit.getByLabel("Lý do").inputValue(), "Đã hỏi qua điện thoại (mẫu)");
  await proxy.back();
  await edit.getByRole("button", { name: "Nhận việc này" }).click();
  await page.getByText("Đã nhận và ghi vào sổ").waitFor();
  await edit.waitFor({ state: "detached" });
  await say(waiting(page, "Đinh Văn Muộn"), "Nhận", "Đúng việc của chị (mẫu)");
  await waiting(page, "Đinh Văn Muộn").waitFor({ state: "detached" });
  await say(waiting(page, "Đinh Văn Thừa"), "Không nhận", "Đã có người khác nhập (mẫu)");
  await page.getByText("Không có việc nào chờ").waitFor();
  await sync(page);
  await finds(page, "đinh văn", ["Đinh Văn Trước (mẫu)", "Đinh Văn Muộn (mẫu)"]);
  await go(page, "/administration");
  await page.locator(".log li").first().getByText(/không nhận một việc trong khay/).waitFor();

  await go(lost, "/sync");
  await handing(lost).getByText("Đã được nhận và ghi vào sổ").nth(1).waitFor();
  await handing(lost).getByText("Không được nhận", { exact: true }).waitFor();
  await handing(lost).getByText("Đã có người khác nhập (mẫu)").waitFor();
  await assertAccessible(lost);
  await go(lost, "/");
  const card = lost.locator("article.card", { hasText: "Đinh Văn Thừa" });
  await card.getByText("Đã có người khác nhập (mẫu)").waitFor();
  // Nothing that was typed is lost, and what was accepted is still shown.
  await card.getByRole("button", { name: "Sửa rồi gửi lại" }).click();
  assert.equal(await lost.getByLabel("Tên", { exact: true }).inputValue(), "Đinh Văn Thừa (mẫu)");
  await openNomination(lost, "Đinh Văn Muộn");
  // It is still so after the page was closed and opened without a line.
  await endpoint.stop();
  await lost.reload();
  await openNomination(lost, "Đinh Văn Muộn");
  await go(lost, "/sync");
  await handing(lost).getByText("Đã được nhận và ghi vào sổ").nth(1).waitFor();
});

test("signed in again, what was handed in is there once and waits for nobody", async (bench) => {
  const endpoint = await bench.endpoint();
  const unit = await (await bench.device("unit")).page();
  await signIn(unit, endpoint.url, LONG_MON);
  const office = await (await bench.device("office")).page();
  await signIn(office, endpoint.url, DISTRICT);
  await endLogin(unit, endpoint.url);
  await nominate(unit, { name: "Đinh Văn Một (mẫu)" });
  await nominate(unit, { name: "Đinh Văn Hai (mẫu)" });
  await handIn(unit, 2);

  await go(office, "/tray");
  await office.getByText("Đăng nhập đã hết hạn").waitFor();
  await say(waiting(office, "Đinh Văn Một"), "Nhận", "Đúng việc của chị (mẫu)");
  await waiting(office, "Đinh Văn Một").waitFor({ state: "detached" });

  await unit.getByLabel("Mật khẩu").fill(LONG_MON.password);
  await unit.getByRole("button", { name: "Đăng nhập" }).click();
  await safe(unit);
  await handing(unit).waitFor({ state: "detached" });
  await finds(unit, "đinh văn", ["Đinh Văn Một (mẫu)", "Đinh Văn Hai (mẫu)"]);
  // The tray stands open all the while, and is asked anew.
  await office.getByRole("button", { name: "Cập nhật" }).click();
  await office.getByText("Không có việc nào chờ").waitFor();
  await sync(office);
  await finds(office, "đinh văn", ["Đinh Văn Một (mẫu)", "Đinh Văn Hai (mẫu)"]);
});

test("a reason that is being typed outlives the tab, each with its own piece of work", async (bench) => {
  const endpoint = await bench.endpoint();
  const unit = await (await bench.device("unit")).page();
  await signIn(unit, endpoint.url, LONG_MON);
  const device = await bench.device("office");
  const office = await device.page();
  await signIn(office, endpoint.url, DISTRICT);
  await endLogin(unit, endpoint.url);
  await nominate(unit, { name: "Đinh Văn Một (mẫu)" });
  await nominate(unit, { name: "Đinh Văn Hai (mẫu)" });
  await handIn(unit, 2);

  await go(office, "/tray");
  const begin = async (page, name, word, reason) => {
    await waiting(page, name).getByRole("button", { name: word, exact: true }).click();
    await waiting(page, name).getByLabel("Lý do").fill(reason);
    await until("the reason to be kept", () => draftHolds(page, reason));
  };
  await begin(office, "Đinh Văn Một", "Nhận", "Đúng việc của chị (mẫu)");
  await begin(office, "Đinh Văn Hai", "Không nhận", "Chưa rõ ai nhập (mẫu)");
  await device.kill();
  await device.open();
  const again = await device.page(`${endpoint.url}/tray`);
  // The form in which one was typing last stands open; the other comes back when it is opened.
  await waiting(again, "Đinh Văn Hai").getByLabel("Lý do").waitFor();
  assert.equal(await waiting(again, "Đinh Văn Hai").getByLabel("Lý do").inputValue(), "Chưa rõ ai nhập (mẫu)");
  await waiting(again, "Đinh Văn Một").getByRole("button", { name: "Nhận", exact: true }).click();
  assert.equal(await waiting(again, "Đinh Văn Một").getByLabel("Lý do").inputValue(), "Đúng việc của chị (mẫu)");
  await waiting(again, "Đinh Văn Một").getByRole("button", { name: "Nhận việc này" }).click();
  await waiting(again, "Đinh Văn Một").waitFor({ state: "detached" });
  // What was said or given up is not offered again.
  await waiting(again, "Đinh Văn Hai").getByRole("button", { name: "Không nhận", exact: true }).click();
  await waiting(again, "Đinh Văn Hai").getByRole("button", { name: "Thôi" }).click();
  await until("both reasons to be forgotten", async () => !(await draftHolds(again, "(mẫu)")));
});

test("officers of units have no way to the tray, and are told so where they come by its address", async (bench) => {
  const endpoint = await bench.endpoint();
  const page = await (await bench.device("unit")).page();
  await signIn(page, endpoint.url, LONG_MON);
  await go(page, "/more");
  await page.getByRole("link", { name: "Danh bạ" }).first().waitFor();
  assert.equal(await page.getByRole("link", { name: "Khay chờ duyệt" }).count(), 0);
  await go(page, "/tray");
  await page.getByText("Chỉ cơ quan thường trực và người quản trị xem được phần này.").waitFor();
});
