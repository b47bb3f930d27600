import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest.ts';
import { analyse } from '../../src/analyse.ts';
import { type Config, defaults } from '../../src/core/config.ts';
import type { Plan } from '../../src/core/plan.ts';
import { printProblem } from '../../src/core/problem.ts';
import { render } from '../../src/renderers/index.ts';
import { broken, type Claims } from './claims.ts';

// A case is a folder: case.json tells the story and what the plan must say, `in/` holds the plan that Terraform made and the
// configuration behind it, `out/` what the planner writes, to be reviewed as a diff. UPDATE=1 writes `out/` anew; the claims in
// case.json are reasoned by hand from the laws and are never written.

interface Case {
  readonly title: string;
  readonly story: string;
  readonly config?: Partial<Config>;
  readonly claims: Claims;
}

const here = import.meta.dirname;
const folders = readdirSync(here).filter((name) => existsSync(join(here, name, 'case.json')));

describe.each(folders)('%s', (folder) => {
  const read = (path: string) => readFileSync(join(here, folder, path), 'utf8');
  const told = JSON.parse(read('case.json')) as Case;
  let plan: Plan;
  let comment: string;

  beforeAll(() => {
    plan = planned(folder, told.config ?? {});
    comment = `${render(plan, 'markdown', {})}\n`;
  });

  test(told.title, () => {
    expect(broken(plan, told.claims), told.story).toEqual([]);
    for (const secret of told.claims.absent ?? [])
      expect(comment + JSON.stringify(plan)).not.toContain(secret);
  });

  test('the comment is the one that was reviewed', () => {
    const path = join(here, folder, 'out', 'comment.md');
    if (process.env.UPDATE === '1') writeFileSync(path, comment);
    expect(comment).toBe(read('out/comment.md'));
  });
});

function planned(folder: string, config: Partial<Config>): Plan {
  const inputs = readdirSync(join(here, folder, 'in')).filter((name) => name.endsWith('.json'));
  const result = analyse({
    files: inputs.map((name) => ({
      kind: 'terraform-plan',
      path: `in/${name}`,
      bytes: readFileSync(join(here, folder, 'in', name)),
    })),
    config: { ...defaults, ...config },
    now: '2026-12-01T09:00:00Z',
    toolVersion: '0.0.0',
    digest: sha256,
  });
  if ('problems' in result) throw new Error(result.problems.map(printProblem).join('\n'));
  return result.plan;
}
