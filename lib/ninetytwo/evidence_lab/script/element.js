/* The element: buttons, sliders and choices, and the loop that shows the state. */

class NinetyTwoLab extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return this._followTheme(); // moved within the page
    // While the page is still being read, the child with the models may not be there yet.
    if (this.querySelector("script[type='application/json']")) this._start();
    else if (document.readyState === "loading")
      document.addEventListener("DOMContentLoaded", () => this._start(), { once: true });
    else setTimeout(() => this._start());
  }

  disconnectedCallback() {
    this._watcher?.disconnect();
  }

  _start() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = `<style>${STYLE}</style>${MARKUP}`;
    this._find = (selector) => root.querySelector(selector);
    this._followTheme();
    try {
      const given = JSON.parse(this.querySelector("script[type='application/json']").textContent);
      this._models = given.models.map((model, _, all) => readModel(model, all));
      this._digits = given.digits.map(unpackDigit);
      this._likeness = readLikeness(given.likeness);
      this._open = { model: 0, rival: null, digit: 0, class: null, ...given.open };
    } catch (error) {
      root.querySelectorAll("section > :not(.verdict)").forEach((part) => part.remove());
      this._find(".verdict").textContent = error.message;
      return;
    }
    this._disturbance = { ...NEUTRAL, ...this._open.disturb };
    this._lastDigit = -1;
    this._build(root);
    this._listen(root);
    this._choose(this._open);
    const strokes = keptDrawing(this);
    if (strokes.length) {
      this._newSheet();
      this._paper.clear(strokes);
    }
  }

  /** Read a picture of 784 numbers with the chosen model, without showing it. */
  judge(pixels) {
    const said = judge(this._model, Float32Array.from(pixels));
    return { ...said, x: [...said.x] };
  }

  /** The state that is shown now: what the model got and what it made of it. */
  get result() {
    return { ...this._shown, x: [...this._shown.x], votes: [...this._shown.votes] };
  }

  // ---- Building

  _build(root) {
    this._paper = new Paper(this._find(".paper"), {
      begin: () => this._newSheet(),
      clear: () => this._clear(),
      show: () => this._update(),
      done: () => keepDrawing(this, this._paper.strokes),
    });
    this._models.forEach((model, i) => this._find(".model").add(new Option(model.name, i)));
    this._find(".model").parentElement.hidden = this._models.length === 1;
    const rows = this._find("tbody");
    const templates = this._find(".templates");
    for (let k = 0; k < CLASSES; k++) {
      for (const choice of [".class", ".rival"]) this._find(choice).add(new Option(k, k));
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
      this._find(".sliders").insertAdjacentHTML(
        "beforeend",
        `<label>${label}: <span></span><input type="range" name="${key}" min="${min}"
           max="${max}" step="${step}" aria-label="${label}"></label>`,
      );
    this._rows = [...rows.children];
    this._templates = [...templates.children];
    this._sliders = [...root.querySelectorAll("input[type='range']")];
    if (!this._digits.length) root.querySelectorAll(".test, .wrong").forEach((b) => b.remove());
  }

  _listen(root) {
    const on = (selector, event, act) => this._find(selector)?.addEventListener(event, act);
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
    say(this._find(".verdict"), sentence);
    this._announce(sentence);
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
      this._find(".model").value = choice.model;
      say(this._find(".note"), this._model.note ?? "");
      this._templates.forEach((button, k) =>
        paint(button.firstChild, this._model.templates[k], (w) =>
          voteColour(w, this._model.limit),
        ),
      );
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
    paint(this._find(".seen"), said.x, inkColour);
    this._showControls(this._shown);
  }

  /** The 28 x 28 pixels as the model gets them, before a deskewing model sets them upright. */
  _picture() {
    let picture = new Float32Array(PIXELS);
    if (this._digit) picture = this._digit.picture;
    else picture = (this._find(".normalise").checked ? normalise : asDrawn)(this._paper.strokes);
    this._blankBefore = !picture.some((ink) => ink > 0);
    return disturb(picture, this._disturbance);
  }

  _warning(picture, empty) {
    if (empty) return null;
    const changed = Object.keys(NEUTRAL).some((key) => this._disturbance[key] !== NEUTRAL[key]);
    const off = !this._digit && !this._find(".normalise").checked;
    const remedy = changed
      ? "Undo the disturbance."
      : off
        ? "Let it be sized and centred."
        : "If it is a digit, the model would need training digits like it.";
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
    say(this._find(".verdict"), sentence);
    say(this._find(".warning"), warning ?? "");
    this._announce(`${this._paper.pen}${sentence} ${warning ?? ""}`.trim());
  }

  _showEvidence(shown) {
    const canvas = this._find(".evidence");
    paint(canvas, shown.votes, (vote) => voteColour(vote, this._model.limit));
    markAgainst(canvas, shown.votes, this._model.limit);
    const text = sumOf(shown);
    say(this._find(".sum"), text);
    canvas.setAttribute("aria-label", `Evidence map. ${text}`);
  }

  _showControls({ class: looked, rival }) {
    this._find(".class").value = this._class ?? "";
    this._find(".rival").value = rival ?? "";
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
    this._find(".undo").disabled = !this._paper.strokes.length;
    this._find(".normalise").disabled = Boolean(this._digit);
    const how =
      (this._digit ? ", sized and centred when MNIST was made" : "") +
      (this._model.deskew ? ", set upright" : "");
    say(this._find(".how"), how);
  }

  /** Tell screen readers, once things have come to rest. */
  _announce(sentence) {
    clearTimeout(this._speaking);
    this._speaking = setTimeout(() => {
      say(this._find("[role='status']"), sentence);
    }, 500);
  }

  /** Dark where the page is dark: the book, JupyterLab, Colab, or else the system says. */
  _followTheme() {
    const system = (this._system ??= matchMedia("(prefers-color-scheme: dark)"));
    const apply = () => {
      const [page, body] = [document.documentElement, document.body];
      const said =
        page.dataset.theme ??
        page.getAttribute("theme") ??
        { true: "light", false: "dark" }[body.dataset.jpThemeLight];
      this.classList.toggle("dark", said ? said === "dark" : system.matches);
    };
    this._watcher = new MutationObserver(apply);
    for (const target of [document.documentElement, document.body])
      this._watcher.observe(target, {
        attributeFilter: ["data-theme", "theme", "data-jp-theme-light"],
      });
    system.onchange = apply;
    apply();
  }
}

customElements.define("ninetytwo-lab", NinetyTwoLab);
