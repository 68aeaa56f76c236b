/** Times of day as people here read them, in the time zone of this computer. */
const toSecond = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const toMinute = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** @param at epoch ms. @returns `10:38:12` */
export const clockTime = (at: number): string => toSecond.format(at);
/** @param at epoch ms. @returns `10:38` */
export const shortTime = (at: number): string => toMinute.format(at);
