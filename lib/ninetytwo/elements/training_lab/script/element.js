/* The element: the digits are unpacked, and a run goes on as fast as the learner wants. */

class TrainingLab extends PageElement {
  async start({ digits, n_train, choices, open }) {
    this._settings = { speed: "medium", ...open };
    this._curve = new Curve(this.find(".curve"));
    this._canvases = Array.from({ length: CLASSES }, (_, k) => {
      const cell = document.createElement("span");
      cell.innerHTML = `<canvas width="84" height="84"></canvas>${k}`;
      this.find(".templates").append(cell);
      return cell.firstChild;
    });
    this._offer({ ...choices, speed: Object.keys(SPEEDS) });
    this._calm = matchMedia("(prefers-reduced-motion: reduce)");
    try {
      this._file = await unzip(digits);
    } catch {
      return say(this.find(".verdict"), "This browser cannot unpack the digits; a newer one can.");
    }
    [this._parts, this._coming] = [{}, {}]; // of digits as written and upright
    this._nTrain = n_train;
    this._begin();
  }

  _enable() {
    for (const each of this.shadowRoot.querySelectorAll(":disabled")) each.disabled = false;
  }

  /** What is seen now, for those who look from outside; nothing while digits are unpacked. */
  get result() {
    if (!this._run) return null;
    const { W, b } = this._run.weights;
    return { ...this._now, playing: !!this._playing, W: [...W], b: [...b] };
  }

  // ---- Controls

  _offer({ average, ...choices }) {
    for (const [name, offered] of Object.entries(choices))
      for (const choice of offered) this.find(`[name=${name}]`).add(new Option(choice));
    for (const control of this.shadowRoot.querySelectorAll("[name]")) {
      const { name } = control;
      if (name === "average") control.checked = this._settings.average > 0;
      else if (name === "upright") control.value = this._settings.upright ? "1" : "";
      else control.value = this._settings[name];
      control.addEventListener("change", () => this._set(control));
    }
    const on = (name, act) => this.find(`.${name}`).addEventListener("click", act);
    on("play", () => (this._playing ? this._pause() : this._play()));
    on("step", () => this._oneStep());
    on("restart", () => this._begin());
  }

  _set({ name, value, checked }) {
    if (name === "speed") return (this._settings.speed = value);
    if (name === "average") this._settings.average = checked ? 0.5 : 0;
    else if (name === "upright") this._settings.upright = value !== "";
    else this._settings[name] = +value;
    this._begin();
  }

  // ---- A run

  /** Unpack the digits to learn from and to judge by; a phone needs a second to set them upright. */
  async _prepare(upright) {
    const work = upright ? "being set upright" : "being unpacked";
    const pause = (share) => {
      if (!this._run) say(this.find(".verdict"), `The digits are ${work}: ${percent(share)}.`);
      return new Promise((done) => setTimeout(done));
    };
    const change = upright ? deskew : undefined;
    this._parts[upright] = await split(this._file, this._nTrain, { change, pause });
    if (!this._run) this._begin();
  }

  /** From zero weights again; if a run was going on, the new one goes on. */
  _begin() {
    const { upright } = this._settings;
    const parts = this._parts[upright];
    if (!parts) {
      this._run = null; // until they are there
      return (this._coming[upright] ??= this._prepare(upright));
    }
    this._enable();
    this._judge = parts.judge;
    this._run = new Training(parts.train, { ...this._settings, steps: N_STEPS, seed: SEED });
    this._passed = "";
    this._curve.begin();
    this._measure();
    this._show();
    if (!this._playing) this.announce("All weights are 0 again.");
  }

  _play() {
    if (!this._run) return;
    if (this._run.step >= N_STEPS) this._begin();
    this.find(".play").textContent = "Pause";
    this.announce("It learns.");
    this._due = 0;
    this._shownAt = this._last = performance.now();
    const frame = (now) => {
      this._go(now);
      if (this._playing) this._playing = requestAnimationFrame(frame);
    };
    this._playing = requestAnimationFrame(frame);
  }

  _pause(said = "Paused. ") {
    cancelAnimationFrame(this._playing);
    this._playing = null;
    this.find(".play").textContent = "Play";
    if (!this._run) return;
    this._measure();
    this._show();
    this.announce(said + standing(this._now));
  }

  /** As many steps as are due, but no longer than a frame may take. */
  _go(now) {
    const perSecond = SPEEDS[this._settings.speed];
    this._due = Math.min(this._due + ((now - this._last) * perSecond) / 1000, perSecond / 4 + 1);
    this._last = now;
    if (!this._run) return;
    const until = performance.now() + 12;
    while (this._due >= 1 && this._run.step < N_STEPS && performance.now() < until) {
      this._due--;
      this._run.advance();
      if (perSecond < 10 || isMeasured(this._run.step)) this._measure();
    }
    if (this._run.step >= N_STEPS) return this._pause(`The run is over. ${this._passed}`);
    // Who wants little motion sees the state once a second.
    if (this._calm.matches && now - this._shownAt < 1000) return;
    this._shownAt = now;
    this._show();
  }

  _oneStep() {
    if (this._playing) this._pause();
    if (!this._run || this._run.step >= N_STEPS) return;
    this._run.advance();
    this._measure();
    this._show();
    this.announce(standing(this._now));
  }

  // ---- Showing it

  _measure() {
    const { step, averaging, present, weights } = this._run;
    const last = measure(this._judge, present);
    const mean = averaging ? measure(this._judge, weights) : null;
    this._now = { step, averaging, n: this._judge.length, ...(mean ?? last) };
    if (step) this._curve.add(step, last.accuracy, mean?.accuracy ?? null);
    if (this._passed || this._now.accuracy < FAMOUS) return;
    this._passed = `Past ${100 * FAMOUS} % at step ${grouped(step)}. `;
    if (this._playing) this.announce(this._passed);
  }

  _show() {
    this._curve.draw();
    paintTemplates(this._canvases, this._run.weights);
    say(this.find(".verdict"), standing(this._now));
    this.find(".templates").setAttribute("aria-label", picturesOf(this._now));
    this.find(".step").disabled = this._run.step >= N_STEPS;
  }

  stop() {
    if (this._playing) this._pause();
  }
}
