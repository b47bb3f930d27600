import type { Edit } from '../../core/edit.ts';
import { egress } from '../../core/egress.ts';
import { isKnown } from '../../core/known.ts';
import type { NetworkModel, Target } from '../../core/model.ts';
import type { Playbook } from '../../core/playbook.ts';
import { view } from '../../core/world.ts';

/**
 * A first private endpoint closes the public side of an account without rules by itself. Rules that are there before it keep the
 * client in; they go once the names have moved.
 * https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints#adding-private-endpoints-to-an-existing-azure-cosmos-db-account-without-downtime
 */
export const ruleBeforeImplicitClose: Playbook = {
  id: 'rule-before-implicit-close',
  kind: 'bridge',
  propose: ({ flow, before, state, stopped }) => {
    const target = state.targets[flow.target];
    if (stopped.because !== 'admission' || !target?.traits.endpointClosesWithoutRules) return [];
    const edit = ruleFor(before, target, flow.client);
    if (edit === undefined) return [];
    return [
      {
        id: `rule before the endpoint of ${target.name}`,
        by: 'service',
        why: `with a rule in place the first private endpoint does not close the public side of ${target.name} to ${flow.clientName}`,
        edits: [edit].flat(),
      },
    ];
  },
};

function ruleFor(before: NetworkModel, target: Target, client: string): Edit[] | undefined {
  const subnet = before.subnets[client];
  const family = target.traits.endpointFamily;
  if (subnet === undefined) return undefined;
  if (family !== undefined && subnet.endpoints[family] !== undefined) {
    return [
      { kind: 'virtual-network-rule', id: target.id, key: client, after: { ignoreMissing: false } },
    ];
  }
  const out = egress(view(before), subnet);
  if ('refused' in out || !isKnown(out.addresses)) return undefined;
  return out.addresses.map((address) => ({
    kind: 'ip-rule',
    id: target.id,
    key: address,
    after: { range: address },
  }));
}
