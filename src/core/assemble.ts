import { hashOf } from './approval.ts';
import type { Change } from './change.ts';
import type { Config } from './config.ts';
import { gravestFirst, type Hazard, type HazardRule } from './hazard.ts';
import { hazardsOf } from './hazards.ts';
import { headline, windowReason } from './headline.ts';
import type { Knowledge } from './knowledge.ts';
import { blocks } from './lines.ts';
import { ordered } from './ordered.ts';
import { gravest } from './outcome.ts';
import type { Plan } from './plan.ts';
import { type Almanac, reserve } from './reservation.ts';
import { endOf } from './scheme.ts';
import { stageOf, type Telling } from './steps.ts';
import { tablesOf } from './tables.ts';
import {
  omission,
  openFacts,
  openQuestions,
  published,
  staged,
  transition,
  untriedFacts,
  worst,
  writtenInterruptions,
} from './told.ts';
import { type Workings, workOut } from './workings.ts';
import { asWrittenVerdict } from './written-verdict.ts';

/** What the planner needs beside the change and the knowledge. */
export interface Settings {
  readonly config: Config;
  /** Instant, ISO 8601. */
  readonly now: string;
  readonly version: string;
  /** SHA-256 in hex. */
  readonly digest: (text: string) => string;
  /** When work may be done; without it no window is proposed. */
  readonly almanac?: Almanac;
}

/** The published plan of a change, and how it came about. */
export function planOf(
  given: Change,
  knowledge: Knowledge,
  settings: Settings,
): { readonly plan: Plan; readonly workings: Workings } {
  const change = ordered(given);
  const work = workOut(change, knowledge, settings.config);
  const models = [endOf(work.plan, change.before), change.after, change.before] as const;
  const hazards = work.hazards.map((each) => published(each, settings, models));
  const standing = work.hazards.filter((_, n) => hazards[n]?.waived === undefined);
  const written = asWrittenVerdict(work.judgements, standing);
  const verdict = gravest([written, ...(change.omitted.length > 0 ? ['incomplete' as const] : [])]);
  const told = verdict === 'clear' ? [] : blocks(change, work.plan, knowledge);
  const telling: Telling = { change, plan: work.plan, knowledge, blocks: told };
  const unplaced = told.map((block) => stageOf(telling, block));
  const required = unplaced.some((each) => each.disruptive) || verdict === 'window';
  const reserved = reserve(unplaced, required, settings.now, settings.almanac);
  const { stages, minutes, basis, proposals, tooLong } = reserved;
  const all = [
    ...work.hazards,
    ...hazardsOf(late(knowledge), { scene: { ...work.scene, tooLong }, answers: [] }),
  ];
  const tables = tablesOf(telling, told);
  const interruptions = work.judgements.flatMap(({ outcome }) =>
    writtenInterruptions(outcome, models),
  );
  const deniedMinutes = worst(
    interruptions.filter((each) => each.effect === 'denied' || each.effect === 'name-unresolved'),
  );
  const [refused, unseen] = [gravestThat('refused', standing), gravestThat('interrupts', standing)];
  const decisions = knowledge.decisions(work.scene);
  const questions = openQuestions(work, change, knowledge);
  const gaps = [
    ...change.gaps.filter(
      ({ missing }) => !questions.some((each) => each.missing.endsWith(missing)),
    ),
    ...questions,
  ];
  const asked = [...gaps, ...openFacts(work, change, knowledge, gaps)];
  const body = {
    schemaVersion: 1 as const,
    tool: { name: 'azure-endpoint-planner' as const, version: settings.version },
    inputs: change.inputs,
    verdict,
    headline: headline({
      verdict,
      stages,
      interruptions,
      deniedMinutes,
      resets: tables.connectionResets,
      ...(refused === undefined ? {} : { refused }),
      ...(unseen === undefined ? {} : { unseen }),
      omitted: change.omitted.length,
    }),
    asWritten: { verdict: written, deniedMinutes, interruptions },
    transitions: work.judgements.flatMap(({ outcome }) => transition(outcome, models)),
    stages,
    ...tables,
    maintenanceWindow: {
      required,
      minutes,
      ...(basis === undefined ? {} : { basis }),
      timeZone: settings.config.windows?.timeZone ?? 'UTC',
      proposals,
      because: windowReason(required, stages, tables.connectionResets),
    },
    hazards: all
      .sort(gravestFirst)
      .map((each) => staged(published(each, settings, models), each, telling)),
    gaps: [...asked, ...untriedFacts(work, change, asked), ...change.omitted.map(omission)],
    noise: change.noise,
    ...(decisions.length === 0 ? {} : { decisions }),
  };
  return { plan: { ...body, hash: hashOf(body, settings.digest) }, workings: work };
}

/** What the gravest hazard says of those that do this to the verdict. */
function gravestThat(does: HazardRule['verdict'], hazards: readonly Hazard[]): string | undefined {
  const found = hazards.find(
    ({ rule, finding, confidence }) =>
      (finding.verdict ?? rule.verdict) === does && confidence !== 'possible',
  );
  return found?.finding.says;
}

/** Rules that look at the windows, which are sought once all else is known. */
function late({ rules }: Knowledge): Knowledge['rules'] {
  return rules.filter(({ needs }) => needs === 'windows');
}
