/* What a learner has written, kept by task and by the version of its stub.

   An answer to the stub as it stands comes back into the editor; any other is shown beside
   it, and goes in only when its button is pressed. */
"use strict";

(() => {
  const { cells, facts, store, make } = live;
  const BEFORE = "before"; // what Reset or an import has taken away

  class Answer {
    constructor(cell) {
      this.cell = cell;
      this.name = ["answer", facts.page, cell.fact.task];
      this.held = new Map(); // what the browser had no room for
      cell.open();
      const kept = store.read(...this.name, cell.fact.version);
      if (kept !== null) cell.editor.code = kept;
      cell.showReset();
      cell.changed = (code, before) => {
        if (before !== undefined) this.keep(BEFORE, before);
        this.keep(cell.fact.version, code);
        if (before !== undefined) this.showOthers();
      };
      store.follow(this.name, (version, code, before) => this.hear(version, code, before));
      this.showOthers();
    }

    /* Another tab has kept something: follow it, unless something else is written here. */
    hear(version, code, before) {
      const { cell } = this;
      if (version === cell.fact.version && code !== cell.code) {
        if (cell.code === (before ?? cell.fact.code)) {
          cell.editor.code = code;
          cell.showReset();
        } else this.keep("elsewhere", code);
      }
      this.showOthers();
    }

    keep(version, code) {
      if (version === this.cell.fact.version && code === this.cell.fact.code) {
        this.forget(version); // the stub itself needs no keeping
      } else if (store.write(code, ...this.name, version)) this.held.delete(version);
      else this.held.set(version, code);
    }

    forget(version) {
      this.held.delete(version);
      store.remove(...this.name, version);
    }

    /* Take an answer from a file: into the editor if nothing is lost by that. */
    take(code, version) {
      const { cell } = this;
      const untouched = cell.code === cell.fact.code;
      if (code === cell.code || code === cell.fact.code) return;
      if (version === cell.fact.version && untouched) this.use(code);
      else {
        this.keep(version === cell.fact.version ? BEFORE : (version ?? "elsewhere"), code);
        this.showOthers();
      }
    }

    use(code) {
      const { cell } = this;
      const before = cell.code;
      cell.editor.code = code;
      cell.changed(code, before === cell.fact.code ? undefined : before);
      cell.showReset();
      this.showOthers();
    }

    showOthers() {
      this.box?.remove();
      this.box = null;
      const { version } = this.cell.fact;
      const others = new Set([...store.list(...this.name), ...this.held.keys()]);
      others.delete(version);
      if (!others.size) return;
      this.box = make("div", { className: "live-others" });
      for (const other of others) this.box.append(this.describe(other));
      this.cell.buttons.after(this.box);
    }

    describe(other) {
      const code = this.held.get(other) ?? store.read(...this.name, other);
      const titles = {
        [BEFORE]: "What you had here before",
        elsewhere: "What you wrote elsewhere: in another tab, or in a file that you brought",
      };
      const title = titles[other] ?? "Your answer to another version of this task";
      const use = make("button", { type: "button" }, "Use it");
      use.addEventListener("click", () => {
        this.forget(other);
        this.use(code);
        this.cell.editor.element.focus();
      });
      const drop = make("button", { type: "button" }, "Forget it");
      drop.addEventListener("click", () => {
        this.forget(other);
        this.showOthers();
        this.cell.runButton.focus();
      });
      const buttons = make("div", { className: "live-buttons" }, use, drop);
      const pre = make("pre", { tabIndex: 0 }, code);
      return make("details", {}, make("summary", {}, title), pre, buttons);
    }
  }

  /* That a check was passed is kept for the page of progress. */
  function watch(cell) {
    const { check } = cell.fact;
    const { version } = cells.all.find(({ fact }) => fact.task === check).fact;
    cell.onrun = (text) => {
      const passed = text.split("\n").some((line) => line.startsWith(`✓ ${check}:`));
      if (passed) store.write(true, "solved", facts.page, check, version);
    };
  }

  (cells?.all ?? []).filter((cell) => cell.fact.check).forEach(watch);
  live.answers = (cells?.all ?? [])
    .filter((cell) => cell.fact.task)
    .map((cell) => new Answer(cell));
})();
