import { describe, expect, test } from 'vitest';
import { originIn } from '../../src/core/change.ts';
import { defaults, type Waiver } from '../../src/core/config.ts';
import type { Hazard, Outcome } from '../../src/core/hazard.ts';
import {
  omission,
  published,
  transition,
  worst,
  writtenInterruptions,
} from '../../src/core/told.ts';
import { endsIn, expiredSaid, waiverOf } from '../../src/core/waiver.ts';
import type { Write } from '../../src/core/write.ts';
import { sentBefore, writeOf } from '../../src/core/write.ts';
import { minutes } from '../renderers/sample-parts.ts';
import { change } from './changes.ts';
import { kinds, network, rule, target } from './network.ts';
import { call } from './questions.ts';
import { open, otherWay, shut, way } from './tracks.ts';

const model = network({ targets: [target('target', kinds.vault)] });
const write = (id: string, address = 'addr', own: Partial<Write> = {}): Write => ({
  id,
  origin: { file: 'f', address },
  action: 'update',
  provides: [],
  after: [],
  ...own,
});
const outcome = (own: Partial<Outcome>): Outcome => ({
  flow: call('client', 'target'),
  from: way,
  to: way,
  fromName: 'public',
  toName: 'public',
  written: [],
  lost: false,
  intended: false,
  interrupted: false,
  stagedDenial: false,
  fresh: false,
  certain: true,
  ...own,
});

describe('a transition is told', () => {
  test.each<readonly [string, Partial<Outcome>, boolean]>([
    ['of a flow that changes its way', { to: otherWay }, true],
    ['of a flow that is lost', { to: shut }, true],
    ['of a flow that nobody knows any more', { to: open }, true],
    ['of a new flow that works', { from: shut, to: way, fresh: true }, true],
    ['not of a flow that stays', {}, false],
    ['not of a flow whose name alone moves', { fromName: 'a', toName: 'b' }, false],
    ['not of a flow that nobody knows, before or after', { from: open, to: open }, false],
    ['not of a flow that had no way and has none', { from: shut, to: shut }, false],
    ['not of a new flow that does not work', { from: open, to: shut, fresh: true }, false],
  ])('%s', (_, own, isTold) =>
    expect(transition(outcome(own), [model])).toHaveLength(isTold ? 1 : 0),
  );

  test('with its two ends, its causes once, and whether it is meant', () => {
    const written = [write('a', 'x'), write('b', 'y'), write('c', 'x')].map((causedBy) => ({
      effect: 'reset' as const,
      minutes: minutes(0, 1),
      shares: [],
      causedBy,
      forced: true,
    }));
    const [told] = transition(outcome({ to: shut, written, intended: true }), [model]);
    expect(told).toMatchObject({
      from: { by: 'internet', source: 'public' },
      to: { by: 'none', blocker: 'shut' },
      causes: ['x', 'y'],
      intended: true,
    });
    expect(told?.flow).toEqual({
      client: 'client',
      clientKind: 'subnet',
      clientName: 'client',
      target: 'target',
      targetName: 'target',
      subresource: 'data',
      fqdn: 'target.data.vault.test',
      evidence: 'declared',
    });
  });
});

describe('what one apply does is told by its writes', () => {
  const said = (causedBy: Write, restoredBy?: Write) =>
    writtenInterruptions(
      outcome({
        written: [
          {
            effect: 'denied',
            minutes: minutes(1, 2),
            shares: [],
            causedBy,
            forced: false,
            ...(restoredBy === undefined ? {} : { restoredBy }),
          },
        ],
      }),
      [model],
    ).map((each) => [each.causedBy, each.restoredBy]);
  test('and by nothing where nothing ends it', () =>
    expect(said(write('a', 'one'))).toEqual([['one', '']]));
  test('each by its address', () =>
    expect(said(write('a', 'one'), write('b', 'two'))).toEqual([['one', 'two']]));
  test('and by the part, where one resource takes several', () => {
    expect(
      said(write('pe/zone-group', 'azurerm_private_endpoint.pe'), write('pe#zone-group', 'pe')),
    ).toEqual([['azurerm_private_endpoint.pe (zone group)', 'pe (zone group)']]);
    expect(said(write('pe/pe', 'module.a/pe'), write('pe/Zone', 'pe'))).toEqual([
      ['module.a/pe', 'pe'],
    ]);
  });
});

test('the worst of several denials is the longest, and one without an end is longer than any', () => {
  const lasting = (min: number, max: number | null) =>
    ({ minutes: minutes(min, max) }) as Parameters<typeof worst>[0][number];
  expect(worst([])).toEqual(minutes(0, 0));
  expect(worst([lasting(1, 5), lasting(2, 9), lasting(3, 9)])).toEqual(minutes(2, 9));
  expect(worst([lasting(1, 5), lasting(0, null), lasting(2, 9)])).toEqual(minutes(0, null));
});

describe('a waiver', () => {
  const subnet =
    '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet-hub/subnets/snet-app';
  const hazard = (own: Partial<Hazard['finding']> = {}): Hazard => ({
    rule: {
      id: 'r',
      title: '',
      statement: '',
      remedy: 'the rule’s',
      source: 's',
      confidence: 'certain',
      verdict: 'informs',
      find: () => [],
    },
    finding: {
      says: 'so',
      origin: { file: 'f', address: 'module.net.azurerm_subnet.app' },
      subjects: [subnet.toLowerCase()],
      ...own,
    },
    severity: 'risk',
    confidence: 'likely',
  });
  const waiver = (own: Partial<Waiver> = {}): Waiver => ({
    rule: 'r',
    resource: subnet,
    reason: 'known',
    owner: 'me',
    expires: '2026-12-01',
    ...own,
  });
  const now = '2026-12-01T09:00:00Z';

  test.each<readonly [string, Partial<Waiver>, boolean]>([
    ['covers its resource by ID', {}, true],
    ['covers it by the end of its names', { resource: 'vnet-hub/snet-app' }, true],
    ['covers it by its name', { resource: 'snet-app' }, true],
    ['covers it by where it was read', { resource: 'azurerm_subnet.app' }, true],
    ['covers it by the last part of where it was read', { resource: 'app' }, true],
    ['covers no part of a name', { resource: 'pp' }, false],
    ['covers no other resource', { resource: 'snet-web' }, false],
    ['covers no other rule', { rule: 'other' }, false],
    ['covers nothing from the day after', { expires: '2026-11-30' }, false],
  ])('%s', (_, own, covers) => {
    expect(waiverOf(hazard(), [waiver(own)], now) !== undefined).toBe(covers);
  });

  test('that is expired is told', () => {
    expect(expiredSaid([waiver(), waiver({ expires: '2026-11-30' })], now)).toEqual([
      expect.stringContaining('expired on 2026-11-30'),
    ]);
  });

  test('stands beside the hazard that it covers', () => {
    const config = { ...defaults, waivers: [waiver()] };
    expect(published(hazard(), { config, now }, [model]).waived).toEqual({
      reason: 'known',
      owner: 'me',
      expires: '2026-12-01',
    });
    expect(published(hazard(), { config: defaults, now }, [model])).toEqual({
      rule: 'r',
      severity: 'risk',
      confidence: 'likely',
      says: 'so',
      remedy: 'the rule’s',
      origin: { file: 'f', address: 'module.net.azurerm_subnet.app' },
      source: 's',
    });
    const own = published(
      hazard({ remedy: 'its own', outcomes: [outcome({})] }),
      { config: defaults, now },
      [model],
    );
    expect([own.remedy, own.flow?.clientName]).toEqual(['its own', 'client']);
  });

  test.each([
    ['/a/b', 'b', true],
    ['module.a.b', 'b', true],
    ['ab', 'b', false],
    ['/a/B', 'b', true],
    ['b', '/b', true],
    [subnet, 'virtualnetworks/vnet-hub', false],
    [subnet, 'vnet-hub/snet-app', true],
    [subnet, 'vnet-hub', false],
  ])('%s ends in %s: %s', (name, tail, expected) => expect(endsIn(name, tail)).toBe(expected));
});

describe('the write of an edit', () => {
  const edit = { kind: 'virtual-network-rule', id: 'safe', key: 'hub/app', after: rule } as const;
  const [whole, field, entry] = [
    write('whole', 'a', { provides: ['targets|safe'] }),
    write('field', 'b', { provides: ['targets|safe|networkRules'] }),
    write('entry', 'c', { provides: ['targets|safe|networkRules|hub/app'] }),
  ];
  test('is the one that sends its place most exactly', () => {
    expect(writeOf([whole, field, entry], edit)).toBe(entry);
    expect(writeOf([whole, field], edit)).toBe(field);
    expect(writeOf([whole], edit)).toBe(whole);
    expect(writeOf([write('other', 'd', { provides: ['targets|else'] })], edit)).toBeUndefined();
  });
  test('of a whole record is of the right sort: one that deletes, or one that does not', () => {
    const record = { kind: 'target', id: 'safe' } as const;
    const [gone, made] = [
      write('gone', 'a', { provides: ['targets|safe'], action: 'delete' }),
      write('made', 'a', { provides: ['targets|safe'], action: 'create' }),
    ];
    expect(writeOf([gone, made], { ...record, after: {} })).toBe(made);
    expect(writeOf([made, gone], { ...record, before: {} })).toBe(gone);
    expect(writeOf([made], { ...record, before: {} })).toBe(made);
    // An entry goes by an update of its record.
    expect(
      writeOf([write('up', 'a', { provides: ['targets|safe'] }), gone], { ...edit, before: rule })
        ?.id,
    ).toBe('up');
  });
});

test('what is sent before a write is all that it waits for, and what that waits for', () => {
  const writes = [
    write('a'),
    write('b', 'x', { after: ['a'] }),
    write('c', 'x', { after: ['b', 'z'] }),
    write('d'),
  ];
  expect([...sentBefore(writes, 'c')].sort()).toEqual(['a', 'b', 'z']);
  expect([...sentBefore(writes, 'd')]).toEqual([]);
  expect([...sentBefore(writes, 'gone')]).toEqual([]);
});

describe('where something was read', () => {
  const by = (address: string) => ({ file: 'f', address });
  const told = {
    ...change(model, model),
    provenance: {
      before: { 'targets|safe': by('before'), 'targets|old': by('old') },
      after: { 'targets|safe': by('record'), 'targets|safe|networkRules': by('field') },
    },
  };
  test.each([
    ['targets|safe|networkRules|hub/app', 'field'],
    ['targets|safe|ipRules|x', 'record'],
    ['targets|old', 'old'],
    ['targets|none', 'none'],
  ])('%s: %s', (place, address) => expect(originIn(told, place).address).toBe(address));
  test('is asked of an edit by its place', () => {
    expect(
      originIn(told, { kind: 'virtual-network-rule', id: 'safe', key: 'hub/app', after: rule }),
    ).toEqual(by('field'));
  });
  test('is the first input where nobody says', () => {
    const inputs = [{ kind: 'terraform-plan' as const, path: 'plan.json' }];
    expect(originIn({ ...told, inputs }, 'targets|none')).toEqual({
      file: 'plan.json',
      address: 'none',
    });
  });
});

test('what the input left out is a gap without an effect that anybody knows', () => {
  expect(omission({ origin: { file: 'f', address: 'a' }, missing: 'm' })).toEqual({
    origin: { file: 'f', address: 'a' },
    missing: 'm',
    affects: [],
    howToFind: 'Give an input that shows it whole.',
  });
});
