/* Softmax regression by mini-batches; ninetytwo.training.sgd does the same.
 *
 * Weights are kept pixel by pixel, the ten classes of a pixel side by side.
 */

/** Numbers from 0 to below 1, the same after the same seed (of Numerical Recipes, 1992). */
function uniforms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** The numbers from 0 to n - 1 in a new order (Fisher and Yates). */
function shuffled(n, uniform) {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

const zeros = () => ({ W: new Float64Array(PIXELS * CLASSES), b: new Float64Array(CLASSES) });

/** Scores of digit i into `z`; where its largest one stands. */
function scoreInto(z, digits, i, { W, b }) {
  z.set(b);
  for (let at = digits.start[i]; at < digits.start[i + 1]; at++) {
    const [from, ink] = [digits.pixel[at] * CLASSES, digits.ink[at]];
    for (let k = 0; k < CLASSES; k++) z[k] += ink * W[from + k];
  }
  let best = 0;
  for (let k = 1; k < CLASSES; k++) if (z[k] > z[best]) best = k;
  return best;
}

/** From scores to probabilities, in place; the cross-entropy of the label, in nats. */
function softmaxInPlace(z, largest, label) {
  const [top, right] = [z[largest], z[label]];
  let total = 0;
  for (let k = 0; k < CLASSES; k++) total += z[k] = Math.exp(z[k] - top);
  for (let k = 0; k < CLASSES; k++) z[k] /= total;
  return Math.log(total) + top - right;
}

/** Mean cross-entropy (nats) and share of right answers on digits. */
function measure(digits, weights) {
  const z = new Float64Array(CLASSES);
  let [loss, right] = [0, 0];
  for (let i = 0; i < digits.length; i++) {
    const answer = scoreInto(z, digits, i, weights);
    if (answer === digits.label[i]) right++;
    loss += softmaxInPlace(z, answer, digits.label[i]);
  }
  return { loss: loss / digits.length, accuracy: right / digits.length };
}

/** A run from zero weights, step by step. */
class Training {
  /** Settings are named as in Python; `steps` is the length of the run. */
  constructor(digits, { batch_size, learning_rate, momentum, average, steps, seed }) {
    Object.assign(this, { digits, momentum });
    this._batchSize = batch_size;
    this._rate = learning_rate;
    this.step = 0;
    this.batchLoss = NaN; // of the last batch, before its update
    this.present = zeros();
    this._velocity = zeros();
    this._sum = zeros();
    this._from = steps - Math.round(average * steps); // the tail begins after this step
    this._uniform = uniforms(seed);
    this._order = [];
    this._next = 0;
  }

  get averaging() {
    return this.step > this._from;
  }

  /** The mean of the tail, once it has begun; until then the present weights. */
  get weights() {
    if (!this.averaging) return this.present;
    const n = this.step - this._from;
    return { W: this._sum.W.map((sum) => sum / n), b: this._sum.b.map((sum) => sum / n) };
  }

  /** The next batch: every digit once in an epoch, in a new order each time. */
  _draw() {
    if (this._next >= this._order.length) {
      this._order = shuffled(this.digits.length, this._uniform);
      this._next = 0;
    }
    const batch = this._order.subarray(this._next, this._next + this._batchSize);
    this._next += this._batchSize;
    return batch;
  }

  advance() {
    const { W: vW, b: vb } = this._velocity;
    for (let j = 0; j < vW.length; j++) vW[j] *= this.momentum;
    for (let k = 0; k < CLASSES; k++) vb[k] *= this.momentum;
    const { digits } = this;
    const batch = this._draw();
    const residual = new Float64Array(CLASSES);
    let loss = 0;
    for (const i of batch) {
      const answer = scoreInto(residual, digits, i, this.present);
      loss += softmaxInPlace(residual, answer, digits.label[i]);
      residual[digits.label[i]] -= 1;
      for (let k = 0; k < CLASSES; k++) residual[k] *= -this._rate / batch.length;
      for (let k = 0; k < CLASSES; k++) vb[k] += residual[k];
      for (let at = digits.start[i]; at < digits.start[i + 1]; at++) {
        const [to, ink] = [digits.pixel[at] * CLASSES, digits.ink[at]];
        for (let k = 0; k < CLASSES; k++) vW[to + k] += ink * residual[k];
      }
    }
    this.batchLoss = loss / batch.length;
    this.step++;
    addTo(this.present, this._velocity);
    if (this.averaging) addTo(this._sum, this.present);
  }
}

function addTo(sum, { W, b }) {
  for (let j = 0; j < W.length; j++) sum.W[j] += W[j];
  for (let k = 0; k < CLASSES; k++) sum.b[k] += b[k];
}
