/* How far it is to the nearest pixel outside. */

/** The distance of each pixel that is not 0 to the nearest that is 0, between their middles.
 *
 *  P. Felzenszwalb, D. Huttenlocher, "Distance Transforms of Sampled Functions", 2012: first
 *  along columns; then the lowest of the parabolas that stand on a row's squared distances. */
function distances({ rows, columns, values }) {
  const far = rows + columns;
  const found = gridOf(rows, columns, Float64Array.from(values, (inside) => (inside ? far : 0)));
  const down = found.values;
  for (let i = columns; i < down.length; i++) down[i] = Math.min(down[i], down[i - columns] + 1);
  for (let i = down.length - columns - 1; i >= 0; i--)
    down[i] = Math.min(down[i], down[i + columns] + 1);
  const feet = new Int32Array(columns); // where the parabolas stand that are lowest somewhere
  const from = new Float64Array(columns + 1); // from where on each of them is
  for (let r = 0; r < rows; r++) {
    const row = down.slice(r * columns, (r + 1) * columns).map((d) => d * d);
    let n = -1;
    for (let c = 0; c < columns; c++) {
      let start = -Infinity;
      while (n >= 0) {
        const foot = feet[n];
        start = (row[c] + c * c - row[foot] - foot * foot) / (2 * (c - foot));
        if (start > from[n]) break;
        n--;
        start = -Infinity;
      }
      feet[++n] = c;
      from[n] = start;
    }
    from[n + 1] = Infinity;
    let k = 0;
    for (let c = 0; c < columns; c++) {
      while (from[k + 1] < c) k++;
      down[r * columns + c] = Math.sqrt((c - feet[k]) ** 2 + row[feet[k]]);
    }
  }
  return found;
}
