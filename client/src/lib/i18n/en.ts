import { ask } from './en/ask.ts';
import { common } from './en/common.ts';
import { help } from './en/help.ts';
import { home } from './en/home.ts';
import { operation } from './en/operation.ts';
import { progress } from './en/progress.ts';
import { replay } from './en/replay.ts';
import { room } from './en/room.ts';
import { wall } from './en/wall.ts';
import { work } from './en/work.ts';

/** English, the source language: one file per part of the product. */
export const en = {
  ...ask,
  ...common,
  ...help,
  ...home,
  ...operation,
  ...progress,
  ...replay,
  ...room,
  ...wall,
  ...work,
} as const satisfies Record<string, string>;
