// The council: the standing office runs a session, members vote each on their own tablet, and afterwards no trace of who
// voted how is left on any of the machines.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { assertAccessible, loadSample, until } from "./harness.mjs";
import { test } from "./registry.mjs";
import {
  DISTRICT, MEMBERS, attended, chooseVotes, enterVotes, go, history, nextSteps, nominate, openedSession,
  openNomination, openSession, prepareSession, safe, signIn, stands, sync, takeBallot, takeStep, votesForAll,
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

/** Asks for the close and is told why it cannot be. */
async function notClosed(office, why) {
  await detail(office).getByRole("button", { name: "Kết thúc bỏ phiếu" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "Kết thúc bỏ phiếu" }).click();
  await detail(office).getByText(why).first().waitFor({ timeout: 20_000 });
}

/** Saves the figures, and waits until their draft is gone: it goes in the transaction that saves them. */
async function saveCount(office) {
  const drafts = () => office.evaluate(async () => {
    const answer = (request) => new Promise((done, fail) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => fail(request.error) }));
    const db = await answer(indexedDB.open("thidua"));
    const keys = await answer(db.transaction("drafts").objectStore("drafts").getAllKeys());
    db.close();
    return keys.filter((key) => String(key).startsWith("step-")).length;
  });
  await until("the figures to be a draft", async () => (await drafts()) > 0);
  await detail(office).getByRole("button", { name: "Lưu số liệu" }).click();
  await until("the figures to be saved", async () => (await drafts()) === 0);
}

/** Locks what was counted by hand. */
async function lockCount(office) {
  await detail(office).getByRole("button", { name: "Khoá kết quả" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "Khoá kết quả" }).click();
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
  await until("both choices to be kept", async () => /\[\[\d+,\d+\],\[\d+,\d+\]\]/.test((await kept(first.page)).all));
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
  // Three of five are no quorum; the fifth comes, and casts a ballot with nothing chosen.
  await notClosed(office, /Chưa đủ số thành viên bỏ phiếu/);
  const fifth = await tablet(bench, endpoint, 5);
  await go(fifth.page, "/");
  const waiting = fifth.page.locator("article.card.wait", { hasText: "Bạn chưa nhận phiếu." });
  await waiting.getByRole("link", { name: "Mở phiên họp" }).click();
  await takeBallot(fifth.page);
  await go(fifth.page, "/");
  await fifth.page.getByText("Bạn đã nhận phiếu và chưa gửi.").waitFor();
  await openSession(fifth.page, session);
  await cast(fifth.page);
  await detail(fifth.page).getByText("Đã nhận phiếu của bạn").waitFor();
  await go(fifth.page, "/");
  await fifth.page.getByText("Phiên họp đang chờ phiếu của bạn").waitFor({ state: "detached" });
  await until("four cast", async () => {
    await detail(office).getByRole("button", { name: "Cập nhật" }).click();
    return (await figure(office, "Phiếu đã gửi").innerText()) === "4";
  }, { every: 500 });
  await detail(office).getByRole("button", { name: "Kết thúc bỏ phiếu" }).click();
  await office.getByRole("dialog").getByText(/5\/5 thành viên đã nhận phiếu, 4 phiếu đã gửi. 1 phiếu chưa gửi/).waitFor();
  await office.getByRole("dialog").getByRole("button", { name: "Thôi" }).click();
  await closeSession(office);

  // 3 of 5 said yes to the first; who took a ballot and did not cast it stands as blank.
  const row = (name) => detail(office).locator("li", { hasText: name }).last();
  const votes = [
    [names[0], /3 đồng ý, 0 không đồng ý, 2 phiếu trắng/, "Đủ tỷ lệ phiếu"],
    [names[1], /1 đồng ý, 2 không đồng ý, 2 phiếu trắng/, "Chưa đủ tỷ lệ phiếu"],
    [names[2], /0 đồng ý, 2 không đồng ý, 3 phiếu trắng/, "Chưa đủ tỷ lệ phiếu"],
  ];
  for (const [name, figures, word] of votes) {
    assert.match(await row(name).innerText(), figures);
    assert.match(await row(name).innerText(), new RegExp(word));
  }
  const minutes = await detail(office).locator("section.card", { hasText: "Số liệu cho biên bản" }).innerText();
  for (const line of [/Tổng số thành viên\s+5/, /Có mặt, nhận phiếu\s+5/, /Vắng mặt\s+0/, /Phiếu thu về\s+4/, /Hồ sơ đã xét\s+3/, /Đạt\s+1/]) {
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
  const stranger = await tablet(bench, endpoint, 5);
  await go(stranger.page, "/council");
  await stranger.page.getByText("Chưa có phiên họp nào").first().waitFor();

  await prepareSession(office, { award: "Lao động tiên tiến", count: 2, without: 1 });
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
  // One ballot or two would tell whose they are.
  const [second, third, fourth] = [await tablet(bench, endpoint, 2), await tablet(bench, endpoint, 3), await tablet(bench, endpoint, 4)];
  await openSession(second.page, session);
  await votesForAll(second.page);
  await notClosed(office, /cần ít nhất 3 phiếu/);
  for (const { page } of [third, fourth]) {
    await openSession(page, session);
    await votesForAll(page);
  }
  await closeSession(office);
  await late.proxy.back();
  await go(late.page, "/sync");
  await late.page.getByRole("button", { name: "Gửi và nhận ngay" }).click();
  await openSession(late.page, session);
  await detail(late.page).getByText("Không được tính vì phiên đã kết thúc").waitFor({ timeout: 30_000 });
  const { ballots } = await kept(late.page);
  assert.deepEqual(ballots, [JSON.stringify({ session, stage: "Late" })]);

  const after = await tablet(bench, endpoint, 2, "tablet-2-again");
  await openSession(after.page, session);
  await detail(after.page).getByText("Không bỏ phiếu được nữa.", { exact: false }).waitFor();
  assert.equal(await detail(after.page).getByRole("button", { name: "Nhận phiếu" }).count(), 0);
}, { timeout: 240_000 });

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

test("two windows of a member take one ballot, and neither loses it", async (bench) => {
  const { endpoint, office } = await hall(bench);
  await prepareSession(office, { award: "Lao động tiên tiến", count: 2 });
  const session = office.url().split("/").at(-1);
  await openedSession(office);
  const device = await bench.device("tablet");
  const first = await device.page();
  await signIn(first, endpoint.url, MEMBERS[0]);
  const second = await device.page();
  await second.goto(`${endpoint.url}/council/${session}`);
  await openSession(first, session);
  await openSession(second, session);
  // The answer is slow, so that the second window asks while the first one waits.
  let asked = 0;
  for (const page of [first, second]) {
    await page.route("**/council/*/token", async (route) => {
      asked += 1;
      await new Promise((done) => setTimeout(done, 1_500));
      await route.continue();
    });
  }
  for (const page of [first, second]) await detail(page).getByRole("button", { name: "Nhận phiếu" }).waitFor({ timeout: 30_000 });
  await Promise.all([first, second].map((page) => detail(page).getByRole("button", { name: "Nhận phiếu" }).click()));
  for (const page of [first, second]) await detail(page).locator(".ballot li").first().waitFor({ timeout: 20_000 });
  assert.equal(asked, 1, "the second window found what the first was given");
  assert.equal(await second.getByText("Bạn đã nhận phiếu trên máy khác").count(), 0);
  await cast(second);
  await detail(second).getByText("Đã nhận phiếu của bạn").waitFor();
  const { ballots } = await kept(first);
  assert.deepEqual(ballots, [JSON.stringify({ session, stage: "Received" })]);
}, { timeout: 180_000 });

test("an absent member votes in writing, and the title of the province reaches its ninety percent", async (bench) => {
  const endpoint = await bench.endpoint();
  const office = await (await bench.device("office")).page();
  await signIn(office, endpoint.url, DISTRICT);
  const [A, award] = ["Đinh Văn Tỉnh", "Chiến sĩ thi đua bộ, ban, ngành, tỉnh"];
  await nominate(office, { name: A, birthYear: "1980", achievements: "Dẫn đầu phong trào.", initiative: "Nước sạch cho ba thôn.", award, unit: "Xã Long Môn" });
  await openNomination(office, A);
  for (const step of ["Ghi kết quả bình xét", "Trình hồ sơ", "Ghi đã thẩm định"]) await takeStep(office, step);
  await safe(office, { timeout: 20_000 });
  // The law sets how is voted: nobody types a result. And nobody has made the name public yet.
  await nextSteps(office).getByText(/phải bỏ phiếu kín trong một phiên họp/).waitFor();
  assert.equal(await nextSteps(office).getByRole("button", { name: "Hội đồng thông qua" }).count(), 0);
  await nextSteps(office).getByText(/Chưa được công khai lấy ý kiến/).waitFor();

  const guest = "Phạm Thị Vắng (mẫu)";
  await prepareSession(office, { award, count: 1, without: 1, guests: [guest] });
  const session = office.url().split("/").at(-1);
  await openNomination(office, A);
  await nextSteps(office).getByText(/nằm trong chương trình một phiên họp/).waitFor();
  await nextSteps(office).getByRole("link", { name: "Xem phiên họp" }).click();
  await openedSession(office);
  for (const number of [1, 2, 3, 4]) {
    const { page } = await tablet(bench, endpoint, number);
    await openSession(page, session);
    await votesForAll(page);
    await page.close();
  }

  // The written vote: more than were written is told at its place; what is typed outlives the app.
  await detail(office).getByText("Thành viên vắng mặt, phiếu bằng văn bản").click();
  await attended(office, guest, "Phiếu bằng văn bản");
  assert.equal(await office.getByRole("group", { name: guest }).getByLabel("Trên máy").count(), 0, "who has no account has no tablet");
  const card = await enterVotes(office, A, [2, 0, 0]);
  await card.getByText("Tổng 2/1 phiếu").waitFor();
  await detail(office).getByRole("button", { name: "Lưu số liệu" }).click();
  await card.getByText(/2 phiếu mà 1 người bỏ phiếu/).waitFor();
  await enterVotes(office, A, [1, 0, 0]);
  await detail(office).getByText(/Đã giữ làm nháp trên máy này/).waitFor();
  await office.reload();
  await detail(office).getByText("Tổng 1/1 phiếu").waitFor();
  // What is not saved is not closed upon.
  await detail(office).getByRole("button", { name: "Kết thúc bỏ phiếu" }).click();
  await detail(office).getByText(/Số liệu đang nhập chưa lưu/).waitFor();
  await assertAccessible(office);
  await saveCount(office);
  await closeSession(office);
  const result = await detail(office).innerText();
  for (const line of [/Tổng số thành viên\s+5/, /Có mặt, nhận phiếu\s+4/, /Gửi phiếu bằng văn bản\s+1/, /5 đồng ý, 0 không đồng ý, 0 phiếu trắng/, /Đủ tỷ lệ phiếu/]) {
    assert.match(result, line);
  }
  await detail(office).getByRole("button", { name: "Ghi kết quả vào 1 hồ sơ" }).click();
  await detail(office).getByText("Kết quả đã được ghi vào mọi hồ sơ.").waitFor({ timeout: 20_000 });
  await openNomination(office, A);
  await stands(office, "Hội đồng thông qua");
  await history(office).getByText(/5 đồng ý.*gửi phiếu 1/).waitFor();
  assert.equal(await history(office).getByText("Nhập tay, không từ phiên họp.").count(), 0);
}, { timeout: 300_000 });

test("a session that is counted by hand is entered, locked, and can be annulled while nothing rests on it", async (bench) => {
  const endpoint = await bench.endpoint();
  await loadSample(endpoint.url, { until: "appraised" });
  const proxy = await bench.proxy(endpoint);
  const office = await (await bench.device("office")).page();
  await signIn(office, proxy.url, DISTRICT);
  const guest = "Phạm Thị Khách (mẫu)";
  await prepareSession(office, { award: "Lao động tiên tiến", count: 2, without: 1, guests: [guest], byHand: true });
  const names = await detail(office).locator(".counting .ballot .name").allInnerTexts();
  assert.equal(names.length, 2);
  // Counted where there is no line.
  await proxy.gone();
  await attended(office, guest, "Vắng mặt");
  await detail(office).getByRole("button", { name: "Người còn lại có mặt" }).click();
  await detail(office).getByText("Có mặt 4, bằng văn bản 0, vắng 1").waitFor();
  const card = await enterVotes(office, names[0], [101, 0, 0]);
  await card.getByText("Tổng 101/4 phiếu").waitFor();
  await detail(office).getByRole("button", { name: "Lưu số liệu" }).click();
  await card.getByText(/101 phiếu mà 4 người bỏ phiếu/).waitFor();
  await enterVotes(office, names[0], [4, 0, 0]);
  await card.getByText(/Đủ tỷ lệ phiếu: 4\/5/).waitFor();
  await saveCount(office);
  await detail(office).getByText("Còn 1 hồ sơ chưa nhập").waitFor();

  // Not all is there: the device says so before anything is locked.
  await proxy.back();
  await sync(office);
  const session = () => office.url().split("/").at(-1);
  await go(office, "/council");
  await office.locator(".list .row").first().click();
  await lockCount(office);
  await detail(office).getByText(/Số phiếu không khớp/).waitFor({ timeout: 20_000 });
  await enterVotes(office, names[1], [1, 3, 0]);
  await assertAccessible(office);
  await saveCount(office);
  await detail(office).getByText("Đã nhập đủ các hồ sơ.").waitFor();
  await lockCount(office);
  await detail(office).getByRole("heading", { name: "Kết quả bỏ phiếu" }).waitFor({ timeout: 20_000 });
  const result = await detail(office).innerText();
  for (const line of [/Kiểm phiếu bằng tay/, /Có mặt\s+4/, /Vắng mặt\s+1/, /4 đồng ý, 0 không đồng ý/, /1 đồng ý, 3 không đồng ý/]) assert.match(result, line);
  assert.doesNotMatch(result, /Phiếu thu về/);

  // Its dossiers cannot come before another session: their vote stands.
  const closed = session();
  await go(office, "/council/new");
  await office.locator(".picker details > summary").click();
  await office.getByText("Đã được bỏ phiếu.", { exact: false }).first().waitFor();
  // Annulled with a reason they can.
  await openSession(office, closed);
  await detail(office).getByRole("button", { name: "Huỷ kết quả" }).click();
  await detail(office).getByLabel("Lý do huỷ").fill("Đếm nhầm một phiếu (mẫu).");
  await detail(office).getByRole("button", { name: "Huỷ kết quả" }).last().click();
  await detail(office).getByText("Phiên bị huỷ: Đếm nhầm một phiếu (mẫu).").waitFor({ timeout: 20_000 });
  await prepareSession(office, { award: "Lao động tiên tiến", count: 2, byHand: true });
  await detail(office).getByRole("button", { name: "Người còn lại có mặt" }).click();
  await detail(office).getByRole("button", { name: "Mọi phiếu đồng ý cho hồ sơ chưa nhập" }).click();
  await saveCount(office);
  await lockCount(office);
  await detail(office).getByRole("button", { name: "Ghi kết quả vào 2 hồ sơ" }).click({ timeout: 20_000 });
  await detail(office).getByText("Kết quả đã được ghi vào mọi hồ sơ.").waitFor({ timeout: 20_000 });
  assert.equal(await detail(office).getByRole("button", { name: "Huỷ kết quả" }).count(), 0);
}, { timeout: 240_000 });
