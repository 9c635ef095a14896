/* What a cell gives, drawn in the page.  Nothing of it is ever run: text stays text, of
   markup only what is listed here is kept, and an element brings its numbers, not its script. */
"use strict";

(() => {
  const { make, facts } = live;
  const KEPT = new Set("TABLE THEAD TBODY TR TH TD P DIV SPAN B I EM STRONG CODE PRE UL OL LI BR IMG".split(" "));
  const ELEMENTS = facts.elements.join();
  const ATTRIBUTES = new Set(
    ["class", "scope", "colspan", "rowspan", "alt", "width", "data-lm-suppress-shortcuts"],
  );

  /* Copy the harmless part of parsed markup. */
  function harmless(from, to) {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const numbers = node.matches(`:is(${ELEMENTS}) > script[type='application/json']`);
      if (numbers) {
        to.append(make("script", { type: "application/json", textContent: node.textContent }));
      }
      if (!KEPT.has(node.tagName) && !node.matches(ELEMENTS)) continue; // what is in it goes with it
      const copy = document.createElement(node.tagName);
      for (const { name, value } of node.attributes) {
        const picture = name === "src" && /^data:image\/(png|webp|svg\+xml);base64,/.test(value);
        if (ATTRIBUTES.has(name) || picture) copy.setAttribute(name, value);
      }
      harmless(node, copy);
      to.append(copy);
    }
    return to;
  }

  const loaded = new Set();
  function load({ localName }) {
    if (loaded.has(localName)) return;
    loaded.add(localName);
    document.head.append(make("script", { src: `${facts.static}live/${localName}.js` }));
  }

  function markup(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const box = harmless(parsed.body, make("div", { className: "output text_html" }));
    box.querySelectorAll(ELEMENTS).forEach(load);
    return box;
  }

  /* What markup says in words: a table row by row. */
  function said(box) {
    if (box.querySelector(ELEMENTS)) return "The lab is open.\n";
    const rows = [...box.querySelectorAll("tr")];
    if (!rows.length) return box.textContent;
    return rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(" ")).join("\n");
  }

  function text(content, className) {
    const pre = make("pre", {}, content);
    return make("div", { className: `output ${className}` }, make("div", { className: "highlight" }, pre));
  }

  function picture(base64, alt) {
    const image = make("img", { src: `data:image/png;base64,${base64}`, alt });
    // Pictures come with two pixels for one of the page.
    image.addEventListener("load", () => (image.width = image.naturalWidth / 2), { once: true });
    return make("div", { className: "output image_png" }, image);
  }

  /* The outputs of one cell, in a box of the book's own look. */
  live.Outlet = class {
    constructor(alts) {
      this.alts = alts; // what the stored pictures show
      this.box = make("div", { className: "cell_output docutils container live-output" });
      this.clear();
    }

    clear() {
      this.box.replaceChildren();
      this.nPictures = 0;
      this.text = ""; // all that was said, for those who listen and for tests
    }

    add(kind, content) {
      if (kind === "picture") {
        const alt = this.alts[this.nPictures++] ?? "The figure that this cell has drawn";
        this.box.append(picture(content, alt));
        return;
      }
      if (kind === "html") {
        const box = markup(content);
        this.text += said(box);
        this.box.append(box);
        return;
      }
      this.text += content;
      const className = { text: "stream", result: "text_plain" }[kind] ?? "live-trouble";
      const last = this.box.lastElementChild;
      if (kind !== "result" && last?.classList.contains(className)) {
        last.querySelector("pre").append(content);
      } else this.box.append(text(content, className));
    }
  };
})();
