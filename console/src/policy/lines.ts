/** One line of a comparison. */
export interface LineChange {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Line in the old and the new text, from 1. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

const MAX_CELLS = 4_000_000;

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Pairs of equal lines (old, new), in order; common ends first, the longest common subsequence between them. */
function matches(a: readonly string[], b: readonly string[]): [number, number][] {
  const pairs: [number, number][] = [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) pairs.push([start, start++]);
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const rows = a.length - start - tail;
  const columns = b.length - start - tail;
  // Beyond this size everything between the common ends counts as changed, which is still true.
  if (rows * columns > 0 && rows * columns <= MAX_CELLS) {
    const width = columns + 1;
    const best = new Uint32Array((rows + 1) * width);
    for (let i = rows - 1; i >= 0; i--) {
      for (let j = columns - 1; j >= 0; j--) {
        best[i * width + j] = a[start + i] === b[start + j] ? (best[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
      }
    }
    for (let i = 0, j = 0; i < rows && j < columns; ) {
      if (a[start + i] === b[start + j]) pairs.push([start + i++, start + j++]);
      else if ((best[(i + 1) * width + j] ?? 0) >= (best[i * width + j + 1] ?? 0)) i++;
      else j++;
    }
  }
  for (let i = tail; i > 0; i--) pairs.push([a.length - i, b.length - i]);
  return pairs;
}

/** Every line of both texts, what is only in one of them marked. */
export function compareLines(before: string, after: string): LineChange[] {
  const a = linesOf(before);
  const b = linesOf(after);
  const changes: LineChange[] = [];
  let i = 0;
  let j = 0;
  for (const [x, y] of [...matches(a, b), [a.length, b.length] as [number, number]]) {
    while (i < x) changes.push({ kind: 'removed', text: a[i] ?? '', before: ++i, after: undefined });
    while (j < y) changes.push({ kind: 'added', text: b[j] ?? '', before: undefined, after: ++j });
    if (x < a.length) changes.push({ kind: 'same', text: a[x] ?? '', before: ++i, after: ++j });
  }
  return changes;
}

/** The changed lines with a little around them; `undefined` stands for lines left out. */
export function excerpt(changes: readonly LineChange[], around = 2): (LineChange | undefined)[] {
  const near = changes.map((_, i) => changes.slice(Math.max(0, i - around), i + around + 1).some((change) => change.kind !== 'same'));
  return changes.flatMap((change, i) => (near[i] ? [change] : near[i - 1] === true || i === 0 ? [undefined] : []));
}

/** Two people's changes of one text put together; undefined if they touch the same lines. */
export function mergeLines(base: string, mine: string, theirs: string): string | undefined {
  const original = linesOf(base);
  const changesMine = hunks(original, linesOf(mine));
  const changesTheirs = hunks(original, linesOf(theirs));
  const all = [...changesMine, ...changesTheirs].sort((a, b) => a.from - b.from || a.to - b.to);
  const distinct = all.filter((hunk, i) => i === 0 || !sameHunk(hunk, all[i - 1] as Hunk));
  for (let i = 1; i < distinct.length; i++) {
    const [before, after] = [distinct[i - 1] as Hunk, distinct[i] as Hunk];
    if (after.from < before.to || after.from === before.from) return undefined;
  }
  const merged = [...original];
  for (const hunk of distinct.reverse()) merged.splice(hunk.from, hunk.to - hunk.from, ...hunk.lines);
  return merged.length === 0 ? '' : merged.join('\n') + '\n';
}

interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

function sameHunk(a: Hunk, b: Hunk): boolean {
  return a.from === b.from && a.to === b.to && a.lines.join('\n') === b.lines.join('\n');
}

function hunks(base: readonly string[], other: readonly string[]): Hunk[] {
  const found: Hunk[] = [];
  let i = 0;
  let j = 0;
  for (const [x, y] of [...matches(base, other), [base.length, other.length] as [number, number]]) {
    if (x > i || y > j) found.push({ from: i, to: x, lines: other.slice(j, y) });
    i = x + 1;
    j = y + 1;
  }
  return found;
}
