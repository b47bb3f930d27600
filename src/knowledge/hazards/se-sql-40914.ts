import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import type { Target } from '../../core/model.ts';
import { isNamed } from '../changes.ts';
import { leavesBy, outcomesTo, suffers } from '../outcomes.ts';
import { listed } from '../phrases.ts';

/** SQL traffic over the endpoint that no virtual network rule admits. */
export const seSql40914: HazardRule = {
  id: 'se-sql-40914',
  title: 'SQL refuses a subnet that arrives by endpoint without a rule: error 40914',
  statement:
    'A client whose subnet has the Microsoft.Sql endpoint is admitted by a virtual network rule of the server or not at all; without one the login fails with error 40914, whatever the IP firewall rules say (their error is 40615).',
  remedy:
    'Add the virtual network rule before the endpoint: az sql server vnet-rule create … --ignore-missing-endpoint, or ignore_missing_vnet_service_endpoint = true in Terraform.',
  source:
    'https://github.com/MicrosoftDocs/sql-docs/blob/07cabaeab86d38dcb28d3b57be15ab3a22a3f84e/azure-sql/database/vnet-service-endpoint-rule-overview.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    Object.values(scene.after.targets)
      .filter((target) => target.type.toLowerCase() === 'microsoft.sql/servers')
      .flatMap((target) => finding(scene, target)),
};

function finding(scene: Scene, target: Target): Finding[] {
  const hit = outcomesTo(scene, target.id).filter(
    (each) => suffers(each) && doors(scene, target).some((subnet) => leavesBy(each, subnet)),
  );
  if (hit.length === 0) return [];
  const until = hit.some((each) => !each.lost)
    ? 'until the rule there has taken'
    : 'for no rule names it';
  const edit = cause(scene, target, hit);
  return [
    {
      says: `${target.name} answers ${listed(hit.map((each) => each.flow.clientName))} with error 40914 over the Microsoft.Sql endpoint, ${until}.`,
      outcomes: hit,
      origin: edit === undefined ? scene.originOf(`targets|${target.id}`) : scene.originOf(edit),
      subjects: [target.id, ...hit.map((each) => each.flow.client)],
      ...(edit === undefined ? {} : { edit }),
    },
  ];
}

/** Subnets that have the endpoint afterwards and lack the rule on one side of the change at least. */
function doors(scene: Scene, target: Target): string[] {
  // A closed public side gives another error, whatever the rules say.
  if (target.publicNetworkAccess === 'Disabled') return [];
  const family = target.traits.endpointFamily ?? '';
  const edited = scene.edits
    .filter(
      (each) => (each.kind === 'service-endpoint' && each.key === family) || each.id === target.id,
    )
    .map((each) => (each.id === target.id ? (each.key ?? '') : each.id));
  return [...new Set(edited)].filter(
    (subnet) =>
      isNamed(subnet) &&
      scene.after.subnets[subnet]?.endpoints[family] !== undefined &&
      [scene.before, scene.after].some(
        (model) => model.targets[target.id]?.networkRules[subnet] === undefined,
      ),
  );
}

function cause(scene: Scene, target: Target, hit: readonly Outcome[]) {
  return scene.edits.find(
    (each) =>
      (each.kind === 'service-endpoint' &&
        each.key === target.traits.endpointFamily &&
        hit.some((one) => leavesBy(one, each.id))) ||
      (each.kind === 'virtual-network-rule' && each.id === target.id && each.after === undefined),
  );
}
