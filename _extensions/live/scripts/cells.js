/* The code cells of the page: each can be edited, run and reset. */
"use strict";

(() => {
  const { facts, make, python, announce, makeEditor, Outlet } = live;

  /* Seconds as one says them beforehand. */
  function readable(seconds) {
    return seconds < 58 ? `${Math.round(seconds / 5) * 5} s` : `${Math.round(seconds / 60)} min`;
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
      let began = performance.now();
      const result = await python.run(code, `<${this.name}>`, (kind, content) => {
        if (kind !== "begin") return this.outlet.add(kind, content);
        this.begin();
        this.say("runs …");
        began = performance.now();
      });
      const seconds = (performance.now() - began) / 1000;
      this.ranCode = result === "ok" ? code : null;
      const took = `${seconds.toFixed(1)} s`;
      const unsolved = "not solved yet";
      this.say({ ok: took, error: "an error", unsolved, stopped: "stopped" }[result]);
      if (result === "ok") this.onrun(this.outlet.text);
      return result;
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
      python.start();
      this.openAll();
      const { round } = this;
      this.queue = this.queue.then(() => round === this.round && this.work(cells, target));
      return this.queue;
    }

    async work(cells, target) {
      const { round } = this;
      let unsolved = false;
      for (const cell of cells) {
        if (cell !== target && target && cell.isFresh) continue;
        const result = await cell.execute();
        if (round !== this.round) return;
        // A slip in one task, or a task not solved yet, is no hindrance to the others.
        const other = cell.fact.task && cell.fact.task !== target?.fact.check && cell !== target;
        unsolved ||= result === "unsolved";
        const excused = other || result === "unsolved" || (unsolved && cell !== target);
        if (result !== "ok" && !excused) {
          const above = target && cell !== target ? ` It stands above ${target.name}.` : "";
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
      const fold = target.outlet.box.closest("details");
      if (fold) fold.open = true;
      const text = target.outlet.text.trim();
      announce(target.fact.check ? text : `${target.name} has run. ${text.slice(0, 300)}`);
    }

    stop() {
      this.round += 1;
      python.stop();
      const nRun = this.all.filter((cell) => cell.ranCode !== null).length;
      this.all.forEach((cell) => (cell.ranCode = null));
      return nRun;
    }
  }

  const boxes = [...document.querySelectorAll("article div.cell")];
  const known = facts?.cells?.length === boxes.length;
  live.cells = known && !python.hindrance() ? new Cells(boxes) : null;
})();
