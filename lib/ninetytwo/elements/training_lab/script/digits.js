/* From the packed file to digits as a step reads them: only the pixels with ink.
 *
 * The file holds a label for each digit, then the place of each digit's 20 x 20 box, then
 * the ink in the boxes, four pixels a byte, the first in the highest two bits.
 */

const LEVELS = 3; // ink is 0, 1, 2 or 3 thirds
const BOX_BYTES = (BOX * BOX) / 4;
const PLACES = SIDE - BOX + 1; // in which row, or column, a box can begin

/** The file's bytes, taken out of their base 64 and their gzip. */
async function unzip(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** One digit of the file as a picture. */
function pictureOf(file, n, i) {
  const picture = new Float32Array(PIXELS);
  const [row, column] = [Math.floor(file[n + i] / PLACES), file[n + i] % PLACES];
  for (let j = 0; j < BOX * BOX; j++) {
    const byte = file[2 * n + i * BOX_BYTES + (j >> 2)];
    const level = (byte >> (6 - 2 * (j & 3))) & 3;
    picture[(row + Math.floor(j / BOX)) * SIDE + column + (j % BOX)] = level / LEVELS;
  }
  return picture;
}

/** Digits by their ink: those of digit i stand from `start[i]` to before `start[i + 1]`. */
class InkedDigits {
  /** Of the file's n digits, those from `first` to before `end`, as `change` leaves them. */
  constructor(file, first, end, change = (picture) => picture) {
    const n = file.length / (2 + BOX_BYTES);
    const [pixels, ink] = [[], []];
    this.label = file.slice(first, end);
    this.start = new Uint32Array(end - first + 1);
    for (let i = first; i < end; i++) {
      change(pictureOf(file, n, i)).forEach((value, j) => {
        if (value) pixels.push(j), ink.push(value);
      });
      this.start[i - first + 1] = pixels.length;
    }
    this.pixel = Uint16Array.from(pixels);
    this.ink = Float32Array.from(ink);
  }

  get length() {
    return this.label.length;
  }
}
