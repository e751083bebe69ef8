// What people do, in their own words: the tests and the screenshots are written with these.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { installed, until } from "./harness.mjs";

/** The accounts of the sample committee. */
export const LONG_MON = { login: "longmon", password: "mau-2023" };
export const THANH_AN = { login: "thanhan", password: "mau-2023" };
export const DISTRICT = { login: "minhlong", password: "mau-2023" };
export const ADMINISTRATOR = { login: "quantri", password: "mau-2023" };

/** Signs in and waits until the first exchange has brought everything and the app opens offline. */
export async function signIn(page, url, person) {
  await signInHere(page, url, person);
  await installed(page);
  await safe(page);
}

/** Signs in, and waits for no more than the first screen. */
export async function signInHere(page, url, person) {
  await page.goto(url);
  await page.getByLabel("Tài khoản").fill(person.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await page.getByRole("heading", { name: "Việc cần làm" }).first().waitFor();
}

/** The same place by a name: browsers keep no passkeys for an address of numbers. */
export const named = (url) => url.replace("127.0.0.1", "localhost");

/** Gives the page's browser an authenticator, as a telephone with a fingerprint reader has one. It says yes until it is told otherwise. */
export async function authenticator(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const keys = async () => (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  const verifies = (isUserVerified) => devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  return { keys, verifies };
}

/** Begins to make a passkey of this name. */
export async function makeKey(page, name) {
  await go(page, "/passkey");
  await page.getByLabel("Tên của khoá").fill(name);
  await page.getByRole("button", { name: "Tạo khoá" }).click();
}

/** Makes a passkey. */
export async function withKey(page, name) {
  await makeKey(page, name);
  await page.getByRole("listitem").filter({ hasText: name }).getByText("Tạo trên máy này").waitFor();
}

/** Signs out, with nothing to lose. */
export async function signOut(page) {
  await go(page, "/more");
  await page.getByRole("button", { name: "Đăng xuất" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Đăng xuất" }).click();
  await page.getByLabel("Tài khoản").waitFor();
}

/** The button that signs in by a passkey. */
export const byKey = (page) => page.getByRole("button", { name: "Đăng nhập bằng khoá của máy" });

/** What the bar at the top says. */
export function bar(page) {
  return page.locator("a.sync").first();
}

/** Waits until the bar says that all is safe at the endpoint. */
export function safe(page, options) {
  return says(page, /^Đã lưu an toàn/, options);
}

/** Waits until the bar says something. */
export function says(page, what, options) {
  return until(`the bar to say ${what}`, async () => what.test((await bar(page).innerText()).trim()), options);
}

/** Goes to an address of the app as a link does, without loading the page anew. */
export async function go(page, path) {
  await page.locator(".app").waitFor();
  await page.evaluate((path) => {
    const link = document.createElement("a");
    link.href = path;
    document.querySelector(".app").append(link);
    link.click();
    link.remove();
  }, path);
}

const FIELDS = {
  name: "Tên",
  birthYear: /^Năm sinh/,
  position: /^Chức vụ/,
  workplace: /^Nơi công tác/,
  achievements: /^Thành tích/,
  initiative: /^Sáng kiến/,
};

/** Opens the form for a new nomination and types; saving is another step. */
export async function typeNomination(page, { name, award = "Lao động tiên tiến", subject, unit, ...rest }) {
  await go(page, "/nominations/new");
  await page.getByRole("heading", { name: "Đề nghị mới" }).waitFor();
  if (subject) await page.getByText(subject, { exact: true }).click();
  if (unit) await page.locator("form.form").getByLabel("Đơn vị", { exact: true }).selectOption({ label: unit });
  await page.getByLabel(FIELDS.name, { exact: true }).fill(name);
  for (const [field, text] of Object.entries(rest)) await page.getByLabel(FIELDS[field]).fill(text);
  if (award) await page.getByLabel("Danh hiệu hoặc hình thức khen").selectOption({ label: award });
}

/** Saves the open form, waits until it is gone and for the words that may only come when the disk has it. */
export async function save(page) {
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  // The words alone may still be those of the save before.
  await page.locator("form.form").waitFor({ state: "detached" });
  await page.getByText("Đã lưu trên máy").first().waitFor();
}

/** Makes a nomination and saves it. */
export async function nominate(page, nomination) {
  await typeNomination(page, nomination);
  await save(page);
}

/** Enters nominations for Lao động tiên tiến from a list, one for each name, with what each has achieved. */
export async function enterList(page, folder, names, achieved = () => "") {
  const line = (name, place) =>
    `${name};${1960 + (place % 40)};Nam;Trưởng thôn;Lao động tiên tiến;2023;HTTNV;${achieved(place)}`;
  const head = "Họ và tên;Năm sinh;Giới tính;Chức vụ;Danh hiệu đề nghị;Năm;Xếp loại;Tóm tắt thành tích";
  const file = path.join(folder, "nhieu-ho-so.csv");
  fs.writeFileSync(file, `\ufeff${[head, ...names.map(line)].join("\r\n")}\r\n`);
  await go(page, "/import");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("button", { name: "Kiểm tra danh sách" }).click();
  const count = names.length.toLocaleString("de-DE");
  await page.getByRole("button", { name: `Nhập ${count} dòng` }).click({ timeout: 30_000 });
  await page.getByText(`Đã nhập ${count} dòng`).waitFor({ timeout: 60_000 });
}

/** Takes a step on all dossiers from which it can be taken, and whose names have these words; the report that is shown then. */
export async function takeTogether(page, step, count, { words, says = {} } = {}) {
  await go(page, "/handle");
  await page.getByLabel("Việc cần làm").selectOption({ label: step });
  if (words) await page.getByRole("searchbox").fill(words);
  await page.getByText(`/${count} hồ sơ`).waitFor();
  await page.getByRole("button", { name: "Chọn tất cả" }).click();
  await page.getByText(`Đã chọn ${count}/${count} hồ sơ`).waitFor();
  const form = page.getByRole("form", { name: step });
  for (const [label, text] of Object.entries(says)) await form.getByLabel(new RegExp(`^${label}`)).fill(text);
  await form.getByRole("button", { name: step }).click();
  await page.getByText(`Đã ghi ${count} hồ sơ. Máy chủ đã nhận hay chưa: xem từng dòng.`).waitFor();
  return page.getByRole("status", { name: "Kết quả" });
}

/** Opens a nomination by its name from the list. */
export async function openNomination(page, name) {
  await go(page, "/nominations");
  await page.getByRole("link", { name: new RegExp(name) }).first().click();
  await page.getByRole("heading", { name }).waitFor();
}

/** Changes one field of a nomination. */
export async function editNomination(page, name, field, text) {
  await openNomination(page, name);
  await page.getByRole("link", { name: "Sửa" }).click();
  await page.getByRole("heading", { name: "Sửa đề nghị" }).waitFor();
  await page.getByLabel(FIELDS[field]).fill(text);
  await save(page);
}

/** What can be done next with the nomination that is open. */
export function nextSteps(page) {
  return page.getByRole("region", { name: "Bước tiếp theo" });
}

/** What has happened to the nomination that is open. */
export function history(page) {
  return page.getByRole("region", { name: "Quá trình xử lý" });
}

/** The state of the nomination that is open, in words. */
export async function stands(page, word) {
  await page.locator("header .chip", { hasText: word }).first().waitFor();
}

/** Opens the form of a step of the nomination that is open, and types what it asks for, by label. */
export async function typeStep(page, step, says = {}) {
  await nextSteps(page).getByRole("button", { name: step, exact: true }).click();
  const form = page.getByRole("form", { name: step });
  // The form takes the focus when it is drawn; what is typed before that would go astray.
  await form.locator("h3:focus").waitFor();
  for (const [label, text] of Object.entries(says)) await form.getByLabel(new RegExp(`^${label}`)).fill(text);
  return form;
}

/** Takes a step of the nomination that is open. */
export async function takeStep(page, step, says = {}) {
  const form = await typeStep(page, step, says);
  await form.getByRole("button", { name: step, exact: true }).click();
  await form.waitFor({ state: "detached" });
}

/** Opens the form for a new indicator and types; saving is another step. */
export async function typeIndicator(page, { which, year, ...figures }) {
  const fields = { actual: /^Thực hiện/, plan: /^Kế hoạch/, lastYear: /^Năm trước/, total: /^Tổng số để tính tỷ lệ/ };
  await go(page, "/indicators/new");
  await page.getByRole("heading", { name: "Chỉ tiêu mới" }).waitFor();
  const form = page.locator("form.form");
  await form.getByLabel("Chỉ tiêu", { exact: true }).selectOption({ label: which });
  if (year) await form.getByLabel("Năm", { exact: true }).fill(year);
  for (const [field, figure] of Object.entries(figures)) await form.getByLabel(fields[field]).fill(figure);
}

/** Opens an indicator by its name from the list. */
export async function openIndicator(page, name) {
  await go(page, "/indicators");
  await page.locator(".list .row", { hasText: name }).first().click();
  await page.locator(".detail").getByRole("heading", { name }).first().waitFor();
}

/** Opens a criterion from the card of the commune, on a phone. */
export async function chooseCriterion(page, name) {
  await page.locator(".criteria-cards").getByRole("button", { name: new RegExp(`^${name.replace(".", "\\.")}`) }).click();
  await page.getByRole("heading", { name: new RegExp(name.replace(".", "\\.")) }).waitFor();
}

/** Opens the form for a new entry of the register and types; saving is another step. */
export async function typePerson(page, { name, subject, unit, knownSince, honours = [], ...rest }) {
  await go(page, "/people/new");
  await page.getByRole("heading", { name: "Thêm vào danh bạ" }).waitFor();
  const form = page.locator("form.form");
  if (unit) await form.getByLabel("Đơn vị", { exact: true }).selectOption({ label: unit });
  if (subject) await form.getByText(subject, { exact: true }).click();
  await form.getByLabel(FIELDS.name, { exact: true }).fill(name);
  for (const [field, text] of Object.entries(rest)) await form.getByLabel(FIELDS[field]).fill(text);
  if (knownSince) await form.getByLabel(/^Danh sách khen thưởng đủ từ năm/).fill(knownSince);
  for (const { year, award, decision, day, revoked } of honours) {
    await form.getByRole("button", { name: "Thêm lần được khen" }).click();
    const honour = form.getByRole("group", { name: /^Lần được khen/ }).last();
    await honour.getByLabel("Năm được khen").fill(year);
    await honour.getByLabel("Danh hiệu hoặc hình thức khen").selectOption({ label: award });
    if (decision) await honour.getByLabel(/^Số quyết định \(/).fill(decision);
    if (day) await honour.getByLabel(/^Ngày quyết định/).fill(day);
    if (revoked) await honour.getByLabel(/^Số quyết định huỷ/).fill(revoked);
  }
}

/** Makes an entry of the register and saves it. */
export async function enter(page, person) {
  await typePerson(page, person);
  await save(page);
}

/** Opens an entry of the register by its name from the list. */
export async function openPerson(page, name) {
  await go(page, "/people");
  await page.getByRole("link", { name: new RegExp(name) }).first().click();
  await page.getByRole("heading", { name }).waitFor();
}

/** The same as `finds`, in the register. */
export async function findsPeople(page, text, names) {
  await go(page, "/people");
  await page.getByRole("searchbox").fill(text);
  const wanted = [...names].sort().join("\n");
  await until(`the register to find ${names.join(", ") || "nobody"} for "${text}"`, async () => {
    return (await listed(page)).sort().join("\n") === wanted;
  });
}

/** Types into the search of the nominations. */
export async function search(page, text) {
  await go(page, "/nominations");
  await page.getByRole("searchbox").fill(text);
}

/** Types into the search and waits until the list shows these names and no others, in any order. */
export async function finds(page, text, names, options) {
  await search(page, text);
  const wanted = [...names].sort().join("\n");
  await until(`the search for "${text}" to find ${names.join(", ") || "nothing"}`, async () => {
    return (await listed(page)).sort().join("\n") === wanted;
  }, options);
}

/** The names in the list that stands open. */
export async function listed(page) {
  return page.locator(".list .row .name").allInnerTexts();
}

/** Asks for an exchange by the button of the health page, and waits for how it ends. */
export async function syncNow(page) {
  await go(page, "/sync");
  await page.getByRole("button", { name: "Gửi và nhận ngay" }).click();
}

/**
 * Presses that button and waits until all is safe by an exchange that began after it. The bar alone may still speak of the
 * exchange before: one that is under way when the button is pressed is followed by another some seconds later.
 */
export async function sync(page) {
  await go(page, "/sync");
  const pressed = await page.evaluate(() => Date.now());
  await page.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  await until("an exchange that began after the button was pressed", () => exchangedSince(page, pressed), { timeout: 60_000 });
  await safe(page);
}

/** Whether an attempt of this time or later is kept on the disk. Below a PIN only when it ended can be read. */
async function exchangedSince(page, since) {
  return page.evaluate(async (since) => {
    const answer = (request) => new Promise((done, fail) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => fail(request.error) }));
    const db = await answer(indexedDB.open("thidua"));
    const attempts = db.transaction("attempts").objectStore("attempts");
    const [keys, values] = await Promise.all([answer(attempts.getAllKeys()), answer(attempts.getAll())]);
    db.close();
    const begun = (value, at) => {
      const [end, took] = typeof value === "string" ? JSON.parse(value) : [Number(keys[at]), 0];
      return end - took;
    };
    // Both figures are cut to whole milliseconds.
    return values.some((value, at) => begun(value, at) >= since - 2);
  }, since);
}

/** Whether some draft on the disk holds a text. */
export async function draftHolds(page, text) {
  return page.evaluate(async (text) => {
    const answer = (request) => new Promise((done, fail) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => fail(request.error) }));
    const db = await answer(indexedDB.open("thidua"));
    const drafts = await answer(db.transaction("drafts").objectStore("drafts").getAll());
    db.close();
    const read = (draft) => (typeof draft === "string" ? draft : new TextDecoder().decode(draft));
    return drafts.some((draft) => read(draft).includes(text));
  }, text);
}

/** Ends the login behind the app's back, as an administrator would. */
export async function endLogin(page, url) {
  const token = await page.evaluate(async () => {
    const open = indexedDB.open("thidua");
    const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    const session = db.transaction("state").objectStore("state").get("session");
    const json = await new Promise((done) => (session.onsuccess = () => done(session.result)));
    db.close();
    return JSON.parse(json).signed_in.token;
  });
  const ended = await fetch(`${url}/session`, { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
  assert.equal(ended.status, 204);
}

/** Chooses the first so many of the dossiers that are found. */
export async function pick(page, count) {
  const rows = page.locator(".picker .pick input:not(:checked)");
  for (let done = 0; done < count; done += 1) await rows.first().check();
}

/** Opens the form for a new decision and types; saving is another step. `begun` types into the form that is open. */
export async function typeDecision(page, { about, day, award, count, signer = "Nguyễn Văn Chủ Tịch (mẫu)", begun }) {
  if (!begun) await go(page, "/decisions/new");
  await page.getByRole("heading", { name: "Soạn quyết định" }).waitFor();
  if (about) await page.getByLabel(/^Trích yếu/).fill(about);
  await page.getByLabel(/^Ngày quyết định/).fill(day);
  await page.getByLabel("Người ký", { exact: true }).fill(signer);
  await page.getByLabel("Chức vụ người ký").fill("Chủ tịch Uỷ ban nhân dân huyện");
  await page.getByLabel("Cấp quyết định").selectOption({ label: "Cấp huyện" });
  if (award) await page.locator(".picker").getByLabel("Danh hiệu hoặc hình thức khen").selectOption({ label: award });
  await pick(page, count);
  await page.getByText(new RegExp(`Đã chọn ${count} trong`)).waitFor();
}

/** Asks for the number of the decision that is open. */
export async function issue(page) {
  await page.locator(".detail").getByRole("button", { name: "Ban hành", exact: true }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Ban hành", exact: true }).click();
}

/** Makes a decision and has it issued. */
export async function decide(page, decision) {
  await typeDecision(page, decision);
  await save(page);
  await issue(page);
}

/** Opens the form for a new notice, types, and chooses everybody of an award; saving is another step. */
export async function typeNotice(page, { place, from, until, award }) {
  await go(page, "/notices/new");
  await page.getByRole("heading", { name: "Thông báo công khai mới" }).waitFor();
  await page.locator("form").getByLabel("Nơi công khai").fill(place);
  await page.getByLabel("Từ ngày").fill(from);
  await page.getByLabel("Đến hết ngày").fill(until);
  await page.locator(".picker").getByLabel("Danh hiệu hoặc hình thức khen").selectOption({ label: award });
  await page.locator(".picker").getByRole("button", { name: /^Chọn tất cả/ }).click();
}

/** The members of the council of the sample committee. */
export const MEMBERS = [1, 2, 3, 4, 5].map((number) => ({ login: `hoidong${number}`, password: "mau-2023" }));

/** Puts a session together and saves it. `without` leaves so many members out, from the last on; `guests` have no account. */
export async function prepareSession(page, { award, count, without = 0, guests = [], byHand = false }) {
  await go(page, "/council/new");
  await page.getByRole("heading", { name: "Lập phiên họp" }).waitFor();
  if (byHand) await page.getByText("Kiểm phiếu bằng tay", { exact: true }).click();
  const members = page.getByRole("group", { name: "Thành viên Hội đồng" }).getByRole("checkbox");
  for (let left = without; left > 0; left -= 1) await members.nth(5 - left).uncheck();
  for (const guest of guests) {
    await page.getByRole("button", { name: "Thêm thành viên không có tài khoản" }).click();
    await page.locator(".seat").last().getByLabel("Họ và tên").fill(guest);
  }
  await page.locator(".picker").getByLabel("Danh hiệu hoặc hình thức khen").selectOption({ label: award });
  await pick(page, count);
  await save(page);
}

/** Opens the vote of the session that is shown. */
export async function openedSession(page) {
  const detail = page.locator(".detail");
  await detail.getByRole("button", { name: "Mở bỏ phiếu" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Mở bỏ phiếu" }).click();
  await detail.getByRole("button", { name: "Kết thúc bỏ phiếu" }).waitFor({ timeout: 20_000 });
}

/** Goes to a session, and waits until it is on the device. */
export async function openSession(page, session) {
  await go(page, `/council/${session}`);
  await page.locator(".detail article").waitFor({ timeout: 20_000 });
}

/** A member takes their ballot. */
export async function takeBallot(page) {
  const detail = page.locator(".detail");
  await detail.getByRole("button", { name: "Nhận phiếu" }).click({ timeout: 30_000 });
  await detail.locator(".ballot li").first().waitFor();
}

/** A member takes their ballot, votes for everything, and casts it. */
export async function votesForAll(page) {
  const detail = page.locator(".detail");
  await takeBallot(page);
  for (const choice of await detail.locator(".ballot li").all()) await choice.getByLabel("Đồng ý", { exact: true }).check();
  await detail.getByRole("button", { name: "Bỏ phiếu", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Bỏ phiếu", exact: true }).click();
  await detail.getByText("Đã nhận phiếu của bạn").waitFor({ timeout: 30_000 });
}

/** How a member attended, by name. */
export async function attended(page, name, how) {
  await page.getByRole("group", { name }).getByLabel(how, { exact: true }).check();
}

/** Enters the votes on a dossier, by its name. */
export async function enterVotes(page, name, [yes, no, blank]) {
  const card = page.locator(".counting .ballot li", { hasText: name });
  for (const [label, count] of [["Đồng ý", yes], ["Không đồng ý", no], ["Phiếu trắng", blank]]) {
    await card.getByLabel(label, { exact: true }).fill(String(count));
  }
  return card;
}

/** Chooses for dossiers, by name. */
export async function chooseVotes(page, votes) {
  for (const [name, choice] of Object.entries(votes)) {
    await page.locator(".ballot li", { hasText: name }).getByLabel(choice, { exact: true }).check();
  }
}

/** The administrator makes a unit, a bloc or a cluster. */
export async function makePlace(page, { kind, name, members = [] }) {
  await go(page, "/administration/places/new");
  await page.getByText(kind, { exact: true }).first().click();
  await page.getByLabel("Tên", { exact: true }).fill(name);
  for (const member of members) await page.getByLabel(member, { exact: true }).check();
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.locator(".detail").getByRole("heading", { name }).waitFor();
}

/** The administrator makes an account for the unit that is open. */
export async function makeAccount(page, { unit, name, login }) {
  await page.locator(".detail").getByRole("link", { name: "Thêm tài khoản" }).click();
  await page.getByLabel("Họ tên hoặc chức danh").fill(name);
  await page.getByLabel("Tên đăng nhập").fill(login);
  const chosen = (label) => page.getByLabel(label, { exact: true }).locator("option:checked").innerText();
  assert.deepEqual([await chosen("Vai trò"), await chosen("Đơn vị")], ["Công chức thi đua của đơn vị", unit]);
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.locator(".detail").getByRole("heading", { name }).waitFor();
}

/** The administrator makes a slip for the account that is open; its code. */
export async function makeSlip(page) {
  await page.locator(".detail").getByRole("button", { name: /^Tạo phiếu/ }).click();
  const groups = page.locator(".slip .groups span");
  await groups.first().waitFor();
  return (await groups.allInnerTexts()).join("-");
}

/** A day so many days from today, as officers write it. The browsers of the tests are in Vietnam. */
export function dayFromNow(days) {
  const at = new Date(Date.now() + days * 86_400_000);
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric" });
  return parts.format(at);
}

/** Opens the form for a new movement and types; saving is another step. */
export async function typeMovement(page, { name, aim, from = dayFromNow(-10), until = dayFromNow(200), who, targets = [], ...days }) {
  await go(page, "/movements/new");
  await page.getByRole("heading", { name: "Phát động phong trào mới" }).waitFor();
  const form = page.locator("form.form");
  await form.getByLabel("Tên phong trào").fill(name);
  await form.getByLabel("Mục tiêu", { exact: true }).fill(aim);
  await form.getByLabel("Từ ngày", { exact: true }).fill(from);
  await form.getByLabel("Đến hết ngày", { exact: true }).fill(until);
  if (who) await form.getByText(who, { exact: true }).click();
  const labels = { joinBy: /^Hạn đăng ký/, interimBy: /^Hạn báo cáo sơ kết/, finalBy: /^Hạn báo cáo tổng kết/ };
  for (const [day, text] of Object.entries(days)) await form.getByLabel(labels[day]).fill(text);
  for (const { name, plan, measure } of targets) {
    await form.getByRole("button", { name: "Thêm chỉ tiêu" }).click();
    const target = form.getByRole("group", { name: /^Chỉ tiêu \d+$/ }).last();
    await target.getByLabel("Nội dung chỉ tiêu").fill(name);
    await target.getByLabel(/^Mức phấn đấu/).fill(plan);
    await target.getByLabel(/^Đơn vị tính/).fill(measure);
  }
}

/** Launches a movement. */
export async function launch(page, movement) {
  await typeMovement(page, movement);
  await save(page);
  await page.locator(".detail").getByRole("heading", { name: movement.name }).waitFor();
}

/** Opens a movement or a model by its name, from its list. */
export async function openCommon(page, section, name) {
  await go(page, section);
  await page.locator(".list").getByRole("link", { name }).first().click();
  await page.locator(".detail").getByRole("heading", { name }).waitFor();
}

/** The own unit joins the movement that is open. */
export async function join(page) {
  const own = page.locator(".detail").getByRole("region", { name: "Phần của đơn vị" });
  await own.getByRole("button", { name: "Tham gia" }).click();
  await own.getByRole("link", { name: "Ghi kết quả" }).waitFor();
}

/** Opens the form for the own unit's results in the movement that is open, and types; saving is another step. */
export async function typeResult(page, { part, text, figures = {} }) {
  await page.locator(".detail").getByRole("link", { name: /^(Ghi kết quả|Sửa phần của đơn vị)$/ }).click();
  const half = page.locator("form.form").getByRole("group", { name: part, exact: true });
  await half.waitFor();
  for (const [target, figure] of Object.entries(figures)) {
    await half.getByRole("group", { name: target }).getByLabel(/^Số đạt được/).fill(figure);
  }
  await half.getByLabel(new RegExp(`^${part} của đơn vị`)).fill(text);
}

/** Opens the form for a new model and types; saving is another step. */
export async function typeModel(page, { name, work, what, how, place, result, unit }) {
  await go(page, "/models/new");
  await page.getByRole("heading", { name: "Giới thiệu mô hình hay" }).waitFor();
  const form = page.locator("form.form");
  if (unit) await form.getByLabel("Đơn vị", { exact: true }).selectOption({ label: unit });
  await form.getByLabel("Tên mô hình").fill(name);
  if (place) await form.getByLabel(/^Nơi thực hiện/).fill(place);
  if (work) await form.getByLabel("Lĩnh vực", { exact: true }).selectOption({ label: work });
  if (what) await form.getByLabel("Nội dung mô hình").fill(what);
  if (how) await form.getByLabel("Cách làm theo", { exact: true }).fill(how);
  if (result) await form.getByLabel(/^Kết quả/).fill(result);
}
/** The cluster of the communes of the sample committee. */
export const CLUSTER = "Cụm thi đua các xã";

const inForm = (page) => page.locator("form.form");

/**
 * Opens the form for a cluster's year and types; saving is another step. `targets` are those of the template, each with its name,
 * its measure and, where one is given to all, its plan; `criteria` those of the one section of the table; `forward` what the first
 * place is put forward for.
 */
export async function typeBloc(page, { leader, targets = [], criteria = [], forward } = {}) {
  await go(page, "/blocs/new");
  await page.getByRole("heading", { name: "Lập khối, cụm của năm" }).waitFor();
  const form = inForm(page);
  await form.getByLabel("Khối hoặc cụm thi đua").selectOption({ label: CLUSTER });
  await form.getByRole("checkbox", { name: "Xã Long Môn", exact: true, checked: true }).waitFor();
  if (leader) await form.getByLabel("Trưởng khối, cụm", { exact: true }).selectOption({ label: leader });
  for (const { name, measure = "hộ", plan = "" } of targets) {
    await form.getByRole("button", { name: "Thêm chỉ tiêu" }).click();
    const target = form.getByRole("group", { name: /^Chỉ tiêu \d+$/ }).last();
    await target.getByLabel("Chỉ tiêu", { exact: true }).fill(name);
    await target.getByLabel("Đơn vị tính").fill(measure);
    await target.getByLabel("Kế hoạch", { exact: true }).fill(plan);
  }
  if (criteria.length > 0) {
    await form.getByRole("button", { name: "Thêm phần" }).click();
    await form.getByRole("group", { name: "Phần", exact: true }).getByLabel("Phần", { exact: true }).fill("Thi đua chung (mẫu)");
    for (const { name, max, formula, target } of criteria) {
      await form.getByRole("button", { name: "Thêm tiêu chí", exact: true }).click();
      const row = form.getByRole("group", { name: "Tiêu chí", exact: true }).last();
      await row.getByLabel("Nội dung tiêu chí").fill(name);
      await row.getByLabel("Điểm tối đa").fill(max);
      if (formula) await row.getByLabel("Cách tính").selectOption({ label: formula });
      if (target) await row.getByLabel("Theo chỉ tiêu của mẫu").selectOption({ label: target });
    }
  }
  if (forward) {
    await form.getByRole("button", { name: "Thêm hạng được đề nghị" }).click();
    await form.getByLabel("Hạng", { exact: true }).fill("1");
    await form.getByLabel("Danh hiệu hoặc hình thức khen").selectOption({ label: forward });
  }
}

/** Makes a cluster's year; its id. */
export async function makeBloc(page, bloc) {
  await typeBloc(page, bloc);
  await save(page);
  await page.locator(".detail").getByRole("heading", { name: new RegExp(`^${CLUSTER}`) }).waitFor();
  return recordShown(page);
}

/** The id of the record that is shown. The address follows only after its screen is drawn. */
function recordShown(page) {
  return until("the address of a record", () => page.url().match(/\/([0-9a-f]{32})$/)?.[1]);
}

/** Makes a unit's pledge from its cluster's template, with the plans of its targets in their order; its id. */
export async function makePledge(page, { unit, plans = [] } = {}) {
  await go(page, "/pledges/new");
  await page.getByRole("heading", { name: "Giao ước mới" }).waitFor();
  const form = inForm(page);
  if (unit) {
    await form.getByLabel("Khối hoặc cụm thi đua").selectOption({ label: CLUSTER });
    await form.getByLabel("Đơn vị", { exact: true }).selectOption({ label: unit });
  }
  await form.getByRole("button", { name: "Lập từ mẫu của khối, cụm" }).click();
  const all = form.getByLabel("Kế hoạch", { exact: true });
  await until("the targets of the template", async () => (await form.getByLabel("Tên chỉ tiêu").first().inputValue()) !== "");
  for (const [place, plan] of plans.entries()) await all.nth(place).fill(plan);
  await save(page);
  return recordShown(page);
}

/** Lines that are a signature, in shares of the pad's width and height. */
export const SIGNATURE = [
  [[0.1, 0.6], [0.2, 0.3], [0.3, 0.7], [0.45, 0.4], [0.6, 0.65]],
  [[0.15, 0.8], [0.7, 0.75]],
];

/** Draws lines on the signature pad with the mouse. */
export async function drawLines(page, lines) {
  const pad = page.locator("#sign-pad");
  await pad.scrollIntoViewIfNeeded();
  for (const [first, ...rest] of lines) {
    const box = await pad.boundingBox();
    const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
    await page.mouse.move(...at(first));
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...at(point), { steps: 5 });
    await page.mouse.up();
  }
}

/** Events of pens and fingers on the signature pad: what happens, what points, which one, and where in shares of the pad. */
export async function point(page, events) {
  await page.locator("#sign-pad").evaluate((pad, events) => {
    const box = pad.getBoundingClientRect();
    for (const [type, pointerType, pointerId, x, y, pressure = 0.5] of events) {
      const at = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
      pad.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerType, pointerId, pressure, ...at }));
    }
  }, events);
}

/** The form of a signature that is open. */
export const signForm = (page) => page.getByRole("form", { name: /^Ký giao ước/ });

/** Signs by hand in the form that is open. */
export async function signByHand(page, { signer, post } = {}) {
  const form = signForm(page);
  if (signer) await form.getByLabel("Họ và tên người ký").fill(signer);
  if (post) await form.getByLabel(/^Chức vụ/).fill(post);
  await drawLines(page, SIGNATURE);
  await form.getByText("Đã có 2 nét.").waitFor();
  await form.getByRole("button", { name: "Ký giao ước", exact: true }).click();
  await form.waitFor({ state: "detached" });
}

/** Enters the result of a target of the pledge that is open, for the period that is chosen. */
export async function enterResult(page, target, result) {
  const card = page.locator(".target", { hasText: target });
  await card.getByLabel("Kết quả", { exact: true }).fill(result);
  await card.getByLabel("Kết quả", { exact: true }).press("Enter");
  return card;
}

/** Scores a member of the cluster's year whose scoring is open, as the button says; the form stays open. */
export async function openScore(page, bloc, unit, act) {
  await go(page, `/blocs/${bloc}/scoring`);
  const card = page.locator(".detail li.card", { hasText: unit });
  await card.getByRole("button", { name: act }).or(card.getByRole("link", { name: act })).click();
  await page.getByRole("heading", { name: new RegExp(`: ${unit}$`) }).waitFor();
}

/** One criterion in the form of a score. */
export const criterion = (page, name) => page.locator("form.form").getByRole("group", { name, exact: true });

/** The number of the code that is shown, and of how many. */
export async function codeShown(dialog) {
  const [, number, of] = /^Mã (\d+) trên (\d+)$/.exec((await dialog.locator(".place").innerText()).trim());
  return [Number(number), Number(of)];
}

/** Stops the codes and reads each from the page, turning by hand. The dialog is closed then. */
export async function readCodes(dialog) {
  const [, of] = await codeShown(dialog);
  const stop = dialog.getByRole("button", { name: "Dừng" });
  // Whoever asked for less motion has nothing to stop.
  if (await stop.isVisible()) await stop.click();
  const read = [];
  for (let turn = 0; turn < of; turn += 1) {
    const [number] = await codeShown(dialog);
    const code = dialog.getByRole("img", { name: `Mã ${number} trên ${of}`, exact: true });
    const size = Number((await code.getAttribute("viewBox")).split(" ")[3]);
    read[number - 1] = { size, path: await code.locator("path").getAttribute("d") };
    if (of > 1) {
      await dialog.getByRole("button", { name: "Mã sau" }).click();
      await until("the next code", async () => (await codeShown(dialog))[0] === (number % of) + 1);
    }
  }
  await dialog.getByRole("button", { name: "Đóng" }).click();
  await dialog.waitFor({ state: "detached" });
  return read;
}

/** A text that hardly packs, so that a few nominations make several codes. */
export function longText(seed) {
  let state = seed;
  const letter = () => {
    state = (state * 48_271) % 2_147_483_647;
    return "aăâbcdđeêghiklmnoôơpqrstuưvxy "[state % 30];
  };
  return Array.from({ length: 500 }, letter).join("").replaceAll(/ +/g, " ").trim();
}
