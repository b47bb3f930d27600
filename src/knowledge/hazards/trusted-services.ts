import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { closings, grouped } from '../changes.ts';
import { losesWay } from '../outcomes.ts';
import { nameIn } from '../phrases.ts';

/** The platform itself is a client. */
export const trustedServices: HazardRule = {
  id: 'trusted-services',
  title: 'Trusted Azure services lose their way',
  statement:
    'Diagnostics, backup, SQL auditing, PolyBase and other services of the platform reach a target that denies by default through the bypass for trusted services (or a resource instance rule). The list of such services is finite, and some targets do not let them pass while public access is Disabled.',
  remedy:
    'Keep the bypass AzureServices (and Logging, Metrics where used), or add resource instance rules; check what auditing, backup and exports write there.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/03e5750af10b23b5ba437d5b333ec5e9437844f9/articles/storage/common/storage-network-security-limitations.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.outcomes.filter((each) => each.flow.clientKind === 'trusted-service' && losesWay(each)),
      ({ flow }) => flow.target,
    ).flatMap(([target, group]) => finding(scene, target, group)),
};

function finding(scene: Scene, target: string, group: readonly Outcome[]): Finding[] {
  const bypass = scene.edits.find((each) => each.kind === 'trusted-services' && each.id === target);
  const edit = bypass ?? closings(scene).find((each) => each.target.id === target)?.edit;
  return [
    {
      says: `Trusted Azure services (diagnostics, backup, auditing) no longer reach ${nameIn(scene, 'targets', target)}.`,
      outcomes: group,
      may: true,
      // That somebody is there a resource of the input says, or the bypass alone.
      ...(group.some((each) => counts(each.flow)) ? {} : { confidence: 'possible' as const }),
      origin: edit === undefined ? scene.originOf(`targets|${target}`) : scene.originOf(edit),
      subjects: [target],
      ...(edit === undefined ? {} : { edit }),
    },
  ];
}
