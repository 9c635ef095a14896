/* The picture, and the boxes on it: a list from which one digit is chosen. */

class Sheet {
  /** `choose` is called with the place of the digit that is chosen, and whether to go to it. */
  constructor(place, choose) {
    this._place = place;
    this._canvas = place.querySelector("canvas");
    this._list = place.querySelector("[role='listbox']");
    this._choose = choose;
    this._list.addEventListener("click", ({ target }) => this._chosen(target.closest("[role='option']")));
    this._list.addEventListener("keydown", (event) => this._key(event));
  }

  /** Show a picture, or with none nothing. */
  show(picture) {
    this._list.replaceChildren();
    this._list.hidden = true;
    this._place.hidden = !picture;
    if (!picture) return;
    Object.assign(this._canvas, { width: picture.width, height: picture.height });
    this._canvas.getContext("2d").drawImage(picture, 0, 0);
    this._place.style.setProperty("--ratio", picture.width / picture.height);
  }

  /** Draw boxes: top, left, bottom, right in pixels of a picture of so many rows and columns. */
  mark(boxes, rows, columns) {
    const share = (part, whole) => `${(100 * part) / whole}%`;
    const options = boxes.map(([top, left, bottom, right], i) => {
      const option = document.createElement("div");
      option.setAttribute("role", "option");
      option.tabIndex = i ? -1 : 0;
      Object.assign(option.style, {
        top: share(top, rows),
        left: share(left, columns),
        height: share(bottom - top, rows),
        width: share(right - left, columns),
      });
      option.append(document.createElement("span"));
      return option;
    });
    this._list.replaceChildren(...options);
    this._list.hidden = false;
  }

  /** Say at each box what is read in it: `answers` in short, `names` in words. */
  label(answers, names) {
    [...this._list.children].forEach((option, i) => {
      say(option.firstChild, String(answers[i]));
      option.setAttribute("aria-label", names[i]);
    });
  }

  /** Show which digit is chosen; null for none. */
  select(chosen) {
    [...this._list.children].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === chosen));
      option.tabIndex = i === (chosen ?? 0) ? 0 : -1;
    });
  }

  _chosen(option, andGo = false) {
    const i = [...this._list.children].indexOf(option);
    if (i < 0) return;
    option.focus();
    this._choose(i, andGo);
  }

  _key(event) {
    const options = [...this._list.children];
    const at = options.indexOf(event.target);
    const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1,
      Home: 0, End: options.length - 1, Enter: at, " ": at };
    if (at < 0 || !(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this._chosen(options[steps[event.key]], event.key === "Enter");
  }
}
