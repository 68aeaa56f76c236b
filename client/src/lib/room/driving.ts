import type { Person, RoomRight, RoomView } from '@learnflow/shared';
import { callName } from '../editor/presence.ts';
import { t } from '../i18n/t.ts';
import type { RoomLive } from './room-live.svelte.ts';
import { say } from './room-news.svelte.ts';

/** Typing is refused at the moment: says by whom, and what one can do instead. */
export function sayReadonly(right: RoomRight, live: RoomLive, view: RoomView): void {
  if (right === 'held') {
    const teacher = live.lesson?.hold?.by ?? view.lesson.teacher;
    say(t('room.readonly.held', { teacher }), 'plain');
  } else if (right === 'navigate') {
    const partner = callName({ name: live.pair?.driver.name ?? '', role: 'student' });
    say(t('room.readonly.nav', { partner }), 'plain');
  }
}

/** A navigator offers to drive, the driver to hand over; the same again takes it back. */
export async function offerSwap(live: RoomLive, me: Person): Promise<void> {
  const { pair } = live;
  if (!pair || me.role !== 'student') return;
  const wanted = pair.swapAskedBy !== me.memberId;
  if (!(await live.swap(wanted)) || !wanted || pair.driver.memberId === me.memberId) return;
  const name = callName({ name: pair.driver.name, role: 'student' });
  say(t('pair.offered.done', { name }), 'plain');
}
