import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/core/known.ts';
import { seListReplacement } from '../../../src/knowledge/hazards/se-list-replacement.ts';
import { sePgflexStorage } from '../../../src/knowledge/hazards/se-pgflex-storage.ts';
import { seRemoveWhileReferenced } from '../../../src/knowledge/hazards/se-remove-while-referenced.ts';
import { seRuleStateOrphan } from '../../../src/knowledge/hazards/se-rule-state-orphan.ts';
import { seTfV5Rename } from '../../../src/knowledge/hazards/se-tf-v5-rename.ts';
import { subnetInUse } from '../../../src/knowledge/hazards/subnet-in-use.ts';
import { tfAddressChanged } from '../../../src/knowledge/hazards/tf-address-changed.ts';
import { tfModuleDropsEndpoints } from '../../../src/knowledge/hazards/tf-module-drops-endpoints.ts';
import { tfTwoForms } from '../../../src/knowledge/hazards/tf-two-forms.ts';
import { change, endpoint, ids, net, on, rules, subnet, target, vnet, workload } from './scene.ts';
import { told } from './told.ts';

const world = { vnets: [vnet('vnet-a')] };
const bare = subnet('snet-app');
const withStorage = subnet('snet-app', { endpoints: on('Microsoft.Storage') });
const stdata = target('storage', 'stdata', {
  defaultAction: 'Deny',
  networkRules: rules('snet-app'),
});
const empty = { ...stdata, networkRules: {} };
const rests = net(world, { subnets: [withStorage], targets: [stdata] });
const dropped = net(world, { subnets: [bare], targets: [stdata] });

describe('se-remove-while-referenced', () => {
  test('a target that still names the subnet refuses it', () => {
    expect(told(seRemoveWhileReferenced, change(rests, dropped))).toEqual([
      'outage likely: Microsoft.Storage goes from snet-app while rules of stdata still name it: the rules match nothing, and stdata refuses it.',
    ]);
  });

  test('rules of an open target only sleep', () => {
    const open = { ...stdata, defaultAction: 'Allow' as const };
    const what = change(
      net(world, { subnets: [withStorage], targets: [open] }),
      net(world, { subnets: [bare], targets: [open] }),
    );
    expect(told(seRemoveWhileReferenced, what)).toEqual([
      'notice likely: Microsoft.Storage goes from snet-app while rules of stdata still name it: the rules then match nothing.',
    ]);
  });

  test('rules that go with the endpoint are not left behind', () => {
    expect(
      told(
        seRemoveWhileReferenced,
        change(rests, net(world, { subnets: [bare], targets: [empty] })),
      ),
    ).toEqual([]);
  });

  test('an endpoint of another service leaves them alone', () => {
    const both = subnet('snet-app', { endpoints: on('Microsoft.Storage', 'Microsoft.Sql') });
    const what = change(net(world, { subnets: [both], targets: [stdata] }), rests);
    expect(told(seRemoveWhileReferenced, what)).toEqual([]);
  });

  test('a list that is not shown whole afterwards is a question', () => {
    const hidden = subnet('snet-app', { endpoints: { '*': unknown('not shown') } });
    const [says = ''] = told(
      seRemoveWhileReferenced,
      change(rests, net(world, { subnets: [hidden], targets: [stdata] })),
    );
    expect(says).toContain(' possible: ');
  });
});

describe('se-rule-state-orphan', () => {
  test('a deleted subnet leaves a rule that names nothing', () => {
    expect(told(seRuleStateOrphan, change(rests, net(world, { targets: [stdata] })))).toEqual([
      'notice certain: snet-app is deleted and stdata keeps a rule for it, which then names nothing.',
    ]);
  });

  test('a replaced subnet leaves a rule that looks alive, which no route shows', () => {
    expect(told(seRuleStateOrphan, change(rests, rests, { replaced: [bare.id] }))).toEqual([
      'outage likely interrupts: snet-app is replaced: the rule of stdata for it dies with the old subnet and must be made anew, even where the plan shows it unchanged.',
    ]);
  });

  test('a rule that goes with its subnet is no orphan', () => {
    expect(told(seRuleStateOrphan, change(rests, net(world, { targets: [empty] })))).toEqual([]);
  });

  test('a subnet that only changes keeps its rule', () => {
    expect(told(seRuleStateOrphan, change(rests, dropped))).toEqual([]);
  });
});

describe('subnet-in-use', () => {
  const machine = { workloads: [workload('vm-a', 'snet-app')] };

  test('a subnet with a machine that stays cannot be deleted or replaced', () => {
    const full = net(world, machine, { subnets: [bare] });
    expect(told(subnetInUse, change(full, net(world, machine)))).toEqual([
      'risk likely refused: snet-app is deleted while vm-a stays in it: Azure refuses with InUseSubnetCannotBeDeleted.',
    ]);
    expect(told(subnetInUse, change(full, full, { replaced: [bare.id] }))).toEqual([
      'risk likely refused: snet-app is replaced while vm-a stays in it: Azure refuses with InUseSubnetCannotBeDeleted.',
    ]);
  });

  test('a private endpoint holds it too', () => {
    const pe = { endpoints: [endpoint('pe-a', stdata)], targets: [stdata] };
    const full = net(world, pe, { subnets: [subnet('snet-pe')] });
    expect(told(subnetInUse, change(full, net(world, pe)))).toHaveLength(1);
  });

  test('what goes or is replaced with it does not hold it', () => {
    const full = net(world, machine, { subnets: [bare] });
    expect(told(subnetInUse, change(full, net(world)))).toEqual([]);
    const both = { replaced: [bare.id, ids.other('workloads', 'vm-a')] };
    expect(told(subnetInUse, change(full, full, both))).toEqual([]);
  });
});

describe('se-list-replacement', () => {
  const routed = { ...bare, routeTable: ids.other('routetables', 'rt-a') };

  test('an update for a route table that leaves the endpoint out drops it', () => {
    expect(
      told(seListReplacement, change(rests, net(world, { subnets: [routed], targets: [stdata] }))),
    ).toEqual([
      'outage likely: The update of snet-app changes other settings and drops Microsoft.Storage from its list, which turns it off.',
    ]);
  });

  test('an endpoint that goes alone goes on purpose', () => {
    expect(told(seListReplacement, change(rests, dropped))).toEqual([]);
  });

  test('one whose rules go with it goes on purpose', () => {
    expect(
      told(seListReplacement, change(rests, net(world, { subnets: [routed], targets: [empty] }))),
    ).toEqual([]);
  });
});

describe('upgrades that lose endpoints', () => {
  const addresses = { [bare.id]: 'module.network["prd"].azapi_resource.subnet["app"]' };
  const module = 'module.network (Azure/avm-res-network-virtualnetwork/azurerm)';

  test('a module that moves to another version takes them with it', () => {
    const versions = [{ what: module, before: '0.14.1', after: '0.16.0' }];
    expect(told(tfModuleDropsEndpoints, change(rests, dropped, { versions, addresses }))).toEqual([
      `outage likely: Microsoft.Storage disappears from snet-app together with version from 0.14.1 to 0.16.0 of ${module}.`,
    ]);
  });

  test('one known to drop them is suspected although the former version is not shown', () => {
    const faulty = [{ what: module, after: '~> 0.16' }];
    expect(
      told(tfModuleDropsEndpoints, change(rests, dropped, { versions: faulty, addresses })),
    ).toHaveLength(1);
    const mended = [{ what: module, after: '~> 0.20' }];
    expect(
      told(tfModuleDropsEndpoints, change(rests, dropped, { versions: mended, addresses })),
    ).toEqual([]);
  });

  test('a module elsewhere and Terraform itself are not to blame', () => {
    const versions = [
      { what: 'module.storage (local)', before: '1', after: '2' },
      { what: 'terraform', before: '1.9.0', after: '1.11.4' },
    ];
    expect(told(tfModuleDropsEndpoints, change(rests, dropped, { versions, addresses }))).toEqual(
      [],
    );
  });

  test('azurerm 5 without a block turns the endpoint off', () => {
    const versions = [
      { what: 'registry.terraform.io/hashicorp/azurerm', before: '4.79.0', after: '5.2.0' },
    ];
    expect(told(seTfV5Rename, change(rests, dropped, { versions }))).toEqual([
      'outage certain: snet-app has no service_endpoint block for Microsoft.Storage after the upgrade to azurerm 5.',
    ]);
    expect(told(seTfV5Rename, change(rests, rests, { versions }))).toEqual([]);
    const [upgrade = { what: '' }] = versions;
    const inferred = [{ ...upgrade, before: '4', inferred: true as const }];
    const [says = ''] = told(seTfV5Rename, change(rests, dropped, { versions: inferred }));
    expect(says).toContain('outage likely: ');
  });

  test('an upgrade within one major version renames nothing', () => {
    const versions = [{ what: 'azurerm', before: '4.1.0', after: '4.79.0' }];
    expect(told(seTfV5Rename, change(rests, dropped, { versions }))).toEqual([]);
  });
});

describe('tf-address-changed', () => {
  const estate = net({ vnets: [vnet('vnet-a')], subnets: [subnet('snet-app')] });
  const id = ids.subnet('snet-app');
  const again = (from: string, to: string, after: readonly string[] = []) => {
    const what = change(estate, estate, { replaced: [id] });
    const writes = what.writes.map((write) => ({
      ...write,
      origin: { ...write.origin, address: write.action === 'delete' ? from : to },
      after: write.action === 'delete' ? [] : after,
    }));
    return told(tfAddressChanged, { ...what, writes });
  };
  const [a, b] = ['azurerm_subnet.s["a"]', 'module.net.azurerm_subnet.s'];

  test('what leaves as one and comes as another is refused while it is there', () => {
    expect(again(a, b)).toEqual([
      `risk likely refused: snet-app is destroyed as ${a} and made anew as ${b}, neither after the other: the second is refused while the first is there.`,
    ]);
  });

  test('one that Terraform replaces, or destroys first, is not', () => {
    expect([again(a, a), again(a, b, [`${id} deleted`])]).toEqual([[], []]);
  });

  test('nor one of a provider that writes over what is there', () => {
    expect(again('azapi_resource.s["a"]', 'azapi_resource.s["b"]')).toEqual([]);
  });
});

describe('tf-two-forms', () => {
  const by = [
    { file: 'plan.json', address: 'azurerm_storage_account.data' },
    { file: 'plan.json', address: 'azurerm_storage_account_network_rules.data' },
  ];
  const contests = [
    { collection: 'targets', id: stdata.id, field: 'networkRules', by, sure: true },
  ] as const;
  const fight =
    'azurerm_storage_account.data and azurerm_storage_account_network_rules.data both write the virtual network rules of stdata, and not the same: whichever is applied last undoes the other.';
  const ruleGone = net(world, { subnets: [withStorage], targets: [empty] });

  test('a list that takes the rule of a client away is an outage', () => {
    expect(told(tfTwoForms, change(rests, ruleGone, { contests }))).toEqual([
      `outage likely interrupts: ${fight}`,
    ]);
  });

  test('where the model keeps the rule, the clients of the account are at stake all the same', () => {
    expect(told(tfTwoForms, change(rests, rests, { contests }))).toEqual([
      `risk likely interrupts: ${fight}`,
    ]);
  });

  test('without a client that is known it informs', () => {
    const lonely = net(world, { subnets: [withStorage], targets: [empty] });
    expect(told(tfTwoForms, change(lonely, lonely, { contests }))).toEqual([
      `risk likely: ${fight}`,
    ]);
  });

  test('what one of them writes and is not shown is a question', () => {
    const [one] = contests;
    const what = change(rests, rests, { contests: [{ ...one, sure: false }] });
    expect(told(tfTwoForms, what)).toEqual([`risk possible interrupts: ${fight}`]);
  });

  test('what is made in this change has nobody to lose', () => {
    const before = net(world, { subnets: [withStorage] });
    expect(told(tfTwoForms, change(before, rests, { contests }))).toEqual([
      `risk likely: ${fight}`,
    ]);
  });

  test('one owner has nobody to fight', () => {
    expect(told(tfTwoForms, change(rests, ruleGone))).toEqual([]);
  });
});

describe('se-pgflex-storage', () => {
  const delegated = (...services: string[]) =>
    net(world, {
      subnets: [
        subnet('snet-db', {
          delegations: ['Microsoft.DBforPostgreSQL/flexibleServers'],
          endpoints: on(...services),
        }),
      ],
    });

  test('a delegated subnet lives by its storage endpoint', () => {
    expect(told(sePgflexStorage, change(delegated('Microsoft.Storage'), delegated()))).toEqual([
      'risk likely: snet-db is delegated to Microsoft.DBforPostgreSQL/flexibleServers, which reaches its own storage by the endpoint that goes: backups may fail.',
    ]);
  });

  test('not by others, and no other subnet does', () => {
    expect(told(sePgflexStorage, change(delegated('Microsoft.Sql'), delegated()))).toEqual([]);
    expect(told(sePgflexStorage, change(rests, dropped))).toEqual([]);
  });
});
