/** @returns whether a host name means the machine that asks, so that it is of no use to anybody else */
export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
