import { describe, expect, test } from 'vitest';
import { rulesUrl } from '../../src/adapters/rules-url.ts';

describe('the pages of the rules', () => {
  test('stand in the repository of the action, at the version that runs', () => {
    const env = {
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_ACTION_REPOSITORY: 'octo/azure-endpoint-planner',
      GITHUB_ACTION_REF: 'v0',
    };
    expect(rulesUrl(env)).toBe(
      'https://github.example/octo/azure-endpoint-planner/blob/v0/docs/rules/',
    );
  });

  test.each([
    ['an action of the workflow’s own repository', '', ''],
    ['no version', 'octo/planner', ''],
    ['a version that leaves its place', 'octo/planner', '../../evil'],
    ['a repository that is none', 'octo/planner/x', 'v0'],
    ['a version that is no name', 'octo/planner', 'v0?x=(y)'],
  ])('have no address for %s', (_, repository, ref) => {
    expect(
      rulesUrl({ GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref }),
    ).toBeUndefined();
  });
});
