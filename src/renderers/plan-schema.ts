import * as v from 'valibot';
import type { Plan } from '../core/plan.ts';
import { type Problem, problem } from '../core/problem.ts';

// The published plan as a schema: the shapes of core/plan.ts, once more, for data that comes from outside. Unknown keys are
// allowed and dropped, for newer versions may add some. Callers import this file lazily: it is the only one that needs valibot.

const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.readonly());

const text = v.string();
const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const instant = v.pipe(
  text,
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/),
);

const range = v.pipe(
  v.object({ min: wholeNumber, max: v.nullable(wholeNumber) }),
  v.check(({ min, max }) => max === null || min <= max),
);

const origin = v.object({
  file: text,
  address: text,
  line: v.exactOptional(wholeNumber),
  project: v.exactOptional(text),
});

const evidence = v.picklist(['declared', 'observed', 'possible']);

const flow = v.object({
  client: text,
  clientKind: v.picklist(['subnet', 'internet', 'on-premises', 'pipeline', 'trusted-service']),
  clientName: text,
  target: text,
  targetName: text,
  subresource: text,
  fqdn: v.exactOptional(text),
  evidence,
});

const route = v.variant('by', [
  v.object({
    by: v.picklist(['internet', 'service-endpoint', 'private-endpoint']),
    source: v.picklist(['public', 'private']),
    address: v.exactOptional(text),
    via: v.exactOptional(text),
  }),
  v.object({ by: v.literal('none'), blocker: text }),
  v.object({ by: v.literal('undecided'), missing: list(text) }),
]);

const confidence = v.picklist(['certain', 'likely', 'possible']);

const reason = { because: text, source: text, confidence };

const share = v.object({ of: text, step: v.exactOptional(text), minutes: range, ...reason });

const interruption = v.object({
  flow,
  effect: v.picklist([
    'reset',
    'denied',
    'name-unresolved',
    'name-changes',
    'source-switch',
    'route-changes',
  ]),
  minutes: range,
  causedBy: text,
  restoredBy: text,
  assumed: v.exactOptional(v.literal(true)),
  basis: v.exactOptional(list(share)),
});

const transition = v.object({
  flow,
  from: route,
  to: route,
  causes: list(text),
  intended: v.boolean(),
});

const check = v.object({ from: text, run: text, expect: text });

const stepBasis = v.object({ takes: range, settles: range, ...reason });

const stageBasis = v.object({
  writes: range,
  settling: range,
  checks: range,
  shares: v.exactOptional(list(share)),
});

const rollback = v.object({
  minutes: range,
  basis: stageBasis,
  steps: list(text),
  lastSafeMoment: v.object({ minutes: range, before: v.exactOptional(text) }),
});

const step = v.object({
  id: text,
  title: text,
  target: text,
  edit: text,
  inChange: v.boolean(),
  minutes: range,
  basis: v.exactOptional(list(stepBasis)),
  commands: v.exactOptional(list(text)),
  verify: list(check),
  rollback: list(text),
  pointOfNoReturn: v.exactOptional(text),
  interruptions: list(interruption),
  bridge: v.exactOptional(text),
  by: v.exactOptional(v.picklist(['network', 'dns', 'service', 'application'])),
  status: v.exactOptional(v.literal('done')),
  project: v.exactOptional(text),
});

const stage = v.object({
  number: wholeNumber,
  title: text,
  phase: v.picklist(['prepare', 'switch', 'verify', 'retire']),
  disruptive: v.boolean(),
  minutes: range,
  basis: v.exactOptional(stageBasis),
  rollback: v.exactOptional(rollback),
  steps: list(step),
  gate: list(check),
  window: v.exactOptional(v.object({ start: instant, end: instant })),
});

const connectionReset = v.object({
  subnet: text,
  subnetName: text,
  service: text,
  evidence,
  stage: wholeNumber,
  step: text,
  cause: text,
  workloads: list(text),
  minutes: range,
  basis: v.exactOptional(list(share)),
  origin: v.exactOptional(origin),
});

/** Where a row stands in the plan, and why. */
const place = {
  stage: wholeNumber,
  step: text,
  inChange: v.boolean(),
  why: text,
  origin: v.exactOptional(origin),
};

const firewallUpdate = v.object({
  target: text,
  targetName: text,
  change: v.picklist(['add', 'remove', 'keep', 'update']),
  kind: v.picklist([
    'virtual-network-rule',
    'ip-rule',
    'default-action',
    'public-network-access',
    'nsg-rule',
    'route',
    'appliance-rule',
  ]),
  value: text,
  ...place,
});

const dnsChange = v.object({
  kind: v.picklist(['zone', 'record', 'link', 'zone-group', 'forwarder', 'client-cache']),
  change: v.picklist(['add', 'remove', 'update']),
  name: text,
  zone: v.exactOptional(text),
  vnet: v.exactOptional(text),
  vnetName: v.exactOptional(text),
  before: text,
  after: text,
  ...place,
});

const maintenanceWindow = v.object({
  required: v.boolean(),
  minutes: range,
  basis: v.exactOptional(
    v.object({ work: range, rollback: range, shares: v.exactOptional(list(share)) }),
  ),
  timeZone: text,
  proposals: list(v.object({ start: instant, end: instant, stages: list(wholeNumber) })),
  because: text,
});

const hazard = v.object({
  rule: text,
  severity: v.picklist(['outage', 'risk', 'notice']),
  confidence,
  says: text,
  remedy: text,
  flow: v.exactOptional(flow),
  stage: v.exactOptional(wholeNumber),
  origin,
  source: text,
  waived: v.exactOptional(v.object({ reason: text, owner: text, expires: text })),
});

const decision = v.object({
  made: v.picklist(['service-endpoint', 'private-endpoint']),
  change: v.picklist(['add', 'remove']),
  what: text,
  names: list(text),
  instead: text,
  grounds: list(
    v.object({
      decision: text,
      says: text,
      source: text,
      confidence,
    }),
  ),
});

const verdict = v.picklist(['clear', 'safe', 'window', 'incomplete', 'split', 'blocked']);

const input = v.object({
  kind: v.picklist(['terraform-plan', 'what-if', 'arm-template', 'bicep', 'hcl', 'live']),
  path: text,
  project: v.exactOptional(text),
});

const hash = v.pipe(text, v.regex(/^[0-9a-f]{64}$/));

const project = v.object({
  name: text,
  verdict,
  headline: text,
  stages: list(wholeNumber),
  windowRequired: v.boolean(),
  hash,
});

/** The plan, schemaVersion 1. `schema/plan.schema.json` is generated from it. */
export const planSchema = v.object({
  schemaVersion: v.literal(1),
  tool: v.object({ name: v.literal('azure-endpoint-planner'), version: text }),
  inputs: list(input),
  verdict,
  headline: text,
  asWritten: v.object({ verdict, deniedMinutes: range, interruptions: list(interruption) }),
  transitions: list(transition),
  stages: list(stage),
  connectionResets: list(connectionReset),
  firewallUpdates: list(firewallUpdate),
  dnsChanges: list(dnsChange),
  maintenanceWindow,
  hazards: list(hazard),
  gaps: list(v.object({ origin, missing: text, affects: list(text), howToFind: text })),
  noise: list(v.object({ origin, what: text, rule: text, source: text })),
  decisions: v.exactOptional(list(decision)),
  projects: v.exactOptional(list(project)),
  redacted: v.exactOptional(v.picklist(['ids', 'ips', 'names'])),
  facts: v.exactOptional(v.record(text, v.unknown())),
  hash,
});

/** No reader mends more than this many at a time, and a hostile file can hold a million. */
const mostProblems = 20;

/** The plan in `json`, which may come from anybody; or what keeps it from being one. */
export function readPlan(json: unknown): Plan | readonly Problem[] {
  const newer = newerVersion(json);
  if (newer !== undefined) return [newer];
  const read = v.safeParse(planSchema, json);
  return read.success ? read.output : read.issues.slice(0, mostProblems).map(explain);
}

function newerVersion(json: unknown): Problem | undefined {
  if (typeof json !== 'object' || json === null || !('schemaVersion' in json)) return undefined;
  const version = json.schemaVersion;
  if (typeof version !== 'number' || !(version > 1)) return undefined;
  return problem(
    'plan-version',
    `This plan has schemaVersion ${version}; this version of the planner reads 1.`,
    'Use the version of the planner that made the plan.',
  );
}

/** Says where and what is expected, never what was found: that text is not ours. */
function explain(issue: v.BaseIssue<unknown>): Problem {
  const place = (issue.path ?? []).map((part) => String(part.key)).join('.');
  const wanted = issue.expected ?? 'another value';
  return problem(
    'plan-shape',
    `${place === '' ? 'The file' : place} is not as a plan has it: ${wanted} is expected.`,
    'Give a plan.json that this tool wrote, unchanged.',
  );
}
