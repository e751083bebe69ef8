// A wrong row in the browser's store is found, and its unit is read again, and no other.

import assert from "node:assert/strict";
import { assertAccessible, installed, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import { ADMINISTRATOR, DISTRICT, LONG_MON, THANH_AN, editNomination, go, nominate, openNomination, safe, signIn, sync } from "./steps.mjs";

/** Changes what the browser has stored of the records, as a fault of the disk or of a program would. */
function damage(page, how, word = "") {
  return page.evaluate(
    async ([how, word]) => {
      const asked = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
      const database = await asked(indexedDB.open("thidua"));
      const rows = database.transaction("rows", "readwrite").objectStore("rows");
      const [keys, values] = [await asked(rows.getAllKeys()), await asked(rows.getAll())];
      const wanted = new TextEncoder().encode(word);
      const found = values.findIndex((bytes) => bytes.some((_, at) => wanted.every((byte, i) => bytes[at + i] === byte)));
      if (found < 0) throw new Error(`no row says ${word}`);
      const bytes = values[found];
      if (how === "change") {
        const at = bytes.findIndex((_, at) => wanted.every((byte, i) => bytes[at + i] === byte));
        bytes.set(new TextEncoder().encode("SAI"), at);
        await asked(rows.put(bytes, keys[found]));
      } else if (how === "garble") {
        await asked(rows.put(new Uint8Array([0x80]), keys[found]));
      } else {
        await asked(rows.delete(keys[found]));
      }
      database.close();
    },
    [how, word],
  );
}

function lines(page) {
  return page.locator("#checksums li").allInnerTexts();
}

test("a wrong row in the store is found and mended, its unit alone is read again, and unsent work stays", async (bench) => {
  const endpoint = await bench.endpoint();
  const proxy = await bench.proxy(endpoint);
  for (const [person, names] of [[LONG_MON, ["Đinh Văn Một", "Đinh Văn Hai", "Đinh Văn Ba"]], [THANH_AN, ["Phạm Thị Bốn", "Phạm Thị Năm"]]]) {
    const device = await bench.device(person.login);
    const page = await device.page();
    await signIn(page, endpoint.url, person);
    for (const name of names) await nominate(page, { name, position: `To truong ${name.split(" ").at(-1)}` });
    await sync(page);
    await device.close();
  }
  const district = await bench.device("district", { viewport: { width: 360, height: 740 } });
  const page = await district.page();
  await signIn(page, proxy.url, DISTRICT);
  await safe(page);
  await installed(page);
  await go(page, "/sync");
  await page.getByRole("heading", { name: "So với máy chủ" }).waitFor();
  const right = await lines(page);
  assert.equal(right.length, 2);
  for (const line of right) assert.match(line, /\d{4} \d{4}\s+Khớp/);
  await assertAccessible(page);

  for (const how of ["change", "garble", "lose"]) {
    await proxy.gone();
    await damage(page, how, "To truong Hai");
    await page.reload();
    // What is wrong is what is there, until there is a line. The officer goes on meanwhile.
    await go(page, "/nominations");
    if (how === "change") {
      await openNomination(page, "Đinh Văn Hai");
      assert.match(await page.locator(".detail").innerText(), /SAItruong Hai|SAI/);
    }
    await editNomination(page, "Phạm Thị Bốn", "workplace", `Tổ ${how} (mẫu)`);
    proxy.forget();
    await proxy.back();
    await sync(page);
    await openNomination(page, "Đinh Văn Hai");
    assert.match(await page.locator(".detail").innerText(), /To truong Hai/);
    await go(page, "/sync");
    const told = page.locator("section", { has: page.getByRole("heading", { name: "Những lần gửi gần đây" }) });
    await told.getByText(/nhận 3 .*Đã đọc lại 1 đơn vị/).first().waitFor();
    const requests = proxy.requests(/^\/sync/).length;
    assert.ok(requests <= 2, `found, sent and mended in ${requests} requests`);
    const now = await lines(page);
    assert.equal(now.filter((line) => /Khớp/.test(line)).length, 2, now.join("; "));
    assert.equal(now.filter((line) => right.includes(line)).length, 1, "only the unit that was edited has another code");
    right.splice(0, 2, ...now);
  }

  // The administrator is told the same codes by the endpoint.
  const administrator = await bench.device("administrator");
  const desk = await administrator.page();
  await signIn(desk, endpoint.url, ADMINISTRATOR);
  await go(desk, "/administration");
  await desk.getByRole("button", { name: "Xem mã" }).click();
  const codes = await until("the codes", async () => {
    const told = await desk.locator("#codes li").allInnerTexts();
    return told.length > 2 && told;
  });
  for (const line of right) {
    const [, code] = /(\d{4} \d{4})/.exec(line);
    assert.ok(codes.some((told) => told.includes(code)), `${code} in ${codes.join("; ")}`);
  }
});
