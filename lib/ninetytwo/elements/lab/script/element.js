/* The element: buttons, sliders and choices, and the loop that shows the state. */

class Lab extends PageElement {
  start(given) {
    try {
      this._models = given.models.map((model, _, all) => readModel(model, all));
    } catch (error) {
      const parts = this.shadowRoot.querySelectorAll("section > :not(.verdict)");
      parts.forEach((part) => part.remove());
      this.find(".verdict").textContent = error.message;
      return;
    }
    this._digits = given.digits.map(unpackDigit);
    this._likeness = readLikeness(given.likeness);
    const opening = { model: 0, rival: null, digit: 0, class: null, ...given.open };
    this._disturbance = { ...NEUTRAL, ...opening.disturb };
    this._lastDigit = -1;
    this._build();
    this._listen();
    this._choose(opening);
    const strokes = keptDrawing(this);
    if (strokes.length) {
      this._newSheet();
      this._paper.clear(strokes);
    }
  }

  /** Read a picture of 784 numbers with the chosen model, without showing it. */
  judge(pixels) {
    const said = judge(this._model, Float32Array.from(pixels));
    return { ...said, x: [...said.x], probabilities: this._model.probabilities };
  }

  /** Show a picture of 784 numbers, of which nobody says what it is. */
  open(pixels) {
    this._newSheet({ label: null, picture: Float32Array.from(pixels) });
    this._update();
  }

  /** The state that is shown now: what the model got and what it made of it. */
  get result() {
    return { ...this._shown, x: [...this._shown.x], votes: [...this._shown.votes] };
  }

  // ---- Building

  _build() {
    this._paper = new Paper(this.find(".paper"), {
      begin: () => this._newSheet(),
      clear: () => this._clear(),
      show: () => this._update(),
      done: () => keepDrawing(this, this._paper.strokes),
    });
    this._models.forEach((model, i) => this.find(".model").add(new Option(model.name, i)));
    this.find(".model").parentElement.hidden = this._models.length === 1;
    const rows = this.find("tbody");
    const templates = this.find(".templates");
    for (let k = 0; k < CLASSES; k++) {
      for (const choice of [".class", ".rival"]) this.find(choice).add(new Option(k, k));
      rows.insertAdjacentHTML(
        "beforeend",
        `<tr><th scope="row">${k}</th><td class="bar"><span></span></td><td></td><td></td></tr>`,
      );
      templates.insertAdjacentHTML(
        "beforeend",
        `<button aria-label="Show the votes for ${k}"><canvas width="56" height="56"></canvas>` +
          `${k}</button>`,
      );
    }
    for (const { key, label, min, max, step } of SLIDERS)
      this.find(".sliders").insertAdjacentHTML(
        "beforeend",
        `<label>${label}: <span></span><input type="range" name="${key}" min="${min}"
           max="${max}" step="${step}" aria-label="${label}"></label>`,
      );
    this._rows = [...rows.children];
    this._templates = [...templates.children];
    this._sliders = [...this.shadowRoot.querySelectorAll("input[type='range']")];
    if (!this._digits.length)
      for (const button of [".test", ".wrong"]) this.find(button).remove();
  }

  _listen() {
    const on = (selector, event, act) => this.find(selector)?.addEventListener(event, act);
    on(".clear", "click", () => this._clear());
    on(".undo", "click", () => this._paper.undo());
    on(".test", "click", () => this._showNext((_, i) => i < CLASSES)); // first, one of each kind
    on(".wrong", "click", () =>
      this._showNext(
        ({ label, picture }) =>
          judge(this._model, disturb(picture, this._disturbance)).answer !== label,
      ),
    );
    on(".reset", "click", () => this._reset());
    on(".normalise", "change", () => this._update());
    on(".model", "change", (event) => this._choose({ model: +event.target.value }));
    for (const choice of ["class", "rival"])
      on(`.${choice}`, "change", ({ target: { value } }) =>
        this._choose({ [choice]: value === "" ? null : +value }),
      );
    this._templates.forEach((button, k) =>
      button.addEventListener("click", () => this._choose({ class: k })),
    );
    this._sliders.forEach((slider) =>
      slider.addEventListener("input", () => {
        this._disturbance[slider.name] = +slider.value;
        this._update();
      }),
    );
  }

  // ---- What can happen

  /** A new sheet, blank or with a test digit: what was looked at on the last is forgotten. */
  _newSheet(digit = null) {
    this._paper.clear();
    this._digit = digit;
    this._class = this._rival = null;
  }

  _clear() {
    this._newSheet();
    keepDrawing(this, []);
    this._reset();
  }

  _showNext(fits) {
    const n = this._digits.length;
    const order = this._digits.map((_, i) => (this._lastDigit + 1 + i) % n);
    const found = order.find((i) => fits(this._digits[i], i));
    if (found !== undefined) {
      keepDrawing(this, []);
      return this._choose({ digit: found });
    }
    const sentence = "It reads all the digits at hand correctly.";
    say(this.find(".verdict"), sentence);
    this.announce(sentence);
  }

  _reset() {
    this._disturbance = { ...NEUTRAL };
    this._update();
  }

  /** Change the model, the test digit, or the classes that are looked at. */
  _choose(choice) {
    if ("digit" in choice && this._digits.length) {
      this._lastDigit = choice.digit;
      this._newSheet(this._digits[choice.digit]);
    }
    if ("model" in choice) {
      this._model = this._models[choice.model];
      this.find(".model").value = choice.model;
      say(this.find(".note"), this._model.note ?? "");
      this._templates.forEach((button, k) =>
        paint(button.firstChild, this._model.templates[k], (w) =>
          voteColour(w, this._model.limit),
        ),
      );
      this.dispatchEvent(new Event("model"));
    }
    if ("class" in choice) this._class = choice.class; // null: whatever the model answers
    if ("rival" in choice) this._rival = choice.rival;
    this._update();
  }

  // ---- Showing the state

  /** Ask for one showing in the next frame, however much has happened until then. */
  _update() {
    if (this._asked) return;
    this._asked = true;
    requestAnimationFrame(() => {
      this._asked = false;
      this.show();
    });
  }

  /** From the state to the page; everything that is seen is set here. */
  show() {
    const picture = this._picture();
    const said = judge(this._model, picture);
    const empty = this._blankBefore || !said.x.some((ink) => ink > 0);
    const looked = this._class ?? (empty ? 0 : said.answer);
    const rival = this._rival === looked ? null : this._rival;
    const evidence = evidenceOf(this._model, said.x, looked, rival);
    this._shown = { ...said, class: looked, rival, ...evidence };
    this._paper.show(this._digit?.picture);
    this._showScores(said, empty, this._warning(picture, empty));
    this._showEvidence(this._shown);
    paint(this.find(".seen"), said.x, inkColour);
    this._showControls(this._shown);
  }

  /** The 28 x 28 pixels as the model gets them, before a deskewing model sets them upright. */
  _picture() {
    const inked = this.find(".normalise").checked ? normalise : asDrawn;
    const picture = this._digit?.picture ?? inked(this._paper.strokes);
    this._blankBefore = !picture.some((ink) => ink > 0);
    return disturb(picture, this._disturbance);
  }

  _warning(picture, empty) {
    if (empty) return null;
    const changed = Object.keys(NEUTRAL).some((key) => this._disturbance[key] !== NEUTRAL[key]);
    let remedy = "If it is a digit, the model would need training digits like it.";
    if (changed) remedy = "Undo the disturbance.";
    else if (!this._digit && !this.find(".normalise").checked) remedy = "Let it be sized and centred.";
    return warningOf(this._likeness, picture, this._digit ? null : this._paper.strokes, remedy);
  }

  _showScores(said, empty, warning) {
    const { scores, shares, answer } = said;
    const [low, high] = [Math.min(...scores, 0), Math.max(...scores, 1e-9)];
    this._rows.forEach((row, k) => {
      const [, bar, score, share] = row.children;
      const part = this._model.probabilities ? shares[k] : (scores[k] - low) / (high - low);
      row.className = !empty && k === answer ? "answer" : "";
      bar.firstChild.style.width = empty ? "0" : `${100 * part}%`;
      say(score, empty ? "" : withMinus(scores[k], 2));
      say(share, empty ? "" : this._model.probabilities ? percent(shares[k], [">", "<"]) : "\u2013");
    });
    let sentence = verdictOf(this._model, said, this._digit?.label ?? null);
    if (empty)
      sentence = this._blankBefore
        ? "There is no ink yet. Draw a digit, or take a test digit."
        : "No ink is left in the picture. Move the sliders back.";
    say(this.find(".verdict"), sentence);
    say(this.find(".warning"), warning ?? "");
    this.announce(`${this._paper.pen}${sentence} ${warning ?? ""}`.trim());
  }

  _showEvidence(shown) {
    const canvas = this.find(".evidence");
    paint(canvas, shown.votes, (vote) => voteColour(vote, this._model.limit));
    markAgainst(canvas, shown.votes, this._model.limit);
    const text = sumOf(shown);
    say(this.find(".sum"), text);
    canvas.setAttribute("aria-label", `Evidence map. ${text}`);
  }

  _showControls({ class: looked, rival }) {
    this.find(".class").value = this._class ?? "";
    this.find(".rival").value = rival ?? "";
    this._templates.forEach((button, k) =>
      button.setAttribute("aria-pressed", String(k === looked)),
    );
    this._sliders.forEach((slider, i) => {
      const value = this._disturbance[slider.name];
      slider.value = value;
      const { digits, unit } = SLIDERS[i];
      const text = `${withMinus(value, digits)} ${unit}`;
      say(slider.previousElementSibling, text);
      slider.setAttribute("aria-valuetext", text);
    });
    this.find(".undo").disabled = !this._paper.strokes.length;
    this.find(".normalise").disabled = Boolean(this._digit);
    const how =
      (this._digit ? ", sized and centred as MNIST does" : "") +
      (this._model.deskew ? ", set upright" : "");
    say(this.find(".how"), how);
  }
}
