import type { Action, Json } from '../model.js';

/** `1 account`, `2 accounts`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}

function unitOf(seconds: number): { readonly size: number; readonly name: string } {
  if (seconds < 90) return { size: 1, name: 's' };
  if (seconds < 90 * 60) return { size: 60, name: 'min' };
  return { size: 3600, name: 'h' };
}

function inUnit(seconds: number, size: number): string {
  const value = seconds / size;
  return size === 3600 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
}

/** Seconds as a person says them: `41 s`, `12 min`, `1.5 h`. */
export function duration(seconds: number): string {
  const unit = unitOf(seconds);
  return `${inUnit(seconds, unit.size)} ${unit.name}`;
}

/** `31-48 min`; both ends in the unit of the longer one, unless the shorter one is none of it. */
export function durationRange(low: number, high: number): string {
  const unit = unitOf(high);
  const from = inUnit(low, unit.size);
  const to = inUnit(high, unit.size);
  if (from === '0' && low > 0) return `${duration(low)}-${to} ${unit.name}`;
  return from === to ? `${to} ${unit.name}` : `${from}-${to} ${unit.name}`;
}

/** Time on a running change: `07:05`, `1:07:05`. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

const LONGEST_VALUE = 160;

/** A value on one line, cut where nobody would read on. */
export function shortJson(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}... (${text.length} characters)` : text;
}

export const ACTION_WORDS: { readonly [Name in Action]: string } = {
  create: 'create',
  update: 'update',
  replace: 'replace',
  remove: 'remove',
  adopt: 'adopt',
  repair: 'repair',
  wait: 'wait',
  expect: 'expect',
  notice: 'notice',
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DATE = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/g;

/** Every date in a text with how long ago it was: a plan holds dates alone, being the same tomorrow. */
export function withAge(text: string, now: number | undefined): string {
  if (now === undefined) return text;
  return text.replace(DATE, (date) => {
    const age = now - Date.parse(date);
    return age < 0 ? date : `${date} (${ageText(age)})`;
  });
}

function ageText(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  if (days >= 1) return days === 1 ? 'yesterday' : `${days} days ago`;
  const hours = Math.floor(ms / HOUR_MS);
  if (hours >= 1) return hours === 1 ? 'an hour ago' : `${hours} hours ago`;
  return 'less than an hour ago';
}
