// How often a device asks for a line that is down: less and less, whatever its officer saves meanwhile.

import assert from "node:assert/strict";
import { until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { LONG_MON, finds, go, nominate, says, signIn, sync, syncNow } from "./steps.mjs";

/** The shortest wait after a failure, in milliseconds, less what two clocks differ by. */
const SHORTEST = 4_900;
/** What is saved goes within so long, where the line is well. */
const AFTER_SAVE = 3_000;
const NAMES = ["Một", "Hai", "Ba", "Bốn", "Năm"].map((name) => `Đinh Văn ${name} (mẫu)`);

test("while the endpoint is busy saving asks it no more often, and the button always asks once", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  const page = await (await bench.device("unit")).page();
  await signIn(page, proxy.url, LONG_MON);
  const syncs = () => proxy.requests(/^\/sync/);
  const ended = () => syncs().filter((entry) => entry.ended < Infinity);
  proxy.break({ on: /^\/sync/, times: Infinity, status: 503 });
  proxy.forget();

  // The first save goes by itself. What is saved after it does not bring the next attempt nearer.
  await nominate(page, { name: NAMES[0] });
  await until("the first failure", () => ended().length === 1);
  await nominate(page, { name: NAMES[1] });
  await until("the next attempt", () => ended().length === 2, { timeout: 20_000 });
  const [first, second] = syncs();
  assert.ok(second.begun - first.ended >= SHORTEST, `${second.begun - first.ended} ms after the first failure`);

  // Each press is one request, so that the device waits for a minute at last.
  await go(page, "/sync");
  await says(page, /Chưa gửi được/);
  for (let presses = 0; presses < 4; presses += 1) {
    const before = syncs().length;
    await syncNow(page);
    await until("the attempt to have ended", () => ended().length === before + 1);
    await says(page, /Chưa gửi được/);
  }
  proxy.forget();
  for (const name of NAMES.slice(2)) await nominate(page, { name });
  await page.waitForTimeout(AFTER_SAVE + 1_000);
  assert.equal(syncs().length, 0, "saving does not ask");
  await syncNow(page);
  await until("the press to ask", () => ended().length > 0);
  await says(page, /Chưa gửi được\. 5 mục mới chỉ có trên máy này/);
  assert.equal(syncs().length, 1);

  proxy.mend();
  await sync(page);
  await finds(page, "dinh van", NAMES);
  // A line that is well again is asked soon after a save.
  proxy.forget();
  await nominate(page, { name: "Đinh Văn Sáu (mẫu)" });
  await until("what was saved to go by itself", () => syncs().length > 0, { timeout: 2 * AFTER_SAVE });
});
