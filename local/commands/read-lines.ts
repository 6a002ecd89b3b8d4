/** Owns cutting a stream of bytes into lines, with no line longer than is allowed ever held. */

/** Stands for a line that was let pass. */
export class TooLong {}

/**
 * @param maxBytes - Of one line, without its end.
 * @returns The lines without their `\n`; the last may lack one. The next is read when it is asked for.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer | TooLong> {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  const keep = (piece: Uint8Array) => {
    bytes += piece.length;
    if (bytes <= maxBytes) pieces.push(piece);
    else pieces = [];
  };
  const take = () => {
    const line = bytes <= maxBytes ? Buffer.concat(pieces) : new TooLong();
    pieces = [];
    bytes = 0;
    return line;
  };
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (bytes > 0) yield take();
}

const NEWLINE = 0x0a;
