import { type Change, originIn } from './change.ts';
import type { Config } from './config.ts';
import { sameStanding } from './effect.ts';
import { counts, type Flow } from './flow.ts';
import type { Hazard, OpenQuestion, Outcome } from './hazard.ts';
import type { Knowledge } from './knowledge.ts';
import { isKnown } from './known.ts';
import type { NetworkModel } from './model.ts';
import type { Gap, Interruption, PlanHazard, PlanTransition, Range, Share } from './plan.ts';
import { forGood } from './shares.ts';
import type { Telling } from './steps.ts';
import { upper } from './timing.ts';
import { fullState, type Track } from './track.ts';
import { waiverOf } from './waiver.ts';
import { nameOfRecord, planFlow, planRoute } from './words.ts';
import type { Workings } from './workings.ts';
import { type Question, shared } from './world.ts';
import type { Write } from './write.ts';
import type { WrittenEffect } from './written.ts';
import { graver } from './written-verdict.ts';

// What the replay found, in the words of the published plan.

type Models = readonly NetworkModel[];

export function transition(outcome: Outcome, models: Models): PlanTransition[] {
  const { flow, from, to } = outcome;
  const same = sameStanding({ route: from, name: '' }, { route: to, name: '' });
  if (same || (from.by === 'undecided' && to.by === 'undecided')) return [];
  if (outcome.fresh && to.by === 'none') return [];
  return [
    {
      flow: planFlow(flow, ...models),
      from: planRoute(from, ...models),
      to: planRoute(to, ...models),
      causes: [...new Set(outcome.written.map((each) => each.causedBy.origin.address))],
      intended: outcome.intended,
    },
  ];
}

export function writtenInterruptions(outcome: Outcome, models: Models): Interruption[] {
  return outcome.written.map((each) => ({
    flow: planFlow(outcome.flow, ...models),
    effect: each.effect,
    minutes: each.minutes,
    causedBy: writeName(each.causedBy),
    restoredBy: each.restoredBy === undefined ? '' : writeName(each.restoredBy),
    ...(each.assumed && { assumed: each.assumed }),
    basis: writtenShares(each),
  }));
}

function writtenShares({ effect, shares, causedBy }: WrittenEffect): Share[] {
  if (shares.length === 0) return [forGood];
  const spans = effect === 'denied' || effect === 'name-unresolved';
  return shares.map(({ write, minutes, because, source, confidence }) => ({
    of: writeName(write),
    minutes,
    because: spans
      ? `${write === causedBy ? 'harms' : 'restores'} between these minutes of the apply: ${because}`
      : because,
    source,
    confidence,
  }));
}

/** A resource that is written twice is told apart by its part: `… (zone group)`. */
function writeName(write: Write): string {
  const part = /[/#]([a-z-]+)$/.exec(write.id)?.[1];
  const known = part !== undefined && !write.origin.address.endsWith(part);
  return known ? `${write.origin.address} (${part.replaceAll('-', ' ')})` : write.origin.address;
}

export function worst(interruptions: readonly Interruption[]): Range {
  return interruptions.reduce<Range>(
    (most, { minutes }) => (upper(minutes) > upper(most) ? minutes : most),
    { min: 0, max: 0 },
  );
}

export function published(
  hazard: Hazard,
  settings: { readonly config: Config; readonly now: string },
  models: Models,
): PlanHazard {
  const { rule, finding } = hazard;
  const waiver = waiverOf(hazard, settings.config.waivers, settings.now);
  const flow = finding.outcomes?.[0]?.flow;
  return {
    rule: rule.id,
    severity: hazard.severity,
    confidence: hazard.confidence,
    says: finding.says,
    remedy: finding.remedy ?? rule.remedy,
    ...(flow === undefined ? {} : { flow: planFlow(flow, ...models) }),
    origin: finding.origin,
    source: rule.source,
    ...(waiver === undefined
      ? {}
      : { waived: { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires } }),
  };
}

/** Files a hazard under its stage: the one that it names, else the one that makes its edit. */
export function staged(hazard: PlanHazard, { finding }: Hazard, telling: Telling): PlanHazard {
  const line = telling.blocks
    .flatMap((block) => block.lines)
    .find((each) => finding.edit !== undefined && each.edits.includes(finding.edit));
  const stage = finding.stage ?? line?.stage;
  return stage === undefined ? hazard : { ...hazard, stage };
}

/** What the routes of flows that count rest on and the input does not show. */
export function openQuestions(work: Workings, change: Change, knowledge: Knowledge): Gap[] {
  const found = new Map<string, { affects: string[]; target: string; howToFind: string }>();
  for (const [n, track] of work.tracks.entries()) {
    for (const question of questionsFor(work, track, work.judgements[n])) {
      const known = found.get(question.missing) ?? {
        affects: [],
        target: track.flow.target,
        howToFind: knowledge.find(question, track.flow, change.after),
      };
      const flow = `${track.flow.clientName} → ${track.flow.targetName}`;
      found.set(question.missing, { ...known, affects: [...new Set([...known.affects, flow])] });
    }
  }
  return [...found].map(([missing, { affects, target, howToFind }]) => ({
    origin: originIn(change, `targets|${target}`),
    missing,
    affects,
    howToFind,
  }));
}

/** Of the ends of a flow; where those are known and its verdict is not, of all that lies between, under a bridge too. */
function questionsFor(
  { plan }: Workings,
  track: Track,
  judgement: Workings['judgements'][number] | undefined,
): readonly Question[] {
  if (judgement === undefined || !counts(track.flow)) return [];
  const { from, to } = judgement.outcome;
  const sides = [[0n, from] as const, [fullState(track), to] as const];
  const ends = sides.flatMap(([state, told]) => {
    // What all answers agree on rests on none of them, unless they differ on the way there.
    if (told.by !== 'undecided' && judgement.certain) return [];
    const { route } = track.standing(state, shared(track.worlds));
    return route.by === 'undecided' ? route.questions : [];
  });
  if (ends.length > 0 || judgement.verdict !== 'incomplete') return ends;
  return [...(track.questions ?? []), ...(plan.doubtful.get(track.flow.id) ?? [])];
}

/** What hazards or their verdict rest on and the input does not show, where no other gap says so. */
export function openFacts(
  { hazards }: Workings,
  change: Change,
  knowledge: Knowledge,
  told: readonly Gap[],
): Gap[] {
  const supposed = hazards.flatMap((each) => (each.supposed ? (each.ifSo ?? []) : graver(each)));
  const found = new Map<string, Gap>();
  for (const open of supposed.flatMap((each) => each.questions)) {
    const { collection, id, question, missing } = open;
    // Other gaps say the same words, and what hangs on them or what else is missing.
    if (told.some((each) => each.missing.includes(missing))) continue;
    const { label } = nameOfRecord(id, change.after, change.before);
    const affects = new Set([...(found.get(missing)?.affects ?? []), label]);
    found.set(missing, {
      origin: originIn(change, `${collection}|${id}`),
      missing,
      affects: [...affects],
      howToFind: knowledge.find(
        { key: question, options: [], missing },
        anyFlow(open, change),
        change.after,
      ),
    });
  }
  return [...found.values()];
}

/** That there was too much to try out what hidden facts would change, where no other gap names them. */
export function untriedFacts({ untried }: Workings, change: Change, told: readonly Gap[]): Gap[] {
  const left = untried.filter(
    ({ missing }) => !told.some((each) => each.missing.includes(missing)),
  );
  if (left.length === 0) return [];
  const labels = left.map(({ id }) => nameOfRecord(id, change.after, change.before).label);
  return [
    {
      origin: { file: '', address: '' },
      missing:
        'whether more hazards would show if everything were known of these: the change touches too much to try it out',
      affects: [...new Set(labels)],
      howToFind: 'Plan parts of the change apart, or let the planner read Azure (--live).',
    },
  ];
}

/** A flow that has the record at one of its ends. */
function anyFlow({ collection, id }: OpenQuestion, { before, after }: Change): Flow {
  const { name, label } = nameOfRecord(id, after, before);
  const endpoint =
    collection === 'endpoints' ? (after.endpoints[id] ?? before.endpoints[id]) : undefined;
  return {
    id,
    client: id,
    clientKind: 'subnet',
    clientName: name,
    clientLabel: label,
    target: endpoint !== undefined && isKnown(endpoint.target) ? endpoint.target : id,
    targetName: name,
    targetLabel: label,
    subresource: '*',
    evidence: 'possible',
    because: [],
  };
}

export function omission(each: Change['omitted'][number]): Gap {
  return {
    origin: each.origin,
    missing: each.missing,
    affects: [],
    howToFind: 'Give an input that shows it whole.',
  };
}
