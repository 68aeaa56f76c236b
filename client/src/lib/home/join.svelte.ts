import {
  AppError,
  type DoorView,
  type ErrorCode,
  isJoinCode,
  joinCodeLength,
  type JoinReply,
} from '@learnflow/shared';
import { t } from '../i18n/t.ts';
import { readCode } from './code-input.ts';
import { findDoor, join, type JoinRequest } from './requests.ts';
import { filterNames, findByName } from './roster-filter.ts';
import { joinSentence } from './sentences.ts';

/** How often somebody outside a locked door knocks again. */
const knockMs = 2_000;

export type RosterName = DoorView['roster'][number];

/**
 * A student on the way in: code → name → room. Nothing that was typed is lost when something goes wrong.
 * The page gives `enter`, which leaves for the room.
 */
export class Joining {
  code = $state('');
  oddCharacter = $state(false);
  codeError: string | undefined = $state();
  /** The code was right, only too late. */
  ended = $state(false);
  /** The room this device has in the class that ended. */
  endedRoom: string | undefined = $state();
  looking = $state(false);
  /** The class behind the code. */
  door: DoorView | undefined = $state.raw();

  name = $state('');
  /** A name that was picked from the class list. */
  picked: RosterName | undefined = $state.raw();
  /** The person said that the name is not one of those on the list. */
  asGuest = $state(false);
  nameError: string | undefined = $state();
  needsSecret = $state(false);
  secret = $state('');
  secretError: string | undefined = $state();
  going = $state(false);
  /** Outside a locked door, asking again by itself. */
  waiting: string | undefined = $state();
  offline = $state(false);
  /** Set once somebody is in for the first time: the two words to write down. */
  welcome: JoinReply | undefined = $state.raw();

  readonly matches: RosterName[] = $derived(
    this.door && !this.picked ? filterNames(this.door.roster, this.name) : [],
  );

  #enter: (roomId: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lookUps = 0;

  constructor(enter: (roomId: string) => void) {
    this.#enter = enter;
  }

  /** Takes the whole content of the code input. The sixth character looks the class up. */
  typeCode(raw: string): void {
    const { code, oddCharacter } = readCode(raw);
    this.oddCharacter = oddCharacter;
    if (code === this.code) return;
    this.code = code;
    this.codeError = undefined;
    this.#forgetDoor();
    if (isJoinCode(code)) void this.lookUp();
  }

  async lookUp(): Promise<void> {
    if (this.code.length < joinCodeLength) return;
    this.#lookUps += 1;
    const mine = this.#lookUps;
    this.looking = true;
    this.codeError = undefined;
    this.offline = false;
    try {
      const door = await findDoor(this.code);
      if (mine === this.#lookUps) this.door = door;
    } catch (error) {
      if (mine !== this.#lookUps) return;
      this.#refuseCode(error, joinSentence(error, { host: location.host }));
      this.offline = isCode(error, 'unavailable');
    } finally {
      if (mine === this.#lookUps) this.looking = false;
    }
  }

  typeName(name: string): void {
    this.name = name;
    this.picked = undefined;
    this.asGuest = false;
    this.needsSecret = false;
    this.nameError = undefined;
  }

  pick(choice: RosterName): void {
    this.picked = choice;
    this.name = choice.name;
    this.asGuest = false;
    this.needsSecret = choice.taken;
    this.nameError = undefined;
  }

  stayGuest(): void {
    this.asGuest = true;
    this.picked = undefined;
  }

  /** Goes in as what was picked or typed; says what is missing otherwise. */
  async goIn(): Promise<void> {
    const door = this.door;
    if (!door || this.going) return;
    const name = this.name.trim();
    if (name === '') {
      this.nameError = t('join.name.empty');
      return;
    }
    if (!this.picked && !this.asGuest) {
      const certain =
        findByName(door.roster, name) ?? (this.matches.length === 1 ? this.matches[0] : undefined);
      if (certain) this.pick(certain);
      else if (this.matches.length > 1) {
        this.nameError = t('join.name.pick');
        return;
      }
    }
    await this.#ask();
  }

  /** Back to a room this device already has in the class. */
  rejoin(): void {
    if (this.door?.rejoin) this.#enter(this.door.rejoin.roomId);
  }

  /** After the two words were shown. */
  proceed(): void {
    if (this.welcome) this.#enter(this.welcome.roomId);
  }

  stopWaiting(): void {
    clearTimeout(this.#timer);
    this.waiting = undefined;
  }

  close(): void {
    this.stopWaiting();
    this.#lookUps += 1;
  }

  async #ask(knockId?: string): Promise<void> {
    this.going = true;
    this.nameError = undefined;
    this.secretError = undefined;
    this.offline = false;
    try {
      const reply = await join(this.#request(knockId));
      this.stopWaiting();
      if (reply.secret) this.welcome = reply;
      else this.#enter(reply.roomId);
    } catch (error) {
      this.#refused(error, knockId);
    } finally {
      this.going = false;
    }
  }

  #request(knockId: string | undefined): JoinRequest {
    const secret = this.secret.trim();
    return {
      code: this.code,
      ...(this.picked ? { memberId: this.picked.memberId } : { name: this.name.trim() }),
      ...(this.needsSecret && secret ? { secret } : {}),
      ...(knockId ? { knockId } : {}),
    };
  }

  #refused(error: unknown, knockId: string | undefined): void {
    const sentence = joinSentence(error, {
      name: this.name.trim(),
      teacher: this.door?.teacher ?? '',
      ...(this.door ? { n: this.door.here, max: this.door.max } : {}),
    });
    const code = error instanceof AppError ? error.code : undefined;
    if (code === 'door.locked') {
      const given = (error as AppError).details?.['knockId'];
      this.#knockAgain(sentence, typeof given === 'string' ? given : knockId);
      return;
    }
    if (this.waiting && code === 'unavailable') {
      // A hiccup of the network must not end the wait; the next knock tells.
      this.#knockAgain(this.waiting, knockId);
      return;
    }
    this.stopWaiting();
    if (code === 'secret.needed' || code === 'secret.wrong') {
      // The first time the field appears with a hint; nothing is wrong yet.
      const asked = this.needsSecret && this.secret.trim() === '';
      if (code === 'secret.wrong') this.secretError = sentence;
      else if (asked) this.secretError = t('join.secret.empty');
      this.needsSecret = true;
    } else if (code === 'code.unknown' || code === 'lesson.ended') {
      this.#forgetDoor();
      this.#refuseCode(error, sentence);
    } else {
      this.nameError = sentence;
      this.offline = isCode(error, 'unavailable');
    }
  }

  #refuseCode(error: unknown, sentence: string): void {
    this.codeError = sentence;
    this.ended = isCode(error, 'lesson.ended');
    const room = error instanceof AppError ? error.details?.['roomId'] : undefined;
    this.endedRoom = this.ended && typeof room === 'string' ? room : undefined;
  }

  #knockAgain(sentence: string, knockId: string | undefined): void {
    this.waiting = sentence;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#ask(knockId);
    }, knockMs);
  }

  #forgetDoor(): void {
    this.stopWaiting();
    this.#lookUps += 1;
    this.looking = false;
    this.door = undefined;
    this.picked = undefined;
    this.asGuest = false;
    this.needsSecret = false;
    this.nameError = undefined;
    this.secretError = undefined;
  }
}

function isCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof AppError && error.code === code;
}
