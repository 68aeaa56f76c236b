/** F6 goes round the parts of a room, past those that are not there. */
export class PanelRound {
  readonly #panels: readonly (() => boolean)[];
  #at = 0;

  /** @param panels  in their order, the first has the focus now; each takes the focus, or says that it is not there */
  constructor(panels: readonly (() => boolean)[]) {
    this.#panels = panels;
  }

  step(by: 1 | -1): void {
    for (const count = this.#panels.length, start = this.#at; ;) {
      this.#at = (this.#at + by + count) % count;
      if (this.#at === start || this.#panels[this.#at]?.()) return;
    }
  }
}
