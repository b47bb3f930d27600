import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/core/known.ts';
import type { NetworkModel, SecurityRule } from '../../../src/core/model.ts';
import { pe32Route } from '../../../src/knowledge/hazards/pe-32-route.ts';
import { peAcrData } from '../../../src/knowledge/hazards/pe-acr-data.ts';
import { peAcrNoBoth } from '../../../src/knowledge/hazards/pe-acr-no-both.ts';
import { peCosmosPorts } from '../../../src/knowledge/hazards/pe-cosmos-ports.ts';
import { peImplicitCloseAppservice } from '../../../src/knowledge/hazards/pe-implicit-close-appservice.ts';
import { peImplicitCloseCosmos } from '../../../src/knowledge/hazards/pe-implicit-close-cosmos.ts';
import { peLimits } from '../../../src/knowledge/hazards/pe-limits.ts';
import { peNsgClientOutbound } from '../../../src/knowledge/hazards/pe-nsg-client-outbound.ts';
import { peNsgDefaultIgnored } from '../../../src/knowledge/hazards/pe-nsg-default-ignored.ts';
import { pePending } from '../../../src/knowledge/hazards/pe-pending.ts';
import { pePublicStaysOpen } from '../../../src/knowledge/hazards/pe-public-stays-open.ts';
import { peRegionSubscription } from '../../../src/knowledge/hazards/pe-region-subscription.ts';
import { peSnatAsymmetry } from '../../../src/knowledge/hazards/pe-snat-asymmetry.ts';
import { peSqlRedirect } from '../../../src/knowledge/hazards/pe-sql-redirect.ts';
import { peSubnetCapacity } from '../../../src/knowledge/hazards/pe-subnet-capacity.ts';
import { peWrongGroupId } from '../../../src/knowledge/hazards/pe-wrong-group-id.ts';
import {
  change,
  endpoint,
  ids,
  link,
  net,
  on,
  type Part,
  routeTable,
  rules,
  securityGroup,
  subnet,
  target,
  use,
  vnet,
  zone,
  zoneGroup,
} from './scene.ts';
import { told } from './told.ts';

const app = subnet('snet-app');
const pe = subnet('snet-pe', { prefixes: ['10.0.9.0/24'] });
const world = { vnets: [vnet('vnet-a')], subnets: [app, pe] };
const kv = target('vault', 'kv-a');
const vaultZone = 'privatelink.vaultcore.azure.net';
const named = { zones: [zone(vaultZone)], links: [link(vaultZone, 'vnet-a')] };
const reached = { endpoints: [endpoint('pe-kv', kv)], zoneGroups: [zoneGroup('pe-kv', vaultZone)] };

describe('pe-public-stays-open', () => {
  test('an endpoint beside an open side leaves it open', () => {
    expect(
      told(
        pePublicStaysOpen,
        change(net(world, named, { targets: [kv] }), net(world, named, reached, { targets: [kv] })),
      ),
    ).toEqual([
      'notice certain: kv-a keeps admitting everyone on its public side beside the new private endpoint.',
    ]);
  });

  test('one that closes with it is not open', () => {
    for (const shut of [
      { ...kv, publicNetworkAccess: 'Disabled' as const },
      { ...kv, defaultAction: 'Deny' as const },
    ]) {
      expect(
        told(
          pePublicStaysOpen,
          change(
            net(world, named, { targets: [kv] }),
            net(world, named, reached, { targets: [shut] }),
          ),
        ),
      ).toEqual([]);
    }
  });
});

describe('public sides that close by themselves', () => {
  const cosmos = target('cosmos', 'cosmos-a');
  const site = target('site', 'app-a', { publicNetworkAccess: 'unset' });
  const of = (which: typeof cosmos, now = which, more: Part = {}) => {
    const calls = { uses: [use(app.id, which)] };
    const comes = { endpoints: [endpoint('pe-a', which)] };
    return change(
      net(world, calls, more, { targets: [which] }),
      net(world, calls, comes, more, { targets: [now] }),
    );
  };

  test('a Cosmos DB account without rules answers on its endpoint only', () => {
    expect(
      told(
        peImplicitCloseCosmos,
        of(cosmos, cosmos, { zones: [zone('privatelink.documents.azure.com')] }),
      ),
    ).toEqual([
      'outage certain: cosmos-a has no rules, so its first private endpoint closes the public side by itself, on snet-app too.',
    ]);
  });

  test('with rules, or closed before, it does not', () => {
    const ruled = { ...cosmos, networkRules: rules('snet-app') };
    expect(told(peImplicitCloseCosmos, of(ruled))).toEqual([]);
    expect(told(peImplicitCloseCosmos, of({ ...cosmos, publicNetworkAccess: 'Disabled' }))).toEqual(
      [],
    );
    expect(told(peImplicitCloseCosmos, of(kv))).toEqual([]);
  });

  test('a second endpoint closes nothing more', () => {
    const first = { endpoints: [endpoint('pe-old', cosmos)] };
    expect(told(peImplicitCloseCosmos, of(cosmos, cosmos, first))).toEqual([]);
  });

  test('a site whose public access nobody set closes as well', () => {
    expect(
      told(
        peImplicitCloseAppservice,
        of(site, site, { zones: [zone('privatelink.azurewebsites.net')] }),
      ),
    ).toEqual([
      'outage certain: The first private endpoint of app-a closes its public side by itself, on snet-app too: publicNetworkAccess is not set.',
    ]);
  });

  test('one whose public access is set, even in the same change, does not', () => {
    expect(
      told(peImplicitCloseAppservice, of(site, { ...site, publicNetworkAccess: 'Enabled' })),
    ).toEqual([]);
    expect(told(peImplicitCloseAppservice, of(cosmos))).toEqual([]);
  });
});

describe('pe-acr-no-both', () => {
  const acr = target('registry', 'acr', { defaultAction: 'Deny', networkRules: rules('snet-app') });
  const registryOn = {
    ...world,
    subnets: [subnet('snet-app', { endpoints: on('Microsoft.ContainerRegistry') }), pe],
  };
  const comes = { endpoints: [endpoint('pe-acr', acr)], zones: [zone('privatelink.azurecr.io')] };

  test('rules stop counting beside a private endpoint', () => {
    expect(
      told(
        peAcrNoBoth,
        change(net(registryOn, { targets: [acr] }), net(registryOn, comes, { targets: [acr] })),
      ),
    ).toEqual([
      'outage certain: acr does not honour its rules for snet-app beside a private endpoint.',
    ]);
  });

  test('a vault has both', () => {
    const ruled = { ...kv, networkRules: rules('snet-app') };
    expect(
      told(
        peAcrNoBoth,
        change(net(world, { targets: [ruled] }), net(world, reached, { targets: [ruled] })),
      ),
    ).toEqual([]);
  });

  test('tasks lose a registry whose public side is turned off', () => {
    const open = target('registry', 'acr');
    const of = (now: typeof open) =>
      change(net(world, { targets: [open] }), net(world, { targets: [now] }));
    expect(told(peAcrData, of({ ...open, publicNetworkAccess: 'Disabled' }))).toEqual([
      'notice possible: ACR Tasks of acr lose the registry with its public side, and pulls need its data records as well.',
    ]);
    expect(told(peAcrData, of({ ...open, defaultAction: 'Deny' }))).toEqual([]);
  });
});

describe('pe-pending', () => {
  test('an endpoint that waits carries nothing, and what relies on it breaks', () => {
    const shut = { ...kv, publicNetworkAccess: 'Disabled' as const };
    const waiting = {
      endpoints: [endpoint('pe-kv', kv, { status: 'Pending' })],
      zoneGroups: [zoneGroup('pe-kv', vaultZone)],
    };
    const calls = { uses: [use(app.id, kv)] };
    expect(
      told(
        pePending,
        change(
          net(world, named, calls, { targets: [kv] }),
          net(world, named, calls, waiting, { targets: [shut] }),
        ),
      ),
    ).toEqual([
      'outage certain: pe-kv to kv-a is Pending and carries nothing until its owner approves it.',
    ]);
  });

  test('an approved one does, and one that waited before is old', () => {
    expect(
      told(
        pePending,
        change(net(world, { targets: [kv] }), net(world, reached, { targets: [kv] })),
      ),
    ).toEqual([]);
    const waiting = { targets: [kv], endpoints: [endpoint('pe-kv', kv, { status: 'Pending' })] };
    const moved = {
      targets: [kv],
      endpoints: [endpoint('pe-kv', kv, { status: 'Pending', addresses: ['10.0.9.7'] })],
    };
    expect(told(pePending, change(net(world, waiting), net(world, moved)))).toEqual([]);
  });
});

describe('pe-wrong-group-id', () => {
  const of = (...groups: string[]) =>
    change(
      net(world, { targets: [kv] }),
      net(world, { targets: [kv], endpoints: [endpoint('pe-kv', kv, { groups })] }),
    );

  test('a sub-resource that the type does not have is refused', () => {
    expect(told(peWrongGroupId, of('secrets'))).toEqual([
      'risk certain refused: pe-kv asks kv-a for secrets; a key vault has vault.',
    ]);
  });

  test('its own is not, whatever its case; nor is that of an unknown resource', () => {
    expect(told(peWrongGroupId, of('Vault'))).toEqual([]);
    expect(told(peWrongGroupId, of('vault-staging'))).toEqual([]);
    const elsewhere = {
      endpoints: [endpoint('pe-x', target('vault', 'kv-x'), { groups: ['secrets'] })],
    };
    expect(told(peWrongGroupId, change(net(world), net(world, elsewhere)))).toEqual([]);
  });
});

describe('routes to private endpoints', () => {
  const through = (prefix: string) => ({ routeTables: [routeTable('rt-a', prefix, '10.0.0.4')] });
  const routed = subnet('snet-app', { routeTable: ids.other('routetables', 'rt-a') });
  const of = (prefix: string, home = pe) => {
    const base = { vnets: world.vnets, subnets: [routed, home], targets: [kv] };
    return change(net(base, through(prefix)), net(base, through(prefix), reached));
  };

  test('an endpoint is reached past the appliance', () => {
    expect(told(pe32Route, of('0.0.0.0/0'))).toEqual([
      'notice certain: snet-app sends everything to an appliance, but reaches pe-kv directly by its /32 route.',
    ]);
  });

  test('route policies and a long prefix bring it back, with its own demand', () => {
    const policed = { ...pe, networkPolicies: 'RouteTableEnabled' as const };
    const both = {
      routeTables: [
        {
          ...routeTable('rt-a', '0.0.0.0/0', '10.0.0.4'),
          routes: {
            default: {
              prefix: '0.0.0.0/0',
              nextHop: 'VirtualAppliance' as const,
              address: '10.0.0.4',
            },
            endpoints: {
              prefix: '10.0.9.0/24',
              nextHop: 'VirtualAppliance' as const,
              address: '10.0.0.4',
            },
          },
        },
      ],
    };
    const base = { vnets: world.vnets, subnets: [routed, policed], targets: [kv] };
    const what = change(net(base, both), net(base, both, reached));
    expect(told(pe32Route, what)).toEqual([]);
    expect(told(peSnatAsymmetry, what)).toEqual([
      'notice possible: Routes decide over private endpoints in snet-pe: an appliance on the way must translate source addresses.',
    ]);
    expect(told(pe32Route, of('0.0.0.0/0', policed))).toHaveLength(1);
  });

  test('without a route to an appliance neither speaks', () => {
    const policed = { ...pe, networkPolicies: 'Enabled' as const };
    for (const rule of [pe32Route, peSnatAsymmetry]) {
      expect(
        told(rule, change(net(world, { targets: [kv] }), net(world, reached, { targets: [kv] }))),
      ).toEqual([]);
      const base = { vnets: world.vnets, subnets: [app, policed], targets: [kv] };
      expect(told(rule, change(net(base), net(base, reached)))).toEqual([]);
    }
  });

  test('turning route policies on for endpoints that stand asks for translation too', () => {
    const policed = { ...pe, networkPolicies: 'Enabled' as const };
    const of = (home: typeof pe) =>
      net(
        { vnets: world.vnets, subnets: [routed, home], targets: [kv] },
        reached,
        through('10.0.9.0/24'),
      );
    expect(told(peSnatAsymmetry, change(of(pe), of(policed)))).toHaveLength(1);
    expect(told(peSnatAsymmetry, change(of(policed), of(pe)))).toEqual([]);
  });
});

describe('pe-nsg-default-ignored', () => {
  const group = ids.other('networksecuritygroups', 'nsg-pe');
  const deny = { direction: 'Inbound', access: 'Deny' } as const;
  const of = (groups: Part, securityGroup: string | null = group) => {
    const home = (networkPolicies: 'Disabled' | 'Enabled') =>
      net(
        {
          vnets: world.vnets,
          subnets: [subnet('snet-pe', { securityGroup, networkPolicies })],
          targets: [kv],
        },
        reached,
        groups,
      );
    return change(home('Disabled'), home('Enabled'));
  };

  test('denials that slept begin to count', () => {
    expect(
      told(peNsgDefaultIgnored, of({ securityGroups: [securityGroup('nsg-pe', deny)] })),
    ).toEqual([
      'risk likely: The rules of nsg-pe begin to count for pe-kv in snet-pe, and it holds inbound denials.',
    ]);
  });

  const calls = (deny: Partial<SecurityRule>, policies = ['Disabled', 'Enabled'] as const) => {
    const [old, now] = policies.map((networkPolicies) =>
      net(
        world,
        named,
        reached,
        {
          subnets: [subnet('snet-pe', { ...pe, securityGroup: group, networkPolicies })],
          targets: [{ ...kv, publicNetworkAccess: 'Disabled' }],
          uses: [use(app.id, kv)],
        },
        { securityGroups: [securityGroup('nsg-pe', { direction: 'Inbound', ...deny })] },
      ),
    );
    if (old === undefined || now === undefined) throw new Error('no sides');
    return change(old, now);
  };

  test('one that meets a client is an outage', () => {
    const [says = ''] = told(peNsgDefaultIgnored, calls({ access: 'Deny', ports: ['443'] }));
    expect(says).toContain('outage likely: ');
  });

  test('one for other callers, other ports or other addresses is not', () => {
    for (const other of [
      { sources: ['10.0.77.0/24'] },
      { ports: ['22'] },
      { destinations: ['10.0.9.99'] },
    ]) {
      const [says = ''] = told(peNsgDefaultIgnored, calls({ access: 'Deny', ...other }));
      expect(says).toContain('risk likely: ');
    }
  });

  test('an allowance that comes first lets the client in', () => {
    const first = securityGroup(
      'nsg-pe',
      { direction: 'Inbound', sources: ['10.0.1.0/24'] },
      { direction: 'Inbound', access: 'Deny' },
    );
    const { before, after, ...rest } = calls({});
    const guarded = { [first.id]: first };
    const what = {
      ...rest,
      before: { ...before, securityGroups: guarded },
      after: { ...after, securityGroups: guarded },
    };
    const [says = ''] = told(peNsgDefaultIgnored, what);
    expect(says).toContain('risk likely: ');
  });

  test('a group that is not shown is a question', () => {
    expect(told(peNsgDefaultIgnored, of({}))).toEqual([
      'risk possible: The rules of nsg-pe begin to count for pe-kv in snet-pe.',
    ]);
  });

  test('without denials, or without a group, nothing changes', () => {
    expect(
      told(
        peNsgDefaultIgnored,
        of({ securityGroups: [securityGroup('nsg-pe', { direction: 'Inbound' })] }),
      ),
    ).toEqual([]);
    expect(told(peNsgDefaultIgnored, of({}, null))).toEqual([]);
  });
});

describe('the security group of a client', () => {
  const group = { securityGroup: ids.other('networksecuritygroups', 'nsg-a') };
  const guarded = (kind: 'vault' | 'sql' | 'cosmos', ...allowed: Partial<SecurityRule>[]) => {
    const to = target(kind, 'it', kind === 'sql' ? { networkRules: rules('snet-app') } : {});
    const [name = { zone: '' }] = Object.values(to.subresources).flatMap((each) => each.names);
    const home = subnet('snet-app', {
      ...group,
      endpoints: kind === 'sql' ? on('Microsoft.Sql') : {},
    });
    const base = net(
      { vnets: world.vnets, subnets: [home, pe], targets: [to], uses: [use(home.id, to)] },
      { zones: [zone(name.zone)], links: [link(name.zone, 'vnet-a')] },
      { securityGroups: [securityGroup('nsg-a', ...allowed, { access: 'Deny', priority: 4000 })] },
    );
    const after = net(
      {
        vnets: Object.values(base.vnets),
        subnets: Object.values(base.subnets),
        targets: [to],
        uses: Object.values(base.uses),
      },
      {
        zones: Object.values(base.zones),
        links: Object.values(base.links),
        securityGroups: Object.values(base.securityGroups),
      },
      { endpoints: [endpoint('pe-it', to)], zoneGroups: [zoneGroup('pe-it', name.zone)] },
    );
    return change(base, after);
  };

  test('a service tag does not match the endpoint', () => {
    expect(
      told(peNsgClientOutbound, guarded('vault', { destinations: ['AzureKeyVault'] })),
    ).toEqual([
      'outage likely: The network security group of snet-app does not let it out to pe-it: a service tag does not match a private address.',
    ]);
  });

  test('one that the input does not show may not let it out', () => {
    const shown = guarded('vault', { destinations: ['AzureKeyVault'] });
    const hide = (model: NetworkModel) => ({
      ...model,
      subnets: { ...model.subnets, [app.id]: { ...app, securityGroup: unknown('its group') } },
    });
    const hidden = { ...shown, before: hide(shown.before), after: hide(shown.after) };
    expect(told(peNsgClientOutbound, hidden)).toEqual([
      'risk possible: The network security group of snet-app may not let it out to pe-it: a service tag does not match a private address.',
    ]);
  });

  test('VirtualNetwork does', () => {
    expect(
      told(
        peNsgClientOutbound,
        guarded('vault', { destinations: ['AzureKeyVault', 'VirtualNetwork'] }),
      ),
    ).toEqual([]);
  });

  test('SQL with Redirect needs more than its port', () => {
    expect(
      told(
        peSqlRedirect,
        guarded('sql', { destinations: ['Sql', 'VirtualNetwork'], ports: ['1433'] }),
      ),
    ).toEqual([
      'notice possible: The network security group of snet-app lets port 1433 out to it, and not 1433-65535, which the Redirect policy needs.',
    ]);
    expect(
      told(
        peSqlRedirect,
        guarded('sql', { destinations: ['Sql', 'VirtualNetwork'], ports: ['*'] }),
      ),
    ).toEqual([]);
  });

  test('Cosmos DB in direct mode does too', () => {
    expect(
      told(
        peCosmosPorts,
        guarded('cosmos', { destinations: ['AzureCosmosDB', 'VirtualNetwork'], ports: ['443'] }),
      ),
    ).toHaveLength(1);
    expect(
      told(
        peCosmosPorts,
        guarded('sql', { destinations: ['Sql', 'VirtualNetwork'], ports: ['1433'] }),
      ),
    ).toEqual([]);
  });
});

describe('what a private endpoint costs', () => {
  const small = subnet('snet-pe', { prefixes: ['10.0.9.0/29'] });
  const full = (count: number) => ({
    vnets: world.vnets,
    subnets: [small],
    targets: [kv],
    endpoints: Array.from({ length: count }, (_, n) => endpoint(`pe-${n}`, kv)),
  });

  test('a /29 has room for three', () => {
    expect(told(peSubnetCapacity, change(net(full(3)), net(full(4))))).toEqual([
      'risk likely refused: snet-pe has room for 3 addresses, and the private endpoints in it take at least 4.',
    ]);
    expect(told(peSubnetCapacity, change(net(full(2)), net(full(3))))).toEqual([]);
  });

  test('a zone group names five zones', () => {
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((each) => `privatelink.${each}.net`);
    const of = (zones: readonly string[]) =>
      change(
        net(world, { targets: [kv] }),
        net(world, {
          targets: [kv],
          endpoints: [endpoint('pe-kv', kv)],
          zoneGroups: [zoneGroup('pe-kv', ...zones)],
        }),
      );
    expect(told(peLimits, of(six))).toEqual([
      'risk likely refused: The zone group of pe-kv names 6 zones and takes 5.',
    ]);
    expect(told(peLimits, of(six.slice(1)))).toEqual([]);
  });

  test('a vault takes 64 endpoints', () => {
    const many = (count: number) => ({
      vnets: world.vnets,
      subnets: [pe],
      targets: [kv],
      endpoints: Array.from({ length: count }, (_, n) => endpoint(`pe-${n}`, kv)),
    });
    expect(told(peLimits, change(net(many(64)), net(many(65))))).toEqual([
      'risk likely refused: kv-a has 65 private endpoints after the change and takes 64.',
    ]);
    expect(told(peLimits, change(net(many(63)), net(many(64))))).toEqual([]);
  });

  test('an account in two regions takes an address for each', () => {
    const one = target('cosmos', 'cosmos-a');
    const part = one.subresources.Sql;
    const [name] = part?.names ?? [];
    if (part === undefined || name === undefined) throw new Error('the account has names');
    const regional = (region: string) => ({
      ...name,
      host: `cosmos-a-${region}.documents.azure.com`,
    });
    const two = {
      ...one,
      subresources: {
        Sql: { ...part, names: [name, regional('westeurope'), regional('northeurope')] },
      },
    };
    const unplaced = { addresses: unknown('known after apply') };
    const of = (account: typeof one, count: number) => ({
      vnets: world.vnets,
      subnets: [small],
      targets: [account],
      endpoints: Array.from({ length: count }, (_, n) => endpoint(`pe-${n}`, account, unplaced)),
    });
    expect(told(peSubnetCapacity, change(net(of(two, 0)), net(of(two, 1))))).toEqual([]);
    expect(told(peSubnetCapacity, change(net(of(two, 0)), net(of(two, 2))))).toEqual([
      'risk likely refused: snet-pe has room for 3 addresses, and the private endpoints in it take at least 6.',
    ]);
  });

  test('a network and a zone have their thousand', () => {
    const bare = (count: number) => ({
      vnets: world.vnets,
      subnets: [pe],
      endpoints: Array.from({ length: count }, (_, n) => ({
        ...endpoint(`pe-${n}`, kv),
        target: unknown('elsewhere'),
      })),
    });
    expect(told(peLimits, change(net(bare(1000)), net(bare(1001))))).toEqual([
      'risk likely refused: vnet-a has 1001 private endpoints after the change and takes 1000.',
    ]);
    const high = { vnets: [vnet('vnet-a', { highScaleEndpoints: true })] };
    expect(told(peLimits, change(net(bare(1000), high), net(bare(1001), high)))).toEqual([]);
    const zones = { zones: [zone(vaultZone)] };
    const links = (count: number) => ({
      links: Array.from({ length: count }, (_, n) => link(vaultZone, `vnet-${n}`)),
    });
    expect(told(peLimits, change(net(zones, links(1000)), net(zones, links(1001))))).toEqual([
      'risk likely refused: privatelink.vaultcore.azure.net has 1001 links after the change and takes 1000.',
    ]);
  });

  test('a network is linked to 1000 zones', () => {
    const linkedTo = (number: number) => {
      const names = Array.from({ length: number }, (_, n) => `zone${n}.example`);
      return net(world, {
        zones: names.map(zone),
        links: names.map((each) => link(each, 'vnet-a')),
      });
    };
    expect(told(peLimits, change(linkedTo(1000), linkedTo(1001)))).toEqual([
      'risk likely refused: vnet-a is linked to 1001 zones after the change and takes 1000.',
    ]);
    expect(told(peLimits, change(linkedTo(999), linkedTo(1000)))).toEqual([]);
  });

  test('an endpoint in another region than its network is refused', () => {
    const made = (location: string) =>
      told(
        peRegionSubscription,
        change(
          net(world, { targets: [kv] }),
          net(world, { targets: [kv], endpoints: [endpoint('pe-kv', kv, { location })] }),
        ),
      );
    expect(made('northeurope')).toEqual([
      'risk likely refused: pe-kv is made in northeurope, and the network of snet-pe is in westeurope: Azure refuses it.',
    ]);
    expect(made('westeurope')).toEqual([]);
  });

  test('an endpoint in another subscription than its network is a question', () => {
    const far = { ...endpoint('pe-kv', kv), id: ids.endpoint('pe-kv').replace('/s1/', '/s2/') };
    expect(
      told(
        peRegionSubscription,
        change(net(world, { targets: [kv] }), net(world, { targets: [kv], endpoints: [far] })),
      ),
    ).toEqual([
      'notice possible: pe-kv is made in another subscription than the network of snet-pe.',
    ]);
    expect(
      told(
        peRegionSubscription,
        change(net(world, { targets: [kv] }), net(world, reached, { targets: [kv] })),
      ),
    ).toEqual([]);
  });
});
