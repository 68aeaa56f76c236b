import { fileFields, filesKey } from './collab.ts';
import { type Life, type TimelineRecord } from './timeline-record.ts';
import {
  stringOf,
  typeOf,
  valueOf,
  type YDoc,
  type YItem,
  type YjsParts,
  type YType,
} from './yjs-parts.ts';

/** Characters side by side that came with one row and went with one row. */
export interface Piece extends Life {
  text: string;
}
interface Value<T> extends Life {
  value: T;
}
/** Everything that was ever one file: a deleted file that came back has two of these. */
export interface FileLife extends Life {
  id: string;
  names: Value<unknown>[];
  orders: Value<unknown>[];
  /** undefined: something else was put in the place of the text. */
  texts: Value<Piece[] | undefined>[];
}

/**
 * Reads a document that was never garbage collected into pieces of text in document order, removed ones included. The
 * order of characters in a shared text never changes, so the text at any moment is the pieces alive at it.
 */
export function readFileLives(doc: YDoc, record: TimelineRecord, parts: YjsParts): FileLife[] {
  const files: FileLife[] = [];
  for (const [id, entry] of doc.getMap(filesKey)._map) {
    for (const item of valuesOf(entry)) {
      const file = typeOf(item);
      if (!(file instanceof parts.Map)) continue;
      const fields = (file as unknown as YType)._map;
      files.push({
        id,
        ...lifeOf(record, item),
        names: plainValues(record, fields.get(fileFields.name)),
        orders: plainValues(record, fields.get(fileFields.order)),
        texts: valuesOf(fields.get(fileFields.text)).map((text) => {
          const type = typeOf(text);
          const value =
            type instanceof parts.Text ? readPieces(type as unknown as YType, record) : undefined;
          return { ...lifeOf(record, text), value };
        }),
      });
    }
  }
  return files;
}

/** All values a key of a map ever had, the latest first. */
function valuesOf(entry: unknown): YItem[] {
  const items: YItem[] = [];
  for (let at = entry as YItem | null | undefined; at; at = at.left as YItem | null) items.push(at);
  return items;
}

function plainValues(record: TimelineRecord, entry: unknown): Value<unknown>[] {
  return valuesOf(entry).map((item) => ({ ...lifeOf(record, item), value: valueOf(item) }));
}

function lifeOf(record: TimelineRecord, { id, length }: YItem): Life {
  // A value of several elements counts by its last one.
  let life: Life = { birth: 0, death: 0 };
  for (const { birth, death } of record.lives(id.client, id.clock, length)) life = { birth, death };
  return life;
}

function readPieces(text: YType, record: TimelineRecord): Piece[] {
  const pieces: Piece[] = [];
  for (let at = text._start as YItem | null; at; at = at.right as YItem | null) {
    const content = stringOf(at);
    if (content === undefined) continue;
    const { client, clock } = at.id;
    for (const { clock: from, end, birth, death } of record.lives(client, clock, at.length)) {
      // Came and went with one row: nobody ever saw it.
      if (birth === death) continue;
      const part = content.slice(from - clock, end - clock);
      if (part.includes('\ufffd') && record.keepsOriginals(client)) {
        pushMended(pieces, part, { client, clock: from }, { birth, death }, record);
      } else push(pieces, { text: part, birth, death });
    }
  }
  return pieces;
}

/** Text in which characters were cut: until the cut they were what had been typed. */
function pushMended(
  pieces: Piece[],
  part: string,
  { client, clock }: { client: number; clock: number },
  { birth, death }: Life,
  record: TimelineRecord,
): void {
  for (let at = 0; at < part.length; at++) {
    const now = part[at] ?? '';
    const original = now === '\ufffd' ? record.originalAt(client, clock + at) : undefined;
    const cut = record.cutOf(client, clock + at);
    if (original === undefined || original === now || cut === birth) {
      push(pieces, { text: now, birth, death });
      continue;
    }
    push(pieces, { text: original, birth, death: Math.min(cut, death) });
    if (cut < death) pieces.push({ text: now, birth: cut, death });
  }
}

function push(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last?.birth === piece.birth && last.death === piece.death) last.text += piece.text;
  else pieces.push(piece);
}
