import type { Plan } from '../core/plan.ts';
import { type Document, fold, paragraph } from './document.ts';
import { timelineOf } from './timeline.ts';
import { duration, type Voice } from './voice.ts';

/** More stages than this make a picture that nobody reads. */
const mostStages = 40;

/** The stages drawn to scale; one stage that nobody feels needs no picture. */
export function timeline(plan: Plan, voice: Voice): Document {
  const { stages } = plan;
  const worthIt = stages.length > 1 || stages.some(({ disruptive }) => disruptive);
  if (stages.length === 0 || stages.length > mostStages || !worthIt) return [];
  if (voice.detail.timeline === 'left out') return [];
  const drawn = timelineOf(plan);
  return [
    fold(`Timeline: ${duration({ min: 0, max: drawn.total })}, waits for people left out`, [
      paragraph(
        'Each stage as long as it may take, counted from the first write; the time between windows is left out.',
      ),
      { kind: 'timeline', timeline: drawn },
    ]),
  ];
}
