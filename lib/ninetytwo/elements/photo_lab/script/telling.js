/* What the photo's element says. */

const CHOOSE = "Choose one, and the lab below shows its votes.";

const foundIn = (n) => (n === 1 ? "1 digit found." : `${n} digits found.`);

/** All answers, in reading order. */
const readFrom = (said) => `Read, line by line: ${said.map(({ answer }) => answer).join(" ")}`;

/** What the model reads in one of the boxes. */
function nameOf({ answer, shares, probabilities }, i, all) {
  const share = shares[answer];
  const percent = share > 0.999 ? "over 99.9 %" : `${(100 * share).toFixed(1)} %`;
  const sure = probabilities ? ` (${percent})` : "";
  return `Digit ${i + 1} of ${all.length}: ${answer === 8 ? "an" : "a"} ${answer}${sure}`;
}
