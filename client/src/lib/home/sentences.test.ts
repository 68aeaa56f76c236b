import { AppError } from '@learnflow/shared';
import { describe, expect, it } from 'vitest';
import { joinSentence, startSentence } from './sentences.ts';

describe('the sentence for what went wrong', () => {
  it('fills the details of the server into the words of the page', () => {
    const error = new AppError('class.full', 'Full.', { n: 28, max: 28, teacher: 'Ms Adeyemi' });
    expect(joinSentence(error)).toBe('This class is full (28 of 28). Ms Adeyemi can make room.');
  });

  it('uses what the page knows when the server does not say it', () => {
    const error = new AppError('name.taken', 'Taken.');
    expect(joinSentence(error, { name: 'Maya' })).toBe(
      'Someone here is already called Maya. Add a letter.',
    );
  });

  it('shows the sentence of the server rather than one with a hole in it', () => {
    const error = new AppError('too.many', 'Too many tries. Wait a minute.');
    expect(joinSentence(error)).toBe('Too many tries. Wait a minute.');
  });

  it('shows moments as a time on the clock, and none when it is unknown', () => {
    const time = new Date(2026, 10, 20, 11, 5).getTime();
    const ended = (at: number) => new AppError('lesson.ended', 'This class ended.', { time: at });
    expect(joinSentence(ended(time))).toContain('ended at 11:05');
    expect(joinSentence(ended(0))).toBe('This class ended.');
  });

  it('counts what is left, one or more', () => {
    const wrong = (n: number) => new AppError('passphrase.wrong', 'Wrong.', { n });
    expect(startSentence(wrong(3))).toBe('That passphrase is not right. 3 tries left.');
    expect(startSentence(wrong(1))).toBe('That passphrase is not right. 1 try left.');
    const words = new AppError('secret.wrong', 'Wrong.', { n: 2, name: 'Maya' });
    expect(joinSentence(words)).toBe("Those are not Maya's two words. 2 tries left.");
  });

  it('says something useful about a bug as well', () => {
    expect(joinSentence(new TypeError('x is undefined'))).toContain('Something broke on our side');
  });
});
