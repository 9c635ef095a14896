/* The digits among the ink: pieces of a digit's size; ninetytwo.images.find does the same. */

const SMALLEST = 0.3; // of the usual height: less is a speck
const LARGEST = 2.5; // of the usual height: more is an edge, a rule or a blot
const GAP = 0.08; // of the usual height: pieces nearer than this are one digit
const SPECK = 0.1; // of the usual height: less is no part of a digit
const PART = 0.6; // of the usual height: what is shorter may be part of a digit
const PART_GAP = 0.3; // of the usual height: how far a part may lie above or below the rest
const WHOLE = 1.25; // of the usual height: how long a digit put together may be
const FLATTEST = 0.25; // height over width: less is a dash
const FATTEST = 0.5; // pen width over the longer side: more is a blob

const lengthOf = ({ mask }) => Math.max(mask.rows, mask.columns);

/** The digits of a sheet as pieces, in reading order; `dark` is how dark the ink is. */
function findDigits(dark) {
  const { rows, columns } = dark;
  const threshold = inkThreshold(dark);
  const ink = gridOf(rows, columns, new Uint8Array(rows * columns));
  dark.values.forEach((value, i) => (ink.values[i] = value > threshold ? 1 : 0));
  const atBorder = ({ box: [top, left, bottom, right] }) =>
    top === 0 || left === 0 || bottom === rows || right === columns;
  const pieces = piecesOf(ink).filter((piece) => !atBorder(piece));
  const height = usualHeight(pieces, Math.max(rows, columns));
  if (!height) return [];
  const [kept, near] = [0, 0].map(() => gridOf(rows, columns, new Uint8Array(rows * columns)));
  const reach = Math.max(round((GAP * height) / 2), 1);
  for (const piece of pieces) {
    if (lengthOf(piece) > LARGEST * height) continue;
    stamp(kept, piece);
    stamp(near, grown(piece, reach));
  }
  const found = putTogether(piecesOf(near, kept), height).filter((one) => isDigit(one, height));
  return readingOrder(found.map(({ box }) => box)).map((i) => found[i]);
}

/** A piece with all that is within `reach` pixels of its ink. */
function grown({ box: [top, left, bottom, right], mask }, reach) {
  const box = [top - reach, left - reach, bottom + reach, right + reach];
  return { box, mask: highest(pad(mask, reach), reach) };
}

/** The height of the piece in the middle, if ink is counted; 0 if there is none. */
function usualHeight(pieces, longest) {
  const sizes = pieces
    .map((piece) => [lengthOf(piece), piece.mask.values.reduce((sum, inked) => sum + inked, 0)])
    .filter(([length]) => length >= 8 && length < 0.95 * longest)
    .sort(([a], [b]) => a - b);
  const half = sizes.reduce((sum, [, inked]) => sum + inked, 0) / 2;
  let sum = 0;
  return sizes.find(([, inked]) => (sum += inked) >= half)?.[0] ?? 0;
}

/** Give parts of digits, as the bar of a 5, to what they belong to: smallest first. */
function putTogether(pieces, height) {
  const waiting = pieces.filter((piece) => lengthOf(piece) >= SPECK * height);
  waiting.sort((a, b) => lengthOf(a) - lengthOf(b));
  const whole = [];
  while (waiting.length) {
    const piece = waiting.shift();
    const other = piece.mask.rows < PART * height ? restOf(piece, waiting, height) : -1;
    if (other < 0) {
      whole.push(piece);
      continue;
    }
    const both = joinedTo(piece, waiting.splice(other, 1)[0]);
    const next = waiting.findIndex((one) => lengthOf(one) > lengthOf(both));
    waiting.splice(next < 0 ? waiting.length : next, 0, both);
  }
  return whole;
}

/** Which of the others a part belongs to: near, above or below it, not too long; or -1. */
function restOf({ box: [top, left, bottom, right] }, others, height) {
  let [nearest, found] = [Infinity, -1];
  others.forEach(({ box: [otherTop, otherLeft, otherBottom, otherRight] }, i) => {
    const down = Math.max(top, otherTop) - Math.min(bottom, otherBottom); // gaps, if above 0
    const along = Math.max(left, otherLeft) - Math.min(right, otherRight);
    const tall = Math.max(bottom, otherBottom) - Math.min(top, otherTop);
    const wide = Math.max(right, otherRight) - Math.min(left, otherLeft);
    const narrower = Math.min(right - left, otherRight - otherLeft);
    const far = Math.max(down, along);
    const stacked = along <= -0.5 * narrower && down <= PART_GAP * height;
    if (!stacked && far > 2 * GAP * height) return;
    if (Math.max(tall, wide) > WHOLE * height || far >= nearest) return;
    [nearest, found] = [far, i];
  });
  return found;
}

function joinedTo(one, other) {
  const [top, left] = [0, 1].map((i) => Math.min(one.box[i], other.box[i]));
  const [bottom, right] = [2, 3].map((i) => Math.max(one.box[i], other.box[i]));
  const mask = gridOf(bottom - top, right - left, new Uint8Array((bottom - top) * (right - left)));
  for (const piece of [one, other]) stamp(mask, piece, top, left);
  return { box: [top, left, bottom, right], mask };
}

function isDigit({ mask }, height) {
  const { rows, columns } = mask;
  if (rows < SMALLEST * height || rows > LARGEST * height || rows < FLATTEST * columns) return false;
  const inside = distances(pad(mask, 1)).values.filter((distance) => distance > 0);
  const mean = inside.reduce((a, b) => a + b) / inside.length;
  return 4 * mean <= FATTEST * Math.max(rows, columns);
}

/** One digit cut out of a sheet, without the ink of its neighbours, stretched to 0..1. */
function cutOut(dark, { box: [top, left, bottom, right], mask }, margin = 2) {
  const inside = cut(dark, [top - margin, left - margin, bottom + margin, right + margin]);
  const own = pad(mask, margin).values;
  const near = highest(pad(mask, margin), margin).values;
  const full = quantile(inside.values.filter((_, i) => own[i]), 0.75);
  return mapGrid(inside, (value, i) => (near[i] ? clip(value / full, 0, 1) : 0));
}
