// A hub at a conference: another process at another port, where tablets exchange while the committee's endpoint is out of reach.

import assert from "node:assert/strict";
import path from "node:path";
import { film, seeing } from "./film.mjs";
import { freePort, startHub } from "./hall.mjs";
import { assertAccessible, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { DISTRICT, LONG_MON, bar, finds, go, nominate, safe, says, signIn, sync } from "./steps.mjs";

const PHONE = { viewport: { width: 360, height: 740 } };

/** What is said of the hub, on the screen of the sync. */
const hubOf = (page) => page.getByRole("region", { name: "Máy chủ hội nghị" });

/** Chooses the hub on the screen of the sync. */
async function choose(page, url) {
  await go(page, "/sync");
  await hubOf(page).getByLabel("Dùng máy chủ").selectOption(url);
}

const ask = (page) => page.getByRole("button", { name: "Gửi và nhận ngay" }).click();

test("without a connection tablets work together through a hub, and the committee's endpoint has everything once", async (bench) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const proxy = await bench.proxy(await bench.endpoint({ flags: ["--hubs", url] }));
  const commune = await (await bench.device("commune", PHONE)).page();
  await signIn(commune, proxy.url, LONG_MON);
  const office = await (await bench.device("office")).page();
  await signIn(office, proxy.url, DISTRICT);
  await startHub(bench, proxy.url, port);
  for (const page of [commune, office]) {
    await choose(page, url);
    await safe(page);
  }
  await assertAccessible(commune);

  await proxy.gone();
  await nominate(commune, { name: "Đinh Văn Hội Nghị (mẫu)" });
  await go(commune, "/sync");
  await ask(commune);
  await says(commune, /^Đã lưu ở máy chủ hội nghị, chưa tới máy chủ của Uỷ ban: 1 mục/, { timeout: 20_000 });
  await hubOf(commune).getByText("1 việc của các máy đang chờ ở đó để chuyển lên").waitFor();
  await assertAccessible(commune);

  await ask(office);
  await says(office, /^Đang theo máy chủ hội nghị/, { timeout: 20_000 });
  await finds(office, "Đinh Văn Hội", ["Đinh Văn Hội Nghị (mẫu)"]);
  await office.getByRole("link", { name: /Đinh Văn Hội Nghị/ }).first().click();
  await office.getByText("Theo máy chủ hội nghị").first().waitFor();

  // A page that is loaded anew has lost nothing of its own, and asks the hub again.
  await commune.reload();
  await go(commune, "/sync");
  await says(commune, /^Đã lưu ở máy chủ hội nghị/, { timeout: 20_000 });

  await proxy.back();
  const waiting = async () => (await (await fetch(`${url}/hub`)).json()).waiting;
  await until("the hub to hand everything in", async () => (await waiting()) === 0, { timeout: 30_000 });
  for (const page of [commune, office]) {
    await go(page, "/sync");
    await ask(page);
    await safe(page, { timeout: 20_000 });
  }
  await finds(office, "Đinh Văn Hội", ["Đinh Văn Hội Nghị (mẫu)"]);
  await office.getByRole("link", { name: /Đinh Văn Hội Nghị/ }).first().click();
  await office.locator(".detail").getByText("Đã gửi", { exact: true }).first().waitFor();
  assert.doesNotMatch(await bar(commune).innerText(), /hội nghị/);
}, { timeout: 120_000 });

test("a hub that is not there is told in words, with the way that is left, and nothing is lost", async (bench) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const proxy = await bench.proxy(await bench.endpoint({ flags: ["--hubs", url] }));
  const page = await (await bench.device("one", PHONE)).page();
  await signIn(page, proxy.url, LONG_MON);
  await choose(page, url);
  await safe(page);
  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Chờ (mẫu)" });
  await go(page, "/sync");
  await ask(page);
  await hubOf(page).getByText(/Không tới được máy chủ hội nghị/).waitFor({ timeout: 20_000 });
  await says(page, /^Không có mạng\. 1 mục mới chỉ có trên máy này/);
  await assertAccessible(page);
  await proxy.back();
  await sync(page);
  await safe(page);
});

test("the address of a hub is read from its code by the camera, and no other address is asked", async (bench) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const proxy = await bench.proxy(await bench.endpoint({ flags: ["--hubs", url] }));
  const stranger = await startHub(bench, proxy.url, port, { address: "https://la.example" });
  await stranger.stop();
  const hub = await startHub(bench, proxy.url, port, { address: url });
  const seen = path.join(bench.folder, "hub.y4m");
  film(seen, [stranger.code]);
  const page = await (await bench.device("commune", { ...PHONE, args: seeing(seen), permissions: ["camera"] })).page();
  await signIn(page, proxy.url, LONG_MON);
  await go(page, "/sync");
  await hubOf(page).getByRole("button", { name: "Quét mã" }).click();
  const dialog = page.getByRole("dialog", { name: "Quét mã của máy chủ hội nghị" });
  await dialog.getByText(/chưa nêu máy chủ hội nghị ở địa chỉ https:\/\/la\.example/).waitFor({ timeout: 60_000 });
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "Thôi" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await hubOf(page).getByLabel("Dùng máy chủ").inputValue(), "");

  film(seen, [hub.code]);
  await hubOf(page).getByRole("button", { name: "Quét mã" }).click();
  await until("the hub to be chosen", async () => (await hubOf(page).getByLabel("Dùng máy chủ").inputValue()) === url, { timeout: 60_000 });
  await dialog.waitFor({ state: "detached" });
  // It is the one that is used when the committee's endpoint is gone.
  await proxy.gone();
  await nominate(page, { name: "Đinh Văn Quét (mẫu)" });
  await go(page, "/sync");
  await ask(page);
  await says(page, /^Đã lưu ở máy chủ hội nghị/, { timeout: 20_000 });
}, { timeout: 240_000 });
