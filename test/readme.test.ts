import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from 'markdown-table';
import { describe, expect, test } from 'vitest';
import { type OptionRow, options } from '../src/adapters/options.ts';

const root = join(import.meta.dirname, '..');

const manifest: {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe.each([
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/how-a-plan-is-made.md',
  'docs/github.md',
  'docs/other-ci.md',
  'docs/live-azure.md',
  'docs/windows.md',
])('%s', (path) => {
  const page = readFileSync(join(root, path), 'utf8');

  test('names only scripts that exist', () => {
    const named = [...page.matchAll(/\bnpm (?:run )?([a-z]+)/g)].map(([, name = '']) => name);
    const missing = named.map((name) => (name === 'cit' ? 'test' : name)).filter(isNoScript);
    expect(missing).toEqual([]);
  });

  test('links only to files that exist', () => {
    const broken = [...page.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !existsSync(join(root, path, '..', link)));
    expect(broken).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  test('lists the options of plan as the command has them', () => {
    const [, listed] = /<!-- options -->\n+([\s\S]*?)\n+<!-- \/options -->/.exec(readme) ?? [];
    expect(listed).toBe(optionTable(options));
  });

  test('plans the example that stands beside it', () => {
    const [, plan = ''] = /--terraform-plan (\S+)/.exec(manifest.scripts.example ?? '') ?? [];
    expect(existsSync(join(root, plan))).toBe(true);
  });
});

function isNoScript(name: string): boolean {
  return !(name in manifest.scripts) && name !== 'exec';
}

/** The options of `plan` that this version has, as a table. */
function optionTable(rows: readonly OptionRow[]): string {
  return markdownTable([
    ['Option', 'Says'],
    ...rows
      .filter(({ commands, instead }) => commands.includes('plan') && instead === undefined)
      .map((row) => [
        `\`--${row.name}${row.value === undefined ? '' : ` ${row.value}`}\``,
        `${row.says}${row.repeatable === true ? ' (repeatable)' : ''}`,
      ]),
  ]);
}
