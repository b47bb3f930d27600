import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/core/known.ts';
import type { Target, TargetName } from '../../../src/core/model.ts';
import { disabledOverAllow } from '../../../src/knowledge/hazards/disabled-over-allow.ts';
import { peAppGatewayDns } from '../../../src/knowledge/hazards/pe-app-gateway-dns.ts';
import { peCompanionMissing } from '../../../src/knowledge/hazards/pe-companion-missing.ts';
import { peCustomDns } from '../../../src/knowledge/hazards/pe-custom-dns.ts';
import { peNameRemoved } from '../../../src/knowledge/hazards/pe-name-removed.ts';
import { peNsgInbound } from '../../../src/knowledge/hazards/pe-nsg-inbound.ts';
import { peOtherSubresources } from '../../../src/knowledge/hazards/pe-other-subresources.ts';
import { pePeeringRemoved } from '../../../src/knowledge/hazards/pe-peering-removed.ts';
import { pePrivatelinkHost } from '../../../src/knowledge/hazards/pe-privatelink-host.ts';
import { peReplaced } from '../../../src/knowledge/hazards/pe-replaced.ts';
import { peSameName } from '../../../src/knowledge/hazards/pe-same-name.ts';
import { peSku } from '../../../src/knowledge/hazards/pe-sku.ts';
import { peSubnetCapacity } from '../../../src/knowledge/hazards/pe-subnet-capacity.ts';
import { rulesListReplacement } from '../../../src/knowledge/hazards/rules-list-replacement.ts';
import {
  change,
  endpoint,
  host,
  ids,
  link,
  net,
  on,
  type Part,
  peering,
  rules,
  securityGroup,
  subnet,
  target,
  use,
  vnet,
  workload,
  zone,
  zoneGroup,
} from './scene.ts';
import { told } from './told.ts';

// Traps that users fell into and that no route shows.

const app = subnet('snet-app');
const pe = subnet('snet-pe', { prefixes: ['10.0.9.0/24'] });
const world = { vnets: [vnet('vnet-a')], subnets: [app, pe] };
const kv = target('vault', 'kv-a');
const vaultZone = 'privatelink.vaultcore.azure.net';
const linked = { zones: [zone(vaultZone)], links: [link(vaultZone, 'vnet-a')] };
const made = { endpoints: [endpoint('pe-kv', kv)], zoneGroups: [zoneGroup('pe-kv', vaultZone)] };

describe('pe-privatelink-host', () => {
  const machine = workload('vm-a', 'snet-app');
  const publicly = use(machine.id, kv, 'vault');
  const privately = { ...publicly, privateName: `kv-a.${vaultZone}` };
  const side = (calls: typeof publicly) =>
    net(world, linked, made, { targets: [kv], workloads: [machine], uses: [calls] });

  test('a setting that trades the public name for the other stops working', () => {
    expect(told(pePrivatelinkHost, change(side(publicly), side(privately)))).toEqual([
      'risk likely interrupts: use calls kv-a by kv-a.privatelink.vaultcore.azure.net, which its certificate does not cover.',
    ]);
  });

  test('a new one never worked', () => {
    const bare = net(world, { targets: [kv], workloads: [machine] });
    const calls = net(world, { targets: [kv], workloads: [machine], uses: [privately] });
    expect(told(pePrivatelinkHost, change(bare, calls))).toEqual([
      'risk likely: use calls kv-a by kv-a.privatelink.vaultcore.azure.net, and no private endpoint makes that name.',
    ]);
  });

  test('the public name is right, and an old setting is not of this change', () => {
    expect(told(pePrivatelinkHost, change(net(world, { targets: [kv] }), side(publicly)))).toEqual(
      [],
    );
    expect(told(pePrivatelinkHost, change(side(privately), side(privately)))).toEqual([]);
  });
});

describe('pe-sku', () => {
  const arrival = (sku: string) => {
    const registry = target('registry', 'cr-a', { sku });
    const before = net(world, { targets: [registry] });
    return change(
      before,
      net(world, { targets: [registry], endpoints: [endpoint('pe-cr', registry)] }),
    );
  };

  test('a registry takes private endpoints in Premium only', () => {
    expect(told(peSku, arrival('Standard'))).toEqual([
      'risk certain refused: cr-a is of SKU Standard, which takes no private endpoint: pe-cr is refused.',
    ]);
    expect(told(peSku, arrival('Premium'))).toEqual([]);
  });

  test('a SKU that is not shown refuses nothing', () => {
    const registry = target('registry', 'cr-a');
    const what = change(
      net(world, { targets: [registry] }),
      net(world, { targets: [registry], endpoints: [endpoint('pe-cr', registry)] }),
    );
    expect(told(peSku, what)).toEqual([]);
  });

  test('nor does one that is raised in the same change', () => {
    const [old, now] = ['Basic', 'Premium'].map((sku) => target('registry', 'cr-a', { sku }));
    if (old === undefined || now === undefined) throw new Error('no registry');
    const after = net(world, { targets: [now], endpoints: [endpoint('pe-cr', now)] });
    expect(told(peSku, change(net(world, { targets: [old] }), after))).toEqual([]);
  });
});

describe('pe-companion-missing', () => {
  const lake = target('storage', 'stlake');
  const names = (part: string): TargetName[] => [host('stlake', `${part}.core.windows.net`)];
  const dfs = { ...lake.subresources.blob, name: 'dfs', names: names('dfs') };
  const account = { ...lake, subresources: { ...lake.subresources, dfs } } as typeof lake;
  const before = net(world, { targets: [account] });
  const given = (...groups: string[]) =>
    net(world, {
      targets: [account],
      endpoints: groups.map((each) => endpoint(`pe-${each}`, account, { groups: [each] })),
    });

  test('operations on dfs go on to blob', () => {
    expect(told(peCompanionMissing, change(before, given('dfs')))).toEqual([
      'risk certain: pe-dfs is for dfs of stlake, which also needs blob: no private endpoint is for that.',
    ]);
  });

  test('both together, or blob alone, lack nothing', () => {
    expect(told(peCompanionMissing, change(before, given('dfs', 'blob')))).toEqual([]);
    expect(told(peCompanionMissing, change(before, given('blob')))).toEqual([]);
  });
});

describe('pe-other-subresources', () => {
  const account = (own: Partial<Target> = {}) =>
    target('storage', 'stdata', {
      defaultAction: 'Deny',
      networkRules: rules('snet-app'),
      ...own,
    });
  const apps = [subnet('snet-app', { endpoints: on('Microsoft.Storage') })];
  const closing = (
    before: Partial<Target>,
    after: Partial<Target>,
    groups: readonly string[] = ['blob'],
  ) => {
    const shut = account({ publicNetworkAccess: 'Disabled', ...after });
    return told(
      peOtherSubresources,
      change(
        net(world, { subnets: apps, targets: [account(before)] }),
        net(world, {
          subnets: apps,
          targets: [shut],
          endpoints: groups.map((each) => endpoint(`pe-${each}`, shut, { groups: [each] })),
        }),
      ),
    );
  };

  test('a client that a rule names may use those without an endpoint', () => {
    expect(closing({}, {})).toEqual([
      'risk possible: stdata closes with a private endpoint for blob alone: whether snet-app also uses file, the input does not show.',
    ]);
  });

  test('not where all have one, or none has, or the public side stays', () => {
    expect([
      closing({}, {}, ['blob', 'file']),
      closing({}, {}, []),
      closing({}, { publicNetworkAccess: 'Enabled' }),
    ]).toEqual([[], [], []]);
  });

  test('nor where no rule admits anybody', () => {
    expect(closing({ networkRules: {} }, { networkRules: {} })).toEqual([]);
  });
});

describe('pe-replaced', () => {
  const parts = [world, { targets: [kv] }, made] as const;
  const here = net(...parts);
  const anew = { ...endpoint('pe-kv', kv), addresses: unknown('known after apply') };
  const there = net(...parts, { endpoints: [anew] });
  const guarded = { securityGroups: [securityGroup('nsg-app', { destinations: ['10.0.9.4/32'] })] };

  test('a security rule that holds the old address leads nowhere', () => {
    const what = change(net(...parts, guarded), net(...parts, guarded, { endpoints: [anew] }), {
      replaced: [anew.id],
    });
    expect(told(peReplaced, what)).toEqual([
      'risk likely: pe-kv is replaced and may no longer have 10.0.9.4, which nsg-app holds.',
    ]);
  });

  test('a static address comes back', () => {
    expect(told(peReplaced, change(here, here, { replaced: [anew.id] }))).toEqual([]);
  });

  test('an address that is not shown goes as well', () => {
    const hidden = net(...parts, {
      endpoints: [{ ...endpoint('pe-kv', kv), addresses: unknown('its address') }],
    });
    expect(told(peReplaced, change(hidden, there, { replaced: [anew.id] }))).toEqual([
      'notice possible: pe-kv is replaced and may no longer have its address.',
    ]);
  });

  test('an endpoint that only changes keeps its address', () => {
    expect(told(peReplaced, change(here, there))).toEqual([]);
  });
});

describe('pe-same-name', () => {
  const second = { ...endpoint('pe-kv', kv), id: 'iac:azurerm_private_endpoint.b', label: 'b' };
  const first = { ...endpoint('pe-kv', kv), id: 'iac:azurerm_private_endpoint.a', label: 'a' };
  const before = net(world, { targets: [kv] });

  test('two of one name in one network are a question', () => {
    const after = net(world, { targets: [kv], endpoints: [first, second] });
    expect(told(peSameName, change(before, after))).toEqual([
      'risk possible: a and b are both called pe-kv: in one resource group they are one private endpoint.',
    ]);
  });

  test('other names, and other networks, are not', () => {
    const renamed = { ...second, name: 'pe-kv-2' };
    const other = subnet('vnet-b/snet-pe');
    const away = { ...second, subnet: other.id };
    const beside = { vnets: [vnet('vnet-b')], subnets: [other] };
    for (const each of [renamed, away]) {
      const after = net(world, beside, { targets: [kv], endpoints: [first, each] });
      expect(told(peSameName, change(net(world, beside, { targets: [kv] }), after))).toEqual([]);
    }
  });
});

describe('disabled-over-allow', () => {
  const closed = (defaultAction: 'Allow' | 'Deny', kind: 'storage' | 'vault' = 'storage') => {
    const open = target(kind, 'x', { defaultAction });
    const shut = { ...open, publicNetworkAccess: 'Disabled' as const };
    return change(net(world, { targets: [open] }), net(world, { targets: [shut] }));
  };

  test('an account that allows everyone behind the switch is told', () => {
    expect(told(disabledOverAllow, closed('Allow'))).toEqual([
      'notice likely: x keeps default action Allow behind public network access Disabled.',
    ]);
  });

  test('one that denies, and other services, are closed twice or never were', () => {
    expect(told(disabledOverAllow, closed('Deny'))).toEqual([]);
    expect(told(disabledOverAllow, closed('Allow', 'vault'))).toEqual([]);
  });
});

describe('pe-app-gateway-dns', () => {
  const site = target('site', 'app-a');
  const siteZone = 'privatelink.azurewebsites.net';
  const gateway = workload('agw-a', 'snet-app', { noun: 'application gateway' });
  const calls = { targets: [site], workloads: [gateway], uses: [use(gateway.id, site)] };
  const zones = { zones: [zone(siteZone)], links: [link(siteZone, 'vnet-a')] };
  const arrives = {
    endpoints: [endpoint('pe-app', site)],
    zoneGroups: [zoneGroup('pe-app', siteZone)],
  };

  test('a gateway may stay with the address that it knows', () => {
    expect(
      told(peAppGatewayDns, change(net(world, calls, zones), net(world, calls, zones, arrives))),
    ).toEqual([
      'risk possible: agw-a may keep the former address of app-a after the name answers with another.',
    ]);
  });

  test('where the zone is not seen the name stays, and so does the gateway', () => {
    const unlinked = { zones: [zone(siteZone)] };
    expect(
      told(
        peAppGatewayDns,
        change(net(world, calls, unlinked), net(world, calls, unlinked, arrives)),
      ),
    ).toEqual([]);
  });

  test('a machine looks names up again', () => {
    const machine = { ...calls, workloads: [{ ...gateway, noun: 'virtual machine' }] };
    expect(
      told(
        peAppGatewayDns,
        change(net(world, machine, zones), net(world, machine, zones, arrives)),
      ),
    ).toEqual([]);
  });
});

describe('pe-subnet-capacity, for endpoints that stand', () => {
  const tiny = subnet('snet-pe', { prefixes: ['10.0.9.0/29'] });
  const cosmos = (regions: number) => {
    const account = target('cosmos', 'cosmos-a');
    const names = Array.from({ length: regions }, (_, n) => `cosmos-a-r${n}`);
    const Sql = {
      ...account.subresources.Sql,
      names: ['cosmos-a', ...names].map((each) => host(each, 'documents.azure.com')),
    };
    return { ...account, subresources: { Sql } } as typeof account;
  };
  const side = (regions: number, home: typeof tiny) =>
    net(
      { vnets: [vnet('vnet-a')], subnets: [app, home] },
      { targets: [cosmos(regions)] },
      {
        endpoints: [
          endpoint('pe-cosmos', cosmos(regions), { addresses: ['10.0.9.4', '10.0.9.5'] }),
        ],
      },
    );

  test('a further region takes a further address of each of them', () => {
    expect(told(peSubnetCapacity, change(side(1, tiny), side(3, tiny)))).toEqual([
      'risk likely refused: snet-pe has room for 3 addresses, and the private endpoints in it take at least 4.',
    ]);
  });

  test('where there is room, or nothing grows, nothing is refused', () => {
    expect(told(peSubnetCapacity, change(side(1, tiny), side(2, tiny)))).toEqual([]);
    expect(told(peSubnetCapacity, change(side(1, pe), side(3, pe)))).toEqual([]);
  });
});

describe('what goes while the endpoint stays', () => {
  const shut = target('vault', 'kv-a', { publicNetworkAccess: 'Disabled' });
  const calls = { targets: [shut], uses: [use(app.id, shut, 'vault')] };
  const side = (...parts: readonly Part[]) => net(world, calls, ...parts);

  test('a link that goes takes the private answer with it', () => {
    const before = side(linked, made);
    const { links, ...zones } = linked;
    expect(links).toHaveLength(1);
    expect(told(peNameRemoved, change(before, side(zones, made)))).toEqual([
      'outage certain: The link of privatelink.vaultcore.azure.net to vnet-a goes: kv-a no longer answers snet-app and vnet-a with the private endpoint that stays.',
    ]);
  });

  const record = {
    id: ids.other('records', 'kv-a'),
    name: 'kv-a',
    label: 'kv-a',
    zone: ids.zone(vaultZone),
    record: 'kv-a',
    addresses: ['10.0.9.4'],
  };
  const byHand = { endpoints: made.endpoints, records: [record] };

  test('so does a record that was written by hand', () => {
    const after = side(linked, { endpoints: made.endpoints });
    const [says = ''] = told(peNameRemoved, change(side(linked, byHand), after));
    expect(says).toContain('outage certain: The record kv-a of privatelink.vaultcore.azure.net');
  });

  test('a record that the zone group takes over from is not missed', () => {
    expect(told(peNameRemoved, change(side(linked, byHand), side(linked, made)))).toEqual([]);
  });

  test('an endpoint that goes with its link has nothing to be found by', () => {
    const { links, ...zones } = linked;
    expect(links).toHaveLength(1);
    expect(told(peNameRemoved, change(side(linked, made), side(zones)))).toEqual([]);
  });

  const denied = securityGroup('nsg-pe', { direction: 'Inbound', access: 'Deny' });
  const guarded = (group: typeof denied, networkPolicies: 'Enabled' | 'Disabled') => {
    const home = { ...pe, securityGroup: group.id, networkPolicies };
    return side(linked, made, { subnets: [home], securityGroups: [group] });
  };

  test('a denial in the group of a policed subnet shuts clients out', () => {
    const empty = { ...denied, rules: {} };
    const what = change(guarded(empty, 'Enabled'), guarded(denied, 'Enabled'));
    expect(told(peNsgInbound, what)).toEqual([
      'outage certain: nsg-pe keeps snet-app from the private endpoints in snet-pe.',
    ]);
    const asleep = change(guarded(empty, 'Disabled'), guarded(denied, 'Disabled'));
    expect(told(peNsgInbound, asleep)).toEqual([]);
  });

  test('a denial of something else shuts nobody out', () => {
    const other = securityGroup('nsg-pe', { direction: 'Inbound', access: 'Deny', ports: ['22'] });
    const what = change(guarded({ ...other, rules: {} }, 'Enabled'), guarded(other, 'Enabled'));
    expect(told(peNsgInbound, what)).toEqual([]);
  });
});

describe('pe-peering-removed', () => {
  const shut = target('vault', 'kv-a', { publicNetworkAccess: 'Disabled' });
  const far = subnet('vnet-b/snet-app');
  const both = {
    vnets: [vnet('vnet-a'), vnet('vnet-b')],
    subnets: [far, pe],
    targets: [shut],
    uses: [use(far.id, shut, 'vault')],
    zones: [zone(vaultZone)],
    links: [link(vaultZone, 'vnet-b')],
  };
  const peerings = [peering('vnet-b', 'vnet-a'), peering('vnet-a', 'vnet-b')];

  test('names go on to answer with what nothing leads to', () => {
    const what = change(net(both, made, { peerings }), net(both, made));
    expect(told(pePeeringRemoved, what)).toEqual([
      'outage certain: Without its peering to vnet-a, vnet-b no longer reaches the private endpoints of kv-a there.',
    ]);
  });

  test('whichever half of the peering goes', () => {
    const [there, back] = peerings as [(typeof peerings)[number], (typeof peerings)[number]];
    const halves = [
      { ...there, other: back.id },
      { ...back, other: there.id },
    ];
    for (const left of halves)
      expect(
        told(
          pePeeringRemoved,
          change(net(both, made, { peerings: halves }), net(both, made, { peerings: [left] })),
        ),
      ).toEqual([
        'outage certain: Without its peering to vnet-a, vnet-b no longer reaches the private endpoints of kv-a there.',
      ]);
  });

  test('an endpoint of its own keeps the client, and a peering without endpoints is nobody’s way', () => {
    const own = subnet('vnet-b/snet-pe', { prefixes: ['10.1.9.0/24'] });
    const near = { ...endpoint('pe-near', shut), subnet: own.id };
    const beside = {
      subnets: [own],
      endpoints: [near],
      zoneGroups: [zoneGroup('pe-near', vaultZone)],
    };
    const what = change(net(both, beside, { peerings }), net(both, beside));
    expect(told(pePeeringRemoved, what)).toEqual([]);
    expect(told(pePeeringRemoved, change(net(both, { peerings }), net(both)))).toEqual([]);
  });
});

describe('pe-custom-dns, for endpoints that stand', () => {
  const asking = (...dnsServers: string[]) =>
    net(world, linked, made, {
      vnets: [vnet('vnet-a', { dnsServers })],
      targets: [target('vault', 'kv-a', { publicNetworkAccess: 'Disabled' })],
      uses: [use(app.id, kv, 'vault')],
    });

  test('servers that come must forward, as those that stood', () => {
    const [says = ''] = told(peCustomDns, change(asking(), asking('10.9.9.9')));
    expect(says).toContain('vnet-a asks 10.9.9.9: it must forward vaultcore.azure.net');
  });

  test('servers that go leave the zone to Azure', () => {
    expect(told(peCustomDns, change(asking('10.9.9.9'), asking()))).toEqual([]);
  });
});

describe('rules-list-replacement', () => {
  const homes = ['snet-app', 'snet-b'].map((each) =>
    subnet(each, { endpoints: on('Microsoft.Storage') }),
  );
  const of = (...named: string[]) =>
    net(
      { vnets: world.vnets, subnets: homes },
      {
        targets: [
          target('storage', 'stdata', { defaultAction: 'Deny', networkRules: rules(...named) }),
        ],
      },
    );

  test('a list with a new rule that lacks an old one is suspected', () => {
    expect(told(rulesListReplacement, change(of('snet-app'), of('snet-b')))).toEqual([
      'risk likely: One update of stdata adds snet-b to its rules and leaves out snet-app, which still stands.',
    ]);
  });

  test('a rule that goes alone, or stays beside the new one, is not', () => {
    expect(told(rulesListReplacement, change(of('snet-app', 'snet-b'), of('snet-b')))).toEqual([]);
    expect(told(rulesListReplacement, change(of('snet-app'), of('snet-app', 'snet-b')))).toEqual(
      [],
    );
  });
});
