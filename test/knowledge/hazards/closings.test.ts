import { describe, expect, test } from 'vitest';
import { closingFeltLater } from '../../../src/knowledge/hazards/closing-felt-later.ts';
import { declaredButUnreachable } from '../../../src/knowledge/hazards/declared-but-unreachable.ts';
import { funcContentShare } from '../../../src/knowledge/hazards/func-content-share.ts';
import { kvFirewallPortal } from '../../../src/knowledge/hazards/kv-firewall-portal.ts';
import { lastRuleOpens } from '../../../src/knowledge/hazards/last-rule-opens.ts';
import { losesAccess } from '../../../src/knowledge/hazards/loses-access.ts';
import { nsp } from '../../../src/knowledge/hazards/nsp.ts';
import { nspEnforced } from '../../../src/knowledge/hazards/nsp-enforced.ts';
import { peCosmosLastPeOpen } from '../../../src/knowledge/hazards/pe-cosmos-last-pe-open.ts';
import { peExistingConnections } from '../../../src/knowledge/hazards/pe-existing-connections.ts';
import { pePnaDisabledOverrides } from '../../../src/knowledge/hazards/pe-pna-disabled-overrides.ts';
import { possibleClientsDenied } from '../../../src/knowledge/hazards/possible-clients-denied.ts';
import { tfDataplane403 } from '../../../src/knowledge/hazards/tf-dataplane-403.ts';
import { tfNetworkRulesDeleteOpens } from '../../../src/knowledge/hazards/tf-network-rules-delete-opens.ts';
import { trustedServices } from '../../../src/knowledge/hazards/trusted-services.ts';
import {
  change,
  endpoint,
  ids,
  link,
  net,
  on,
  ranges,
  rules,
  subnet,
  target,
  use,
  vnet,
  workload,
  zone,
  zoneGroup,
} from './scene.ts';
import { told } from './told.ts';

const app = (...services: string[]) => subnet('snet-app', { endpoints: on(...services) });
const pe = subnet('snet-pe', { prefixes: ['10.0.9.0/24'] });
const world = { vnets: [vnet('vnet-a')] };
const kv = target('vault', 'kv-a');
const off = { publicNetworkAccess: 'Disabled' as const };
const deny = { defaultAction: 'Deny' as const };

/** A target that a subnet reaches by endpoint and rule moves to a private endpoint, with these settings afterwards. */
function moves(which: typeof kv, after: Partial<typeof kv>, family: string) {
  const named = { ...which, ...deny, networkRules: rules('snet-app') };
  const [name = { zone: '' }] = Object.values(which.subresources).flatMap((each) => each.names);
  const base = {
    ...world,
    subnets: [app(family), pe],
    zones: [zone(name.zone)],
    links: [link(name.zone, 'vnet-a')],
  };
  const made = {
    endpoints: [endpoint('pe-it', which)],
    zoneGroups: [zoneGroup('pe-it', name.zone)],
  };
  return change(
    net(base, { targets: [named] }),
    net(base, made, { targets: [{ ...named, ...after }] }),
  );
}

describe('a public side that is turned off', () => {
  test('rules that stand no longer count', () => {
    const ruled = { ...kv, ...deny, networkRules: rules('snet-app') };
    const base = { ...world, subnets: [app('Microsoft.KeyVault')] };
    expect(
      told(
        pePnaDisabledOverrides,
        change(net(base, { targets: [ruled] }), net(base, { targets: [{ ...ruled, ...off }] })),
      ),
    ).toEqual([
      'outage certain: kv-a keeps 1 rule that does not count once its public network access is Disabled, and snet-app is denied.',
    ]);
  });

  test('without rules, or by default action alone, there is nothing to override', () => {
    expect(
      told(
        pePnaDisabledOverrides,
        change(net(world, { targets: [kv] }), net(world, { targets: [{ ...kv, ...off }] })),
      ),
    ).toEqual([]);
    const ruled = { ...kv, networkRules: rules('snet-app') };
    expect(
      told(
        pePnaDisabledOverrides,
        change(net(world, { targets: [ruled] }), net(world, { targets: [{ ...ruled, ...deny }] })),
      ),
    ).toEqual([]);
  });

  test('open connections stay on the old way until then', () => {
    expect(told(peExistingConnections, moves(kv, off, 'Microsoft.KeyVault'))).toEqual([
      'risk likely: Open connections from snet-app to kv-a stay on the old way and fail when it closes.',
    ]);
    expect(
      told(peExistingConnections, moves(kv, { networkRules: {} }, 'Microsoft.KeyVault')),
    ).toHaveLength(1);
  });

  test('while the old way stays they come to no harm', () => {
    expect(told(peExistingConnections, moves(kv, {}, 'Microsoft.KeyVault'))).toEqual([]);
  });
});

describe('closing-felt-later', () => {
  test('a server that checks at the login breaks at the next one', () => {
    expect(told(closingFeltLater, moves(target('sql', 'sql-a'), off, 'Microsoft.Sql'))).toEqual([
      'risk likely: Open connections from snet-app to sql-a outlive the closing: a client without another way breaks at its next reconnect.',
    ]);
  });

  test('a vault checks every request', () => {
    expect(told(closingFeltLater, moves(kv, off, 'Microsoft.KeyVault'))).toEqual([]);
  });

  test('what is reset anyway is felt at once', () => {
    const ruled = target('sql', 'sql-a', { networkRules: rules('snet-app') });
    const before = net(world, { subnets: [app('Microsoft.Sql')], targets: [ruled] });
    const after = net(world, { subnets: [app()], targets: [{ ...ruled, networkRules: {} }] });
    expect(told(closingFeltLater, change(before, after))).toEqual([]);
    const kept = net(world, {
      subnets: [app('Microsoft.Sql')],
      targets: [{ ...ruled, networkRules: {} }],
    });
    expect(told(closingFeltLater, change(before, kept))).toHaveLength(1);
  });
});

describe('who loses access', () => {
  const ruled = { ...kv, ...deny, networkRules: rules('snet-app') };
  const base = { ...world, subnets: [app('Microsoft.KeyVault')] };

  test('a client whose rule is taken away loses it on purpose', () => {
    expect(
      told(
        losesAccess,
        change(
          net(base, { targets: [ruled] }),
          net(base, { targets: [{ ...ruled, networkRules: {} }] }),
        ),
      ),
    ).toEqual(['risk likely: snet-app loses access to kv-a, and nothing replaces it.']);
  });

  test('one whose endpoint goes under a standing rule does not, nor one that is deleted', () => {
    expect(
      told(
        losesAccess,
        change(net(base, { targets: [ruled] }), net(world, { subnets: [app()], targets: [ruled] })),
      ),
    ).toEqual([]);
    expect(
      told(
        losesAccess,
        change(
          net(base, { targets: [ruled] }),
          net(world, { targets: [{ ...ruled, networkRules: {} }] }),
        ),
      ),
    ).toEqual([]);
  });

  test('networks that nothing names may hold clients', () => {
    const other = { subnets: [app(), subnet('snet-other')] };
    const before = net(world, other, { targets: [kv] });
    expect(
      told(
        possibleClientsDenied,
        change(before, net(world, other, { targets: [{ ...kv, ...deny }] })),
      ),
    ).toEqual([
      'risk possible: Whoever in vnet-a calls kv-a without being named has no way after the change.',
    ]);
  });

  test('where every subnet is named nobody is left to ask for', () => {
    const before = net(base, { targets: [{ ...kv, networkRules: rules('snet-app') }] });
    expect(told(possibleClientsDenied, change(before, net(base, { targets: [ruled] })))).toEqual(
      [],
    );
  });

  test('a target that stays open denies nobody', () => {
    expect(
      told(
        possibleClientsDenied,
        change(
          net(base, { targets: [kv] }),
          net(base, { targets: [{ ...kv, networkRules: rules('snet-app') }] }),
        ),
      ),
    ).toEqual([]);
  });

  test('people lose the portal with the public side', () => {
    expect(
      told(kvFirewallPortal, change(net(base, { targets: [kv] }), net(base, { targets: [ruled] }))),
    ).toEqual([
      'notice possible: People who look into kv-a by portal or CLI from outside its networks are refused.',
    ]);
    expect(
      told(
        kvFirewallPortal,
        change(net(base, { targets: [ruled] }), net(base, { targets: [{ ...ruled, ...off }] })),
      ),
    ).toEqual([]);
  });
});

describe('declared-but-unreachable', () => {
  test('a new rule for a subnet without endpoint leads nowhere', () => {
    const sql = target('sql', 'sql-a', { networkRules: rules('snet-app') });
    expect(
      told(
        declaredButUnreachable,
        change(net(world, { subnets: [app()] }), net(world, { subnets: [app()], targets: [sql] })),
      ),
    ).toEqual([
      'risk certain: snet-app is named for sql-a and does not reach it: no rule of sql-a matches the public address it comes from.',
    ]);
  });

  test('with the endpoint it does', () => {
    const sql = target('sql', 'sql-a', { networkRules: rules('snet-app') });
    const there = { subnets: [app('Microsoft.Sql')] };
    expect(
      told(
        declaredButUnreachable,
        change(net(world, there), net(world, there, { targets: [sql] })),
      ),
    ).toEqual([]);
  });

  test('a subnet that the files do not show is not judged', () => {
    const sql = target('sql', 'sql-a', { networkRules: rules('vnet-x/snet-x') });
    expect(
      told(declaredButUnreachable, change(net(world), net(world, { targets: [sql] }))),
    ).toEqual([]);
  });
});

describe('the platform and the pipeline', () => {
  const st = target('storage', 'st', { trusted: ['AzureServices'] });

  test('a pipeline that manages data is locked out with the rest', () => {
    const calls = { uses: [use('pipeline', st, 'blob')] };
    expect(
      told(
        tfDataplane403,
        change(
          net(world, calls, { targets: [st] }),
          net(world, calls, { targets: [{ ...st, ...deny }] }),
        ),
      ),
    ).toEqual([
      'outage certain: The pipeline is answered 403 by st after the change: what it manages over the data plane there can no longer be refreshed.',
    ]);
  });

  test('one whose address is listed is not', () => {
    const deploy = {
      id: 'client deploy',
      name: 'deploy',
      label: 'deploy',
      kind: 'pipeline' as const,
      addresses: ['203.0.113.9'],
      ranges: [],
    };
    const calls = { clients: [deploy], uses: [use(deploy.id, st, 'blob')] };
    const listed = { ...st, ...deny, ipRules: ranges('203.0.113.0/24') };
    expect(
      told(
        tfDataplane403,
        change(net(world, calls, { targets: [st] }), net(world, calls, { targets: [listed] })),
      ),
    ).toEqual([]);
  });

  test('trusted services go with their bypass', () => {
    const shut = { ...st, ...deny };
    expect(
      told(
        trustedServices,
        change(
          net(world, { targets: [shut] }),
          net(world, { targets: [{ ...shut, trusted: [] }] }),
        ),
      ),
    ).toEqual([
      'risk possible: Trusted Azure services (diagnostics, backup, auditing) no longer reach st.',
    ]);
    expect(
      told(
        trustedServices,
        change(net(world, { targets: [shut] }), net(world, { targets: [{ ...shut, ...off }] })),
      ),
    ).toEqual([]);
  });

  test('audits and diagnostics that the input shows are clients like others', () => {
    const shut = { ...st, ...deny, trusted: ['AzureServices'] };
    const logs = { uses: [use('trusted-service', st, 'blob')] };
    const without = (more: Partial<typeof st>) =>
      change(
        net(world, logs, { targets: [shut] }),
        net(world, logs, { targets: [{ ...shut, trusted: [], ...more }] }),
      );
    expect(told(trustedServices, without({}))).toEqual([
      'outage certain: Trusted Azure services (diagnostics, backup, auditing) no longer reach st.',
    ]);
    // The instance may be the caller's: nobody can say.
    const unsure = told(trustedServices, without({ resourceInstances: { '/sql': true } }));
    expect(unsure.filter((each) => !each.includes(' possible: '))).toEqual([]);
    expect(told(trustedServices, without({ ...off, trusted: ['AzureServices'] }))).toEqual([]);
  });

  test('a function app mounts its content from an account that closes', () => {
    const of = (noun: string, contentOverVnet = false) => {
      const fn = workload('func-a', 'snet-app', { noun, contentOverVnet });
      const calls = { subnets: [app()], workloads: [fn], uses: [use(fn.id, st, 'file')] };
      return change(
        net(world, calls, { targets: [st] }),
        net(world, calls, { targets: [{ ...st, ...deny }] }),
      );
    };
    expect(told(funcContentShare, of('function app'))).toEqual([
      'risk possible: func-a may mount a content share of st over its public side, which closes.',
    ]);
    expect(told(funcContentShare, of('virtual machine'))).toEqual([]);
    expect(told(funcContentShare, of('function app', true))).toEqual([]);
  });
});

describe('perimeters', () => {
  const member = (mode: 'Learning' | 'Enforced') => ({
    perimeters: [
      {
        id: ids.other('perimeters', 'nsp-a'),
        name: 'nsp-a',
        label: 'nsp-a',
        target: kv.resource,
        mode,
      },
    ],
  });
  const calls = { subnets: [app()], uses: [use(app().id, kv)] };

  test('an enforced one decides from then on', () => {
    const what = change(
      net(world, calls, member('Learning'), { targets: [kv] }),
      net(world, calls, member('Enforced'), { targets: [kv] }),
    );
    expect(told(nspEnforced, what)).toEqual([
      'risk certain: The perimeter decides over the public side of kv-a from then on, whatever its own rules say.',
    ]);
    expect(
      told(
        nspEnforced,
        change(net(world, { targets: [kv] }), net(world, member('Learning'), { targets: [kv] })),
      ),
    ).toEqual([]);
  });

  test('a target that is left to one and belongs to none admits nobody', () => {
    const secured = { ...kv, publicNetworkAccess: 'SecuredByPerimeter' as const };
    expect(
      told(
        nsp,
        change(net(world, calls, { targets: [kv] }), net(world, calls, { targets: [secured] })),
      ),
    ).toEqual([
      'outage certain: kv-a is left to a perimeter and belongs to none that the input shows: nobody is admitted to its public side.',
    ]);
    const [says = ''] = told(
      nsp,
      change(
        net(world, member('Learning'), { targets: [kv] }),
        net(world, member('Learning'), { targets: [secured] }),
      ),
    );
    expect(says).toContain('Only the perimeter admits callers to kv-a');
    expect(
      told(
        nsp,
        change(net(world, { targets: [kv] }), net(world, { targets: [{ ...kv, ...off }] })),
      ),
    ).toEqual([]);
  });
});

describe('targets that open', () => {
  test('destroyed network rules open the account', () => {
    const shut = target('storage', 'st', { ...deny, networkRules: rules('snet-app') });
    const open = { ...shut, defaultAction: 'Allow' as const, networkRules: {} };
    const of = (destroyed: readonly string[]) =>
      change(net(world, { targets: [shut] }), net(world, { targets: [open] }), { destroyed });
    expect(told(tfNetworkRulesDeleteOpens, of([shut.id]))).toEqual([
      'risk certain: st opens to all networks: destroying its network rules writes default action Allow.',
    ]);
    expect(told(tfNetworkRulesDeleteOpens, of([]))).toEqual([]);
  });

  test('the last rule of a service that is open without rules opens it', () => {
    const cosmos = (...all: string[]) => target('cosmos', 'cosmos-a', { ipRules: ranges(...all) });
    const of = (now: ReturnType<typeof cosmos>) =>
      change(net(world, { targets: [cosmos('20.1.1.1')] }), net(world, { targets: [now] }));
    expect(told(lastRuleOpens, of(cosmos()))).toEqual([
      'notice certain: cosmos-a admits everyone once its last rule is gone.',
    ]);
    expect(told(lastRuleOpens, of(cosmos('20.9.9.9')))).toEqual([]);
    expect(told(lastRuleOpens, of({ ...cosmos(), ...off }))).toEqual([]);
  });

  test('the last private endpoint of an account without rules opens it', () => {
    const cosmos = target('cosmos', 'cosmos-a');
    const behind = { subnets: [pe], endpoints: [endpoint('pe-a', cosmos)] };
    const of = (now: typeof cosmos) =>
      change(
        net(world, behind, { targets: [cosmos] }),
        net(world, { subnets: [pe], targets: [now] }),
      );
    expect(told(peCosmosLastPeOpen, of(cosmos))).toEqual([
      'risk certain: cosmos-a loses its last private endpoint, has no rules, and opens to all networks.',
    ]);
    expect(told(peCosmosLastPeOpen, of({ ...cosmos, ...off }))).toEqual([]);
    expect(told(peCosmosLastPeOpen, of({ ...cosmos, ipRules: ranges('20.1.1.1') }))).toEqual([]);
  });
});
