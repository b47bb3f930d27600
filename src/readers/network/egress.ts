import { isUnknown, type Known, type Unknown, unknown } from '../../core/known.ts';
import type { Entries, Id } from '../../core/model.ts';
import type { Directory } from './directory.ts';
import { entries, whole } from './fragment.ts';
import { idAt, idsAt, ownedAt } from './refer.ts';
import { asText, isLeaf, select } from './select.ts';
import type { Teller } from './teller.ts';
import { because, flag, text, type View } from './view.ts';

const addressKinds = ['public-ip', 'public-ip-prefix'] as const;

const natGateways: Teller = {
  looksAround: true,
  types: ['azurerm_nat_gateway', 'Microsoft.Network/natGateways'],
  // Up to azurerm 2 the addresses stood inline.
  reads: ['name', 'resource_group_name', 'public_ip_address_ids', 'public_ip_prefix_ids'],
  tell: (view) => {
    const paths = [
      'public_ip_address_ids',
      'public_ip_prefix_ids',
      'properties.publicIpAddresses.id',
      'properties.publicIpPrefixes.id',
    ];
    const ids = paths.flatMap((path) => idsAt(view, path, addressKinds));
    return [
      whole(view, 'natGateways', { addresses: {} }),
      entries(view, 'natGateways', view.id, { addresses: addressEntries(view, ids) }),
    ];
  },
};

const natAssociations: Teller = {
  looksAround: true,
  types: [
    'azurerm_nat_gateway_public_ip_association',
    'azurerm_nat_gateway_public_ip_prefix_association',
  ],
  reads: ['nat_gateway_id', 'public_ip_address_id', 'public_ip_prefix_id'],
  of: ownedAt('nat_gateway_id', 'nat-gateway'),
  tell: (view) => {
    const gateway = idAt(view, 'nat_gateway_id', ['nat-gateway']);
    if (gateway === undefined || isUnknown(gateway)) return [];
    const ids = ['public_ip_address_id', 'public_ip_prefix_id'].flatMap((path) =>
      idsAt(view, path, addressKinds),
    );
    return [entries(view, 'natGateways', gateway, { addresses: addressEntries(view, ids) })];
  },
};

/** Read only to know the addresses; they are told where they are used. */
const publicAddresses: Teller = {
  types: [
    'azurerm_public_ip',
    'azurerm_public_ip_prefix',
    'Microsoft.Network/publicIPAddresses',
    'Microsoft.Network/publicIPPrefixes',
  ],
  reads: ['name', 'resource_group_name', 'ip_address', 'ip_prefix'],
  tell: () => [],
};

const firewalls: Teller = {
  looksAround: true,
  types: ['azurerm_firewall', 'Microsoft.Network/azureFirewalls'],
  reads: [
    'name',
    'resource_group_name',
    'ip_configuration',
    'dns_proxy_enabled',
    'firewall_policy_id',
  ],
  tell: (view) => {
    const ids = [
      'ip_configuration.public_ip_address_id',
      'properties.ipConfigurations.properties.publicIPAddress.id',
    ].flatMap((path) => idsAt(view, path, addressKinds));
    const missing = (what: string) => unknown(`${view.change.address} does not show ${what}`);
    const subnet =
      idAt(view, 'ip_configuration.subnet_id', ['subnet']) ??
      idAt(view, 'properties.ipConfigurations.properties.subnet.id', ['subnet']);
    const address = text(
      view,
      'ip_configuration.private_ip_address',
      'properties.ipConfigurations.properties.privateIPAddress',
    );
    return [
      whole(view, 'appliances', {
        subnet: subnet ?? missing('its subnet'),
        privateAddress: address ?? missing('its private address'),
        addresses: addressEntries(view, ids),
        dnsProxy: dnsProxy(view),
      }),
    ];
  },
};

/** DNS settings live in the policy; those of a firewall without one stand on itself. */
const firewallPolicies: Teller = {
  types: ['azurerm_firewall_policy', 'Microsoft.Network/firewallPolicies'],
  reads: ['name', 'resource_group_name', 'dns'],
  tell: () => [],
};

export const egress: readonly Teller[] = [
  natGateways,
  natAssociations,
  publicAddresses,
  firewalls,
  firewallPolicies,
];

/** Entries by address; one that is not known keeps the identity of its resource: `?` and the record's ID. */
function addressEntries(view: View, ids: readonly Known<Id>[]): Entries<true> {
  return Object.fromEntries(
    ids.map((id, index): readonly [string, Known<true>] => {
      if (isUnknown(id)) return [`?${index}`, id];
      const address = publicAddress(view, id);
      return isUnknown(address) ? [`?${id}`, address] : [address, true];
    }),
  );
}

/** The address or prefix of a public IP resource on this side of the change. */
export function publicAddress(view: View, id: Id): Known<string> {
  const shown = sideOf(view.directory, id, view);
  if (shown === undefined) return unknown(`the address of ${id} is not in the input`);
  const found = ['ip_address', 'ip_prefix', 'properties.ipAddress', 'properties.ipPrefix'].flatMap(
    (path) => select(shown.props, path),
  )[0];
  if (found !== undefined && !isLeaf(found))
    return asText(found) ?? unknown(`the address of ${shown.address} is not shown`);
  const why: Unknown = found ?? { unknown: 'is not shown' };
  return because({ ...view, change: shown.change }, 'ip_address', why);
}

function dnsProxy(view: View): Known<boolean> {
  const policy =
    idAt(view, 'firewall_policy_id', ['firewall-policy']) ??
    idAt(view, 'properties.firewallPolicy.id', ['firewall-policy']);
  if (policy === undefined) return flag(view, 'dns_proxy_enabled') ?? false;
  if (isUnknown(policy)) return policy;
  const shown = sideOf(view.directory, policy, view);
  if (shown === undefined) return unknown(`the DNS settings of ${policy} are not in the input`);
  const inner: View = { ...view, props: shown.props };
  // Off unless set: https://learn.microsoft.com/azure/firewall/dns-settings
  return flag(inner, 'dns.proxy_enabled', 'properties.dnsSettings.enableProxy') ?? false;
}

/** What the input shows of another resource on the side of `view`. */
export function sideOf(directory: Directory, id: Id, { side }: Pick<View, 'side'>) {
  for (const { change } of directory.byId(id)) {
    const own = change.data === true ? undefined : change[side];
    const props = own ?? change.after ?? change.before;
    if (props !== undefined) return { props, change, address: change.address };
  }
  return undefined;
}
