import { differenceCiede2000, filterDeficiencyDeuter, filterDeficiencyProt, filterDeficiencyTrit, formatRgb, parse, wcagContrast, type Color } from 'culori';
import { describe, expect, it } from 'vitest';
import { OUTCOMES, themes, type Palette } from '../src/theme/tokens';

const difference = differenceCiede2000();
/** Full loss of one kind of cone, as a colour that is written out again. */
const seen = (filter: (colour: Color) => Color) => (colour: string) => formatRgb(filter(parse(colour) as Color));
type See = (colour: string) => string;
const eyes: Record<string, See> = { usual: (colour) => colour, protanopia: seen(filterDeficiencyProt(1)), deuteranopia: seen(filterDeficiencyDeuter(1)), tritanopia: seen(filterDeficiencyTrit(1)) };

function nearest(colours: readonly string[]): number {
  const distances = Object.values(eyes).flatMap((see) => colours.flatMap((a, i) => colours.slice(i + 1).map((b) => difference(see(a), see(b)))));
  return Math.min(...distances);
}

function texts(palette: Palette): [name: string, text: string, ground: string][] {
  const grounds = { ground: palette.ground, raised: palette.raised };
  return [
    ...Object.entries(grounds).flatMap(([name, ground]): [string, string, string][] => [
      [`text on ${name}`, palette.text, ground],
      [`muted on ${name}`, palette.muted, ground],
      [`link on ${name}`, palette.link, ground],
      [`healthy on ${name}`, palette.healthy, ground],
    ]),
    ...OUTCOMES.map((outcome): [string, string, string] => [`badge ${outcome}`, palette.badge[outcome].text, palette.badge[outcome].tint]),
    ['text on the chosen row', palette.text, palette.badge.monitored.tint],
    ['muted on the chosen row', palette.muted, palette.badge.monitored.tint],
    ['primary button', palette.onPrimary, palette.primary],
    ['primary button, hovered', palette.onPrimary, palette.primaryHover],
    ['text on a bar', palette.text, palette.badge.allowed.tint],
  ];
}

describe.each(Object.entries(themes))('The %s theme', (_name, palette) => {
  it('has text that can be read: at least 4.5', () => {
    for (const [name, text, ground] of texts(palette)) expect(wcagContrast(text, ground), name).toBeGreaterThanOrEqual(4.5);
  });

  it('has borders, focus rings and marks that can be seen: at least 3', () => {
    for (const ground of [palette.ground, palette.raised]) {
      for (const mark of [palette.control, palette.focus]) expect(wcagContrast(mark, ground)).toBeGreaterThanOrEqual(3);
    }
    for (const mark of [...Object.values(palette.mark), ...palette.series]) expect(wcagContrast(mark, palette.ground), mark).toBeGreaterThanOrEqual(3);
  });

  it('has marks and series that every eye can tell apart: at least 12', () => {
    expect(nearest(Object.values(palette.mark))).toBeGreaterThanOrEqual(12);
    expect(nearest(palette.series)).toBeGreaterThanOrEqual(12);
  });
});

describe('The measures themselves', () => {
  it('turn red when a colour is too weak or two are too near', () => {
    expect(wcagContrast('#9AA3AE', '#FFFFFF')).toBeLessThan(4.5);
    expect(nearest(['#B3200B', '#B3300B'])).toBeLessThan(12);
    expect(wcagContrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
  });
});
