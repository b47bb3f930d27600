import type { Flow } from '../core/flow.ts';
import type { NetworkModel } from '../core/model.ts';
import type { Question } from '../core/world.ts';
import { idText } from './places.ts';
import { fill, tell } from './shell.ts';

/** What a question is about, by the first words of its key (core asks it), and the command that answers it. */
const answers: readonly (readonly [about: RegExp, command: string, says: string])[] = [
  [
    /^(dns of|forwarding of|which DNS server|DNS proxy)/,
    'nslookup {host}',
    'on a machine in {client}: the address that it gets tells who answers; then read the servers’ conditional forwarders',
  ],
  [
    /^(link of|record |zone group|resolution policy|addresses of|whose address)/,
    'az network private-dns link vnet list --resource-group {group} --zone-name {zone} --output table',
    'for the links; az network private-dns record-set a list for the records',
  ],
  [
    /^address of/,
    'az network private-endpoint list --query "[].{name:name,addresses:customDnsConfigs[].ipAddresses}"',
    'for the address that it has; of one that is still to be made only a static address can be told before',
  ],
  [
    /^own address of/,
    'az resource show --ids {own} --query properties',
    'for the private address at which {client} answers; of what is still to be made only a static address can be told before',
  ],
  [
    /^(transit|reach of)/,
    'az network nic show-effective-route-table --ids {nic} --output table',
    'for a network interface in {client}: is there a route to the private endpoint',
  ],
  [
    /^(egress|which egress|region of)/,
    'az network vnet subnet show --ids {subnet} --query natGateway.id',
    'then the addresses of that NAT gateway, or of the firewall to which {client} routes, and their region',
  ],
  [
    /^(routes of|hop of)/,
    'az network vnet subnet show --ids {subnet} --query routeTable.id',
    'then the routes of that table (az network route-table route list), and whose address their next hop is',
  ],
  [
    /^way out of/,
    'az network vnet subnet show --ids {subnet} --query "{outbound:defaultOutboundAccess,nat:natGateway.id}"',
    'for how machines in {client} reach the internet',
  ],
  [
    /^network policies of/,
    'az network vnet subnet show --ids {subnet} --query "{policies:privateEndpointNetworkPolicies,group:networkSecurityGroup.id}"',
    'while the policies are Disabled no security group counts for the private endpoints in it; else its rules (az network nsg rule list) must let {client} in',
  ],
  [
    /^security group of/,
    'az network vnet subnet show --ids {subnet} --query networkSecurityGroup.id',
    'then the rules of that group (az network nsg rule list), by their priority',
  ],
  [
    /^(endpoint of|Microsoft\.|scope of|policy )/,
    'az network vnet subnet show --ids {subnet} --query serviceEndpoints',
    'for the service endpoints of {client} and their regions',
  ],
  [
    /^target of/,
    'az network private-endpoint-connection list --id {id} --output table',
    'for the private endpoints that {target} has; those that the change makes are told by its configuration',
  ],
  [
    /^perimeter/,
    'az network perimeter association list --perimeter-name {perimeter} --resource-group {group} --output table',
    'then the access rules of its profile',
  ],
];

/** How somebody finds out what the input does not show: a command, and where to run it. */
export function find(question: Question, flow: Flow, model: NetworkModel): string {
  const row = answers.find(([about]) => about.test(question.key));
  const target = model.targets[flow.target];
  const name = target?.subresources[flow.subresource]?.names[0];
  const id = idText(model.targets, flow.target) ?? '<ID of the target>';
  const [, command, says] = row ?? [
    /$/,
    'az resource show --ids {id} --query properties',
    'for its network settings',
  ];
  const line = fill(command, {
    id,
    host: name?.host ?? `<host name of ${flow.targetName}>`,
    zone: name?.zone ?? '<zone>',
    group: '<resource group>',
    nic: `<ID of a network interface in ${flow.clientName}>`,
    subnet:
      idText(model.subnets, subnetIn(question, model) ?? flow.client) ??
      `<ID of ${flow.clientName}>`,
    perimeter: '<perimeter>',
    own:
      idText({ ...model.resolvers, ...model.appliances }, flow.client) ??
      `<ID of ${flow.clientName}>`,
  });
  const where = tell(says, { client: flow.clientName, target: flow.targetName });
  return line === undefined ? `Look it up in Azure ${where}.` : `${line} (${where})`;
}

/** The subnet that a question names, which may be that of a private endpoint. */
function subnetIn({ key }: Question, model: NetworkModel): string | undefined {
  const [, id = ''] = /^(?:network policies|security group) of (\S+?):?(?:\s|$)/.exec(key) ?? [];
  return model.subnets[id]?.id;
}
