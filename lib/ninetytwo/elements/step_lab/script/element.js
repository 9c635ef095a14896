/* The element: a ball, and a step size to drag.  What is seen depends on three things only:
   the land, the size and the number of steps taken. */

const PACE = 450; // milliseconds a step
const SHOWN = { x: [-2, 2], y: [0, 2.2] };
const VALLEY = { x: [-5, 5], y: [-2, 2] };
const CONTOURS = [0.5, 2, 4.5, 8, 12.5]; // losses, in shares of the flat weight's curvature

class StepLab extends PageElement {
  start({ lands, n_steps }) {
    this._lands = lands.map((land) => ({ ...land, size: land.sizes.open }));
    this._nSteps = n_steps;
    const choice = this.find("select");
    for (const { name } of lands) choice.add(new Option(name));
    choice.addEventListener("change", () => this._choose(choice.selectedIndex));
    const on = (name, act) => this.find(`.${name}`).addEventListener("click", act);
    on("play", () => (this._timer ? this._pause() : this._play()));
    on("step", () => this._oneStep());
    on("restart", () => this._restart());
    on("round", () => this._roundOff());
    this._slider = this.find("input");
    this._slider.addEventListener("input", () => this._resize(+this._slider.value));
    this._calm = matchMedia("(prefers-reduced-motion: reduce)");
    this._choose(0);
  }

  /** What is seen now, for those who look from outside. */
  get result() {
    const { name, size, curvatures } = this._land;
    const errors = this._path.at(-1);
    const loss = lossAt(this._land, errors);
    return { land: name, size, step: this._step, errors, loss, playing: !!this._timer,
      factors: factorsOf(curvatures, size), edge: edgeOf(this._land) };
  }

  // ---- Controls

  _choose(i) {
    this._pause();
    const land = (this._land = this._lands[i]);
    this.find("select").selectedIndex = i;
    const { max, step } = land.sizes;
    Object.assign(this._slider, { min: 0, max, step, value: land.size });
    const valley = land.curvatures.length > 1;
    const round = this.find(".round");
    round.hidden = !valley;
    round.setAttribute("aria-pressed", valley && land.curvatures[0] === land.curvatures[1]);
    this._drawLand(valley);
    this._restart();
  }

  /** Long to round and back; the step size stays, so that only the valley differs. */
  _roundOff() {
    const { size } = this._land;
    const now = this._lands.indexOf(this._land);
    const other = now === 1 ? 2 : 1;
    this._lands[other].size = size;
    const steps = this._step;
    this._choose(other);
    this._step = steps;
    this._show();
  }

  _resize(size) {
    this._land.size = size;
    this._show();
  }

  _restart() {
    this._pause();
    this._step = 0;
    this._show();
  }

  _oneStep() {
    this._pause();
    if (this._step >= this._nSteps) return;
    this._step++;
    this._show();
  }

  /** Step by step; who wants little motion sees all steps at once. */
  _play() {
    if (this._step >= this._nSteps) this._step = 0;
    if (this._calm.matches) {
      this._step = this._nSteps;
      return this._show();
    }
    this.find(".play").textContent = "Pause";
    this._timer = setInterval(() => {
      this._step++;
      if (this._step >= this._nSteps) this._pause();
      this._show();
    }, PACE);
  }

  _pause() {
    clearInterval(this._timer);
    this._timer = null;
    this.find(".play").textContent = "Play";
  }

  stop() {
    this._pause();
  }

  // ---- Showing it

  _drawLand(valley) {
    const { x, y } = valley ? VALLEY : SHOWN;
    const axis = ([from, to], ticks, name) =>
      ({ from, to, ticks, name, show: (n) => decimals(n, 0) });
    const box = this.find(".land");
    box.classList.toggle("valley", valley);
    this._chart = valley
      ? new Chart(box, axis(x, [-4, -2, 0, 2, 4], "flat weight’s error"),
        axis(y, [-2, 0, 2], "steep weight’s error"))
      : new Chart(box, axis(x, [-2, -1, 0, 1, 2], "error w − w*"), axis(y, [0, 1, 2], "loss"));
    for (const outline of valley ? this._contours() : [this._parabola()])
      this._chart.draw(this._chart.line("ground"), outline);
    if (valley) {
      this._chart.mark("low", 0, 0, "+");
    }
    this._line = this._chart.line("walk");
    this._places = this._chart.line("places");
    this._ball = this._chart.mark("dot", 0, 0);
  }

  _parabola() {
    return Array.from({ length: 101 }, (_, i) => {
      const error = -2.5 + i / 20;
      return [error, lossAt(this._land, [error])];
    });
  }

  /** Where the loss is the same: ellipses, or circles. */
  _contours() {
    const [flat, steep] = this._land.curvatures;
    return CONTOURS.map((share) =>
      Array.from({ length: 121 }, (_, i) => {
        const angle = (i * Math.PI) / 60;
        const far = Math.sqrt(2 * share);
        return [far * Math.cos(angle), far * Math.sqrt(flat / steep) * Math.sin(angle)];
      }),
    );
  }

  _show() {
    const land = this._land;
    this._path = pathOf(land, land.size, this._nSteps).slice(0, this._step + 1);
    const places = this._path.map((errors) =>
      errors.length > 1 ? errors : [errors[0], lossAt(land, errors)],
    );
    this._chart.draw(this._line, places);
    this._chart.dots(this._places, places);
    const ball = places.at(-1);
    const { x, y } = this._chart;
    this._ball.hidden = ball[0] < x.from || ball[0] > x.to || ball[1] < y.from || ball[1] > y.to;
    this._chart.move(this._ball, ...ball);
    const lost = this._ball.hidden ? " The ball has left the picture." : "";
    say(this.find(".verdict"), standing(land, this._path.at(-1), this._step) + lost);
    const will = this._step ? ` ${manners(land, land.size)}` : "";
    say(this.find(".factor"), factorsSaid(land.curvatures, land.size) + will);
    say(this.find("output"), sized(land.size));
    say(this.find(".edge"), `edge ${sized(edgeOf(land))}`);
    this._slider.value = land.size;
    this._slider.setAttribute("aria-valuetext", sized(land.size));
    this.find(".step").disabled = this._step >= this._nSteps;
    if (!this._timer)
      this.announce(`Step size ${sized(land.size)}. ${this.find(".verdict").textContent}${will}`);
  }
}
