/* What the training lab says, and which steps it measures. */

const N_STEPS = 1000;
const FAMOUS = 0.92;
const SEED = 0;
const SPEEDS = { slow: 4, medium: 40, fast: 400 }; // steps a second

/** The first steps one by one, then every tenth, as the chapter does. */
const isMeasured = (step) => step <= 10 || step % 10 === 0;

const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;
const grouped = (n) => (n < 1000 ? String(n) : `${Math.floor(n / 1000)},${String(n % 1000).padStart(3, "0")}`);

/** Where the run is and how well it reads. */
function standing({ step, accuracy, averaging, n }) {
  if (!step) return `All weights are 0. Press Play: ${grouped(N_STEPS)} steps.`;
  const reader = averaging ? "the mean of the weights" : "it";
  return `Step ${grouped(step)}: ${reader} reads ${percent(accuracy)} of ${grouped(n)} other digits.`;
}

/** What the ten pictures show, in words. */
function picturesOf({ step }) {
  if (!step) return "Ten blank templates, one for each digit.";
  return (
    `Ten templates after step ${grouped(step)}: blue where ink speaks for the digit, ` +
    "red where it speaks against."
  );
}
