import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { closings, grouped } from '../changes.ts';
import { losesWay, suffers } from '../outcomes.ts';
import { nameIn } from '../phrases.ts';

/** The pipeline locks itself out. */
export const tfDataplane403: HazardRule = {
  id: 'tf-dataplane-403',
  title: 'The pipeline can no longer read what it manages',
  statement:
    'Containers, shares, queues, tables, secrets, keys and certificates are read over the data plane at every refresh. Once the target refuses the address of the runner, plan and apply themselves fail with 403.',
  remedy:
    'Run the pipeline in a network that the target admits, admit its addresses before the target closes, or use resources that go over the control plane (storage_account_id instead of storage_account_name).',
  source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/2977',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.outcomes.filter(
        (each) => each.flow.clientKind === 'pipeline' && (suffers(each) || losesWay(each)),
      ),
      ({ flow }) => flow.target,
    ).flatMap(([target, group]) => finding(scene, target, group)),
};

function finding(scene: Scene, target: string, group: readonly Outcome[]): Finding[] {
  const edit = closings(scene).find((each) => each.target.id === target)?.edit;
  const passing = group.every((each) => each.to.by !== 'none');
  return [
    {
      says: `The pipeline is answered 403 by ${nameIn(scene, 'targets', target)} ${passing ? 'during' : 'after'} the change: what it manages over the data plane there can no longer be refreshed.`,
      outcomes: group,
      may: true,
      origin: edit === undefined ? scene.originOf(`targets|${target}`) : scene.originOf(edit),
      subjects: [target, ...group.map((each) => each.flow.client)],
      ...(edit === undefined ? {} : { edit }),
    },
  ];
}
