import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hazardRules } from '../src/knowledge/hazards/index.ts';
import { casesOf, generatedFolders, pages, testsOf } from '../tools/docs.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Rules that neither a case nor a test of the rules shows, and the test that does. */
const shownElsewhere: Readonly<Record<string, string>> = {};

describe('generated pages', () => {
  const written = pages();

  test('are what `npm run docs` writes', () => {
    const stale = [...written]
      .filter(([path, text]) => !existsSync(join(root, path)) || read(path) !== text)
      .map(([path]) => path);
    expect(stale).toEqual([]);
  });

  test('have no orphans beside them', () => {
    const orphans = generatedFolders
      .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
      .filter((path) => !written.has(path));
    expect(orphans).toEqual([]);
  });

  test('link only to files that exist', () => {
    const broken = [...written].flatMap(([path, text]) =>
      [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map(([, link = '']) => join(dirname(path), link))
        .filter((link) => !existsSync(join(root, link)) && !written.has(link))
        .map((link) => `${path} links to ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('are there for every rule that a finding or a noise may name', () => {
    const readers = readdirSync(join(root, 'src/readers'), { recursive: true, encoding: 'utf8' });
    const noises = readers
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...read(`src/readers/${name}`).matchAll(/\brule: '([a-z0-9-]+)'/g)])
      .map(([, id = '']) => id);
    const ids = [...hazardRules.map(({ id }) => id), ...noises];
    expect(ids.filter((id) => !written.has(`docs/rules/${id}.md`))).toEqual([]);
  });
});

describe('every rule is shown', () => {
  const bare = hazardRules
    .map(({ id }) => id)
    .filter((id) => casesOf(id).length === 0 && testsOf(id).length === 0);

  test('by a case, by a test of its own, or by one that is named here', () => {
    expect(bare.toSorted()).toEqual(Object.keys(shownElsewhere).toSorted());
    const missing = Object.values(shownElsewhere).filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });
});
