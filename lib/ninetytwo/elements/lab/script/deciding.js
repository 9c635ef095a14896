/* What a model makes of a picture: scores, probabilities, evidence. */

/** Ten scores: for each class, weight times ink, added up, plus the bias. */
function scoresOf(model, x) {
  return model.templates.map((template, k) => {
    let sum = model.bias[k];
    for (let j = 0; j < PIXELS; j++) sum += template[j] * x[j];
    return sum;
  });
}

function softmax(scores) {
  const highest = Math.max(...scores);
  const powers = scores.map((z) => Math.exp(z - highest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** What each pixel votes for class k, or for k rather than `rival`. */
function evidenceOf(model, x, k, rival = null) {
  const against = rival === null ? null : model.templates[rival];
  const votes = new Float64Array(PIXELS);
  for (let j = 0; j < PIXELS; j++)
    votes[j] = (model.templates[k][j] - (against ? against[j] : 0)) * x[j];
  return { votes, bias: model.bias[k] - (rival === null ? 0 : model.bias[rival]) };
}

/** Everything that a model says about a picture. */
function judge(model, picture) {
  const x = model.deskew ? deskew(picture) : picture;
  const scores = scoresOf(model, x);
  return { x, scores, answer: scores.indexOf(Math.max(...scores)), shares: softmax(scores) };
}
