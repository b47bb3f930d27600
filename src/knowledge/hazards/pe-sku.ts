import type { Finding, HazardRule } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { serviceFor } from '../catalogue.ts';
import { approved, grouped } from '../changes.ts';

/** The tier decides whether there can be a private endpoint at all. */
export const peSku: HazardRule = {
  id: 'pe-sku',
  title: 'The SKU of the resource takes no private endpoint',
  statement:
    'Many services take private endpoints in some SKUs only (Container Registry and Service Bus in Premium, Azure AI Search and App Configuration not in Free): a private endpoint to another SKU is refused.',
  remedy: 'Move the resource to a SKU that takes private endpoints first.',
  source: 'https://learn.microsoft.com/azure/private-link/availability',
  confidence: 'certain',
  verdict: 'refused',
  find: (scene) =>
    grouped(
      approved(scene).flatMap(({ endpoint, edit, targets }) =>
        targets.map((target) => ({ endpoint, edit, target })),
      ),
      ({ target }) => target.resource,
    ).flatMap(([, [first]]): Finding[] => {
      const target = first?.target;
      const without = serviceFor(target?.type ?? '')?.skusWithoutEndpoint;
      if (first === undefined || target === undefined || without === undefined) return [];
      if (!isKnown(target.sku) || !without.value.includes(target.sku.toLowerCase())) return [];
      return [
        {
          says: `${target.name} is of SKU ${target.sku}, which takes no private endpoint: ${first.endpoint.name} is refused.`,
          confidence: without.confidence,
          origin: scene.originOf(first.edit),
          subjects: [target.id, first.endpoint.id],
          edit: first.edit,
        },
      ];
    }),
};
