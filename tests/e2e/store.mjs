// What lies in the browser's stores of a page's origin, looked at and changed behind the app's back.

/** A page of the endpoint's origin on which no app runs. */
export async function bare(device, url) {
  const page = await device.context.newPage();
  await page.goto(`${url}/health`);
  return page;
}

/** How many values each store holds. */
export function counts(page) {
  return page.evaluate(async () => {
    const asked = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
    const database = await asked(indexedDB.open("thidua"));
    const names = [...database.objectStoreNames];
    const all = await Promise.all(names.map((name) => asked(database.transaction(name).objectStore(name).count())));
    database.close();
    return Object.fromEntries(names.map((name, at) => [name, all[at]]));
  });
}

/** The version of a database, 0 where there is none. */
export function versionOf(page, name = "thidua") {
  return page.evaluate(async (name) => {
    const all = await indexedDB.databases();
    return all.find((database) => database.name === name)?.version ?? 0;
  }, name);
}

/** Makes the store what an app of an earlier version has left: that version, without the stores that came later. */
export function downgrade(page, version, without) {
  return page.evaluate(
    async ([version, without]) => {
      const asked = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
      const now = await asked(indexedDB.open("thidua"));
      const held = [];
      for (const name of [...now.objectStoreNames].filter((name) => !without.includes(name))) {
        const store = now.transaction(name).objectStore(name);
        held.push([name, await asked(store.getAllKeys()), await asked(store.getAll())]);
      }
      now.close();
      await asked(indexedDB.deleteDatabase("thidua"));
      const opening = indexedDB.open("thidua", version);
      opening.onupgradeneeded = () => held.forEach(([name]) => opening.result.createObjectStore(name));
      const before = await asked(opening);
      for (const [name, keys, values] of held) {
        const writing = before.transaction(name, "readwrite");
        keys.forEach((key, at) => writing.objectStore(name).put(values[at], key));
        await new Promise((done) => (writing.oncomplete = done));
      }
      before.close();
    },
    [version, without],
  );
}

/** The keys and the kinds of values of a store. */
export function kinds(page, name) {
  return page.evaluate(async (name) => {
    const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const database = await asked(indexedDB.open("thidua"));
    const store = database.transaction(name).objectStore(name);
    const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
    database.close();
    return keys.map((key, at) => [key, values[at] instanceof Uint8Array ? "bytes" : typeof values[at]]);
  }, name);
}

/** Everything that lies in the stores, as one heap of bytes: texts in both of the ways in which a browser writes them. */
export async function heap(page) {
  const parts = await page.evaluate(async () => {
    const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await asked(indexedDB.open("thidua"));
    const parts = [];
    for (const name of database.objectStoreNames) {
      const store = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
      keys.forEach((key, at) => {
        const value = values[at];
        const bytes = value instanceof Uint8Array ? value : new TextEncoder().encode(JSON.stringify(value));
        parts.push({ name, key, bytes: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) });
      });
    }
    database.close();
    return parts;
  });
  return parts.map(({ name, key, bytes }) => ({ name, key, bytes: Buffer.from(bytes, "base64") }));
}

/** The stores and keys where a text can be found. */
export async function found(page, text) {
  const ways = [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le"), Buffer.from(JSON.stringify(text).slice(1, -1), "latin1")];
  const all = await heap(page);
  return all.filter(({ bytes }) => ways.some((way) => bytes.includes(way))).map(({ name, key }) => `${name}/${key}`);
}

/** For so long Chromium goes by what it was told of the room last, in milliseconds. */
const ROOM_IS_KNOWN = 32_000;

/** Leaves the origin no room at all; returns what takes that back. */
export async function fillUp(page) {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await new Promise((done) => setTimeout(done, ROOM_IS_KNOWN));
  return async () => {
    await devtools.send("Storage.overrideQuotaForOrigin", { origin });
    await devtools.detach();
  };
}

/** Downloads what a click offers; its text. */
export async function downloaded(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
