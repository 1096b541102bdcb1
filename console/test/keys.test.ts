import { describe, expect, it } from 'vitest';

// The module reads display preferences when it is loaded.
Object.assign(globalThis, { ...('navigator' in globalThis ? {} : { navigator: { language: 'en' } }), localStorage: { getItem: () => null, setItem: () => undefined }, matchMedia: () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }) });
const { belongsElsewhere } = await import('../src/app/keys');

const inside = (selector: string) => ({ closest: (wanted: string) => (wanted.includes(selector) ? {} : null) }) as unknown as EventTarget;
const press = (change: Partial<Parameters<typeof belongsElsewhere>[0]>) => ({ isComposing: false, keyCode: 74, target: { closest: () => null } as unknown as EventTarget, altKey: false, ctrlKey: false, metaKey: false, ...change });

describe('A single key acts', () => {
  it('on the page', () => {
    expect(belongsElsewhere(press({}))).toBe(false);
  });

  it('never while an input method composes', () => {
    expect(belongsElsewhere(press({ isComposing: true }))).toBe(true);
    expect(belongsElsewhere(press({ keyCode: 229 }))).toBe(true);
  });

  it('never in a field, in a menu, in the editor, or with a modifier', () => {
    expect(belongsElsewhere(press({ target: inside('input') }))).toBe(true);
    expect(belongsElsewhere(press({ target: inside('[role="menu"]') }))).toBe(true);
    expect(belongsElsewhere(press({ target: inside('.cm-host') }))).toBe(true);
    expect(belongsElsewhere(press({ ctrlKey: true }))).toBe(true);
  });
});
