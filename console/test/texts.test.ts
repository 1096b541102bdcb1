import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../src/i18n/en.json';
import ja from '../src/i18n/ja.json';
import purposes from '../src/i18n/purposes.ja.json';

const root = new URL('..', import.meta.url).pathname;
const english = en as Record<string, string>;
const japanese = ja as Record<string, string>;
const FORMS = /_(zero|one|other)$/;
const stems = (texts: Record<string, string>) => [...new Set(Object.keys(texts).map((key) => key.replace(FORMS, '')))].sort();
const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort();

function sources(folder = join(root, 'src')): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [readFileSync(path, 'utf8')] : [];
  });
}

/** What is wrong with a pair of language files. */
function differences(a: Record<string, string>, b: Record<string, string>): string[] {
  const missing = stems(a).filter((key) => !stems(b).includes(key)).concat(stems(b).filter((key) => !stems(a).includes(key)));
  const unequal = Object.keys(b).filter((key) => a[key] !== undefined && !FORMS.test(key) && places(a[key]).join() !== places(b[key] ?? '').join());
  const plural = Object.keys(b).filter((key) => key.endsWith('_other') && places(a[key] ?? '').join() !== places(b[key] ?? '').join());
  return [...missing, ...unequal, ...plural];
}

describe('The two languages', () => {
  it('have the same texts with the same values in them', () => {
    expect(differences(english, japanese)).toEqual([]);
  });

  it('would be caught if a text or a value were missing', () => {
    const { 'nav.log': _gone, ...rest } = japanese;
    expect(differences(english, rest)).toEqual(['nav.log']);
    expect(differences(english, { ...japanese, partial: '数値は実際より少なくなっています。' })).toEqual(['partial']);
  });

  it('have a text in English for one and for several', () => {
    const plural = Object.keys(english).filter((key) => key.endsWith('_other'));
    plural.forEach((key) => expect(english, key).toHaveProperty([key.replace(/_other$/, '_one')]));
  });

  it('use no spelling that the glossary forbids', () => {
    const forbidden = /ユーザー|サーバー|オペレーター|ブラウザー|フィルター|カテゴリー|テナント|デフォルト|アクション|！|[！-～]/u;
    expect(Object.entries(japanese).filter(([, text]) => forbidden.test(text))).toEqual([]);
    expect(Object.entries(english).filter(([, text]) => /\b(tenant|oops|please)\b|!/iu.test(text))).toEqual([]);
  });

  it('put no space between Japanese and Latin letters', () => {
    const space = /[\u3040-\u30ff\u4e00-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u3040-\u30ff\u4e00-\u9fff]/u;
    const typed = /host:|\bAlt |\bEsc\b|\bv\{|→|\{time\}/u;
    expect(Object.entries(japanese).filter(([, text]) => space.test(text) && !typed.test(text))).toEqual([]);
  });
});

describe('The glossary', () => {
  const rows = readFileSync(join(root, 'src/i18n/glossary.tsv'), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t') as [string, string, 'label' | 'anywhere']);
  const breaks = (texts: Record<string, string>) =>
    rows.flatMap(([term, word, where]) =>
      Object.entries(english)
        .filter(([key]) => texts[key] !== undefined && !key.startsWith('audit.action'))
        .map(([key, text]) => [key, text.replaceAll(/\{\w+\}/g, '')] as const)
        .filter(([key, text]) => (text.toLowerCase() === term.toLowerCase() ? !(texts[key] ?? '').includes(word) : where === 'anywhere' && new RegExp(`(^|[^\\w-])${term}s?([^\\w-]|$)`, 'iu').test(text) && !(texts[key] ?? '').includes(word)))
        .map(([key]) => `${key}: ${term} = ${word}`),
    );

  it('gives each term one translation', () => {
    expect(breaks(japanese).filter((line) => !EXCEPTIONS.has(line.split(':')[0] ?? ''))).toEqual([]);
  });

  it('would be caught if one were translated otherwise', () => {
    expect(breaks({ ...japanese, 'nav.onRamps': 'オンランプ' })).toContain('nav.onRamps: on-ramp = 接続経路');
  });

  // Texts in which the word means something else: "action" of a menu, of the audit log.
  const EXCEPTIONS = new Set(['audit.action', 'policy.acts', 'nowhere.text', 'errors.database-schema']);
});

describe('Every error has words', () => {
  const codes = [...readFileSync(join(root, '../kernel/src/main/java/dev/sekisho/kernel/error/ErrorCode.java'), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').matchAll(/^ {4}([A-Z][A-Z0-9_]+)[,;]/gm)].map((match) => (match[1] ?? '').toLowerCase().replaceAll('_', '-'));

  it('in both languages, for every code of the product', () => {
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => english[`errors.${code}`] === undefined || japanese[`errors.${code}`] === undefined)).toEqual([]);
  });

  it('and for every code that the API names', () => {
    const api = readFileSync(join(root, '../docs/api/openapi.yaml'), 'utf8');
    const line = /400 `invalid-input`[\s\S]*?503/.exec(api)?.[0] ?? '';
    const named = [...line.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((code) => english[`errors.${code}`] === undefined)).toEqual([]);
  });
});

describe('Purposes in Japanese', () => {
  const register = readFileSync(join(root, '../kernel/src/main/resources/dev/sekisho/kernel/inventory/fields.tsv'), 'utf8');
  const fields = new Set(register.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t').slice(0, 2).join('.')));

  it('belong to fields of the register, and every field has one', () => {
    expect(Object.keys(purposes).filter((key) => !fields.has(key))).toEqual([]);
    expect([...fields].filter((key) => !(key in purposes))).toEqual([]);
    expect(Object.values(purposes).filter((text) => /ユーザー|サーバー|カテゴリー|[A-Za-z0-9] [\u3040-\u30ff]/u.test(text))).toEqual([]);
  });

  it('stand under a store that has a name in both languages', () => {
    const stores = new Set([...fields].map((key) => key.split('.')[0] ?? ''));
    expect([...stores].filter((store) => english[`data.store.${store}`] === undefined || japanese[`data.store.${store}`] === undefined)).toEqual([]);
  });
});

describe('No text is unused', () => {
  const all = sources().join('\n');
  const made = [...all.matchAll(/`([\w.-]+\.)\$\{/g)].map((match) => match[1] ?? '');

  it('and none is asked for that does not exist', () => {
    const unused = stems(english).filter((key) => !all.includes(`'${key}'`) && !made.some((start) => key.startsWith(start)) && !(key.startsWith('trace.state.') && all.includes("'trace.state.'")));
    expect(unused).toEqual([]);
  });
});
