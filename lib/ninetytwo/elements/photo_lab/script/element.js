/* The element: a picture comes in, its digits are boxed, and the chosen one goes to the lab. */

class PhotoLab extends PageElement {
  start() {
    this._lab.slot = "lab";
    this._aside = new Aside(reading);
    this._sheet = new Sheet(this.find(".sheet"), (i, andGo) => this._choose(i, andGo));
    this._sources = new Sources(this, (file) => this.read(file));
    this._sources.listen();
    this.find(".example").addEventListener("click", () => this.read(this._example()));
    this.find(".votes").addEventListener("click", () => this._goToLab());
    this._lab.addEventListener("model", () => this._judge());
    this._begin("Give it a photo or a scan of digits.");
  }

  connectedCallback() {
    super.connectedCallback();
    this._sources?.listen(); // again, if it was moved within the page
  }

  stop() {
    this._aside?.stop();
    this._sources?.stop();
  }

  get _lab() {
    return this.querySelector("[data-lm-suppress-shortcuts]");
  }

  /** What is seen now, for those who look from outside; null while a picture is being read. */
  get result() {
    if (this._reading) return null;
    const { boxes, digits, said } = this._found;
    const answers = said.map(({ answer }) => answer);
    return { boxes, digits: digits.map((digit) => [...digit]), answers, chosen: this._chosen };
  }

  /** Say a sentence to all. */
  tell(sentence) {
    say(this.find(".verdict"), sentence);
    this.announce(sentence);
  }

  /** Read a picture's file. */
  async read(file) {
    this._begin("The picture is being read.");
    const asked = (this._reading = {});
    const { trouble, shown, rows, columns, boxes, digits } = await this._aside.run(file);
    if (this._reading !== asked) return; // another came meanwhile
    this._reading = null;
    this._sheet.show(shown);
    if (trouble) return this.tell(trouble);
    this._found = { boxes, digits };
    this._sheet.mark(boxes, rows, columns);
    this._judge();
    this.tell(`${foundIn(digits.length)} ${CHOOSE}`);
  }

  _begin(sentence) {
    this._found = { boxes: [], digits: [], said: [] };
    this._chosen = null;
    this._sheet.show(null);
    this.find(".after").hidden = true;
    this.tell(sentence);
  }

  /** The picture that came with the page, as a file. */
  _example() {
    const [, base64] = this.querySelector("img").src.split(",");
    return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
  }

  /** Ask the lab's model about every digit. */
  _judge() {
    const { digits } = this._found;
    if (!digits.length) return;
    const said = (this._found.said = digits.map((digit) => this._lab.judge(digit)));
    this._sheet.label(said.map(({ answer }) => answer), said.map(nameOf));
    this._sheet.select(this._chosen);
    this.find(".after").hidden = false;
    this.find(".votes").disabled = this._chosen === null;
    say(this.find(".all"), readFrom(said));
    if (this._chosen !== null) this.tell(nameOf(said[this._chosen], this._chosen, said));
  }

  /** Open one digit in the lab. */
  _choose(i, andGo) {
    this._chosen = i;
    this._lab.open(this._found.digits[i]);
    this._judge();
    if (andGo) this._goToLab();
  }

  _goToLab() {
    this._lab.tabIndex = -1;
    this._lab.focus({ preventScroll: true });
    this._lab.scrollIntoView();
  }
}
