import type { HazardRule } from '../../core/hazard.ts';
import { nameIn } from '../phrases.ts';

/** A switch of the network that every private endpoint in it feels. */
export const hspeReset: HazardRule = {
  id: 'hspe-reset',
  title: 'Switching high-scale private endpoints resets long-running connections',
  statement:
    'Changing privateEndpointVNetPolicies of a virtual network between Disabled and Basic resets all long-running connections to private endpoints once.',
  remedy:
    'Do it in a maintenance window; where a module changed its default, set the present value explicitly.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/08a373531ff5293c2607a0640475b19566be0ed2/articles/private-link/increase-private-endpoint-vnet-limits.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter(
        (edit) =>
          edit.kind === 'high-scale-endpoints' &&
          typeof edit.before === 'boolean' &&
          typeof edit.after === 'boolean',
      )
      .map((edit) => ({
        says: `Long-running connections to private endpoints in ${nameIn(scene, 'vnets', edit.id)} are reset once when high-scale private endpoints are turned ${edit.after === true ? 'on' : 'off'}.`,
        origin: scene.originOf(edit),
        subjects: [edit.id],
        edit,
      })),
};
