import { AppError, type ErrorCode } from '@learnflow/shared';
import { t, type MessageKey } from '../i18n/t.ts';

type Values = Record<string, string | number>;
interface Sentence {
  key: MessageKey;
  /** Values the sentence cannot do without; when one is missing the server's own sentence is shown. */
  needs: readonly string[];
}

const joining: Partial<Record<ErrorCode, Sentence>> = {
  'code.unknown': { key: 'join.code.notFound', needs: [] },
  'lesson.ended': { key: 'join.code.ended', needs: ['time'] },
  'door.locked': { key: 'join.locked', needs: ['teacher'] },
  'class.full': { key: 'join.full', needs: ['n', 'max', 'teacher'] },
  'member.removed': { key: 'join.removed', needs: ['teacher'] },
  'name.taken': { key: 'join.name.taken', needs: ['name'] },
  'secret.needed': { key: 'join.secret.needed', needs: ['name'] },
  'secret.wrong': { key: 'join.secret.wrong', needs: [] },
  'too.many': { key: 'join.tooMany', needs: ['s'] },
  unavailable: { key: 'join.offline', needs: ['host'] },
};

const starting: Partial<Record<ErrorCode, Sentence>> = {
  'passphrase.wrong': { key: 'start.pass.wrong', needs: ['n'] },
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
  if (error.code === 'passphrase.wrong' && values['n'] === 1)
    return t('start.pass.wrong.one', values);
  const found = table[error.code];
  if (found?.needs.every((name) => values[name] !== undefined)) return t(found.key, values);
  return error.message;
}

/** Servers speak of moments in epoch ms; people read 11:05. Any detail called `at` or `…At` becomes `time`. */
function withClockTimes(details: Values): Values {
  const moment = Object.entries(details).find(([name]) => name === 'at' || name.endsWith('At'));
  if (typeof moment?.[1] !== 'number') return details;
  return { ...details, time: clockTime(moment[1]) };
}

/** @param at epoch ms. @returns `11:05`, in the time zone of this computer */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
