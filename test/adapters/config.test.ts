import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/adapters/config.ts';
import { parseConfig } from '../../src/adapters/config-parse.ts';
import { configFile } from '../../src/adapters/config-schema.ts';
import { effective, settings } from '../../src/adapters/config-settings.ts';
import { defaults } from '../../src/core/config.ts';
import { printProblem } from '../../src/core/problem.ts';

const everything = `
fail-on: window
bridges: never
windows:
  time-zone: Europe/Berlin
  open:
    - { days: [saturday], from: "22:00", lasts: 4h }
    - { days: [tuesday, thursday], weeks: [2], from: "05:30", lasts: 90m }
  freezes:
    - { from: 2026-12-18, to: 2027-01-03, reason: year end }
    - { from: 2026-11-27T18:00:00+01:00, to: 2026-11-27T18:00:00Z, reason: sale }
  minimum-notice: 2d
  overrun: never
dns:
  custom-servers-forward: [database.windows.net]
  resolver-vnet: vnet-hub
  policy-writes-zone-groups: { delay: 15m }
clients:
  - { name: hq, kind: on-premises, ranges: [10.200.0.0/16], nat: [198.51.100.10], reaches: [stdata] }
  - { name: deploy, kind: pipeline, egress: github-hosted }
cloud: public
policy: { service-endpoints: allow, private-endpoints: prefer }
waivers:
  - { rule: se-route-override, resource: vnet-hub/snet-app, reason: CR-1, owner: netops, expires: 2027-03-31 }
redact: none
`;

describe('a config file', () => {
  test('may use every key', () => {
    expect(settings(written(everything))).toEqual({
      failOn: 'window',
      bridges: 'never',
      windows: {
        timeZone: 'Europe/Berlin',
        open: [
          { days: ['saturday'], from: '22:00', lasts: 240 },
          { days: ['tuesday', 'thursday'], weeks: [2], from: '05:30', lasts: 90 },
        ],
        freezes: [
          { from: '2026-12-18', to: '2027-01-03', reason: 'year end' },
          { from: '2026-11-27T18:00:00+01:00', to: '2026-11-27T18:00:00Z', reason: 'sale' },
        ],
        minimumNotice: 2880,
        overrun: 'never',
      },
      dns: {
        customServersForward: ['database.windows.net'],
        resolverVnet: 'vnet-hub',
        policyWritesZoneGroups: { delay: 15 },
      },
      clients: [
        {
          name: 'hq',
          kind: 'on-premises',
          ranges: ['10.200.0.0/16'],
          nat: ['198.51.100.10'],
          reaches: ['stdata'],
        },
        {
          name: 'deploy',
          kind: 'pipeline',
          ranges: [],
          nat: [],
          reaches: [],
          egress: 'github-hosted',
        },
      ],
      cloud: 'public',
      policy: { serviceEndpoints: 'allow', privateEndpoints: 'prefer' },
      waivers: [
        {
          rule: 'se-route-override',
          resource: 'vnet-hub/snet-app',
          reason: 'CR-1',
          owner: 'netops',
          expires: '2027-03-31',
        },
      ],
      redact: 'none',
    });
  });

  test.each(['', '# nothing yet\n', '{}', '---\n'])(
    'that says nothing is the defaults: %j',
    (text) => {
      expect(settings(written(text))).toEqual(defaults);
    },
  );

  test('may be JSON, with a schema for the editor', () => {
    const json = '{\n\t"$schema": "../schema/config.schema.json",\n\t"fail-on": "never"\n}\n';
    expect(settings(written(json)).failOn).toBe('never');
  });

  test('with its defaults filled in is a config file of the same meaning', () => {
    const filled = effective(written(everything));
    expect(v.parse(configFile, filled)).toEqual(filled);
    expect(settings(filled)).toEqual(settings(written(everything)));
    expect(settings(effective({}))).toEqual(defaults);
  });
});

describe('what is wrong with a config file is said with its place and mend:', () => {
  test.each([
    ['fail-onn: split', ['c.yml:1:1: There is no key "fail-onn". Did you mean "fail-on"?']],
    [
      'waivers:\n  - rule: a\n    resourc: b\n    reason: c\n    owner: d\n    expires: 2027-03-31',
      [
        'c.yml:2:5: "waivers[0].resource" is missing. Add it.',
        'c.yml:3:5: There is no key "waivers[0].resourc". Did you mean "resource"?',
      ],
    ],
    [
      'dns:\n  frobnicate: 1',
      [
        'c.yml:2:3: There is no key "dns.frobnicate". Known keys: custom-servers-forward, resolver-vnet, policy-writes-zone-groups.',
      ],
    ],
    [
      'bridges: sometimes\nredact: all',
      [
        'c.yml:1:1: "bridges" is "sometimes". Write "allow" or "never".',
        'c.yml:2:1: "redact" is "all". Write "none" or "ids" or "ips" or "names".',
      ],
    ],
    ['clients: hq', ['c.yml:1:1: "clients" is "hq". Write a list.']],
    [
      'windows: [',
      [
        'c.yml:1:11: Flow sequence in block collection must be sufficiently indented and end with a ]. Mend the file.',
      ],
    ],
    ['a: 1\na: 2', ['c.yml:2:1: Map keys must be unique. Mend the file.']],
    ['- a', ['c.yml: The file is a list. Write keys and values.']],
    [
      'dns: [a]\nwaivers: [[]]',
      [
        'c.yml:1:1: "dns" is a list. Write keys and values.',
        'c.yml:2:11: "waivers[0]" is a list. Write keys and values.',
      ],
    ],
    ['a: *b', ['c.yml: Unresolved alias (the anchor must be set before the alias): b. Mend it.']],
    ['text', ['c.yml: The file is "text". Write keys and values.']],
    [
      'windows:\n  time-zone: Mars/Olympus',
      ['c.yml:2:3: No time zone is called "Mars/Olympus". Use an IANA name such as Europe/Oslo.'],
    ],
    [
      'windows:\n  time-zone: UTC\n  open:\n    - { days: [saturday], from: 22:00, lasts: 4 hours }',
      ['c.yml:4:40: "windows.open[0].lasts" is "4 hours". Write a duration such as 30m, 4h or 2d.'],
    ],
    [
      'windows:\n  time-zone: Europe/Berln',
      ['c.yml:2:3: No time zone is called "Europe/Berln". Did you mean "Europe/Berlin"?'],
    ],
    [
      'windows:\n  time-zone: UTC\n  open:\n    - { days: [saturday], from: "22:00", lasts: 0h }\n    - { days: [sunday], from: "22:00", lasts: 32d }',
      [
        'c.yml:4:42: "windows.open[0].lasts" is 0h. Write how long it lasts, such as 4h.',
        'c.yml:5:40: "windows.open[1].lasts" is 32d. Write 31d at most; without "open" work may be done at any time.',
      ],
    ],
    [
      'windows:\n  time-zone: UTC\n  freezes:\n    - { from: 2026-02-30, to: 2026-03-02, reason: x }\n    - { from: 2026-03-02, to: 2026-03-01, reason: y }',
      [
        'c.yml:4:9: "windows.freezes[0].from" is 2026-02-30, which no calendar has. That month ends on 2026-02-28.',
        'c.yml:5:27: "windows.freezes[1]" ends on 2026-03-01, before it begins on 2026-03-02. Swap the two.',
      ],
    ],
    // In Berlin the night from 1 to 2 February begins at 23:00Z: an instant after that is of the next day there.
    [
      'windows:\n  time-zone: Europe/Berlin\n  freezes:\n    - { from: 2026-02-01T23:30:00Z, to: 2026-02-01, reason: x }\n    - { from: 2026-02-01T22:30:00Z, to: 2026-02-01, reason: x }\n    - { from: 2026-02-01T10:00:00Z, to: 2026-02-01T11:00:00+01:00, reason: x }',
      [
        'c.yml:4:37: "windows.freezes[0]" ends on 2026-02-01, before it begins on 2026-02-01T23:30:00Z. Swap the two.',
        'c.yml:6:37: "windows.freezes[2]" ends when it begins, at 2026-02-01T10:00:00Z. Write the day, which is included, or a later instant.',
      ],
    ],
    [
      'windows:\n  time-zone: UTC\n  freezes:\n    - { from: 2027-02-29, to: 2027-13-01, reason: x }',
      [
        'c.yml:4:9: "windows.freezes[0].from" is 2027-02-29, which no calendar has. That month ends on 2027-02-28.',
        'c.yml:4:27: "windows.freezes[0].to" is 2027-13-01, which no calendar has. Mend the date.',
      ],
    ],
    [
      'windows:\n  time-zone: UTC\n  open:\n    - { days: [sat, Sunday, funfair], weeks: [6], from: "25:00", lasts: 4 }\n    - { days: [], weeks: [], from: 9, lasts: 4h }\n  overrun: alow',
      [
        'c.yml:4:16: "windows.open[0].days[0]" is "sat". Did you mean "saturday"?',
        'c.yml:4:21: "windows.open[0].days[1]" is "Sunday". Did you mean "sunday"?',
        'c.yml:4:29: "windows.open[0].days[2]" is "funfair". Write "monday" or "tuesday" or "wednesday" or "thursday" or "friday" or "saturday" or "sunday".',
        'c.yml:4:47: "windows.open[0].weeks[0]" is 6. Write 1 or 2 or 3 or 4 or 5.',
        'c.yml:4:51: "windows.open[0].from" is "25:00". Write a time of day such as "22:00", in quotes.',
        'c.yml:4:66: "windows.open[0].lasts" is 4. Write a duration such as 30m, 4h or 2d.',
        'c.yml:5:9: "windows.open[1].days" is empty. Write at least one day of the week.',
        'c.yml:5:19: "windows.open[1].weeks" is empty. Write at least one number.',
        'c.yml:5:30: "windows.open[1].from" is 9. Write a time of day such as "22:00", in quotes.',
        'c.yml:6:3: "windows.overrun" is "alow". Did you mean "allow"?',
      ],
    ],
    [
      'clients:\n  - { name: hq, kind: on-premises, ranges: [10.0.0.0/33, ::/0, 10.0.0.0/8] }',
      [
        'c.yml:2:45: "clients[0].ranges[0]" is "10.0.0.0/33", which is no address and no CIDR. Write one such as 10.200.0.0/16.',
      ],
    ],
  ])('%j', (text, lines) => {
    expect(faults(text)).toEqual(lines);
  });

  test('a bomb of aliases is no way to keep us busy', () => {
    const levels = Array.from({ length: 30 }, (_, n) => `k${n + 1}: &a${n + 1} [*a${n}, *a${n}]`);
    expect(faults(['k0: &a0 [x, x]', ...levels].join('\n'))).toEqual([
      expect.stringMatching(/^c\.yml: .*alias/i),
    ]);
  });
});

describe('the config file is found', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'config-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const put = async (path: string, text = '') => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };

  test.each(['yml', 'yaml', 'json'])('in .github as .%s', async (extension) => {
    await put(`.github/endpoint-planner.${extension}`, '{"fail-on": "never"}');
    const path = `.github/endpoint-planner.${extension}`;
    expect(await loadConfig(root)).toMatchObject({ path, config: { failOn: 'never' } });
  });

  test('above the working directory, as far as the repository goes', async () => {
    await put('.github/endpoint-planner.yml', 'fail-on: never');
    await put('repo/infra/prod/main.tf');
    const inner = join(root, 'repo/infra/prod');
    expect(await loadConfig(inner)).toEqual({ config: defaults, written: {} });
    await put('repo/.git/HEAD');
    expect(await loadConfig(inner)).toEqual({ config: defaults, written: {} });
    await put('repo/.github/endpoint-planner.yml', 'fail-on: blocked');
    expect(await loadConfig(inner)).toMatchObject({
      path: '../../.github/endpoint-planner.yml',
      config: { failOn: 'blocked' },
    });
  });

  test('where it is named', async () => {
    await put('x.yml', 'cloud: china');
    expect(await loadConfig(root, 'x.yml')).toMatchObject({ config: { cloud: 'china' } });
  });

  test('and is a fault where it is named and not there, a folder, or one of two', async () => {
    await put('.github/endpoint-planner.yml');
    await put('.github/endpoint-planner.json');
    expect(await problemsOf(loadConfig(root))).toEqual([
      'There are several config files: .github/endpoint-planner.yml, .github/endpoint-planner.json. Keep one, or choose with --config.',
    ]);
    expect(await problemsOf(loadConfig(root, 'no.yml'))).toEqual([
      'no.yml: There is no such file. Check the path and the working directory.',
    ]);
    expect(await problemsOf(loadConfig(root, '.github'))).toEqual([
      '.github: This is a folder. Give a file.',
    ]);
  });
});

function written(text: string) {
  const parsed = parseConfig(text, 'c.yml');
  if ('problems' in parsed) throw new Error(parsed.problems.map(printProblem).join('\n'));
  return parsed.written;
}

function faults(text: string): readonly string[] {
  const parsed = parseConfig(text, 'c.yml');
  return 'problems' in parsed ? parsed.problems.map(printProblem) : [];
}

async function problemsOf(loading: ReturnType<typeof loadConfig>): Promise<readonly string[]> {
  const loaded = await loading;
  return 'problems' in loaded ? loaded.problems.map(printProblem) : [];
}
