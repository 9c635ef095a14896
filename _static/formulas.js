/* A formula that is wider than its column is drawn smaller: on phones only code scrolls. */
"use strict";

(() => {
  function fit() {
    for (const drawn of document.querySelectorAll("article .math > mjx-container")) {
      drawn.dataset.size ??= drawn.style.fontSize || "100%";
      drawn.style.fontSize = drawn.dataset.size;
      const box = drawn.parentElement;
      const room = (box.tagName === "SPAN" ? box.parentElement : box).clientWidth;
      const needed = drawn.querySelector("mjx-math").getBoundingClientRect().width;
      if (room > 0 && needed > room) {
        const size = parseFloat(drawn.dataset.size) * (room / needed) * 0.97;
        drawn.style.fontSize = `${size}%`;
      }
    }
  }

  addEventListener("load", async () => {
    await window.MathJax?.startup?.promise;
    fit();
    addEventListener("resize", fit);
    document.addEventListener("toggle", fit, true); // formulas in folds have no width before
  });
})();
