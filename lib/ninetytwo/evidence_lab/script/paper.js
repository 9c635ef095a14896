/* The paper: pointer and keys move a pen over it, and its strokes become dots of ink. */

const PEN = 26; // width of the pen in dots

class Paper {
  /** `told` holds what to call: `begin` before the first line on a new sheet, `show` when the
   *  paper looks other than before, `clear` when a key asks for a new sheet. */
  constructor(canvas, told) {
    this._told = told;
    this._canvas = canvas;
    this._pen = canvas.getContext("2d"); // only shows; the strokes are in _ink
    this._cursor = [PAPER / 2, PAPER / 2];
    this._penDown = false;
    this._keysUsed = false;
    this.clear();
    this._listenToPointer();
    this._listenToKeys();
  }

  /** Take the sheet away: there are no dots until a line is drawn. */
  clear() {
    this._ink = null;
    this.dots = null; // the ink of each dot, 0 to 1
  }

  /** Where the pen of the keys is, for those who cannot see it. */
  get pen() {
    if (!this._keysUsed) return "";
    const [column, row] = this._cursor.map((at) => at / 10);
    return `Pen ${this._penDown ? "down" : "up"}, row ${row}, column ${column}. `;
  }

  /** Show the drawing, or in its place a picture of 28 x 28. */
  show(picture = null) {
    if (picture) paint(this._canvas, picture, inkColour, true);
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

  _line(from, to) {
    if (!this._ink) {
      this._told.begin();
      this._ink = document.createElement("canvas");
      this._ink.width = this._ink.height = PAPER;
      const context = this._ink.getContext("2d", { willReadFrequently: true });
      Object.assign(context, { lineCap: "round", lineWidth: PEN });
      context.fillStyle = "#fff";
      context.fillRect(0, 0, PAPER, PAPER);
      this.dots = new Float32Array(PAPER * PAPER);
    }
    const context = this._ink.getContext("2d");
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(to[0], to[1] + 0.01); // a tap is a dot, and a line without length is nothing
    context.stroke();
    this._readDots(from, to);
    this._told.show();
  }

  /** Note the ink near a line that was just drawn; all of the paper would take too long. */
  _readDots(from, to) {
    const [left, top] = [0, 1].map((i) => Math.floor(Math.min(from[i], to[i]) - PEN));
    const [right, bottom] = [0, 1].map((i) => Math.ceil(Math.max(from[i], to[i]) + PEN));
    const context = this._ink.getContext("2d");
    const { data, width, height } = context.getImageData(left, top, right - left, bottom - top);
    for (let y = Math.max(0, -top); y < height && top + y < PAPER; y++)
      for (let x = Math.max(0, -left); x < width && left + x < PAPER; x++)
        this.dots[(top + y) * PAPER + left + x] = 1 - data[4 * (y * width + x)] / 255; // grey
  }

  _listenToPointer() {
    const canvas = this._canvas;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top].map(
        (distance) => (distance * PAPER) / box.width,
      );
    };
    let last = null; // where the stroke has come to, and which pointer draws it
    let pointer = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return; // one finger draws
      pointer = event.pointerId;
      canvas.setPointerCapture(pointer);
      last = place(event);
      this._line(last, last);
    });
    canvas.addEventListener("pointermove", (event) => {
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
      canvas.addEventListener(end, (event) => {
        if (event.pointerId === pointer) last = null;
      });
  }

  _listenToKeys() {
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    this._canvas.addEventListener("keydown", (event) => {
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
        this._told.clear();
      } else return;
      event.preventDefault();
      this._keysUsed = true;
      this._told.show();
    });
    this._canvas.addEventListener("blur", () => {
      this._penDown = this._keysUsed = false;
      this._told.show();
    });
  }
}
