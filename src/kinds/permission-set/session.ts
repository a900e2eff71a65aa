/** Lengths of a session as ISO 8601 writes them. AWS takes one hour to twelve. */
const DURATION = /^PT(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?$/;

export const SHORTEST_SESSION = 60;
export const LONGEST_SESSION = 720;

/** AWS's own default. */
export const DEFAULT_SESSION = 'PT1H';

/** Whole minutes; undefined = no such thing. */
export function sessionMinutes(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match) return undefined;
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const total = (hours ?? 0) * 60 + (minutes ?? 0) + (seconds ?? 0) / 60;
  return Number.isInteger(total) ? total : undefined;
}

/** One spelling: `PT60M` is `PT1H`. What is not understood stays as it is. */
export function canonicalSession(text: string): string {
  const total = sessionMinutes(text);
  if (total === undefined || total === 0) return text;
  const [hours, minutes] = [Math.floor(total / 60), total % 60];
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}`;
}
