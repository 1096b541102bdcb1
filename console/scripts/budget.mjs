// Size budgets after the build (gzip, level 9). Exits 1 and says which one is broken.
import { readFileSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const out = new URL('../target/classes/console/', import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8'));
const size = (file) => gzipSync(readFileSync(join(out, file)), { level: 9 }).length;

/** All files that are fetched with an entry or a lazily loaded part, without what `known` has already. */
function closure(key, known = new Set(), found = new Set()) {
  const part = manifest[key];
  if (part === undefined || known.has(part.file) || found.has(part.file)) return found;
  found.add(part.file);
  (part.css ?? []).forEach((css) => found.add(css));
  (part.imports ?? []).forEach((next) => closure(next, known, found));
  return found;
}

const sum = (files, ending) => [...files].filter((file) => file.endsWith(ending)).reduce((all, file) => all + size(file), 0);
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = closure(entry);
const lazy = (name) => Object.keys(manifest).find((key) => key.endsWith(name));
const pages = Object.keys(manifest).filter((key) => /^src\/pages\/.*Page\.tsx$/.test(key) && manifest[key].isDynamicEntry);
const shared = (key) => closure(key, first);
const rows = [
  ['first page, scripts', sum(first, '.js') + size(manifest[lazy('i18n/ja.json')].file), 300],
  ['first page, styles', sum(first, '.css'), 40],
  ...pages.map((key) => [key.replace('src/pages/', ''), sum(shared(key), '.js'), 40]),
  ['chart', sum(shared(lazy('parts/OutcomeChart.tsx')), '.js'), 205],
  ['editor', sum(new Set([...shared(lazy('policy/Editor.tsx')), ...shared(lazy('policy/Merge.tsx'))]), '.js'), 165],
  ['language en', size(manifest[lazy('i18n/en.json')].file), 40],
  ['language ja', size(manifest[lazy('i18n/ja.json')].file), 40],
];
let broken = 0;
for (const [name, bytes, limit] of rows) {
  const over = bytes > limit * 1024;
  if (over) broken++;
  console.log(`${over ? 'OVER ' : '     '}${(bytes / 1024).toFixed(1).padStart(7)} kB of ${String(limit).padStart(3)}  ${name}`);
}
// The list of parts is for this check, not for the jar.
renameSync(join(out, '.vite/manifest.json'), new URL('../target/console-manifest.json', import.meta.url).pathname);
rmdirSync(join(out, '.vite'));
if (broken > 0) {
  console.error(`${broken} size budgets are exceeded`);
  process.exit(1);
}
