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
  constructor(labels) {
    this.label = labels;
    this.start = new Uint32Array(labels.length + 1);
    this._pixels = [];
    this._ink = [];
  }

  get length() {
    return this.label.length;
  }

  /** The next digit's picture. */
  add(i, picture) {
    for (let j = 0; j < PIXELS; j++)
      if (picture[j]) this._pixels.push(j), this._ink.push(picture[j]);
    this.start[i + 1] = this._ink.length;
  }

  close() {
    this.pixel = Uint16Array.from(this._pixels);
    this.ink = Float32Array.from(this._ink);
    this._pixels = this._ink = null;
    return this;
  }
}

/** The file's digits as `change` leaves them: the first `n` to learn from, the others to judge by.
 *  A phone needs a second for it; `pause`, now and then, lets its page breathe meanwhile. */
async function split(file, n, { change = (picture) => picture, pause = () => {} } = {}) {
  const all = file.length / (2 + BOX_BYTES);
  const [train, judge] = [new InkedDigits(file.slice(0, n)), new InkedDigits(file.slice(n, all))];
  for (let i = 0; i < all; i++) {
    if (i % 250 === 0) await pause(i / all);
    const picture = change(pictureOf(file, all, i));
    if (i < n) train.add(i, picture);
    else judge.add(i - n, picture);
  }
  return { train: train.close(), judge: judge.close() };
}
