import { flagRules } from './flag-css.ts';
import type { RemoteCaret } from './presence.ts';

/** How long a flag shows its name after its caret moved. */
const openMs = 1_500;

/**
 * The stylesheet of the remote carets on this page: one set of rules per person. A sheet made by script, because
 * editors offer only class names for what they draw inside a line.
 */
export class FlagSheet {
  readonly #sheet = new CSSStyleSheet();
  readonly #carets = new Map<
    number,
    { caret: RemoteCaret; open: boolean; timer: Timer | undefined }
  >();

  constructor() {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];
  }

  /** Shows the flags of carets that moved and forgets people who left. */
  show(carets: readonly RemoteCaret[]): void {
    let changed = false;
    for (const id of this.#carets.keys()) {
      if (!carets.some((caret) => caret.clientId === id)) {
        this.#forget(id);
        changed = true;
      }
    }
    for (const caret of carets) changed = this.#note(caret) || changed;
    if (changed) this.#write();
  }

  close(): void {
    for (const id of this.#carets.keys()) this.#forget(id);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(
      (sheet) => sheet !== this.#sheet,
    );
  }

  /** @returns whether the rules change. */
  #note(caret: RemoteCaret): boolean {
    const before = this.#carets.get(caret.clientId);
    const moved = before?.caret.head !== caret.head || before.caret.from !== caret.from;
    const renamed =
      before?.caret.name !== caret.name ||
      before.caret.ink !== caret.ink ||
      before.caret.points !== caret.points;
    if (!moved && !renamed) return false;
    clearTimeout(before?.timer);
    // Who points wants it to be seen for as long as they do.
    const timer = caret.points ? undefined : setTimeout(() => this.#fold(caret.clientId), openMs);
    this.#carets.set(caret.clientId, { caret, open: true, timer });
    return renamed || !before?.open;
  }

  #fold(id: number): void {
    const entry = this.#carets.get(id);
    if (!entry) return;
    entry.open = false;
    this.#write();
  }

  #forget(id: number): void {
    clearTimeout(this.#carets.get(id)?.timer);
    this.#carets.delete(id);
  }

  #write(): void {
    const rules = [...this.#carets.values()].map(({ caret, open }) => flagRules(caret, open));
    this.#sheet.replaceSync(rules.join('\n'));
  }
}

type Timer = ReturnType<typeof setTimeout>;
