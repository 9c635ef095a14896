/* What the element says. */

const decimals = (number, digits) => {
  const text = number.toFixed(digits);
  return (+text === 0 ? text.replace("-", "") : text).replace("-", "\u2212");
};
const short = (number) =>
  Math.abs(number) < 1000 ? decimals(number, 2) : number.toExponential(1).replace("e+", "e");
const sized = (size) => decimals(size, 3).replace(/\.?0+$/, "");

const MANNERS = {
  stays: "does not move",
  creeps: "creeps down on one side",
  arrives: "arrives in one step",
  hops: "hops from side to side, and comes down",
  swings: "hops from side to side for ever: this is the edge",
  explodes: "hops from side to side, and climbs",
};

/** What the ball will do. */
function manners({ curvatures }, size) {
  const names = curvatures.length === 1 ? ["It"] : ["The flat weight", "the steep one"];
  const said = curvatures.map((curvature) => MANNERS[manner(curvature, size)]);
  if (said[1] && curvatures[0] === curvatures[1]) return `Each weight ${said[0]}.`;
  return `${said.map((each, i) => `${names[i]} ${each}`).join("; ")}.`;
}

/** Where the ball is now. */
function standing(land, errors, step) {
  const where = errors.map(short).join(", ");
  const name = errors.length > 1 ? "errors" : "error";
  return `Step ${step}: ${name} ${where}; loss ${short(lossAt(land, errors))}.`;
}

function factorsSaid(curvatures, size) {
  const factors = factorsOf(curvatures, size).map((factor) => decimals(factor, 3));
  if (factors.length === 1) return `Each step multiplies the error by 1 − ηλ = ${factors[0]}.`;
  return `Each step multiplies the flat error by ${factors[0]}, the steep one by ${factors[1]}.`;
}
