// Lets the app open without a network, and changes versions as a whole or not at all.
//
// Each build has a cache of its own, filled completely and checked file by file before this worker counts as
// installed. It then waits: pages keep running on the old cache until the last one closes, or until the app,
// knowing that no form is open, says "take-over". Records are none of its business; they live in IndexedDB.
//
// One thing it does with them: where the browser wakes it because a line is there again, it sends the request that the app
// has laid ready there, as it is. It reads no record and writes none. What the endpoint answers, the app hears when it sends
// the same once more.

// Both lines are written by `cargo xtask precache`: [URL, SHA-256, bytes] of every file of the build.
const BUILD = "unstamped";
const FILES = [];

const PREFIX = "thidua-";
const CACHE = PREFIX + BUILD;
const PAGE = "/";
// What the app asks to be woken for (`src/web/background.rs`), and the lock that whoever exchanges records holds.
const UNSENT = "unsent";
const EXCHANGE = "thidua-sync";
const OURS = new Set(FILES.map(([url]) => url));
const BY_CONTENT = /[0-9a-f]{8,16}(_bg)?\.(wasm|js|css)$/;
// What the endpoint answers itself. A navigation there (a download, a health page) is not the app. `/sync` is missing on
// purpose: the endpoint takes only POST there, and the app has a page of that name.
const ENDPOINT = /^\/(session|blob|api|health|metrics)(\/|$)/;

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("message", (event) => {
  if (event.data?.type === "take-over") event.waitUntil(self.skipWaiting());
  if (event.data?.type === "renew-page") event.waitUntil(renewPage());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (OURS.has(pathname)) {
    event.respondWith(answer(pathname, request));
  } else if (request.mode === "navigate" && !ENDPOINT.test(pathname)) {
    event.respondWith(answer(PAGE, request));
  } else if (BY_CONTENT.test(pathname)) {
    event.respondWith(answerFormer(pathname, request));
  }
  if (request.mode === "navigate") event.waitUntil(tidy(event.resultingClientId));
});

self.addEventListener("sync", (event) => {
  if (event.tag === UNSENT) event.waitUntil(handOver());
});

async function install() {
  const cache = await caches.open(CACHE);
  // The own cache too: an install cut short goes on where it stopped.
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const held = await Promise.all(names.map((name) => caches.open(name)));
  await Promise.all(FILES.map((file) => store(cache, held, file)));
}

// One wrong or missing file fails the install; the old version stays and the browser tries again later.
async function store(cache, held, [url, sha256]) {
  const sources = [
    ...held.map((other) => () => other.match(url)),
    // What the page has just downloaded is in the browser's own cache. It may be stale, but then its digest tells, and the
    // later ones go to the endpoint for certain.
    () => fetch(url),
    () => fetch(url, { cache: "no-store" }),
    // Until here the endpoint may have sent what is different from the old version's file. Dictionaries are for addresses
    // without a query: this brings the whole file, should the browser hold a broken one.
    () => fetch(`${url}?whole`, { cache: "no-store" }),
  ];
  for (const source of sources) {
    const right = await taken(source, sha256).catch(() => null);
    if (right) return cache.put(url, right);
  }
  throw new Error(`${url} is not the file of build ${BUILD}`);
}

// The same page with the headers that the endpoint gives it now: which other addresses it may ask stands there. Without a line, or
// where the endpoint has another version already, what is kept stays.
async function renewPage() {
  const [, sha256] = FILES.find(([url]) => url === PAGE) ?? [];
  const response = await fetch(PAGE, { cache: "no-store", headers: { accept: "text/html" } }).catch(() => null);
  if (!sha256 || !response?.ok) return;
  const body = await response.arrayBuffer();
  if ((await digest(body)) !== sha256) return;
  await (await caches.open(CACHE)).put(PAGE, new Response(body, { headers: kept(response.headers) }));
}

async function taken(source, sha256) {
  const response = await source();
  if (!response?.ok) return null;
  const body = await response.arrayBuffer();
  if ((await digest(body)) !== sha256) return null;
  return new Response(body, { headers: kept(response.headers) });
}

// The stored body is already decompressed, and is the one answer for every request of this URL.
function kept(headers) {
  const copy = new Headers(headers);
  for (const name of ["content-encoding", "content-length", "vary"]) copy.delete(name);
  return copy;
}

async function digest(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function activate() {
  await tidy();
  // On the very first visit the page was loaded before there was a worker.
  await self.clients.claim();
}

// Lets go of what other versions had, once no page is open but the one that just opens: one of theirs may have a form open in
// another tab, and then opens a part that nobody else has.
async function tidy(opening) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.some((page) => page.id !== opening)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

// Only this build's cache: a file of another version must never mix in.
async function answer(url, request) {
  const cached = await (await caches.open(CACHE)).match(url);
  return cached ?? fetch(request);
}

// A page of the version before asks for a file of its own. It is called by its content, so that it is no other one.
async function answerFormer(url, request) {
  return (await caches.match(url)) ?? fetch(request);
}

// Where it fails, the browser is told so and wakes the worker again, each time later.
function handOver() {
  return navigator.locks.request(EXCHANGE, { ifAvailable: true }, async (lock) => {
    // A page is at it.
    if (!lock) return;
    const { body, token } = (await laidReady()) ?? {};
    if (!body || !token) return;
    const headers = { "content-type": "application/cbor", authorization: `Bearer ${token}` };
    const answer = await fetch("/sync", { method: "POST", headers, body });
    if (answer.status >= 500) throw new Error(`HTTP ${answer.status}`);
  });
}

// What lies ready and the login that it goes with. Nothing where a PIN is set: what is sealed is not for this worker.
async function laidReady() {
  const asked = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
      // No store is made here: that is the app's.
      request.onupgradeneeded = () => request.transaction.abort();
    });
  const database = await asked(indexedDB.open("thidua")).catch(() => null);
  if (!database) return null;
  try {
    const state = database.transaction("state").objectStore("state");
    const [seal, session, body] = await Promise.all(["~seal", "session", "ready"].map((key) => asked(state.get(key))));
    if (seal !== undefined || typeof session !== "string" || !(body instanceof Uint8Array)) return null;
    const { valid, signed_in: signedIn } = JSON.parse(session);
    return valid ? { body, token: signedIn.token } : null;
  } finally {
    database.close();
  }
}
