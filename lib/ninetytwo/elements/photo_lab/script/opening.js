/* A picture's file becomes grey, upright, and no larger than the later steps need. */

const LONGEST = 2000; // pixels of the longer side that are worked on
const SHORTEST = 1000; // smaller pictures are enlarged towards this, at most fourfold
const MOST = 64_000_000; // pixels; more are refused before they are decoded
const STRIP = 128; // rows that are turned grey at a time: keeps what is needed in between small
const HEIC = "heic heix heim heis hevc hevx mif1 msf1".split(" ");

/** By how much a picture is enlarged (above 1) or reduced. */
function factorFor(longer) {
  return longer > LONGEST ? LONGEST / longer : clip(SHORTEST / longer, 1, 4);
}

/** The grey picture, 0 black and 1 white; what is transparent becomes paper.
 *  `bytesOf(top, n)` gives red, green, blue and opacity of the pixels in `n` rows.
 *
 *  ITU-R BT.601: grey is 0.299 red + 0.587 green + 0.114 blue. */
function greyOf(rows, columns, bytesOf) {
  const factor = factorFor(Math.max(rows, columns));
  const [tall, wide] = [rows, columns].map((side) => Math.max(1, round(side * factor)));
  const across = weightsFor(columns, 0, columns, wide, LINEAR);
  const [light, seen] = [gridOf(rows, wide), gridOf(rows, wide)];
  let [lightSum, seenSum] = [0, 0];
  for (let top = 0; top < rows; top += STRIP) {
    const n = Math.min(STRIP, rows - top);
    const bytes = bytesOf(top, n);
    const [lightStrip, seenStrip] = [gridOf(n, columns), gridOf(n, columns)];
    const [lights, opacities] = [lightStrip.values, seenStrip.values];
    let sum = 0;
    for (let i = 0, j = 0; i < lights.length; i++, j += 4) {
      const opacity = bytes[j + 3] / 255;
      const grey = (0.299 * bytes[j] + 0.587 * bytes[j + 1] + 0.114 * bytes[j + 2]) / 255;
      lightSum += lights[i] = grey * opacity;
      sum += opacities[i] = opacity;
    }
    seenSum += sum;
    light.values.set(resampleColumns(lightStrip, across).values, top * wide);
    // Most pictures are opaque.
    if (sum === lights.length) seen.values.fill(1, top * wide, (top + n) * wide);
    else seen.values.set(resampleColumns(seenStrip, across).values, top * wide);
  }
  const paper = lightSum <= 0.5 * seenSum ? 1 : 0; // white under dark ink
  const whole = mapGrid(light, (value, i) => value + paper * (1 - seen.values[i]));
  const down = weightsFor(rows, 0, rows, tall, LINEAR);
  return mapGrid(resampleRows(whole, down), (value) => clip(value, 0, 1));
}

/** Columns and rows that a PNG or a JPEG says it has, before it is decoded; else none. */
function sizeIn(bytes) {
  const view = new DataView(bytes);
  const n = view.byteLength;
  if (n > 24 && view.getUint32(0) === 0x89504e47) return [view.getUint32(16), view.getUint32(20)];
  if (n < 4 || view.getUint16(0) !== 0xffd8) return [0, 0];
  for (let at = 2; at + 9 < n; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return [0, 0];
}

/** A sentence on a picture that has too many pixels, or null. */
function tooLarge(columns, rows) {
  if (columns * rows <= MOST) return null;
  return `The picture has ${columns} × ${rows} pixels, and 64 million in all can be read: make it smaller.`;
}

/** What bytes are that the browser cannot read, and what to do. */
function whatItIs(bytes) {
  const start = String.fromCharCode(...new Uint8Array(bytes.slice(0, 12)));
  if (!start) return "The file is empty: save the picture again.";
  if (start.slice(4, 8) === "ftyp" && HEIC.includes(start.slice(8)))
    return "It is a HEIC photo, which this browser cannot read: save it as JPEG.";
  if (start.startsWith("%PDF")) return "It is a PDF: save the page as a JPEG or PNG picture.";
  if (start.startsWith("\x89PNG") || start.startsWith("\xff\xd8"))
    return "The picture is cut off or damaged: copy or save it again.";
  return "It is no picture that this browser can read: give a JPEG or PNG.";
}
