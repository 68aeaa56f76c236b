import type { Refusal } from '@learnflow/shared';
import type * as Y from 'yjs';
import type { Authors } from './authors.ts';
import type { Letter } from './inbox.ts';
import type { Mark } from './live-document.ts';
import type { Outcome } from './outcome.ts';
import { markPaste } from './paste.ts';
import type { RoomPeer } from './peer.ts';
import { refusals } from './refusals.ts';
import { containsUpdate, dropPending, isDeletion, isEmpty } from './update-check.ts';
import { scanUpdate, type UpdateScan } from './update-scan.ts';
import { sliceUpdate } from './update-slices.ts';

type UpdateLetter = Extract<Letter, { kind: 'update' }>;

export interface IntakeDeps {
  doc(): Y.Doc;
  readonly authors: Authors;
  /** The database is away and memory is full. */
  isBusy(): boolean;
  hasSpaceFor(bytes: number): boolean;
  /** Changes the document as one transaction of this person, logged as `change` says. @returns false when that broke the document */
  transact(
    from: RoomPeer,
    change: (apply: (update: Uint8Array) => void) => Mark | undefined,
  ): boolean;
}

/** Updates of one connection that are applied as one transaction, all small: space is measured between transactions. */
const maxRun = 32;
const maxRunBytes = 4096;

/** Checks updates and brings them into the document, neighbours of one author together, large ones in slices. */
export class Intake {
  readonly #deps: IntakeDeps;
  #slices: { letter: Letter; rest: Uint8Array[] } | undefined;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  /** Does the first piece of work: a run of one author's updates, or one slice of a large update. */
  work(letters: Letter[]): void {
    const [first] = letters;
    if (first?.kind !== 'update') return;
    if (this.#slices?.letter === first) return this.#workSlice(letters, first);
    if (isEmpty(first.update)) {
      letters.shift();
      return first.from.answer({ kind: 'done' }, first.isWhole);
    }
    const run: { letter: UpdateLetter; outcome: Outcome }[] = [];
    const isAlive = this.#deps.transact(first.from, (apply) => {
      let bytes = 0;
      let mark: Mark | undefined;
      for (let letter = letters[0]; run.length < maxRun; letter = letters[0]) {
        if (letter?.kind !== 'update' || letter.from !== first.from) break;
        bytes += letter.update.byteLength;
        if (run.length > 0 && bytes > maxRunBytes) break;
        // What came in at once is a row of its own.
        mark = markPaste(letter);
        if (mark && run.length > 0) return undefined;
        const checked = this.#check(letter);
        if (checked.kind === 'large') {
          if (run.length === 0) this.#slices = { letter, rest: checked.slices };
          break;
        }
        letters.shift();
        const outcome = checked.kind === 'fine' ? this.#apply(letter.update, apply) : checked;
        run.push({ letter, outcome });
        if (mark) break;
      }
      return mark;
    });
    if (!isAlive) return;
    for (const { letter, outcome } of run) letter.from.answer(outcome, letter.isWhole);
  }

  /** Takes the first letter out unread. */
  drop(letters: Letter[]): void {
    if (letters.shift() !== this.#slices?.letter) return;
    this.#slices = undefined;
    dropPending(this.#deps.doc());
  }

  #workSlice(letters: Letter[], letter: UpdateLetter): void {
    const rest = this.#slices?.rest ?? [];
    const slice = rest.shift();
    const isAlive = !slice || this.#deps.transact(letter.from, (apply) => void apply(slice));
    if (rest.length > 0 && isAlive) return;
    letters.shift();
    this.#slices = undefined;
    const kind = dropPending(this.#deps.doc()) ? 'incomplete' : 'done';
    if (isAlive) letter.from.answer({ kind }, letter.isWhole);
  }

  #apply(update: Uint8Array, apply: (update: Uint8Array) => void): Outcome {
    apply(update);
    return { kind: dropPending(this.#deps.doc()) ? 'incomplete' : 'done' };
  }

  #check({
    from,
    update,
  }: UpdateLetter): Outcome | { kind: 'fine' } | { kind: 'large'; slices: Uint8Array[] } {
    const { authors, isBusy, hasSpaceFor } = this.#deps;
    const doc = this.#deps.doc();
    const scan = scanUpdate(update);
    if (!scan) return { kind: 'malformed' };
    const refused = (refusal: Refusal): Outcome =>
      containsUpdate(doc, scan) ? { kind: 'done' } : { kind: 'refused', refusal };
    if (from.right !== 'write') return refused(refusals[from.right]);
    if (isBusy()) return { kind: 'busy' };
    if (!isDeletion(scan) && !hasSpaceFor(update.byteLength)) return refused(refusals.full);
    if (!authors.mayBring(doc, scan, from)) return refused(refusals.invalid);
    authors.learn(doc, scan, from.memberId, from);
    return this.#size(from, update, scan);
  }

  #size(
    from: RoomPeer,
    update: Uint8Array,
    scan: UpdateScan,
  ): { kind: 'fine' } | { kind: 'large'; slices: Uint8Array[] } {
    from.charge(scan.parts);
    const slices = sliceUpdate(update, scan);
    return slices.length > 1 ? { kind: 'large', slices } : { kind: 'fine' };
  }
}
