import type { Bar, Timeline, Tone } from './timeline.ts';
import { sentence, shorten } from './visible.ts';

/** Longer bars would only be a line across the page, and dates end somewhere. */
const longestBar = 60 * 1440;
const longestLabel = 100;

/** `timeline` as a Gantt diagram of Mermaid, a line each. Its clock starts at 00:00 with the first write. */
export function gantt(timeline: Timeline): readonly string[] {
  const bars = timeline.lanes.flatMap((lane) => lane.bars);
  const days = timeline.total > 1440;
  return [
    'gantt',
    '    title Longest times, one after the other',
    '    dateFormat YYYY-MM-DD HH:mm',
    `    axisFormat ${days ? '%j %H:%M' : '%H:%M'}`,
    ...timeline.lanes.flatMap((lane) => [
      `    section ${words(lane.title, /(?<!\d):|:(?!\d)/g)}`,
      ...lane.bars.map((bar) => task(bar, bars.indexOf(bar))),
    ]),
  ];
}

/** Mermaid's marks of a task: `crit` is red, `active` light, `done` grey. */
const marks: Readonly<Record<Tone, string>> = {
  work: 'active, ',
  felt: 'crit, ',
  undo: 'done, ',
  people: 'milestone, ',
};

function task({ label, minutes, tone }: Bar, place: number): string {
  const start = place === 0 ? '2000-01-01 00:00' : `after t${place - 1}`;
  const length = tone === 'people' ? 0 : Math.min(minutes, longestBar);
  return `    ${words(label, /:/g)} :${marks[tone]}t${place}, ${start}, ${length}m`;
}

/** Mermaid escapes nothing: only what means nothing to it stays. A colon ends a label, and in a title is a time. */
function words(label: string, colons: RegExp): string {
  return shorten(
    sentence(label)
      .replace(/[^\p{L}\p{M}\p{N} .,:_/()+→–-]/gu, ' ')
      .replace(colons, ' ')
      .replace(/ +/g, ' ')
      .trim(),
    longestLabel,
  );
}
