import type { Finding, HazardRule } from '../../core/hazard.ts';
import { closings } from '../changes.ts';
import { outcomesTo, suffers } from '../outcomes.ts';
import { counted, listed, verb } from '../phrases.ts';

/** The switch is stronger than the rules. */
export const pePnaDisabledOverrides: HazardRule = {
  id: 'pe-pna-disabled-overrides',
  title: 'Rules that stand do not count while public network access is Disabled',
  statement:
    'Public network access Disabled overrides IP rules and virtual network rules: clients over a service endpoint lose access too. Trusted services and resource instances still pass at Storage and Key Vault; SecuredByPerimeter stops even those.',
  remedy:
    'Turn public access off only once every client is verified on a private endpoint; take the rules away afterwards, or know that they come back to life when access is enabled again.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/03e5750af10b23b5ba437d5b333ec5e9437844f9/articles/storage/common/storage-network-security-limitations.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    closings(scene)
      .filter(
        ({ target, edit }) =>
          edit.kind !== 'default-action' && target.publicNetworkAccess === 'Disabled',
      )
      .flatMap(({ target, edit }): Finding[] => {
        const rules = Object.keys(target.networkRules).length + Object.keys(target.ipRules).length;
        if (rules === 0) return [];
        const denied = outcomesTo(scene, target.id).filter(
          (each) =>
            suffers(each) && (each.from.by === 'service-endpoint' || each.from.by === 'internet'),
        );
        const names = denied.map((each) => each.flow.clientName);
        const who =
          denied.length === 0 ? '' : `, and ${listed(names)} ${verb(names, 'is', 'are')} denied`;
        return [
          {
            says: `${target.name} keeps ${counted(rules, 'rule')} that ${rules === 1 ? 'does' : 'do'} not count once its public network access is Disabled${who}.`,
            outcomes: denied,
            origin: scene.originOf(edit),
            subjects: [target.id, ...denied.map((each) => each.flow.client)],
            edit,
          },
        ];
      }),
};
