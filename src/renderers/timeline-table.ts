import { type Document, inline, strong, table } from './document.ts';
import type { Timeline, Tone } from './timeline.ts';
import { duration } from './voice.ts';

/** A timeline in words, where no picture can be drawn. */
export function timelineTables({ lanes }: Timeline): Document {
  const rows = lanes.flatMap((lane) => [
    [inline(strong(lane.title)), '', ''],
    ...lane.bars.map(({ label, from, minutes, tone }) => [
      label,
      clock(from),
      barLength(minutes, tone),
    ]),
  ]);
  return [table(['Stage', 'Begins by', 'Takes'], rows)];
}

/** How long a bar is, in words. */
export function barLength(minutes: number, tone: Tone): string {
  if (tone === 'people') return 'as long as people need';
  return duration({ min: 0, max: minutes });
}

/** Hours and minutes since the first write: `01:05`. */
function clock(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
