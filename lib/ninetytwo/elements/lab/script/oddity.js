/* How unlike MNIST's digits a picture is; ninetytwo.evidence_lab.likeness does the same. */

const BLOCK = 4;
const BLOCKS = SIDE / BLOCK;
const STEPS = 31;

/** Whole numbers from -31 to 31, a letter each; split into rows of 49. */
function unpackCoarsely(text) {
  const numbers = Float64Array.from(text, (letter) => (VALUE[letter.charCodeAt(0)] - STEPS) / STEPS);
  const rows = numbers.length / BLOCKS ** 2;
  return Array.from({ length: rows }, (_, i) =>
    numbers.subarray(i * BLOCKS ** 2, (i + 1) * BLOCKS ** 2),
  );
}

function readLikeness({ means, directions, limits }) {
  const rows = unpackCoarsely(directions);
  const each = rows.length / CLASSES;
  const classes = unpackCoarsely(means).map((mean, k) => ({
    mean,
    directions: rows.slice(k * each, (k + 1) * each),
  }));
  return { classes, limits };
}

/** Squared distance from the nearest class; the picture must have ink. */
function oddityOf({ classes }, picture) {
  const point = new Float64Array(BLOCKS ** 2);
  picture.forEach((ink, i) => {
    const [r, c] = [Math.floor(i / SIDE / BLOCK), Math.floor((i % SIDE) / BLOCK)];
    point[r * BLOCKS + c] += ink;
  });
  const length = Math.hypot(...point);
  const leftOver = classes.map(({ mean, directions }) => {
    const away = mean.map((at, i) => point[i] / length - at);
    const parts = directions.map((d) => d.reduce((sum, value, i) => sum + value * away[i], 0));
    return away.reduce((sum, value, i) => {
      const explained = directions.reduce((total, d, j) => total + d[i] * parts[j], 0);
      return sum + (value - explained) ** 2;
    }, 0);
  });
  return Math.min(...leftOver);
}
