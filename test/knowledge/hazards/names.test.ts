import { describe, expect, test } from 'vitest';
import { dnsDhcpRenewal } from '../../../src/knowledge/hazards/dns-dhcp-renewal.ts';
import { peApexZone } from '../../../src/knowledge/hazards/pe-apex-zone.ts';
import { peCreateNxdomainGap } from '../../../src/knowledge/hazards/pe-create-nxdomain-gap.ts';
import { peCustomDns } from '../../../src/knowledge/hazards/pe-custom-dns.ts';
import { peDeleteNxdomainGap } from '../../../src/knowledge/hazards/pe-delete-nxdomain-gap.ts';
import { peDnsNotLinked } from '../../../src/knowledge/hazards/pe-dns-not-linked.ts';
import { peDuplicateRecord } from '../../../src/knowledge/hazards/pe-duplicate-record.ts';
import { peNxdomainOtherResource } from '../../../src/knowledge/hazards/pe-nxdomain-other-resource.ts';
import { peNxdomainRedirectLimits } from '../../../src/knowledge/hazards/pe-nxdomain-redirect-limits.ts';
import { peOnpremForward } from '../../../src/knowledge/hazards/pe-onprem-forward.ts';
import { peTwoZonesSameName } from '../../../src/knowledge/hazards/pe-two-zones-same-name.ts';
import { peWrongCloudZone } from '../../../src/knowledge/hazards/pe-wrong-cloud-zone.ts';
import { peWrongZone } from '../../../src/knowledge/hazards/pe-wrong-zone.ts';
import { peZoneGroupDeleted } from '../../../src/knowledge/hazards/pe-zone-group-deleted.ts';
import { peZoneGroupRewriteGap } from '../../../src/knowledge/hazards/pe-zone-group-rewrite-gap.ts';
import { vpnGwBlobZone } from '../../../src/knowledge/hazards/vpn-gw-blob-zone.ts';
import {
  change,
  client,
  endpoint,
  ids,
  link,
  net,
  type Part,
  peering,
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
const calls = { targets: [kv], uses: [use(app.id, kv)] };
const vaultZone = 'privatelink.vaultcore.azure.net';
const zones = { zones: [zone(vaultZone)] };
const linked = { ...zones, links: [link(vaultZone, 'vnet-a')] };
const made = { endpoints: [endpoint('pe-kv', kv)] };
const grouped = { zoneGroups: [zoneGroup('pe-kv', vaultZone)] };

describe('pe-create-nxdomain-gap', () => {
  test('a name that is looked up in a linked zone is missing until its record is there', () => {
    const what = change(net(world, linked, calls), net(world, linked, calls, made, grouped));
    expect(told(peCreateNxdomainGap, what)).toEqual([
      'outage certain: kv-a answers NXDOMAIN to snet-app from the approval of pe-kv until its record is written.',
    ]);
  });

  test('clients that nothing names are asked about', () => {
    const what = change(
      net(world, linked, { targets: [kv] }),
      net(world, linked, { targets: [kv] }, made, grouped),
    );
    expect(told(peCreateNxdomainGap, what)).toEqual([
      'notice possible: kv-a answers NXDOMAIN to vnet-a from the approval of pe-kv until its record is written.',
    ]);
  });

  test('without the zone, or with its way back to public DNS, nothing is missing', () => {
    const apart = change(net(world, zones, calls), net(world, zones, calls, made, grouped));
    expect(told(peCreateNxdomainGap, apart)).toEqual([]);
    const redirect = { ...zones, links: [link(vaultZone, 'vnet-a', 'NxDomainRedirect')] };
    const bridged = change(net(world, redirect, calls), net(world, redirect, calls, made, grouped));
    expect(told(peCreateNxdomainGap, bridged)).toEqual([]);
  });
});

describe('pe-delete-nxdomain-gap', () => {
  const there = net(world, linked, calls, made, grouped);

  test('the record goes before the CNAME does', () => {
    expect(told(peDeleteNxdomainGap, change(there, net(world, linked, calls)))).toEqual([
      'outage certain: kv-a answers NXDOMAIN to snet-app while pe-kv is deleted.',
    ]);
  });

  test('an endpoint that nobody resolves to, or whose target goes too, leaves nobody waiting', () => {
    expect(
      told(
        peDeleteNxdomainGap,
        change(net(world, zones, calls, made, grouped), net(world, zones, calls)),
      ),
    ).toEqual([]);
    expect(told(peDeleteNxdomainGap, change(there, net(world, linked)))).toEqual([]);
  });
});

describe('zone groups', () => {
  const there = net(world, linked, calls, made, grouped);

  test('a group that goes takes the record of a standing endpoint', () => {
    expect(told(peZoneGroupDeleted, change(there, net(world, linked, calls, made)))).toEqual([
      'outage certain: pe-kv loses its zone group, and kv-a its record in privatelink.vaultcore.azure.net.',
    ]);
  });

  test('a policy writes it again, later', () => {
    const dns = { policyWritesZoneGroups: { delay: 15 } };
    expect(
      told(peZoneGroupDeleted, change(there, net(world, linked, calls, made)), { dns }),
    ).toEqual([
      'outage certain: pe-kv loses its zone group, and kv-a its record in privatelink.vaultcore.azure.net, until the policy writes it again.',
    ]);
  });

  test('one that goes with its endpoint is told by another rule', () => {
    expect(told(peZoneGroupDeleted, change(there, net(world, linked, calls)))).toEqual([]);
  });

  const second = 'privatelink.example.net';
  const both = { ...linked, zones: [zone(vaultZone), zone(second)] };
  const moved = (...names: string[]) =>
    net(world, both, calls, made, { zoneGroups: [zoneGroup('pe-kv', ...names)] });
  const addresses = { [ids.endpoint('pe-kv')]: 'azurerm_private_endpoint.kv' };

  test('azurerm makes a changed group anew', () => {
    expect(
      told(peZoneGroupRewriteGap, change(moved(second), moved(vaultZone), { addresses })),
    ).toEqual([
      'notice certain: The zone group of pe-kv is deleted and made anew: the record of kv-a is missing in between.',
    ]);
    const again = change(moved(vaultZone), moved(vaultZone), {
      replaced: [ids.endpoint('pe-kv')],
      addresses,
    });
    expect(told(peZoneGroupRewriteGap, again)).toHaveLength(1);
  });

  test('it updates one that grows, and others update every one', () => {
    expect(
      told(
        peZoneGroupRewriteGap,
        change(moved(vaultZone), moved(vaultZone, second), { addresses }),
      ),
    ).toEqual([]);
    expect(told(peZoneGroupRewriteGap, change(moved(second), moved(vaultZone)))).toEqual([]);
  });
});

describe('pe-duplicate-record', () => {
  const twin = {
    endpoints: [endpoint('pe-kv', kv), endpoint('pe-new', kv, { addresses: ['10.0.9.5'] })],
  };
  const twinGroups = {
    zoneGroups: [zoneGroup('pe-kv', vaultZone), zoneGroup('pe-new', vaultZone)],
  };
  const one = net(world, linked, calls, made, grouped);
  const two = net(world, linked, calls, twin, twinGroups);

  test('a second endpoint overwrites the record of the first', () => {
    expect(told(peDuplicateRecord, change(one, two))).toEqual([
      'risk likely: pe-new and pe-kv write the same record of kv-a in privatelink.vaultcore.azure.net: one address replaces the other.',
    ]);
  });

  test('deleting either deletes it for both', () => {
    expect(told(peDuplicateRecord, change(two, one))).toEqual([
      'risk likely interrupts: Deleting pe-new also deletes the record of kv-a in privatelink.vaultcore.azure.net that pe-kv needs.',
    ]);
  });

  test('with zones of their own, or different sub-resources, they are no rivals', () => {
    const own = {
      zones: [zone(vaultZone), { ...zone(vaultZone), id: ids.zone('two') }],
      links: linked.links,
    };
    const apart = { zoneGroups: [zoneGroup('pe-kv', vaultZone), zoneGroup('pe-new', 'two')] };
    expect(
      told(
        peDuplicateRecord,
        change(net(world, own, calls, made, grouped), net(world, own, calls, twin, apart)),
      ),
    ).toEqual([]);
    const st = target('storage', 'st');
    const parts = (...groups: string[]) => ({
      targets: [st],
      endpoints: groups.map((each) => endpoint(`pe-${each}`, st, { groups: [each] })),
      zoneGroups: groups.map((each) => zoneGroup(`pe-${each}`, vaultZone)),
    });
    expect(
      told(
        peDuplicateRecord,
        change(net(world, linked, parts('blob')), net(world, linked, parts('blob', 'file'))),
      ),
    ).toEqual([]);
  });
});

describe('zones that become visible', () => {
  test('names of others under the zone may disappear', () => {
    expect(told(peNxdomainOtherResource, change(net(world, zones), net(world, linked)))).toEqual([
      'notice possible: Names under privatelink.vaultcore.azure.net that have a private endpoint elsewhere and no record here answer NXDOMAIN in vnet-a.',
    ]);
  });

  test('a network that is new, and a link with a way back, hide nothing', () => {
    expect(told(peNxdomainOtherResource, change(net(zones), net(world, linked)))).toEqual([]);
    const redirect = { ...zones, links: [link(vaultZone, 'vnet-a', 'NxDomainRedirect')] };
    expect(told(peNxdomainOtherResource, change(net(world, zones), net(world, redirect)))).toEqual(
      [],
    );
    expect(
      told(peNxdomainOtherResource, change(net(world, linked), net(world, linked, calls))),
    ).toEqual([]);
  });

  test('a link that gives up its way back hides them then', () => {
    const redirect = { ...zones, links: [link(vaultZone, 'vnet-a', 'NxDomainRedirect')] };
    expect(
      told(peNxdomainOtherResource, change(net(world, redirect), net(world, linked))),
    ).toHaveLength(1);
  });

  test('the way back leads to the public side, and only from privatelink zones', () => {
    const redirect = (name: string) =>
      net(world, { zones: [zone(name)], links: [link(name, 'vnet-a', 'NxDomainRedirect')] });
    const plain = (name: string) => net(world, { zones: [zone(name)] });
    expect(told(peNxdomainRedirectLimits, change(plain(vaultZone), redirect(vaultZone)))).toEqual([
      'notice likely: Names under privatelink.vaultcore.azure.net without a record answer with their public address in vnet-a.',
    ]);
    expect(
      told(peNxdomainRedirectLimits, change(plain('corp.example'), redirect('corp.example'))),
    ).toEqual([
      'notice likely: NxDomainRedirect has no effect on the link of corp.example to vnet-a: it is no privatelink zone.',
    ]);
    expect(told(peNxdomainRedirectLimits, change(net(world, zones), net(world, linked)))).toEqual(
      [],
    );
  });

  const blob = 'privatelink.blob.core.windows.net';
  const hub = { vnets: [vnet('vnet-a')], subnets: [subnet('GatewaySubnet')] };

  test('the gateway of a hub loses storage of its own', () => {
    const before = net(hub, { zones: [zone(blob)] });
    expect(
      told(
        vpnGwBlobZone,
        change(before, net(hub, { zones: [zone(blob)], links: [link(blob, 'vnet-a')] })),
      ),
    ).toEqual([
      'risk likely: privatelink.blob.core.windows.net becomes visible in vnet-a, where a gateway reaches storage of the platform by such names.',
    ]);
  });

  test('not by other zones, and not where no gateway is', () => {
    expect(told(vpnGwBlobZone, change(net(hub, zones), net(hub, linked)))).toEqual([]);
    expect(
      told(
        vpnGwBlobZone,
        change(net(world), net(world, { zones: [zone(blob)], links: [link(blob, 'vnet-a')] })),
      ),
    ).toEqual([]);
  });
});

describe('pe-two-zones-same-name', () => {
  const other = { ...zone(vaultZone), id: ids.zone('team') };
  const two = { zones: [zone(vaultZone), other] };
  const own = link(vaultZone, 'vnet-a');
  const teams = { ...own, id: `${own.id}-team`, zone: other.id };

  test('a second zone of the name cannot be linked', () => {
    expect(
      told(
        peTwoZonesSameName,
        change(net(world, two, { links: [own] }), net(world, two, { links: [own, teams] })),
      ),
    ).toEqual([
      'risk likely refused: vnet-a is linked to a second zone privatelink.vaultcore.azure.net, which Azure refuses.',
    ]);
  });

  test('a network that moves over has a gap', () => {
    expect(
      told(
        peTwoZonesSameName,
        change(net(world, two, { links: [own] }), net(world, two, { links: [teams] })),
      ),
    ).toEqual([
      'risk likely: vnet-a moves from one zone privatelink.vaultcore.azure.net to another: between unlinking and linking, names there have no record.',
    ]);
  });

  test('two zones of different names live together', () => {
    const different = { zones: [zone(vaultZone), zone('privatelink.other.net')] };
    const after = net(world, different, { links: [own, link('privatelink.other.net', 'vnet-a')] });
    expect(
      told(peTwoZonesSameName, change(net(world, different, { links: [own] }), after)),
    ).toEqual([]);
  });
});

describe('pe-apex-zone', () => {
  const apex = 'blob.core.windows.net';
  const st = target('storage', 'st');
  const reads = { targets: [st], uses: [use(app.id, st, 'blob')] };
  const before = net(world, reads, { zones: [zone(apex)] });

  test('a zone of the public suffix hides what it does not hold', () => {
    const after = net(world, reads, { zones: [zone(apex)], links: [link(apex, 'vnet-a')] });
    expect(told(peApexZone, change(before, after))).toEqual([
      'outage likely: blob.core.windows.net hides every name of the service from vnet-a that it does not hold.',
    ]);
  });

  test('a privatelink zone, and a zone of the house, hide no public names', () => {
    for (const name of [vaultZone, 'corp.example']) {
      const other = { zones: [zone(name)] };
      expect(
        told(
          peApexZone,
          change(net(world, other), net(world, other, { links: [link(name, 'vnet-a')] })),
        ),
      ).toEqual([]);
    }
  });
});

describe('zones that are the wrong ones', () => {
  const of = (name: string, more: Part = {}) => {
    const base = { zones: [zone(name)], links: [link(name, 'vnet-a')] };
    return change(
      net(world, base, calls),
      net(world, base, calls, made, more, { zoneGroups: [zoneGroup('pe-kv', name)] }),
    );
  };

  test('a group in the zone of another sub-resource answers nobody', () => {
    const [says = ''] = told(peWrongZone, of('privatelink.vault.azure.net'));
    expect(says).toContain(
      'pe-kv has its record in privatelink.vault.azure.net, but vault is looked up in privatelink.vaultcore.azure.net.',
    );
  });

  test('its own zone is right, also beside another one', () => {
    expect(told(peWrongZone, of(vaultZone))).toEqual([]);
    const both = { zones: [zone(vaultZone), zone('privatelink.blob.core.windows.net')] };
    const wide = {
      zoneGroups: [zoneGroup('pe-kv', vaultZone, 'privatelink.blob.core.windows.net')],
    };
    expect(
      told(peWrongZone, change(net(world, both, calls), net(world, both, calls, made, wide))),
    ).toEqual([]);
  });

  test('a record by hand in the wrong zone is found by the address of the endpoint', () => {
    const record = (name: string) => ({
      zones: [zone(name)],
      records: [
        {
          id: `${ids.zone(name)}/a/kv-a`,
          name: 'kv-a',
          label: 'kv-a',
          zone: ids.zone(name),
          record: 'kv-a',
          addresses: ['10.0.9.4'],
        },
      ],
    });
    expect(
      told(
        peWrongZone,
        change(net(world, calls, made), net(world, calls, made, record('privatelink.azurecr.io'))),
      ),
    ).toHaveLength(1);
    expect(
      told(
        peWrongZone,
        change(net(world, calls, made), net(world, calls, made, record(vaultZone))),
      ),
    ).toEqual([]);
    expect(
      told(
        peWrongZone,
        change(net(world, calls, made), net(world, calls, made, record('corp.example'))),
      ),
    ).toEqual([]);
  });

  test('a zone of another cloud is told by its own rule', () => {
    const gov = of('privatelink.vaultcore.usgovcloudapi.net');
    expect(told(peWrongCloudZone, gov)).toEqual([
      'notice certain: privatelink.vaultcore.usgovcloudapi.net is a zone of US Government: names of the public cloud are never looked up there.',
    ]);
    expect(told(peWrongZone, gov)).toEqual([]);
    expect(told(peWrongCloudZone, of(vaultZone))).toEqual([]);
  });

  test('in its own cloud it is right', () => {
    const chinese = { zones: [zone('privatelink.vaultcore.azure.cn')] };
    expect(
      told(peWrongCloudZone, change(net(world), net(world, chinese)), { cloud: 'china' }),
    ).toEqual([]);
    expect(told(peWrongCloudZone, change(net(world), net(world, chinese)))).toHaveLength(1);
  });
});

describe('who does not see the endpoint', () => {
  test('a network without the link keeps the public address', () => {
    expect(
      told(
        peDnsNotLinked,
        change(net(world, zones, calls), net(world, zones, calls, made, grouped)),
      ),
    ).toEqual([
      'notice certain: vnet-a does not see privatelink.vaultcore.azure.net: clients there keep the public address of kv-a and do not use pe-kv.',
    ]);
    expect(
      told(
        peDnsNotLinked,
        change(net(world, linked, calls), net(world, linked, calls, made, grouped)),
      ),
    ).toEqual([]);
  });

  test('when the public side closes as well, they are cut off', () => {
    const shut = { ...calls, targets: [{ ...kv, publicNetworkAccess: 'Disabled' as const }] };
    const [says = ''] = told(
      peDnsNotLinked,
      change(net(world, zones, calls), net(world, zones, shut, made, grouped)),
    );
    expect(says).toMatch(/^outage certain: /);
  });

  test('a network that cannot reach the endpoint is not sent there', () => {
    const far = {
      vnets: [vnet('vnet-a'), vnet('vnet-far')],
      subnets: [pe, subnet('vnet-far/snet-far')],
    };
    const theirs = { targets: [kv], uses: [use(ids.subnet('vnet-far/snet-far'), kv)] };
    const seen = { ...zones, links: [link(vaultZone, 'vnet-a')] };
    expect(
      told(peDnsNotLinked, change(net(far, seen, theirs), net(far, seen, theirs, made, grouped))),
    ).toEqual([]);
    const near = { ...far, peerings: [peering('vnet-a', 'vnet-far')] };
    expect(
      told(peDnsNotLinked, change(net(near, seen, theirs), net(near, seen, theirs, made, grouped))),
    ).toHaveLength(1);
  });

  const servers = { vnets: [vnet('vnet-a', { dnsServers: ['10.9.9.9'] })], subnets: [app, pe] };

  test('servers of its own must forward the public suffix', () => {
    const what = change(net(servers, linked, calls), net(servers, linked, calls, made, grouped));
    expect(told(peCustomDns, what)).toEqual([
      'risk certain: vnet-a asks 10.9.9.9: it must forward vaultcore.azure.net to Azure DNS, or clients there keep the public address.',
    ]);
    expect(told(peDnsNotLinked, what)).toEqual([]);
  });

  test('servers that are said to forward, and Azure itself, need nothing', () => {
    const said = {
      resolutions: [
        {
          id: 'custom',
          name: 'custom',
          label: 'custom',
          forwarded: true as const,
          vnet: ids.vnet('vnet-a'),
        },
      ],
    };
    expect(
      told(
        peCustomDns,
        change(net(servers, said, linked, calls), net(servers, said, linked, calls, made, grouped)),
      ),
    ).toEqual([]);
    expect(
      told(
        peCustomDns,
        change(net(world, linked, calls), net(world, linked, calls, made, grouped)),
      ),
    ).toEqual([]);
  });

  test('an endpoint without custom servers in sight is none of its business', () => {
    expect(
      told(peCustomDns, change(net(servers, linked), net(servers, linked, { targets: [kv] }))),
    ).toEqual([]);
  });

  const hq = client('hq', 'on-premises', '198.51.100.10');
  const site = { clients: [hq], targets: [kv], uses: [use(hq.id, kv)] };
  const comes = change(net(world, linked, site), net(world, linked, site, made, grouped));

  test('a site on premises keeps the public address until its DNS forwards', () => {
    expect(told(peOnpremForward, comes)).toEqual([
      'notice certain: hq keeps the public address of kv-a until its DNS forwards vaultcore.azure.net to Azure.',
    ]);
  });

  test('forwarding privatelink names does not do', () => {
    const dns = { customServersForward: ['privatelink.vaultcore.azure.net'] };
    const [says = ''] = told(peOnpremForward, comes, { dns });
    expect(says).toContain('forwarding privatelink names alone does not do');
  });

  test('a site that resolves in the network gets the private address', () => {
    const inside = { ...site, clients: [{ ...hq, vnet: ids.vnet('vnet-a') }] };
    expect(
      told(
        peOnpremForward,
        change(net(world, linked, inside), net(world, linked, inside, made, grouped)),
      ),
    ).toEqual([]);
  });
});

describe('dns-dhcp-renewal', () => {
  const asking = (...dnsServers: string[]) => net({ vnets: [vnet('vnet-a', { dnsServers })] });

  test('machines keep the old servers for a while', () => {
    expect(told(dnsDhcpRenewal, change(asking(), asking('10.9.9.9')))).toEqual([
      'notice certain: Machines in vnet-a keep the old DNS servers until they renew their lease or restart.',
    ]);
  });

  test('a new network has no machines yet', () => {
    expect(told(dnsDhcpRenewal, change(net({}), asking('10.9.9.9')))).toEqual([]);
  });
});
