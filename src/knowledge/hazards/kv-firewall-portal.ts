import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { Id } from '../../core/model.ts';
import { closings, grouped } from '../changes.ts';
import { losesWay, outcomesTo } from '../outcomes.ts';

const types = ['microsoft.keyvault/vaults', 'microsoft.storage/storageaccounts'];

/** People work through the portal too. */
export const kvFirewallPortal: HazardRule = {
  id: 'kv-firewall-portal',
  title: 'Portal and CLI lose the data of a target that closes',
  statement:
    'The firewall of a vault or storage account applies to people as well: secrets, blobs and files are refused in the portal and the CLI from addresses that no rule holds, while control-plane deployments go on.',
  remedy: 'Give operators a machine in an admitted network, or an IP rule for their address.',
  source:
    'https://github.com/MicrosoftDocs/azure-security-docs/blob/1c4310bed2b90b37d9500bd26dc00a314becfa9f/articles/key-vault/general/network-security.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      closings(scene).filter(
        ({ target }) => types.includes(target.type.toLowerCase()) && shuts(scene, target.id),
      ),
      ({ target }) => target.id,
    ).flatMap(([, [first]]): Finding[] => [
      {
        says: `People who look into ${first.target.name} by portal or CLI from outside its networks are refused.`,
        confidence: 'possible',
        origin: scene.originOf(first.edit),
        subjects: [first.target.id],
        edit: first.edit,
      },
    ]),
};

/** Anybody got in before, and not after. */
function shuts(scene: Scene, target: Id): boolean {
  return outcomesTo(scene, target).some(
    (each) => each.flow.client === 'internet' && losesWay(each),
  );
}
