/* What the line's element says. */

const decimals = (number, digits) => number.toFixed(digits).replace("-", "\u2212");
const percent = (share) => `${decimals(100 * share, 1)} %`;

/** How many are right; few points are counted. */
const rightOf = ({ n, right }) => (n < 20 ? `${right} of ${n}` : percent(right / n));

function verdictOf(now) {
  return (
    `${rightOf(now)} right, claims ${percent(now.claimed)} on average, ` +
    `log-loss ${decimals(now.loss, 3)}.`
  );
}

function bestOf({ n, right, loss }) {
  return `Best so far: ${rightOf({ n, right })} right; log-loss ${decimals(loss, 3)}.`;
}
