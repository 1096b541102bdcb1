import { useEffect, useRef } from 'react';
import { display } from './display';

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const SEQUENCE_MS = 1200;

/** Whether a key press belongs to somebody else: a composing input method, a field, a control with keys of its own, a dialog. */
export function belongsElsewhere(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode' | 'target' | 'altKey' | 'ctrlKey' | 'metaKey'>): boolean {
  // 229: browsers that report the key which ends a composition without isComposing.
  if (event.isComposing || event.keyCode === 229) return true;
  if (event.altKey || event.ctrlKey || event.metaKey) return true;
  const target = event.target as { closest?: (selector: string) => unknown } | null;
  return target?.closest?.('input, textarea, select, [contenteditable="true"], [role="listbox"], [role="menu"], .cm-host') != null;
}

/**
 * Single keys and two-key sequences (`g l`). They sleep in fields, while an input method composes, and when the person turned
 * them off. Enter and arrow keys are left alone on buttons and links.
 */
export function useKeys(map: KeyMap, active = true): void {
  const latest = useRef(map);
  useEffect(() => {
    latest.current = map;
  });
  useEffect(() => {
    if (!active) return undefined;
    let before = '';
    let at = 0;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || belongsElsewhere(event)) return;
      const arrow = event.key.startsWith('Arrow') || event.key === 'Enter' || event.key === 'Escape';
      if (!arrow && !display().keys) return;
      const sequence = event.timeStamp - at < SEQUENCE_MS ? `${before} ${event.key}` : '';
      const act = latest.current[sequence] ?? latest.current[event.key];
      before = event.key;
      at = event.timeStamp;
      if (act !== undefined) act(event);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [active]);
}
