/* What the threshold's element says. */

const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
const decimals = (number, digits) => number.toFixed(digits).replace("-", "\u2212");

/** What the detector does at a threshold, in a sentence or two. */
function verdictAt({ hits, missed, called, recall, precision }) {
  const found = `Recall ${decimals(recall, 2)}: ${grouped(hits)} of ${grouped(hits + missed)} found.`;
  if (precision === null) return `${found} No alarm, so no precision.`;
  return `${found} Precision ${decimals(precision, 2)}: ${grouped(hits)} of ${grouped(called)} alarms right.`;
}

/** The bill: so many mistakes of each kind, at their prices. */
function billAt({ missed, alarms, price }, prices) {
  const each = (cost) => (cost === 1 ? "" : `${cost} × `);
  return (
    `Price ${grouped(price)} = ${each(prices.missed)}${grouped(missed)} missed + ` +
    `${each(prices.alarm)}${grouped(alarms)} false alarms`
  );
}
