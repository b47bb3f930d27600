import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const src = join(import.meta.dirname, '..', 'src');

/** What a part of the house may import: parts of src, and packages. `*` stands for any rest. */
interface Room {
  readonly name: string;
  readonly holds: RegExp;
  readonly parts: readonly RegExp[];
  readonly packages: readonly string[];
}

const rooms: readonly Room[] = [
  { name: 'core', holds: /^core\//, parts: [/^core\//], packages: [] },
  {
    name: 'a hazard rule',
    holds: /^knowledge\/hazards\/(?!index\.ts)/,
    parts: [/^core\//, /^knowledge\/[^/]+$/],
    packages: [],
  },
  {
    name: 'knowledge',
    holds: /^knowledge\//,
    parts: [/^core\//, /^knowledge\//],
    packages: [],
  },
  {
    name: 'readers',
    holds: /^readers\//,
    parts: [/^core\//, /^knowledge\//, /^readers\//],
    packages: ['jsonc-parser', 'yaml', 'web-tree-sitter', 'ipaddr.js', 'valibot'],
  },
  {
    name: 'renderers',
    holds: /^renderers\//,
    parts: [/^core\//, /^renderers\//],
    packages: ['markdown-table', 'ical-generator', 'valibot'],
  },
  {
    name: 'adapters',
    holds: /^adapters\//,
    parts: [/^core\//, /^adapters\//],
    packages: [
      'node:*',
      '@actions/*',
      '@azure/*',
      'tinyglobby',
      'yaml',
      'jsonc-parser',
      'temporal-polyfill',
      'valibot',
    ],
  },
  {
    name: 'analyse.ts',
    holds: /^analyse\.ts$/,
    parts: [/^core\//, /^knowledge\//, /^readers\//],
    packages: [],
  },
];

/** What only an entry point may touch; core is given it as an argument or does without. */
const impure =
  /\b(Date|Intl|Promise|Temporal|process|globalThis|async|await|Math\.random|crypto|setTimeout)\b|\.toLocale\w+/;

const files = walk(src);
const pathOf = (file: string) => relative(src, file).split(sep).join('/');

describe.skipIf(files.length === 0)('imports', () => {
  for (const room of rooms) {
    test(`${room.name} imports nothing but what the table grants`, () => {
      const strays = files
        .filter((file) => roomOf(pathOf(file)) === room)
        .flatMap((file) =>
          importsOf(file)
            .filter((target) => !grants(room, target))
            .map((target) => `${pathOf(file)} imports ${target}`),
        );
      expect(strays).toEqual([]);
    });
  }

  test('only entry points stand outside the rooms', () => {
    const outside = files.map(pathOf).filter((path) => roomOf(path) === undefined);
    expect(outside.filter((path) => path.includes('/'))).toEqual([]);
  });

  test('nothing imports an entry point', () => {
    const callers = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => /^(cli|action|index)\.ts$/.test(target))
        .map((target) => `${pathOf(file)} imports ${target}`),
    );
    expect(callers).toEqual([]);
  });
});

test('core is pure and synchronous', () => {
  const impurities = files
    .filter((file) => pathOf(file).startsWith('core/'))
    .flatMap((file) =>
      withoutStrings(codeOf(file))
        .split('\n')
        .map((line, index) => ({ line, place: `${pathOf(file)}:${index + 1}` }))
        .filter(({ line }) => impure.test(line))
        .map(({ line, place }) => `${place} ${line.trim()}`),
    );
  expect(impurities).toEqual([]);
});

test('a list names every file of its folder', () => {
  const missing = ['knowledge/hazards', 'knowledge/services', 'knowledge/playbooks']
    .map((folder) => join(src, folder))
    .filter((folder) => existsSync(join(folder, 'index.ts')))
    .flatMap((folder) => {
      const listed = new Set(importsOf(join(folder, 'index.ts')));
      return walk(folder)
        .map(pathOf)
        .filter((path) => !path.endsWith('/index.ts') && !listed.has(path));
    });
  expect(missing).toEqual([]);
});

function walk(dir: string): readonly string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(dir, path))
    .sort();
}

function roomOf(path: string): Room | undefined {
  return rooms.find((room) => room.holds.test(path));
}

/** What a file imports: a path below src, or the name of a package. */
function importsOf(file: string): readonly string[] {
  const specifiers = codeOf(file).matchAll(
    /(?:^(?:import|export)\s[^'";]*?\bfrom\s+|^import\s+|\bimport\(\s*)'([^'\n]+)'/gm,
  );
  return [...specifiers].map(([, specifier = '']) =>
    specifier.startsWith('.') ? pathOf(join(dirname(file), specifier)) : specifier,
  );
}

function grants(room: Room, target: string): boolean {
  return (
    room.parts.some((part) => part.test(target)) ||
    room.packages.some((name) =>
      name.endsWith('*') ? target.startsWith(name.slice(0, -1)) : target === name,
    )
  );
}

/** The file without its comments; line numbers stay. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}

function withoutStrings(code: string): string {
  return code.replace(/'[^'\n]*'|"[^"\n]*"/g, "''");
}
