import { describe, expect, test } from 'vitest';
import type { Flow } from '../../src/core/flow.ts';
import { emptyModel, type NetworkModel } from '../../src/core/model.ts';
import { find } from '../../src/knowledge/find.ts';
import { subnet } from '../core/network.ts';

const networks = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v';
const [app, ends] = [`${networks}/subnets/app`, `${networks}/subnets/ends`];

const flow: Flow = {
  id: 'f',
  client: app,
  clientKind: 'subnet',
  clientName: 'app',
  clientLabel: app,
  target: '*',
  targetName: 'kv',
  targetLabel: 'kv',
  subresource: 'vault',
  evidence: 'declared',
  because: [],
};

const model: NetworkModel = {
  ...emptyModel,
  subnets: {
    [app]: { ...subnet(app), label: app },
    [ends]: { ...subnet(ends), label: ends },
  },
};

const asked = (key: string, of: Flow = flow) => find({ key, options: [], missing: '' }, of, model);

describe('how to find out what the input does not show', () => {
  test.each([
    [`security group of ${app} Outbound to kv: it is not shown`, app],
    [`security group of ${ends} Inbound to pe: it is not shown`, ends],
    [`network policies of ${ends}: they are not shown`, ends],
    ['security group of who knows', app],
  ])('%s: look at that subnet', (key, id) => {
    expect(asked(key)).toContain(`az network vnet subnet show --ids ${id} --query `);
  });

  test('own address: look at the resource that answers there', () => {
    const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/azureFirewalls/fw';
    expect(asked(`own address of ${id}`, { ...flow, client: id, clientName: 'fw' })).toBe(
      `az resource show --ids ${id} --query properties (for the private address at which fw answers; of what is still to be made only a static address can be told before)`,
    );
  });

  test('a name is put in as it is, whatever it looks like', () => {
    const odd = { ...flow, clientName: '$& {target}', client: 'iac:odd' };
    expect(asked('dns of v', odd)).toContain('on a machine in $& {target}:');
  });

  test('what no command can be written for is told in words', () => {
    const hidden = { ...flow, client: `${networks}/subnets/\u202e` };
    expect(asked('way out of x', hidden)).toMatch(/^Look it up in Azure for how machines in app/);
  });
});
