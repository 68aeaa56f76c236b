import { describe, expect, it } from 'vitest';
import { readCode, showCode } from './code-input.ts';

describe('typing a join code', () => {
  it('takes lower case, spaces and dashes as people type them', () => {
    expect(readCode('km7 2qx').code).toBe('KM72QX');
    expect(readCode('KM7-2QX').code).toBe('KM72QX');
    expect(readCode(' k.m.7–2qx ').code).toBe('KM72QX');
  });

  it('leaves out letters that no code has and says so', () => {
    for (const odd of ['O', 'o', 'I', 'L', 'l', '0', '1']) {
      expect(readCode(`KM${odd}`)).toEqual({ code: 'KM', oddCharacter: true });
    }
    expect(readCode('KM7').oddCharacter).toBe(false);
  });

  it('leaves out signs without blaming a letter', () => {
    expect(readCode('KM7/2?QX')).toEqual({ code: 'KM72QX', oddCharacter: false });
  });

  it('takes the code out of a pasted address, whose host has an O in it', () => {
    expect(readCode('http://school.local:4000/?code=KM72QX')).toEqual({
      code: 'KM72QX',
      oddCharacter: false,
    });
  });

  it('never holds more than six characters', () => {
    expect(readCode('KM72QXKM72').code).toBe('KM72QX');
  });

  it('shows a code in two groups of three', () => {
    expect(showCode('KM72QX')).toBe('KM7 2QX');
    expect(showCode('')).toBe('');
  });
});
