/* A plain text area for code: it grows, Tab indents, Escape leaves. */
"use strict";

(() => {
  const { make } = live;
  const HELP = "live-editor-help";

  function help() {
    if (document.getElementById(HELP)) return;
    const text = "Tab indents. Escape leaves for the button below. Shift and Enter run the cell.";
    document
      .querySelector("article")
      .append(make("p", { id: HELP, hidden: true }, text));
  }

  function insert(area, text) {
    // The old command keeps the browser's own undo.
    if (!document.execCommand?.("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  }

  /* Press Enter: begin where the line above begins, deeper after a colon. */
  function newLine(area) {
    const before = area.value.slice(0, area.selectionStart).split("\n").pop();
    const indent = before.match(/^ */)[0] + (before.trimEnd().endsWith(":") ? "    " : "");
    insert(area, `\n${indent}`);
  }

  /* Press Tab: indent here, or all lines that are marked. */
  function indent(area) {
    const { value, selectionStart: start, selectionEnd: end } = area;
    if (!value.slice(start, end).includes("\n")) return insert(area, "    ");
    const first = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(first, end).replace(/^(?=.)/gm, "    ");
    area.setSelectionRange(first, end);
    insert(area, lines);
    area.setSelectionRange(first, first + lines.length);
  }

  /* Make an editor; `leave` and `run` are called for Escape and Shift+Enter. */
  live.makeEditor = (code, label, { changed, leave, run }) => {
    help();
    const area = make("textarea", {
      className: "live-editor",
      spellcheck: false,
      autocapitalize: "off",
      autocomplete: "off",
      wrap: "off",
      value: code,
    });
    area.setAttribute("aria-label", label);
    area.setAttribute("aria-describedby", HELP);
    const printed = make("pre", { className: "live-printed" });
    printed.ariaHidden = "true";
    const grow = () => {
      printed.textContent = area.value;
      area.rows = Math.max(1, area.value.split("\n").length);
    };
    area.addEventListener("input", () => {
      grow();
      changed();
    });
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      else if (event.key === "Enter" && (event.shiftKey || event.ctrlKey)) run();
      else if (event.key === "Enter" && !event.isComposing) newLine(area);
      else if (event.key === "Tab" && !event.shiftKey) indent(area);
      else return;
      event.preventDefault();
    });
    grow();
    return {
      element: area,
      printed, // the code on paper, where an area to type into would be cut
      get code() {
        return area.value;
      },
      set code(text) {
        area.value = text;
        grow();
      },
    };
  };
})();
