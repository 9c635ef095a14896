/* Gradient descent where each weight has a parabola of its own, lowest at 0. */

/** What one step multiplies each error by. */
const factorsOf = (curvatures, size) => curvatures.map((curvature) => 1 - size * curvature);

/** The errors after 0, 1, ... steps. */
function pathOf({ curvatures, start }, size, steps) {
  const path = [start];
  for (let step = 0; step < steps; step++)
    path.push(path[step].map((error, i) => error - size * curvatures[i] * error));
  return path;
}

const lossAt = ({ curvatures }, errors) =>
  errors.reduce((sum, error, i) => sum + (curvatures[i] * error ** 2) / 2, 0);

/** The edge: errors grow with longer steps. */
const edgeOf = ({ curvatures }) => 2 / Math.max(...curvatures);

/** How a weight moves: decided by size × curvature, of which the factor is 1 less. */
function manner(curvature, size) {
  const share = size * curvature;
  if (share === 0) return "stays";
  if (Math.abs(share - 1) < 1e-12) return "arrives";
  if (Math.abs(share - 2) < 1e-12) return "swings";
  return share < 1 ? "creeps" : share < 2 ? "hops" : "explodes";
}
