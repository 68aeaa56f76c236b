import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Kind of a struct that holds text, and the flag that says it stands behind another one. */
const textContent = 4;
const hasOrigin = 128;

/** Where the text of a room's first file hangs in its document. */
export interface TextId {
  client: number;
  clock: number;
}

/**
 * One person's keys as Yjs updates, written by hand: the bytes are those that a Y.Doc would send for typing on and on at
 * one place, without the cost of a Y.Doc per person in the generator.
 */
export class Keys {
  readonly clientId: number;
  #text = '';
  #awarenessClock = 0;
  readonly #parent: TextId;
  readonly #name: string;

  constructor(clientId: number, parent: TextId) {
    this.clientId = clientId;
    this.#parent = parent;
    this.#name = `Student ${clientId}`;
  }

  /** Clock after the last key: what a state vector will say. */
  get clock(): number {
    return this.#text.length;
  }

  /** Types `text` in one go. @returns the update */
  press(text: string): Uint8Array {
    const update = encodeText(this.clientId, this.clock, text, this.#parent);
    this.#text += text;
    return update;
  }

  /** @returns the awareness update that an editor sends after a key: the caret has moved */
  caret(): Uint8Array {
    const place = {
      type: null,
      tname: null,
      item: { client: this.clientId, clock: this.clock - 1 },
      assoc: 0,
    };
    const state = {
      user: { name: this.#name },
      file: 'main',
      selection: { anchor: place, head: place },
    };
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, this.clientId);
    encoding.writeVarUint(encoder, ++this.#awarenessClock);
    encoding.writeVarString(encoder, JSON.stringify(state));
    return encoding.toUint8Array(encoder);
  }

  /** Everything this person has typed, as one update. */
  whole(): Uint8Array {
    return encodeText(this.clientId, 0, this.#text, this.#parent);
  }
}

function encodeText(client: number, clock: number, text: string, parent: TextId): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  encoding.writeUint8(encoder, clock > 0 ? textContent | hasOrigin : textContent);
  if (clock > 0) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock - 1);
  } else {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, parent.client);
    encoding.writeVarUint(encoder, parent.clock);
  }
  encoding.writeVarString(encoder, text);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** @returns the text of the first file */
export function textOf(doc: Y.Doc): Y.Text {
  const [file] = doc.getMap<unknown>('files').values();
  const text = file instanceof Y.Map ? (file.get('text') as unknown) : undefined;
  if (!(text instanceof Y.Text)) throw new Error('The room has no file');
  return text;
}

/** @returns the id by which updates name the text of the first file */
export function textIdOf(doc: Y.Doc): TextId {
  const id = textOf(doc)._item?.id;
  if (!id) throw new Error('The text hangs nowhere');
  return { client: id.client, clock: id.clock };
}
