import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Door } from './door.port.ts';

/** Somebody who has not asked for this long has gone away; their page asks every two seconds. */
const forgottenAfterMs = 20_000;
/** People in front of one door. More are told the door is locked, but are not listed. */
const maxKnocks = 100;

interface Knock {
  name: string;
  admitted: boolean;
  heardAt: number;
}

/** The people outside locked doors, in memory (see door.port.ts). */
export function createDoor(clock: Clock): Door {
  const lessons = new Map<string, Map<string, Knock>>();

  /** Knocks of a lesson that still live; empty lists do not stay in memory. */
  const knocksOf = (lessonId: string): Map<string, Knock> => {
    const knocks = lessons.get(lessonId) ?? new Map<string, Knock>();
    for (const [id, knock] of knocks) {
      if (clock.now() - knock.heardAt > forgottenAfterMs) knocks.delete(id);
    }
    if (knocks.size === 0) lessons.delete(lessonId);
    return knocks;
  };

  return {
    knock: (lessonId, name, knockId) => {
      const knocks = knocksOf(lessonId);
      const known = knockId === undefined ? undefined : knocks.get(knockId);
      if (known && knockId !== undefined) {
        known.heardAt = clock.now();
        known.name = name;
        return { knockId, admitted: known.admitted };
      }
      const id = randomUUID();
      if (knocks.size < maxKnocks) {
        knocks.set(id, { name, admitted: false, heardAt: clock.now() });
        lessons.set(lessonId, knocks);
      }
      return { knockId: id, admitted: false };
    },
    admit: (lessonId, knockId) => {
      const knock = knocksOf(lessonId).get(knockId);
      if (!knock) return;
      knock.admitted = true;
      knock.heardAt = clock.now();
    },
    list: (lessonId) =>
      [...knocksOf(lessonId)].flatMap(([knockId, knock]) =>
        knock.admitted ? [] : [{ knockId, name: knock.name }],
      ),
  };
}
