import { isKnown } from './known.ts';
import type { NetworkModel, PrivateEndpoint, TargetName } from './model.ts';

/** The names whose private answer is an endpoint: those of the sub-resources that it serves on its target. */
export function usedBy(
  models: readonly NetworkModel[],
  endpoint: PrivateEndpoint | undefined,
): TargetName[] {
  if (endpoint === undefined || !isKnown(endpoint.target)) return [];
  const groups = endpoint.groups.map((each) => each.toLowerCase());
  const names = models.flatMap((model) =>
    Object.values(model.targets)
      .filter((each) => each.resource === endpoint.target)
      .flatMap((each) => Object.values(each.subresources))
      .filter((each) => groups.includes(each.name.toLowerCase()))
      .flatMap((each) => each.names),
  );
  return [...new Map(names.map((each) => [each.host, each])).values()];
}
