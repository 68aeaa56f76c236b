import type { Attachment } from 'svelte/attachments';
import { untrack } from 'svelte';

const glowMs = 2_400;

/**
 * Lights an overlay up when the stamp changes and lets it fade. Only its opacity is animated, which the browser does
 * without the page's script. With reduced motion it is a still tint for the same time.
 */
export function glow(stamp: () => number): Attachment<HTMLElement> {
  return (overlay) => {
    let seen = untrack(stamp);
    let running: Animation | undefined;
    $effect(() => {
      const now = stamp();
      if (now === seen || now === 0) return;
      seen = now;
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      // Two at once on one element would be animated by the page's script after all.
      running?.cancel();
      running = overlay.animate([{ opacity: 1 }, { opacity: still ? 1 : 0 }], glowMs);
    });
  };
}
