import fc from 'fast-check';
import type {
  ConnectionReset,
  DnsChange,
  FirewallUpdate,
  Interruption,
  Plan,
  PlanDecision,
  PlanFlow,
  PlanHazard,
  PlanRoute,
  PlanStage,
  PlanStep,
  Share,
  StageBasis,
  StageRollback,
} from '../../src/core/plan.ts';

// Plans that no engine would make: any shape that the contract allows, with names that try to leave their place.

const attacks = [
  '@octocat',
  '@github/security',
  'owner/repo#1',
  '#123',
  'GH-12',
  '5f3c1a9d0b7e4c21',
  'https://evil.example/x',
  'www.evil.example',
  'mailto:a@b.example',
  ':skull:',
  '<!-- -->',
  '-->',
  '<img src=x onerror=alert(1)>',
  '</summary>',
  '</details>',
  '<details>',
  '</td></tr>',
  '|',
  '\\|',
  '\\',
  '`',
  '``',
  '```',
  '~~~',
  '**',
  '__',
  '_',
  '*',
  '[x](y)',
  '![x](y)',
  '[^1]',
  '](',
  '[!CAUTION]',
  '\n',
  '\r\n',
  '\n\n# Heading',
  '\n- item',
  '\n> quote',
  '\n::error::x',
  '::error::x',
  '##[error]x',
  '---',
  '===',
  '# ',
  '1. ',
  '+ ',
  '    code',
  '\t',
  '&lt;',
  '&#64;',
  '&',
  '$x^2$',
  '$',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u0000',
  '\u001b[31m',
  '\u009b2J',
  '\u2028',
  '\ud800',
  '\u00ad',
  '\u{e0041}',
  'e\u0301\u0301\u0301\u0301\u0301',
  ' ',
  '',
  'az x',
  'ünï',
  '漢字',
  '👩‍🚀',
];

/** A name: innocent parts and hostile ones in any order. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...attacks),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('snet-app', 'a'),
    ),
    {
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(''));

const whole = fc.integer({ min: 0, max: 5000 });
const minutes = fc.oneof(
  fc.tuple(whole, whole).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
  whole.map((min) => ({ min, max: null })),
);
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });
const instant = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

const origin = fc.record(
  { file: hostile, address: hostile, line: whole, project: hostile },
  { requiredKeys: ['file', 'address'] },
);

const evidence = fc.constantFrom('declared', 'observed', 'possible');

const flow: fc.Arbitrary<PlanFlow> = fc.record(
  {
    client: hostile,
    clientKind: fc.constantFrom('subnet', 'internet', 'on-premises', 'pipeline', 'trusted-service'),
    clientName: hostile,
    target: fc.oneof(hostile, fc.constant('*')),
    targetName: hostile,
    subresource: hostile,
    fqdn: hostile,
    evidence,
  },
  {
    requiredKeys: [
      'client',
      'clientKind',
      'clientName',
      'target',
      'targetName',
      'subresource',
      'evidence',
    ],
  },
);

const confidence = fc.constantFrom('certain', 'likely', 'possible');

const reason = {
  because: hostile,
  source: fc.oneof(
    hostile,
    hostile.map((name) => `https://github.com/owner/${name}/issues/12`),
    hostile.map((name) => `https://docs.example/${name}`),
  ),
  confidence,
};

const share: fc.Arbitrary<Share> = fc.record(
  { of: hostile, step: hostile, minutes, ...reason },
  { requiredKeys: ['of', 'minutes', 'because', 'source', 'confidence'] },
);

const stageBasis: fc.Arbitrary<StageBasis> = fc.record(
  { writes: minutes, settling: minutes, checks: minutes, shares: some(share) },
  { requiredKeys: ['writes', 'settling', 'checks'] },
);

const rollback: fc.Arbitrary<StageRollback> = fc.record({
  minutes,
  basis: stageBasis,
  steps: some(hostile),
  lastSafeMoment: fc.record({ minutes, before: hostile }, { requiredKeys: ['minutes'] }),
});

const interruption: fc.Arbitrary<Interruption> = fc.record({
  flow,
  effect: fc.constantFrom(
    'reset',
    'denied',
    'name-unresolved',
    'name-changes',
    'source-switch',
    'route-changes',
  ),
  minutes,
  causedBy: hostile,
  restoredBy: hostile,
  basis: some(share),
});

const route: fc.Arbitrary<PlanRoute> = fc.oneof(
  fc.record({ by: fc.constant('none' as const), blocker: hostile }),
  fc.record({ by: fc.constant('undecided' as const), missing: some(hostile) }),
  fc.record({
    by: fc.constantFrom('internet', 'service-endpoint', 'private-endpoint'),
    source: fc.constantFrom('public', 'private'),
    address: hostile,
  }),
);

const check = fc.record({ from: hostile, run: hostile, expect: hostile });

const step: fc.Arbitrary<PlanStep> = fc.record(
  {
    id: hostile,
    title: hostile,
    target: hostile,
    edit: hostile,
    inChange: fc.boolean(),
    minutes,
    basis: some(fc.record({ takes: minutes, settles: minutes, ...reason })),
    commands: some(hostile),
    verify: some(check),
    rollback: some(hostile),
    pointOfNoReturn: hostile,
    interruptions: some(interruption),
    bridge: hostile,
    by: fc.constantFrom('network', 'dns', 'service', 'application'),
    status: fc.constant('done'),
  },
  {
    requiredKeys: [
      'id',
      'title',
      'target',
      'edit',
      'inChange',
      'minutes',
      'verify',
      'rollback',
      'interruptions',
    ],
  },
);

const stage: fc.Arbitrary<PlanStage> = fc.record(
  {
    number: whole,
    title: hostile,
    phase: fc.constantFrom('prepare', 'switch', 'verify', 'retire'),
    disruptive: fc.boolean(),
    minutes,
    basis: stageBasis,
    rollback,
    steps: some(step),
    gate: some(check),
    window: fc.record({ start: instant, end: instant }),
  },
  { requiredKeys: ['number', 'title', 'phase', 'disruptive', 'minutes', 'steps', 'gate'] },
);

const reset: fc.Arbitrary<ConnectionReset> = fc.record(
  {
    subnet: hostile,
    subnetName: hostile,
    service: hostile,
    evidence,
    stage: whole,
    step: hostile,
    cause: hostile,
    workloads: fc.array(hostile, { maxLength: 8 }),
    minutes,
    basis: some(share),
    origin,
  },
  {
    requiredKeys: [
      'subnet',
      'subnetName',
      'service',
      'evidence',
      'stage',
      'step',
      'cause',
      'workloads',
      'minutes',
    ],
  },
);

const placed = { stage: whole, step: hostile, inChange: fc.boolean(), why: hostile, origin };
const placedKeys = ['stage', 'step', 'inChange', 'why'] as const;

const firewall: fc.Arbitrary<FirewallUpdate> = fc.record(
  {
    target: hostile,
    targetName: hostile,
    change: fc.constantFrom('add', 'remove', 'keep', 'update'),
    kind: fc.constantFrom(
      'virtual-network-rule',
      'ip-rule',
      'default-action',
      'public-network-access',
      'nsg-rule',
      'route',
      'appliance-rule',
    ),
    value: hostile,
    ...placed,
  },
  { requiredKeys: ['target', 'targetName', 'change', 'kind', 'value', ...placedKeys] },
);

const dns: fc.Arbitrary<DnsChange> = fc.record(
  {
    kind: fc.constantFrom('zone', 'record', 'link', 'zone-group', 'forwarder', 'client-cache'),
    change: fc.constantFrom('add', 'remove', 'update'),
    name: hostile,
    zone: hostile,
    vnet: hostile,
    vnetName: hostile,
    before: hostile,
    after: hostile,
    ...placed,
  },
  { requiredKeys: ['kind', 'change', 'name', 'before', 'after', ...placedKeys] },
);

/** A hazard whose words are made of `words`. */
export function hazardOf(words: fc.Arbitrary<string>): fc.Arbitrary<PlanHazard> {
  return fc.record(
    {
      rule: words,
      severity: fc.constantFrom('outage', 'risk', 'notice'),
      confidence: fc.constantFrom('certain', 'likely', 'possible'),
      says: words,
      remedy: words,
      flow,
      stage: whole,
      origin,
      source: words,
      waived: fc.record({ reason: words, owner: words, expires: words }),
    },
    { requiredKeys: ['rule', 'severity', 'confidence', 'says', 'remedy', 'origin', 'source'] },
  );
}

const verdict = fc.constantFrom('clear', 'safe', 'window', 'incomplete', 'split', 'blocked');

const decision: fc.Arbitrary<PlanDecision> = fc.record({
  made: fc.constantFrom('service-endpoint', 'private-endpoint'),
  change: fc.constantFrom('add', 'remove'),
  what: hostile,
  names: fc.array(hostile, { maxLength: 7 }),
  instead: hostile,
  grounds: fc.array(fc.record({ decision: hostile, says: hostile, source: hostile, confidence }), {
    maxLength: 5,
  }),
});

const bare: fc.Arbitrary<Plan> = fc.record({
  schemaVersion: fc.constant(1),
  tool: fc.record({ name: fc.constant('azure-endpoint-planner'), version: hostile }),
  inputs: some(fc.record({ kind: fc.constantFrom('terraform-plan', 'what-if'), path: hostile })),
  verdict,
  headline: hostile,
  asWritten: fc.record({ verdict, deniedMinutes: minutes, interruptions: some(interruption) }),
  transitions: some(
    fc.record({ flow, from: route, to: route, causes: some(hostile), intended: fc.boolean() }),
  ),
  stages: some(stage),
  connectionResets: fc.array(reset, { maxLength: 12 }),
  firewallUpdates: fc.array(firewall, { maxLength: 12 }),
  dnsChanges: some(dns),
  maintenanceWindow: fc.record(
    {
      required: fc.boolean(),
      minutes,
      basis: fc.record(
        { work: minutes, rollback: minutes, shares: some(share) },
        { requiredKeys: ['work', 'rollback'] },
      ),
      timeZone: fc.oneof(hostile, fc.constantFrom('UTC', 'Europe/Berlin')),
      proposals: some(fc.record({ start: instant, end: instant, stages: some(whole) })),
      because: hostile,
    },
    { requiredKeys: ['required', 'minutes', 'timeZone', 'proposals', 'because'] },
  ),
  hazards: fc.array(hazardOf(hostile), { maxLength: 6 }),
  gaps: some(fc.record({ origin, missing: hostile, affects: some(hostile), howToFind: hostile })),
  noise: some(fc.record({ origin, what: hostile, rule: hostile, source: hostile })),
  hash: fc.stringMatching(/^[0-9a-f]{64}$/),
});

/** Any plan, each list of any length up to a few. */
export const anyPlan: fc.Arbitrary<Plan> = fc.oneof(
  bare,
  fc
    .tuple(bare, fc.array(decision, { minLength: 1, maxLength: 10 }))
    .map(([plan, decisions]) => ({ ...plan, decisions })),
);
