/* What a temperature does to claims; chapter 8's page on temperatures does the same.
 *
 * Of each digit the ten scores are kept as how far they lie below the highest.
 */

const BINS = 10;
const STEP = 100; // the page holds a distance in hundredths, two letters of base 64 each

/** Distances, ten to a digit; 40.95 stands for all that is further. */
function unpackDistances(text) {
  const below = new Float64Array(text.length / 2);
  for (let i = 0; i < below.length; i++)
    below[i] = ((VALUE[text.charCodeAt(2 * i)] << 6) + VALUE[text.charCodeAt(2 * i + 1)]) / STEP;
  return below;
}

/** Bins of confidence, their mean distance from the truth (ECE), and the log-loss in nats. */
function calibrate(below, label, T) {
  const bins = Array.from({ length: BINS }, () => ({ n: 0, claimed: 0, right: 0 }));
  let [loss, claimed, right] = [0, 0, 0];
  for (let i = 0; i < label.length; i++) {
    const from = i * CLASSES;
    let total = 0;
    for (let k = 0; k < CLASSES; k++) total += Math.exp(-below[from + k] / T);
    loss += Math.log(total) + below[from + label[i]] / T;
    const confidence = 1 / total; // the highest score has distance 0
    const hit = below[from + label[i]] === 0 ? 1 : 0;
    const bin = bins[Math.min(Math.floor(confidence * BINS), BINS - 1)];
    bin.n++;
    bin.claimed += confidence;
    bin.right += hit;
    claimed += confidence;
    right += hit;
  }
  const n = label.length;
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.claimed), 0) / n;
  return {
    bins: bins.map((b) => (b.n ? { n: b.n, claimed: b.claimed / b.n, holds: b.right / b.n } : b)),
    loss: loss / n,
    error,
    claimed: claimed / n,
    right: right / n,
  };
}
