/** Owns the writing of PNG files: 8-bit true colour without alpha, nothing else. Pure. */
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BYTES_PER_PIXEL = 3;
/** Filter type Sub: each byte is stored as its difference from the pixel to the left, which suits smooth skies. */
const FILTER_SUB = 1;

/**
 * A PNG file (W3C PNG specification, third edition).
 * @param rgb three bytes for each pixel, row by row
 */
export function encodePng(widthPx: number, heightPx: number, rgb: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 2, 0, 0, 0], 8); // bits a channel, true colour, deflate, the five filters, not interlaced
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(filterRows(widthPx, heightPx, rgb))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function filterRows(widthPx: number, heightPx: number, rgb: Uint8Array): Buffer {
  const rowBytes = widthPx * BYTES_PER_PIXEL;
  const filtered = Buffer.alloc((rowBytes + 1) * heightPx);
  for (let y = 0; y < heightPx; y += 1) {
    const to = y * (rowBytes + 1);
    const from = y * rowBytes;
    filtered[to] = FILTER_SUB;
    for (let x = 0; x < rowBytes; x += 1) {
      const left = x < BYTES_PER_PIXEL ? 0 : (rgb[from + x - BYTES_PER_PIXEL] ?? 0);
      filtered[to + 1 + x] = ((rgb[from + x] ?? 0) - left) & 0xff;
    }
  }
  return filtered;
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
