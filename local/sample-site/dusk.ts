/** Owns one picture that is computed: the ferry before the setting sun. Pure: the same width gives the same pixels. */
import { encodePng } from "./png.ts";

/** Red, green and blue, each 0 to 255. */
type Colour = readonly [red: number, green: number, blue: number];

/** Heights and widths below are in units of the picture's height, from its top left corner. */
const ASPECT = 16 / 9;
const HORIZON = 0.6;
const SUN = { x: 1.12, y: 0.575, radius: 0.105 } as const;

/** A box around all of the ferry: most pixels are outside of it, and need not look closer. */
const FERRY = { left: 0.4, right: 0.9, top: 0.4 } as const;

const SKY: readonly (readonly [at: number, colour: Colour])[] = [
  [0, [38, 52, 92]],
  [0.3, [108, 92, 132]],
  [0.47, [214, 132, 118]],
  [HORIZON, [250, 196, 128]],
];
const INK: Colour = [34, 34, 54];
const HILL: Colour = [84, 72, 108];
const LAMP: Colour = [255, 226, 150];

/**
 * The picture as a PNG file, 16 to 9.
 * @param widthPx a multiple of 16
 */
export function drawDusk(widthPx: number): Buffer {
  const heightPx = Math.round(widthPx / ASPECT);
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let row = 0; row < heightPx; row += 1) {
    for (let column = 0; column < widthPx; column += 1) {
      const [red, green, blue] = colourAt((column + 0.5) / heightPx, (row + 0.5) / heightPx, 1 / heightPx);
      const at = (row * widthPx + column) * 3;
      rgb[at] = Math.round(red);
      rgb[at + 1] = Math.round(green);
      rgb[at + 2] = Math.round(blue);
    }
  }
  return encodePng(widthPx, heightPx, rgb);
}

function colourAt(x: number, y: number, pixel: number): Colour {
  if (y < HORIZON) return ferry(scene(x, y, pixel), x, y, pixel);
  // Water shows the scene upside down, drawn out by ripples that grow towards the viewer, and darker.
  const depth = y - HORIZON;
  const ripple = Math.sin(1.9 * depth ** 0.5 * 90 + 5 * Math.sin(x * 7)) * depth * 0.09;
  const mirroredY = Math.max(0, HORIZON - depth * 1.25);
  const mirrored = ferry(scene(x + ripple, mirroredY, pixel * 3), x + ripple, mirroredY, pixel * 4);
  const water = mix(mirrored, [30, 44, 78], 0.28 + depth * 0.75);
  const glitter = Math.exp(-(((x + ripple * 2 - SUN.x) / (0.05 + depth * 0.3)) ** 2));
  const crest = Math.max(0, Math.sin(depth ** 0.5 * 160 + 9 * Math.sin(x * 11 + depth * 20)));
  return ferryHull(mix(water, [255, 206, 140], glitter * crest * 0.6), x, y, pixel);
}

function scene(x: number, y: number, pixel: number): Colour {
  const fromSun = Math.hypot(x - SUN.x, y - SUN.y);
  let colour = mix(sky(y), [255, 214, 150], 0.55 * Math.exp(-fromSun * 4.5));
  colour = mix(colour, [255, 240, 200], coverage(fromSun - SUN.radius, pixel));
  const cloud = Math.sin(x * 4 + 1.2) * 0.012 + Math.sin(x * 9) * 0.006;
  colour = mix(colour, [232, 158, 140], 0.5 * band(y, 0.3 + cloud, 0.012) + 0.4 * band(y, 0.4 - cloud, 0.008));
  const hills = HORIZON - 0.03 - 0.07 * Math.exp(-((x - 0.18) ** 2) * 14) - 0.035 * Math.exp(-((x - 0.62) ** 2) * 22);
  return mix(colour, HILL, coverage(hills + 0.03 * x - y, pixel));
}

function ferry(under: Colour, x: number, y: number, pixel: number): Colour {
  if (x < FERRY.left || x > FERRY.right || y < FERRY.top) return under;
  let colour = under;
  for (const [left, right, top, bottom] of [
    [0.5, 0.78, 0.53, 0.57], // passengers' deck
    [0.62, 0.73, 0.49, 0.53], // bridge
    [0.545, 0.575, 0.46, 0.53], // funnel
    [0.699, 0.703, 0.42, 0.49], // mast
  ] as const) {
    colour = mix(colour, INK, coverage(boxDistance(x, y, left, right, top, bottom), pixel));
  }
  for (let lamp = 0; lamp < 7; lamp += 1) {
    colour = mix(
      colour,
      LAMP,
      coverage(boxDistance(x, y, 0.522 + lamp * 0.035, 0.54 + lamp * 0.035, 0.541, 0.556), pixel),
    );
  }
  colour = mix(colour, LAMP, coverage(boxDistance(x, y, 0.69, 0.722, 0.502, 0.517), pixel));
  colour = mix(colour, LAMP, coverage(Math.hypot(x - 0.701, y - 0.42) - 0.007, pixel));
  return ferryHull(colour, x, y, pixel);
}

/** The hull reaches below the horizon, so it is drawn over the water too. */
function ferryHull(under: Colour, x: number, y: number, pixel: number): Colour {
  const lean = (y - 0.57) * 0.9;
  const hull = boxDistance(x, y, 0.46 + lean, 0.84 - lean * 1.4, 0.57, 0.615);
  return mix(under, INK, coverage(hull, pixel));
}

function sky(y: number): Colour {
  for (let at = 1; at < SKY.length; at += 1) {
    const [upper, lower] = [SKY[at - 1], SKY[at]];
    if (upper && lower && y <= lower[0]) return mix(upper[1], lower[1], (y - upper[0]) / (lower[0] - upper[0]));
  }
  return SKY.at(-1)?.[1] ?? INK;
}

function mix(from: Colour, to: Colour, share: number): Colour {
  if (share <= 0) return from;
  const part = Math.min(1, share);
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part];
}

/** How much of a pixel a shape covers, from the signed distance of its edge: this is what smooths the edges. */
function coverage(distance: number, pixel: number): number {
  return Math.min(1, Math.max(0, 0.5 - distance / pixel));
}

function boxDistance(x: number, y: number, left: number, right: number, top: number, bottom: number): number {
  return Math.max(left - x, x - right, top - y, y - bottom);
}

function band(y: number, centre: number, width: number): number {
  return Math.exp(-(((y - centre) / width) ** 2));
}
