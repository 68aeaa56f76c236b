import type { Person, PersonInk, RoomView } from '@learnflow/shared';
import { t } from '../i18n/t.ts';
import type { RoomMode } from '../editor/room-document.svelte.ts';
import type { RoomFile } from '../editor/room-files.ts';

/** @returns the caller as the others see them. */
export function personOf({ me }: RoomView): Person {
  // The server writes inks from its own list.
  return { memberId: me.memberId, name: me.name, role: me.role, ink: me.ink as PersonInk };
}

/** @returns how the caller is in this room: staff who have no seat here are visitors who only look. */
export function modeOf(view: RoomView): RoomMode {
  return view.seated || view.me.role === 'student' ? 'work' : 'peek';
}

/** @returns what Run runs: the file in view, or the first program when a text or table is in view. */
export function runnableFile(files: readonly RoomFile[], inView: string): RoomFile | undefined {
  const programs = files.filter((file) => file.name.endsWith('.py'));
  return programs.find((file) => file.id === inView) ?? programs[0];
}

/** @returns why the person cannot stay, when the server closed the room's connection for good with such a code. */
export function closedSentence(code: number | undefined): string | undefined {
  if (code === 4401) return t('room.over.session');
  if (code === 4403 || code === 4404) return t('room.gone');
  return undefined;
}

/** @returns why a visitor's look into a room is over and what to do next, for any such code. */
export function visitClosedSentence(code: number): string {
  if (code === 4401) return t('visit.over.session');
  if (code === 4403 || code === 4404) return t('visit.over.room');
  if (code === 4426) return t('visit.over.old');
  return t('visit.over');
}
