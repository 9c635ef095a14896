/* Terms of the glossary, explained where they are used.

   sphinx-tippy writes a file for each page that calls `tippy(link, {content, onShow})` for
   every link to the glossary.  The library that it means comes from another host and has
   no package in Python's registry; the browser's own popovers do what is needed here: a
   tip on hover and on focus, on the first tap, gone with Escape.  Where a browser has no
   popovers, and on paper, the link is what it always was. */
"use strict";

window.tippy = (() => {
  const GAP = 6; // pixels between a link and its tip
  const tip = document.createElement("div");
  tip.className = "glossary-tip";
  tip.id = "glossary-tip";
  tip.role = "tooltip";
  let shownFor = null;
  let leaving = 0;

  function place(link) {
    const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.min(at.left, width - tip.offsetWidth - GAP);
    const below = at.bottom + GAP;
    const fits = below + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${Math.max(GAP, left)}px`;
    tip.style.top = `${fits ? below : Math.max(GAP, at.top - GAP - tip.offsetHeight)}px`;
  }

  function show(link, { content, onShow }) {
    clearTimeout(leaving);
    if (shownFor === link) return;
    hide();
    document.body.append(tip);
    tip.innerHTML = content;
    tip.showPopover();
    link.setAttribute("aria-describedby", tip.id);
    shownFor = link;
    place(link);
    if (window.MathJax?.typesetPromise) onShow?.({ popper: tip });
  }

  function hide() {
    clearTimeout(leaving);
    shownFor?.removeAttribute("aria-describedby");
    shownFor = null;
    if (tip.isConnected && tip.matches(":popover-open")) tip.hidePopover();
    tip.remove();
  }

  function hideSoon() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 150); // long enough to move the pointer into the tip
  }

  if (!tip.showPopover) return () => {};
  tip.popover = "manual";
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", hideSoon);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true });
  addEventListener("pointerdown", (event) => {
    if (!tip.contains(event.target) && !shownFor?.contains(event.target)) hide();
  });

  return (link, settings) => {
    let touched = false;
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") show(link, settings);
    });
    link.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") hideSoon();
    });
    link.addEventListener("pointerdown", (event) => {
      touched = event.pointerType !== "mouse" && shownFor !== link;
    });
    link.addEventListener("click", (event) => {
      if (!touched) return; // a mouse, a key, or the second tap: follow the link
      event.preventDefault();
      show(link, settings);
    });
    link.addEventListener("focus", () => {
      if (link.matches(":focus-visible")) show(link, settings);
    });
    link.addEventListener("blur", hide);
  };
})();
