/* The bar below the title: run the page, stop it, how far it is, and what is kept. */
"use strict";

(() => {
  const { facts, make, python, cells, announce, store } = live;
  if (!facts?.cells) return;
  const heading = document.querySelector("article h1");
  const button = (word, work) => {
    const made = make("button", { type: "button" }, word);
    made.addEventListener("click", work);
    return made;
  };
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

  function explain(why) {
    const colab = make("a", { href: facts.colab }, "Open it in Colab");
    const line = make("p", { className: "live-bar live-why" });
    if (why === "file") {
      const command = make("code", {}, "python -m http.server --directory _build/html");
      line.append("A browser starts no Python in a page opened as a file. Serve the book with ");
      line.append(command, ", or ", make("a", { href: facts.colab }, "open it in Colab"), ".");
    } else {
      const needs = "This page needs PyTorch, which does not run in a browser. ";
      const without = "This copy of the book was built without Python in its pages. ";
      line.append(why === "pytorch" ? needs : without, colab, ".");
    }
    heading.after(line);
  }

  const why = python.hindrance();
  if (why || !cells) {
    explain(why || "missing");
    return;
  }

  const status = make("span", { className: "live-status" });
  const runPage = button("Run this page", () => cells.runAll());
  const stop = button("Stop", () => {
    const nRun = cells.stop();
    const again = nRun ? "What had run is forgotten: Run does those above a cell again." : "";
    status.textContent = `Python was stopped. ${again}`;
    announce(status.textContent);
    runPage.focus();
    stop.hidden = true;
  });
  stop.hidden = true;
  live.warmUp(runPage);
  status.textContent = "Python runs here, in your browser.";

  python.onchange = (state, { what, bytes, of, ready, failed }) => {
    if (state !== "off") stop.hidden = false;
    bar.classList.toggle("live-working", ["starting", "busy"].includes(state));
    if (failed) {
      status.textContent = `Python could not go on: ${failed}. Press Run to start it anew.`;
      cells.stop();
      stop.hidden = true;
      announce(status.textContent);
    } else if (what && of) {
      const name = what[0].toUpperCase() + what.slice(1);
      status.textContent =
        bytes < of ? `${name}: ${megabytes(bytes)} of ${megabytes(of)} MB` : `${name} starts …`;
      cells.tellWaiting(status.textContent);
    } else if (state === "starting") {
      status.textContent = "Python is on its way …";
    } else if (state === "busy") status.textContent = "Python is at work.";
    else if (state === "idle") status.textContent = "Python is ready.";
    if (ready && state === "busy") announce("Python is ready."); // somebody waits for it
  };
  const warning = make("p", { className: "live-warning", hidden: true });
  warning.textContent =
    "This browser keeps nothing more: download your notebook before you leave the page.";
  document.addEventListener("live-keeps", ({ detail: keeps }) => {
    warning.hidden = keeps;
    if (!keeps) announce(warning.textContent);
  });

  function keeping() {
    const fold = make("details", { className: "live-kept" }, make("summary", {}, "Your work"));
    const said = make("p", { className: "live-note" });
    const tell = (text) => {
      said.textContent = text;
      announce(text);
    };
    const file = make("input", { type: "file", accept: ".ipynb,application/json", hidden: true });
    file.addEventListener("change", async () => {
      if (!file.files.length) return;
      try {
        const found = live.notebook.read(await file.files[0].text());
        tell(`${found} of this page's tasks were in it.`);
      } catch {
        tell("That file is no notebook.");
      }
      file.value = "";
    });
    const row = make("div", { className: "live-buttons" });
    row.append(button("Download my notebook", () => live.notebook.download()));
    if (live.answers.length) row.append(button("Import a notebook", () => file.click()), file);
    row.append(button("Forget everything", store.askAndForget));
    const where =
      "Your answers and choices stay in this browser and go nowhere else. What you change in other " +
      "cells is gone when you leave the page, unless you download your notebook.";
    fold.append(make("p", {}, where), row, said);
    return fold;
  }

  const kept = keeping();
  const bar = make("div", { className: "live-bar" }, runPage, stop, status, kept, warning);
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", "Python in this page");
  heading.after(bar);
})();
