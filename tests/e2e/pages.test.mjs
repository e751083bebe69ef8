// The first load over a weak line: the newest first, what is left in words, and a cut that costs one page.

import assert from "node:assert/strict";
import { loadSample, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { DISTRICT, bar, go, safe, says, signInHere, syncNow } from "./steps.mjs";

test("a new device works with the newest records while the rest arrives, and goes on where the line was cut", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  await loadSample(endpoint.url);
  const whole = await bench.device("whole");
  const all = await whole.page();
  await signInHere(all, proxy.url, DISTRICT);
  await safe(all, { timeout: 30_000 });
  const pages = proxy.requests(/^\/sync/);
  assert.ok(pages.length > 1, "more than a page");
  assert.ok(pages[0].received < 13_000, `the first page is small: ${pages[0].received}`);
  await go(all, "/sync");
  const codes = await until("the codes of all partitions", async () => {
    const lines = await all.locator("#checksums li").allInnerTexts();
    return lines.length > 2 && lines.every((line) => /Khớp/.test(line)) && lines;
  });
  await whole.close();

  // The first page comes, then nothing more for a while, and then the next is cut in its middle.
  const device = await bench.device("weak", { viewport: { width: 360, height: 740 } });
  const page = await device.page();
  proxy.forget();
  proxy.break({ on: /^\/sync/, times: 1, wait: 1 });
  proxy.break({ on: /^\/sync/, times: 1, wait: 6_000, cut: "answer" });
  await signInHere(page, proxy.url, DISTRICT);
  await says(page, /^Đã nhận \d+ hồ sơ, còn \d+ · .+ · \d+ giây$/, { timeout: 8_000 });
  await go(page, "/nominations");
  await page.locator("a.row[href^='/nominations/']").first().waitFor();
  assert.match(await bar(page).innerText(), /còn \d+/, "the list is there before the rest");

  // What had come stays, and the exchange goes on from there with smaller pages.
  await safe(page, { timeout: 60_000 });
  await syncNow(page);
  await go(page, "/sync");
  const now = await until("all codes", async () => {
    const lines = await page.locator("#checksums li").allInnerTexts();
    return lines.length === codes.length && lines.every((line) => /Khớp/.test(line)) && lines;
  });
  assert.deepEqual(now, codes, "the same codes as on the device with the good line");
});
