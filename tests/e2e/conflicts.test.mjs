// Records that hold two versions, all in one place.

import assert from "node:assert/strict";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { DISTRICT, LONG_MON, editNomination, go, nominate, openNomination, signIn, sync } from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };

/** A commune and the district, who have both changed the same fields of the same nominations without seeing each other's. */
async function disputed(bench, changes) {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const page = await (await bench.device("longmon", PHONE)).page();
  await signIn(page, proxy.url, LONG_MON);
  for (const name of new Set(changes.map(([name]) => name))) await nominate(page, { name, position: "Công chức" });
  await sync(page);
  const desk = await (await bench.device("district")).page();
  await signIn(desk, proxy.url, DISTRICT);
  await proxy.gone();
  for (const [name, field, here, there] of changes) {
    await editNomination(page, name, field, here);
    await editNomination(desk, name, field, there);
  }
  await proxy.back();
  for (const tab of [page, desk, page]) {
    await sync(tab);
  }
  return { proxy, page, desk };
}

const card = (page, name) => page.getByRole("article", { name });
const field = (page, name, label) => card(page, name).getByRole("region", { name: label });
const version = (region, text) => region.locator(".version", { hasText: text });

test("all that holds two versions stands in one list, with who wrote what and when, and is settled for every device", async (bench) => {
  const { page, desk } = await disputed(bench, [
    ["Đinh Văn Một", "position", "Kế toán", "Văn thư"],
    ["Đinh Văn Hai", "workplace", "UBND xã Long Môn", "Văn phòng xã"],
  ]);
  await go(page, "/");
  await page.getByRole("link", { name: "Xem tất cả một chỗ" }).click();
  await page.getByRole("heading", { name: "Hai bản khác nhau" }).waitFor();
  const position = field(page, "Đinh Văn Một", /^Chức vụ/);
  const own = version(position, "Kế toán");
  const other = version(position, "Văn thư");
  await own.getByText(/Bạn, trên máy này · \d{2}\/\d{2}\/\d{4}/).waitFor();
  const whose = await until("who wrote the other", async () => {
    const text = await other.locator(".muted").innerText();
    return / · \d{2}\/\d{2}\/\d{4}/.test(text) && text;
  });
  assert.doesNotMatch(whose, /Bạn|Chưa biết/);
  await assertAccessible(page);

  await own.getByRole("button").click();
  await card(page, "Đinh Văn Một").waitFor({ state: "detached" });
  await version(field(page, "Đinh Văn Hai", /^Nơi công tác/), "Văn phòng xã").getByRole("button").click();
  await page.getByRole("heading", { name: "Không có bản nào khác nhau" }).waitFor();
  await sync(page);
  await sync(desk);
  await openNomination(desk, "Đinh Văn Một");
  await until("the district to see what was chosen", async () => {
    const text = await desk.locator(".detail").innerText();
    return text.includes("Kế toán") && !text.includes("Văn thư");
  });
  await go(desk, "/more");
  await desk.getByRole("link", { name: "Hai bản khác nhau", exact: true }).click();
  await desk.getByRole("heading", { name: "Không có bản nào khác nhau" }).waitFor();
});

test("both versions are merged into one, what is wrong is said at its place, and nothing typed is lost", async (bench) => {
  const { proxy, page } = await disputed(bench, [
    ["Đinh Văn Ghép", "achievements", "Vận động hiến đất.", "Làm đường bê tông."],
    ["Đinh Văn Ghép", "birthYear", "1985", "1986"],
  ]);
  await proxy.gone();
  await go(page, "/more");
  await page.getByRole("link", { name: "Hai bản khác nhau (1)" }).click();
  await page.getByText("Chưa biết ai viết: cần có mạng để hỏi.").first().waitFor();
  const text = field(page, "Đinh Văn Ghép", /^Thành tích/);
  await text.getByRole("button", { name: "Ghép hoặc viết lại" }).click();
  const area = text.getByRole("textbox");
  const begun = await area.inputValue();
  assert.ok(begun.includes("Vận động hiến đất.") && begun.includes("Làm đường bê tông."), begun);
  await area.fill("Vận động hiến đất và làm đường bê tông.");
  // Gone to another screen and back: it is still there.
  await area.blur();
  await go(page, "/nominations");
  await go(page, "/conflicts");
  await text.getByRole("button", { name: "Ghép hoặc viết lại" }).click();
  await until("what was typed", async () => (await text.getByRole("textbox").inputValue()) === "Vận động hiến đất và làm đường bê tông.");
  await assertAccessible(page);
  await text.getByRole("button", { name: "Dùng bản này" }).last().click();
  await text.waitFor({ state: "detached" });

  const born = field(page, "Đinh Văn Ghép", /^Năm sinh/);
  await born.getByRole("button", { name: "Ghép hoặc viết lại" }).click();
  await born.getByRole("textbox").fill("19x5");
  await born.getByRole("button", { name: "Dùng bản này" }).last().click();
  await born.locator("[aria-invalid=true]").waitFor();
  assert.equal(await born.getByRole("textbox").inputValue(), "19x5");
  await born.getByRole("textbox").fill("1700");
  await born.getByRole("button", { name: "Dùng bản này" }).last().click();
  await born.locator("[aria-invalid=true]").waitFor();
  await born.getByRole("textbox").fill("1987");
  await born.getByRole("button", { name: "Dùng bản này" }).last().click();
  await page.getByRole("heading", { name: "Không có bản nào khác nhau" }).waitFor();
  await proxy.back();
  await sync(page);
  await openNomination(page, "Đinh Văn Ghép");
  const detail = await page.locator(".detail").innerText();
  for (const kept of ["Vận động hiến đất và làm đường bê tông.", "1987"]) assert.ok(detail.includes(kept), kept);
});
