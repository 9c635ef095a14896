/* The curve of a run, that of the run before it, and the ten templates. */

const IN_PERCENT = { from: 60, to: 96, ticks: [60, 70, 80, 90], show: (v) => String(v) };

class Curve {
  constructor(box) {
    const x = { from: 0, to: N_STEPS, ticks: [0, 250, 500, 750, 1000], show: grouped };
    this._chart = new Chart(
      box,
      { ...x, name: "step" },
      { ...IN_PERCENT, name: "other digits read correctly (%)" },
    );
    const line = (name) => this._chart.line(name);
    const famous = line("famous");
    this._chart.draw(famous, [[0, 100 * FAMOUS], [N_STEPS, 100 * FAMOUS]]);
    this._chart.mark("famous", 0, 100 * FAMOUS, `${100 * FAMOUS} %`);
    [this._before, this._present, this._mean] = ["before", "present", "mean"].map(line);
    this.begin();
  }

  /** A new run; what was drawn turns into the run before. */
  begin() {
    if (this.points?.length > 1) this._chart.draw(this._before, this._calm());
    this.points = []; // [step, accuracy of the present weights, of the mean or null]
    this.draw();
  }

  add(step, present, mean) {
    if (this.points.at(-1)?.[0] === step) this.points.pop();
    this.points.push([step, present, mean]);
  }

  draw() {
    this._chart.draw(this._present, this.points.map(([s, a]) => [s, 100 * a]));
    const tail = this.points.filter(([, , mean]) => mean !== null);
    this._chart.draw(this._mean, tail.map(([s, , mean]) => [s, 100 * mean]));
  }

  _calm() {
    return this.points.map(([s, present, mean]) => [s, 100 * (mean ?? present)]);
  }
}

/** Paint the templates; colours grow full as the weights grow. */
function paintTemplates(canvases, { W }) {
  let squares = 0;
  for (const w of W) squares += w * w;
  const limit = Math.max(0.25, 2.5 * Math.sqrt(squares / W.length));
  canvases.forEach((canvas, k) =>
    paint(canvas, Float64Array.from({ length: PIXELS }, (_, j) => W[j * CLASSES + k]), (w) =>
      voteColour(w, limit),
    ),
  );
}
