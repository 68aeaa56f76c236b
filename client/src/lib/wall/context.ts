import { createContext } from 'svelte';
import type { Painter } from './painter.ts';
import type { WallDesk } from './wall-desk.svelte.ts';
import type { WallView } from './wall-view.svelte.ts';
import type { Wall } from './wall.svelte.ts';

/** What the wall and the rooms visited from it share for as long as the lesson is on screen. */
export interface WallContext {
  wall: Wall;
  view: WallView;
  desk: WallDesk;
  painter: Painter;
}

export const [getWallContext, setWallContext] = createContext<WallContext>();
