/* The paper: pointer and keys move a pen over it, whose strokes are kept as lists of points. */

const NIB = 16; // width of the line on the paper in dots, so that small drawings can be seen

class Paper {
  /** `told` holds what to call: `begin` before the first line on a new sheet, `show` when the
   *  paper looks other than before, `clear` when a key asks for a new sheet, `done` after a
   *  stroke. */
  constructor(canvas, told) {
    this._told = told;
    this._canvas = canvas;
    this._pen = canvas.getContext("2d");
    Object.assign(this._pen, { lineCap: "round", lineJoin: "round" });
    this._cursor = [PAPER / 2, PAPER / 2];
    this._penDown = false;
    this._keysUsed = false;
    this.strokes = [];
    this._listenToPointer();
    this._listenToKeys();
  }

  /** Begin a blank sheet, or one with strokes. */
  clear(strokes = []) {
    this.strokes = strokes;
  }

  /** Take the last stroke back. */
  undo() {
    this._penDown = false;
    this.strokes = this.strokes.slice(0, -1);
    this._told.show();
    this._told.done();
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
      Object.assign(this._pen, { strokeStyle: "#000", lineWidth: NIB });
      for (const stroke of this.strokes) {
        this._pen.beginPath();
        // A tap is a dot, and a line without length is nothing.
        this._pen.moveTo(stroke[0][0], stroke[0][1] + 0.01);
        stroke.forEach((point) => this._pen.lineTo(...point));
        this._pen.stroke();
      }
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

  _begin(point) {
    if (!this.strokes.length) this._told.begin();
    this.strokes.push([point]);
    this._told.show();
  }

  _goOn(point) {
    if (!this.strokes.length) return this._begin(point); // the sheet was taken away meanwhile
    this.strokes.at(-1).push(point);
    this._told.show();
  }

  _listenToPointer() {
    const canvas = this._canvas;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top].map(
        (distance) => Math.min(PAPER, Math.max(0, (distance * PAPER) / box.width)),
      );
    };
    let pointer = null; // the one that draws a stroke
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return; // one finger draws
      pointer = event.pointerId;
      canvas.setPointerCapture(pointer);
      this._penDown = false;
      this._begin(place(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId !== pointer || !event.buttons) return;
      // Browsers bundle fast movements; each part is drawn, so that curves stay round.
      const parts = event.getCoalescedEvents?.() ?? [];
      for (const part of parts.length ? parts : [event]) this._goOn(place(part));
    });
    for (const end of ["pointerup", "pointercancel"])
      canvas.addEventListener(end, (event) => {
        if (event.pointerId === pointer) {
          pointer = null;
          this._told.done();
        }
      });
  }

  _listenToKeys() {
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    this._canvas.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && this.strokes.length) {
        event.preventDefault();
        return this.undo();
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key in steps) {
        this._cursor = this._cursor.map((at, i) =>
          Math.min(PAPER - 10, Math.max(10, at + 10 * steps[event.key][i])),
        );
        if (this._penDown) this._goOn(this._cursor);
      } else if (event.key === " ") {
        if (!event.repeat) this._penDown = !this._penDown;
        if (this._penDown) this._begin(this._cursor);
        else this._told.done();
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
