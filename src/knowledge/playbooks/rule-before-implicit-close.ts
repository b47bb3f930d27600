import { type Edit, placeOf, valueAt } from '../../core/edit.ts';
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
  propose: ({ flow, flows, before, state, edits, stopped }) => {
    const target = state.targets[flow.target];
    if (stopped.because !== 'admission' || !target?.traits.endpointClosesWithoutRules) return [];
    // The first rule shuts out whoever has none, so all clients get theirs together.
    const clients = flows
      .filter((each) => each.target === target.id && each.evidence !== 'possible')
      .map((each) => each.client);
    const rules = [...new Set(clients)].map((client) => rulesFor(before, target, client));
    const shown = rules.every((each) => each !== undefined);
    const taken = new Set(edits.map(placeOf));
    const missing = rules
      .flatMap((each) => each ?? [])
      .filter((edit) => !taken.has(placeOf(edit)) && valueAt(before, edit) === undefined);
    if (shown && missing.length === 0) return [];
    return [
      {
        id: `rule before the endpoint of ${target.name}`,
        by: 'service',
        why: `with a rule in place the first private endpoint does not close the public side of ${target.name} to ${flow.clientName}`,
        edits: shown ? [...new Map(missing.map((edit) => [edit.key, edit])).values()] : [],
      },
    ];
  },
};

/** The rules that admit a client as it comes today; undefined where the input does not show how. */
function rulesFor(before: NetworkModel, target: Target, client: string): Edit[] | undefined {
  const subnet = before.subnets[client];
  const family = target.traits.endpointFamily;
  if (family !== undefined && subnet?.endpoints[family] !== undefined) {
    return [
      { kind: 'virtual-network-rule', id: target.id, key: client, after: { ignoreMissing: false } },
    ];
  }
  const addresses = addressesOf(before, client);
  return addresses?.map((address) => ({
    kind: 'ip-rule',
    id: target.id,
    key: address,
    after: { range: address },
  }));
}

function addressesOf(before: NetworkModel, client: string): readonly string[] | undefined {
  const configured = before.clients[client]?.addresses;
  if (configured !== undefined) return configured.length > 0 ? configured : undefined;
  const subnet = before.subnets[client];
  if (subnet === undefined) return [];
  const out = egress(view(before), subnet);
  if ('refused' in out) return [];
  return isKnown(out.addresses) ? out.addresses : undefined;
}
