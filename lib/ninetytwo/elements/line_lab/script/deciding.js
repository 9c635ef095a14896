/* A line in the plane, and how well it decides.
 *
 * A line is { angle, offset, steepness }: `angle` (degrees) is where the score grows, `offset`
 * how far the line lies from the picture's middle that way, `steepness` how much the score
 * grows by one unit.
 */

const middle = ({ range }) => range.map(([low, high]) => (low + high) / 2);

/** The unit vector that points from the line to where class 1 is said. */
function normal({ angle }) {
  const radians = (angle * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

/** The line on which w·x + b = 0. */
function lineOf(set, [w1, w2], b) {
  const steepness = Math.hypot(w1, w2);
  const [x, y] = middle(set);
  return {
    angle: (Math.atan2(w2, w1) * 180) / Math.PI,
    offset: -(w1 * x + w2 * y + b) / steepness,
    steepness,
  };
}

/** The line's weights and bias. */
function weightsOf(set, line) {
  const [x, y] = middle(set);
  const [nx, ny] = normal(line);
  const { steepness, offset } = line;
  return { w: [steepness * nx, steepness * ny], b: -steepness * (nx * x + ny * y + offset) };
}

/** The line of the same steepness through two points, on whose left class 1 is said. */
function lineThrough(set, [ax, ay], [bx, by], steepness) {
  const [nx, ny] = [ay - by, bx - ax];
  return nx || ny ? { ...lineOf(set, [nx, ny], -nx * ax - ny * ay), steepness } : null;
}

/** The same line, moved so that it runs through a point. */
function moved(set, line, [px, py]) {
  const [[x, y], [nx, ny]] = [middle(set), normal(line)];
  return { ...line, offset: nx * (px - x) + ny * (py - y) };
}

/** What weights and bias do to the points: decisions, claims, log-loss (in nats). */
function judge({ x, y }, { w, b }) {
  let [right, claimed, loss] = [0, 0, 0];
  const wrong = x.map(([x1, x2], i) => {
    const z = w[0] * x1 + w[1] * x2 + b;
    const said = z > 0 ? 1 : 0;
    if (said === y[i]) right++;
    const away = Math.exp(-Math.abs(z)); // never overflows
    claimed += 1 / (1 + away);
    loss += Math.max(0, y[i] ? -z : z) + Math.log1p(away);
    return said !== y[i];
  });
  const n = x.length;
  return { n, right, accuracy: right / n, claimed: claimed / n, loss: loss / n, wrong };
}
