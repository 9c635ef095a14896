/* The element: a line with two handles, and three sliders for the same three numbers. */

const NEAR = 24; // dots on the screen within which a finger finds a handle
const SURE = Math.log(9); // the score of a claim of 90 %

class LineLab extends PageElement {
  start({ sets }) {
    this._sets = sets.map((set) => ({ ...set, start: lineOf(set, set.w, set.b) }));
    const choice = this.find("select");
    for (const { title } of sets) choice.add(new Option(title));
    choice.addEventListener("change", () => this._choose(choice.selectedIndex));
    this.find("button").addEventListener("click", () => this._set(this._current.start));
    for (const slider of this.shadowRoot.querySelectorAll("input"))
      slider.addEventListener("input", () => this._slide(slider));
    this._choose(0);
  }

  /** What is seen now, for those who look from outside. */
  get result() {
    const { wrong, ...now } = this._now;
    return { ...now, ...weightsOf(this._current, this._line), best: { ...this._current.best } };
  }

  _choose(i) {
    const set = (this._current = this._sets[i]);
    const axis = (k) => {
      const [from, to] = set.range[k];
      return { from, to, ticks: set.ticks[k], show: String, name: set.inputs[k] };
    };
    const chart = (this._chart = new Chart(this.find(".plane"), axis(0), axis(1)));
    chart.plot.classList.toggle("few", set.x.length < 20);
    this._clouds = [0, 1].map((k) => ["right", "wrong"].map((is) => chart.line(`c${k} ${is}`)));
    this._sure = [-SURE, SURE].map(() => chart.line("sure"));
    this._path = chart.line("edge");
    this._says = set.classes.map((name) => chart.mark("says", 0, 0, `says ${name}`));
    this._handles = [0, 1].map(() => chart.mark("dot", 0, 0));
    set.classes.forEach((name, k) => say(this.find(`.k${k}`), name));
    const reach = Math.hypot(...set.range.map(([low, high]) => high - low)) / 2;
    const offset = this.find("[name=offset]");
    Object.assign(offset, { min: -reach, max: reach, step: reach / 100 });
    this._drag(chart);
    this._set(set.line ?? set.start);
  }

  // ---- Moving the line

  _drag(chart) {
    const { plot } = chart;
    let move = null;
    const handleAt = ({ clientX, clientY }) =>
      this._handles.findIndex((handle) => {
        const { left, top, width, height } = handle.getBoundingClientRect();
        return Math.hypot(left + width / 2 - clientX, top + height / 2 - clientY) < NEAR;
      });
    plot.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      plot.setPointerCapture(event.pointerId);
      const held = handleAt(event);
      const fixed = held < 0 ? null : this._ends()[1 - held];
      const { steepness } = this._line;
      move = (at) => {
        if (!fixed) return this._set(moved(this._current, this._line, at));
        const [a, b] = held ? [fixed, at] : [at, fixed];
        this._set(lineThrough(this._current, a, b, steepness), [a, b]);
      };
      if (!fixed) move(chart.pointAt(event));
    });
    plot.addEventListener("pointermove", (event) => {
      if (plot.hasPointerCapture(event.pointerId)) move?.(chart.pointAt(event));
    });
    plot.addEventListener("lostpointercapture", () => this._set(this._line));
  }

  _slide({ name, value }) {
    const change = name === "steepness" ? this._current.start.steepness * 2 ** +value : +value;
    this._set({ ...this._line, [name]: change });
  }

  // ---- Showing it

  /** Where the handles stand: at the same distance from where the middle's shadow falls. */
  _ends() {
    const [[x, y], [nx, ny]] = [middle(this._current), normal(this._line)];
    const far = 0.3 * Math.min(...this._current.range.map(([low, high]) => high - low));
    const { offset } = this._line;
    const at = (side) => [x + offset * nx + side * far * ny, y + offset * ny - side * far * nx];
    return [at(-1), at(1)];
  }

  /** The line on which the score is `z`, longer than the picture. */
  _level(z) {
    const { offset, steepness } = this._line;
    const [[x, y], [nx, ny]] = [middle(this._current), normal(this._line)];
    const along = offset + z / steepness;
    const far = 3 * Math.hypot(...this._current.range.map(([low, high]) => high - low));
    return [-far, far].map((side) => [x + along * nx - side * ny, y + along * ny + side * nx]);
  }

  /** `ends` are where the handles are held while one is dragged. */
  _set(line, ends) {
    if (!line) return;
    const set = this._current;
    this._line = set.line = line;
    const now = (this._now = judge(set, weightsOf(set, line)));
    set.best = {
      n: now.n,
      right: Math.max(now.right, set.best?.right ?? 0),
      loss: Math.min(now.loss, set.best?.loss ?? Infinity),
    };
    this._clouds.forEach((pair, k) =>
      pair.forEach((path, wrong) =>
        this._chart.dots(path, set.x.filter((_, i) => set.y[i] === k && now.wrong[i] === !!wrong)),
      ),
    );
    this._chart.draw(this._path, this._level(0));
    this._sure.forEach((path, k) => this._chart.draw(path, this._level(k ? SURE : -SURE)));
    (ends ?? this._ends()).forEach((at, k) => this._chart.move(this._handles[k], ...at));
    this._label();
    this._moveSliders();
    say(this.find(".verdict"), verdictOf(now));
    say(this.find(".best"), bestOf(set.best));
    this.announce(`${verdictOf(now)} ${bestOf(set.best)}`);
  }

  /** Which side says what: written beside the line's middle. */
  _label() {
    const [[x, y], [nx, ny]] = [middle(this._current), normal(this._line)];
    const away = 0.1 * Math.min(...this._current.range.map(([low, high]) => high - low));
    this._says.forEach((mark, k) => {
      const far = this._line.offset + (k ? away : -away);
      this._chart.move(mark, x + far * nx, y + far * ny);
    });
  }

  _moveSliders() {
    const { angle, offset, steepness } = this._line;
    const times = steepness / this._current.start.steepness;
    const shown = {
      angle: [angle, `${decimals(angle, 0)}°`],
      offset: [offset, decimals(offset, 2)],
      steepness: [Math.log2(times), `× ${decimals(times, 2)}`],
    };
    for (const [name, [value, text]] of Object.entries(shown)) {
      const slider = this.find(`[name=${name}]`);
      if (+slider.value !== value) slider.value = value;
      slider.setAttribute("aria-valuetext", text);
      say(slider.parentNode.querySelector("output"), text);
    }
  }
}
