import { type PresenceState, inks } from '@learnflow/shared';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** Somebody else's caret and selection in one file, as offsets into its text. */
export interface RemoteCaret {
  clientId: number;
  name: string;
  ink: string;
  from: number;
  to: number;
  head: number;
  /** Somebody who may not type shows a stretch of the text. */
  points: boolean;
}

export interface RoomPerson {
  memberId: string;
  name: string;
  role: string;
  ink: string;
  /** File in view, when the browser of this person has said so. */
  fileId: string | undefined;
}

/** @returns what people in a room call somebody: students by their first name, staff as they are written. */
export function callName({ name, role }: { name: string; role: string }): string {
  return role === 'student' ? (name.trim().split(/\s+/)[0] ?? name) : name;
}

/** @returns the state of a client if it looks like one: it was written by somebody else's browser. */
function stateOf(value: unknown): PresenceState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const user = (value as Partial<PresenceState>).user;
  if (typeof user !== 'object' || user === null) return undefined;
  if (typeof user.memberId !== 'string' || typeof user.name !== 'string') return undefined;
  return value as PresenceState;
}

/** @returns the ink of the person behind each client id. */
export function inksIn(awareness: Awareness): [number, string][] {
  return [...awareness.getStates()].flatMap(([client, value]): [number, string][] => {
    const state = stateOf(value);
    return state ? [[client, state.user.ink]] : [];
  });
}

/** @returns the name of an ink that the style sheets know; an unknown one is shown as a neutral one. */
export function knownInk(ink: string): string {
  return ink === 'pen' || (inks as readonly string[]).includes(ink) ? ink : 'slate';
}

/** @returns CSS colours of an ink; an unknown one is shown as a neutral one. */
export function inkColours(ink: string): { ground: string; text: string } {
  if (ink === 'pen') return { ground: 'var(--pen)', text: 'var(--on-pen)' };
  return { ground: `var(--u-${knownInk(ink)})`, text: 'var(--on-u)' };
}

/**
 * @param driverId  who drives in this room; the other students point with their selections. undefined: nobody drives
 * @returns the carets of everybody else that are in `text`
 */
export function remoteCarets(awareness: Awareness, text: Y.Text, driverId?: string): RemoteCaret[] {
  const doc = text.doc;
  if (!doc) return [];
  const carets: RemoteCaret[] = [];
  for (const [clientId, value] of awareness.getStates()) {
    if (clientId === doc.clientID) continue;
    const state = stateOf(value);
    if (!state?.selection) continue;
    const anchor = offsetIn(text, doc, state.selection.anchor);
    const head = offsetIn(text, doc, state.selection.head);
    if (anchor === undefined || head === undefined) continue;
    const { memberId, role } = state.user;
    carets.push({
      clientId,
      name: callName(state.user),
      ink: state.user.ink,
      from: Math.min(anchor, head),
      to: Math.max(anchor, head),
      head,
      points:
        driverId !== undefined && role === 'student' && memberId !== driverId && anchor !== head,
    });
  }
  return carets;
}

/** A caret belongs to the letter before it: what somebody else types there does not push it along. */
const sticksLeft = -1;

/** Tells the others where our caret is, in the words of y-monaco, so that every kind of editor reads it. */
export function publishSelection(
  awareness: Awareness,
  text: Y.Text,
  anchor: number,
  head: number,
): void {
  const state = awareness.getLocalState();
  if (state === null) return;
  const selection = {
    anchor: Y.createRelativePositionFromTypeIndex(text, anchor, sticksLeft),
    head: Y.createRelativePositionFromTypeIndex(text, head, sticksLeft),
  };
  // Other people's typing moves our offset, not our place in the text: that needs no frame.
  if (JSON.stringify(state['selection']) === JSON.stringify(selection)) return;
  awareness.setLocalStateField('selection', selection);
}

/** @returns what to call the person behind each client id. */
export function namesIn(awareness: Awareness): [number, string][] {
  return [...awareness.getStates()].flatMap(([client, value]): [number, string][] => {
    const state = stateOf(value);
    return state ? [[client, callName(state.user)]] : [];
  });
}

/** @returns whether this person's other browser, or other tab, is in the room as well. */
export function isElsewhere(awareness: Awareness, memberId: string, ownClient: number): boolean {
  return [...awareness.getStates()].some(
    ([client, value]) => client !== ownClient && stateOf(value)?.user.memberId === memberId,
  );
}

/** @returns everybody whose browser is in the room, each once, in the order of their names. */
export function peopleIn(awareness: Awareness): RoomPerson[] {
  const people = new Map<string, RoomPerson>();
  for (const value of awareness.getStates().values()) {
    const state = stateOf(value);
    if (!state) continue;
    const { memberId, name, role, ink } = state.user;
    people.set(memberId, { memberId, name, role, ink, fileId: state.file });
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function offsetIn(text: Y.Text, doc: Y.Doc, position: unknown): number | undefined {
  if (typeof position !== 'object' || position === null) return undefined;
  try {
    const relative = Y.createRelativePositionFromJSON(position);
    const absolute = Y.createAbsolutePositionFromRelativePosition(relative, doc);
    return absolute?.type === text ? absolute.index : undefined;
  } catch {
    // Positions come from other people's browsers; a broken one shows no caret.
    return undefined;
  }
}
