/** Words of the wall screens. */
export const wall = {} as const satisfies Record<string, string>;
