import { yaml } from '@codemirror/lang-yaml';
import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { editorColours, editorTheme } from './Editor';
import styles from './editor.module.css';

const mergeTheme = EditorView.theme({
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--s-allowed-tint)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--s-monitored-tint)' },
  '&.cm-merge-a .cm-changedText': { background: 'none', textDecoration: 'line-through' },
  '&.cm-merge-b .cm-changedText': { background: 'none', fontWeight: '600' },
  '.cm-collapsedLines': { backgroundColor: 'var(--s-raised)', backgroundImage: 'none', color: 'var(--s-muted)' },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"⋯"' },
  '.cm-changedLineGutter, .cm-deletedLineGutter': { background: 'var(--s-link)' },
  '.cm-mergeViewEditor + .cm-mergeViewEditor': { borderLeft: '1px solid var(--s-line)' },
});

/** Old on the left, new on the right, equal parts folded. */
export default function Merge({ before, after, labels }: { before: string; after: string; labels: { before: string; after: string; folded: string } }) {
  const host = useRef<HTMLDivElement>(null);
  const { before: labelBefore, after: labelAfter, folded } = labels;
  useEffect(() => {
    if (host.current === null) return undefined;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const side = (label: string): Extension => [lineNumbers(), yaml(), editorTheme, mergeTheme, editorColours, EditorState.readOnly.of(true), EditorState.phrases.of({ '$ unchanged lines': folded }), EditorView.lineWrapping, EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' })];
    const view = new MergeView({ root, parent: root, a: { doc: before, extensions: side(labelBefore) }, b: { doc: after, extensions: side(labelAfter) }, collapseUnchanged: { margin: 2, minSize: 6 }, gutter: true });
    return () => view.destroy();
  }, [before, after, labelBefore, labelAfter, folded]);
  return <div ref={host} className={`cm-host ${styles.merge}`} />;
}
