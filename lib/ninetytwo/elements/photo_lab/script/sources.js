/* Where pictures come from: a file, the camera, what was copied, what is dropped. */

/** The first picture among files; else the first file, of which it will be said what it is. */
function pictureOf(files) {
  return [...files].find(({ type }) => type.startsWith("image/")) ?? files[0] ?? null;
}

/** Call `give` with each file that the learner brings to an element. */
class Sources {
  constructor(element, give) {
    this._element = element;
    this._give = (files) => {
      const file = pictureOf(files);
      if (file) give(file);
    };
    for (const name of ["choose", "take"]) {
      const input = element.find(`input.${name}`);
      element.find(`button.${name}`).addEventListener("click", () => input.click());
      input.addEventListener("change", () => {
        this._give(input.files);
        input.value = ""; // so that the same file can be chosen again
      });
    }
    this._pasted = (event) => this._paste(event);
    this._offerPaste(element.find("button.paste"), give);
    this._listenToDrops(element.find("section"));
  }

  /** Take what is pasted with keys, unless it is meant for another part of the page. */
  listen() {
    document.addEventListener("paste", this._pasted);
  }

  stop() {
    document.removeEventListener("paste", this._pasted);
  }

  _paste(event) {
    const first = document.querySelector(this._element.localName) === this._element;
    const free = first && document.activeElement === document.body;
    const { files } = event.clipboardData;
    if (!files.length || !(free || event.composedPath().includes(this._element))) return;
    event.preventDefault();
    this._give(files);
  }

  _offerPaste(button, give) {
    button.hidden = !navigator.clipboard?.read;
    button.addEventListener("click", async () => {
      try {
        for (const item of await navigator.clipboard.read()) {
          const type = item.types.find((name) => name.startsWith("image/"));
          if (type) return give(await item.getType(type));
        }
        this._element.tell("There is no picture to paste: copy one first.");
      } catch {
        this._element.tell("The browser does not let the page paste: press Ctrl+V, or choose a file.");
      }
    });
  }

  _listenToDrops(place) {
    const over = (is) => (event) => {
      event.preventDefault();
      place.classList.toggle("over", is);
    };
    place.addEventListener("dragover", over(true));
    place.addEventListener("dragleave", over(false));
    place.addEventListener("drop", (event) => {
      over(false)(event);
      this._give(event.dataTransfer.files);
    });
  }
}
