/* What the lab says in words. */

const withMinus = (number, digits) => number.toFixed(digits).replace("-", "\u2212");
const signed = (number, digits) => (number < 0 ? "" : "+") + withMinus(number, digits);

/** A probability in per cent; no model is sure. */
function percent(share, [above, below] = ["over ", "under "]) {
  if (share > 0.999) return `${above}99.9 %`;
  return share < 0.001 ? `${below}0.1 %` : `${(100 * share).toFixed(1)} %`;
}

/** One sentence or two on what the model read; `label` is null for a drawing. */
function verdictOf(model, { answer, shares }, label) {
  const a = (k) => `${k === 8 ? "an" : "a"} ${k}`;
  const share = model.probabilities ? ` (${percent(shares[answer])})` : "";
  const truth =
    label === null
      ? ""
      : label === answer
        ? ` Right: it is ${a(answer)}.`
        : ` Wrong: it is ${a(label)}.`;
  return `It reads ${a(answer)}${share}.${truth}`;
}

/** The votes for and against, counted and added up. */
function sumOf({ votes, bias, class: looked, rival }) {
  const add = (sign) => {
    const some = votes.filter((vote) => sign * vote > 0);
    return [some.reduce((a, b) => a + b, 0), some.length];
  };
  const [[pro, nPro], [contra, nContra]] = [add(1), add(-1)];
  const rather = rival === null ? "" : ` rather than ${rival}`;
  const total = rival === null ? "score" : "difference of the scores";
  return (
    `For ${looked}${rather}: ${nPro} pixels, ${signed(pro, 2)}. Against: ${nContra} ` +
    `pixels, ${signed(contra, 2)}. Bias ${signed(bias, 2)}. Together, the ${total}: ` +
    `${signed(pro + contra + bias, 2)}.`
  );
}

/** A warning if the ink is not that of a digit; null for none.
 *  `strokes` are those of a drawing, or null; `remedy` says what would help. */
function warningOf(likeness, picture, strokes, remedy) {
  const shape = strokes ? shapeOf(strokes) : null;
  if (shape) return `The ink is only ${shape}, and the model knows no answer but the ten digits.`;
  const odd = oddityOf(likeness, picture);
  const [aTwentieth, aHundredth] = likeness.limits;
  if (odd <= aTwentieth) return null;
  const rare = odd > aHundredth ? "100" : "20";
  return `It is unlike what the model learned from: fewer than 1 in ${rare} of MNIST\u2019s digits are so odd. ${remedy}`;
}

/** "a dot" or "a line that lies"; null for all that may be a digit. */
function shapeOf(strokes) {
  const { low, high, extent } = boxOf(strokes);
  if (extent < LEAST) return "a dot";
  // An upright line is a 1.
  return high[1] - low[1] < 0.25 * (high[0] - low[0]) ? "a line that lies" : null;
}
