/* The paper is found and divided out, so that what is left is how dark the ink is;
 * ninetytwo.images.paper does the same and says why. */

const WIDEST_PEN = 1 / 8; // of the longer side: what is wider and dark is no stroke
const DARKEST = 0.25; // of the brightest paper: what is darker is a table, not paper in shadow
const DIMMEST = 0.05; // of white: light boards are told from their light only above this
const COARSE = 2; // the paper is sought on a picture this many times smaller
const VERY_COARSE = 176; // pixels of the longer side on which dark ink is told from light

function smaller(grid, factor) {
  const [rows, columns] = [grid.rows, grid.columns].map((side) => Math.ceil(side / factor));
  return resample(grid, rows, columns, MEAN);
}

/** Whether the ink is darker than the paper: it lies seldom, and far, from what is around it. */
function isDarkOnLight(grey) {
  const small = smaller(grey, Math.max(grey.rows, grey.columns) / VERY_COARSE);
  const reach = (VERY_COARSE / 16 - 1) / 2;
  const near = medians(small, reach);
  const [high, low] = [highest(near, reach).values, lowest(near, reach).values];
  let sum = 0;
  small.values.forEach((value, i) => {
    sum += ((value - near.values[i]) / (high[i] - low[i] + 0.1)) ** 3;
  });
  return sum <= 0;
}

/** How bright the paper would be under every pixel, for dark ink: a closing. */
function paperBrightness(grey) {
  const small = smaller(grey, COARSE);
  const { rows, columns } = small;
  const reach = Math.trunc((Math.max(rows, columns) * WIDEST_PEN) / 2) + 1;
  const [down, along] = [rows, columns].map((side) => Math.min(2 * reach + 1, side - 1));
  const wide = goneOn(small, down, along);
  const closed = lowest(highest(wide, reach), reach + 1);
  const inner = cut(closed, [down, along, down + rows, along + columns]);
  return resample(inner, grey.rows, grey.columns, LINEAR);
}

/** A grid that goes on beyond its border as it ran, but never brighter than at the border. */
function goneOn({ rows, columns, values }, down, along) {
  const wide = gridOf(rows + 2 * down, columns + 2 * along);
  const before = new Float32Array(columns);
  for (let r = 0; r < wide.rows; r++) {
    // Beyond the border twice the edge less what lies as far within: first down, then along.
    const edge = clip(r - down, 0, rows - 1);
    const back = 2 * edge - (r - down);
    const row = (at) => values.subarray(at * columns, (at + 1) * columns);
    const [border, within] = [row(edge), row(back)];
    for (let c = 0; c < columns; c++) before[c] = 2 * border[c] - within[c];
    for (let c = 0; c < wide.columns; c++) {
      const edgeC = clip(c - along, 0, columns - 1);
      const on = 2 * before[edgeC] - before[2 * edgeC - (c - along)];
      wide.values[r * wide.columns + c] = Math.min(on, border[edgeC]);
    }
  }
  return wide;
}

/** The share of the paper's light that the ink takes away, 0 to 1, in light and in shadow. */
function darkness(grey) {
  const isDark = isDarkOnLight(grey);
  const smooth = smoothed(isDark ? grey : mapGrid(grey, (light) => 1 - light));
  const paper = paperBrightness(smooth).values;
  const bright = quantile(someOf({ ...grey, values: paper }), 0.99);
  const light = (i) => 1 - paper[i] + DIMMEST;
  const boards = isDark ? 0 : quantile(someOf({ ...grey, values: paper.map((_, i) => light(i)) }), 0.99);
  return mapGrid(smooth, (value, i) => {
    if (paper[i] < DARKEST * bright) return 0;
    const dark = clip(1 - value / Math.max(paper[i], 1e-6), 0, 1);
    return isDark ? dark : Math.min((dark * boards) / light(i), 1);
  });
}

/** The darkness from which a pixel is ink: Otsu's threshold among what stands out of the grain. */
function inkThreshold(dark) {
  const some = someOf(dark);
  const middle = median(some);
  const lowest = middle + Math.max(3 * spreadOf(some, middle), 0.04);
  const bins = 128;
  const counts = new Float64Array(bins);
  for (const value of dark.values)
    if (value > lowest) counts[Math.min(bins - 1, Math.floor(value * bins))]++;
  const total = counts.reduce((a, b) => a + b);
  if (!total) return 1;
  const value = (bin) => (bin + 0.5) / bins;
  const all = counts.reduce((sum, count, bin) => sum + count * value(bin), 0);
  let [below, sum, best, found] = [0, 0, -1, 0];
  for (let bin = 0; bin < bins - 1; bin++) {
    below += counts[bin];
    sum += counts[bin] * value(bin);
    const above = total - below;
    const apart = sum / Math.max(below, 1) - (all - sum) / Math.max(above, 1);
    const between = below * above * apart ** 2;
    if (between > best) [best, found] = [between, (bin + 1) / bins];
  }
  return Math.max(found, lowest);
}
