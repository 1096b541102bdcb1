import { useMemo } from 'react';
import { useDisplay, zoneOf } from './display';

/** Numbers, sizes and times in a language and a zone, by the browser's own tables. */
export interface Format {
  readonly zone: string;
  readonly zoneName: string;
  number(value: number): string;
  /** Short form from seven digits: 1.2 M, 123万. */
  short(value: number): string;
  percent(share: number): string;
  bytes(value: number): string;
  micros(value: number): string;
  /** 18:44:03.120 */
  clock(iso: string): string;
  /** 22 Nov 18:44:03.120 */
  moment(iso: string): string;
  /** 22 Nov 18:00 */
  hour(iso: string): string;
  date(iso: string): string;
  /** A UTC day as it is called, in no zone: 22 Nov 2026 for 2026-11-22. */
  day(iso: string): string;
  exact(iso: string, zone?: string): string;
  /** 1 Apr 2027, 00:00 UTC: a moment that was agreed, to the minute. */
  instant(iso: string, zone?: string): string;
  /** "2 min ago" below one hour, otherwise the moment. */
  recent(iso: string, now: number): string;
}

export function formatOf(language: string, zone: string): Format {
  const time = (options: Intl.DateTimeFormatOptions, at = zone) => new Intl.DateTimeFormat(language, { timeZone: at, hourCycle: 'h23', ...options });
  const number = new Intl.NumberFormat(language);
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const clock = time({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
  const moment = time({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
  const hour = time({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const date = time({ day: 'numeric', month: 'short', year: 'numeric' });
  const day = time({ day: 'numeric', month: 'short', year: 'numeric' }, 'UTC');
  const relative = new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'auto' });
  const exact = (iso: string, at = zone) =>
    time({ dateStyle: undefined, year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, timeZoneName: 'short' }, at).format(new Date(iso));
  const instant = (iso: string, at = zone) => time({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }, at).format(new Date(iso));
  const short = time({ timeZoneName: 'short' }).formatToParts(new Date()).find((part) => part.type === 'timeZoneName')?.value ?? zone;
  const zoneName = /^GMT.|^UTC./.test(short) ? zone : short;
  return {
    zone,
    zoneName,
    number: (value) => number.format(value),
    short: (value) => (Math.abs(value) >= 1_000_000 ? compact.format(value) : number.format(value)),
    percent: (value) => share.format(value),
    bytes: (value) => sizeOf(language, value),
    micros: (value) => durationOf(language, value),
    clock: (iso) => clock.format(new Date(iso)),
    moment: (iso) => moment.format(new Date(iso)),
    hour: (iso) => hour.format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
    exact,
    instant,
    recent: (iso, now) => {
      const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
      if (Math.abs(seconds) < 60) return relative.format(seconds, 'second');
      return Math.abs(seconds) < 3600 ? relative.format(Math.round(seconds / 60), 'minute') : hour.format(new Date(iso));
    },
  };
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

function sizeOf(language: string, value: number): string {
  const step = value < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(value) / 3));
  const unit = SIZES[step] ?? 'byte';
  const options: Intl.NumberFormatOptions = { style: 'unit', unit, unitDisplay: step === 0 ? 'narrow' : 'short', maximumFractionDigits: step === 0 ? 0 : 1 };
  return new Intl.NumberFormat(language, options).format(value / 1000 ** step);
}

function durationOf(language: string, micros: number): string {
  const seconds = micros >= 1_000_000;
  const unit = seconds ? 'second' : 'millisecond';
  const value = seconds ? micros / 1_000_000 : micros / 1000;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow', maximumSignificantDigits: 3 }).format(value);
}

/** The viewer's own kind of English, for the order of day and month; Japanese is one. */
function localeOf(language: string): string {
  return navigator.languages.find((one) => one.startsWith(language)) ?? (language === 'en' ? 'en-GB' : language);
}

export function useFormat(): Format {
  const shown = useDisplay();
  const zone = zoneOf(shown);
  return useMemo(() => formatOf(localeOf(shown.language), zone), [shown.language, zone]);
}
