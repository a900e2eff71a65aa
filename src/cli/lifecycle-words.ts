import { type Intake, type Judged, scopeWords } from '../lifecycle/intake.js';
import { count } from '../report/words.js';

const VERBS = { scope: 'run', full: 'run', notify: 'notice', unknown: 'unknown', ignore: 'ignored' } as const;

/** More events than this are counted by what follows from them, not listed. */
const MOST_LINES = 40;

/** What follows from each event, and how many there were. The events' own words are not safe for a terminal yet. */
export function eventLines(intake: Intake): readonly string[] {
  const { judged, notices, unknown, ignored, repeats } = intake;
  const runs = judged.filter(({ scope }) => VERBS[scope.kind] === 'run').length;
  const head = [
    `Events ${judged.length}`,
    `${runs} for a run · ${count(notices.length, 'notice')} · ${ignored} ignored · ${unknown.length} unknown`,
    ...(repeats > 0 ? [`${count(repeats, 'repeated delivery', 'repeated deliveries')} left out`] : []),
  ].join('   ');
  const shown = judged.slice(0, MOST_LINES).map(eventLine);
  const more = judged.length - shown.length;
  return [head, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])];
}

function eventLine({ name, at, scope }: Judged): string {
  const when = at === undefined ? undefined : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const parts = [VERBS[scope.kind], name === '' ? undefined : name, when, scopeWords(scope), scope.why];
  return `  ${parts.filter((part) => part !== undefined && part !== '').join('   ')}`;
}
