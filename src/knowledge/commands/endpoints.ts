import { isKnown } from '../../core/known.ts';
import type { NetworkModel, PrivateEndpoint } from '../../core/model.ts';
import type { Lines, Move } from '../move.ts';
import { idText, placeOf } from '../places.ts';
import { fill, flag, nothing, type Value } from '../shell.ts';

// Commands for private endpoints: https://learn.microsoft.com/cli/azure/network/private-endpoint

/** An endpoint cannot move: it is made anew, with an address of its own. */
export function privateEndpoint(move: Move): Lines {
  const [was, now] = [move.was.endpoints[move.id], move.now.endpoints[move.id]];
  const gone =
    was === undefined
      ? []
      : [fill('az network private-endpoint delete --ids {id}', { id: placeOf(was).id })];
  return now === undefined ? gone : [...gone, created(move.now, now)];
}

function created(model: NetworkModel, endpoint: PrivateEndpoint): string | undefined {
  const { group, name, subscription } = placeOf(endpoint);
  const { subnet, target } = endpoint;
  return fill(
    'az network private-endpoint create --resource-group {group} --name {name} {location} --subnet {subnet} --private-connection-resource-id {target} {groups} --connection-name {name} {manual} {subscription}',
    {
      group,
      name,
      subscription,
      location: locationOf(model, endpoint),
      subnet: isKnown(subnet) ? idText(model.subnets, subnet) : undefined,
      target: isKnown(target) ? idText(model.targets, target) : undefined,
      groups: endpoint.groups.length === 0 ? nothing : flag('--group-ids', endpoint.groups),
      manual: flag('--manual-request', endpoint.status === 'Pending' ? 'true' : undefined),
    },
  );
}

// An endpoint stands in the region of its network; without the flag it would take that of the resource group.
function locationOf(model: NetworkModel, { subnet }: PrivateEndpoint): Value {
  const vnet = isKnown(subnet) ? model.subnets[subnet]?.vnet : undefined;
  const location = vnet !== undefined && isKnown(vnet) ? model.vnets[vnet]?.location : undefined;
  return flag('--location', location !== undefined && isKnown(location) ? location : undefined);
}

const verbs = { Approved: 'approve', Rejected: 'reject' } as const;

/** The owner's answer. A connection has an ID of its own on the target, looked up by the endpoint's. */
export function connection(move: Move): Lines {
  const endpoint = move.now.endpoints[move.id];
  if (endpoint === undefined || !isKnown(endpoint.target) || !isKnown(endpoint.status)) return [];
  const { status } = endpoint;
  if (status !== 'Approved' && status !== 'Rejected') return [];
  const target = idText(move.now.targets, endpoint.target);
  return [
    fill(
      `az network private-endpoint-connection ${verbs[status]} --id $(az network private-endpoint-connection list --id {target} --query "[?ends_with(properties.privateEndpoint.id, '/{name}')].id" --output tsv)`,
      { target, name: endpoint.name },
    ),
  ];
}
