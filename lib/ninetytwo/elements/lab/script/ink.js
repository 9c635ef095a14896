/* From the path of a pen to the 28 x 28 pixels that the model gets.
 *
 * A stroke is a list of points [x, y] in dots of the paper.  The ink follows from the path and
 * from the width of MNIST's pens, not from the line on the screen: so a small drawing gets no
 * thick strokes when it is made large, and nothing is read back from a canvas, which browsers
 * that hide who reads a page falsify.
 */

const PAPER = 280;
const DOTS = PAPER / SIDE; // to a pixel
const PEN = 2.4; // width of a line in pixels; MNIST's middle one is 2.7
const EDGE = 1.4; // in so many pixels a line fades from full ink to none
const LEAST = 12; // dots; what is smaller is a dot, however the hand shook

/** The drawing as it lies on the paper. */
function asDrawn(strokes) {
  return inkOf(strokes, (point) => point.map((at) => at / DOTS));
}

/** What MNIST did to every digit: fit it into 20 x 20, put its centre of mass mid-picture. */
function normalise(strokes) {
  const { low, high, extent } = boxOf(strokes);
  const scale = extent < LEAST ? 0 : (BOX - PEN - EDGE) / extent;
  const fit = (point) => point.map((at, i) => (at - (low[i] + high[i]) / 2) * scale + SIDE / 2);
  const picture = inkOf(strokes, fit);
  let [mass, row, column] = [0, 0, 0];
  picture.forEach((ink, i) => {
    mass += ink;
    row += ink * Math.floor(i / SIDE);
    column += ink * (i % SIDE);
  });
  if (mass === 0) return picture;
  const shift = [column, row].map((sum) => Math.round(SIDE / 2 - sum / mass));
  return inkOf(strokes, (point) => fit(point).map((at, i) => at + shift[i]));
}

/** The smallest upright box around the pen's path. */
function boxOf(strokes) {
  const points = strokes.flat();
  const low = [0, 1].map((i) => Math.min(...points.map((point) => point[i])));
  const high = [0, 1].map((i) => Math.max(...points.map((point) => point[i])));
  return { low, high, extent: Math.max(high[0] - low[0], high[1] - low[1]) };
}

/** The ink of strokes; `place` takes a point of the paper to pixels of the picture. */
function inkOf(strokes, place) {
  const picture = new Float32Array(PIXELS);
  for (const stroke of strokes) {
    const path = stroke.map(place);
    path.forEach((point, i) => inkLine(picture, path[Math.max(0, i - 1)], point));
  }
  return picture;
}

/** Draw a line with round ends. */
function inkLine(picture, [x0, y0], [x1, y1]) {
  const reach = (PEN + EDGE) / 2;
  const [first, last] = [
    (a, b) => Math.max(0, Math.floor(Math.min(a, b) - reach)),
    (a, b) => Math.min(SIDE, Math.ceil(Math.max(a, b) + reach)),
  ];
  const [along, down] = [x1 - x0, y1 - y0];
  const length2 = along ** 2 + down ** 2;
  const clip = (part) => Math.min(1, Math.max(0, part));
  for (let r = first(y0, y1); r < last(y0, y1); r++)
    for (let c = first(x0, x1); c < last(x0, x1); c++) {
      const [x, y] = [c + 0.5 - x0, r + 0.5 - y0]; // the middle of a pixel
      const nearest = length2 ? clip((x * along + y * down) / length2) : 0;
      const distance = Math.hypot(x - nearest * along, y - nearest * down);
      const ink = clip((PEN / 2 - distance) / EDGE + 0.5);
      picture[r * SIDE + c] = Math.max(picture[r * SIDE + c], ink);
    }
}
