import { AppError } from '@learnflow/shared';
import { t } from './i18n/t.ts';

/** @returns the error itself when it says what happened, otherwise one that says that something broke */
export function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('server.error', t('ops.error'));
}
