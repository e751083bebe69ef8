// What a camera sees of another device's screen: a film for Chromium's `--use-file-for-fake-video-capture`, made of the codes
// that the page shows. Not sharp, not straight and not black on white, as a cheap camera's picture is none of these.

import fs from "node:fs";

const SIDE = 640;
/** How the camera is held in one round of the codes after the other, for no hand is still: how much of the picture's width a code takes, and how far the camera is tilted, in radians. */
const HOLDS = [
  { part: 0.9, tilt: 0.05 },
  { part: 0.86, tilt: -0.03 },
  { part: 0.93, tilt: 0.02 },
  { part: 0.88, tilt: -0.07 },
];
const DARK = 45;
const LIGHT = 205;
/** Codes a second, and how many pictures are taken of each. */
const PACE = 3;
const EACH = 2;

/** The arguments of a browser that sees this film; the file is read when the camera is put on, so it may be made later. */
export function seeing(file) {
  return ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${file}`];
}

/** Writes a film of codes, over and over. Each is `{ size, path }`: modules with the white border, and the path of the dark ones. */
export function film(file, codes) {
  const header = `YUV4MPEG2 W${SIDE} H${SIDE} F${PACE * EACH}:1 Ip A0:0 C420jpeg\n`;
  const colours = Buffer.alloc((SIDE * SIDE) / 2, 128);
  const shown = HOLDS.flatMap((hold) => codes.map((code) => luma(code, hold)));
  const pictures = shown.flatMap((light) => {
    const picture = [Buffer.from("FRAME\n"), light, colours];
    return Array.from({ length: EACH }, () => picture).flat();
  });
  fs.writeFileSync(file, Buffer.concat([Buffer.from(header), ...pictures]));
}

function luma({ size, path }, { part, tilt }) {
  const dark = new Uint8Array(size * size);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    const begin = Number(y) * size + Number(x);
    dark.fill(1, begin, begin + Number(width));
  }
  const [sin, cos] = [Math.sin(tilt), Math.cos(tilt)];
  const isDark = (x, y) => {
    const [right, down] = [x - SIDE / 2, y - SIDE / 2];
    const place = (of) => Math.floor((of / (SIDE * part) + 0.5) * size);
    const [column, row] = [place(right * cos + down * sin), place(down * cos - right * sin)];
    return column >= 0 && column < size && row >= 0 && row < size && dark[row * size + column] === 1;
  };
  const picture = Buffer.alloc(SIDE * SIDE);
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      let sum = 0;
      // Each pixel is the mean of nine points around it, of an area half as wide again as itself.
      for (let point = 0; point < 9; point += 1) {
        sum += isDark(x + (point % 3) * 0.75, y + Math.floor(point / 3) * 0.75) ? DARK : LIGHT;
      }
      picture[y * SIDE + x] = Math.round(sum / 9);
    }
  }
  return picture;
}
