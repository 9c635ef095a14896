/* The element: a slider for the temperature, and what it does to claims and loss. */

const FEWEST = 25; // digits in a bin that is drawn, as on the page
// From 0.4 to 4 in equal ratios, so that halving and doubling are as far.
const UNCHANGED = 40;
const TEMPERATURES = Array.from({ length: 101 }, (_, i) => 10 ** ((i - UNCHANGED) / 100));

const decimals = (number, digits) => number.toFixed(digits).replace("-", "\u2212");

/** How claims and truth stand to each other, in words. */
function verdictOn({ claimed, right, error, loss }) {
  const gap = claimed - right;
  const kind = Math.abs(gap) < 0.01 ? "about honest" : gap > 0 ? "too sure" : "too modest";
  return (
    `Claimed ${decimals(100 * claimed, 1)}\u00a0%, right ${decimals(100 * right, 1)}\u00a0%: ${kind}. ` +
    `ECE ${decimals(error, 3)}, log-loss ${decimals(loss, 3)}.`
  );
}

class TemperatureLab extends PageElement {
  start({ below, label }) {
    this._below = unpackDistances(below);
    this._label = [...label].map(Number);
    this._all = TEMPERATURES.map((T) => calibrate(this._below, this._label, T));
    this._draw();
    this._slider = this.find("input");
    this._slider.max = TEMPERATURES.length - 1;
    this._slider.setAttribute("aria-label", "Temperature");
    this._slider.addEventListener("input", () => this._set(+this._slider.value));
    this._set(UNCHANGED);
  }

  get result() {
    return { T: TEMPERATURES[this._at], ...this._all[this._at] };
  }

  _draw() {
    const share = { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1], show: String };
    this._claims = new Chart(
      this.find(".claims"),
      { ...share, name: "confidence" },
      { ...share, name: "share of right answers" },
    );
    this._claims.draw(this._claims.line("honest"), [[0, 0], [1, 1]]);
    this._path = this._claims.line("bins");
    this._dots = Array.from({ length: BINS }, () => this._claims.mark("dot", 0, 0));
    const losses = this._all.map(({ loss }) => loss);
    const low = Math.floor(10 * Math.min(...losses)) / 10;
    const high = Math.ceil(10 * Math.min(2 * Math.min(...losses), Math.max(...losses))) / 10;
    const log = (T) => Math.log(T);
    this._losses = new Chart(
      this.find(".losses"),
      {
        from: log(TEMPERATURES[0]), to: log(TEMPERATURES.at(-1)), ticks: [0.5, 1, 2, 3].map(log),
        show: (v) => String(Math.round(10 * Math.exp(v)) / 10), name: "temperature",
      },
      { from: low, to: high, ticks: [low, high], show: (v) => v.toFixed(1), name: "log-loss (nats)" },
    );
    const curve = TEMPERATURES.map((T, i) => [log(T), losses[i]]);
    this._losses.draw(this._losses.line("all"), curve);
    this._lossDot = this._losses.mark("dot", 0, 0);
  }

  _set(i) {
    this._at = i;
    const now = this._all[i];
    const T = TEMPERATURES[i];
    const drawn = now.bins.filter(({ n }) => n >= FEWEST);
    this._claims.draw(this._path, drawn.map(({ claimed, holds }) => [claimed, holds]));
    now.bins.forEach(({ n, claimed, holds }, bin) => {
      const dot = this._dots[bin];
      dot.hidden = n < FEWEST;
      if (dot.hidden) return;
      this._claims.move(dot, claimed, holds);
      dot.style.scale = 0.6 + 1.2 * Math.sqrt(n / this._label.length);
    });
    this._losses.move(this._lossDot, Math.log(T), Math.min(now.loss, this._losses.y.to));
    const shown = decimals(T, 2);
    say(this.find("output"), shown);
    say(this.find(".verdict"), verdictOn(now));
    this._slider.value = i;
    this._slider.setAttribute("aria-valuetext", shown);
    this.announce(`Temperature ${shown}. ${verdictOn(now)}`);
  }
}
