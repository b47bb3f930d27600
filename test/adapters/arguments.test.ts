import { describe, expect, test } from 'vitest';
import { readArguments } from '../../src/adapters/arguments.ts';
import { help } from '../../src/adapters/help.ts';
import { commands, options } from '../../src/adapters/options.ts';
import { printProblem } from '../../src/core/problem.ts';

describe('a command line', () => {
  test('is read into what it asks for', () => {
    const argv =
      'plan --terraform-plan a.json --terraform-plan=- --format json --output x.md --output y.JSON ' +
      '--fail-on window --limit 9000 --now 2026-12-01T10:00:00+01:00 --config c.yml --why stdata --live --quiet --no-color';
    expect(readArguments(argv.split(' '))).toEqual({
      command: 'plan',
      operands: [],
      terraformPlans: ['a.json', '-'],
      format: 'json',
      outputs: [
        { path: 'x.md', format: 'markdown' },
        { path: 'y.JSON', format: 'json' },
      ],
      failOn: 'window',
      limitBytes: 9000,
      now: '2026-12-01T09:00:00Z',
      config: 'c.yml',
      why: 'stdata',
      live: true,
      quiet: true,
      noColor: true,
      debug: false,
    });
  });

  test.each([
    ['plan --terraform-plan x', { command: 'plan', format: 'text', outputs: [], live: false }],
    ['--quiet plan --terraform-plan x', { command: 'plan', quiet: true }],
    ['explain', { command: 'explain', operands: [] }],
    ['explain storage --format json', { command: 'explain', operands: ['storage'] }],
    ['config check --config x.yml', { command: 'config check', config: 'x.yml' }],
    ['--help', { command: 'help' }],
    ['-h', { command: 'help' }],
    ['plan --nonsense --help', { command: 'help' }],
    ['--version', { command: 'version' }],
    ['plan --terraform-plan=-odd.json', { terraformPlans: ['-odd.json'] }],
    ['plan --terraform-plan ./-', { terraformPlans: ['./-'] }],
  ])('%s is understood', (line, wanted) => {
    expect(readArguments(line.split(' '))).toMatchObject(wanted);
  });

  test.each([
    ['', 'No command is given. Write plan, or see --help.'],
    ['plna', 'There is no command "plna". Did you mean plan?'],
    ['config chekc', 'There is no command "config chekc". Did you mean config check?'],
    ['deploy', 'There is no command "deploy". See --help.'],
    ['plan x.json', 'plan takes no "x.json". Did you mean --terraform-plan x.json?'],
    ['explain a b', 'explain takes no "b". Leave it out.'],
    [
      'plan --terraform-plam x',
      'There is no option --terraform-plam. Did you mean --terraform-plan?',
    ],
    [
      'plan --terraformplan=x',
      'There is no option --terraformplan. Did you mean --terraform-plan?',
    ],
    ['plan --frobnicate', 'There is no option --frobnicate. See --help.'],
    ['plan -q', 'There is no option -q. See --help.'],
    ['plan --terraform-plan', '--terraform-plan has no value. Write --terraform-plan GLOB.'],
    ['plan --config --quiet', '--config has no value. Write --config FILE.'],
    ['plan --config=', '--config has no value. Write --config FILE.'],
    ['plan --quiet=yes', '--quiet takes no value. Write --quiet alone.'],
    ['plan --format json --format text', '--format is given twice. Keep one.'],
    [
      'plan --format yaml',
      '--format is "yaml". It can be text, markdown, json, html, sarif, ics, mermaid or ticket.',
    ],
    [
      'plan --fail-on bad',
      '--fail-on is "bad". It can be safe, window, incomplete, split, blocked or never.',
    ],
    ['plan --limit 1e3', '--limit is "1e3". Give a number of bytes, such as 60000.'],
    ['plan --limit 0', '--limit is "0". Give a number of bytes, such as 60000.'],
    [
      'plan --now 2026-12-01',
      '"2026-12-01" is not an instant. Write one with its offset, such as 2026-12-01T09:00:00Z.',
    ],
    [
      'plan --now 2026-13-41T09:00:00Z',
      '"2026-13-41T09:00:00Z" is not an instant. Write one with its offset, such as 2026-12-01T09:00:00Z.',
    ],
    [
      'plan --now 2026-02-30T09:00:00Z',
      '"2026-02-30T09:00:00Z" is not an instant. Write one with its offset, such as 2026-12-01T09:00:00Z.',
    ],
    [
      'plan --output x.pdf',
      'The extension of "x.pdf" names no format. It can be .txt, .md, .json, .html, .sarif, .ics, .mmd or .ticket.',
    ],
    ['explain --terraform-plan x', 'explain takes no --terraform-plan. Leave it out, or use plan.'],
    ['windows --now 2026-12-01T09:00:00Z', 'windows takes no --now. Leave it out, or use plan.'],
    [
      'windows --at noon',
      '"noon" is not an instant. Write one with its offset, such as 2026-12-01T09:00:00Z.',
    ],
    [
      'windows --format ics',
      'windows cannot be printed as ics. It can be text, markdown, json or html.',
    ],
    ['gate --stage 1', 'gate needs --plan. Write --plan FILE.'],
    ['gate --plan p.json', 'gate needs --stage. Write --stage N.'],
    ['gate --plan p.json --stage 0', '--stage is "0". Give the number of a stage, such as 2.'],
    [
      'gate --plan p.json --stage 1 --hash abc',
      '--hash is "abc". Give 12 to 64 of the characters 0-9 and a-f, as the report shows them.',
    ],
  ])('%s is refused with one line', (line, says) => {
    expect(refusal(line)).toBe(says);
  });

  test.each([
    ...commands.flatMap(({ name, instead }) => (instead === undefined ? [] : [`${name} --plan x`])),
    ...options.flatMap(({ name, value, instead }) =>
      instead === undefined ? [] : [`plan --${name}${value === undefined ? '' : ' x'}`],
    ),
  ])('%s belongs to a later version, and the line says what to use', (line) => {
    expect(refusal(line)).toMatch(/ is not available in this version; \S.+\.$/);
  });
});

test('the help lists what this version has and nothing else', () => {
  const page = help();
  const lines = page.split('\n');
  for (const { name, instead } of options) {
    const listed = lines.some((line) => line.startsWith(`  --${name} `));
    expect([name, listed]).toEqual([name, instead === undefined]);
  }
  for (const { name, instead } of commands) {
    const listed = lines.some((line) => line.startsWith(`  ${name} `));
    expect([name, listed]).toEqual([name, instead === undefined]);
  }
});

function refusal(line: string): string {
  const read = readArguments(line.split(' ').filter((word) => word !== ''));
  return 'says' in read ? printProblem(read) : 'nothing';
}
