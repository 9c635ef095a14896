/* A grid in another size, as Pillow's `resize` makes it. */

// How far a value reaches, in pixels of the coarser grid, and what it weighs at a distance.
const MEAN = { reach: 0.5, weigh: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) };
const LINEAR = { reach: 1, weigh: (x) => Math.max(0, 1 - Math.abs(x)) };
/** R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981, a = -1/2. */
const CUBIC = {
  reach: 2,
  weigh(x) {
    x = Math.abs(x);
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  },
};

/** For each of `n` new values the weights of old ones, the first of which is `first`. */
function weightsFor(length, from, to, n, { reach, weigh }) {
  const step = (to - from) / n;
  const wide = Math.max(step, 1);
  return Array.from({ length: n }, (_, i) => {
    const centre = from + (i + 0.5) * step;
    const first = Math.max(0, Math.trunc(centre - reach * wide + 0.5));
    const last = Math.min(length, Math.trunc(centre + reach * wide + 0.5));
    const weights = new Float64Array(last - first);
    let sum = 0;
    for (let j = first; j < last; j++) sum += weights[j - first] = weigh((j + 0.5 - centre) / wide);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/** New columns, each a weighted sum of old ones. */
function resampleColumns({ rows, columns, values }, taps) {
  const n = taps.length;
  const sums = gridOf(rows, n);
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < n; i++) {
      const { first, weights } = taps[i];
      const at = r * columns + first;
      let sum = 0;
      for (let j = 0; j < weights.length; j++) sum += weights[j] * values[at + j];
      sums.values[r * n + i] = sum;
    }
  return sums;
}

/** New rows, each a weighted sum of old ones. */
function resampleRows({ columns, values }, taps) {
  const sums = gridOf(taps.length, columns);
  const line = new Float64Array(columns);
  taps.forEach(({ first, weights }, i) => {
    line.fill(0);
    for (let j = 0; j < weights.length; j++) {
      const at = (first + j) * columns;
      for (let c = 0; c < columns; c++) line[c] += weights[j] * values[at + c];
    }
    sums.values.set(line, i * columns);
  });
  return sums;
}

/** The part of a grid in `box`, whose corners may lie between pixels, in another size. */
function resample(grid, rows, columns, how, box = [0, 0, grid.rows, grid.columns]) {
  const [top, left, bottom, right] = box;
  const wide = resampleColumns(grid, weightsFor(grid.columns, left, right, columns, how));
  return resampleRows(wide, weightsFor(grid.rows, top, bottom, rows, how));
}
