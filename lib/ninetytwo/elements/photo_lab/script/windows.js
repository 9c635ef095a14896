/* What is highest, lowest, average or in the middle around every pixel. */

/** Change every row and then every column of a grid: `act` reads a line and writes another. */
function inBothDirections({ rows, columns, values }, act) {
  const changed = values.slice();
  const [before, after] = [0, 1].map(() => new values.constructor(Math.max(rows, columns)));
  const change = (start, stride, n) => {
    for (let i = 0; i < n; i++) before[i] = changed[start + i * stride];
    act(before, after, n);
    for (let i = 0; i < n; i++) changed[start + i * stride] = after[i];
  };
  for (let r = 0; r < rows; r++) change(r * columns, 1, columns);
  for (let c = 0; c < columns; c++) change(c, columns, rows);
  return gridOf(rows, columns, changed);
}

/** The highest value within `reach` pixels up, down and sideways.
 *  Places of a line wait in a queue while they may still be the highest of a window. */
function highest(grid, reach) {
  const queue = new Int32Array(Math.max(grid.rows, grid.columns));
  return inBothDirections(grid, (before, after, n) => {
    let [head, tail] = [0, 0];
    for (let i = 0; i < n + reach; i++) {
      if (i < n) {
        while (tail > head && before[queue[tail - 1]] <= before[i]) tail--;
        queue[tail++] = i;
      }
      if (i < reach) continue;
      while (queue[head] < i - 2 * reach) head++;
      after[i - reach] = before[queue[head]];
    }
  });
}

function lowest(grid, reach) {
  const negative = (x) => -x;
  return mapGrid(highest(mapGrid(grid, negative), reach), negative);
}

/** The mean of 3 x 3 pixels; beyond the border all goes on as at the border. */
function smoothed(grid) {
  return inBothDirections(grid, (before, after, n) => {
    for (let i = 0; i < n; i++)
      after[i] = (before[Math.max(0, i - 1)] + before[i] + before[Math.min(n - 1, i + 1)]) / 3;
  });
}

/** The middle one of the values within `reach` pixels. */
function medians({ rows, columns, values }, reach) {
  const found = gridOf(rows, columns);
  const around = new Float32Array((2 * reach + 1) ** 2);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      let n = 0;
      for (let y = r - reach; y <= r + reach; y++)
        for (let x = c - reach; x <= c + reach; x++)
          around[n++] = values[clip(y, 0, rows - 1) * columns + clip(x, 0, columns - 1)];
      found.values[r * columns + c] = around.sort()[(n - 1) / 2];
    }
  return found;
}
