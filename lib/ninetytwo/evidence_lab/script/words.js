/* What the lab says in words. */

const withMinus = (number, digits) => number.toFixed(digits).replace("-", "\u2212");
const signed = (number, digits) => (number < 0 ? "" : "+") + withMinus(number, digits);

/** One sentence or two on what the model read; `label` is null for a drawing. */
function verdictOf(model, { answer, shares }, label) {
  const a = (k) => `${k === 8 ? "an" : "a"} ${k}`;
  const share = model.probabilities ? ` (${(100 * shares[answer]).toFixed(1)} %)` : "";
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
