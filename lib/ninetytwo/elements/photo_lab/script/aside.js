/* Work that the page does not wait for: it goes on in a worker. */

class Aside {
  /** `make` returns the function that does the work; it may use nothing from around itself. */
  constructor(make) {
    this._make = make;
  }

  /** Do the work, and give what comes of it; what was going on before is given up. */
  run(given) {
    this.stop();
    return new Promise((done) => {
      const here = async () => done(await this._make()(given)); // pages may forbid workers
      const code = `const work = (${this._make})();
        onmessage = async ({ data }) => postMessage(await work(data));`;
      this._address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
      let worker;
      try {
        worker = this._worker = new Worker(this._address);
      } catch {
        return here();
      }
      worker.onmessage = ({ data }) => {
        this.stop();
        done(data);
      };
      worker.onerror = (event) => {
        if (this._worker !== worker) return;
        event.preventDefault();
        this.stop();
        // A worker that could not begin has no message.
        if (event.message) done({ trouble: "The picture could not be read: make it smaller." });
        else here();
      };
      worker.postMessage(given);
    });
  }

  stop() {
    this._worker?.terminate();
    URL.revokeObjectURL(this._address);
    this._worker = null;
  }
}
