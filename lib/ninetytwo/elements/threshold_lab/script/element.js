/* The element: a point on the curve and a slider, both the same threshold. */

class ThresholdLab extends PageElement {
  start(data) {
    this._data = data;
    const { name, thresholds } = data;
    const put = (selector, text) => say(this.find(selector), text);
    put(".yes", `called ${name}`), put(".no", "not called so");
    put(".is", `is ${name}`), put(".other", "is not");
    this._draw();
    this._slider = this.find("input");
    this._slider.max = thresholds.length - 1;
    this._slider.setAttribute("aria-label", "Threshold");
    this._slider.addEventListener("input", () => this._set(+this._slider.value));
    const { plot } = this._curve;
    const drag = (event) => {
      const [recall, precision] = this._curve.pointAt(event);
      this._set(nearest(data, recall / 100, precision / 100));
    };
    plot.addEventListener("pointerdown", (event) => {
      plot.setPointerCapture(event.pointerId);
      drag(event);
    });
    plot.addEventListener("pointermove", (event) => {
      if (plot.hasPointerCapture(event.pointerId)) drag(event);
    });
    this._set(data.open);
  }

  /** What is seen now, for those who look from outside. */
  get result() {
    return { threshold: this._data.thresholds[this._at], ...countAt(this._data, this._at) };
  }

  _draw() {
    const points = this._data.thresholds.map((_, i) => countAt(this._data, i));
    const share = { from: 0, to: 100, ticks: [0, 25, 50, 75, 100], show: String };
    this._curve = new Chart(
      this.find(".curve"),
      { ...share, name: "recall (% of them found)" },
      { ...share, name: "precision (% of the alarms right)" },
    );
    const curve = points.filter((p) => p.precision !== null);
    this._curve.draw(
      this._curve.line("all"),
      curve.map((p) => [100 * p.recall, 100 * p.precision]),
    );
    const most = roundUp(3 * points[cheapest(this._data)].price || 1); // the rest is off the chart
    this._prices = new Chart(
      this.find(".prices"),
      { from: 0, to: 1, ticks: [0, 0.5, 1], show: String, name: "threshold" },
      { from: 0, to: most, ticks: [0, most], show: grouped, name: "price" },
    );
    const bills = points.map(({ price }, i) => [this._data.thresholds[i], price]);
    this._prices.draw(this._prices.line("all"), bills);
    this._dot = this._curve.mark("dot", 0, 0);
    this._priceDot = this._prices.mark("dot", 0, 0);
  }

  _set(i) {
    this._at = i;
    const threshold = this._data.thresholds[i];
    const now = countAt(this._data, i);
    for (const count of ["hits", "missed", "alarms", "passed"])
      say(this.find(`.${count}`), grouped(now[count]));
    say(this.find(".verdict"), verdictAt(now));
    say(this.find(".price"), billAt(now, this._data.prices));
    const shown = decimals(threshold, 3);
    say(this.find("output"), shown);
    this._slider.value = i;
    this._slider.setAttribute("aria-valuetext", shown);
    this._curve.move(this._dot, 100 * now.recall, 100 * (now.precision ?? 1));
    this._prices.move(this._priceDot, threshold, Math.min(now.price, this._prices.y.to));
    this.announce(`Threshold ${shown}. ${verdictAt(now)} ${billAt(now, this._data.prices)}.`);
  }
}
