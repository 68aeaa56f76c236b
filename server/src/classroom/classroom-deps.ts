import type { Guests } from '../account/account.port.ts';
import type { Clock, Random } from '../clock.ts';
import type { Door } from '../lesson/door.port.ts';
import type { Presence } from '../live/presence.port.ts';
import type { Access } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import type { ClassEvents } from './class-events.ts';

/** What the routes of classes, lessons and joining work with. */
export interface ClassroomDeps {
  db: Db;
  clock: Clock;
  random: Random;
  events: ClassEvents;
  access: Access;
  guests: Guests;
  door: Door;
  presence: Presence;
}
