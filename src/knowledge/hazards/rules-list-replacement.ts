import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { grouped, type RuleChange, rulesGained, rulesLost } from '../changes.ts';
import { losesWay, outcomesTo, suffers } from '../outcomes.ts';
import { listed, subnetName, verb } from '../phrases.ts';

/** The list of rules is written whole: what the write leaves out is gone. */
export const rulesListReplacement: HazardRule = {
  id: 'rules-list-replacement',
  title: 'An update that adds a virtual network rule leaves another out',
  statement:
    'Accounts, vaults and namespaces hold their rules as one list, and each update replaces it. A script, module or template that adds a rule and does not repeat the others takes them away.',
  remedy:
    'Write the whole list in every update, or give each rule a resource of its own where the service has them; put the missing rule back unless it is meant to go.',
  source:
    'https://github.com/MicrosoftDocs/azure-databases-docs/blob/01ea2879e14b18fa2570edfeb02540417ce48dd2/articles/cosmos-db/how-to-configure-vnet-service-endpoint.md',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      rulesLost(scene).filter((each) => scene.after.subnets[each.subnet] !== undefined),
      ({ target }) => target.id,
    ).flatMap(([, lost]) => finding(scene, lost)),
};

function finding(scene: Scene, lost: readonly RuleChange[]): Finding[] {
  const [first] = lost;
  if (first === undefined) return [];
  const write = scene.writeOf(first.edit)?.id;
  const added = rulesGained(scene).filter(
    ({ target, edit }) =>
      target.id === first.target.id && write !== undefined && scene.writeOf(edit)?.id === write,
  );
  const gone = new Set(lost.map(({ subnet }) => subnet));
  const clients = outcomesTo(scene, first.target.id).filter(
    (each) => gone.has(each.flow.client) && (suffers(each) || losesWay(each)),
  );
  if (added.length === 0 || clients.length === 0) return [];
  const names = (all: readonly RuleChange[]) => all.map(({ subnet }) => subnetName(scene, subnet));
  return [
    {
      says: `One update of ${first.target.name} adds ${listed(names(added))} to its rules and leaves out ${listed(names(lost))}, which still ${verb(names(lost), 'stands', 'stand')}.`,
      outcomes: clients.filter(suffers),
      may: true,
      origin: scene.originOf(first.edit),
      subjects: [first.target.id, ...gone],
      edit: first.edit,
    },
  ];
}
