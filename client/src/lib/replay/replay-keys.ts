export type ReplayCommand =
  'toggle' | 'back' | 'on' | 'previousRun' | 'nextRun' | 'start' | 'end' | 'live';

/**
 * What a key asks of the track.
 * @param on  `track`: the slider has the focus. `nothing`: no control has it. Anything else keeps its keys.
 */
export function replayCommand(
  { key, shift, modified }: { key: string; shift: boolean; modified: boolean },
  on: 'track' | 'nothing' | 'other',
): ReplayCommand | undefined {
  if (modified || on === 'other') return undefined;
  switch (key) {
    case ' ':
      return 'toggle';
    case 'ArrowLeft':
      return shift ? 'previousRun' : 'back';
    case 'ArrowRight':
      return shift ? 'nextRun' : 'on';
    case 'l':
    case 'L':
      return 'live';
  }
  if (on !== 'track') return undefined;
  switch (key) {
    case 'ArrowDown':
      return 'back';
    case 'ArrowUp':
      return 'on';
    case 'PageDown':
      return 'previousRun';
    case 'PageUp':
      return 'nextRun';
    case 'Home':
      return 'start';
    case 'End':
      return 'end';
    default:
      return undefined;
  }
}
