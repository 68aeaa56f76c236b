import type { ModelStep } from '@learnflow/shared';
import type { MessageKey } from '../i18n/t.ts';

/** What is said under the built-in answer about the one of a model; undefined: nothing to say. */
export const modelNote: Record<ModelStep, MessageKey | undefined> = {
  none: undefined,
  done: undefined,
  writing: 'tutor.writing',
  checking: 'tutor.checking',
  declined: 'tutor.declined',
  cancelled: 'tutor.stopped',
  budget: 'tutor.limit',
  leak: 'tutor.blocked',
  slow: 'tutor.fallback',
  failed: 'tutor.fallback',
  busy: 'tutor.fallback',
  unreadable: 'tutor.fallback',
};
