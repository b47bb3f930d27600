import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/core/known.ts';
import { aksVnetRules } from '../../../src/knowledge/hazards/aks-vnet-rules.ts';
import { hspeReset } from '../../../src/knowledge/hazards/hspe-reset.ts';
import { seAffectsAllAccounts } from '../../../src/knowledge/hazards/se-affects-all-accounts.ts';
import { seNetworkIdentifierReset } from '../../../src/knowledge/hazards/se-network-identifier-reset.ts';
import { seStandardJoinPermission } from '../../../src/knowledge/hazards/se-standard-join-permission.ts';
import { seTcpResetDisable } from '../../../src/knowledge/hazards/se-tcp-reset-disable.ts';
import { seTcpResetEnable } from '../../../src/knowledge/hazards/se-tcp-reset-enable.ts';
import { seTcpResetSwapGlobal } from '../../../src/knowledge/hazards/se-tcp-reset-swap-global.ts';
import {
  change,
  endpoint,
  ids,
  nat,
  net,
  on,
  type Part,
  rules,
  subnet,
  target,
  use,
  vnet,
  workload,
} from './scene.ts';
import { told } from './told.ts';

const home = { vnets: [vnet('vnet-a')] };
const plain = net(home, { subnets: [subnet('snet-app')] });
const withStorage = net(home, {
  subnets: [subnet('snet-app', { endpoints: on('Microsoft.Storage') })],
});

const stdata = target('storage', 'stdata');
const declared = { targets: [stdata], uses: [use(ids.subnet('snet-app'), stdata)] };

/** The same network with these records beside it. */
function beside(model: ReturnType<typeof net>, more: Part) {
  return net({ vnets: Object.values(model.vnets), subnets: Object.values(model.subnets) }, more);
}

describe('se-tcp-reset-enable', () => {
  test('an endpoint that comes closes what is open, for all that the subnet calls', () => {
    expect(
      told(seTcpResetEnable, change(beside(plain, declared), beside(withStorage, declared))),
    ).toEqual([
      'notice certain: Open connections from snet-app to Microsoft.Storage close when its endpoint is turned on, those to stdata among them.',
    ]);
  });

  test('endpoints of one subnet that come together are one reset', () => {
    const both = net(home, {
      subnets: [subnet('snet-app', { endpoints: on('Microsoft.Storage', 'Microsoft.Sql') })],
    });
    expect(told(seTcpResetEnable, change(plain, both))).toEqual([
      'notice certain: Open connections from snet-app to Microsoft.Sql and Microsoft.Storage close when its endpoints are turned on.',
    ]);
  });

  test('what the input does not show may have been there before', () => {
    const hidden = net(home, {
      subnets: [subnet('snet-app', { endpoints: { '*': unknown('not shown') } })],
    });
    expect(told(seTcpResetEnable, change(hidden, withStorage))).toEqual([
      'notice possible: Open connections from snet-app to Microsoft.Storage close when its endpoint is turned on.',
    ]);
  });

  test('a new subnet has nothing open', () => {
    expect(told(seTcpResetEnable, change(net(home), withStorage))).toEqual([]);
  });

  test('regions that Azure reports for an endpoint are no switch', () => {
    const [storage] = Object.values(on('Microsoft.Storage'));
    const located = net(home, {
      subnets: [
        subnet('snet-app', {
          endpoints: {
            'Microsoft.Storage': {
              ...storage,
              service: 'Microsoft.Storage',
              scope: 'everywhere',
              locations: ['westeurope'],
            },
          },
        }),
      ],
    });
    expect(told(seTcpResetEnable, change(withStorage, located))).toEqual([]);
    expect(told(seTcpResetSwapGlobal, change(withStorage, located))).toEqual([]);
    expect(told(seTcpResetDisable, change(withStorage, located))).toEqual([]);
  });

  test('subnets of one name are told apart by their networks', () => {
    const twice = (...services: string[]) =>
      net({
        vnets: [vnet('vnet-dev'), vnet('vnet-prd')],
        subnets: [
          subnet('vnet-dev/app', { endpoints: on(...services) }),
          subnet('vnet-prd/app', { endpoints: on(...services) }),
        ],
      });
    expect(told(seTcpResetEnable, change(twice(), twice('Microsoft.Sql')))).toEqual([
      'notice certain: Open connections from vnet-dev/app to Microsoft.Sql close when its endpoint is turned on.',
      'notice certain: Open connections from vnet-prd/app to Microsoft.Sql close when its endpoint is turned on.',
    ]);
  });
});

describe('se-tcp-reset-disable', () => {
  test('an endpoint that goes closes what is open', () => {
    expect(
      told(seTcpResetDisable, change(beside(withStorage, declared), beside(plain, declared))),
    ).toEqual([
      'notice certain: Open connections from snet-app to Microsoft.Storage close when its endpoint is turned off, those to stdata among them.',
    ]);
  });

  test('a subnet that is deleted has no connections of its own to lose', () => {
    expect(told(seTcpResetDisable, change(withStorage, net(home)))).toEqual([]);
  });

  test('a swap is told by its own rule', () => {
    const global = net(home, {
      subnets: [subnet('snet-app', { endpoints: on('Microsoft.Storage.Global') })],
    });
    expect(told(seTcpResetDisable, change(withStorage, global))).toEqual([]);
    expect(told(seTcpResetEnable, change(withStorage, global))).toEqual([]);
    expect(told(seTcpResetSwapGlobal, change(withStorage, global))).toEqual([
      'notice likely: Open connections from snet-app to storage accounts close when Microsoft.Storage is traded for Microsoft.Storage.Global.',
    ]);
  });
});

describe('se-network-identifier-reset', () => {
  const identified = (address?: string) =>
    net(home, {
      subnets: [
        subnet('snet-app', {
          endpoints: {
            'Microsoft.Storage': {
              service: 'Microsoft.Storage',
              scope: 'everywhere',
              ...(address === undefined ? {} : { networkIdentifier: address }),
            },
          },
        }),
      ],
    });

  test('an identifier that comes to a standing endpoint resets, and wants a permission', () => {
    const what = change(identified(), identified('pip-a'));
    expect(told(seNetworkIdentifierReset, what)).toEqual([
      'notice certain: Open connections from snet-app to Microsoft.Storage close when the network identifier of its endpoint changes.',
    ]);
    expect(told(seStandardJoinPermission, what)).toEqual([
      'notice possible: Whoever applies the network identifier of Microsoft.Storage on snet-app needs joinServiceEndpointNetworkIdentifier/action on its public address.',
    ]);
  });

  test('one that goes resets and wants none', () => {
    const what = change(identified('pip-a'), identified());
    expect(told(seNetworkIdentifierReset, what)).toHaveLength(1);
    expect(told(seStandardJoinPermission, what)).toEqual([]);
  });

  test('one that stays, and a traded service, are not spoken of', () => {
    expect(
      told(seNetworkIdentifierReset, change(identified('pip-a'), identified('pip-a'))),
    ).toEqual([]);
    const global = net(home, {
      subnets: [subnet('snet-app', { endpoints: on('Microsoft.Storage.Global') })],
    });
    expect(told(seNetworkIdentifierReset, change(withStorage, global))).toEqual([]);
  });
});

describe('se-affects-all-accounts', () => {
  const behindNat = { natGateway: ids.other('natgateways', 'ng-a') };
  const gateway = { natGateways: [nat('ng-a', '20.1.1.1')] };

  test('a fixed public address may stand in lists of others', () => {
    const before = net(home, gateway, { subnets: [subnet('snet-app', behindNat)] });
    const after = net(home, gateway, {
      subnets: [subnet('snet-app', { ...behindNat, endpoints: on('Microsoft.Sql') })],
    });
    expect(told(seAffectsAllAccounts, change(before, after))).toEqual([
      'risk possible: Everything of Microsoft.Sql that snet-app calls, also of other owners, sees private source addresses: whoever admits it there by 20.1.1.1 alone denies it.',
    ]);
  });

  test('an address that nobody can list is only noticed', () => {
    expect(told(seAffectsAllAccounts, change(plain, withStorage))).toEqual([
      'notice certain: Everything of Microsoft.Storage that snet-app calls, also of other owners, sees private source addresses.',
    ]);
  });

  test('an endpoint that stays affects nobody anew', () => {
    const rule = { targets: [target('storage', 'stdata', { networkRules: rules('snet-app') })] };
    expect(told(seAffectsAllAccounts, change(withStorage, beside(withStorage, rule)))).toEqual([]);
  });
});

describe('aks-vnet-rules', () => {
  const pool = { workloads: [workload('pool-a', 'snet-app', { noun: 'AKS node pool' })] };

  test('nodes feel an endpoint change with their mounts', () => {
    expect(told(aksVnetRules, change(beside(plain, pool), beside(withStorage, pool)))).toEqual([
      'notice likely: Nodes of pool-a in snet-app lose their connections and mounts to Microsoft.Storage once.',
    ]);
  });

  test('machines that are no nodes are not called so', () => {
    const machine = { workloads: [workload('vm-a', 'snet-app')] };
    expect(
      told(aksVnetRules, change(beside(plain, machine), beside(withStorage, machine))),
    ).toEqual([]);
  });
});

describe('hspe-reset', () => {
  const high = (highScaleEndpoints: boolean) =>
    net({
      vnets: [vnet('vnet-a', { highScaleEndpoints })],
      subnets: [subnet('snet-pe')],
      targets: [stdata],
      endpoints: [endpoint('pe-a', stdata)],
    });

  test('the switch resets once', () => {
    expect(told(hspeReset, change(high(false), high(true)))).toEqual([
      'notice certain: Long-running connections to private endpoints in vnet-a are reset once when high-scale private endpoints are turned on.',
    ]);
  });

  test('a setting that was not shown before is no switch', () => {
    const hidden = net({ vnets: [vnet('vnet-a', { highScaleEndpoints: unknown('not shown') })] });
    expect(told(hspeReset, change(hidden, net(home)))).toEqual([]);
  });
});
