/* Numbers in rows and columns, and what is asked of many numbers.
 *
 * A grid is { rows, columns, values }: a typed array, row by row.
 */

function gridOf(rows, columns, values = new Float32Array(rows * columns)) {
  return { rows, columns, values };
}

/** A grid of the same shape, each value changed. */
function mapGrid({ rows, columns, values }, change) {
  return gridOf(rows, columns, values.map(change));
}

/** A part of a grid, from `top`, `left` to before `bottom`, `right`; outside of it are zeros. */
function cut({ rows, columns, values }, [top, left, bottom, right]) {
  const part = gridOf(bottom - top, right - left, new values.constructor((bottom - top) * (right - left)));
  const [from, to] = [Math.max(0, left), Math.min(columns, right)];
  for (let r = Math.max(0, top); r < Math.min(rows, bottom); r++)
    part.values.set(
      values.subarray(r * columns + from, r * columns + Math.max(from, to)),
      (r - top) * part.columns + from - left,
    );
  return part;
}

/** A grid with so many zeros around it. */
function pad(grid, margin) {
  return cut(grid, [-margin, -margin, grid.rows + margin, grid.columns + margin]);
}

/** The smallest box around what is true, [top, left, bottom, right]; null if nothing is. */
function boxAround({ rows, columns, values }, isInside) {
  let [top, left, bottom, right] = [rows, columns, 0, 0];
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      if (isInside(values[r * columns + c])) {
        if (r < top) top = r;
        if (r >= bottom) bottom = r + 1;
        if (c < left) left = c;
        if (c >= right) right = c + 1;
      }
  return bottom ? [top, left, bottom, right] : null;
}

/** Every fourth number of every fourth row: enough to tell how numbers are spread. */
function someOf({ rows, columns, values }) {
  const some = new Float32Array(Math.ceil(rows / 4) * Math.ceil(columns / 4));
  let n = 0;
  for (let r = 0; r < rows; r += 4)
    for (let c = 0; c < columns; c += 4) some[n++] = values[r * columns + c];
  return some;
}

/** The number that a share of the numbers lies below; between two of them in proportion. */
function quantile(numbers, share) {
  const sorted = Float64Array.from(numbers).sort();
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const next = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[next] - sorted[low]);
}

const median = (numbers) => quantile(numbers, 0.5);

/** The standard deviation of normal numbers of which few are wild. */
const spreadOf = (numbers, middle) => 1.4826 * median(numbers.map((x) => Math.abs(x - middle)));

const clip = (x, low, high) => Math.min(high, Math.max(low, x));

/** Halves go to the even number, as in Python. */
function round(x) {
  const near = Math.round(x);
  return near - x === 0.5 && near % 2 ? near - 1 : near;
}
