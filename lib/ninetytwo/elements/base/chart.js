/* Curves on named axes.  Lines stretch with the page; numbers and names keep their size. */

class Chart {
  /** `x` and `y` are { from, to, ticks, name, show }: the range, where numbers stand, and how. */
  constructor(box, x, y) {
    Object.assign(this, { x, y });
    box.classList.add("chart");
    box.innerHTML =
      `<div class="name y"></div><div class="plot"><svg viewBox="0 0 1 1"
         preserveAspectRatio="none" aria-hidden="true"></svg></div><div class="name x"></div>`;
    const [yName, plot, xName] = box.children;
    this.plot = plot;
    this._svg = plot.firstChild;
    say(xName, x.name);
    say(yName, y.name);
    for (const tick of y.ticks) this.mark("tick y", x.from, tick, y.show(tick));
    for (const tick of x.ticks) this.mark("tick x", tick, y.from, x.show(tick));
    for (const tick of y.ticks) this.draw(this.line("grid"), [[x.from, tick], [x.to, tick]]);
  }

  /** Where a point lies in the plot, as shares from the left and from the top. */
  place(x, y) {
    const share = ({ from, to }, value) => (value - from) / (to - from);
    return [share(this.x, x), 1 - share(this.y, y)];
  }

  /** The point under a pointer; outside the plot the nearest on its edge. */
  pointAt({ clientX, clientY }) {
    const { left, top, width, height } = this.plot.getBoundingClientRect();
    const share = (at, size) => Math.min(1, Math.max(0, at / size));
    const along = ({ from, to }, part) => from + part * (to - from);
    return [
      along(this.x, share(clientX - left, width)),
      along(this.y, 1 - share(clientY - top, height)),
    ];
  }

  /** A line that is still to be drawn; its class says how it looks. */
  line(className) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("class", className);
    path.setAttribute("vector-effect", "non-scaling-stroke");
    this._svg.append(path);
    return path;
  }

  draw(path, points) {
    const text = points.map(([x, y]) => this.place(x, y).map((v) => v.toFixed(4)).join(" "));
    path.setAttribute("d", text.length ? `M${text.join("L")}` : "");
  }

  /** Points, each as large as the path's stroke is wide. */
  dots(path, points) {
    const text = points.map(([x, y]) => this.place(x, y).map((v) => v.toFixed(4)).join(" "));
    path.setAttribute("d", text.map((at) => `M${at}h0`).join(""));
  }

  /** A text, or with none a dot, that stands at a point. */
  mark(className, x, y, text = "") {
    const mark = document.createElement("span");
    mark.className = className;
    mark.textContent = text;
    mark.setAttribute("aria-hidden", "true");
    this.plot.append(mark);
    this.move(mark, x, y);
    return mark;
  }

  move(mark, x, y) {
    const [left, top] = this.place(x, y);
    mark.style.left = `${100 * left}%`;
    mark.style.top = `${100 * top}%`;
  }
}
