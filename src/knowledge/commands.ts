import type { Edit, EditKind } from '../core/edit.ts';
import type { NetworkModel } from '../core/model.ts';
import { serviceFor } from './catalogue.ts';
import { link, record, resolutionPolicy, zone, zoneGroup } from './commands/dns.ts';
import { connection, privateEndpoint } from './commands/endpoints.ts';
import {
  dnsServers,
  highScaleEndpoints,
  peering,
  policyEntry,
  route,
  securityRule,
} from './commands/networks.ts';
import {
  association,
  endpointPolicies,
  serviceEndpoints,
  subnetSetting,
} from './commands/subnets.ts';
import { ipRule, networkRule, resourceInstance, setting, trusted } from './commands/targets.ts';
import { type Lines, type Move, moveOf } from './move.ts';
import type { Service } from './service.ts';

// The Azure CLI's words for edits, for those who make one by hand: repairs and bridges, which no diff contains, and undoing.
// A record of which the model holds only a part (a network, an account, a firewall) is left to whoever wrote it.

type Maker = (move: Move, find: (type: string) => Service | undefined) => Lines;

const none: Maker = () => [];

const makers: Readonly<Record<EditKind, Maker>> = {
  'service-endpoint': serviceEndpoints,
  'endpoint-policy': endpointPolicies,
  'security-group-association': association('securityGroup'),
  'route-table-association': association('routeTable'),
  'nat-gateway-association': association('natGateway'),
  'network-policies': subnetSetting('networkPolicies'),
  'default-outbound': subnetSetting('defaultOutbound'),

  'virtual-network-rule': networkRule,
  'ip-rule': ipRule,
  'resource-instance': resourceInstance,
  'default-action': setting('default-action'),
  'public-network-access': setting('public-network-access'),
  'network-rules-enabled': setting('network-rules-enabled'),
  'trusted-services': trusted,

  'private-endpoint': privateEndpoint,
  connection,
  'zone-group': zoneGroup,
  zone,
  record,
  link,
  'resolution-policy': resolutionPolicy,

  'dns-servers': dnsServers,
  'high-scale-endpoints': highScaleEndpoints,
  peering,
  'nsg-rule': securityRule,
  route,
  'endpoint-policy-entry': policyEntry,

  vnet: none,
  'address-space': none,
  subnet: none,
  prefixes: none,
  delegation: none,
  target: none,
  subresources: none,
  sku: none,
  'security-group': none,
  'route-table': none,
  'nat-gateway': none,
  'egress-address': none,
  appliance: none,
  'appliance-address': none,
  resolver: none,
  'endpoint-policy-record': none,
  perimeter: none,
  'perimeter-mode': none,
  workload: none,
  use: none,
  client: none,
  resolution: none,
};

/** Commands that make `edit` by hand, one after the other; `model` is the network before or after it. */
export function commands(edit: Edit, model: NetworkModel): readonly string[] {
  const lines = makers[edit.kind](moveOf(edit, model), serviceFor);
  return lines.includes(undefined) ? [] : lines.filter((line) => line !== undefined);
}
