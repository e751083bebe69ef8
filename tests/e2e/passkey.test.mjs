// Passkeys in Chromium, with its virtual authenticator in the place of a telephone's fingerprint reader.

import assert from "node:assert/strict";
import { assertAccessible } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  LONG_MON, THANH_AN, authenticator, byKey, go, makeKey, named, safe, signIn, signOut, withKey,
} from "./steps.mjs";

/** A device with an authenticator of its own. */
async function withAuthenticator(bench, name = "unit") {
  const device = await bench.device(name);
  const page = await device.page();
  return { device, page, ...(await authenticator(page)) };
}

/** A unit that is signed in. */
async function started(bench) {
  const endpoint = await bench.endpoint();
  const unit = await withAuthenticator(bench);
  await signIn(unit.page, named(endpoint.url), LONG_MON);
  return { endpoint, ...unit };
}

const OWN = "Máy tính bảng của Hoà (mẫu)";

test("a key signs in again without a letter typed", async (bench) => {
  const { page, keys } = await started(bench);
  await go(page, "/more");
  await page.getByRole("link", { name: "Quản lý khoá đăng nhập" }).click();
  await page.getByText("Chưa có khoá nào.").waitFor();
  await assertAccessible(page);
  await withKey(page, OWN);
  await page.getByText("Chưa dùng lần nào").waitFor();
  await assertAccessible(page);
  const [key] = await keys();
  assert.equal(key.rpId, "localhost");
  assert.equal(key.isResidentCredential, true);

  await signOut(page);
  await assertAccessible(page);
  await byKey(page).click();
  await page.locator(".app").waitFor();
  await safe(page);
  await go(page, "/more");
  await page.getByText("longmon").waitFor();
  await go(page, "/passkey");
  await page.getByText("Dùng lần cuối").waitFor();

  // The authenticator has one for this account already, and makes no second.
  await makeKey(page, "Hai");
  await page.getByText("Máy này đã có khoá của tài khoản này rồi.").waitFor();
  assert.equal((await keys()).length, 1);
});

test("a key that was removed is refused in words, and the password goes on", async (bench) => {
  const { endpoint, page } = await started(bench);
  await withKey(page, OWN);
  await page.getByRole("button", { name: /^Xoá khoá/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(OWN).waitFor();
  await dialog.getByRole("button", { name: "Xoá khoá" }).click();
  await page.getByText("Chưa có khoá nào.").waitFor();
  await signOut(page);
  // The authenticator still has it and offers it; the endpoint does not know it any more.
  await byKey(page).click();
  await page.getByText("Máy chủ không nhận khoá này").waitFor();
  await assertAccessible(page);
  await signIn(page, named(endpoint.url), LONG_MON);
});

test("somebody who says no to the device is told kindly, and nothing is lost", async (bench) => {
  const { page, verifies } = await started(bench);
  await withKey(page, OWN);
  await signOut(page);
  await page.getByLabel("Tài khoản").fill("longmon");
  await verifies(false);
  await byKey(page).click();
  const told = page.getByText(/^Chưa xác nhận, nên chưa làm gì cả/);
  await told.waitFor({ timeout: 90_000 });
  assert.equal(await page.getByLabel("Tài khoản").inputValue(), "longmon", "what was typed stays");
  assert.equal(await byKey(page).evaluate((button) => button === document.activeElement), true, "the focus is where it was");
  await assertAccessible(page);
  await verifies(true);
  await byKey(page).click();
  await page.locator(".app").waitFor();
});

test("after a while a new key asks for the password first", async (bench) => {
  const endpoint = await bench.endpoint();
  const { page, keys } = await withAuthenticator(bench);
  await signIn(page, named(endpoint.url), LONG_MON);
  // As the endpoint answers once the sign-in is more than ten minutes old.
  let old = true;
  await page.route("**/passkeys/challenge", (route) =>
    old ? route.fulfill({ status: 403, json: { reason: "sign_in_anew" } }) : route.continue());
  await makeKey(page, "Điện thoại của Hoà (mẫu)");
  await page.getByText(/^Đăng nhập đã lâu/).waitFor();
  await assertAccessible(page);
  const password = page.getByLabel("Mật khẩu", { exact: true });
  assert.equal(await password.evaluate((field) => field === document.activeElement), true);
  await password.fill("sai");
  await page.getByRole("button", { name: "Tạo khoá" }).click();
  await page.getByText("chưa đúng").waitFor();
  old = false;
  await password.fill(LONG_MON.password);
  await page.getByRole("button", { name: "Tạo khoá" }).click();
  await page.getByRole("listitem").filter({ hasText: "Điện thoại của Hoà (mẫu)" }).waitFor();
  assert.equal((await keys()).length, 1);
});

test("a key of somebody else does not open a device that is signed in", async (bench) => {
  const { endpoint, device, page } = await started(bench);
  await withKey(page, OWN);
  await signOut(page);
  await signIn(page, named(endpoint.url), THANH_AN);
  await page.evaluate(async (url) => {
    const open = indexedDB.open("thidua");
    const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    const session = db.transaction("state").objectStore("state").get("session");
    const json = await new Promise((done) => (session.onsuccess = () => done(session.result)));
    db.close();
    await fetch(`${url}/session`, { method: "DELETE", headers: { authorization: `Bearer ${JSON.parse(json).signed_in.token}` } });
  }, named(endpoint.url));
  await go(page, "/sync");
  await page.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  await byKey(page).click();
  await page.getByText(/tài khoản khác/).first().waitFor();
  assert.deepEqual(device.problems, []);
});

test("where the browser has no keys the app says so and offers none", async (bench) => {
  const endpoint = await bench.endpoint();
  const device = await bench.device("old");
  const page = await device.page();
  await page.goto(endpoint.url);
  await page.getByLabel("Tài khoản").waitFor();
  assert.equal(await byKey(page).count(), 0, "an address of numbers");
  await device.context.addInitScript(() => delete window.PublicKeyCredential);
  await signIn(page, named(endpoint.url), LONG_MON);
  await go(page, "/passkey");
  await page.getByText("không dùng được khoá đăng nhập").waitFor();
  assert.equal(await page.getByRole("button", { name: "Tạo khoá" }).count(), 0);
  await page.getByText("Chưa có khoá nào.").waitFor();
});

test("a forgotten PIN is set anew with the key of the device", async (bench) => {
  const { page } = await started(bench);
  await withKey(page, OWN);
  await go(page, "/pin");
  await page.getByLabel("Mã PIN mới", { exact: true }).fill("739184");
  await page.getByLabel("Nhập lại mã PIN mới").fill("739184");
  await page.getByRole("button", { name: "Đặt mã PIN" }).click();
  await page.getByText(/^Nếu quên mã PIN/).waitFor();
  await page.getByRole("button", { name: "Khoá ngay" }).click();
  await page.getByRole("button", { name: "Quên mã PIN" }).click();
  await byKey(page).click();
  await page.getByLabel("Mã PIN mới", { exact: true }).fill("482615");
  await page.getByLabel("Nhập lại mã PIN mới").fill("482615");
  await page.getByRole("button", { name: "Đặt mã PIN" }).click();
  await page.locator(".app").waitFor({ timeout: 15_000 });
  await safe(page);
});
