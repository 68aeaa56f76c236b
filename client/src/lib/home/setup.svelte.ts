import { AppError, apiLimits } from '@learnflow/shared';
import { t } from '../i18n/t.ts';
import { listClasses, openDemo, setUp } from './requests.ts';
import { startSentence } from './sentences.ts';

/** What stands behind the # of a one-time link; addresses behind a # never reach a server's log. */
export type LinkToken = { kind: 'setup' | 'demo'; token: string } | { kind: 'none' };

/** @param hash  `#<token>`, `#setup=<token>` or `#demo=<token>` */
export function readLink(hash: string): LinkToken {
  const content = hash.replace(/^#/, '');
  const named = /^(setup|token|demo)=(.*)$/.exec(content);
  const token = decodeURIComponent(named?.[2] ?? content);
  if (token === '') return { kind: 'none' };
  return { kind: named?.[1] === 'demo' ? 'demo' : 'setup', token };
}

/** The first teacher names herself, with the link from the server's terminal. */
export class SettingUp {
  name = $state('');
  passphrase = $state('');
  nameError: string | undefined = $state();
  passphraseError: string | undefined = $state();
  error: string | undefined = $state();
  busy = $state(false);

  #token: string;
  constructor(token: string) {
    this.#token = token;
  }

  /** @returns whether there is a teacher now, and she is signed in on this device */
  async go(): Promise<boolean> {
    this.nameError = this.name.trim() === '' ? t('setup.name.empty') : undefined;
    this.passphraseError =
      this.passphrase.length < apiLimits.passphraseMin
        ? t('setup.pass.short', { n: apiLimits.passphraseMin })
        : undefined;
    if (this.nameError ?? this.passphraseError) return false;
    this.busy = true;
    this.error = undefined;
    try {
      await setUp({ token: this.#token, name: this.name.trim(), passphrase: this.passphrase });
      return true;
    } catch (error) {
      this.error = startSentence(error, { host: location.host });
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/**
 * Signs the demo's teacher in.
 * @returns the wall of the simulated class
 * @throws Error with a sentence for the page
 */
export async function enterDemo(token: string): Promise<string> {
  try {
    const reply = await openDemo(token);
    if (reply?.lessonId) return `/wall/${reply.lessonId}`;
    // The class may still be opening when the teacher is faster than the simulation.
    const classes = await listClasses();
    const open = classes.flatMap((view) => view.lessons).find((lesson) => lesson.state !== 'ended');
    return open ? `/wall/${open.id}` : '/';
  } catch (error) {
    const used = error instanceof AppError && error.code === 'setup.link';
    throw new Error(used ? t('demo.link') : startSentence(error, { host: location.host }), {
      cause: error,
    });
  }
}
