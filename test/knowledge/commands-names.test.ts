import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/knowledge/commands.ts';
import { fill, quote } from '../../src/knowledge/shell.ts';
import { account, estate, planned, snetApp, subnetApp, vnetApp } from './commands-estate.ts';

// Names come from files of others: a pull request may call a subnet anything.

const hostile = [
  "it's",
  '$(reboot)',
  '`reboot`',
  '; rm -rf /',
  '&& reboot',
  '| sh',
  'a b',
  '*',
  '~root',
  '!!',
  '"$HOME"',
  '\\',
  '#',
  '=ls',
  '',
];

describe('a name', () => {
  test.each(hostile)('that is %j reaches the command as that one word', (name) => {
    const { stdout } = spawnSync('sh', ['-c', `printf %s ${quote(name) ?? ''}`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe(name);
  });

  test('of any letters is read back by a shell as it was', () => {
    const names = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(names, (all) => {
        const writable = all.filter((name) => quote(name) !== undefined);
        const words = writable.map((name) => quote(name)).join(' ');
        const { stdout } = spawnSync('sh', [
          '-c',
          `for word in ${words}; do printf '%s\\n' "$word"; done`,
        ]);
        expect(stdout.toString()).toBe(writable.map((name) => `${name}\n`).join(''));
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    'two\nlines',
    'bell\u0007',
    'right-to-left \u202e',
    'line\u2028',
    '--debug',
    '@/etc/passwd',
    'name=@/etc/passwd',
  ])('that is %j cannot be written', (name) => {
    expect(quote(name)).toBeUndefined();
  });

  test('of letters that Azure uses stands as it is', () => {
    const plain = `${snetApp}_a=b+c,d:e@f`;
    expect(quote(plain)).toBe(plain);
  });

  test('between double quotes must be plain, or there is no command', () => {
    const template = 'az list --query "[?id==\'{id}\']"';
    expect(fill(template, { id: '/a/b' })).toBe('az list --query "[?id==\'/a/b\']"');
    expect(fill(template, { id: '$(reboot)' })).toBeUndefined();
    expect(fill(template, { id: "'" })).toBeUndefined();
  });
});

describe('a hostile change', () => {
  const on = { service: 'Microsoft.Sql', scope: 'everywhere' } as const;

  test('with a subnet that would run a command gets that name quoted', () => {
    const app = planned("azurerm_subnet.a['$(reboot)']", 'snet');
    const model = estate({ subnets: [subnetApp(app)] });
    expect(
      commands({ kind: 'service-endpoint', id: app.id, key: 'Microsoft.Sql', after: on }, model),
    ).toEqual([
      "az network vnet subnet update --ids '<ID of azurerm_subnet.a['\\''$(reboot)'\\'']>' --service-endpoints Microsoft.Sql",
    ]);
  });

  test('with a line break in a name gets no command', () => {
    const app = planned('azurerm_subnet.app\nreboot', 'snet');
    const model = estate({ subnets: [subnetApp(app)] });
    expect(
      commands({ kind: 'service-endpoint', id: app.id, key: 'Microsoft.Sql', after: on }, model),
    ).toEqual([]);
  });

  test('with a server that breaks out of a query gets no command', () => {
    const id = `${snetApp.toLowerCase()}"; reboot; "`;
    const server = account('Microsoft.Sql/servers', 'sql-prod');
    const named = { id, name: 'snet', label: `${snetApp}"; reboot; "` };
    const model = estate({ targets: [server], subnets: [subnetApp(named)] });
    const edit = {
      kind: 'virtual-network-rule',
      id: server.id,
      key: id,
      before: { ignoreMissing: false },
    } as const;
    expect(commands(edit, model)).toEqual([]);
  });

  test('with one name of several that cannot be written gets none of its commands', () => {
    const model = estate();
    const edit = {
      kind: 'dns-servers',
      id: vnetApp.toLowerCase(),
      before: [],
      after: ['10.0.0.4', '--debug'],
    } as const;
    expect(commands(edit, model)).toEqual([]);
  });
});
