import type { Playbook } from '../../core/playbook.ts';

/**
 * Public network access that nobody set closes when the first private endpoint comes; set to Enabled it stays open until the names
 * have moved. https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access
 */
export const explicitPublicAccess: Playbook = {
  id: 'explicit-public-access',
  kind: 'bridge',
  propose: ({ flow, state, stopped }) => {
    const target = state.targets[flow.target];
    if (
      stopped.because !== 'admission' ||
      target?.traits.unsetPublicAccess !== 'open-until-endpoint'
    )
      return [];
    if (target.publicNetworkAccess !== 'unset') return [];
    return [
      {
        id: `keep ${target.name} open`,
        by: 'service',
        why: `the public side of ${target.name} stays open until its names have moved`,
        // The doors of one resource (a site and its SCM site) share the setting.
        edits: Object.values(state.targets)
          .filter(
            (each) => each.resource === target.resource && each.publicNetworkAccess === 'unset',
          )
          .map(({ id }) => ({
            kind: 'public-network-access' as const,
            id,
            before: 'unset' as const,
            after: 'Enabled' as const,
          })),
      },
    ];
  },
};
