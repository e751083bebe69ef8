// How an officer comes to an account: the administrator makes it and prints a slip, the officer opens it with the slip's code,
// and what becomes of it later.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { OUTPUT, assertAccessible, installed, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  ADMINISTRATOR, LONG_MON, draftHolds, go, makeAccount, makePlace, makeSlip, nominate, openNomination, safe, signIn,
  signInHere, sync,
} from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };
const UNIT = "Xã Thanh Thử (mẫu)";
const OFFICER = "Công chức phụ trách thi đua, xã Thanh Thử (mẫu)";
const PASSWORD = "bốn con trâu đen";

/** The administrator behind a proxy, whose log shows what any server in between would have seen. */
async function administrator(bench, options = {}) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const page = await (await bench.device("administrator", options)).page();
  await signIn(page, proxy.url, ADMINISTRATOR);
  return { endpoint, proxy, page };
}

/** Types a new password on the screen of a slip, and sends it. */
async function choose(page, password, again = password) {
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill(password);
  await page.getByLabel("Nhập lại mật khẩu mới").fill(again);
  await page.getByRole("button", { name: "Đặt mật khẩu và vào" }).click();
}

test("an officer opens a new account with the slip's address, works offline, and the slip is spent", async (bench) => {
  const { proxy, page } = await administrator(bench);
  await makePlace(page, { kind: "Xã, phường, thị trấn", name: UNIT });
  await makeAccount(page, { unit: UNIT, name: OFFICER, login: "thanhthu" });
  const detail = page.locator(".detail");
  await detail.getByText("Chưa nhận").waitFor();
  const code = await makeSlip(page);
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  await detail.getByText(/^Phiếu còn hạn đến \d\d\/\d\d\/\d{4} \d\d:\d\d$/).waitFor();
  await assertAccessible(page);

  // On paper there is the slip and nothing else, on one sheet.
  await page.emulateMedia({ media: "print" });
  for (const text of [OFFICER, "thanhthu", "UBND huyện Minh Long"]) {
    assert.ok(await detail.locator(".slip").getByText(text, { exact: true }).first().isVisible(), text);
  }
  for (const hidden of [".top", ".nav", ".list", ".detail h2", ".detail .note", ".detail .chips", ".detail .buttons"]) {
    for (const element of await page.locator(hidden).all()) assert.ok(!(await element.isVisible()), hidden);
  }
  for (const format of ["A5", "A4"]) assert.equal(pagesOf(await page.pdf({ format })), 1, format);
  await keepPicture(page, "slip-on-paper");
  await page.emulateMedia({ media: "screen" });

  const device = await bench.device("officer", PHONE);
  const officer = await device.page();
  proxy.forget();
  await officer.goto(`${proxy.url}/#phieu=${code.replaceAll("-", "")}`);
  await officer.getByRole("heading", { name: "Nhận tài khoản" }).waitFor();
  await until("the code is off the address bar", () => !officer.url().includes(code.slice(0, 4)));
  await until("the code stands in its field", async () => (await officer.getByLabel("Mã trên phiếu").inputValue()) === code);
  await assertAccessible(officer);
  // What the password lacks is told while it is typed, and at the field when it is sent all the same.
  await officer.getByLabel("Mật khẩu mới", { exact: true }).fill("ngắn");
  await officer.getByText("Còn thiếu 6 ký tự", { exact: false }).waitFor();
  await choose(officer, "matkhau12345");
  await officer.locator("#password-new-error").getByText("Dễ đoán quá", { exact: false }).waitFor();
  await choose(officer, PASSWORD, "bốn con trâu trắng");
  await officer.getByText("Hai lần nhập chưa giống nhau.").waitFor();
  // Without a line nothing that was typed is lost.
  await installed(officer);
  await proxy.gone();
  await choose(officer, PASSWORD);
  await officer.getByText("Chưa có mạng.").waitFor();
  assert.equal(await officer.getByLabel("Mật khẩu mới", { exact: true }).inputValue(), PASSWORD);
  await proxy.back();
  await officer.getByRole("button", { name: "Đặt mật khẩu và vào" }).click();
  await officer.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
  await safe(officer);
  // No server has seen the code in an address.
  assert.ok(proxy.requests(/^\/enrolment$/).length > 0);
  assert.deepEqual(proxy.log.filter((entry) => entry.path.includes(code.slice(0, 4))), []);

  await proxy.gone();
  await nominate(officer, { name: "Đinh Văn Thử" });
  await device.kill();
  await device.open();
  const again = await device.page(proxy.url);
  await openNomination(again, "Đinh Văn Thử");
  await proxy.back();
  await sync(again);
  await page.goto(`${proxy.url}/nominations`);
  await page.getByRole("link", { name: /Đinh Văn Thử/ }).waitFor({ timeout: 20_000 });

  const third = await (await bench.device("third", PHONE)).page(proxy.url);
  await third.getByRole("link", { name: "Tôi có phiếu cấp tài khoản" }).click();
  await third.getByLabel("Mã trên phiếu").fill(code.toLowerCase().replaceAll("-", " "));
  await third.getByText("Đã đủ mã.").waitFor();
  await choose(third, PASSWORD);
  await third.getByText("Phiếu này không dùng được.").waitFor();
  await assertAccessible(third);
  await third.getByRole("link", { name: "Quay lại" }).click();
  await signInHere(third, proxy.url, { login: "thanhthu", password: PASSWORD });
});

test("a code is read as people type it, and what is wrong with it is told at once", async (bench) => {
  const endpoint = await bench.endpoint();
  const page = await (await bench.device("officer", PHONE)).page(endpoint.url);
  await page.getByText("Quên mật khẩu: xin người quản trị phiếu mới.").waitFor();
  await page.getByRole("link", { name: "Tôi có phiếu cấp tài khoản" }).click();
  const code = page.getByLabel("Mã trên phiếu");
  await page.getByRole("button", { name: "Đặt mật khẩu và vào" }).click();
  await page.getByText("Hãy gõ mã trên phiếu.").waitFor();
  await page.getByText("Hãy đặt mật khẩu.").waitFor();
  for (const [typed, said] of [
    ["o123-4567-89ab-cdef", "Đã đủ mã."],
    ["OI23 l567 89AB CDEF", "Đã đủ mã."],
    ["0123-4567-89ab", "Còn thiếu 4 ký tự."],
    ["0123-4567-89ab-cdefgh", "Thừa 2 ký tự."],
    ["0123-4567-89áb-cdef", "Bộ gõ tiếng Việt đã thêm dấu."],
    ["0123-4567-89ub-cdef", "Mã không có ký tự “u”."],
  ]) {
    await code.fill(typed);
    await page.locator("#slip-code-help").getByText(said, { exact: false }).waitFor();
  }
  await code.fill("0123-4567-89ab-cdef");
  // Whoever looks at the password need not type it twice.
  await page.getByLabel("Hiện mật khẩu").check();
  assert.equal(await page.getByLabel("Nhập lại mật khẩu mới").count(), 0);
  assert.equal(await page.getByLabel("Mật khẩu mới", { exact: true }).getAttribute("type"), "text");
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Đặt mật khẩu và vào" }).click();
  await page.getByText("Phiếu này không dùng được.").waitFor();
  assert.equal(await code.inputValue(), "0123-4567-89ab-cdef");
  await page.goBack();
  await page.getByRole("button", { name: "Đăng nhập" }).waitFor();
});

test("a new slip makes the old one void, a slip can be made void, and an account be taken out of use", async (bench) => {
  const { proxy, page } = await administrator(bench, PHONE);
  const longMon = await (await bench.device("unit", PHONE)).page();
  await signIn(longMon, proxy.url, LONG_MON);
  await go(page, "/administration/accounts");
  await page.getByRole("link", { name: /longmon/ }).click();
  const detail = page.locator(".detail");
  const first = await makeSlip(page);
  // It is shown once: elsewhere and back, it is gone.
  await go(page, "/administration/accounts");
  await page.getByRole("link", { name: /longmon/ }).click();
  await detail.getByText("Mã của phiếu cũ không xem lại được.", { exact: false }).waitFor();
  assert.equal(await page.getByText(first.slice(0, 4)).count(), 0);
  await detail.getByRole("button", { name: "Tạo phiếu mới" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Tạo phiếu mới" }).click();
  const second = await codeOf(page);
  assert.notEqual(second, first);
  await detail.getByRole("button", { name: "Ẩn phiếu" }).click();

  const officer = await (await bench.device("officer", PHONE)).page();
  await officer.goto(`${proxy.url}/#phieu=${first}`);
  await choose(officer, PASSWORD);
  await officer.getByText("Phiếu này không dùng được.").waitFor();
  await detail.getByRole("button", { name: "Huỷ phiếu" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Huỷ phiếu" }).click();
  await detail.getByText(/^Phiếu còn hạn đến/).first().waitFor({ state: "detached" });
  // A code that is pasted into an open page is taken off its address as well.
  await officer.evaluate((code) => (location.hash = `#phieu=${code}`), second);
  await until("the second code stands in the field", async () => {
    return (await officer.getByLabel("Mã trên phiếu").inputValue()) === second && !officer.url().includes(second);
  });
  await choose(officer, PASSWORD);
  await officer.getByText("Phiếu này không dùng được.").waitFor();

  // The old password held all the time.
  await sync(longMon);
  await proxy.gone();
  await nominate(longMon, { name: "Đinh Thị Chưa Gửi" });
  await detail.getByRole("button", { name: "Ngừng dùng tài khoản" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Ngừng dùng tài khoản" }).click();
  await detail.getByText("Chưa hỏi được máy chủ.").waitFor();
  await proxy.back();
  await detail.getByRole("button", { name: "Ngừng dùng tài khoản" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Ngừng dùng tài khoản" }).click();
  await detail.getByText("Ngừng dùng", { exact: true }).waitFor();
  await detail.getByText("nên chưa tạo phiếu được", { exact: false }).waitFor();
  await assertAccessible(page);
  await go(longMon, "/sync");
  await longMon.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  await longMon.getByRole("heading", { name: "Cần đăng nhập lại để gửi" }).waitFor();
  await longMon.getByLabel("Mật khẩu").fill(LONG_MON.password);
  await longMon.getByRole("button", { name: "Đăng nhập" }).click();
  await longMon.getByText("Tài khoản này đang ngừng dùng.", { exact: false }).waitFor();
  await openNomination(longMon, "Đinh Thị Chưa Gửi");

  await detail.getByRole("button", { name: "Cho dùng lại" }).click();
  await detail.getByText("Ngừng dùng", { exact: true }).waitFor({ state: "detached" });
  await go(longMon, "/sync");
  await longMon.getByLabel("Mật khẩu").fill(LONG_MON.password);
  await longMon.getByRole("button", { name: "Đăng nhập" }).click();
  await safe(longMon, { timeout: 20_000 });
});

test("what an administrator types wrong is told at its field, and nothing typed is lost", async (bench) => {
  const { proxy, page } = await administrator(bench, PHONE);
  await go(page, "/administration/accounts");
  await page.getByRole("link", { name: "Thêm tài khoản" }).click();
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  for (const said of ["Hãy ghi tên", "Hãy chọn vai trò.", "Hãy chọn đơn vị.", "Cần 3 đến 40 ký tự"]) {
    await page.locator(".error").getByText(said, { exact: false }).waitFor();
  }
  await assertAccessible(page);
  await page.getByLabel("Họ tên hoặc chức danh").fill("Nguyễn Thị Thuý (mẫu)");
  await page.getByLabel("Tên đăng nhập").fill("Thuý Minh");
  await page.getByLabel("Vai trò").selectOption({ label: "Cán bộ thường trực thi đua, khen thưởng" });
  await page.getByText("Nhận và thẩm định hồ sơ của mọi đơn vị.").waitFor();
  await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Phòng Nội vụ" });
  await page.getByLabel(/^Từ năm/).fill("2025");
  await page.getByLabel(/^Đến năm/).fill("2024");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Có thể dùng: thuyminh").waitFor();
  await page.getByText("năm cuối không trước năm đầu", { exact: false }).waitFor();
  await page.getByLabel(/^Từ năm/).fill("2023");
  await page.getByLabel("Tên đăng nhập").fill("longmon");
  // Left in the middle, it is there again, and so it is when the tab was killed.
  const isThere = async () => {
    await page.getByText("Đây là những gì bạn gõ dở lúc trước.").waitFor();
    assert.equal(await page.getByLabel("Họ tên hoặc chức danh").inputValue(), "Nguyễn Thị Thuý (mẫu)");
    assert.equal(await page.getByLabel("Đơn vị", { exact: true }).locator("option:checked").innerText(), "Phòng Nội vụ");
  };
  await go(page, "/more");
  await go(page, "/administration/accounts/new");
  await isThere();
  await until("what is typed to be kept", () => draftHolds(page, "Nguyễn Thị Thuý (mẫu)"));
  await page.reload();
  await isThere();
  await proxy.gone();
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Những gì đã gõ vẫn còn.", { exact: false }).waitFor();
  await proxy.back();
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Đã có tài khoản dùng tên đăng nhập này.", { exact: false }).waitFor();
  assert.equal(await page.getByLabel(/^Từ năm/).inputValue(), "2023");
  await page.getByLabel("Tên đăng nhập").fill("thuyminh");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.locator(".detail").getByText("Từ năm 2023, Đến năm 2024").waitFor();
  await until("what the endpoint has to be forgotten", async () => !(await draftHolds(page, "Nguyễn Thị Thuý (mẫu)")));

  // Units make up blocs and clusters; the committee has its name and its year.
  await makePlace(page, { kind: "Khối thi đua", name: "Khối thử (mẫu)", members: ["Phòng Nội vụ", "Thanh tra"] });
  await page.locator(".detail").getByRole("link", { name: "Thanh tra" }).click();
  await page.locator(".detail").getByRole("link", { name: "Khối thử (mẫu)" }).waitFor();
  await go(page, "/administration/places/committee");
  await page.getByLabel("Năm đang làm").fill("1999");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Hãy ghi năm từ 2000 đến 2100.").waitFor();
  await page.getByLabel("Năm đang làm").fill("2024");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Năm đang làm: 2024").waitFor();
});

test("another password signs the other devices out and keeps what is on them", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const other = await (await bench.device("other", PHONE)).page();
  await signIn(other, proxy.url, LONG_MON);
  const page = await (await bench.device("unit", PHONE)).page();
  await signIn(page, proxy.url, LONG_MON);
  await go(page, "/more");
  await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
  await page.getByText("Các máy khác của bạn sẽ bị đăng xuất", { exact: false }).waitFor();
  const change = async (old, password, again = password) => {
    await page.getByLabel("Mật khẩu đang dùng").fill(old);
    await page.getByLabel("Mật khẩu mới", { exact: true }).fill(password);
    await page.getByLabel("Nhập lại mật khẩu mới").fill(again);
    await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
  };
  await change("", "của longmon 2023");
  await page.getByText("Hãy nhập mật khẩu đang dùng.").waitFor();
  await page.locator("#password-new-error").getByText("Không được chứa tên đăng nhập.").waitFor();
  await assertAccessible(page);
  await change("sai rồi", PASSWORD);
  await page.getByText("Chưa đúng.", { exact: false }).waitFor();
  await proxy.gone();
  await change(LONG_MON.password, PASSWORD);
  await page.getByText("Chưa có mạng, mật khẩu chưa đổi.").waitFor();
  assert.equal(await page.getByLabel("Mật khẩu mới", { exact: true }).inputValue(), PASSWORD);
  await proxy.back();
  await change(LONG_MON.password, PASSWORD);
  await page.getByText("Đã đổi mật khẩu").waitFor();
  await sync(page);

  await nominate(other, { name: "Đinh Văn Còn Đây" });
  await go(other, "/sync");
  await other.getByRole("heading", { name: "Cần đăng nhập lại để gửi" }).waitFor({ timeout: 20_000 });
  await other.getByLabel("Mật khẩu").fill(LONG_MON.password);
  await other.getByRole("button", { name: "Đăng nhập" }).click();
  await other.getByText("chưa đúng", { exact: false }).waitFor();
  await other.getByLabel("Mật khẩu").fill(PASSWORD);
  await other.getByRole("button", { name: "Đăng nhập" }).click();
  await safe(other, { timeout: 20_000 });
  await openNomination(other, "Đinh Văn Còn Đây");
});

test("a forgotten password is replaced on the device at hand, and its unsent work stays", async (bench) => {
  const { proxy, page } = await administrator(bench);
  const longMon = await (await bench.device("unit", PHONE)).page();
  await signIn(longMon, proxy.url, LONG_MON);
  await proxy.gone();
  await nominate(longMon, { name: "Đinh Thị Chưa Gửi" });
  await proxy.back();
  await go(page, "/administration/accounts");
  await page.getByRole("link", { name: /longmon/ }).click();
  const code = await makeSlip(page);
  await longMon.goto(`${proxy.url}/#phieu=${code}`);
  await longMon.getByText("Máy này đang dùng tài khoản: ", { exact: false }).waitFor();
  await choose(longMon, PASSWORD);
  await longMon.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
  await openNomination(longMon, "Đinh Thị Chưa Gửi");
  await sync(longMon);

  // A slip of somebody else is refused on this device, and not used up by that.
  await go(page, "/administration/accounts");
  await page.getByRole("link", { name: /thanhan/ }).click();
  const others = await makeSlip(page);
  await longMon.goto(`${proxy.url}/#phieu=${others}`);
  await choose(longMon, PASSWORD);
  await longMon.getByText("Máy này đang giữ việc của tài khoản khác.").waitFor();
  const officer = await (await bench.device("officer", PHONE)).page(`${proxy.url}/#phieu=${others}`);
  await choose(officer, PASSWORD);
  await officer.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
});

async function codeOf(page) {
  const groups = page.locator(".slip .groups span");
  await groups.first().waitFor();
  return (await groups.allInnerTexts()).join("-");
}

function pagesOf(pdf) {
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

async function keepPicture(page, name) {
  const folder = path.join(OUTPUT, "e2e");
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
