import { isUnknown, type Known, unknown } from '../../core/known.ts';
import type { Entries, PerimeterAssociation } from '../../core/model.ts';
import { entries, whole } from './fragment.ts';
import { above, idAt, ownedAbove, ownedAt } from './refer.ts';
import { asText, isLeaf, select } from './select.ts';
import type { Teller } from './teller.ts';
import { because, text, type View } from './view.ts';

const endpointPolicies: Teller = {
  types: [
    'azurerm_subnet_service_endpoint_storage_policy',
    'Microsoft.Network/serviceEndpointPolicies',
  ],
  reads: ['name', 'resource_group_name', 'definition'],
  tell: (view) => {
    const paths = [
      'definition.service_resources',
      'properties.serviceEndpointPolicyDefinitions.properties.serviceResources',
    ];
    return [
      whole(view, 'endpointPolicies', { allows: {} }),
      entries(view, 'endpointPolicies', view.id, { allows: allowed(view, paths) }),
    ];
  },
};

const definitions: Teller = {
  types: ['Microsoft.Network/serviceEndpointPolicies/serviceEndpointPolicyDefinitions'],
  reads: [],
  of: ownedAbove({ kind: 'endpoint-policy' }),
  tell: (view) => {
    const policy = above(view, { kind: 'endpoint-policy' });
    if (policy === undefined || isUnknown(policy)) return [];
    return [
      entries(view, 'endpointPolicies', policy, {
        allows: allowed(view, ['properties.serviceResources']),
      }),
    ];
  },
};

function allowed(view: View, paths: readonly string[]): Entries<true> {
  const found = paths.flatMap((path) => select(view.props, path).map((value) => ({ path, value })));
  return Object.fromEntries(
    found.map(({ path, value }, index): readonly [string, Known<true>] => {
      const leaf = isLeaf(value) ? value : undefined;
      const entity = leaf?.references
        ?.flatMap((reference) => view.directory.byReference(view.reading, reference))
        .find((each) => each.row.kind === 'target');
      if (entity !== undefined) return [entity.id, true];
      if (leaf !== undefined) return [`?${index}`, because(view, path, leaf)];
      return [view.directory.idOf(asText(value) ?? ''), true];
    }),
  );
}

const perimeterAssociations: Teller = {
  types: [
    'azurerm_network_security_perimeter_association',
    'Microsoft.Network/networkSecurityPerimeters/resourceAssociations',
  ],
  reads: ['name', 'resource_id', 'access_mode'],
  of: ownedAt('resource_id', 'target'),
  tell: (view) => {
    const target =
      idAt(view, 'resource_id', ['target']) ??
      idAt(view, 'properties.privateLinkResource.id', ['target']) ??
      unknown(`${view.change.address} does not show what it associates`);
    return [whole(view, 'perimeters', { target, mode: mode(view) })];
  },
};

// Learning is called Transition in newer documents: https://learn.microsoft.com/azure/private-link/network-security-perimeter-transition
function mode(view: View): PerimeterAssociation['mode'] {
  const word = text(view, 'access_mode', 'properties.accessMode') ?? 'Learning';
  if (isUnknown(word)) return word;
  const known: Readonly<Record<string, 'Enforced' | 'Audit'>> = {
    enforced: 'Enforced',
    audit: 'Audit',
  };
  return known[word.toLowerCase()] ?? 'Learning';
}

export const policies: readonly Teller[] = [endpointPolicies, definitions, perimeterAssociations];
