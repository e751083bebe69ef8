// Brings the app from the endpoint (or from the service worker) and starts it, telling how far it is.
// No framework, nothing inline: this runs before there is an app, under a strict Content-Security-Policy.

// Where the browser has Trusted Types, text becomes markup or code only through here. Leptos makes the fixed parts of its views
// from markup that was compiled in, without scripts or handlers; what officers type never goes that way, and if a fault ever
// led it there, nothing in it could run. Scripts come from two addresses, and never from a text.
const ACTIVE = /<\/?(script|iframe|object|embed|base|meta|link|style)\b|[\s"'/]on\w+\s*=|javascript:|srcdoc/i;
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (markup) => (ACTIVE.test(markup) ? null : markup),
  createScriptURL: (url) => (["/sw.js", "/worker.js"].includes(url) ? url : null),
});

const { app, wasm, wasmBytes } = document.getElementById("start-script").dataset;
const bar = document.getElementById("start-progress");

try {
  const [{ default: init }, module_or_path] = await Promise.all([import(app), fetchModule()]);
  await init({ module_or_path });
  document.getElementById("start").remove();
  performance.mark("app-started");
} catch (error) {
  console.error(error);
  await explain(error);
}
// Only now: the worker's own downloads must not compete with the first screen on a slow line.
installWorker();

async function fetchModule() {
  const response = await fetch(wasm);
  if (!response.ok) throw new TypeError(`HTTP ${response.status}`);
  // From the device it is a matter of milliseconds, and only an untouched response lets the browser
  // reuse the machine code that it compiled the last time.
  if (navigator.serviceWorker?.controller || !response.body) return response;
  let received = 0;
  const counted = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        received += chunk.byteLength;
        bar.value = Math.min(98, Math.max(bar.value, (received / wasmBytes) * 98));
        controller.enqueue(chunk);
      },
    }),
  );
  // Sizes are those after decompression, as counted here; Content-Length would be that of the wire.
  return new Response(counted, { headers: { "content-type": "application/wasm" } });
}

async function explain(error) {
  const old = document.getElementById("start-old");
  document.getElementById("start-wait").hidden = true;
  // A complete module that does not compile uses something that this browser lacks.
  if (error instanceof WebAssembly.CompileError) old.hidden = false;
  if (!old.hidden) return;
  const network = error instanceof TypeError;
  document.getElementById("start-reason").textContent = network
    ? "đường truyền bị ngắt."
    : "ứng dụng gặp lỗi khi khởi động.";
  const again = document.getElementById("start-again");
  again.addEventListener("click", async (event) => {
    event.preventDefault();
    // An app that cannot start cannot ask for its own mending: a newer version may take over at once.
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.update().catch(() => {});
    registration?.waiting?.postMessage({ type: "take-over" });
    setTimeout(() => location.reload(), registration?.waiting ? 500 : 0);
  });
  document.getElementById("start-failed").hidden = false;
}

function installWorker() {
  // Absent over plain http from another machine: the app then works, but opens only with the endpoint there.
  navigator.serviceWorker
    ?.register("/sw.js", { updateViaCache: "none" })
    .catch((error) => console.warn("service worker", error));
}
