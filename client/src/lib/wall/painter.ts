import { type Palette, readPalette } from './palette.ts';

export type Draw = (
  ctx: CanvasRenderingContext2D,
  width: number,
  height: number,
  palette: Palette,
) => void;

interface Picture {
  draw: Draw;
  width: number;
  height: number;
  inSight: boolean;
}

/**
 * Draws the small canvases of all tiles together in one animation frame. What is out of sight is not drawn until it
 * comes into sight, so a wall of 120 costs what its visible part costs.
 */
export class Painter {
  readonly #pictures = new Map<Element, Picture>();
  readonly #waiting = new Set<HTMLCanvasElement>();
  readonly #sight: IntersectionObserver;
  readonly #sizes: ResizeObserver;
  #palette: Palette = readPalette();
  #frame = 0;

  constructor() {
    this.#sight = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const picture = this.#pictures.get(target);
        if (!picture) continue;
        picture.inSight = isIntersecting;
        if (isIntersecting) this.#ask();
      }
    });
    this.#sizes = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        const picture = this.#pictures.get(target);
        if (!picture) continue;
        picture.width = contentRect.width;
        picture.height = contentRect.height;
        this.#waiting.add(target as HTMLCanvasElement);
      }
      this.#ask();
    });
  }

  /** Says how a canvas is drawn from now on, and draws it in the next frame. */
  set(canvas: HTMLCanvasElement, draw: Draw): void {
    const picture = this.#pictures.get(canvas);
    if (picture) {
      picture.draw = draw;
    } else {
      this.#pictures.set(canvas, { draw, width: 0, height: 0, inSight: false });
      this.#sight.observe(canvas);
      this.#sizes.observe(canvas);
    }
    this.#waiting.add(canvas);
    this.#ask();
  }

  remove(canvas: HTMLCanvasElement): void {
    this.#pictures.delete(canvas);
    this.#waiting.delete(canvas);
    this.#sight.unobserve(canvas);
    this.#sizes.unobserve(canvas);
  }

  /** After a change of theme. */
  repaint(): void {
    this.#palette = readPalette();
    for (const canvas of this.#pictures.keys()) this.#waiting.add(canvas as HTMLCanvasElement);
    this.#ask();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#sight.disconnect();
    this.#sizes.disconnect();
    this.#pictures.clear();
    this.#waiting.clear();
  }

  #ask(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#frame = 0;
    const scale = devicePixelRatio || 1;
    for (const canvas of this.#waiting) {
      const picture = this.#pictures.get(canvas);
      if (!picture?.inSight || picture.width === 0 || picture.height === 0) continue;
      this.#waiting.delete(canvas);
      const wide = Math.round(picture.width * scale);
      const tall = Math.round(picture.height * scale);
      if (canvas.width !== wide) canvas.width = wide;
      if (canvas.height !== tall) canvas.height = tall;
      const ctx = canvas.getContext('2d');
      if (!ctx) continue;
      ctx.setTransform(scale, 0, 0, scale, 0, 0);
      ctx.clearRect(0, 0, picture.width, picture.height);
      picture.draw(ctx, picture.width, picture.height, this.#palette);
    }
  }
}
