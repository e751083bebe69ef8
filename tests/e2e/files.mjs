// Files of evidence, made on the spot: photographs as a phone writes them, and what is none.

import fs from "node:fs";
import path from "node:path";

/** A JPEG of coloured noise, as large as a phone's, with the camera's remarks: held upright, and where it was taken. */
export async function photograph(page, { width = 4000, height = 3000, remarks = true, seed = 1 } = {}) {
  const base64 = await page.evaluate(async ([width, height, seed]) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    const grain = new ImageData(160, 120);
    let state = seed;
    for (let place = 0; place < grain.data.length; place += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      grain.data[place] = place % 4 === 3 ? 255 : state >>> 24;
    }
    const small = new OffscreenCanvas(160, 120);
    small.getContext("2d").putImageData(grain, 0, 0);
    context.drawImage(small, 0, 0, width, height);
    // Left half darker, so that a picture that was not turned shows.
    context.fillStyle = "rgba(0, 0, 0, 0.6)";
    context.fillRect(0, 0, width / 2, height);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let place = 0; place < bytes.length; place += 8192) {
      text += String.fromCharCode(...bytes.subarray(place, place + 8192));
    }
    return btoa(text);
  }, [width, height, seed]);
  const jpeg = Buffer.from(base64, "base64");
  return remarks ? Buffer.concat([jpeg.subarray(0, 2), exif(), jpeg.subarray(2)]) : jpeg;
}

/** A picture of a village road, drawn, and plainly no photograph of anybody. */
export async function landscape(page, hue = 100) {
  const base64 = await page.evaluate(async (hue) => {
    const canvas = new OffscreenCanvas(3200, 2400);
    const paint = canvas.getContext("2d");
    const fill = (style, draw) => {
      paint.fillStyle = style;
      paint.beginPath();
      draw();
      paint.fill();
    };
    fill(`hsl(${hue + 100} 60% 82%)`, () => paint.rect(0, 0, 3200, 2400));
    fill("hsl(45 90% 70%)", () => paint.arc(2500, 480, 200, 0, 7));
    for (const [light, top] of [[55, 900], [42, 1150], [30, 1400]]) {
      fill(`hsl(${hue} 40% ${light}%)`, () => {
        paint.moveTo(0, 2400);
        for (let x = 0; x <= 3200; x += 40) paint.lineTo(x, top + 160 * Math.sin(x / 320 + top));
        paint.lineTo(3200, 2400);
      });
    }
    fill("hsl(40 12% 78%)", () => {
      for (const [x, y] of [[1400, 2400], [1650, 1500], [1720, 1500], [2300, 2400]]) paint.lineTo(x, y);
    });
    paint.font = "bold 150px sans-serif";
    fill("#fff", () => paint.fillText("Ảnh mẫu", 160, 300));
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
    return btoa([...new Uint8Array(await blob.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join(""));
  }, hue);
  return Buffer.from(base64, "base64");
}

/** The segment in which a camera says that it was held upright (orientation 6) and where it was. */
function exif() {
  const tiff = Buffer.alloc(26 + 12 + 4 + 2 + 4 * 12 + 4 + 48);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  const entry = (at, tag, type, count, value) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    if (typeof value === "string") tiff.write(value, at + 8, "latin1");
    else tiff.writeUInt32LE(value, at + 8);
  };
  const gps = 38;
  const fractions = gps + 2 + 4 * 12 + 4;
  entry(10, 0x0112, 3, 1, 6);
  entry(22, 0x8825, 4, 1, gps);
  tiff.writeUInt16LE(4, gps);
  entry(gps + 2, 1, 2, 2, "N\0");
  entry(gps + 14, 2, 5, 3, fractions);
  entry(gps + 26, 3, 2, 2, "E\0");
  entry(gps + 38, 4, 5, 3, fractions + 24);
  [14, 56, 30, 108, 42, 15].forEach((number, place) => {
    tiff.writeUInt32LE(number, fractions + 8 * place);
    tiff.writeUInt32LE(1, fractions + 8 * place + 4);
  });
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** The first bytes of a picture of 80 megapixels; a browser that decoded it would find nothing. */
export function hugePicture() {
  const png = Buffer.alloc(64);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).copy(png);
  png.write("IHDR", 12, "latin1");
  png.writeUInt32BE(10_000, 16);
  png.writeUInt32BE(8_000, 20);
  return png;
}

/** A PDF of so many bytes, which differ from file to file. */
export function pdf(size, seed = 1) {
  const bytes = Buffer.alloc(size);
  let state = seed;
  for (let place = 0; place < size; place += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[place] = state >>> 24;
  }
  bytes.write("%PDF-1.7\n", 0, "latin1");
  return bytes;
}

/** A file of so many bytes that takes no room on the disk: a PDF at its beginning, and then nothing. */
export function sparsePdf(folder, name, size) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, "%PDF-1.7\n");
  fs.truncateSync(file, size);
  return file;
}

/** What Playwright takes for a file. */
export function chosen(name, mimeType, buffer) {
  return { name, mimeType, buffer };
}

/** The width and height in a JPEG's frame. */
export function frame(jpeg) {
  let place = 2;
  while (place < jpeg.length) {
    const kind = jpeg[place + 1];
    if (kind >= 0xc0 && kind <= 0xc3) return [jpeg.readUInt16BE(place + 7), jpeg.readUInt16BE(place + 5)];
    place += 2 + jpeg.readUInt16BE(place + 2);
  }
  throw new Error("no frame");
}

/** The bytes of all files of evidence in the device's store, by digest. */
export async function filesOf(page) {
  const found = await page.evaluate(async () => {
    const asked = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await asked(indexedDB.open("thidua"));
    const store = database.transaction("files").objectStore("files");
    const [keys, values] = [await asked(store.getAllKeys()), await asked(store.getAll())];
    database.close();
    return keys.map((key, place) => [key, [...values[place]]]);
  });
  return new Map(found.map(([key, bytes]) => [key, Buffer.from(bytes)]));
}
