import { hashOf } from './approval.ts';
import { type Change, originIn } from './change.ts';
import type { Config } from './config.ts';
import { diff } from './diff.ts';
import type { Edit } from './edit.ts';
import { sameStanding } from './effect.ts';
import { counts } from './flow.ts';
import { flowsOf } from './flows.ts';
import { gravestFirst, type Hazard, hazardsOf, type Outcome, type Scene } from './hazard.ts';
import { headline, windowReason } from './headline.ts';
import { isIntended } from './intended.ts';
import type { Knowledge } from './knowledge.ts';
import { type Block, blocks } from './lines.ts';
import { ordered } from './ordered.ts';
import { gravest, type Judgement, judge } from './outcome.ts';
import type { Gap, Interruption, Plan, PlanHazard, PlanTransition, Range } from './plan.ts';
import { play } from './play.ts';
import { type Almanac, reserve } from './reservation.ts';
import { connectionResets, dnsChanges, firewallUpdate, type Placed } from './rows.ts';
import { endOf, type Scheme, scheme } from './scheme.ts';
import { flagEdits, stageOf, type Telling, unique } from './steps.ts';
import { upper } from './timing.ts';
import { fullState, type Track, tracksOf } from './track.ts';
import { waiverOf } from './waiver.ts';
import { planFlow, planRoute, titleOf } from './words.ts';
import { type Write, writeOf } from './write.ts';
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

/** Everything between the models and the published plan, for rules, tests and `--why`. */
export interface Workings {
  readonly edits: readonly Edit[];
  readonly tracks: readonly Track[];
  readonly plan: Scheme;
  readonly judgements: readonly Judgement[];
  readonly scene: Scene;
  readonly hazards: readonly Hazard[];
}

/** Works out a change: its edits, its flows, the best order, what one apply does, and the hazards. */
export function workOut(change: Change, knowledge: Knowledge, config: Config): Workings {
  const edits = diff(change.before, change.after, change.replaced);
  const flows = flowsOf(change.before, change.after, edits);
  const tracks = tracksOf(change.before, flows, edits);
  const plan = scheme({
    before: change.before,
    after: change.after,
    edits,
    flows,
    tracks,
    delays: knowledge.delays,
    playbooks: knowledge.playbooks,
    bridges: config.bridges,
  });
  const denied = new Set(
    play(plan, change.before, knowledge.delays).flatMap((moment) =>
      moment.felt
        .filter((each) => each.effect === 'denied' || each.effect === 'name-unresolved')
        .map((each) => each.track.flow.id),
    ),
  );
  const timing = (edit: Edit) => knowledge.delays(edit, change.before);
  const writer = edits.map((edit) => {
    const found = writeOf(change.writes, edit);
    return found === undefined ? -1 : change.writes.indexOf(found);
  });
  const judgements = tracks.map((track) =>
    judge(
      {
        apply: { edits, writes: change.writes, writeOf: writer, timing },
        before: change.before,
        stagedDenial: (each) => denied.has(each.flow.id),
        intended: (each, world) =>
          isIntended(
            each.flow,
            each.standing(0n, world).route,
            each.standing(fullState(each), world).route,
            change.before,
            change.after,
            edits,
          ),
      },
      track,
    ),
  );
  const scene: Scene = {
    before: change.before,
    after: change.after,
    edits,
    flows,
    outcomes: judgements.map((each) => each.outcome),
    writes: change.writes,
    writeOf: (edit) => writeOf(change.writes, edit),
    timing,
    originOf: (what) => originIn(change, what),
    config,
    versions: change.versions,
  };
  return { edits, tracks, plan, judgements, scene, hazards: hazardsOf(knowledge.rules, scene) };
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
  const { stages, minutes, proposals, tooLong } = reserved;
  const all = [...work.hazards, ...hazardsOf(late(knowledge), { ...work.scene, tooLong })];
  const tables = tablesOf(telling, told);
  const interruptions = work.judgements.flatMap(({ outcome }) =>
    writtenInterruptions(outcome, models),
  );
  const deniedMinutes = worst(
    interruptions.filter((each) => each.effect === 'denied' || each.effect === 'name-unresolved'),
  );
  const decisions = knowledge.decisions(work.scene);
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
      ...refusal(standing),
      omitted: change.omitted.length,
    }),
    asWritten: { verdict: written, deniedMinutes, interruptions },
    transitions: work.judgements.flatMap(({ outcome }) => transition(outcome, models)),
    stages,
    ...tables,
    maintenanceWindow: {
      required,
      minutes,
      timeZone: settings.config.windows?.timeZone ?? 'UTC',
      proposals,
      because: windowReason(required, stages, tables.connectionResets),
    },
    hazards: all
      .sort(gravestFirst)
      .map((each) => staged(published(each, settings, models), each, telling)),
    gaps: [
      ...change.gaps,
      ...openQuestions(work, change, knowledge),
      ...change.omitted.map(omission),
    ],
    noise: change.noise,
    ...(decisions.length === 0 ? {} : { decisions }),
  };
  return { plan: { ...body, hash: hashOf(body, settings.digest) }, workings: work };
}

/** What Azure would refuse by the gravest rule that says so. */
function refusal(hazards: readonly Hazard[]): { readonly refused?: string } {
  const found = hazards.find(
    ({ rule, finding, confidence }) =>
      (finding.verdict ?? rule.verdict) === 'refused' && confidence !== 'possible',
  );
  return found === undefined ? {} : { refused: found.finding.says };
}

/** Rules that look at the windows, which are sought once all else is known. */
function late({ rules }: Knowledge): Knowledge['rules'] {
  return rules.filter(({ needs }) => needs === 'windows');
}

function tablesOf(telling: Telling, told: readonly Block[]) {
  const { change, plan } = telling;
  const end = endOf(plan, change.before);
  const lines = told.flatMap((block) => block.lines);
  const place = (edit: Edit, line: (typeof lines)[number], inChange: boolean): Placed => ({
    edit,
    inChange,
    change,
    end,
    stage: line.stage,
    step: line.id,
    ...(line.extra === undefined ? {} : { extra: line.extra }),
  });
  const own = lines.flatMap((line) =>
    line.edits.map((edit) => place(edit, line, line.extra === undefined)),
  );
  const flags = lines.flatMap((line) =>
    flagEdits(telling, line).map((edit) => place(edit, line, false)),
  );
  const flagged = flags.flatMap((each) => {
    const row = firewallUpdate(each);
    return row === undefined
      ? []
      : [{ ...row, why: 'the service takes the rule before the endpoint only with this flag' }];
  });
  return {
    connectionResets: lines.flatMap((line) =>
      connectionResets(line.moment, line.edits, {
        stage: line.stage,
        step: line.id,
        cause: titleOf(line.edits, end, change.before),
        change,
      }),
    ),
    firewallUpdates: [...own.flatMap((each) => firewallUpdate(each) ?? []), ...flagged].sort(
      (a, b) => a.stage - b.stage,
    ),
    dnsChanges: [...own.flatMap(dnsChanges), ...caches(telling, lines)].sort(
      (a, b) => a.stage - b.stage,
    ),
  };
}

/** Names that change their answer stay in clients' caches for a while: one row for each name and client. */
function caches(telling: Telling, lines: readonly Block['lines'][number][]) {
  const models = [endOf(telling.plan, telling.change.before), telling.change.before] as const;
  return unique(
    lines.flatMap((line) =>
      line.moment.felt
        .filter((felt) => felt.effect === 'name-changes' && counts(felt.track.flow))
        .map((felt) => {
          const flow = planFlow(felt.track.flow, ...models);
          const name = flow.fqdn ?? flow.targetName;
          const moved =
            felt.track.standing(fullState(felt.track), felt.track.worlds[0] ?? {}).route.by ===
            'private-endpoint';
          return {
            kind: 'client-cache' as const,
            change: 'update' as const,
            name,
            before: moved ? 'a public address' : 'a private address',
            after: moved ? 'the private address' : 'a public address',
            stage: line.stage,
            step: line.id,
            inChange: true,
            why: `until its cache expires and its connections are made anew, ${flow.clientName} keeps the old answer`,
          };
        }),
    ),
  );
}

type Models = readonly [
  ...(Parameters<typeof planFlow> extends [unknown, ...infer Rest] ? Rest : never),
];

function transition(outcome: Outcome, models: Models): PlanTransition[] {
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

function writtenInterruptions(outcome: Outcome, models: Models): Interruption[] {
  return outcome.written.map((each) => ({
    flow: planFlow(outcome.flow, ...models),
    effect: each.effect,
    minutes: each.minutes,
    causedBy: writeName(each.causedBy),
    restoredBy: each.restoredBy === undefined ? '' : writeName(each.restoredBy),
  }));
}

/** A resource that is written twice is told apart by its part: `… (zone group)`. */
function writeName(write: Write): string {
  const part = /[/#]([a-z-]+)$/.exec(write.id)?.[1];
  const known = part !== undefined && !write.origin.address.endsWith(part);
  return known ? `${write.origin.address} (${part.replaceAll('-', ' ')})` : write.origin.address;
}

function worst(interruptions: readonly Interruption[]): Range {
  return interruptions.reduce<Range>(
    (most, { minutes }) => (upper(minutes) > upper(most) ? minutes : most),
    { min: 0, max: 0 },
  );
}

function published(hazard: Hazard, settings: Settings, models: Models): PlanHazard {
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
function staged(hazard: PlanHazard, { finding }: Hazard, telling: Telling): PlanHazard {
  const line = telling.blocks
    .flatMap((block) => block.lines)
    .find((each) => finding.edit !== undefined && each.edits.includes(finding.edit));
  const stage = finding.stage ?? line?.stage;
  return stage === undefined ? hazard : { ...hazard, stage };
}

/** What the routes of flows that count rest on and the input does not show. */
function openQuestions(work: Workings, change: Change, knowledge: Knowledge): Gap[] {
  const found = new Map<string, { affects: string[]; target: string; howToFind: string }>();
  for (const track of work.tracks.filter((each) => counts(each.flow))) {
    for (const state of [0n, fullState(track)]) {
      const { route } = track.standing(state, {});
      if (route.by !== 'undecided') continue;
      for (const question of route.questions) {
        const known = found.get(question.missing) ?? {
          affects: [],
          target: track.flow.target,
          howToFind: knowledge.find(question, track.flow, change.after),
        };
        const flow = `${track.flow.clientName} → ${track.flow.targetName}`;
        found.set(question.missing, { ...known, affects: [...new Set([...known.affects, flow])] });
      }
    }
  }
  return [...found].map(([missing, { affects, target, howToFind }]) => ({
    origin: originIn(change, `targets|${target}`),
    missing,
    affects,
    howToFind,
  }));
}

function omission(each: Change['omitted'][number]): Gap {
  return {
    origin: each.origin,
    missing: each.missing,
    affects: [],
    howToFind: 'Give an input that shows it whole.',
  };
}
