import { type AlertView, AppError, can, type DraftView } from '@learnflow/shared';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { goto } from '$app/navigation';
import { admit, lockDoor, restoreMember, startLesson } from '../home/requests.ts';
import { t } from '../i18n/t.ts';
import { ask } from '../live.ts';
import { toast } from '../ui/toast.svelte.ts';
import { openAlertOf } from './alerts.ts';
import { holdEditors, unpairStudent } from './requests.ts';
import { firstName } from './tile-words.ts';
import type { WallView } from './wall-view.svelte.ts';
import type { Wall } from './wall.svelte.ts';

export type VisitMode = 'peek' | 'coedit';
export type DeskDialog =
  { kind: 'message' | 'end' | 'keys' } | { kind: 'pair' | 'remove' | 'secret'; memberId: string };

/** What a teacher can do from the wall and from a visited room, and which window is open for it. */
export class WallDesk {
  dialog: DeskDialog | undefined = $state.raw();
  /** The menu of a tile, beside `anchor`. `inRoom`: opened where the two ways in have been taken already. */
  menu: { id: string; anchor: HTMLElement; inRoom?: boolean } | undefined = $state.raw();
  /** `stays`: opened with a key, so it waits for Esc instead of the pointer leaving. */
  lens: { id: string; anchor: HTMLElement; stays: boolean } | undefined = $state.raw();
  /** What somebody here has made of drafts, by their id; not sent yet. */
  readonly draftEdits = new SvelteMap<string, string>();
  /** Alerts whose built-in hint was chosen over the draft. */
  readonly builtInOnly = new SvelteSet<string>();
  /** Alerts whose draft was on screen long enough to be noticed. */
  readonly seenDrafts = new SvelteSet<string>();
  readonly #wall: Wall;
  readonly #view: WallView;

  constructor(wall: Wall, view: WallView) {
    this.#wall = wall;
    this.#view = view;
  }

  get manages(): boolean {
    const role = this.#wall.lesson?.role;
    return role !== undefined && can(role, 'class.manage');
  }

  openRoom(id: string, mode: VisitMode = 'peek'): void {
    this.lens = undefined;
    this.#view.returnTo = id;
    const query = mode === 'coedit' ? '?as=coedit' : '';
    void goto(`/wall/${this.#wall.lessonId}/${id}${query}`);
  }

  toWall(): void {
    void goto(`/wall/${this.#wall.lessonId}`);
  }

  /**
   * Sends the hint of an alert; "Sent" is said only when it is stored.
   * @param fromDraft  a model wrote it, changed or not
   * @returns whether it was sent
   */
  async sendHint(alert: AlertView, text: string, fromDraft = false): Promise<boolean> {
    return this.#act(alert, t('alert.sent', { name: firstName(alert.name) }), () =>
      ask('alert.send', { ...this.#idOf(alert), text, ...(fromDraft ? { fromDraft } : {}) }),
    );
  }

  /** By key: the draft where it was on screen and is not put aside, else the built-in hint. */
  async sendReadyHint(alert: AlertView): Promise<void> {
    const { id, draft, hint } = alert;
    const isDraft = draft !== null && this.seenDrafts.has(id) && !this.builtInOnly.has(id);
    await this.sendHint(alert, isDraft ? draft : hint, isDraft);
  }

  /** One hint to several students, stored for each; "Sent" counts those it is stored for. */
  async sendToAll(alerts: readonly AlertView[], text: string): Promise<void> {
    const ids = alerts.map((alert) => this.#idOf(alert));
    const sent = await Promise.allSettled(ids.map((id) => ask('alert.send', { ...id, text })));
    const done = ids.filter((_, i) => sent[i]?.status === 'fulfilled');
    if (done.length === 0) {
      const failed = sent.find((one) => one.status === 'rejected');
      toast.show(sentenceOf(failed?.reason), { tone: 'help' });
      return;
    }
    const undo = (): void => {
      for (const id of done) void this.#try(() => ask('alert.undo', id));
    };
    const counts = { n: done.length, all: ids.length };
    const words = done.length === ids.length ? 'alert.group.sent' : 'alert.group.sentSome';
    toast.show(t(words, counts), { undo });
  }

  async dismiss(alert: AlertView): Promise<void> {
    await this.#act(alert, t('alert.dismissed', { name: firstName(alert.name) }), () =>
      ask('alert.dismiss', this.#idOf(alert)),
    );
  }

  /** Goes into the room of a student; an open alert about them is taken care of with that. */
  join(id: string): void {
    const alert = openAlertOf(this.#wall.alerts, id);
    // Somebody else may have been quicker; going there is right all the same.
    if (alert) void ask('alert.join', this.#idOf(alert)).catch(() => undefined);
    this.openRoom(id, 'coedit');
  }

  /** Sends what a model wrote, as it is or changed; "sent" is said only when it is stored. */
  async sendDraft(draft: DraftView): Promise<void> {
    const text = (this.draftEdits.get(draft.id) ?? draft.text).trim();
    if (text === '') return;
    const request = { lessonId: this.#wall.lessonId, answerId: draft.id };
    await this.#actOn(request, t('draft.sent', { name: firstName(draft.name) }), () =>
      ask('answer.send', { ...request, text }),
    );
  }

  async dismissDraft(draft: DraftView): Promise<void> {
    const request = { lessonId: this.#wall.lessonId, answerId: draft.id };
    await this.#actOn(request, t('draft.dismissed', { name: firstName(draft.name) }), () =>
      ask('answer.dismiss', request),
    );
  }

  async #actOn(
    request: { lessonId: string; answerId: string },
    done: string,
    act: () => Promise<unknown>,
  ): Promise<void> {
    if (!(await this.#try(act))) return;
    toast.show(done, { undo: () => void this.#try(() => ask('answer.undo', request)) });
  }

  /** Says what was done, with five seconds to take it back. */
  async #act(alert: AlertView, done: string, act: () => Promise<unknown>): Promise<boolean> {
    const isDone = await this.#try(act);
    if (isDone) {
      const undo = (): void => void this.#try(() => ask('alert.undo', this.#idOf(alert)));
      toast.show(done, { undo });
    }
    return isDone;
  }

  #idOf({ id }: AlertView): { lessonId: string; alertId: string } {
    return { lessonId: this.#wall.lessonId, alertId: id };
  }

  async handDown(memberId: string): Promise<void> {
    const name = this.#nameOf(memberId);
    await this.#try(
      () => ask('hand.clear', { lessonId: this.#wall.lessonId, memberId }),
      t('wall.handDown.done', { name }),
    );
  }

  async workAlone(memberId: string): Promise<void> {
    const name = this.#nameOf(memberId);
    await this.#try(
      () => unpairStudent(this.#wall.lessonId, memberId),
      t('wall.alone.done', { name }),
    );
  }

  /** Eyes up: nobody but staff types until the editors are let go again. */
  async hold(held: boolean): Promise<void> {
    await this.#try(async () => {
      const { hold } = await holdEditors(this.#wall.lessonId, held);
      this.#wall.patchLesson({ hold });
    });
  }

  /** Who types in a room; null: everybody in it. */
  async drive(roomId: string, memberId: string | null): Promise<void> {
    const done =
      memberId === null
        ? t('wall.drive.free.done')
        : t('wall.drive.done', { name: this.#nameOf(memberId) });
    await this.#try(() => ask('pair.drive', { roomId, memberId }), done);
  }

  async start(): Promise<void> {
    const started = await this.#try(() => startLesson(this.#wall.lessonId), t('wall.started'));
    if (started) this.#wall.patchLesson({ state: 'running' });
  }

  async lock(locked: boolean): Promise<void> {
    const done = await this.#try(
      () => lockDoor(this.#wall.lessonId, locked),
      t(locked ? 'wall.locked' : 'wall.unlocked'),
    );
    if (done) this.#wall.patchLesson({ locked });
  }

  async letIn(knockId: string): Promise<void> {
    await this.#try(() => admit(this.#wall.lessonId, knockId));
  }

  /** After a student was taken out: says so, with a way back. */
  tellRemoved(memberId: string, name: string): void {
    toast.show(t('wall.remove.done', { name: firstName(name) }), {
      undo: () => void this.#try(() => restoreMember(memberId)),
    });
  }

  #nameOf(memberId: string): string {
    return firstName(this.#wall.cell(memberId)?.tile.name ?? '');
  }

  async #try(act: () => Promise<unknown>, done?: string): Promise<boolean> {
    try {
      await act();
      if (done) toast.show(done);
      return true;
    } catch (error) {
      toast.show(sentenceOf(error), { tone: 'help' });
      return false;
    }
  }
}

/** @returns the sentence for a person who met this error */
export function sentenceOf(error: unknown): string {
  return error instanceof AppError ? error.message : t('ops.error');
}
