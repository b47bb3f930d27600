/**
 * Where the pages of the rules stand in the action's own repository, at the version that runs. Absent where the action is part
 * of the workflow's own repository, for then no version of it has a name.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
export function rulesUrl(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { GITHUB_ACTION_REPOSITORY: repository = '', GITHUB_ACTION_REF: ref = '' } = env;
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  const plain = /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./+-]+$/.test(ref);
  return plain && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(`${repository}/${ref}`)
    ? `${server}/${repository}/blob/${ref}/docs/rules/`
    : undefined;
}
