// The register: entered and found without a network, told where two entries may be one, filled from the nominations.

import assert from "node:assert/strict";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  DISTRICT, LONG_MON, enter, findsPeople, go, listed, nominate, openPerson, save, signIn, sync, typePerson,
} from "./steps.mjs";

/** An endpoint with a proxy before it, and as many devices of Long Môn as there are names. */
async function commune(bench, names = ["longmon"], options) {
  const proxy = await bench.proxy(await bench.endpoint());
  const pages = [];
  for (const name of names) {
    const page = await (await bench.device(name, options)).page();
    await signIn(page, proxy.url, LONG_MON);
    pages.push(page);
  }
  return { proxy, page: pages[0], pages };
}

/** Everything that one device has goes to the others. */
async function exchange(...pages) {
  for (const page of [...pages, ...pages.slice(0, -1)]) {
    await sync(page);
  }
}

/** What stands in the detail. */
const shown = (page) => page.locator(".detail").innerText();

test("a person with honours is entered offline, found without diacritics, and honoured ones count apart from revoked ones", async (bench) => {
  const { proxy, page } = await commune(bench, ["longmon"], { viewport: { width: 360, height: 740 } });
  await proxy.gone();
  await enter(page, {
    name: "Đinh Quý Sỹ", birthYear: "1984", position: "Trưởng thôn", workplace: "Thôn Mai Lãnh Hữu", knownSince: "2019",
    honours: [
      { year: "2021", award: "Lao động tiên tiến", decision: "215/QĐ-UBND", day: "12/01/2022" },
      { year: "2022", award: "Chiến sĩ thi đua cơ sở", decision: "301/QĐ-UBND", revoked: "44/QĐ-UBND" },
    ],
  });
  const text = await shown(page);
  for (const told of ["1984", "Trưởng thôn", "Danh sách đủ từ năm 2019", "215/QĐ-UBND · 12/01/2022", "Đã huỷ, thu hồi: quyết định 44/QĐ-UBND"]) {
    assert.ok(text.includes(told), told);
  }
  assert.ok(text.indexOf("2022") < text.indexOf("2021"), "newest first");
  await page.reload();
  for (const typed of ["dinh qui si", "SỸ", "mai lanh", "1984"]) await findsPeople(page, typed, ["Đinh Quý Sỹ"]);
  await findsPeople(page, "hoà", []);
  await proxy.back();
  await sync(page);
});

test("an entry is edited, an honour taken away, deleted and restored, and the draft of a form is kept", async (bench) => {
  const { page } = await commune(bench);
  await enter(page, { name: "Phạm Văn Biên", honours: [{ year: "2020", award: "Lao động tiên tiến", decision: "1/QĐ" }] });
  await page.getByRole("link", { name: "Sửa" }).click();
  await page.getByRole("heading", { name: "Sửa trong danh bạ" }).waitFor();
  await page.getByRole("button", { name: "Bỏ lần được khen này" }).click();
  await page.getByLabel(/^Chức vụ/).fill("Kế toán");
  await page.getByText("Đã giữ bản nháp").waitFor();
  await go(page, "/people");
  await openPerson(page, "Phạm Văn Biên");
  await page.getByRole("link", { name: "Sửa" }).click();
  await page.getByText("Đây là bản nháp bạn viết").waitFor();
  await save(page);
  await until("the entry to have changed", async () => /Kế toán/.test(await shown(page)) && /Chưa ghi lần được khen nào/.test(await shown(page)));
  await page.getByRole("button", { name: "Xoá" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Xoá" }).click();
  await go(page, "/people/deleted");
  await page.getByRole("link", { name: /Phạm Văn Biên/ }).click();
  await page.getByRole("button", { name: "Khôi phục" }).click();
  await findsPeople(page, "bien", ["Phạm Văn Biên"]);
});

test("one person entered on two devices is told, merged, and is one on both with both in the history; and can be taken apart", async (bench) => {
  const { proxy, pages } = await commune(bench, ["phone", "laptop"]);
  const [phone, laptop] = pages;
  await proxy.gone();
  const person = { name: "Đinh Văn Hoà", birthYear: "1980" };
  await enter(phone, { ...person, position: "Trưởng thôn", honours: [{ year: "2021", award: "Lao động tiên tiến", decision: "21/QĐ-UBND" }] });
  await enter(laptop, { ...person, name: "ĐINH VĂN HÒA", honours: [{ year: "2022", award: "Lao động tiên tiến", decision: "22/QĐ-UBND" }] });
  await proxy.back();
  await exchange(phone, laptop);

  await go(phone, "/people");
  await phone.getByRole("link", { name: "1 cặp có thể là một" }).click();
  await phone.getByText("Cùng tên, cùng năm sinh").waitFor();
  await phone.getByRole("group", { name: "Đinh Văn Hoà" }).getByRole("button", { name: "Gộp, giữ mục này" }).click();
  await phone.getByText("Không còn cặp nào để xem").waitFor();
  await exchange(phone, laptop);
  for (const page of pages) {
    await findsPeople(page, "hoa", ["Đinh Văn Hoà"]);
    await openPerson(page, "Đinh Văn Hoà");
    await page.getByRole("region", { name: "Đã gộp vào mục này" }).getByRole("link", { name: "ĐINH VĂN HÒA" }).waitFor();
    const record = await page.getByRole("region", { name: "Quá trình khen thưởng" }).innerText();
    for (const kept of ["21/QĐ-UBND", "22/QĐ-UBND"]) assert.ok(record.includes(kept), kept);
  }
  // The one that went still has its place, and leads to the other.
  await laptop.getByRole("link", { name: "ĐINH VĂN HÒA" }).click();
  await laptop.getByText("Mục này đã được gộp vào").waitFor();

  await laptop.getByRole("button", { name: "Tách ra" }).click();
  await laptop.getByText("Mục này đã được gộp vào").waitFor({ state: "detached" });
  await exchange(laptop, phone);
  for (const page of pages) await findsPeople(page, "hoa", ["Đinh Văn Hoà", "ĐINH VĂN HÒA"]);
});

test("two merged into each other on two devices are one everywhere, and one touch takes them apart", async (bench) => {
  const { proxy, pages } = await commune(bench, ["phone", "laptop"]);
  const [phone, laptop] = pages;
  await enter(phone, { name: "Đinh Thị Mai", birthYear: "1990", position: "Văn thư" });
  await enter(phone, { name: "Đinh Thị MAI", birthYear: "1990", position: "Kế toán" });
  await exchange(phone, laptop);
  await proxy.gone();
  for (const [page, kept] of [[phone, "Đinh Thị Mai"], [laptop, "Đinh Thị MAI"]]) {
    await go(page, "/people/pairs");
    await page.locator(`[role=group][aria-label="${kept}"]`).getByRole("button", { name: "Gộp, giữ mục này" }).click();
    await page.getByText("Không còn cặp nào để xem").waitFor();
  }
  await proxy.back();
  await exchange(phone, laptop);
  for (const page of pages) await findsPeople(page, "mai", ["Đinh Thị Mai"]);
  await openPerson(laptop, "Đinh Thị Mai");
  await laptop.getByRole("button", { name: "Tách ra" }).click();
  await findsPeople(laptop, "mai", ["Đinh Thị MAI", "Đinh Thị Mai"]);
});

test("a pair of which somebody said that it is two is told no more", async (bench) => {
  const { pages } = await commune(bench, ["phone", "laptop"]);
  const [phone, laptop] = pages;
  for (const position of ["Văn thư", "Kế toán"]) await enter(phone, { name: "Hồ Văn Trùng", position });
  await go(phone, "/people/pairs");
  await phone.getByText("Tên giống nhau, chưa đủ để chắc chắn").waitFor();
  await phone.getByRole("button", { name: "Hai người khác nhau" }).click();
  await phone.getByRole("button", { name: "Hoàn tác" }).click();
  await phone.getByRole("button", { name: "Hai người khác nhau" }).click();
  await phone.getByText("Không còn cặp nào để xem").waitFor();
  await exchange(phone, laptop);
  await findsPeople(laptop, "trung", ["Hồ Văn Trùng", "Hồ Văn Trùng"]);
  assert.equal(await laptop.getByRole("link", { name: /có thể là một/ }).count(), 0);
});

test("the nominations fill the register once, and the record leads back to them", async (bench) => {
  const { page } = await commune(bench);
  const person = { name: "Đinh Văn Chút", birthYear: "1985" };
  await nominate(page, { ...person, position: "Trưởng thôn" });
  await nominate(page, { ...person, award: "Chiến sĩ thi đua cơ sở", position: "Trưởng thôn" });
  await nominate(page, { name: "Thôn Làng Ren", subject: "Tập thể", award: "Tập thể lao động tiên tiến" });
  await go(page, "/people");
  await page.getByRole("button", { name: "Thêm 2 người, tập thể từ các đề nghị" }).click();
  await page.getByRole("status").getByText("Đã thêm 2 mục từ các đề nghị.").waitFor();
  assert.deepEqual((await listed(page)).sort(), ["Thôn Làng Ren", "Đinh Văn Chút"].sort());
  // Nothing is left to add, not even after the section was left.
  await go(page, "/");
  await go(page, "/people");
  await page.getByText("2 mục", { exact: true }).waitFor();
  assert.equal(await page.getByRole("button", { name: /từ các đề nghị/ }).count(), 0);
  await nominate(page, { name: "Phạm Thị Thuý", birthYear: "1991" });
  await go(page, "/people");
  await page.getByRole("button", { name: "Thêm 1 người, tập thể từ các đề nghị" }).click();
  await page.getByText("3 mục", { exact: true }).waitFor();

  await openPerson(page, "Đinh Văn Chút");
  assert.match(await shown(page), /1985/);
  const nominations = page.getByRole("region", { name: "Các đề nghị" });
  await until("both nominations to be listed", async () => (await nominations.getByRole("link").count()) === 2);
  await nominations.getByRole("link", { name: /Chiến sĩ thi đua cơ sở/ }).click();
  await page.getByRole("heading", { name: "Đinh Văn Chút" }).waitFor();
  assert.match(page.url(), /\/nominations\//);
});

test("nominations of one name without a birth year are added apart, told as a pair, and given to whom they belong", async (bench) => {
  const { page } = await commune(bench);
  for (const award of ["Lao động tiên tiến", "Chiến sĩ thi đua cơ sở"]) await nominate(page, { name: "Lê Văn Vắng", award });
  await go(page, "/people");
  await page.getByRole("button", { name: "Thêm 2 người, tập thể từ các đề nghị" }).click();
  await page.getByRole("link", { name: "1 cặp có thể là một" }).waitFor();
  await openPerson(page, "Lê Văn Vắng");
  const perhaps = page.getByRole("region", { name: "Đề nghị có thể cũng là của mục này" });
  await perhaps.getByRole("button", { name: "Đúng là mục này" }).first().click();
  await page.getByRole("region", { name: "Các đề nghị" }).getByRole("link").waitFor();
});

test("a birth year that is still to come is told at its field, and nothing else is lost", async (bench) => {
  const { page } = await commune(bench);
  const year = new Date().getFullYear();
  await typePerson(page, {
    name: "Đinh Văn Mai Sau", birthYear: String(year + 1), position: "Trưởng thôn",
    honours: [{ year: String(year + 2), award: "Lao động tiên tiến", decision: "7/QĐ-UBND" }],
  });
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  for (const label of [/^Năm sinh/, /^Năm được khen/]) {
    const field = page.getByLabel(label);
    await until(`the complaint at ${label}`, async () => (await field.getAttribute("aria-invalid")) === "true");
    const described = (await field.getAttribute("aria-describedby")).split(" ");
    const words = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).innerText()));
    assert.match(words.join(" "), new RegExp(`Năm này chưa tới. Viết năm ${year} hoặc trước đó.`));
  }
  assert.equal(await page.getByLabel("Tên", { exact: true }).inputValue(), "Đinh Văn Mai Sau");
  assert.equal(await page.getByLabel(/^Chức vụ/).inputValue(), "Trưởng thôn");
  assert.equal(await page.getByLabel("Số quyết định", { exact: false }).first().inputValue(), "7/QĐ-UBND");
  await page.getByLabel(/^Năm sinh/).fill("1984");
  await page.getByLabel(/^Năm được khen/).fill(String(year - 1));
  await save(page);
  assert.match(await shown(page), /1984/);
});

test("the district sees all units, narrows to one, and is told of one person in two units", async (bench) => {
  const { proxy, page } = await commune(bench);
  const desk = await (await bench.device("district")).page();
  await signIn(desk, proxy.url, DISTRICT);
  await enter(page, { name: "Đinh Văn Chuyển", birthYear: "1980" });
  await sync(page);
  await sync(desk);
  await enter(desk, { name: "Đinh Văn Chuyển", birthYear: "1980", unit: "Xã Long Hiệp" });
  await go(desk, "/people");
  await until("both units", async () => (await listed(desk)).length === 2);
  await desk.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Xã Long Hiệp" });
  await until("one unit", async () => (await listed(desk)).length === 1);
  await desk.getByLabel("Đối tượng", { exact: true }).selectOption({ label: "Hộ gia đình" });
  await desk.getByRole("button", { name: "Hiện tất cả" }).click();
  await desk.getByRole("link", { name: "1 cặp có thể là một" }).click();
  await desk.getByText("Cùng tên, cùng năm sinh, ở hai đơn vị").waitFor();
  await sync(desk);
  await go(page, "/people");
  assert.deepEqual(await listed(page), ["Đinh Văn Chuyển"]);
});

test("every screen of the register passes axe in both sizes", async (bench) => {
  for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 800 }]) {
    const { page } = await commune(bench, ["longmon"], { viewport });
    for (const position of ["Văn thư", "Kế toán"]) {
      await enter(page, { name: "Hồ Văn Trùng", position, honours: [{ year: "2021", award: "Lao động tiên tiến", decision: "1/QĐ", revoked: "2/QĐ" }] });
    }
    await assertAccessible(page);
    for (const path of ["/people", "/people/new", "/people/pairs", "/people/deleted"]) {
      await go(page, path);
      await page.waitForTimeout(300);
      await assertAccessible(page);
    }
    await bench.devices.pop().close();
  }
}, { timeout: 120_000 });
