import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Subnet } from '../../core/model.ts';
import { gained, grouped } from '../changes.ts';
import { leavesBy, suffers } from '../outcomes.ts';
import { listed, nameIn, subnetName, verb } from '../phrases.ts';

const family = 'Microsoft.Storage';

/** A policy on the subnet admits only the accounts that it lists. */
export const sePolicy: HazardRule = {
  id: 'se-policy',
  title: 'A service endpoint policy admits only the accounts it lists',
  statement:
    'A service endpoint policy on a subnet lets traffic over the storage endpoint through to the listed accounts, resource groups or subscriptions only. Accounts of the platform and of managed services need entries too (the aliases under /services/Azure).',
  remedy:
    'List every account that the subnet uses, those of the platform included, before the policy is attached or an entry is taken away.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/03cf19893f2bbd77e3729d6053afc24c48644f5e/articles/virtual-network/virtual-network-service-endpoint-policies-overview.md',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.flatMap((edit) => restricted(scene, edit)),
      ({ subnet }) => subnet.id,
    ).flatMap(([, [first]]) => [finding(scene, first)]),
};

interface Restriction {
  readonly subnet: Subnet;
  readonly edit: Edit;
}

/** Subnets with the endpoint for which a policy begins to decide, or begins to admit less. */
function restricted(scene: Scene, edit: Edit): Restriction[] {
  const under = (subnet: Subnet | undefined): Restriction[] =>
    subnet !== undefined &&
    subnet.endpoints[family] !== undefined &&
    Object.keys(subnet.endpointPolicies).length > 0
      ? [{ subnet, edit }]
      : [];
  switch (edit.kind) {
    case 'service-endpoint': {
      const comes = gained(scene).some((each) => each.edit === edit && each.family === family);
      return comes ? under(scene.after.subnets[edit.id]) : [];
    }
    case 'endpoint-policy': {
      const first = Object.keys(scene.before.subnets[edit.id]?.endpointPolicies ?? {}).length === 0;
      const takes = edit.after === undefined || first;
      return takes ? under(scene.after.subnets[edit.id]) : [];
    }
    case 'endpoint-policy-entry':
    case 'endpoint-policy-record':
      if (edit.after !== undefined && edit.before === undefined) return [];
      return Object.values(scene.after.subnets)
        .filter((subnet) => subnet.endpointPolicies[edit.id] !== undefined)
        .flatMap(under);
    default:
      return [];
  }
}

function finding(scene: Scene, { subnet, edit }: Restriction): Finding {
  const outcomes = scene.outcomes.filter(
    (each) =>
      suffers(each) &&
      leavesBy(each, subnet.id) &&
      each.to.by === 'none' &&
      each.to.because === 'path',
  );
  const policies = Object.keys(subnet.endpointPolicies).map((id) =>
    nameIn(scene, 'endpointPolicies', id),
  );
  return {
    says: `Storage accounts that ${listed(policies)} ${verb(policies, 'does', 'do')} not list are out of reach for ${subnetName(scene, subnet.id)} over its endpoint.`,
    outcomes,
    may: true,
    ...(outcomes.length === 0 ? { confidence: 'possible' as const } : {}),
    origin: scene.originOf(edit),
    subjects: [subnet.id, ...Object.keys(subnet.endpointPolicies)],
    edit,
  };
}
