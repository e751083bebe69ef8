// The council: the standing office runs a session, members vote each on their own tablet, and afterwards no trace of who
// voted how is left on any of the machines.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { assertAccessible, loadSample, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  DISTRICT, MEMBERS, chooseVotes, go, openSession, openedSession, prepareSession, safe, signIn, takeBallot,
} from "./steps.mjs";

const detail = (page) => page.locator(".detail");
const YES = "Đồng ý";
const NO = "Không đồng ý";

/** The sample year as far as the appraisal, and the standing office's device. */
async function hall(bench) {
  const endpoint = await bench.endpoint({ flags: ["--verbose"] });
  await loadSample(endpoint.url, { until: "appraised" });
  const office = await (await bench.device("office")).page();
  await signIn(office, endpoint.url, DISTRICT);
  return { endpoint, office };
}

/** A member's tablet behind a line of its own. What goes over the line is heard. */
async function tablet(bench, endpoint, number, name = `tablet-${number}`) {
  const proxy = await bench.proxy(endpoint);
  const device = await bench.device(name, { viewport: { width: 820, height: 1180 } });
  const page = await device.page();
  const heard = { papers: [] };
  page.on("request", (request) => {
    if (request.url().endsWith("/token")) heard.question = request.postDataJSON().question;
    if (request.url().endsWith("/ballot")) heard.papers.push({ json: request.postData(), headers: request.headers() });
  });
  page.on("response", async (response) => {
    if (!response.ok()) return;
    if (response.url().endsWith("/token")) heard.answer = (await response.json()).answer;
    if (response.url().endsWith("/ballot")) heard.receipt = (await response.json()).receipt;
  });
  await signIn(page, proxy.url, MEMBERS[number - 1]);
  return { page, proxy, heard };
}

/** Casts the ballot that is filled in. */
async function cast(page) {
  await detail(page).getByRole("button", { name: "Bỏ phiếu", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Bỏ phiếu", exact: true }).click();
}

async function closeSession(office) {
  await detail(office).getByRole("button", { name: "Kết thúc bỏ phiếu" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "Kết thúc bỏ phiếu" }).click();
  await detail(office).getByRole("heading", { name: "Kết quả bỏ phiếu" }).waitFor({ timeout: 20_000 });
}

const figure = (page, name) => detail(page).locator("dl > div", { hasText: name }).locator("dd");

/** Everything that a browser keeps for the app, as one text; bytes as hexadecimal digits. */
async function kept(page) {
  return page.evaluate(async () => {
    const text = (value) => {
      if (value instanceof ArrayBuffer) value = new Uint8Array(value);
      if (ArrayBuffer.isView(value)) return Array.from(new Uint8Array(value.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
      if (value && typeof value === "object") return Object.values(value).map(text).join("|");
      return String(value);
    };
    const answer = (request) => new Promise((done, fail) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => fail(request.error) }));
    const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    const ballots = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await answer(indexedDB.open(name));
      for (const store of db.objectStoreNames) {
        const of = db.transaction(store).objectStore(store);
        const [keys, values] = [await answer(of.getAllKeys()), await answer(of.getAll())];
        parts.push(...keys.map(text), ...values.map(text));
        if (store === "ballots") ballots.push(...values);
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        // The app's own files are as they were served; answers of the endpoint would be another matter.
        parts.push(request.url);
        if (/council|ballot\b|sync|session/.test(new URL(request.url).pathname.replace(/\/assets.*|.*\.(js|wasm|css)$/, ""))) parts.push(await (await cache.match(request)).text());
      }
    }
    return { all: parts.join("\n"), ballots };
  });
}

/** What must be nowhere: as it went over the line, in pieces, and as the endpoint derives it. */
function secrets({ question, answer, papers, receipt }, pending) {
  const token = JSON.parse(papers.at(-1).json).token;
  const votes = JSON.parse(papers.at(-1).json).votes;
  const bytes = Buffer.from(token, "hex");
  const digest = (purpose, text = Buffer.alloc(0)) =>
    createHash("sha256").update(purpose).update(Buffer.from([0])).update(bytes).update(text).digest("hex");
  const written = Buffer.concat(votes.map(([item, code]) => {
    const vote = Buffer.alloc(5);
    vote.writeUInt32BE(item);
    vote.writeUInt8(code, 4);
    return vote;
  }));
  const named = {
    question, answer, receipt,
    "the token": token,
    "the nonce": token.slice(0, 64),
    "the token's end": token.slice(-64),
    "the digest of the token": digest("thidua ballot: spent"),
    "the seal": digest("thidua ballot: seal", written),
    "the votes": JSON.stringify(votes).slice(1, -1),
    "the votes as bytes": written.toString("hex"),
    ...(pending ? { "the blinding": pending.slice(64, 128) } : {}),
  };
  for (const [what, secret] of Object.entries(named)) assert.ok(secret?.length >= 8, `${what} was heard`);
  return named;
}

test("a vote of the council is secret, counted exactly, and carried into the dossiers", async (bench) => {
  const { endpoint, office } = await hall(bench);
  await prepareSession(office, { award: "Lao động tiên tiến", count: 3 });
  await detail(office).getByText("Đang chuẩn bị").waitFor();
  await assertAccessible(office);
  const session = office.url().split("/").at(-1);
  await openedSession(office);
  await detail(office).getByText("0/5", { exact: true }).waitFor();

  // Four of five come; one of them is asked twice because the first answer is lost.
  const tablets = [];
  for (const number of [1, 2, 3, 4]) tablets.push(await tablet(bench, endpoint, number));
  const [first, second, third, fourth] = tablets;
  await openSession(first.page, session);
  await first.page.route("**/council/*/token", (route) => route.abort(), { times: 1 });
  await detail(first.page).getByRole("button", { name: "Nhận phiếu" }).click();
  await detail(first.page).getByText(/Chưa hỏi được máy chủ/).waitFor();
  const asked = JSON.parse((await kept(first.page)).ballots[0]).stage.Asked;
  await takeBallot(first.page);
  for (const { page } of [second, third, fourth]) {
    await openSession(page, session);
    await takeBallot(page);
  }
  const names = await detail(first.page).locator(".ballot .name").allInnerTexts();
  assert.equal(names.length, 3);
  await assertAccessible(first.page);

  // A second device of the first member is told that they have their ballot already.
  const double = await tablet(bench, endpoint, 1, "tablet-1-again");
  // Without a line it can only ask, and its question is no ballot.
  await openSession(double.page, session);
  await double.proxy.gone();
  await detail(double.page).getByRole("button", { name: "Nhận phiếu" }).click();
  await detail(double.page).getByText(/Chưa hỏi được máy chủ/).waitFor();
  assert.equal(await detail(double.page).locator(".ballot").count(), 0);
  await double.proxy.back();
  await detail(double.page).getByRole("button", { name: "Nhận phiếu" }).click();
  await detail(double.page).getByText("Bạn đã nhận phiếu trên máy khác").waitFor();

  // What is chosen outlives the app, and is on the device only until it is cast.
  await chooseVotes(first.page, { [names[0]]: YES, [names[1]]: YES });
  await detail(first.page).getByText("Còn 1 hồ sơ chưa chọn").waitFor();
  await first.page.reload();
  await detail(first.page).getByText("Còn 1 hồ sơ chưa chọn").waitFor();
  await chooseVotes(first.page, { [names[2]]: NO });
  await detail(first.page).getByText("Đã chọn đủ.").waitFor();
  const before = await kept(first.page);
  await cast(first.page);
  await detail(first.page).getByText("Đã nhận phiếu của bạn").waitFor();
  const known = secrets(first.heard, asked);
  for (const what of ["the token", "the nonce", "the token's end"]) {
    assert.ok(before.all.includes(known[what]), `${what} is found where it is`);
  }

  await chooseVotes(second.page, { [names[0]]: YES, [names[1]]: NO });
  await detail(second.page).getByRole("button", { name: "Bỏ phiếu", exact: true }).click();
  await second.page.getByRole("dialog").getByText(/1 hồ sơ chưa chọn sẽ tính là phiếu trắng/).waitFor();
  await second.page.getByRole("dialog").getByRole("button", { name: "Bỏ phiếu", exact: true }).click();
  await detail(second.page).getByText("Đã nhận phiếu của bạn").waitFor();

  // The third one's line is gone when they vote; the app is closed, and the ballot goes when the line is back.
  await third.proxy.gone();
  await chooseVotes(third.page, { [names[0]]: YES, [names[1]]: NO, [names[2]]: NO });
  await cast(third.page);
  await detail(third.page).getByText("Phiếu đang chờ gửi").waitFor();
  await third.page.reload();
  await detail(third.page).getByText("Phiếu đang chờ gửi").waitFor();
  await detail(office).getByRole("button", { name: "Cập nhật" }).click();
  await until("four ballots taken and two cast", async () =>
    (await figure(office, "Đã nhận phiếu").innerText()) === "4/5" && (await figure(office, "Phiếu đã gửi").innerText()) === "2");
  await third.proxy.back();
  await go(third.page, "/sync");
  await third.page.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  await openSession(third.page, session);
  await detail(third.page).getByText("Đã nhận phiếu của bạn").waitFor({ timeout: 40_000 });

  // A ballot says nobody's name.
  for (const { heard } of [first, second, third]) {
    for (const { headers } of heard.papers) {
      assert.equal(headers.authorization, undefined);
      assert.equal(headers.cookie, undefined);
    }
  }

  await until("three cast", async () => {
    await detail(office).getByRole("button", { name: "Cập nhật" }).click();
    return (await figure(office, "Phiếu đã gửi").innerText()) === "3";
  }, { every: 500 });
  await detail(office).getByRole("button", { name: "Kết thúc bỏ phiếu" }).click();
  await office.getByRole("dialog").getByText(/4\/5 thành viên đã nhận phiếu, 3 phiếu đã gửi. 1 phiếu chưa gửi/).waitFor();
  await office.getByRole("dialog").getByRole("button", { name: "Thôi" }).click();
  await closeSession(office);

  // 3 of 5 said yes to the first; who took a ballot and did not cast it stands as blank.
  const row = (name) => detail(office).locator("li", { hasText: name }).last();
  const votes = [
    [names[0], /3 đồng ý, 0 không đồng ý, 1 phiếu trắng/, "Đủ tỷ lệ phiếu"],
    [names[1], /1 đồng ý, 2 không đồng ý, 1 phiếu trắng/, "Chưa đủ tỷ lệ phiếu"],
    [names[2], /0 đồng ý, 2 không đồng ý, 2 phiếu trắng/, "Chưa đủ tỷ lệ phiếu"],
  ];
  for (const [name, figures, word] of votes) {
    assert.match(await row(name).innerText(), figures);
    assert.match(await row(name).innerText(), new RegExp(word));
  }
  const minutes = await detail(office).locator("section.card", { hasText: "Số liệu cho biên bản" }).innerText();
  for (const line of [/Tổng số thành viên\s+5/, /Có mặt, nhận phiếu\s+4/, /Vắng mặt\s+1/, /Phiếu thu về\s+3/, /Hồ sơ đã xét\s+3/, /Đạt\s+1/]) {
    assert.match(minutes, line);
  }
  await assertAccessible(office);

  await detail(office).getByRole("button", { name: "Ghi kết quả vào 3 hồ sơ" }).click();
  await detail(office).getByText("Kết quả đã được ghi vào mọi hồ sơ.").waitFor({ timeout: 20_000 });
  await safe(office, { timeout: 20_000 });
  assert.match(await row(names[0]).innerText(), /Hội đồng thông qua/);
  assert.match(await row(names[1]).innerText(), /Không đạt/);
  assert.match(await row(names[2]).innerText(), /Không đạt/);
  assert.equal(await detail(office).getByText("Máy chủ chưa nhận").count(), 0);

  // The one who did not cast is told, and so is everybody who looks.
  await openSession(fourth.page, session);
  await detail(fourth.page).getByText("Phiên đã kết thúc khi bạn chưa gửi phiếu").waitFor({ timeout: 20_000 });

  // No trace: on the tablets, in the endpoint's files, in its log.
  await until("the log beside the file to be emptied", () => {
    const log = path.join(endpoint.data, "thidua.sqlite-wal");
    return !fs.existsSync(log) || fs.statSync(log).size === 0 || !traces(endpoint.data, known).length;
  });
  for (const [index, own] of [first, second, third].entries()) {
    const secret = secrets(own.heard, index === 0 ? asked : undefined);
    const { all, ballots } = await kept(own.page);
    assert.deepEqual(ballots, [JSON.stringify({ session, stage: "Received" })]);
    for (const [what, text] of Object.entries(secret)) assert.ok(!all.includes(text), `${what} is still on tablet ${index + 1}`);
    assert.deepEqual(traces(endpoint.data, secret), [], "in the endpoint's files");
    for (const [what, text] of Object.entries(secret)) assert.ok(!endpoint.output.includes(text), `${what} is in the log`);
  }
  const uncast = await kept(fourth.page);
  assert.deepEqual(uncast.ballots, [JSON.stringify({ session, stage: "Uncast" })]);
  assert.ok(!uncast.all.includes(fourth.heard.question), "what was asked for is forgotten");
  assert.doesNotMatch(endpoint.output, /POST \/council\/[^ ]+\/ballot/, "a ballot has no line in the log");
}, { timeout: 300_000 });

/** What is found of these in the files of a folder, as text or as bytes. */
function traces(folder, secret) {
  const found = [];
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (!fs.statSync(file).isFile()) continue;
    const bytes = fs.readFileSync(file);
    for (const [what, text] of Object.entries(secret)) {
      const raw = /^([0-9a-f]{2})+$/.test(text) ? Buffer.from(text, "hex") : null;
      if (bytes.includes(text) || (raw && bytes.includes(raw))) found.push(`${what} in ${name}`);
    }
  }
  return found;
}

test("who is no member, who comes late and who comes after the close is told in words", async (bench) => {
  const { endpoint, office } = await hall(bench);
  const stranger = await tablet(bench, endpoint, 3);
  await go(stranger.page, "/council");
  await stranger.page.getByText("Chưa có phiên họp nào").first().waitFor();

  await prepareSession(office, { award: "Lao động tiên tiến", count: 2, without: 3 });
  const session = office.url().split("/").at(-1);
  const late = await tablet(bench, endpoint, 1);
  await openSession(late.page, session);
  await detail(late.page).getByText(/Chưa mở bỏ phiếu/).waitFor();
  await openedSession(office);

  // The screen of a member who waits changes by itself.
  await detail(late.page).getByRole("button", { name: "Nhận phiếu" }).waitFor({ timeout: 30_000 });
  await takeBallot(late.page);
  await openSession(stranger.page, session);
  await detail(stranger.page).getByText("Bạn không bỏ phiếu trong phiên này").waitFor({ timeout: 20_000 });
  assert.equal(await detail(stranger.page).getByRole("button", { name: "Nhận phiếu" }).count(), 0);

  await detail(late.page).getByRole("button", { name: "Đồng ý với các hồ sơ còn lại" }).click();
  await late.proxy.gone();
  await cast(late.page);
  await detail(late.page).getByText("Phiếu đang chờ gửi").waitFor();
  // Signing out would lose it, and says so.
  await go(late.page, "/more");
  await late.page.getByRole("button", { name: "Đăng xuất" }).first().click();
  await late.page.getByRole("dialog").getByText(/đang giữ phiếu bầu của bạn/).waitFor();
  await late.page.keyboard.press("Escape");
  await closeSession(office);
  await late.proxy.back();
  await go(late.page, "/sync");
  await late.page.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  await openSession(late.page, session);
  await detail(late.page).getByText("Không được tính vì phiên đã kết thúc").waitFor({ timeout: 30_000 });
  const { ballots } = await kept(late.page);
  assert.deepEqual(ballots, [JSON.stringify({ session, stage: "Late" })]);

  const after = await tablet(bench, endpoint, 2);
  await openSession(after.page, session);
  await detail(after.page).getByText("Không bỏ phiếu được nữa.", { exact: false }).waitFor();
  assert.equal(await detail(after.page).getByRole("button", { name: "Nhận phiếu" }).count(), 0);
}, { timeout: 180_000 });

test("without a line a session is prepared and not opened, and one that is broken off says why", async (bench) => {
  const endpoint = await bench.endpoint();
  await loadSample(endpoint.url, { until: "appraised" });
  const proxy = await bench.proxy(endpoint);
  const office = await (await bench.device("office")).page();
  await signIn(office, proxy.url, DISTRICT);
  await proxy.gone();
  await prepareSession(office, { award: "Lao động tiên tiến", count: 2 });
  await detail(office).getByRole("button", { name: "Mở bỏ phiếu" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "Mở bỏ phiếu" }).click();
  await detail(office).getByText(/Mở, kết thúc và huỷ bỏ phiếu thì cần máy chủ/).waitFor();
  await detail(office).getByText("Đang chuẩn bị").waitFor();
  await proxy.back();
  await openedSession(office);

  await detail(office).getByRole("button", { name: "Huỷ phiên họp" }).click();
  await detail(office).getByRole("button", { name: "Huỷ phiên họp" }).last().click();
  await detail(office).getByText("Cần điền ô này.").waitFor();
  await detail(office).getByLabel("Lý do huỷ").fill("Thiếu thành phần (mẫu).");
  await detail(office).getByRole("button", { name: "Huỷ phiên họp" }).last().click();
  await detail(office).getByText("Phiên bị huỷ: Thiếu thành phần (mẫu).").waitFor({ timeout: 20_000 });

  // Its dossiers can come before another session.
  await prepareSession(office, { award: "Lao động tiên tiến", count: 2 });
}, { timeout: 120_000 });
