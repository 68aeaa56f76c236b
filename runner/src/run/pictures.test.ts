import { runPicture, runTellLimits } from '@learnflow/shared/run';
import type { RunPicture } from '@learnflow/shared/run';
import { describe, expect, it } from 'vitest';

import { createPictures } from './pictures.ts';

const framed = (head: object, body: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), Buffer.from(body)]);
const turtles = (drawing: object): Buffer =>
  framed(
    { kind: 'turtle' },
    JSON.stringify({ ground: '#ffffff', size: null, world: null, items: [], ...drawing }),
  );
const svgOf = (picture: RunPicture | string | undefined): string => {
  const checked = runPicture.parse(picture);
  return Buffer.from(checked.base64, 'base64').toString();
};

/** Header and end of a PNG; what lies between is the browser's business. */
function png(width: number, height: number, extraBytes = 0): Buffer {
  const bytes = Buffer.alloc(33 + 24 + extraBytes);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.write('IEND', bytes.length - 8);
  return bytes;
}

describe('pictures of a program', () => {
  it('takes a PNG with its size and its words', () => {
    const picture = createPictures().take(
      framed({ kind: 'png', alt: 'Figure: rain' }, png(30, 20)),
    );
    expect(runPicture.parse(picture)).toMatchObject({
      ...{ mime: 'image/png', width: 30, height: 20, alt: 'Figure: rain' },
    });
  });

  it('says why an image is not shown', () => {
    const pictures = createPictures();
    expect(pictures.take(framed({ kind: 'png', alt: '' }, '<svg onload="alert(1)">'))).toContain(
      'not a PNG',
    );
    expect(pictures.take(framed({ kind: 'png', alt: '' }, png(40_000, 10)))).toContain('4096');
    const large = png(10, 10, runTellLimits.pictureBytes);
    expect(pictures.take(framed({ kind: 'png', alt: '' }, large))).toContain('larger than 4 MB');
  });

  it('keeps the first eight and ignores what is no picture at all', () => {
    const pictures = createPictures();
    expect(pictures.take(Buffer.from('hello'))).toBeUndefined();
    expect(pictures.take(framed({ kind: 'html' }, '<b>'))).toBeUndefined();
    const taken = Array.from({ length: 20 }, () =>
      pictures.take(framed({ kind: 'png', alt: '' }, png(1, 1))),
    );
    expect(taken.filter(Boolean)).toHaveLength(8);
  });

  it('draws turtles from numbers, upwards, and grows with what lies outside', () => {
    const picture = createPictures().take(
      turtles({ items: [['line', '#ff0000', 2, [0, 0, 10, 500]]] }),
    );
    const svg = svgOf(picture);
    expect(svg).toContain('<polyline points="0,0 10,-500" fill="none" stroke="#ff0000"');
    expect(svg).toContain('viewBox="-320 -512 640 752"');
  });

  it('spells out texts, and takes no colour or number that could be markup', () => {
    const words = '</text><script>alert(1)</script>\u0000"&';
    const text = ['text', '#000000', 12, 0, 0, 'left', 'bold', words];
    const svg = svgOf(createPictures().take(turtles({ items: [text] })));
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;</text>');
    const bad = [
      ['dot', 'red" onload="x', 1, 0, 0],
      ['dot', '#ff0000', '1"/>', 0, 0],
      ['dot', '#ff0000', 1, 0, null],
      ['image', 'http://x/'],
    ];
    for (const item of bad)
      expect(createPictures().take(turtles({ items: [item] }))).toBeUndefined();
  });

  it('puts a drawing that grows in place of itself, a bounded number of times', () => {
    const pictures = createPictures();
    const first = pictures.take(framed({ kind: 'png', alt: '' }, png(1, 1)));
    expect(first).toMatchObject({ mime: 'image/png' });
    const steps = Array.from({ length: 200 }, (_, n) =>
      pictures.take(turtles({ items: [['dot', '#00ff00', n + 1, 0, 0]] })),
    ).filter((step) => step !== undefined);
    expect(steps.length).toBeLessThan(100);
    expect(steps[0]).not.toHaveProperty('replaces');
    expect(steps[1]).toMatchObject({ replaces: 1 });
  });
});
