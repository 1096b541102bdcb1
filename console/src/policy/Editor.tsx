import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import styles from './editor.module.css';

export interface Mark {
  readonly line: number;
  readonly column: number | undefined;
  readonly message: string;
}

export interface EditorHandle {
  readonly goTo: (line: number) => void;
}

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--s-link)' },
  { tag: tags.comment, color: 'var(--s-muted)' },
  { tag: [tags.string, tags.content], color: 'var(--s-text)' },
  { tag: [tags.keyword, tags.bool, tags.null, tags.number], color: 'var(--s-notInspected-text)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--s-muted)' },
]);

/** Looks of the editor; colours are variables, so that a change of theme needs no new editor. */
export const editorTheme = EditorView.theme({
  '&': { color: 'var(--s-text)', backgroundColor: 'var(--s-ground)', fontSize: '13px', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--s-focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--s-mono)', lineHeight: '1.6' },
  '.cm-gutters': { backgroundColor: 'var(--s-raised)', color: 'var(--s-muted)', borderRight: '1px solid var(--s-line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--s-text) 4%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--s-line)', color: 'var(--s-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--s-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--s-focus) 25%, transparent)' },
  '.cm-tooltip': { backgroundColor: 'var(--s-ground)', color: 'var(--s-text)', border: '1px solid var(--s-line)', borderRadius: '6px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--s-monitored-tint)', color: 'var(--s-monitored-text)' },
  '.cm-panels': { backgroundColor: 'var(--s-raised)', color: 'var(--s-text)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--s-blocked-text)', textUnderlineOffset: '3px' },
  '.cm-lint-marker-error': { content: 'normal', color: 'var(--s-blocked-text)', fontSize: '11px', lineHeight: '20px' },
  '.cm-lint-marker-error::before': { content: '"■"' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--s-blocked-text)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--s-raised)', color: 'var(--s-muted)', border: '1px solid var(--s-line)' },
});

export const editorColours = syntaxHighlighting(colours);

/** Keys of rules, actions and names in the document itself. */
function complete(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/[\w-]*/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  const before = context.state.sliceDoc(context.state.doc.lineAt(context.pos).from, word.from);
  const options = /then:\s*$/.test(before) ? ACTIONS : /list:\s*(\[[^\]]*)?$/.test(before) ? listNames(context.state.doc.toString()) : KEYS;
  return { from: word.from, options: options.map((label) => ({ label })), validFor: /^[\w-]*$/ };
}

const ACTIONS = ['allow', 'monitor', 'warn', 'block', 'tunnel', 'inspect'];
const KEYS = ['access', 'at', 'category', 'clientIp', 'decryption', 'group', 'host', 'hosts', 'list', 'lists', 'method', 'name', 'networks', 'not', 'paths', 'port', 'prefix', 'then', 'user', 'when'];

function listNames(text: string): string[] {
  return [...text.matchAll(/name:\s*([\w-]+)/g)].map((match) => match[1] ?? '').filter((name) => name !== '');
}

/**
 * The text of a policy. It lives in a shadow root: there the editor's styles are adopted style sheets, so that the page's
 * policy needs no exception for injected styles.
 */
export default function Editor({ value, change, marks, label, readOnly = false, ref }: { value: string; change: (text: string) => void; marks: readonly Mark[]; label: string; readOnly?: boolean; ref?: Ref<EditorHandle> }) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(change);
  const first = useRef({ value, label, readOnly });
  useEffect(() => {
    latest.current = change;
  });
  useEffect(() => {
    if (host.current === null) return undefined;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const parent = document.createElement('div');
    parent.setAttribute('part', 'editor');
    root.append(parent);
    const extensions: Extension[] = [
      lineNumbers(),
      foldGutter(),
      lintGutter(),
      history(),
      drawSelection(),
      bracketMatching(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      search({ top: true }),
      autocompletion({ override: [complete] }),
      indentUnit.of('  '),
      yaml(),
      editorTheme,
      editorColours,
      EditorState.readOnly.of(first.current.readOnly),
      EditorView.contentAttributes.of({ 'aria-label': first.current.label, tabindex: '0' }),
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap, { ...indentWithTab, key: 'Ctrl-Tab', mac: 'Alt-Tab' }]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) latest.current(update.state.doc.toString());
      }),
    ];
    const made = new EditorView({ root, parent, state: EditorState.create({ doc: first.current.value, extensions }) });
    view.current = made;
    return () => {
      made.destroy();
      parent.remove();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    const editor = view.current;
    if (editor !== null && editor.state.doc.toString() !== value) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const found = marks.map((mark): Diagnostic => {
      const line = editor.state.doc.line(Math.max(1, Math.min(mark.line, editor.state.doc.lines)));
      const from = Math.min(line.to, line.from + Math.max(0, (mark.column ?? 1) - 1));
      return { from: from === line.to ? line.from : from, to: line.to, severity: 'error', message: mark.message };
    });
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [marks]);
  useImperativeHandle(ref, () => ({
    goTo: (number: number) => {
      const editor = view.current;
      if (editor === null) return;
      const line = editor.state.doc.line(Math.max(1, Math.min(number, editor.state.doc.lines)));
      editor.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) });
      editor.focus();
    },
  }));
  return <div ref={host} className={`cm-host ${styles.host}`} />;
}
