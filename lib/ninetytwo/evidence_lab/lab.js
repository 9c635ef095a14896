/* The evidence lab: draw a digit and see how a linear model reads it.
 *
 * One custom element, <ninetytwo-lab>, for the book, Jupyter and Colab alike.  It
 * needs no library, no server and no network.  Its first child
 * <script type="application/json"> holds the models, some test digits and what to
 * show first (`ninetytwo.lab` writes it); its other children are what is seen where
 * scripts are off.
 *
 * How this file is laid out, each part using only those above it:
 *   1. Reading     from the text in the page to numbers
 *   2. Seeing      from ink on paper to the 28 x 28 pixels that the model gets
 *   3. Deciding    scores, probabilities, evidence
 *   4. Showing     colours and pictures
 *   5. The page    its parts and its style
 *   6. The element pen, keys, buttons, sliders, and the loop that shows the state
 *
 * A picture is a Float32Array of 784 numbers, row by row, 0 blank and 1 full ink.
 */
(() => {
  "use strict";
  if (customElements.get("ninetytwo-lab")) return; // several labs in one notebook

  const SIDE = 28;
  const PIXELS = SIDE * SIDE;
  const CLASSES = 10;
  const MIDDLE = (SIDE - 1) / 2;
  const PAPER = 280; // the paper is drawn in dots, ten to a pixel of the model
  const PEN = 26; // width of the pen in dots
  const BOX = 20; // MNIST fits each digit into a box of 20 x 20 pixels

  // ---------------------------------------------------------------- 1. Reading

  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const VALUE = new Int32Array(128);
  [...ALPHABET].forEach((letter, i) => (VALUE[letter.charCodeAt(0)] = i));

  /** Numbers from -1 to 1, each written in three letters of base 64 (18 bits). */
  function unpack(text) {
    const numbers = new Float64Array(text.length / 3);
    for (let i = 0; i < numbers.length; i++) {
      const letter = (j) => VALUE[text.charCodeAt(3 * i + j)];
      numbers[i] = ((letter(0) << 12) + (letter(1) << 6) + letter(2) - 131071) / 131071;
    }
    return numbers;
  }

  /** Weights as ten templates.  Each pixel has a scale of its own; blank ones are left out.
   *  Another shape gives null, weights that are no numbers NaN. */
  function unpackWeights({ largest, scales, weights }) {
    if (!Number.isFinite(largest)) return NaN;
    const scale = unpack(scales).map((s) => s * largest);
    const packed = unpack(weights);
    const inked = scale.filter((s) => s !== 0).length;
    if (scale.length !== PIXELS || packed.length !== CLASSES * inked) return null;
    const templates = Array.from({ length: CLASSES }, () => new Float64Array(PIXELS));
    let next = 0;
    for (let j = 0; j < PIXELS; j++) {
      if (scale[j] === 0) continue;
      for (let k = 0; k < CLASSES; k++) templates[k][j] = packed[next++] * scale[j];
    }
    return templates;
  }

  /** A test digit: its label, where its 20 x 20 box lies, and the ink in it. */
  function unpackDigit({ label, row, column, ink }) {
    const bytes = Uint8Array.from(atob(ink), (letter) => letter.charCodeAt(0));
    const picture = new Float32Array(PIXELS);
    bytes.forEach((byte, i) => {
      const at = (row + Math.floor(i / BOX)) * SIDE + column + (i % BOX);
      picture[at] = byte / 255;
    });
    return { label, picture };
  }

  /** Say in a sentence what is wrong with a model, or return it ready for use. */
  function readModel(given, others) {
    const templates = unpackWeights(others[given.like] ?? given); // equal ones are sent once
    const bias = given.b;
    if (templates === null || !Array.isArray(bias) || bias.length !== CLASSES)
      throw new Error(
        `The model "${given.name}" does not have ten templates of 784 weights and ten biases, ` +
          "so the lab cannot use it.",
      );
    if (Number.isNaN(templates) || !bias.every(Number.isFinite))
      throw new Error(
        `The model "${given.name}" has a weight that is not a number: train it again, with a ` +
          "smaller learning rate.",
      );
    // Colours are full for the largest twentieth of the weights, or a few would leave the rest pale.
    const sizes = Float64Array.from(templates.flatMap((t) => [...t]), Math.abs).sort();
    const limit = sizes[Math.floor(0.95 * sizes.length)] || sizes[sizes.length - 1] || 1;
    return { ...given, templates, bias, limit };
  }

  // ----------------------------------------------------------------- 2. Seeing

  /** Average ten by ten dots: the drawing as it lies on the paper. */
  function reduce(dots) {
    const picture = new Float32Array(PIXELS);
    const step = PAPER / SIDE;
    for (let y = 0; y < PAPER; y++)
      for (let x = 0; x < PAPER; x++)
        picture[Math.floor(y / step) * SIDE + Math.floor(x / step)] +=
          dots[y * PAPER + x] / step ** 2;
    return picture;
  }

  /** What MNIST did to every digit: fit it into 20 x 20, put its centre of mass mid-picture. */
  function normalise(dots) {
    let [top, left, bottom, right] = [PAPER, PAPER, -1, -1];
    for (let y = 0; y < PAPER; y++)
      for (let x = 0; x < PAPER; x++)
        if (dots[y * PAPER + x] > 0.1) {
          if (bottom < 0) top = y;
          bottom = y;
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
    if (bottom < 0) return new Float32Array(PIXELS);
    const scale = BOX / Math.max(bottom - top + 1, right - left + 1);
    const rowParts = overlaps(bottom - top + 1, scale);
    const columnParts = overlaps(right - left + 1, scale);
    const fitted = new Float32Array(BOX * BOX);
    for (let y = top; y <= bottom; y++) {
      const line = new Float32Array(BOX);
      for (let x = left; x <= right; x++) {
        const ink = dots[y * PAPER + x];
        if (ink > 0) for (const { at, part } of columnParts[x - left]) line[at] += ink * part;
      }
      for (const { at, part } of rowParts[y - top])
        for (let c = 0; c < BOX; c++) fitted[at * BOX + c] += line[c] * part;
    }
    let [mass, rows, columns] = [0, 0, 0];
    fitted.forEach((ink, i) => {
      mass += ink;
      rows += ink * Math.floor(i / BOX);
      columns += ink * (i % BOX);
    });
    const down = Math.round(SIDE / 2 - rows / mass);
    const along = Math.round(SIDE / 2 - columns / mass);
    const picture = new Float32Array(PIXELS);
    fitted.forEach((ink, i) => {
      const [r, c] = [Math.floor(i / BOX) + down, (i % BOX) + along];
      if (r >= 0 && r < SIDE && c >= 0 && c < SIDE) picture[r * SIDE + c] = Math.min(ink, 1);
    });
    return picture;
  }

  /** Lay dots of some size side by side over the box: which pixels each covers, and how far. */
  function overlaps(count, size) {
    return Array.from({ length: count }, (_, i) => {
      const [start, end] = [i * size, (i + 1) * size];
      const parts = [];
      for (let at = Math.floor(start); at < Math.min(end, BOX); at++) {
        const part = Math.min(at + 1, end) - Math.max(at, start);
        if (part > 1e-9) parts.push({ at, part });
      }
      return parts;
    });
  }

  /** Fetch each pixel (r, c) from matrix * ((r, c) - centre) + from, by linear interpolation. */
  function warp(picture, [a, b, c, d], centre, from) {
    const warped = new Float32Array(PIXELS);
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++) {
        const [dr, dc] = [row - centre[0], column - centre[1]];
        const [r, q] = [a * dr + b * dc + from[0], c * dr + d * dc + from[1]];
        if (r < 0 || q < 0 || r > SIDE - 1 || q > SIDE - 1) continue;
        const [r0, q0] = [Math.floor(r), Math.floor(q)];
        const [fr, fq] = [r - r0, q - q0];
        const at = (i, j) => (i < SIDE && j < SIDE ? picture[i * SIDE + j] : 0);
        warped[row * SIDE + column] =
          (1 - fr) * ((1 - fq) * at(r0, q0) + fq * at(r0, q0 + 1)) +
          fr * ((1 - fq) * at(r0 + 1, q0) + fq * at(r0 + 1, q0 + 1));
      }
    return warped;
  }

  /** Move, turn and scale about the middle, in one step so that it blurs only once. */
  function move(picture, { right, down, rotate, scale }) {
    if (!right && !down && !rotate && scale === 1) return picture;
    const angle = (rotate * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
    const middle = [MIDDLE, MIDDLE];
    return warp(picture, [cos, sin, -sin, cos], [MIDDLE + down, MIDDLE + right], middle);
  }

  /** Move every edge of the ink outwards (inwards if negative) by so many pixels. */
  function thicken(picture, pixels) {
    const choose = pixels > 0 ? Math.max : Math.min;
    for (let left = Math.abs(pixels); left > 1e-9; left--) {
      const part = Math.min(left, 1);
      const at = (r, c) => (r < 0 || c < 0 || r >= SIDE || c >= SIDE ? 0 : picture[r * SIDE + c]);
      picture = picture.map((ink, i) => {
        const [r, c] = [Math.floor(i / SIDE), i % SIDE];
        const edge = choose(ink, at(r - 1, c), at(r + 1, c), at(r, c - 1), at(r, c + 1));
        return (1 - part) * ink + part * edge;
      });
    }
    return picture;
  }

  /** The same normal noise every time, so that a slider moved back shows the same again. */
  const NOISE = (() => {
    let state = 92;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state + 1) / 4294967297;
    };
    return Float32Array.from(
      { length: PIXELS },
      () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    );
  })();

  function addNoise(picture, strength) {
    if (!strength) return picture;
    return picture.map((ink, i) => Math.min(1, Math.max(0, ink + strength * NOISE[i])));
  }

  /** Shear a digit about its centre of mass until it stands upright (chapter 10). */
  function deskew(picture) {
    let [mass, row, column] = [0, 0, 0];
    picture.forEach((ink, i) => {
      mass += ink;
      row += ink * Math.floor(i / SIDE);
      column += ink * (i % SIDE);
    });
    if (mass === 0) return picture;
    const centre = [row / mass, column / mass];
    let [spreadOfRows, joint] = [0, 0];
    picture.forEach((ink, i) => {
      const dr = Math.floor(i / SIDE) - centre[0];
      spreadOfRows += ink * dr * dr;
      joint += ink * dr * ((i % SIDE) - centre[1]);
    });
    if (spreadOfRows === 0) return picture;
    return warp(picture, [1, 0, joint / spreadOfRows, 1], centre, centre);
  }

  // --------------------------------------------------------------- 3. Deciding

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

  // ---------------------------------------------------------------- 4. Showing

  // ColorBrewer's RdBu in 256 steps, as in all of the book: red against, blue for.
  const RED_TO_BLUE = (() => {
    const stops = "67001f b2182b d6604d f4a582 fddbc7 f7f7f7 d1e5f0 92c5de 4393c3 2166ac 053061"
      .split(" ")
      .map((hex) => [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16)));
    return Array.from({ length: 256 }, (_, step) => {
      const along = (10 * step) / 255;
      const low = Math.min(9, Math.floor(along));
      return stops[low].map((start, i) => start + (along - low) * (stops[low + 1][i] - start));
    });
  })();

  const voteColour = (value, limit) =>
    RED_TO_BLUE[Math.round(127.5 * (1 + Math.min(1, Math.max(-1, value / limit))))];

  const inkColour = (ink) => [255 * (1 - ink), 255 * (1 - ink), 255 * (1 - ink)];

  const small = document.createElement("canvas");
  small.width = small.height = SIDE;

  function paint(canvas, values, colour, smooth = false) {
    const context = small.getContext("2d", { willReadFrequently: true });
    const pixels = context.createImageData(SIDE, SIDE);
    values.forEach((value, i) => {
      const [red, green, blue] = colour(value);
      pixels.data[4 * i] = red;
      pixels.data[4 * i + 1] = green;
      pixels.data[4 * i + 2] = blue;
      pixels.data[4 * i + 3] = 255;
    });
    context.putImageData(pixels, 0, 0);
    const target = canvas.getContext("2d");
    target.imageSmoothingEnabled = smooth;
    target.drawImage(small, 0, 0, canvas.width, canvas.height);
  }

  /** A dash in each cell that votes against: no meaning by colour alone. */
  function markAgainst(canvas, votes, limit) {
    const context = canvas.getContext("2d");
    const cell = canvas.width / SIDE;
    votes.forEach((vote, i) => {
      if (vote > -0.06 * limit) return;
      context.fillStyle = vote < -0.5 * limit ? "#fff" : "#67001f";
      const [r, c] = [Math.floor(i / SIDE), i % SIDE];
      context.fillRect((c + 0.25) * cell, (r + 0.42) * cell, 0.5 * cell, 0.16 * cell);
    });
  }

  /** Set a text only if it is another: each new text makes the browser lay out the page again. */
  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  const withMinus = (number, digits) => number.toFixed(digits).replace("-", "\u2212");
  const signed = (number, digits) => (number < 0 ? "" : "+") + withMinus(number, digits);

  // --------------------------------------------------------------- 5. The page

  const SLIDERS = [
    { key: "right", digits: 1, label: "Shift right", min: -8, max: 8, step: 0.5, unit: "pixels" },
    { key: "down", digits: 1, label: "Shift down", min: -8, max: 8, step: 0.5, unit: "pixels" },
    { key: "rotate", digits: 0, label: "Rotate", min: -60, max: 60, step: 1, unit: "degrees" },
    { key: "scale", digits: 2, label: "Scale", min: 0.5, max: 1.6, step: 0.05, unit: "times" },
    { key: "thickness", digits: 1, label: "Thickness", min: -1, max: 2, step: 0.1, unit: "pixels a side" },
    { key: "noise", digits: 2, label: "Noise", min: 0, max: 0.6, step: 0.02, unit: "of full ink" },
  ];
  const NEUTRAL = { right: 0, down: 0, rotate: 0, scale: 1, thickness: 0, noise: 0 };

  const STYLE = `
    :host { --text: #1d1f21; --soft: #555b61; --paper: #fff; --panel: #f5f6f7; --line: #8a9097;
            --accent: #0b5fa5; --bar: #9aa3ab; --win: #0b5fa5;
            display: block; margin: 1.2rem 0; font: 15px/1.4 system-ui, sans-serif;
            color: var(--text); text-align: left; direction: ltr; color-scheme: light; }
    :host(.dark) { --text: #eceef0; --soft: #b9c0c7; --paper: #16191c; --panel: #22272c;
            --line: #7d8790; --accent: #7fc0f5; --bar: #77818b; --win: #7fc0f5;
            color-scheme: dark; }
    * { box-sizing: border-box; } [hidden] { display: none !important; }
    section.lab { background: var(--panel); border: 1px solid var(--line); border-radius: 8px;
            padding: clamp(.5rem, 2.5vw, 1rem); }
    h2 { font-size: 1rem; margin: .7rem 0 .4rem; } .columns h2, .row h2 { margin-top: 0; }
    p { margin: .3rem 0; } .soft { color: var(--soft); font-size: .87rem; }
    .columns { display: grid; gap: 1rem;
            grid-template-columns: repeat(auto-fit, minmax(min(100%, 225px), 1fr)); }
    .columns > div { min-width: 0; }
    canvas { display: block; width: 100%; max-width: 280px; background: #fff; border-radius: 4px;
            border: 1px solid var(--line); image-rendering: pixelated; }
    canvas.paper { touch-action: none; cursor: crosshair; image-rendering: auto;
            aspect-ratio: 1; }
    .seen { max-width: 84px; } .pair { display: flex; gap: .6rem; align-items: flex-start; }
    .pair > p { flex: 1; margin: 0; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    button, select { font: inherit; color: var(--text); background: var(--paper); padding: .3rem .6rem;
            border: 1px solid var(--line); border-radius: 5px; min-height: 32px; max-width: 100%;
            cursor: pointer; }
    .row { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin: .45rem 0; }
    .switch { display: flex; gap: .5rem; align-items: flex-start; margin: .45rem 0; }
    .verdict { font-size: 1.1rem; font-weight: 600; margin: 0 0 .5rem; }
    @media (max-width: 576px) { .verdict { min-height: 2.8em; /* or the paper would jump */
            position: sticky; top: var(--ninetytwo-top, auto); z-index: 1; background: var(--panel); } }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { padding: .06rem .25rem; text-align: right; font-weight: normal; white-space: nowrap; }
    th:first-child { text-align: left; } thead th { color: var(--soft); font-size: .82rem; }
    td.bar { width: 45%; } td.bar span { display: block; height: .8em; background: var(--bar);
            border-radius: 2px; min-width: 1px; }
    td.bar span, .scale { forced-color-adjust: none; }
    tr.answer { font-weight: 700; } tr.answer th, tr.answer td { font-weight: 700; }
    tr.answer span { background: var(--win); }
    .templates { display: grid; gap: .3rem; grid-template-columns: repeat(auto-fit, minmax(50px, 1fr));
            margin: .3rem 0; }
    .templates button { padding: .15rem; line-height: 1.2; } .templates canvas { border: 0; }
    .templates button[aria-pressed="true"] { border: 3px solid var(--accent); padding: 0; font-weight: 700; }
    .sliders { display: grid; gap: .2rem 1rem;
            grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr)); }
    .sliders label { display: block; } input[type="range"] { width: 100%; accent-color: var(--accent);
            min-height: 24px; margin: 0; }
    input[type="checkbox"] { flex: none; width: 20px; height: 20px; margin: 0; accent-color: var(--accent); }
    .scale { height: 10px; max-width: 280px; border-radius: 2px; margin-top: .35rem; border: 1px solid
            var(--line); background: linear-gradient(90deg, #67001f, #b2182b, #d6604d, #f4a582,
            #fddbc7, #f7f7f7, #d1e5f0, #92c5de, #4393c3, #2166ac, #053061); }
    .ends { display: flex; justify-content: space-between; max-width: 280px; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
            white-space: nowrap; }`;

  const digitOptions = [...Array(CLASSES).keys()].map((k) => `<option value="${k}">${k}</option>`);

  const PAGE = `<style>${STYLE}</style>
    <section class="lab" aria-label="Evidence lab: draw a digit and see how the model reads it">
      <p class="verdict"></p>
      <div class="columns">
        <div>
          <h2>Draw a digit</h2>
          <canvas class="paper" width="${PAPER}" height="${PAPER}" tabindex="0" role="application"
            aria-label="Paper to draw on" aria-describedby="keys"></canvas>
          <p class="soft" id="keys">Mouse, finger or pen. Keys: arrows move the pen, space sets it
            down or lifts it, Delete clears.</p>
          <div class="row">
            <button class="clear">Clear</button>
            <button class="test">A test digit</button>
            <button class="wrong">A digit it gets wrong</button>
          </div>
          <label class="switch"><input type="checkbox" class="normalise" checked>
            Size and centre the drawing as MNIST does</label>
        </div>
        <div>
          <h2>How its ink votes</h2>
          <canvas class="evidence" width="280" height="280" role="img"></canvas>
          <div class="scale" aria-hidden="true"></div>
          <div class="ends soft" aria-hidden="true"><span>− against</span><span>for +</span></div>
          <div class="row">
            <label>votes for <select class="class"><option value="">its answer</option>
              ${digitOptions.join("")}</select></label>
            <label>rather than <select class="rival"><option value="">(no other)</option>
              ${digitOptions.join("")}</select></label>
          </div>
          <p class="sum soft"></p>
        </div>
      </div>
      <div class="row"><h2>Disturb it</h2><button class="reset">Undo all</button></div>
      <div class="sliders"></div>
      <h2>What the model says</h2>
      <div class="columns">
        <table><thead><tr><th scope="col">digit</th><td class="bar"></td>
          <th scope="col">score</th><th scope="col">probability</th></tr></thead>
          <tbody></tbody></table>
        <div>
          <label class="row">Model <select class="model"></select></label>
          <p class="note soft"></p>
          <div class="pair"><canvas class="seen" width="84" height="84" role="img"
            aria-label="The 28 by 28 pixels that the model gets"></canvas>
            <p class="soft">the 28 × 28 pixels that the model gets<span class="how"></span></p></div>
        </div>
      </div>
      <h2>Its ten templates</h2>
      <div class="templates"></div>
      <p class="unseen" role="status" aria-live="polite"></p>
    </section>`;

  // ------------------------------------------------------------ 6. The element

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
      root.innerHTML = PAGE;
      this._find = (selector) => root.querySelector(selector);
      this._followTheme();
      try {
        const given = JSON.parse(this.querySelector("script[type='application/json']").textContent);
        this._models = given.models.map((model, _, all) => readModel(model, all));
        this._digits = given.digits.map(unpackDigit);
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
      this._pen = this._find(".paper").getContext("2d"); // only shows; the strokes are in _ink
      this._models.forEach((model, i) => this._find(".model").add(new Option(model.name, i)));
      this._find(".model").parentElement.hidden = this._models.length === 1;
      const rows = this._find("tbody");
      const templates = this._find(".templates");
      for (let k = 0; k < CLASSES; k++) {
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
             max="${max}" step="${step}"></label>`,
        );
      this._rows = [...rows.children];
      this._templates = [...templates.children];
      this._sliders = [...root.querySelectorAll("input[type='range']")];
      if (!this._digits.length) root.querySelectorAll(".test, .wrong").forEach((b) => b.remove());
    }

    _listen(root) {
      const on = (selector, event, act) => this._find(selector)?.addEventListener(event, act);
      on(".clear", "click", () => this._clear());
      on(".test", "click", () => this._showNext((_, i) => i < CLASSES)); // first, one of each kind
      on(".wrong", "click", () =>
        this._showNext(
          ({ label, picture }) => judge(this._model, this._disturb(picture)).answer !== label,
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
      this._listenToPen(this._find(".paper"));
      this._listenToKeys(this._find(".paper"));
    }

    _listenToPen(paper) {
      const place = (event) => {
        const box = paper.getBoundingClientRect();
        return [event.clientX - box.left, event.clientY - box.top].map(
          (distance) => (distance * PAPER) / box.width,
        );
      };
      let last = null; // where the stroke has come to, and which pointer draws it
      let pointer = null;
      paper.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || !event.isPrimary) return; // one finger draws
        pointer = event.pointerId;
        paper.setPointerCapture(pointer);
        last = place(event);
        this._line(last, last);
      });
      paper.addEventListener("pointermove", (event) => {
        if (!last || event.pointerId !== pointer || !event.buttons) return;
        // Browsers bundle fast movements; each part is drawn, so that curves stay round.
        const parts = event.getCoalescedEvents?.() ?? [];
        for (const part of parts.length ? parts : [event]) {
          const next = place(part);
          this._line(last, next);
          last = next;
        }
      });
      for (const end of ["pointerup", "pointercancel"])
        paper.addEventListener(end, (event) => {
          if (event.pointerId === pointer) last = null;
        });
    }

    _listenToKeys(paper) {
      const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
      this._cursor = [PAPER / 2, PAPER / 2];
      this._penDown = false;
      paper.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key in steps) {
          const from = this._cursor;
          this._cursor = from.map((at, i) =>
            Math.min(PAPER - 10, Math.max(10, at + 10 * steps[event.key][i])),
          );
          if (this._penDown) this._line(from, this._cursor);
        } else if (event.key === " ") {
          if (!event.repeat) this._penDown = !this._penDown;
          if (this._penDown) this._line(this._cursor, this._cursor);
        } else if (event.key === "Delete" || event.key === "Backspace") {
          this._clear();
        } else return;
        event.preventDefault();
        this._keysUsed = true;
        this._update();
      });
      paper.addEventListener("blur", () => {
        this._penDown = this._keysUsed = false;
        this._update();
      });
    }

    // ---- What can happen

    /** Draw on the paper; in the place of a test digit, the first stroke begins a new sheet. */
    _line(from, to) {
      if (!this._ink) {
        this._ink = document.createElement("canvas");
        this._ink.width = this._ink.height = PAPER;
        const context = this._ink.getContext("2d", { willReadFrequently: true });
        Object.assign(context, { lineCap: "round", lineWidth: PEN });
        context.fillStyle = "#fff";
        context.fillRect(0, 0, PAPER, PAPER);
        this._dots = new Float32Array(PAPER * PAPER); // the ink of each dot, 0 to 1
        this._digit = this._class = this._rival = null;
      }
      const context = this._ink.getContext("2d");
      context.beginPath();
      context.moveTo(...from);
      context.lineTo(to[0], to[1] + 0.01); // a tap is a dot, and a line without length is nothing
      context.stroke();
      this._readDots(from, to);
      this._update();
    }

    _clear() {
      this._ink = this._digit = this._class = this._rival = null;
      this._reset();
    }

    _showNext(fits) {
      const n = this._digits.length;
      const order = this._digits.map((_, i) => (this._lastDigit + 1 + i) % n);
      const found = order.find((i) => fits(this._digits[i], i));
      if (found !== undefined) return this._choose({ digit: found });
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
        this._ink = null;
        this._digit = this._digits[choice.digit];
        this._class = this._rival = null;
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
      this._shown = { ...said, class: looked, rival, ...evidenceOf(this._model, said.x, looked, rival) };
      this._showPaper();
      this._showScores(said, empty);
      this._showEvidence(this._shown);
      paint(this._find(".seen"), said.x, inkColour);
      this._showControls(this._shown);
    }

    /** The 28 x 28 pixels as the model gets them, before a deskewing model sets them upright. */
    _picture() {
      let picture = new Float32Array(PIXELS);
      if (this._digit) picture = this._digit.picture;
      else if (this._ink) {
        picture = this._find(".normalise").checked ? normalise(this._dots) : reduce(this._dots);
      }
      this._blankBefore = !picture.some((ink) => ink > 0);
      return this._disturb(picture);
    }

    /** What the sliders make of a picture. */
    _disturb(picture) {
      const { thickness, noise } = this._disturbance;
      return addNoise(thicken(move(picture, this._disturbance), thickness), noise);
    }

    /** Note the ink near a line that was just drawn; all of the paper would take too long. */
    _readDots(from, to) {
      const [left, top] = [0, 1].map((i) => Math.floor(Math.min(from[i], to[i]) - PEN));
      const [right, bottom] = [0, 1].map((i) => Math.ceil(Math.max(from[i], to[i]) + PEN));
      const context = this._ink.getContext("2d");
      const { data, width, height } = context.getImageData(left, top, right - left, bottom - top);
      for (let y = Math.max(0, -top); y < height && top + y < PAPER; y++)
        for (let x = Math.max(0, -left); x < width && left + x < PAPER; x++)
          this._dots[(top + y) * PAPER + left + x] = 1 - data[4 * (y * width + x)] / 255; // grey
    }

    _showPaper() {
      if (this._digit) paint(this._pen.canvas, this._digit.picture, inkColour, true);
      else {
        this._pen.fillStyle = "#fff";
        this._pen.fillRect(0, 0, PAPER, PAPER);
        if (this._ink) this._pen.drawImage(this._ink, 0, 0);
      }
      if (!this._keysUsed) return;
      const [x, y] = this._cursor;
      this._pen.save();
      Object.assign(this._pen, { strokeStyle: "#b2182b", lineWidth: 3 });
      this._pen.beginPath();
      this._pen.arc(x, y, this._penDown ? 5 : 12, 0, 7);
      this._pen.stroke();
      this._pen.restore();
    }

    _showScores({ scores, shares, answer }, empty) {
      const [low, high] = [Math.min(...scores, 0), Math.max(...scores, 1e-9)];
      this._rows.forEach((row, k) => {
        const [, bar, score, share] = row.children;
        const part = this._model.probabilities
          ? shares[k]
          : (scores[k] - low) / (high - low);
        row.className = !empty && k === answer ? "answer" : "";
        bar.firstChild.style.width = empty ? "0" : `${100 * part}%`;
        say(score, empty ? "" : withMinus(scores[k], 2));
        const percent = this._model.probabilities ? `${(100 * shares[k]).toFixed(1)} %` : "\u2013";
        say(share, empty ? "" : percent);
      });
      let sentence = "";
      if (empty)
        sentence = this._blankBefore
          ? "There is no ink yet. Draw a digit, or take a test digit."
          : "No ink is left in the picture. Move the sliders back.";
      else {
        const a = (k) => `${k === 8 ? "an" : "a"} ${k}`;
        sentence = `It reads ${a(answer)}`;
        if (this._model.probabilities) sentence += ` (${(100 * shares[answer]).toFixed(1)} %)`;
        sentence += ".";
        if (this._digit)
          sentence += this._digit.label === answer
            ? ` Right: it is ${a(answer)}.`
            : ` Wrong: it is ${a(this._digit.label)}.`;
      }
      say(this._find(".verdict"), sentence);
      const [column, row] = this._cursor.map((at) => at / 10);
      const pen = `Pen ${this._penDown ? "down" : "up"}, row ${row}, column ${column}. `;
      this._announce((this._keysUsed ? pen : "") + sentence);
    }

    _showEvidence({ votes, bias, class: looked, rival }) {
      const canvas = this._find(".evidence");
      paint(canvas, votes, (vote) => voteColour(vote, this._model.limit));
      markAgainst(canvas, votes, this._model.limit);
      const add = (sign) => {
        const some = votes.filter((vote) => sign * vote > 0);
        return [some.reduce((a, b) => a + b, 0), some.length];
      };
      const [[pro, nPro], [contra, nContra]] = [add(1), add(-1)];
      const rather = rival === null ? "" : ` rather than ${rival}`;
      const total = rival === null ? "score" : "difference of the scores";
      const text =
        `For ${looked}${rather}: ${nPro} pixels, ${signed(pro, 2)}. Against: ${nContra} ` +
        `pixels, ${signed(contra, 2)}. Bias ${signed(bias, 2)}. Together, the ${total}: ` +
        `${signed(pro + contra + bias, 2)}.`;
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
        say(slider.previousElementSibling, `${withMinus(value, digits)} ${unit}`);
      });
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
})();
