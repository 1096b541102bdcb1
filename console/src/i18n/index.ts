import i18next, { type TFunction } from 'i18next';
import { useCallback, useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type en from './en.json';

type Stem<K> = K extends `${infer Before}_one` | `${infer Before}_other` ? Before : K;
/** A key of the language files; plural forms are asked for by their stem. */
export type TextKey = Stem<keyof typeof en>;
export type Values = Record<string, string | number>;
export type Text = (key: TextKey, values?: Values) => string;

const files = {
  en: () => import('./en.json'),
  ja: () => import('./ja.json'),
};

/** Makes a language the one in use; its file is fetched when it is asked for first. */
export async function loadLanguage(language: 'en' | 'ja'): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      keySeparator: false,
      nsSeparator: false,
      interpolation: {
        prefix: '{',
        suffix: '}',
        escapeValue: false,
        alwaysFormat: true,
        format: (value: unknown, _format, lng) => (typeof value === 'number' ? Intl.NumberFormat(lng).format(value) : String(value)),
      },
      returnNull: false,
      resources: {},
    });
  }
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await files[language]()).default);
  }
  await i18next.changeLanguage(language);
}

export function asText(t: TFunction): Text {
  return (key, values) => t(key, values ?? {});
}

export function useText(): Text {
  const { t } = useTranslation();
  return useMemo(() => asText(t), [t]);
}

/** The text of a key that is made from data (an error code, a category); undefined if there is none. */
export function useOptionalText(): (key: string, values?: Values) => string | undefined {
  const { t, i18n } = useTranslation();
  return useCallback((key, values) => (i18n.exists(key) ? t(key, values ?? {}) : undefined), [t, i18n]);
}
