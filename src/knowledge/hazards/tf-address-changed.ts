import { type Edit, editPlaces } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { nameIn } from '../phrases.ts';
import { isBefore } from '../write-order.ts';

/** Another key or module path, the same thing in Azure. */
export const tfAddressChanged: HazardRule = {
  id: 'tf-address-changed',
  title: 'A resource only changes its address in the configuration, and is destroyed for it',
  statement:
    'Without a moved block Terraform takes a resource under another address (another for_each key, another module) for another one: it destroys the first and creates the second, in no order. azurerm looks whether the ID is there before it creates and refuses while it is; the destruction goes on, and nothing is left.',
  remedy: 'Write a moved block from the old address to the new one: nothing is destroyed then.',
  source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/6352',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) => {
    const whole = scene.edits.filter((edit) => edit.key === undefined);
    const coming = new Map(
      whole
        .filter((edit) => edit.before === undefined)
        .map((edit) => [`${edit.kind} ${edit.id}`, edit]),
    );
    return whole
      .filter((edit) => edit.after === undefined)
      .flatMap((edit) => finding(scene, edit, coming.get(`${edit.kind} ${edit.id}`)));
  },
};

function finding(scene: Scene, edit: Edit, comes: Edit | undefined): Finding[] {
  if (comes === undefined || edit.kind === 'zone-group') return [];
  const [old, now] = [scene.writeOf(edit), scene.writeOf(comes)];
  if (old === undefined || now === undefined || isBefore(scene, old, now)) return [];
  const [from, to] = [old.origin.address, now.origin.address];
  if (from === to || !/(^|\.)azurerm_/.test(from)) return [];
  return [
    {
      says: `${nameIn(scene, editPlaces[edit.kind].in, edit.id)} is destroyed as ${from} and made anew as ${to}, neither after the other: the second is refused while the first is there.`,
      origin: scene.originOf(edit),
      subjects: [edit.id],
      edit,
    },
  ];
}
