import { collabVersion, type Person, type Refusal, type RoomRight } from '@learnflow/shared';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { onRoomFrames } from './frames.ts';
import { Apart, type Joined, type JoinedUp, longApartMs, tellJoined, vectorOf } from './apart.ts';
import { rescueOf } from '../rescue/rescue.ts';
import { rescues } from '../rescue/rescues.svelte.ts';
import { LocalCopy } from './local-copy.ts';
import { isElsewhere, namesIn, peopleIn, type RoomPerson } from './presence.ts';
import {
  fileNameProblem,
  type FileNameProblem,
  filesOf,
  insertFile,
  listFiles,
  type RoomFile,
  textIn,
} from './room-files.ts';
import { SavedTracker } from './saved-tracker.ts';
import { collabAddress, visitSockets } from './visit-socket.ts';
import { newUndo } from './undo.ts';
import { onWaking, probe, startAnew } from './waking.ts';

/** `work`: sits here. `peek`: reads only, leaves no trace. `coedit`: staff who write with the student. */
export type RoomMode = 'work' | 'peek' | 'coedit';

/** A restart of the server is over within this time; only then is a cut line worth telling. */
const graceMs = 3_000;
/** Longest pause between two tries to connect. */
const maxBackoffMs = 4_000;
const resyncMs = 30_000;

/**
 * The shared document of one room in this browser: files, connection, saving, who else is here. Never writes content
 * of its own accord: a document filled from two sides comes back doubled.
 */
export class RoomDocument {
  readonly roomId: string;
  readonly epoch: string;
  readonly mode: RoomMode;
  readonly person: Person;
  readonly doc = new Y.Doc();
  readonly awareness: Awareness;

  files: RoomFile[] = $state.raw([]);
  /** Everybody else whose browser is in the room. */
  people: RoomPerson[] = $state.raw([]);
  /** The same person has this room open on another screen too. */
  elsewhere = $state(false);
  saved: 'saved' | 'saving' | 'local' = $state('saving');
  unsavedCount = $state(0);
  connection: 'online' | 'connecting' | 'offline' = $state('connecting');
  /** Epoch ms of the next try to connect; 0 while connected. */
  retryAt = $state(0);
  /** True once the files are here, from the server or from this computer. */
  ready = $state(false);
  right: RoomRight = $state('write');
  /** The last update that the server did not take, with the reason. */
  refusal: Refusal | null = $state.raw(null);
  /** The server ended the connection for good; `code` is one of 4400–4499. */
  closed: { code: number; reason: string } | null = $state.raw(null);
  /** This document is no longer the room's: throw it away, ask for the room again and make a new one. */
  replaced = $state(false);
  /** Whether the server can store updates at the moment. */
  storageOk = $state(true);
  joinedUp: JoinedUp | null = $state.raw(null);
  /** Who drives in this room; the selections of the other students are shown as pointing. */
  driverId: string | undefined = undefined;

  readonly #provider: WebsocketProvider;
  readonly #copy: LocalCopy | undefined;
  readonly #tracker: SavedTracker;
  // Neither of these is drawn, so they need no reactivity.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- see above
  readonly #undo = new Map<string, Y.UndoManager>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- see above
  readonly #names = new Map<number, string>();
  readonly #stopListening = new AbortController();
  #serverVector: Map<number, number> | undefined;
  readonly #apart: Apart;
  #joined: Joined | undefined;
  #graceTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  /** Lines were refused for as long as the editors are held. */
  #isWaiting = false;
  /** The rescue copy of this document, once the server has refused something in it. */
  #rescueId: string | undefined;

  constructor(options: {
    roomId: string;
    epoch: string;
    mode: RoomMode;
    person: Person;
    /** What the room's HTTP answer said; the collaboration server may change it later. */
    right?: RoomRight;
  }) {
    this.roomId = options.roomId;
    this.epoch = options.epoch;
    this.mode = options.mode;
    this.person = options.person;
    this.right = options.mode === 'peek' ? 'watch' : (options.right ?? 'write');
    this.#tracker = new SavedTracker(this.doc.clientID);
    this.#apart = new Apart(this.roomId, this.doc.clientID);
    if (this.mode !== 'peek') this.#copy = new LocalCopy(this.roomId, this.epoch, this.doc);
    this.#provider = new WebsocketProvider(collabAddress(), this.roomId, this.doc, {
      connect: false,
      params: {
        v: String(collabVersion),
        ...(this.mode === 'peek' ? { mode: 'watch' } : {}),
      },
      // Tabs must meet at the server, which knows what each may do.
      disableBc: true,
      // Who looks into one room after the other shakes hands once.
      ...(this.mode === 'work' ? {} : { WebSocketPolyfill: visitSockets() }),
      resyncInterval: resyncMs,
      maxBackoffTime: maxBackoffMs,
    });
    this.awareness = this.#provider.awareness;
    if (this.mode === 'peek') this.awareness.setLocalState(null);
    this.#listen();
    this.#goneQuiet();
    this.#provider.connect();
  }

  // ---- files -----------------------------------------------------------------
  textOf(fileId: string): Y.Text | undefined {
    return textIn(this.doc, fileId);
  }

  /** @returns why a file cannot have this name (a message key), or undefined. */
  nameProblem(name: string, fileId?: string): FileNameProblem | undefined {
    return fileNameProblem(this.files, name, fileId);
  }

  /** @returns the id of the new, empty file. Ask `nameProblem` first. */
  addFile(name: string): string {
    return insertFile(this.doc, name);
  }

  renameFile(fileId: string, name: string): void {
    filesOf(this.doc).get(fileId)?.set('name', name);
  }

  deleteFile(fileId: string): void {
    filesOf(this.doc).delete(fileId);
    this.#undo.get(fileId)?.destroy();
    this.#undo.delete(fileId);
  }

  /** The undo history of one file: own changes only. An editor adds itself as a tracked origin. */
  undoOf(fileId: string): Y.UndoManager | undefined {
    const text = this.textOf(fileId);
    if (!text) return undefined;
    let undo = this.#undo.get(fileId);
    if (!undo) {
      undo = newUndo(text);
      this.#undo.set(fileId, undo);
    }
    return undo;
  }

  /** Tells the others which file is on this screen. */
  showFile(fileId: string): void {
    if (this.awareness.getLocalState() === null) return;
    this.awareness.setLocalStateField('file', fileId);
  }

  // ---- connection ------------------------------------------------------------
  /** Connects at once instead of waiting for the next try. */
  tryNow(): void {
    if (this.closed || this.#provider.wsconnected) return;
    startAnew(this.#provider);
  }

  /** Waits until everything typed so far has reached the server, but never long. */
  async settled(longestMs = 600): Promise<void> {
    const until = Date.now() + longestMs;
    while (!this.#isSaved && this.connection === 'online' && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  dismissJoinedUp(): void {
    this.#joined = undefined;
    this.joinedUp = null;
  }

  /** Keeps a copy of what is here when the server lacks some of it. Resolves when the copy is on the disk. */
  async rescue(): Promise<void> {
    if (this.#rescueId === undefined && this.#isSaved) return;
    this.#rescueId ??= `${this.roomId}:${this.doc.clientID}`;
    const copy = rescueOf(this.doc, {
      id: this.#rescueId,
      roomId: this.roomId,
      memberId: this.person.memberId,
      at: Date.now(),
    });
    if (copy) await rescues.keep(copy);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Between a refusal and the new document somebody may have typed on.
    if (this.#rescueId !== undefined || this.replaced || this.#isWaiting) void this.rescue();
    clearTimeout(this.#graceTimer);
    this.#stopListening.abort();
    for (const undo of this.#undo.values()) undo.destroy();
    this.#provider.destroy();
    await this.#copy?.close();
    this.doc.destroy();
  }

  #listen(): void {
    const provider = this.#provider;
    filesOf(this.doc).observeDeep((events) => {
      // Typing changes a Y.Text; only names, order and the set of files matter here.
      if (events.some((event) => !(event.target instanceof Y.Text))) this.#readFiles();
    });
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => this.#updated(origin));
    this.awareness.on('change', () => this.#readPeople());
    onRoomFrames(provider, {
      opened: () => this.#tracker.opened(),
      sent: (whole) => this.#tracker.sent(whole),
      serverHas: (vector) => {
        this.#serverVector = vector;
        this.#tracker.compared(vector, vectorOf(this.doc));
        this.#refreshSaved();
      },
      saved: (vector, frames) => {
        this.#tracker.proved(vector, frames);
        this.#refreshSaved();
      },
      refused: (refusal) => {
        if (refusal.reason === 'held') return this.#wait();
        this.refusal = refusal;
        this.#rescueId ??= `${this.roomId}:${this.doc.clientID}`;
        // What the server did not take stays in our copy, and all later changes build on it.
        this.#replace();
      },
      right: (right) => this.#allow(right),
      epoch: (epoch) => {
        if (epoch !== this.epoch) this.#replace();
      },
      storage: (ok) => {
        this.storageOk = ok;
        this.#refreshSaved();
      },
    });
    provider.on('sync', (synced: boolean) => synced && this.#online());
    provider.on('connection-close', () => {
      const tries = provider.wsUnsuccessfulReconnects + 1;
      this.#tracker.cut();
      this.retryAt = Date.now() + Math.min(2 ** tries * 100, maxBackoffMs);
      this.#goneQuiet();
    });
    provider.on('closed', (event: { code: number; reason: string }) => {
      this.closed = event;
      // Signed out, or an old page: the copy on this computer joins up later. Otherwise nobody may ever ask for it.
      if (event.code !== 4401 && event.code !== 4426) void this.rescue();
    });
    onWaking(() => void (this.closed ?? probe(provider, this.doc)), this.#stopListening.signal);
  }

  #updated(origin: unknown): void {
    if (origin === this.#provider) return;
    if (this.#copy && origin === this.#copy.origin) {
      if (this.#serverVector) this.#tracker.compared(this.#serverVector, vectorOf(this.doc));
      this.#apart.loaded(vectorOf(this.doc));
    } else {
      this.#tracker.changed(Y.getState(this.doc.store, this.doc.clientID));
      this.#apart.edited();
    }
    this.#refreshSaved();
  }

  #online(): void {
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
    const joined = this.#apart.end(vectorOf(this.doc), this.#serverVector, Date.now());
    const isNews = this.connection === 'offline' || (joined?.awayMs ?? 0) > longApartMs;
    // Without a copy here there was nothing to join up.
    this.#joined = isNews && this.ready ? joined : undefined;
    this.connection = 'online';
    this.retryAt = 0;
    this.ready = true;
    this.#readFiles();
    this.#refreshSaved();
    this.#tellJoined();
  }

  #tellJoined(): void {
    if (this.#joined) this.joinedUp = tellJoined(this.#joined, (client) => this.#names.get(client));
  }

  /** The line is cut, or not there yet; it is called offline only after the grace time. */
  #goneQuiet(): void {
    this.#apart.begin(vectorOf(this.doc), Date.now(), this.#provider.wsLastMessageReceived);
    if (this.connection === 'online') this.connection = 'connecting';
    this.#graceTimer ??= setTimeout(() => {
      this.connection = 'offline';
      this.#refreshSaved();
    }, graceMs);
  }

  /**
   * The teacher took hold of the editors while these lines were on their way. Nothing here is thrown away, nor the caret:
   * the same lines are handed in again when the hold ends.
   */
  #wait(): void {
    this.#isWaiting = true;
    this.#refreshSaved();
    // Let go again before the refusal came.
    if (this.right === 'write') this.#allow('write');
  }

  #allow(right: RoomRight): void {
    this.right = this.mode === 'peek' ? 'watch' : right;
    if (!this.#isWaiting || right === 'held') return;
    // The lesson ended, or somebody else drives now: these lines have no place in the room any more.
    if (right !== 'write') return this.#replace();
    this.#isWaiting = false;
    this.#tracker.cut();
    this.#tracker.changed(Y.getState(this.doc.store, this.doc.clientID));
    // The handshake of a new connection carries all that the server lacks.
    startAnew(this.#provider);
  }

  #replace(): void {
    if (this.replaced) return;
    this.#provider.disconnect();
    const done = (): boolean => (this.replaced = true);
    // The copy goes only when what is in it is kept elsewhere.
    void this.rescue()
      .then(() => this.#copy?.drop())
      .then(done, done);
  }

  #readFiles(): void {
    this.files = listFiles(this.doc);
    if (this.files.length > 0) this.ready = true;
  }

  #readPeople(): void {
    for (const [client, name] of namesIn(this.awareness)) this.#names.set(client, name);
    this.elsewhere =
      this.mode !== 'peek' && isElsewhere(this.awareness, this.person.memberId, this.doc.clientID);
    this.people = peopleIn(this.awareness).filter(
      (person) => person.memberId !== this.person.memberId,
    );
    // Those who came while we were away tell their names after the text.
    if (this.joinedUp?.theirs.some(({ name }) => name === '')) this.#tellJoined();
  }

  get #isSaved(): boolean {
    return this.#tracker.saved && !this.#isWaiting;
  }

  #refreshSaved(): void {
    this.unsavedCount = this.#tracker.unsaved;
    // A refused copy is on its way out; before the server spoke, an earlier visit's note still holds.
    const copy = this.replaced ? undefined : this.#copy;
    if (!this.#isSaved) copy?.note(this.person.memberId);
    else if (this.#serverVector) copy?.note(undefined);
    if (this.#isSaved && this.#serverVector) {
      this.saved = 'saved';
    } else if (this.connection === 'offline' || !this.storageOk || this.#isWaiting) {
      this.#copy?.stored().then(
        (stored) => {
          if (!this.#isSaved) this.saved = stored ? 'local' : 'saving';
        },
        () => (this.saved = 'saving'),
      );
    } else {
      this.saved = 'saving';
    }
  }
}
