import { queryOptions } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { StoredField } from '../../api/types';

/** Purposes in Japanese; in English the register itself is the text. */
export const japanesePurposes = () => queryOptions({ queryKey: ['purposes', 'ja'], queryFn: async (): Promise<Readonly<Record<string, string>>> => (await import('../../i18n/purposes.ja.json')).default, staleTime: Infinity });

/** Purposes by `store.name` in the language in use; empty where the register itself is the text. */
export const Purposes = createContext<Readonly<Record<string, string>>>({});

/** The purpose of a field, and the language that it is written in where that differs from the page's. */
export function usePurpose(field: Pick<StoredField, 'store' | 'name' | 'purpose'>): { readonly text: string; readonly lang: 'en' | undefined } {
  const text = useContext(Purposes)[`${field.store}.${field.name}`];
  return text === undefined ? { text: field.purpose, lang: 'en' } : { text, lang: undefined };
}
