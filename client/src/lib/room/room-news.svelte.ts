import { goto } from '$app/navigation';
import { untrack } from 'svelte';
import { callName } from '../editor/presence.ts';
import type { RoomDocument } from '../editor/room-document.svelte.ts';
import { t } from '../i18n/t.ts';
import { textsOf } from '../rescue/rescue.ts';
import { rescues } from '../rescue/rescues.svelte.ts';
import { toast } from '../ui/toast.svelte.ts';
import { closedSentence } from './room-view.ts';
import type { RoomLive } from './room-live.svelte.ts';

export interface RoomNews {
  doc: RoomDocument;
  live: RoomLive;
  /** Member id of whoever sits at this screen. */
  me: string;
  /** The document is no longer the room's: ask for the room again. */
  onreplaced: () => void;
  /** Taken out of the class, or signed out. */
  onover: (sentence: string) => void;
}

/** @param tone  `help`: something did not work */
export function say(text: string, tone: 'plain' | 'help' = 'help'): void {
  untrack(() => toast.show(text, { tone }));
}

/**
 * What the server says about a room while somebody is in it leads elsewhere: out of Svelte's hands, so in effects. What
 * they call may read state of its own, which must not run them again. Call it while a component is made.
 */
export function followNews({ doc, live, me, onreplaced, onover }: RoomNews): void {
  $effect(() => {
    const { moved } = live;
    if (!moved) return;
    say(moved.because || t('room.moved'), 'plain');
    untrack(() => void follow(doc, moved.roomId));
  });
  $effect(() => {
    if (doc.connection !== 'online' || !doc.ready || doc.replaced || doc.saved !== 'saved') return;
    // Only what is saved is the room's: the rest the server may still refuse.
    const kept = rescues.list;
    untrack(() => kept.length > 0 && rescues.compare(doc.roomId, textsOf(doc.doc)));
  });
  $effect(() => {
    const sentence = live.over?.message ?? closedSentence(doc.closed?.code);
    if (sentence !== undefined) untrack(() => onover(sentence));
  });
  $effect(() => {
    if (doc.refusal) say(t('room.refused', { reason: doc.refusal.message }));
    if (doc.replaced) untrack(onreplaced);
  });
  $effect(() => {
    if (live.problem === null) return;
    say(live.problem);
    live.problem = null;
  });
  $effect(() => tellDriver(doc, live, me));
}

/** Goes to the room of now. What did not reach the server before is kept: the old room may be closed to us. */
async function follow(doc: RoomDocument, roomId: string): Promise<void> {
  await doc.settled();
  await doc.rescue();
  await goto(`/room/${roomId}`);
}

function tellDriver(doc: RoomDocument, live: RoomLive, me: string): void {
  const driver = live.pair?.driver;
  const before = doc.driverId;
  doc.driverId = driver?.memberId;
  if (!driver || before === undefined || before === driver.memberId) return;
  const name = callName({ name: driver.name, role: 'student' });
  say(driver.memberId === me ? t('pair.drives.you') : t('pair.drives', { name }), 'plain');
}
