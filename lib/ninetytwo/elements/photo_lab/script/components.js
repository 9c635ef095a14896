/* Pieces of ink that hang together.
 *
 * A piece is { box, mask }: top, left, bottom, right of its ink, and a grid of 0 and 1 in the box.
 */

/** What hangs together in `joined`, by sides or corners, with the ink that is in it. */
function piecesOf(joined, ink = joined) {
  const { rows, columns } = joined;
  const left = joined.values.slice(); // what no piece has got yet
  const members = new Int32Array(left.length);
  const pieces = [];
  for (let start = 0; start < left.length; start++) {
    if (!left[start]) continue;
    let n = 1;
    members[0] = start;
    left[start] = 0;
    for (let i = 0; i < n; i++) {
      const at = members[i];
      const c = at % columns;
      const last = Math.min(at - c + columns, rows * columns - columns);
      for (let row = Math.max(at - c - columns, 0); row <= last; row += columns)
        for (let x = Math.max(c - 1, 0); x <= Math.min(c + 1, columns - 1); x++)
          if (left[row + x]) {
            left[row + x] = 0;
            members[n++] = row + x;
          }
    }
    pieces.push(pieceOf(members.subarray(0, n).filter((at) => ink.values[at]), columns));
  }
  return pieces;
}

function pieceOf(pixels, columns) {
  let [top, left, bottom, right] = [Infinity, Infinity, 0, 0];
  for (const at of pixels) {
    const [r, c] = [Math.floor(at / columns), at % columns];
    if (r < top) top = r;
    if (r >= bottom) bottom = r + 1;
    if (c < left) left = c;
    if (c >= right) right = c + 1;
  }
  const mask = gridOf(bottom - top, right - left, new Uint8Array((bottom - top) * (right - left)));
  for (const at of pixels)
    mask.values[(Math.floor(at / columns) - top) * mask.columns + (at % columns) - left] = 1;
  return { box: [top, left, bottom, right], mask };
}

/** Put a piece's ink into a grid whose first pixel lies at row `top` and column `left`; what
 *  lies outside the grid is left out. */
function stamp(grid, { box, mask }, top = 0, left = 0) {
  const [down, along] = [box[0] - top, box[1] - left];
  for (let r = Math.max(0, -down); r < Math.min(mask.rows, grid.rows - down); r++)
    for (let c = Math.max(0, -along); c < Math.min(mask.columns, grid.columns - along); c++)
      if (mask.values[r * mask.columns + c]) grid.values[(down + r) * grid.columns + along + c] = 1;
}
