import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WHOLE } from '../src/query/filters';
import { applyTyped, parseTyped, writeTyped } from '../src/query/qualifiers';

describe('What is typed into the filter box', () => {
  it('is understood as filters and free words', () => {
    expect(parseTyped('host:play.example action:blocked poker table')).toEqual({ filters: { host: 'play.example', action: 'block', url: 'poker table' }, refused: [] });
    expect(parseTyped('rule:"big upload" 日本語 "two words"').filters).toEqual({ rule: 'big upload', url: '日本語 two words' });
  });

  it('may be an address with colons', () => {
    expect(parseTyped('https://a.example/x?y=1').filters).toEqual({ url: 'https://a.example/x?y=1' });
    expect(parseTyped('a.example:8443').filters).toEqual({ url: 'a.example:8443' });
    expect(parseTyped('localhost:8443/x').filters).toEqual({ url: 'localhost:8443/x' });
  });

  it('is refused with the reason where it makes no sense, and the rest still counts', () => {
    const typed = parseTyped('colour:red action:explode host: host:a.example host:b.example');
    expect(typed.filters).toEqual({ host: 'a.example' });
    expect(typed.refused.map((one) => one.because)).toEqual(['unknown-name', 'unknown-action', 'empty', 'twice']);
  });

  it('reads back what the console writes', () => {
    const value = fc.string({ minLength: 1, maxLength: 40 }).map((text) => text.replaceAll('"', '').trim()).filter((text) => text !== '');
    fc.assert(
      fc.property(fc.constantFrom('host', 'category', 'rule', 'user', 'url'), value, (name, wanted) => {
        expect(parseTyped(writeTyped(name, wanted)).filters[name]).toBe(wanted);
      }),
      { numRuns: 200 },
    );
  });

  it('never fails and never invents a filter, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (text) => {
        const typed = parseTyped(text);
        Object.values(typed.filters).forEach((value) => expect(value?.split(' ').every((word) => text.includes(word))).toBe(true || value === 'block'));
        expect(Object.keys(typed.filters).length + typed.refused.length > 0).toBe(/[^\s"]/u.test(text.replaceAll('""', '')));
      }),
      { numRuns: 300 },
    );
  });

  it('replaces a filter of the same name', () => {
    expect(applyTyped({ ...WHOLE, host: 'old.example' }, parseTyped('host:new.example'))).toEqual({ ...WHOLE, host: 'new.example' });
  });
});
