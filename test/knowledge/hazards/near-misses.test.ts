import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/core/known.ts';
import type { PrivateEndpoint, Target } from '../../../src/core/model.ts';
import { closingFeltLater } from '../../../src/knowledge/hazards/closing-felt-later.ts';
import { defaultOutboundRetirement } from '../../../src/knowledge/hazards/default-outbound-retirement.ts';
import { hspeReset } from '../../../src/knowledge/hazards/hspe-reset.ts';
import { lastRuleOpens } from '../../../src/knowledge/hazards/last-rule-opens.ts';
import { losesAccess } from '../../../src/knowledge/hazards/loses-access.ts';
import { natIpRule } from '../../../src/knowledge/hazards/nat-ip-rule.ts';
import { nspEnforced } from '../../../src/knowledge/hazards/nsp-enforced.ts';
import { pe32Route } from '../../../src/knowledge/hazards/pe-32-route.ts';
import { peAcrData } from '../../../src/knowledge/hazards/pe-acr-data.ts';
import { peAcrNoBoth } from '../../../src/knowledge/hazards/pe-acr-no-both.ts';
import { peApexZone } from '../../../src/knowledge/hazards/pe-apex-zone.ts';
import { peCustomDns } from '../../../src/knowledge/hazards/pe-custom-dns.ts';
import { peImplicitCloseAppservice } from '../../../src/knowledge/hazards/pe-implicit-close-appservice.ts';
import { peLimits } from '../../../src/knowledge/hazards/pe-limits.ts';
import { peNsgClientOutbound } from '../../../src/knowledge/hazards/pe-nsg-client-outbound.ts';
import { peNsgDefaultIgnored } from '../../../src/knowledge/hazards/pe-nsg-default-ignored.ts';
import { peNxdomainRedirectLimits } from '../../../src/knowledge/hazards/pe-nxdomain-redirect-limits.ts';
import { pePending } from '../../../src/knowledge/hazards/pe-pending.ts';
import { pePnaDisabledOverrides } from '../../../src/knowledge/hazards/pe-pna-disabled-overrides.ts';
import { peRegionSubscription } from '../../../src/knowledge/hazards/pe-region-subscription.ts';
import { peSnatAsymmetry } from '../../../src/knowledge/hazards/pe-snat-asymmetry.ts';
import { peSubnetCapacity } from '../../../src/knowledge/hazards/pe-subnet-capacity.ts';
import { peTwoZonesSameName } from '../../../src/knowledge/hazards/pe-two-zones-same-name.ts';
import { peWrongCloudZone } from '../../../src/knowledge/hazards/pe-wrong-cloud-zone.ts';
import { peZoneGroupDeleted } from '../../../src/knowledge/hazards/pe-zone-group-deleted.ts';
import { seNotPeered } from '../../../src/knowledge/hazards/se-not-peered.ts';
import { sePolicy } from '../../../src/knowledge/hazards/se-policy.ts';
import { sePolicyLimits } from '../../../src/knowledge/hazards/se-policy-limits.ts';
import { seRouteOverride } from '../../../src/knowledge/hazards/se-route-override.ts';
import { seTcpResetSwapGlobal } from '../../../src/knowledge/hazards/se-tcp-reset-swap-global.ts';
import { seTfV5Rename } from '../../../src/knowledge/hazards/se-tf-v5-rename.ts';
import { sqlRulesFrozen } from '../../../src/knowledge/hazards/sql-rules-frozen.ts';
import { subnetInUse } from '../../../src/knowledge/hazards/subnet-in-use.ts';
import { tfNetworkRulesDeleteOpens } from '../../../src/knowledge/hazards/tf-network-rules-delete-opens.ts';
import { trustedServices } from '../../../src/knowledge/hazards/trusted-services.ts';
import { vpnGwBlobZone } from '../../../src/knowledge/hazards/vpn-gw-blob-zone.ts';
import { windowNeverFits } from '../../../src/knowledge/hazards/window-never-fits.ts';
import {
  change,
  endpoint,
  firewall,
  ids,
  link,
  nat,
  net,
  on,
  type Part,
  peering,
  ranges,
  routeTable,
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

// Where a rule begins to speak, and where it stops: each claim stands one step beside a case that another file tells.

const world: Part = { vnets: [vnet('vnet-a')] };
const deny = { defaultAction: 'Deny' as const };
const off = { publicNetworkAccess: 'Disabled' as const };
const app = (...services: string[]) => subnet('snet-app', { endpoints: on(...services) });
const pe = subnet('snet-pe', { prefixes: ['10.0.9.0/24'] });
const between = (before: Part, after: Part, ...base: readonly Part[]) =>
  change(net(world, ...base, before), net(world, ...base, after));
const blob = 'privatelink.blob.core.windows.net';

describe('closing-felt-later', () => {
  const bus = (more: Partial<Target> = {}) => target('bus', 'bus-a', { ...deny, ...more });
  const base: Part = {
    subnets: [
      app('Microsoft.ServiceBus'),
      subnet('snet-job', { endpoints: on('Microsoft.ServiceBus') }),
    ],
    uses: [use(ids.subnet('snet-job'), bus())],
  };
  const first = { networkRules: rules('snet-app') };

  test('a first rule, by network or by address, closes on those without one', () => {
    const says =
      'risk likely: Open connections from snet-job to bus-a outlive the closing: a client without another way breaks at its next reconnect.';
    expect(
      told(closingFeltLater, between({ targets: [bus()] }, { targets: [bus(first)] }, base)),
    ).toEqual([says]);
    const address = { ipRules: ranges('40.0.0.1') };
    expect(
      told(closingFeltLater, between({ targets: [bus()] }, { targets: [bus(address)] }, base)),
    ).toEqual([says]);
  });

  test('a second rule closes on nobody', () => {
    const both = { networkRules: rules('snet-app', 'snet-job') };
    const more = { ...both, ipRules: ranges('40.0.0.1') };
    expect(
      told(closingFeltLater, between({ targets: [bus(both)] }, { targets: [bus(more)] }, base)),
    ).toEqual([]);
  });

  test('an IP rule that goes closes on who came by it', () => {
    const sql = (more: Partial<Target> = {}) => target('sql', 'sql-a', more);
    const gateway = nat('ng', '20.1.1.1');
    const home: Part = {
      subnets: [subnet('snet-app', { natGateway: gateway.id })],
      natGateways: [gateway],
    };
    const held = { ipRules: ranges('20.1.1.1') };
    const calls = { uses: [use(ids.subnet('snet-app'), sql())] };
    expect(
      told(
        closingFeltLater,
        between({ targets: [sql(held)], ...calls }, { targets: [sql()], ...calls }, home),
      ),
    ).toHaveLength(1);
    expect(
      told(
        closingFeltLater,
        between(
          { targets: [sql(held)], ...calls },
          { targets: [sql({ ipRules: ranges('20.1.1.1', '20.1.1.2') })], ...calls },
          home,
        ),
      ),
    ).toEqual([]);
  });
});

describe('who leaves by what', () => {
  const shut = { defaultOutbound: false };
  const vm = workload('vm-a', 'snet-app');

  test('a subnet is stranded only without a gateway, a machine’s address, an appliance or a route', () => {
    const turned = (more: Parameters<typeof subnet>[1], ...parts: readonly Part[]) =>
      told(
        defaultOutboundRetirement,
        between(
          { subnets: [subnet('snet-app', more)] },
          { subnets: [subnet('snet-app', { ...more, ...shut })] },
          ...parts,
        ),
      );
    expect(turned({})).toEqual([
      'risk likely: snet-app has no way out to public addresses after the change: no default outbound access, no NAT gateway, no firewall.',
    ]);
    expect(turned({ natGateway: nat('ng').id })).toEqual([]);
    expect(turned({}, { workloads: [{ ...vm, publicAddress: '20.1.1.1' }] })).toEqual([]);
    const table = routeTable('rt', '10.1.0.0/16', '10.0.3.4');
    expect(turned({ routeTable: table.id }, { routeTables: [table] })).toHaveLength(1);
    const fw = firewall('fw', 'snet-fw', '10.0.3.4');
    expect(turned({ routeTable: table.id }, { routeTables: [table], appliances: [fw] })).toEqual(
      [],
    );
    const wide = routeTable('rt', '0.0.0.0/0', '10.0.3.4');
    expect(turned({ routeTable: wide.id }, { routeTables: [wide] })).toEqual([]);
  });

  test('a new subnet is stranded with what lives in it, and not empty', () => {
    const born = { subnets: [subnet('snet-app', shut)] };
    expect(told(defaultOutboundRetirement, between({}, born))).toEqual([]);
    expect(told(defaultOutboundRetirement, between({}, { ...born, workloads: [vm] }))).toEqual([
      'notice likely: vm-a in snet-app has no way out to public addresses after the change: no default outbound access, no NAT gateway, no firewall.',
    ]);
  });

  test('one that was shut before, and whose prefixes change, is old debt', () => {
    const before = { subnets: [subnet('snet-app', shut)], workloads: [vm] };
    const after = {
      subnets: [subnet('snet-app', { ...shut, prefixes: ['10.0.2.0/24'] })],
      workloads: [vm],
    };
    expect(told(defaultOutboundRetirement, between(before, after))).toEqual([]);
  });

  describe('nat-ip-rule', () => {
    const moved = (more: Partial<Target>, part: Part = {}) => {
      const sql = target('sql', 'sql-a', { ipRules: ranges('20.1.1.1'), ...more });
      const home = subnet('snet-app', { natGateway: nat('ng').id });
      const at = (address: string) => ({ natGateways: [nat('ng', address)], subnets: [home] });
      return told(
        natIpRule,
        between({ targets: [sql], ...at('20.1.1.1') }, { targets: [sql], ...at('20.9.9.9') }, part),
      );
    };

    test('rules that do not decide need no new address', () => {
      expect(moved({})).toHaveLength(1);
      expect(moved({ defaultAction: 'Allow' })).toEqual([]);
      expect(moved(off)).toEqual([]);
    });

    test('an appliance that changes its address is the cause for those behind it', () => {
      const sql = target('sql', 'sql-a', { ipRules: ranges('20.1.1.1') });
      const table = routeTable('rt', '0.0.0.0/0', '10.0.3.4');
      const base: Part = {
        targets: [sql],
        routeTables: [table],
        subnets: [subnet('snet-app', { routeTable: table.id }), subnet('snet-fw')],
        uses: [use(ids.subnet('snet-app'), sql)],
      };
      const by = (address: string) => ({
        appliances: [firewall('fw', 'snet-fw', '10.0.3.4', address)],
      });
      expect(told(natIpRule, between(by('20.1.1.1'), by('20.9.9.9'), base))).toHaveLength(1);
    });
  });
});

describe('a setting of a network, an endpoint or a zone that somebody else has', () => {
  test('hspe-reset: on and off, where both are known', () => {
    const of = (highScaleEndpoints: boolean | { unknown: string }) =>
      net({ vnets: [vnet('vnet-a', { highScaleEndpoints })] });
    const says = (way: string) => [
      `notice certain: Long-running connections to private endpoints in vnet-a are reset once when high-scale private endpoints are turned ${way}.`,
    ];
    expect(told(hspeReset, change(of(false), of(true)))).toEqual(says('on'));
    expect(told(hspeReset, change(of(true), of(false)))).toEqual(says('off'));
    expect(told(hspeReset, change(of(true), of(unknown('a variable'))))).toEqual([]);
    expect(told(hspeReset, change(of(unknown('a variable')), of(true)))).toEqual([]);
  });

  test('pe-nxdomain-redirect-limits: a link that turns to it, and not one that had it', () => {
    const base = { zones: [zone(blob)] };
    const of = (policy?: 'Default' | 'NxDomainRedirect'): Part =>
      policy === undefined ? {} : { links: [link(blob, 'vnet-a', policy)] };
    const speaks = (before: Part, after: Part) =>
      told(peNxdomainRedirectLimits, between(before, after, base)).length;
    expect(speaks(of('Default'), of('NxDomainRedirect'))).toBe(1);
    expect(speaks(of(), of('NxDomainRedirect'))).toBe(1);
    expect(speaks(of('NxDomainRedirect'), of('Default'))).toBe(0);
    expect(speaks(of('NxDomainRedirect'), of())).toBe(0);
  });

  describe('vpn-gw-blob-zone', () => {
    const gateway: Part = { subnets: [subnet('GatewaySubnet')], zones: [zone(blob)] };
    const of = (policy: 'Default' | 'NxDomainRedirect' = 'Default', to = 'vnet-a') => ({
      links: [{ ...link(blob, to, policy), id: `${ids.zone(blob)}/virtualnetworklinks/it` }],
    });
    const speaks = (before: Part, after: Part, base = gateway) =>
      told(vpnGwBlobZone, between(before, after, base)).length;

    test('the zone becomes visible by a link, by a policy that goes, by a link that moves', () => {
      expect(speaks({}, of())).toBe(1);
      expect(speaks(of('NxDomainRedirect'), of())).toBe(1);
      expect(speaks(of('Default', 'vnet-b'), of())).toBe(1);
    });

    test('with its way back to public DNS, for another network, or another zone, it does not', () => {
      expect(speaks({}, of('NxDomainRedirect'))).toBe(0);
      expect(speaks(of(), of('NxDomainRedirect'))).toBe(0);
      expect(speaks(of(), {})).toBe(0);
      expect(speaks({}, of('Default', 'vnet-b'))).toBe(0);
      expect(speaks({}, of(), { ...gateway, subnets: [subnet('snet-app')] })).toBe(0);
      const file = 'privatelink.file.core.windows.net';
      expect(
        told(
          vpnGwBlobZone,
          between({}, { links: [link(file, 'vnet-a')] }, gateway, { zones: [zone(file)] }),
        ),
      ).toEqual([]);
    });
  });

  test('pe-apex-zone: a link that goes hides nothing, nor one to a network that is new', () => {
    const apex = 'blob.core.windows.net';
    const base = { zones: [zone(apex)] };
    const linked = { links: [link(apex, 'vnet-a')] };
    expect(told(peApexZone, between({}, linked, base))).toHaveLength(1);
    expect(told(peApexZone, between(linked, {}, base))).toEqual([]);
    expect(told(peApexZone, change(net(base), net(world, base, linked)))).toEqual([]);
  });

  test('pe-two-zones-same-name: a twin that goes in the same change is none', () => {
    const zones = { zones: [zone(blob), { ...zone(blob), id: ids.zone('twin') }] };
    const one = link(blob, 'vnet-a');
    const twin = link('twin', 'vnet-a');
    expect(
      told(peTwoZonesSameName, between({ links: [one] }, { links: [one, twin] }, zones)),
    ).toHaveLength(1);
    const other = link('twin', 'vnet-b');
    expect(
      told(peTwoZonesSameName, between({ links: [one] }, { links: [one, other] }, zones)),
    ).toEqual([]);
    expect(
      told(peTwoZonesSameName, between({ links: [one, twin] }, { links: [twin] }, zones)),
    ).toEqual([]);
  });

  describe('pe-wrong-cloud-zone', () => {
    const china = 'privatelink.blob.core.chinacloudapi.cn';
    const speaks = (before: Part, after: Part, ...base: readonly Part[]) =>
      told(peWrongCloudZone, between(before, after, ...base)).length;

    test('a zone that is made, linked, or written into', () => {
      expect(speaks({}, { zones: [zone(china)] })).toBe(1);
      const there = { zones: [zone(china)] };
      expect(speaks({}, { links: [link(china, 'vnet-a')] }, there)).toBe(1);
      const id = `${ids.zone(china)}/a/st`;
      const held = {
        id,
        name: 'st',
        label: id,
        zone: ids.zone(china),
        record: 'st',
        addresses: ['10.0.9.4'],
      };
      expect(speaks({}, { records: [held] }, there)).toBe(1);
    });

    test('a zone that the input does not show is named by its ID', () => {
      expect(speaks({}, { links: [link(china, 'vnet-a')] })).toBe(1);
      expect(speaks({}, { links: [link(blob, 'vnet-a')] })).toBe(0);
    });

    test('what goes is looked up nowhere', () => {
      expect(speaks({ zones: [zone(china)] }, {})).toBe(0);
    });

    test('an endpoint to a target of that cloud belongs there', () => {
      const st = target('storage', 'st');
      const there = {
        ...st,
        subresources: {
          blob: {
            ...Object.values(st.subresources)[0],
            names: [{ host: 'st.blob.core.chinacloudapi.cn', zone: china, record: 'st' }],
          },
        },
      } as Target;
      const group = { zoneGroups: [zoneGroup('pe-st', china)] };
      const base = (to: Target) => ({
        targets: [to],
        endpoints: [endpoint('pe-st', to)],
        zones: [zone(china)],
      });
      expect(speaks({}, group, base(there))).toBe(0);
      expect(speaks({}, group, base(st))).toBe(1);
    });
  });

  test('pe-zone-group-deleted: what comes, or another record that goes, is no deletion', () => {
    const kv = target('vault', 'kv-a');
    const base = {
      subnets: [pe],
      targets: [kv],
      endpoints: [endpoint('pe-kv', kv)],
      zones: [zone(blob)],
    };
    const group = { zoneGroups: [zoneGroup('pe-kv', blob)] };
    expect(told(peZoneGroupDeleted, between(group, {}, base))).toHaveLength(1);
    expect(told(peZoneGroupDeleted, between({}, group, base))).toEqual([]);
    expect(
      told(peZoneGroupDeleted, between({ ...group, links: [link(blob, 'vnet-a')] }, group, base)),
    ).toEqual([]);
  });
});

describe('private endpoints', () => {
  const kv = target('vault', 'kv-a');
  const door = (more: Partial<PrivateEndpoint> = {}) => ({
    endpoints: [endpoint('pe-kv', kv, more)],
  });
  const base: Part = { subnets: [pe, app()], targets: [kv] };

  test('pe-pending: a connection that turns pending, and one that is made so', () => {
    const pending = door({ status: 'Pending' });
    expect(told(pePending, between({}, pending, base))).toHaveLength(1);
    expect(told(pePending, between(door({ status: 'Rejected' }), pending, base))).toHaveLength(1);
    expect(told(pePending, between(pending, {}, base))).toEqual([]);
    expect(told(pePending, between({}, door(), base))).toEqual([]);
  });

  test('pe-limits: a network takes a thousand and no more, of which only new ones speak', () => {
    const many = (count: number, more: Partial<PrivateEndpoint> = {}) => ({
      endpoints: Array.from({ length: count }, (_, n) => ({
        ...endpoint(`pe-${n}`, kv),
        target: unknown('elsewhere'),
        ...more,
      })),
    });
    const speaks = (before: Part, after: Part) =>
      told(peLimits, between(before, after, { subnets: [pe], zones: [zone(blob)] })).length;
    expect(speaks(many(999), many(1000))).toBe(0);
    expect(speaks(many(1002), many(1001, { groups: ['vault'] }))).toBe(0);
    const linked = (count: number) => ({
      links: Array.from({ length: count }, (_, n) => link(blob, `vnet-${n}`)),
    });
    expect(speaks(linked(999), linked(1000))).toBe(0);
    expect(speaks(linked(1002), linked(1001))).toBe(0);
  });

  test('pe-region-subscription: an endpoint that stands asks nothing, one whose subnet is not known a question', () => {
    const far = (more: Partial<PrivateEndpoint> = {}) => ({
      endpoints: [
        { ...endpoint('pe-kv', kv, more), id: ids.endpoint('pe-kv').replace('/s1/', '/s2/') },
      ],
    });
    expect(told(peRegionSubscription, between({}, far(), base))).toHaveLength(1);
    expect(told(peRegionSubscription, between(far(), far({ status: 'Pending' }), base))).toEqual(
      [],
    );
    expect(told(peRegionSubscription, between(far(), {}, base))).toEqual([]);
    const asked = told(
      peRegionSubscription,
      between({}, far({ subnet: unknown('its subnet') }), base),
    );
    expect(asked).not.toEqual([]);
    for (const each of asked) expect(each).toMatch(/^notice possible: If pe-kv lies in /);
    expect(told(peRegionSubscription, between({}, far({ subnet: 'iac:subnet' }), base))).toEqual(
      [],
    );
  });

  test('pe-subnet-capacity: rooms are added up, and none is guessed', () => {
    const full = (prefixes: readonly string[] | { unknown: string }) =>
      told(
        peSubnetCapacity,
        between({}, door({ addresses: ['1', '2', '3', '4'] }), {
          subnets: [subnet('snet-pe', { prefixes })],
          targets: [kv],
        }),
      ).length;
    expect(full(['10.0.9.0/29'])).toBe(1);
    expect(full(['10.0.9.0/29', '10.0.8.0/29'])).toBe(0);
    expect(full(['10.0.9.0/28'])).toBe(0);
    expect(full(['fd00::/64'])).toBe(0);
    expect(full(['10.0.9.0/29', 'fd00::/64'])).toBe(0);
    expect(full([])).toBe(0);
    expect(full(unknown('its prefixes'))).toBe(0);
  });

  test('pe-acr-no-both: a rule that comes beside an endpoint counts for nobody either', () => {
    const acr = target('registry', 'acr', deny);
    const ruled = { ...acr, networkRules: rules('snet-app') };
    const beside = {
      subnets: [pe, app('Microsoft.ContainerRegistry')],
      endpoints: [endpoint('pe-acr', acr)],
    };
    expect(
      told(peAcrNoBoth, between({ targets: [acr] }, { targets: [ruled] }, beside)),
    ).toHaveLength(1);
    const alone = { subnets: beside.subnets };
    expect(told(peAcrNoBoth, between({ targets: [acr] }, { targets: [ruled] }, alone))).toEqual([]);
  });

  test('pe-acr-data: a registry that only denies by default keeps its public side', () => {
    const acr = target('registry', 'acr');
    const by = (more: Partial<Target>) =>
      told(peAcrData, between({ targets: [acr] }, { targets: [{ ...acr, ...more }] }));
    expect(by(off)).toHaveLength(1);
    expect(by(deny)).toEqual([]);
    expect(by({ publicNetworkAccess: 'SecuredByPerimeter' })).toEqual([]);
    expect(by({ ...deny, ...off })).toHaveLength(1);
  });

  test('pe-implicit-close-appservice: only a site that stood, whose first endpoint it is', () => {
    const site = target('site', 'app-a', { publicNetworkAccess: 'unset' });
    const made = { endpoints: [endpoint('pe-a', site)] };
    const speaks = (before: Part, after: Part) =>
      told(peImplicitCloseAppservice, between(before, after, { subnets: [pe, app()] })).length;
    expect(speaks({ targets: [site] }, { targets: [site], ...made })).toBe(1);
    expect(speaks({}, { targets: [site], ...made })).toBe(0);
    const second = { targets: [site], endpoints: [endpoint('pe-b', site)] };
    expect(speaks(second, { ...second, endpoints: [...second.endpoints, ...made.endpoints] })).toBe(
      0,
    );
    const st = target('storage', 'st', { publicNetworkAccess: 'unset' });
    expect(speaks({ targets: [st] }, { targets: [st], endpoints: [endpoint('pe-a', st)] })).toBe(0);
  });

  test('pe-custom-dns: the config may say what the servers forward', () => {
    const asking = {
      vnets: [vnet('vnet-a', { dnsServers: ['10.0.0.9'] })],
      uses: [use(ids.subnet('snet-app'), kv)],
    };
    const custom = (forwarded: true | readonly string[] | { unknown: string }) => ({
      resolutions: [
        { id: 'custom', name: 'custom', label: 'custom', forwarded, vnet: ids.vnet('vnet-a') },
      ],
    });
    const speaks = (...more: readonly Part[]) =>
      told(peCustomDns, between({}, door(), base, asking, ...more)).length;
    expect(speaks()).toBe(1);
    expect(speaks(custom(true))).toBe(0);
    expect(speaks(custom([]))).toBe(1);
    expect(speaks(custom(unknown('nobody says')))).toBe(1);
    expect(speaks({ vnets: [vnet('vnet-a')] })).toBe(0);
  });

  test('pe-nsg-client-outbound: the group of the change may open the way only afterwards', () => {
    const tag = securityGroup('nsg', { destinations: ['AzureKeyVault'] }, { access: 'Deny' });
    const open = securityGroup('nsg', {});
    const vaultZone = 'privatelink.vaultcore.azure.net';
    const guarded: Part = {
      subnets: [pe, subnet('snet-app', { securityGroup: tag.id })],
      targets: [kv],
      uses: [use(ids.subnet('snet-app'), kv)],
      zones: [zone(vaultZone)],
      links: [link(vaultZone, 'vnet-a')],
    };
    const made = { ...door(), zoneGroups: [zoneGroup('pe-kv', vaultZone)] };
    const by = (before: typeof tag, after: typeof tag) =>
      told(
        peNsgClientOutbound,
        between({ securityGroups: [before] }, { securityGroups: [after], ...made }, guarded),
      );
    const says = 'The network security group of snet-app does not let it out to pe-kv';
    expect(by(tag, tag)).toEqual([
      `outage likely: ${says}: a service tag does not match a private address.`,
    ]);
    expect(by(tag, open)).toEqual([
      `outage likely: ${says} until the new rule has taken: a service tag does not match a private address.`,
    ]);
    expect(by(open, open)).toEqual([]);
  });

  describe('routes and policies on the subnet of endpoints', () => {
    const table = routeTable('rt', '0.0.0.0/0', '10.0.3.4');
    const client = (name = 'snet-app') => subnet(name, { routeTable: table.id });
    const on32 = (
      policies: 'Enabled' | 'Disabled',
      route = '0.0.0.0/0',
      ...more: readonly Part[]
    ) =>
      told(
        pe32Route,
        between(
          {},
          door(),
          {
            targets: [kv],
            subnets: [
              subnet('snet-pe', { prefixes: ['10.0.9.0/24'], networkPolicies: policies }),
              client(),
            ],
            routeTables: [
              {
                ...table,
                routes: {
                  ...table.routes,
                  more: { prefix: route, nextHop: 'VirtualAppliance', address: '10.0.3.4' },
                },
              },
            ],
          },
          ...more,
        ),
      ).length;

    test('pe-32-route: a route as long as the address space is followed once policies are on', () => {
      expect(on32('Disabled')).toBe(1);
      expect(on32('Disabled', '10.0.0.0/16')).toBe(1);
      expect(on32('Enabled', '10.0.0.0/16')).toBe(0);
      expect(on32('Enabled', '10.0.9.0/24')).toBe(0);
      expect(on32('Enabled', '10.0.0.0/15')).toBe(1);
      expect(on32('Enabled', '10.1.0.0/16')).toBe(1);
    });

    test('pe-32-route: among several ranges of the network, the one that holds the endpoints counts', () => {
      const wide = { vnets: [vnet('vnet-a', { addressSpace: ['192.168.0.0/24', '10.0.0.0/16'] })] };
      expect(on32('Enabled', '10.0.0.0/16', wide)).toBe(0);
      const blurred = { vnets: [vnet('vnet-a', { addressSpace: unknown('its space') })] };
      expect(on32('Enabled', '10.0.0.0/16', blurred)).toBe(1);
    });

    test('pe-32-route: the subnet of the endpoints itself, and networks apart, are no clients', () => {
      const own = { subnets: [subnet('snet-pe', { routeTable: table.id }), app()], targets: [kv] };
      expect(told(pe32Route, between({}, door(), own, { routeTables: [table] }))).toEqual([]);
      const apart: Part = {
        vnets: [vnet('vnet-a'), vnet('vnet-b')],
        subnets: [pe, client('vnet-b/snet-b')],
        targets: [kv],
        routeTables: [table],
      };
      expect(told(pe32Route, between({}, door(), apart))).toEqual([]);
      expect(
        told(pe32Route, between({}, door(), apart, { peerings: [peering('vnet-a', 'vnet-b')] })),
      ).toHaveLength(1);
    });

    test('pe-32-route: what the input does not show is told apart, as possible', () => {
      const off = subnet('snet-pe', { prefixes: ['10.0.9.0/24'] });
      const lines = (home: Part, routes: Part) =>
        told(pe32Route, between({}, door(), { targets: [kv] }, home, routes));
      const both: Part = { subnets: [off, client(), subnet('snet-b', { routeTable: null })] };
      expect(lines(both, { routeTables: [table] })).toEqual([
        'notice certain: snet-app sends everything to an appliance, but reaches pe-kv directly by its /32 route.',
      ]);
      const partly = { ...table, routes: { more: unknown('a route') } };
      for (const routes of [{}, { routeTables: [partly] }])
        expect(lines(both, routes)).toEqual([
          'notice possible: snet-app reaches pe-kv directly by its /32 route, also if its routes send everything to an appliance, which the input does not show.',
        ]);
      const blurred = { ...off, networkPolicies: unknown('its policies') };
      expect(lines({ subnets: [blurred, client()] }, { routeTables: [table] })).toEqual([
        expect.stringContaining('notice possible: snet-app reaches pe-kv'),
      ]);
    });

    test('pe-snat-asymmetry: a route to an appliance for their prefix, by policies or by a new endpoint', () => {
      const near = (
        prefix: string,
        hop: 'VirtualAppliance' | 'VnetLocal' = 'VirtualAppliance',
      ) => ({
        routeTables: [{ ...table, routes: { one: { prefix, nextHop: hop, address: '10.0.3.4' } } }],
      });
      const home = (networkPolicies: 'Enabled' | 'Disabled') => ({
        subnets: [subnet('snet-pe', { prefixes: ['10.0.9.0/24'], networkPolicies }), client()],
      });
      const turned = (routes: Part) =>
        told(
          peSnatAsymmetry,
          between(home('Disabled'), home('Enabled'), { targets: [kv] }, door(), routes),
        ).length;
      expect(turned(near('10.0.9.0/24'))).toBe(1);
      expect(turned(near('10.0.8.0/24'))).toBe(0);
      expect(turned(near('0.0.0.0/0'))).toBe(0);
      expect(turned(near('10.0.9.0/24', 'VnetLocal'))).toBe(0);
      expect(turned({})).toBe(1);
      const back = between(
        home('Enabled'),
        home('Disabled'),
        { targets: [kv] },
        door(),
        near('10.0.9.0/24'),
      );
      expect(told(peSnatAsymmetry, back)).toEqual([]);
    });

    test('pe-nsg-default-ignored: policies that turn on, over an inbound denial, with an endpoint there', () => {
      const of = (
        networkPolicies: 'Enabled' | 'Disabled',
        group: ReturnType<typeof securityGroup>,
      ) => ({
        subnets: [subnet('snet-pe', { networkPolicies, securityGroup: group.id })],
        securityGroups: [group],
      });
      const inbound = securityGroup(
        'nsg',
        { direction: 'Inbound' },
        { direction: 'Inbound', access: 'Deny' },
      );
      const outbound = securityGroup('nsg', { access: 'Deny' });
      const speaks = (before: Part, after: Part, ...more: readonly Part[]) =>
        told(peNsgDefaultIgnored, between(before, after, { targets: [kv] }, ...more)).length;
      expect(speaks(of('Disabled', inbound), of('Enabled', inbound), door())).toBe(1);
      expect(speaks(of('Enabled', inbound), of('Disabled', inbound), door())).toBe(0);
      expect(speaks(of('Disabled', inbound), of('Enabled', inbound))).toBe(0);
      expect(speaks(of('Disabled', outbound), of('Enabled', outbound), door())).toBe(0);
    });
  });
});

describe('service endpoints', () => {
  const policyId = ids.other('serviceendpointpolicies', 'sep-a');
  const policy = (...allows: string[]) => ({
    endpointPolicies: [
      {
        id: policyId,
        name: 'sep-a',
        label: 'sep-a',
        allows: Object.fromEntries(allows.map((each) => [each, true as const])),
      },
      { id: 'other', name: 'other', label: 'other', allows: {} },
    ],
  });
  const under = (endpoints: readonly string[], ...policies: string[]) => ({
    subnets: [
      subnet('snet-app', {
        endpoints: on(...endpoints),
        endpointPolicies: Object.fromEntries(policies.map((each) => [each, true as const])),
      }),
    ],
  });
  const storage = ['Microsoft.Storage'];

  test('se-policy: an endpoint that comes under a policy, a policy that goes, an entry that goes', () => {
    const speaks = (before: Part, after: Part, ...base: readonly Part[]) =>
      told(sePolicy, between(before, after, ...base)).length;
    expect(speaks(under([], policyId), under(storage, policyId), policy())).toBe(1);
    expect(speaks(under([], policyId), under(['Microsoft.Sql'], policyId), policy())).toBe(0);
    expect(speaks(under(storage, policyId, 'other'), under(storage, policyId), policy())).toBe(1);
    expect(speaks(under(storage, policyId), under(storage, policyId, 'other'), policy())).toBe(0);
    expect(speaks(under(storage), under(storage, 'other'), policy())).toBe(1);
    expect(speaks(under(storage, policyId), under(storage), policy())).toBe(0);
    expect(speaks(policy('a', 'b'), policy('a'), under(storage, policyId))).toBe(1);
    expect(speaks(policy('a'), policy('a', 'b'), under(storage, policyId))).toBe(0);
    expect(speaks(policy('a', 'b'), policy('a'), under(storage, 'other'))).toBe(0);
    expect(speaks(policy('a'), {}, under(storage, policyId))).toBe(1);
    expect(speaks({}, policy('a'), under(storage, policyId))).toBe(0);
  });

  test('se-policy-limits: a subnet that loses one of too many is no news', () => {
    const of = (count: number) =>
      under(storage, ...Array.from({ length: count }, (_, n) => `p${n}`));
    expect(told(sePolicyLimits, between(of(102), of(101)))).toEqual([]);
  });

  test('se-route-override: a route that is written into the table of a subnet, to an appliance or a gateway', () => {
    const table = routeTable('rt', '0.0.0.0/0', '10.0.3.4');
    const none = { routeTables: [{ ...table, routes: {} }] };
    const home = {
      subnets: [subnet('snet-app', { endpoints: on('Microsoft.Sql'), routeTable: table.id })],
    };
    const to =
      'Microsoft.Sql traffic from snet-app takes the endpoint, not the route for 0.0.0.0/0 to';
    expect(told(seRouteOverride, between(none, { routeTables: [table] }, home))).toEqual([
      `notice certain: ${to} 10.0.3.4: the appliance no longer sees it.`,
    ]);
    const gateway = {
      routeTables: [
        {
          ...table,
          routes: { all: { prefix: '0.0.0.0/0', nextHop: 'VirtualNetworkGateway' as const } },
        },
      ],
    };
    expect(told(seRouteOverride, between(none, gateway, home))).toEqual([
      `notice certain: ${to} the gateway: the appliance no longer sees it.`,
    ]);
    const blurred = {
      routeTables: [
        {
          ...table,
          routes: {
            all: {
              prefix: '0.0.0.0/0',
              nextHop: 'VirtualAppliance' as const,
              address: unknown('its address'),
            },
          },
        },
      ],
    };
    expect(told(seRouteOverride, between(none, blurred, home))).toEqual([
      `notice certain: ${to} the appliance: the appliance no longer sees it.`,
    ]);
    expect(told(seRouteOverride, between({ routeTables: [table] }, none, home))).toEqual([]);
    const born = { ...home, routeTables: [table] };
    expect(told(seRouteOverride, between({}, born))).toEqual([]);
  });

  test('se-not-peered: a subnet that the rules name, that has the endpoint, or that is not refused', () => {
    const kv = target('vault', 'kv-a', { ...deny, networkRules: rules('snet-app') });
    const calls = { uses: [use(ids.subnet('vnet-b/snet-job'), kv)] };
    const of = (target: Target, job: Parameters<typeof subnet>[1] = {}, ...services: string[]) => ({
      subnets: [app(...services), subnet('vnet-b/snet-job', job)],
      targets: [target],
    });
    const base: Part = { vnets: [vnet('vnet-a'), vnet('vnet-b')], ...calls };
    const near = { peerings: [peering('vnet-a', 'vnet-b')] };
    const open = { ...kv, defaultAction: 'Allow' as const };
    const speaks = (after: Part, ...more: readonly Part[]) =>
      told(seNotPeered, between(of(open), after, base, ...more)).length;
    expect(speaks(of(kv, {}, 'Microsoft.KeyVault'), near)).toBe(1);
    expect(speaks(of(kv, {}, 'Microsoft.KeyVault'))).toBe(0);
    expect(speaks(of(open, {}, 'Microsoft.KeyVault'), near)).toBe(0);
    expect(
      speaks(of(kv, { endpoints: on('Microsoft.KeyVault') }, 'Microsoft.KeyVault'), near),
    ).toBe(0);
    expect(speaks(of(kv, {}, 'Microsoft.Sql'), near)).toBe(0);
  });

  test('se-tcp-reset-swap-global: the same service in other letters is no swap', () => {
    const of = (service: string) => ({
      subnets: [
        subnet('snet-app', {
          endpoints: { 'Microsoft.Storage': { service, scope: 'everywhere' as const } },
        }),
      ],
    });
    expect(
      told(seTcpResetSwapGlobal, between(of('Microsoft.Storage'), of('Microsoft.Storage.Global'))),
    ).toHaveLength(1);
    expect(
      told(seTcpResetSwapGlobal, between(of('Microsoft.Storage'), of('microsoft.storage'))),
    ).toEqual([]);
    expect(
      told(seTcpResetSwapGlobal, between(of('Microsoft.Storage'), { subnets: [app()] })),
    ).toEqual([]);
    expect(
      told(seTcpResetSwapGlobal, between({ subnets: [app()] }, of('Microsoft.Storage'))),
    ).toEqual([]);
  });

  test('se-tf-v5-rename: a provider that crosses version 5, and an endpoint that goes with it', () => {
    const gone = (what: string, before?: string, after?: string) =>
      told(
        seTfV5Rename,
        change(net(world, { subnets: [app('Microsoft.Sql')] }), net(world, { subnets: [app()] }), {
          versions: [
            { what: 'registry.terraform.io/hashicorp/azapi', before: '4.1.0', after: '5.0.0' },
            {
              what,
              ...(before === undefined ? {} : { before }),
              ...(after === undefined ? {} : { after }),
            },
          ],
        }),
      ).length;
    const azurerm = 'registry.terraform.io/hashicorp/azurerm';
    expect(gone(azurerm, '4.58.0', '5.2.0')).toBe(1);
    expect(gone('azurerm', '~> 4.0', '>= 5.0')).toBe(1);
    expect(gone(azurerm, '4.1.0', '10.0.0')).toBe(1);
    expect(gone(azurerm, '5.0.0', '5.2.0')).toBe(0);
    expect(gone(azurerm, '4.0.0', '4.9.0')).toBe(0);
    expect(gone(`${azurerm}-fork`, '4.0.0', '5.0.0')).toBe(0);
    expect(gone(azurerm, undefined, '5.0.0')).toBe(0);
    expect(gone(azurerm, '4.0.0')).toBe(0);
    expect(gone(azurerm, 'main', '5.0.0')).toBe(0);
  });
});

describe('public sides', () => {
  test('sql-rules-frozen: rules that are written before the access goes are taken', () => {
    const of = (access: 'Enabled' | 'Disabled', ...held: string[]) => ({
      targets: [target('sql', 'sql-a', { publicNetworkAccess: access, ipRules: ranges(...held) })],
    });
    const together = change(net(world, of('Enabled')), net(world, of('Disabled', '20.1.1.1')), {
      together: [target('sql', 'sql-a').id],
    });
    expect(told(sqlRulesFrozen, together)).toHaveLength(1);
    const vault = (access: 'Enabled' | 'Disabled', ...held: string[]) => ({
      targets: [target('vault', 'kv-a', { publicNetworkAccess: access, ipRules: ranges(...held) })],
    });
    expect(told(sqlRulesFrozen, between(vault('Disabled'), vault('Disabled', '20.1.1.1')))).toEqual(
      [],
    );
    expect(told(sqlRulesFrozen, between({}, of('Disabled', '20.1.1.1')))).toEqual([]);
  });

  test('last-rule-opens: not where the change says that it opens, nor where it was open', () => {
    const of = (more: Partial<Target>) => ({
      targets: [target('bus', 'bus-a', { ...deny, ...more })],
    });
    const held = of({ networkRules: rules('snet-app') });
    const base = { subnets: [app('Microsoft.ServiceBus')] };
    expect(told(lastRuleOpens, between(held, of({}), base))).toEqual([
      'notice certain: bus-a admits everyone once its last rule is gone.',
    ]);
    expect(
      told(lastRuleOpens, between(of({ ipRules: ranges('20.1.1.1') }), of({}), base)),
    ).toHaveLength(1);
    expect(told(lastRuleOpens, between(held, of({ defaultAction: 'Allow' }), base))).toEqual([]);
    expect(told(lastRuleOpens, between(held, of(off), base))).toEqual([]);
  });

  test('loses-access: each by its own rule, and only those who had one', () => {
    const kv = (more: Partial<Target>) => ({
      targets: [target('vault', 'kv-a', { ...deny, ...more })],
    });
    const base = {
      subnets: [
        app('Microsoft.KeyVault'),
        subnet('snet-job', { endpoints: on('Microsoft.KeyVault') }),
      ],
    };
    const both = kv({ networkRules: rules('snet-app', 'snet-job') });
    expect(told(losesAccess, between(both, kv({ networkRules: rules('snet-app') }), base))).toEqual(
      ['risk likely: snet-job loses access to kv-a, and nothing replaces it.'],
    );
    expect(told(losesAccess, between(both, kv({}), base))).toEqual([
      'risk likely: snet-app and snet-job lose access to kv-a, and nothing replaces it.',
    ]);
  });

  test('nsp-enforced: from here on, for a target that stood; learning decides nothing', () => {
    const kv = target('vault', 'kv-a');
    const ring = (mode: 'Learning' | 'Enforced', to = kv.resource) => ({
      perimeters: [{ id: 'ring', name: 'ring', label: 'ring', target: to, mode }],
    });
    const base = { targets: [kv, target('vault', 'kv-b')] };
    const speaks = (before: Part, after: Part) =>
      told(nspEnforced, between(before, after, base)).length;
    expect(speaks({}, ring('Enforced'))).toBe(1);
    expect(speaks(ring('Learning'), ring('Enforced'))).toBe(1);
    expect(speaks({}, ring('Learning'))).toBe(0);
    expect(speaks(ring('Enforced'), {})).toBe(0);
    expect(speaks(ring('Enforced'), ring('Learning'))).toBe(0);
    expect(speaks(ring('Enforced'), ring('Enforced', target('vault', 'kv-b').resource))).toBe(1);
    expect(told(nspEnforced, between({}, { targets: [kv], ...ring('Enforced') }))).toEqual([]);
  });

  test('pe-pna-disabled-overrides: rules by address count as rules, and one is one', () => {
    const kv = (more: Partial<Target>) => ({
      targets: [target('vault', 'kv-a', { ...deny, ...more })],
    });
    const held = { networkRules: rules('snet-app'), ipRules: ranges('20.1.1.1') };
    const base = { subnets: [app('Microsoft.KeyVault')] };
    const [says] = told(pePnaDisabledOverrides, between(kv(held), kv({ ...held, ...off }), base));
    expect(says).toContain('kv-a keeps 2 rules that do not count');
    const secured = { ...held, publicNetworkAccess: 'SecuredByPerimeter' as const };
    expect(told(pePnaDisabledOverrides, between(kv(held), kv(secured), base))).toEqual([]);
  });

  test('tf-network-rules-delete-opens: the rules of an account that are destroyed, and nothing else', () => {
    const st = (more: Partial<Target> = {}) => target('storage', 'st', { ...deny, ...more });
    const by = (before: Target, after: Target, destroyed = true) =>
      told(
        tfNetworkRulesDeleteOpens,
        change(net(world, { targets: [before] }), net(world, { targets: [after] }), {
          destroyed: destroyed ? [before.id] : [],
        }),
      ).length;
    const open = { defaultAction: 'Allow' as const };
    expect(by(st(), st(open))).toBe(1);
    expect(by(st(), st(open), false)).toBe(0);
    expect(by(st(open), st())).toBe(0);
    expect(by(st(), st({ ...open, ...off }))).toBe(0);
    expect(by(st({ defaultAction: 'unset' }), st(open))).toBe(0);
    const kv = target('vault', 'kv-a', deny);
    expect(by(kv, { ...kv, ...open })).toBe(0);
  });

  test('trusted-services: told at the bypass that goes, else at the closing', () => {
    const st = (more: Partial<Target>) => ({
      targets: [target('storage', 'st', { ...deny, trusted: ['AzureServices'], ...more })],
    });
    const gone = between(st({}), st({ trusted: [] }));
    const both = between(st({ defaultAction: 'Allow', trusted: [] }), st({ trusted: [] }));
    for (const what of [gone, both]) expect(told(trustedServices, what).length).toBeLessThan(2);
    expect(told(trustedServices, between(st({ trusted: [] }), st({})))).toEqual([]);
  });
});

describe('subnet-in-use', () => {
  const kv = target('vault', 'kv-a');
  const kept: Part = { targets: [kv] };
  const home = (...more: readonly Part[]) => net(world, kept, { subnets: [pe, app()] }, ...more);

  test('what stays behind in a subnet that goes holds it; what goes, or lives elsewhere, does not', () => {
    const vm = { workloads: [workload('vm', 'snet-app')] };
    const door = { endpoints: [endpoint('pe-kv', kv)] };
    const speaks = (before: ReturnType<typeof net>, after: ReturnType<typeof net>) =>
      told(subnetInUse, change(before, after)).length;
    const without = (name: string, ...more: readonly Part[]) =>
      net(world, kept, { subnets: [pe, app()].filter((each) => each.name !== name) }, ...more);
    expect(speaks(home(vm), without('snet-app', vm))).toBe(1);
    expect(speaks(home(vm), without('snet-app'))).toBe(0);
    expect(speaks(home(vm), without('snet-pe', vm))).toBe(0);
    expect(speaks(home(door), without('snet-pe', door))).toBe(1);
    expect(speaks(home(door), without('snet-app', door))).toBe(0);
    expect(speaks(home(), home(vm))).toBe(0);
  });
});

describe('window-never-fits', () => {
  const none = net(world);
  const says = (minutes: number, count = 1) => {
    const tooLong = Array.from({ length: count }, (_, n) => ({
      stages: [n + 1],
      minutes,
      longest: 60,
    }));
    const found = windowNeverFits.find({ tooLong } as unknown as Parameters<
      typeof windowNeverFits.find
    >[0]);
    return found.map((each) => [each.stage, each.subjects, each.origin.address, each.says]);
  };

  test('is filed at its stage, and may be waived by the word windows', () => {
    expect(told(windowNeverFits, change(none, none))).toEqual([]);
    for (const [, subjects, address] of says(200, 2)) {
      expect(subjects).toEqual(['windows']);
      expect(address).toBe('windows');
    }
  });
});
