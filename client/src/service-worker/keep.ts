/** From a page to its service worker: the addresses of the parts it used, to be kept for a load without a network. */
export interface KeepMessage {
  kind: 'keep';
  parts: string[];
}
