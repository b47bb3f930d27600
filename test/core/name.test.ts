import { describe, expect, test } from 'vitest';
import { unknown } from '../../src/core/known.ts';
import type { Id, Target, TargetName } from '../../src/core/model.ts';
import { approvedEndpoints, forwardersOf, resolve } from '../../src/core/name.ts';
import { isUndecided, view, type World } from '../../src/core/world.ts';
import {
  appliance,
  kinds,
  link,
  named,
  network,
  type Parts,
  peering,
  privateEndpoint,
  record,
  subnet,
  target,
  vnet,
  zone,
  zoneGroup,
  zoneOf,
} from './network.ts';
import { everyAnswer, whereAnswered } from './questions.ts';

// The account has an approved endpoint in the hub, whose zone holds the record and is linked there. What is claimed is what its
// name answers when the hub asks and one thing is otherwise.

const its = 'private pe';
const zoneName = zoneOf(kinds.store);
const account = target('acct', kinds.store);
const pe = privateEndpoint('pe', 'hub/ends', 'acct');
const other = privateEndpoint('other', 'hub/ends', 'acct', { addresses: ['10.0.9.5'] });
const estate: Parts = {
  vnets: [vnet('hub')],
  subnets: [subnet('hub/ends', { prefixes: ['10.0.9.0/24'] })],
  targets: [account],
  endpoints: [pe],
  zones: [zone(zoneName)],
  links: [link(zoneName, 'hub')],
  zoneGroups: [zoneGroup('pe', zoneName)],
};
const withRecord = (...addresses: readonly string[]): Parts => ({
  zoneGroups: [],
  records: [record(zoneName, 'acct', ...addresses)],
});
const elsewhere = { ...zone(zoneName), linksShown: unknown('the links of the zone') };

type Row = readonly [situation: string, otherwise: Parts, answers: readonly string[]];

describe('a name with an approved private endpoint answers', () => {
  test.each<Row>([
    ['its address where the zone is linked and holds the record', {}, [its]],
    ['publicly where no zone is linked', { links: [] }, ['public']],
    [
      'publicly where the zone is linked elsewhere',
      { links: [link(zoneName, 'spoke')] },
      ['public'],
    ],
    [
      'publicly where only a peered network is linked',
      { links: [link(zoneName, 'spoke')], peerings: [peering('hub', 'spoke')] },
      ['public'],
    ],
    ['nothing where the zone lacks the record', { zoneGroups: [] }, ['none']],
    [
      'publicly where the zone lacks the record and the link falls back',
      { zoneGroups: [], links: [link(zoneName, 'hub', { resolutionPolicy: 'NxDomainRedirect' })] },
      ['public'],
    ],
    [
      'its address where the record is there, whatever the link does without',
      { links: [link(zoneName, 'hub', { resolutionPolicy: 'NxDomainRedirect' })] },
      [its],
    ],
    [
      'one or the other where nobody knows whether the link falls back',
      { zoneGroups: [], links: [link(zoneName, 'hub', { resolutionPolicy: unknown('policy') })] },
      ['none', 'public'],
    ],
    [
      'its address by a zone in other letters',
      { zones: [{ ...zone(zoneName), name: 'PrivateLink.Data.Store.Test' }] },
      [its],
    ],
    [
      'publicly where the linked zone is another',
      { zones: [{ ...zone(zoneName), name: 'privatelink.files.store.test' }] },
      // The input shows no zone of the name, and one may be linked all the same.
      ['none', its, 'public'],
    ],
    [
      'nothing where the zone group writes into another zone',
      { zones: [zone(zoneName), zone('other')], zoneGroups: [zoneGroup('pe', 'other')] },
      ['none'],
    ],
    [
      'its address where the zone group writes into several zones',
      { zones: [zone(zoneName), zone('other')], zoneGroups: [zoneGroup('pe', 'other', zoneName)] },
      [its],
    ],
    [
      'one or the other where one zone of the group is not shown',
      { zoneGroups: [{ ...zoneGroup('pe'), zones: [unknown('a zone')] }] },
      ['none', its],
    ],
    [
      'its address where the group names the zone beside one that is not shown',
      { zoneGroups: [{ ...zoneGroup('pe'), zones: [unknown('a zone'), zoneName] }] },
      [its],
    ],
    [
      'nothing where the group is of another endpoint',
      { zoneGroups: [zoneGroup('x', zoneName)] },
      ['none'],
    ],
  ])('%s', (_, otherwise, answers) => expect(asked(otherwise)).toEqual(answers));
});

describe('without an approved endpoint there is no CNAME, and a linked zone does not matter:', () => {
  test.each<Row>([
    ['no endpoint', { endpoints: [] }, ['public']],
    ['a pending one', { endpoints: [{ ...pe, status: 'Pending' }] }, ['public']],
    ['a rejected one', { endpoints: [{ ...pe, status: 'Rejected' }] }, ['public']],
    ['a disconnected one', { endpoints: [{ ...pe, status: 'Disconnected' }] }, ['public']],
    [
      'one whose status nobody shows',
      { endpoints: [{ ...pe, status: unknown('status') }] },
      [its, 'public'],
    ],
    ['one of another target', { endpoints: [{ ...pe, target: 'else' }] }, ['public']],
    [
      'one of a target that is not shown',
      { endpoints: [{ ...pe, target: unknown('target') }] },
      [its, 'public'],
    ],
    [
      'one for another door of a target that is not shown',
      { endpoints: [{ ...pe, target: unknown('target'), groups: ['files'] }] },
      ['public'],
    ],
    [
      'one of a target that is not shown and is one of two others',
      { endpoints: [{ ...pe, target: unknown('target'), mayBe: ['else', 'other'] }] },
      ['public'],
    ],
    [
      'one of a target that is not shown and is this or another',
      { endpoints: [{ ...pe, target: unknown('target'), mayBe: ['else', account.resource] }] },
      [its, 'public'],
    ],
    ['one for another door', { endpoints: [{ ...pe, groups: ['files'] }] }, ['public']],
    ['one for several doors', { endpoints: [{ ...pe, groups: ['files', 'DATA'] }] }, [its]],
  ])('%s', (_, otherwise, answers) => expect(asked(otherwise)).toEqual(answers));

  test('any door counts where the flow names none', () => {
    const model = network({ ...estate, endpoints: [{ ...pe, groups: ['files'] }, other] });
    const found = (door: string) => {
      const endpoints = approvedEndpoints(view(model), account, door);
      return isUndecided(endpoints) ? endpoints : endpoints.map((each) => each.id);
    };
    expect([found('*'), found('data'), found('files'), found('queue')]).toEqual([
      ['pe', 'other'],
      ['other'],
      ['pe'],
      [],
    ]);
  });
});

describe('a record', () => {
  test.each<Row>([
    ['that holds the address of the endpoint answers it', withRecord('10.0.9.4'), [its]],
    [
      'that is said to hold the address of the endpoint answers it',
      withRecord('endpoint:pe'),
      [its],
    ],
    ['that holds it beside another answers it', withRecord('10.0.9.9', '10.0.9.4'), [its]],
    ['that holds another address is dead', withRecord('10.0.9.5'), ['none']],
    ['of another endpoint is dead', withRecord('endpoint:gone'), ['none']],
    ['that holds nothing is dead', withRecord(), ['none']],
    [
      'that is not shown may be right or dead',
      {
        zoneGroups: [],
        records: [{ ...record(zoneName, 'acct'), addresses: unknown('addresses') }],
      },
      ['none', its],
    ],
    [
      'may be right where the address of the endpoint is not known yet',
      { ...withRecord('10.0.9.4'), endpoints: [{ ...pe, addresses: unknown('address') }] },
      ['none', its],
    ],
    [
      'is dead where the address of the endpoint is not known, and must lie in another subnet',
      { ...withRecord('10.0.1.4'), endpoints: [{ ...pe, addresses: unknown('address') }] },
      ['none'],
    ],
    [
      'may be right where neither the address of the endpoint is known nor its subnet',
      {
        ...withRecord('10.0.1.4'),
        subnets: [],
        endpoints: [{ ...pe, addresses: unknown('address') }],
      },
      ['none', its],
    ],
    [
      'of another endpoint is dead though the address of this one is not known',
      {
        ...withRecord('endpoint:gone'),
        endpoints: [{ ...pe, addresses: unknown('address') }],
      },
      ['none'],
    ],
    [
      'that holds an address beside that of another endpoint may be right',
      {
        ...withRecord('endpoint:gone', '10.0.9.4'),
        endpoints: [{ ...pe, addresses: unknown('address') }],
      },
      ['none', its],
    ],
    [
      'of the second endpoint answers that one',
      { ...withRecord('10.0.9.5'), endpoints: [pe, other] },
      ['private other'],
    ],
    [
      'that holds the addresses of two answers either',
      { ...withRecord('10.0.9.5', '10.0.9.4'), endpoints: [pe, other] },
      ['private other', its],
    ],
    [
      'is found whatever its letters',
      { zoneGroups: [], records: [record(zoneName, 'ACCT', '10.0.9.4')] },
      [its],
    ],
    [
      'of another name is none',
      { zoneGroups: [], records: [record(zoneName, 'acct2', '10.0.9.4')] },
      ['none'],
    ],
    [
      'in another zone is none',
      {
        zones: [zone(zoneName), zone('other')],
        zoneGroups: [],
        records: [record('other', 'acct', '10.0.9.4')],
      },
      ['none'],
    ],
    [
      'gives way to what the zone group writes',
      { records: [record(zoneName, 'acct', '10.0.9.9')] },
      [its],
    ],
    [
      'that two endpoints write holds either',
      {
        endpoints: [pe, other],
        zoneGroups: [zoneGroup('pe', zoneName), zoneGroup('other', zoneName)],
      },
      ['private other', its],
    ],
    [
      'that the second of two endpoints writes is its own',
      { endpoints: [pe, other], zoneGroups: [zoneGroup('other', zoneName)] },
      ['private other'],
    ],
  ])('%s', (_, otherwise, answers) => expect(asked(otherwise)).toEqual(answers));
});

describe('what the input does not show of a zone is asked:', () => {
  test.each<Row>([
    [
      'to which network a link goes',
      { links: [link(zoneName, 'hub', { vnet: unknown('vnet') })] },
      [its, 'public'],
    ],
    [
      'nothing, where a link of unknown end is of another zone',
      {
        zones: [zone(zoneName), zone('other')],
        links: [link('other', 'hub', { vnet: unknown('vnet') })],
      },
      ['public'],
    ],
    [
      'nothing, where a link of unknown end is of a zone that is not there',
      { links: [link('gone', 'hub', { vnet: unknown('vnet') })] },
      ['public'],
    ],
    [
      'whether a zone that others manage is linked',
      { zones: [elsewhere], links: [] },
      [its, 'public'],
    ],
    [
      'and whether it holds the record',
      { zones: [elsewhere], links: [], zoneGroups: [] },
      ['none', its, 'public'],
    ],
    [
      'the record alone where the link is shown',
      { zones: [elsewhere], zoneGroups: [] },
      ['none', its],
    ],
    [
      'whether there is a zone at all',
      { zones: [], links: [], zoneGroups: [] },
      ['none', its, 'public'],
    ],
    [
      'whether the other zone of that name is linked',
      {
        zones: [zone(zoneName), { ...elsewhere, id: 'twin' }],
        links: [],
        zoneGroups: [zoneGroup('pe', 'twin')],
      },
      [its, 'public'],
    ],
  ])('%s', (_, otherwise, answers) => expect(asked(otherwise)).toEqual(answers));

  test('nothing, where the zone is only not there yet', () => {
    const model = network({ ...estate, zones: [], links: [], zoneGroups: [] });
    const at = view(model, {}, new Set(), new Set([zoneName]));
    expect(resolve(at, 'hub', account, 'data', nameOf(account))).toEqual({ to: 'public' });
  });
});

test('a name without an endpoint is public, whatever its DNS servers forward, unless a zone may hide it', () => {
  const own = { vnets: [vnet('hub', { dnsServers: ['10.9.9.9'] })], endpoints: [] };
  expect(asked(own)).toEqual(['public']);
  const hiding = { zones: [zone('data.store.test')], links: [link('data.store.test', 'hub')] };
  expect(asked({ ...own, ...hiding }).length).toBeGreaterThan(1);
});

describe('a linked zone named like the public suffix', () => {
  const open = 'data.store.test';
  const both = [link(zoneName, 'hub'), link(open, 'hub')];
  const zones = [zone(zoneName), zone(open)];
  test.each<Row>([
    ['hides a name that it lacks', { zones, links: both }, ['none']],
    ['hides it also without an endpoint', { zones, links: both, endpoints: [] }, ['none']],
    ['hides nothing where it is not linked', { zones }, [its]],
    [
      'hides nothing where it is linked elsewhere',
      { zones, links: [link(zoneName, 'hub'), link(open, 'spoke')] },
      [its],
    ],
    [
      'may hide where its link is not shown',
      { zones, links: [link(zoneName, 'hub'), link(open, 'hub', { vnet: unknown('vnet') })] },
      ['none', its],
    ],
    [
      'hides by any suffix',
      {
        zones: [zone(zoneName), zone('test')],
        links: [link(zoneName, 'hub'), link('test', 'hub')],
      },
      ['none'],
    ],
    [
      'hides whatever its letters',
      { zones: [zone(zoneName), { ...zone(open), name: 'Data.Store.TEST' }], links: both },
      ['none'],
    ],
    [
      'hides no name that only ends alike',
      {
        zones: [zone(zoneName), zone('a.store.test')],
        links: [link(zoneName, 'hub'), link('a.store.test', 'hub')],
      },
      [its],
    ],
    [
      'answers by the record that it holds',
      { zones, links: both, records: [record(open, 'acct', '10.0.9.4')], zoneGroups: [] },
      [its],
    ],
    [
      'answers by that record, whatever the privatelink zone says',
      { zones, links: both, records: [record(open, 'acct', '10.0.9.9')] },
      ['none'],
    ],
    [
      'that is longer wins over a shorter one',
      {
        zones: [zone('store.test'), zone(open)],
        links: [link('store.test', 'hub'), link(open, 'hub')],
        records: [record(open, 'acct', '10.0.9.4')],
      },
      [its],
    ],
    [
      'whose record leads to an endpoint that is gone is dead',
      { zones, links: both, endpoints: [], records: [record(open, 'acct', 'endpoint:pe')] },
      ['none'],
    ],
    [
      'whose record leads elsewhere may lead to an endpoint that is not shown',
      { zones, links: both, endpoints: [], records: [record(open, 'acct', '10.0.9.4')] },
      ['none', 'public'],
    ],
    [
      'that others manage may hold a record',
      { zones: [zone(zoneName), { ...zone(open), linksShown: unknown('links') }], links: both },
      ['none', its],
    ],
    [
      'that is shorter is not asked',
      {
        zones: [zone('store.test'), zone(open)],
        links: [link('store.test', 'hub'), link(open, 'hub')],
        records: [record('store.test', 'acct.data', '10.0.9.4')],
      },
      ['none'],
    ],
  ])('%s', (_, otherwise, answers) => expect(asked(otherwise)).toEqual(answers));
});

describe('who asks', () => {
  // The zone is linked to the hub alone; the spoke is peered with it and asks by its own servers.
  const spoke = (dnsServers: readonly string[], rest: Parts = {}): Parts => ({
    vnets: [
      vnet('hub', { addressSpace: ['10.0.0.0/16'] }),
      vnet('spoke', { dnsServers, addressSpace: ['10.1.0.0/16'] }),
    ],
    ...rest,
  });
  const peered: Parts = { peerings: [peering('spoke', 'hub')] };
  const said = (forwarded: true | readonly string[], vnet: Id | undefined): Parts => ({
    resolutions: [
      { ...named('custom'), forwarded, vnet: vnet ?? unknown('where the servers stand') },
    ],
  });
  const firewall = (dnsProxy: boolean | undefined): Parts => ({
    subnets: [subnet('hub/ends'), subnet('hub/firewall')],
    appliances: [appliance('fw', 'hub/firewall', { dnsProxy: dnsProxy ?? unknown('proxy') })],
  });
  const inbound = (vnet: Id): Parts => ({
    resolvers: [{ ...named('inbound'), vnet, address: '10.0.0.4' }],
  });

  test.each<Row>([
    ['in a network without servers of its own asks Azure there', spoke([]), ['public']],
    ['by 168.63.129.16 asks Azure in its own network', spoke(['168.63.129.16']), ['public']],
    [
      'by an inbound endpoint asks in the network of that',
      spoke(['10.0.0.4'], inbound('hub')),
      [its],
    ],
    [
      'by an inbound endpoint elsewhere asks there',
      spoke(['10.0.0.4'], inbound('third')),
      ['public'],
    ],
    [
      'by a firewall that is a proxy asks in its network',
      spoke(['10.0.0.4'], firewall(true)),
      [its],
    ],
    [
      'by a firewall that is no proxy asks nobody knows where',
      spoke(['10.0.0.4'], firewall(false)),
      ['public'],
    ],
    [
      'by a firewall that may be a proxy asks there or not',
      spoke(['10.0.0.4'], firewall(undefined)),
      [its, 'public'],
    ],
    [
      'by a server in a peered network asks there, if it forwards',
      spoke(['10.0.0.9'], peered),
      [its, 'public'],
    ],
    [
      'by a server somewhere asks in its own network or in a peered one that sees the zone, if it forwards',
      spoke(['192.168.0.9'], peered),
      [its, 'public'],
    ],
    [
      'by a server somewhere does not ask in a peered network that does not see the zone',
      spoke(['192.168.0.9'], { ...peered, links: [link(zoneName, 'spoke')], zoneGroups: [] }),
      ['none', 'public'],
    ],
    [
      'by a server that forwards asks where the config says',
      spoke(['192.168.0.9'], said(true, 'hub')),
      [its],
    ],
    [
      'by a server that forwards asks elsewhere where the config says so',
      spoke(['10.0.0.9'], { ...peered, ...said(true, 'spoke') }),
      ['public'],
    ],
    [
      'by a server that forwards and stands nearby asks there',
      spoke(['10.0.0.9'], { ...peered, ...said(true, undefined) }),
      [its],
    ],
    [
      'by a server that forwards and stands anywhere asks in its own network',
      spoke(['192.168.0.9'], { ...peered, ...said(true, undefined) }),
      ['public'],
    ],
    [
      'by a server that forwards the suffix asks there',
      spoke(['192.168.0.9'], said(['files.store.test', 'Data.Store.Test'], 'hub')),
      [its],
    ],
    [
      'by a server that forwards another suffix asks publicly',
      spoke(['192.168.0.9'], said(['files.store.test'], 'hub')),
      ['public'],
    ],
    [
      'by a server that forwards only the privatelink zone asks publicly',
      spoke(['192.168.0.9'], said([zoneName], 'hub')),
      ['public'],
    ],
    [
      'by a server that forwards nothing asks publicly',
      spoke(['192.168.0.9'], said([], 'hub')),
      ['public'],
    ],
    [
      'by a server of which the config does not say what it forwards asks here or there',
      spoke(['10.0.0.9'], {
        ...peered,
        resolutions: [{ ...named('custom'), forwarded: unknown('forwarding'), vnet: 'hub' }],
      }),
      [its, 'public'],
    ],
    [
      'by two servers of one place asks there',
      spoke(['10.0.0.9', '10.0.0.10'], { ...peered, ...said(true, undefined) }),
      [its],
    ],
    [
      'by two servers of different places asks in either',
      spoke(['168.63.129.16', '10.0.0.9'], { ...peered, ...said(true, undefined) }),
      [its, 'public'],
    ],
    ['behind a peering asks nowhere else', { ...spoke([]), ...peered }, ['public']],
  ])('%s', (_, otherwise, answers) => expect(asked(otherwise, 'spoke')).toEqual(answers));

  test('whose servers are not shown asks Azure or somewhere', () => {
    const vnets = [vnet('hub', { dnsServers: unknown('servers') })];
    expect(asked({ vnets })).toEqual([its, 'public']);
    expect(asked({ vnets, ...said(true, 'hub') })).toEqual([its]);
    expect(asked({ vnets, ...said(true, 'third') })).toEqual([its, 'public']);
  });

  test('outside Azure hears the public answer', () => expect(asked({}, null)).toEqual(['public']));

  test('outside Azure hears the public answer whatever is not shown of the endpoints', () => {
    for (const open of [{ status: unknown('status') }, { target: unknown('target') }]) {
      const model = network({ ...estate, endpoints: [{ ...pe, ...open }] });
      const answer = resolve(view(model), undefined, account, 'data', nameOf(account));
      expect(answer).toEqual({ to: 'public' });
    }
  });

  test('in a network that is not shown asks by its own links', () => {
    expect(asked({ vnets: [] }, 'hub')).toEqual([its]);
    expect(asked({ vnets: [] }, 'spoke')).toEqual(['public']);
  });
});

describe('an answer to what is asked is the one that is given:', () => {
  const both: Parts = {
    endpoints: [pe, other],
    zoneGroups: [zoneGroup('pe', zoneName), zoneGroup('other', zoneName)],
  };
  const servers: Parts = {
    vnets: [vnet('hub', { dnsServers: ['10.0.0.9'] })],
  };
  test.each<readonly [string, Parts, string, string]>([
    ['whose address a record holds', both, 'pe', its],
    ['whose address a record holds', both, 'other', 'private other'],
    [
      'whether a link goes there',
      { links: [link(zoneName, 'hub', { vnet: unknown('v') })] },
      'yes',
      its,
    ],
    [
      'whether a link goes there',
      { links: [link(zoneName, 'hub', { vnet: unknown('v') })] },
      'no',
      'public',
    ],
    ['whether a zone is linked', { zones: [elsewhere], links: [] }, 'yes', its],
    ['whether a zone is linked', { zones: [elsewhere], links: [] }, 'no', 'public'],
    ['whether a zone holds the record', { zones: [elsewhere], zoneGroups: [] }, 'yes', its],
    ['whether a zone holds the record', { zones: [elsewhere], zoneGroups: [] }, 'no', 'none'],
    ['where a server forwards to', servers, 'hub', its],
    ['where a server forwards to', servers, 'public', 'public'],
    ['what the status is', { endpoints: [{ ...pe, status: unknown('s') }] }, 'Approved', its],
    ['what the status is', { endpoints: [{ ...pe, status: unknown('s') }] }, 'Pending', 'public'],
    [
      'whether a record is right',
      { ...withRecord('10.0.9.4'), endpoints: [{ ...pe, addresses: unknown('a') }] },
      'yes',
      its,
    ],
    [
      'whether a record is right',
      { ...withRecord('10.0.9.4'), endpoints: [{ ...pe, addresses: unknown('a') }] },
      'no',
      'none',
    ],
  ])('%s', (_, otherwise, answer, expected) => {
    expect(whereAnswered(answerTo(otherwise), answer)).toBe(expected);
  });
});

test('what custom servers forward is the public suffix, not the privatelink zone', () => {
  expect(forwardersOf(nameOf(account))).toEqual(['data.store.test']);
});

function nameOf(of: Target): TargetName {
  const [name] = of.subresources.data?.names ?? [];
  if (name === undefined) throw new Error('The target has a door called data.');
  return name;
}

function asked(otherwise: Parts, from: Id | null = 'hub'): string[] {
  return everyAnswer(answerTo(otherwise, from));
}

function answerTo(otherwise: Parts, from: Id | null = 'hub') {
  const model = network({ ...estate, ...otherwise });
  return (world: World) => {
    const found = resolve(view(model, world), from ?? undefined, account, 'data', nameOf(account));
    if (isUndecided(found)) return found;
    return found.to === 'private' ? `private ${found.endpoint.id}` : found.to;
  };
}
