import type { HazardRule } from '../../core/hazard.ts';
import { nameIn } from '../phrases.ts';

/** Machines learn of new DNS servers when their lease is renewed. */
export const dnsDhcpRenewal: HazardRule = {
  id: 'dns-dhcp-renewal',
  title: 'New DNS servers reach machines when their lease is renewed',
  statement:
    'A change of the DNS servers of a virtual network reaches machines at the renewal of their DHCP lease or at a restart, and App Service at a restart: old and new answers live side by side until then.',
  remedy:
    'Restart the machines or renew their leases in the stage, and keep the old servers answering until all have moved.',
  source: 'https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'dns-servers' && scene.before.vnets[edit.id] !== undefined)
      .map((edit) => ({
        says: `Machines in ${nameIn(scene, 'vnets', edit.id)} keep the old DNS servers until they renew their lease or restart.`,
        origin: scene.originOf(edit),
        subjects: [edit.id],
        edit,
      })),
};
