import type * as Y from 'yjs';
import { listFiles, textIn } from '../editor/room-files.ts';

export interface RescuedFile {
  name: string;
  text: string;
}
/** The files of a room as somebody had them here when the server did not take their last changes. */
export interface Rescue {
  id: string;
  roomId: string;
  /** Whose lines these are: nobody else who uses this computer gets to see them. */
  memberId: string;
  /** Epoch ms. */
  at: number;
  files: RescuedFile[];
}

/** @returns every file of a document with its text. */
export function textsOf(doc: Y.Doc): RescuedFile[] {
  return listFiles(doc).map(({ id, name }) => ({
    name,
    text: textIn(doc, id)?.toString() ?? '',
  }));
}

/** @returns a rescue copy of a document; undefined when there is no text in it. */
export function rescueOf(
  doc: Y.Doc,
  about: { id: string; roomId: string; memberId: string; at: number },
): Rescue | undefined {
  const files = textsOf(doc).filter(({ text }) => text.trim() !== '');
  return files.length === 0 ? undefined : { ...about, files };
}

/** @returns the copy without the files that the room has just so; undefined when none is left. */
export function stillMissing(rescue: Rescue, room: readonly RescuedFile[]): Rescue | undefined {
  const files = rescue.files.filter(
    (kept) => !room.some(({ name, text }) => name === kept.name && text === kept.text),
  );
  return files.length === 0 ? undefined : { ...rescue, files };
}
