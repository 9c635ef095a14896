/* What a threshold does, counted.
 *
 * `thresholds` rise; `hits[i]` of the digits that are one, and `alarms[i]` of the others,
 * have a probability above `thresholds[i]`.
 */

/** The four counts at a threshold, what they mean, and what the mistakes cost. */
function countAt({ positives, negatives, hits, alarms, prices }, i) {
  const counts = {
    hits: hits[i],
    missed: positives - hits[i],
    alarms: alarms[i],
    passed: negatives - alarms[i],
  };
  const called = counts.hits + counts.alarms;
  return {
    ...counts,
    called,
    recall: counts.hits / positives,
    precision: called ? counts.hits / called : null, // nothing was called one
    accuracy: (counts.hits + counts.passed) / (positives + negatives),
    price: prices.missed * counts.missed + prices.alarm * counts.alarms,
  };
}

/** Which of the thresholds is the cheapest; the lowest of equals. */
function cheapest(data) {
  const prices = data.thresholds.map((_, i) => countAt(data, i).price);
  return prices.indexOf(Math.min(...prices));
}

/** The next number that is one digit and noughts. */
function roundUp(number) {
  const unit = 10 ** Math.floor(Math.log10(number));
  return Math.ceil(number / unit) * unit;
}

/** Which point of the curve lies nearest to a place, both as shares. */
function nearest(data, recall, precision) {
  let [found, least] = [0, Infinity];
  data.thresholds.forEach((_, i) => {
    const point = countAt(data, i);
    if (point.precision === null) return;
    const far = (point.recall - recall) ** 2 + (point.precision - precision) ** 2;
    if (far < least) [found, least] = [i, far];
  });
  return found;
}
