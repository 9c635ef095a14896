/* What every element has: a shadow root, the page's theme, and a voice for screen readers. */

class PageElement extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return this._followTheme(); // moved within the page
    // While the page is still being read, the child with the numbers may not be there yet.
    if (this._given) this._open();
    else if (document.readyState === "loading")
      document.addEventListener("DOMContentLoaded", () => this._open(), { once: true });
    else setTimeout(() => this._open());
  }

  disconnectedCallback() {
    this._watcher?.disconnect();
    this.stop?.();
  }

  get _given() {
    return this.querySelector("script[type='application/json']");
  }

  _open() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = `<style>${STYLE}</style>${MARKUP}`;
    this.find = (selector) => root.querySelector(selector);
    this._followTheme();
    this.start(JSON.parse(this._given.textContent));
  }

  /** Tell screen readers, once things have come to rest. */
  announce(sentence) {
    clearTimeout(this._speaking);
    this._speaking = setTimeout(() => say(this.find("[role='status']"), sentence), 500);
  }

  /** Dark where the page is dark: the book, JupyterLab, Colab, VS Code, or else the system says. */
  _followTheme() {
    const system = (this._system ??= matchMedia("(prefers-color-scheme: dark)"));
    const apply = () => {
      const [page, body] = [document.documentElement, document.body];
      const said =
        page.dataset.theme ??
        page.getAttribute("theme") ??
        { true: "light", false: "dark" }[body.dataset.jpThemeLight] ??
        body.dataset.vscodeThemeKind; // high contrast is dark, unless it says light
      this.classList.toggle("dark", said ? /dark|contrast$/.test(said) : system.matches);
    };
    this._watcher = new MutationObserver(apply);
    for (const target of [document.documentElement, document.body])
      this._watcher.observe(target, {
        attributeFilter: ["data-theme", "theme", "data-jp-theme-light", "data-vscode-theme-kind"],
      });
    system.onchange = apply;
    apply();
  }
}
