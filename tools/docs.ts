// Writes the generated pages of docs/: one for each rule, service and other behaviour, from the objects that `explain` prints.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Explanation } from '../src/core/explanation.ts';
import type { HazardRule } from '../src/core/hazard.ts';
import { type Behaviour, behaviours } from '../src/knowledge/behaviours.ts';
import {
  behaviourExplained,
  decisionsExplained,
  ruleExplained,
  serviceExplained,
} from '../src/knowledge/explain.ts';
import { hazardRules } from '../src/knowledge/hazards/index.ts';
import { services } from '../src/knowledge/services/index.ts';
import { everything } from '../src/renderers/detail.ts';
import {
  code,
  codeBlock,
  type Document,
  heading,
  link,
  list,
  type Part,
  paragraph,
  table,
} from '../src/renderers/document.ts';
import { explain } from '../src/renderers/explain.ts';
import { markdown } from '../src/renderers/markdown.ts';
import { sourceName } from '../src/renderers/voice.ts';

const root = join(import.meta.dirname, '..');

/** Folders of docs/ that hold generated pages and nothing else. */
export const generatedFolders = ['docs/rules', 'docs/services'] as const;

/** The generated pages by path from the root. */
export function pages(): ReadonlyMap<string, string> {
  const noises = behaviours.filter((each) => each.place === 'noise');
  return new Map([
    ['docs/rules/README.md', print(ruleIndex(noises))],
    ...hazardRules.map((rule): Page => [`docs/rules/${rule.id}.md`, print(rulePage(rule))]),
    ...noises.map(
      (each): Page => [`docs/rules/${each.id}.md`, print(explain(behaviourExplained(each)))],
    ),
    ['docs/services/README.md', print(serviceIndex())],
    ...services.map(
      (row): Page => [`docs/services/${row.id}.md`, print(explain(serviceExplained(row)))],
    ),
    ['docs/decisions.md', print(decisionsPage())],
    ['docs/not-modelled.md', print(notModelled())],
  ]);
}

type Page = [string, string];

/** A page begins with its title, one level above what stands in a report. */
function print(document: Document): string {
  const words = markdown(document).replace(/^## /, '# ');
  return `${words}\n<!-- Written by \`npm run docs\`: edit the object that it is printed from. -->\n`;
}

function rulePage(rule: HazardRule): Document {
  return [
    ...explain(ruleExplained(rule)),
    heading(2, 'How grave'),
    paragraph(gravity(rule)),
    heading(2, 'To accept it'),
    paragraph(
      'Add a waiver to ',
      code('.github/endpoint-planner.yml'),
      '. The hazard stays in the report with its reason and no longer weighs on the verdict; what the replay itself finds still does.',
    ),
    codeBlock('yaml', [
      'waivers:',
      `  - rule: ${rule.id}`,
      '    resource: vnet-hub/snet-app # an ID, an address in the configuration, or the end of either',
      '    reason: why it is accepted',
      '    owner: who accepts it',
      '    expires: 2027-03-31 # the last day on which it counts',
    ]),
    heading(2, 'Shown by'),
    ...shown(rule.id),
  ];
}

const counted =
  'It is an outage where one apply may deny or unresolve a declared or observed flow, or takes its way for good; a risk where that is so only in some answers to what the input does not show, or where somebody may be denied whom the replay cannot see';

function gravity({ verdict }: HazardRule): string {
  switch (verdict) {
    case 'refused':
      return `${counted}, and in any case because Azure refuses the change. Unless the finding is merely possible, the verdict is then blocked.`;
    case 'interrupts':
      return `${counted}; else a notice. Unless the finding is merely possible, the verdict is at least split where it concerns declared or observed flows, or somebody whom the replay cannot see; at least window otherwise.`;
    case 'informs':
      return `${counted}; else a notice. The verdict follows the replay alone.`;
  }
}

/** Cases that claim the rule or tell it, and tests of the rule alone, which show the near misses too. */
function shown(id: string): Document {
  const rows = [
    ...casesOf(id).map(
      ({ folder, title }): Part => ['Case: ', link(`../../test/cases/${folder}/case.json`, title)],
    ),
    ...testsOf(id).map(
      (path): Part => ['Test, with near misses: ', link(`../../${path}`, code(path))],
    ),
  ];
  return rows.length === 0 ? [paragraph('The tests of the rules as a whole.')] : [list(rows)];
}

interface Case {
  readonly folder: string;
  readonly title: string;
  readonly words: string;
}

let told: readonly Case[] | undefined;

/** Cases whose claims or comment name the rule. */
export function casesOf(id: string): readonly Case[] {
  told ??= cases();
  const named = new RegExp(`["\`]${id}["\`]`);
  return told.filter(({ words }) => named.test(words));
}

function cases(): readonly Case[] {
  const home = join(root, 'test', 'cases');
  const folders = readdirSync(home, { withFileTypes: true }).filter((each) => each.isDirectory());
  return folders
    .map(({ name }) => name)
    .sort()
    .map((folder) => {
      const claims = readFileSync(join(home, folder, 'case.json'), 'utf8');
      const comment = readFileSync(join(home, folder, 'out', 'comment.md'), 'utf8');
      const { title }: { readonly title: string } = JSON.parse(claims);
      return { folder, title, words: claims + comment };
    });
}

/** Tests that import the rule. */
export function testsOf(id: string): readonly string[] {
  const home = 'test/knowledge/hazards';
  return readdirSync(join(root, home))
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => `${home}/${name}`)
    .filter((path) =>
      readFileSync(join(root, path), 'utf8').includes(`/knowledge/hazards/${id}.ts'`),
    );
}

function ruleIndex(noises: readonly Behaviour[]): Document {
  return [
    heading(2, 'Rules'),
    paragraph(
      'What the planner knows to look for beside the replay, in reading order. Each says what is true of Azure, what to do, and who says so.',
    ),
    table(
      ['Rule', 'Says', 'Does', 'Confidence'],
      hazardRules.map((rule) => [
        link(`${rule.id}.md`, code(rule.id)),
        rule.title,
        does[rule.verdict],
        rule.confidence,
      ]),
    ),
    heading(2, 'Noise'),
    paragraph('Differences that an input shows and that change nothing.'),
    table(
      ['Rule', 'Says', 'Confidence'],
      noises.map((each) => [link(`${each.id}.md`, code(each.id)), each.title, each.confidence]),
    ),
  ];
}

const does: Readonly<Record<HazardRule['verdict'], string>> = {
  refused: 'blocks',
  interrupts: 'splits, or asks for a window',
  informs: 'informs',
};

function serviceIndex(): Document {
  return [
    heading(2, 'Services'),
    paragraph('What the planner knows of each service, with its sources.'),
    table(
      ['Service', 'ARM type', 'Service endpoint', 'Sub-resources'],
      services.map((row) => [
        link(`${row.id}.md`, row.title),
        code(row.type),
        codes((row.serviceEndpoint?.value.types ?? []).map(({ name }) => name)),
        codes(row.subresources.map(({ name }) => name)),
      ]),
    ),
  ];
}

function codes(names: readonly string[]): Part {
  return names.map((name, index): Part => [index === 0 ? '' : ', ', code(name)]);
}

function decisionsPage(): Document {
  const all = (['private-endpoint', 'service-endpoint', 'either'] as const).map(decisionsExplained);
  return [
    heading(2, 'Service endpoint or private endpoint?'),
    paragraph(
      'What speaks for which. The report of a change that adds or removes either says which of these it shows.',
    ),
    ...all.flatMap((each: Explanation) => [heading(2, each.title), ...explain(each).slice(2)]),
  ];
}

function notModelled(): Document {
  const [elsewhere, missing] = [
    behaviours.filter((each) => each.place !== 'not modelled'),
    behaviours.filter((each) => each.place === 'not modelled'),
  ];
  return [
    heading(2, 'What is not modelled'),
    paragraph('Documented behaviours that the planner knows and leaves out, with the reason.'),
    behaviourTable(missing, 'Why not'),
    heading(2, 'What is no rule'),
    paragraph(
      'Documented behaviours that have no page among the rules, and where they are instead.',
    ),
    behaviourTable(elsewhere, 'Where'),
  ];
}

function behaviourTable(rows: readonly Behaviour[], head: string): Document[number] {
  const voice = { detail: everything, options: {} };
  return table(
    ['Behaviour', 'Says', head, 'Source'],
    rows.map(({ id, statement, how, source }) => [
      code(id),
      statement,
      how,
      sourceName(voice, source),
    ]),
  );
}

if (import.meta.main) {
  const written = pages();
  for (const folder of generatedFolders)
    rmSync(join(root, folder), { recursive: true, force: true });
  for (const [path, text] of written) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
