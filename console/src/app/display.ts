import { useSyncExternalStore } from 'react';

/** What a person chose about how things look; kept on this device, nothing about anybody in it. */
export interface Display {
  readonly theme: 'light' | 'dark' | 'system';
  readonly language: 'en' | 'ja';
  readonly density: 'comfortable' | 'compact';
  readonly zone: 'mine' | 'utc';
  readonly keys: boolean;
}

const PLACE = 'sekisho.display';
const listeners = new Set<() => void>();

function initial(): Display {
  const language = navigator.language.startsWith('ja') ? 'ja' : 'en';
  const first: Display = { theme: 'system', language, density: 'comfortable', zone: 'mine', keys: true };
  try {
    return { ...first, ...(JSON.parse(localStorage.getItem(PLACE) ?? '{}') as Partial<Display>) };
  } catch {
    return first;
  }
}

let current: Display = initial();

export function display(): Display {
  return current;
}

export function setDisplay(change: Partial<Display>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(PLACE, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing still shows everything; the choice then lasts as long as the page.
  }
  document.documentElement.setAttribute('data-density', current.density);
  document.documentElement.lang = current.language;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDisplay(): Display {
  return useSyncExternalStore(subscribe, display);
}

const systemDark = matchMedia('(prefers-color-scheme: dark)');

function subscribeSystem(listener: () => void): () => void {
  systemDark.addEventListener('change', listener);
  return () => systemDark.removeEventListener('change', listener);
}

/** The theme in effect. */
export function useScheme(): 'light' | 'dark' {
  const { theme } = useDisplay();
  const dark = useSyncExternalStore(subscribeSystem, () => systemDark.matches);
  return theme === 'system' ? (dark ? 'dark' : 'light') : theme;
}

/** The time zone that times are shown in. */
export function zoneOf(shown: Display): string {
  return shown.zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
}
