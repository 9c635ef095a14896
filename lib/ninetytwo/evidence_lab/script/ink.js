/* From ink on paper to the 28 x 28 pixels that the model gets. */

const PAPER = 280; // the paper is drawn in dots, ten to a pixel of the model

/** Average ten by ten dots: the drawing as it lies on the paper. */
function reduce(dots) {
  const picture = new Float32Array(PIXELS);
  const step = PAPER / SIDE;
  for (let y = 0; y < PAPER; y++)
    for (let x = 0; x < PAPER; x++)
      picture[Math.floor(y / step) * SIDE + Math.floor(x / step)] +=
        dots[y * PAPER + x] / step ** 2;
  return picture;
}

/** What MNIST did to every digit: fit it into 20 x 20, put its centre of mass mid-picture. */
function normalise(dots) {
  let [top, left, bottom, right] = [PAPER, PAPER, -1, -1];
  for (let y = 0; y < PAPER; y++)
    for (let x = 0; x < PAPER; x++)
      if (dots[y * PAPER + x] > 0.1) {
        if (bottom < 0) top = y;
        bottom = y;
        left = Math.min(left, x);
        right = Math.max(right, x);
      }
  if (bottom < 0) return new Float32Array(PIXELS);
  const scale = BOX / Math.max(bottom - top + 1, right - left + 1);
  const rowParts = overlaps(bottom - top + 1, scale);
  const columnParts = overlaps(right - left + 1, scale);
  const fitted = new Float32Array(BOX * BOX);
  for (let y = top; y <= bottom; y++) {
    const line = new Float32Array(BOX);
    for (let x = left; x <= right; x++) {
      const ink = dots[y * PAPER + x];
      if (ink > 0) for (const { at, part } of columnParts[x - left]) line[at] += ink * part;
    }
    for (const { at, part } of rowParts[y - top])
      for (let c = 0; c < BOX; c++) fitted[at * BOX + c] += line[c] * part;
  }
  let [mass, rows, columns] = [0, 0, 0];
  fitted.forEach((ink, i) => {
    mass += ink;
    rows += ink * Math.floor(i / BOX);
    columns += ink * (i % BOX);
  });
  const down = Math.round(SIDE / 2 - rows / mass);
  const along = Math.round(SIDE / 2 - columns / mass);
  const picture = new Float32Array(PIXELS);
  fitted.forEach((ink, i) => {
    const [r, c] = [Math.floor(i / BOX) + down, (i % BOX) + along];
    if (r >= 0 && r < SIDE && c >= 0 && c < SIDE) picture[r * SIDE + c] = Math.min(ink, 1);
  });
  return picture;
}

/** Lay dots of some size side by side over the box: which pixels each covers, and how far. */
function overlaps(count, size) {
  return Array.from({ length: count }, (_, i) => {
    const [start, end] = [i * size, (i + 1) * size];
    const parts = [];
    for (let at = Math.floor(start); at < Math.min(end, BOX); at++) {
      const part = Math.min(at + 1, end) - Math.max(at, start);
      if (part > 1e-9) parts.push({ at, part });
    }
    return parts;
  });
}
