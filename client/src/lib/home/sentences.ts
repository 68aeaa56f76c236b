import { AppError, type ErrorCode } from '@learnflow/shared';
import { shortTime } from '../i18n/clock.ts';
import { t, type MessageKey } from '../i18n/t.ts';

type Values = Record<string, string | number>;
interface Sentence {
  key: MessageKey;
  /** Values the sentence cannot do without; when one is missing the server's own sentence is shown. */
  needs: readonly string[];
  /** For `n` = 1. */
  one?: MessageKey;
}

const joining: Partial<Record<ErrorCode, Sentence>> = {
  'code.unknown': { key: 'join.code.notFound', needs: [] },
  'lesson.ended': { key: 'join.code.ended', needs: ['time'] },
  'door.locked': { key: 'join.locked', needs: ['teacher'] },
  'class.full': { key: 'join.full', needs: ['n', 'max', 'teacher'] },
  'member.removed': { key: 'join.removed', needs: ['teacher'] },
  'name.taken': { key: 'join.name.taken', needs: ['name'] },
  'secret.needed': { key: 'join.secret.needed', needs: ['name'] },
  'secret.wrong': { key: 'join.secret.wrong', needs: ['name', 'n'], one: 'join.secret.wrong.one' },
  'too.many': { key: 'join.tooMany', needs: ['s'] },
  unavailable: { key: 'join.offline', needs: ['host'] },
};

const starting: Partial<Record<ErrorCode, Sentence>> = {
  'passphrase.wrong': { key: 'start.pass.wrong', needs: ['n'], one: 'start.pass.wrong.one' },
  'lesson.busy': { key: 'start.busy', needs: ['class'] },
  'too.many': { key: 'ask.tooMany', needs: ['s'] },
  'setup.link': { key: 'setup.link', needs: [] },
  unavailable: { key: 'join.offline', needs: ['host'] },
};

/**
 * The sentence for something that went wrong while joining.
 * @param known  what the page knows already (teacher, name, class); the server's details win
 */
export function joinSentence(error: unknown, known: Values = {}): string {
  return sentence(joining, error, known);
}

/** The sentence for something that went wrong while a teacher signs in, opens a room or manages a class. */
export function startSentence(error: unknown, known: Values = {}): string {
  return sentence(starting, error, known);
}

function sentence(
  table: Partial<Record<ErrorCode, Sentence>>,
  error: unknown,
  known: Values,
): string {
  if (!(error instanceof AppError)) return t('ops.error');
  const values = { ...known, ...withClockTimes(error.details ?? {}) };
  const found = table[error.code];
  if (found?.needs.every((name) => values[name] !== undefined)) {
    return t(values['n'] === 1 ? (found.one ?? found.key) : found.key, values);
  }
  return error.message;
}

/** The server speaks of moments in epoch ms (0 = unknown); people read 11:05. */
function withClockTimes(details: Values): Values {
  const { time, ...rest } = details;
  if (typeof time !== 'number') return details;
  return time > 0 ? { ...rest, time: shortTime(time) } : rest;
}
