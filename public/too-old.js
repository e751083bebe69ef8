// In the JavaScript of 2009, for browsers that cannot even read start.js. The app's module needs what came with
// Chrome 96, Firefox 93 and Safari 15; structuredClone, a little younger, stands for all of it.
if (typeof WebAssembly !== "object" || typeof structuredClone !== "function") {
  document.getElementById("start-wait").hidden = true;
  document.getElementById("start-old").hidden = false;
}
