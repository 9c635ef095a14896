/* The code cells of the page: each can be edited, run and reset. */
"use strict";

(() => {
  const { facts, make, python, announce, makeEditor, Outlet } = live;
  const REST = 150; // milliseconds

  /* Seconds as one says them beforehand. */
  function readable(seconds) {
    return seconds < 58 ? `${Math.round(seconds / 5) * 5} s` : `${Math.round(seconds / 60)} min`;
  }

  /* Let Python begin to load, unless the reader has asked for few bytes. */
  function begin() {
    if (!navigator.connection?.saveData && !python.hindrance()) python.start();
  }

  /* Begin when the mouse rests on a button, to be ready sooner when it is pressed. */
  function warmUp(button) {
    let timer = 0;
    button.addEventListener("pointerenter", () => (timer = setTimeout(begin, REST)));
    button.addEventListener("pointerleave", () => clearTimeout(timer));
  }

  class Cell {
    constructor(box, fact, index) {
      Object.assign(this, { box, fact, index, ranCode: null, editor: null, outlet: null });
      this.input = box.querySelector(".cell_input");
      this.stored = box.querySelector(".cell_output");
      this.name = fact.task ? `task ${fact.task}` : `cell ${index + 1}`;
      this.before = fact.seconds ? `about ${readable(fact.seconds)} in a browser` : "";
      this.changed = this.onrun = () => {}; // who keeps answers listens here
      if (this.input) this.addButtons();
    }

    addButtons() {
      const word = this.fact.check ? "Check" : "Run";
      this.runButton = make("button", { type: "button", className: "live-run" }, word);
      this.runButton.setAttribute("aria-label", `${word} ${this.fact.check ?? this.name}`);
      this.runButton.addEventListener("click", () => live.cells.run(this.index));
      warmUp(this.runButton);
      this.resetButton = make("button", { type: "button", hidden: true }, "Reset");
      this.resetButton.setAttribute("aria-label", `Reset ${this.name}`);
      this.resetButton.addEventListener("click", () => this.reset());
      this.note = make("span", { className: "live-note" }, this.before);
      this.buttons = make("div", { className: "live-buttons" });
      this.buttons.append(this.runButton, this.resetButton, this.note);
      const fold = this.input.closest("details.hide"); // the button stays in sight
      (fold ?? this.input).after(this.buttons);
    }

    get code() {
      return this.editor ? this.editor.code : this.fact.code;
    }

    get isFresh() {
      return this.ranCode === this.code;
    }

    /* Let the code be edited. */
    open() {
      if (this.editor || !this.input) return;
      const label = this.fact.task ? `Your code for ${this.name}` : `Code of ${this.name}`;
      this.editor = makeEditor(this.fact.code, label, {
        changed: () => {
          this.showReset();
          this.changed(this.code);
        },
        leave: () => this.runButton.focus(),
        run: () => live.cells.run(this.index),
      });
      this.editor.element.addEventListener("focus", begin, { once: true });
      this.input.hidden = true;
      this.input.before(this.editor.element, this.editor.printed);
    }

    showReset() {
      this.resetButton.hidden = this.code === this.fact.code && !this.outlet;
    }

    /* Make room for new outputs where the stored ones stand. */
    begin() {
      if (!this.outlet) {
        const pictures = [...(this.stored?.querySelectorAll("img") ?? [])];
        this.outlet = new Outlet(pictures.map((image) => image.alt));
        if (this.stored) this.stored.after(this.outlet.box);
        else this.box.append(this.outlet.box);
      }
      this.outlet.clear();
      if (this.stored) this.stored.hidden = true;
      if (this.input) this.showReset();
    }

    async execute() {
      const code = this.code;
      this.say("waits");
      if (this.input) this.resetButton.disabled = true; // its output has no place yet
      let began = performance.now();
      const result = await python.run(code, `<${this.name}>`, (kind, content) => {
        if (kind !== "begin") return this.outlet.add(kind, content);
        this.begin();
        this.say("runs …");
        began = performance.now();
      });
      if (this.input) this.resetButton.disabled = false;
      const seconds = (performance.now() - began) / 1000;
      this.ranCode = result === "ok" ? code : null;
      const took = `${seconds.toFixed(1)} s`;
      const unsolved = "not solved yet";
      this.say({ ok: took, error: "an error", unsolved, stopped: "stopped" }[result]);
      if (result === "ok") this.onrun(this.outlet.text);
      return result;
    }

    /* Show what it printed, where the page has folded that away. */
    unfold() {
      const fold = this.outlet?.box.closest("details");
      if (fold) fold.open = true;
    }

    say(text) {
      if (this.note) this.note.textContent = text;
      this.box.classList.toggle("live-running", text === "runs …");
    }

    /* Go back to the page's own code and output. */
    reset() {
      this.outlet?.box.remove();
      this.outlet = null;
      if (this.stored) this.stored.hidden = false;
      if (this.editor && this.code !== this.fact.code) {
        const before = this.code;
        this.editor.code = this.fact.code;
        this.changed(this.code, before);
      }
      this.ranCode = null;
      this.say(this.before);
      this.resetButton.hidden = true;
      this.runButton.focus();
      announce(`The ${this.name} is as it was.`);
    }
  }

  class Cells {
    constructor(boxes) {
      this.all = boxes.map((box, i) => new Cell(box, facts.cells[i], i));
      this.queue = Promise.resolve();
      this.round = 0; // Stop begins a new one
      this.asked = new Map(); // what is still to be done: of each cell its code, or the page
      this.target = null; // for what cell is being worked
    }

    openAll() {
      this.all.forEach((cell) => cell.open());
    }

    /* Run a cell, and before it those above that it may need. */
    run(index) {
      return this.enqueue([...this.neededBy(index), this.all[index]], this.all[index]);
    }

    runAll() {
      return this.enqueue(this.all, null);
    }

    /* All above that have not run as they stand; a check needs no other check. */
    neededBy(index) {
      const { check, task } = this.all[index].fact;
      return this.all
        .slice(0, index)
        .filter((cell) => !cell.isFresh && !((check || task) && cell.fact.check));
    }

    enqueue(cells, target) {
      if (python.hindrance()) return Promise.resolve();
      if (!["idle", "busy"].includes(python.state)) announce("Python is loading.");
      python.start();
      this.openAll();
      if (this.asked.has(target) && this.asked.get(target) === target?.code) return this.queue;
      this.asked.set(target, target?.code);
      target?.say("waits");
      const { round } = this;
      this.queue = this.queue.then(async () => {
        if (round !== this.round) return;
        await this.work(cells, target).catch((error) => target?.say(String(error)));
        if (round !== this.round) return;
        this.asked.delete(target);
        this.target = null;
      });
      return this.queue;
    }

    /* Tell beside the button that was pressed what it waits for. */
    tellWaiting(text) {
      this.target?.say(text);
    }

    async work(cells, target) {
      const { round } = this;
      let unsolved = false;
      this.target = target;
      for (const cell of cells) {
        if (cell !== target && target && cell.isFresh) continue;
        if (cell !== target) this.tellWaiting(`waits for ${cell.name}`);
        const result = await cell.execute();
        if (round !== this.round) return;
        // A slip in one task, or a task not solved yet, is no hindrance to the others.
        const other = cell.fact.task && cell.fact.task !== target?.fact.check && cell !== target;
        unsolved ||= result === "unsolved";
        const excused = other || result === "unsolved" || (unsolved && cell !== target);
        if (result !== "ok" && !excused) {
          const isAbove = target && cell !== target;
          const above = isAbove ? ` It stands above ${target.name}.` : "";
          if (isAbove) target.say(`not run: there is an error in ${cell.name}`);
          cell.unfold();
          announce(`There is an error in ${cell.name}.${above} ${cell.outlet?.text ?? ""}`);
          return;
        }
      }
      this.finish(target);
    }

    finish(target) {
      if (!target) {
        announce("The page has run.");
        return;
      }
      target.unfold();
      const text = target.outlet.text.trim();
      announce(target.fact.check ? text : `${target.name} has run. ${text.slice(0, 300)}`);
    }

    stop() {
      this.round += 1;
      [...this.asked.keys()].forEach((cell) => cell?.say(cell.before));
      this.asked.clear();
      this.target = null;
      python.stop();
      const nRun = this.all.filter((cell) => cell.ranCode !== null).length;
      this.all.forEach((cell) => (cell.ranCode = null));
      return nRun;
    }
  }

  const boxes = [...document.querySelectorAll("article div.cell")];
  const known = facts?.cells?.length === boxes.length;
  live.cells = known && !python.hindrance() ? new Cells(boxes) : null;
  live.warmUp = warmUp;
})();
