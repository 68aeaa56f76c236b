export { api } from './api.ts';
export { t, tn } from './i18n/t.ts';
export { ask, live } from './live.ts';
