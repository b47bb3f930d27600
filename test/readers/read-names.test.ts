import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { condense } from '../../src/readers/network/condense.ts';
import { isReadName } from '../../src/readers/network/read-names.ts';
import type { Properties, Reading } from '../../src/readers/resource.ts';

const folder = join(import.meta.dirname, '../../src/readers/network');

describe('names that are read', () => {
  test('hold those of every path that a teller spells out', () => {
    const spelled = readdirSync(folder)
      .filter((file) => !['read-names.ts', 'condense.ts', 'kinds.ts', 'noise.ts'].includes(file))
      .flatMap((file) => {
        const source = readFileSync(join(folder, file), 'utf8').replace(/^import .*$/gm, '');
        const texts = source.matchAll(/'([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)'/g);
        return [...texts].map(([, text = '']) => text);
      })
      // Attributes have an underscore or, in ARM, a path; other words are ours.
      .filter((text) => /[._]/.test(text) && !text.startsWith('azurerm_'))
      .flatMap((text) => text.split('.'));
    expect(spelled.length).toBeGreaterThan(100);
    expect([...new Set(spelled.filter((name) => !isReadName(name)))]).toEqual([]);
  });

  test('are no names of what must never be read', () => {
    const secrets = [
      'password',
      'secret',
      'key',
      'keys',
      'token',
      'connection_string',
      'connectionString',
      'tags',
      'description',
      'custom_data',
      'customData',
      'userData',
      'administrator_login',
      'allow',
      'enabled',
      'adminUsername',
      'administratorLoginPassword',
      'primary_access_key',
      'app_settings',
      'appSettings',
      'environment_variables',
      'identity',
      'output',
      'outputs',
      'body',
      'certificate',
      'sas',
      'credential',
      'env',
    ];
    expect(secrets.filter(isReadName)).toEqual([]);
  });
});

describe('a condensed reading', () => {
  test('holds of settings the services that they name, and nothing else of them', () => {
    const [found] = condensed('azurerm_linux_web_app', {
      name: 'app',
      app_settings: {
        A: 'https://sthop.blob.core.windows.net/c?sig=SECRET',
        B: 'SECRET',
        C: 'DefaultEndpointsProtocol=https;AccountName=sthop;AccountKey=SECRET',
        D: '@Microsoft.KeyVault(SecretName=SECRET;VaultName=kv-hop)',
        E: 'amqps://user:SECRET@intern.example.com',
        F: { unknown: 'known after apply', references: [{ address: 'a.b', attribute: 'c' }] },
      },
      connection_string: [
        {
          name: 'SECRET',
          type: 'SQLAzure',
          value: 'Server=sql-hop.database.windows.net;Password=SECRET',
        },
      ],
    });
    expect(JSON.stringify(found)).not.toContain('SECRET');
    expect(found).toEqual({
      name: 'app',
      app_settings: [
        'sthop.blob.core.windows.net',
        'AccountName=sthop',
        '@Microsoft.KeyVault(VaultName=kv-hop)',
        { unknown: 'known after apply', references: [{ address: 'a.b', attribute: 'c' }] },
      ],
      connection_string: [{ value: ['sql-hop.database.windows.net'] }],
    });
  });

  test('holds a flag among settings where it is one of its words', () => {
    const settings = (value: string) =>
      condensed('azurerm_windows_function_app', {
        name: 'fn',
        app_settings: { WEBSITE_CONTENTOVERVNET: value, A: 'kv.vault.azure.net SECRET' },
      })[0]?.app_settings;
    expect(settings('1')).toEqual({ WEBSITE_CONTENTOVERVNET: '1', 0: 'kv.vault.azure.net' });
    expect(settings('SECRET')).toEqual(['kv.vault.azure.net']);
  });

  test('holds of a body only what is read, at every level', () => {
    const [found] = condensed('Microsoft.Web/sites', {
      name: 'app',
      identity: { type: 'SECRET' },
      tags: { a: 'SECRET' },
      properties: {
        virtualNetworkSubnetId: '/subscriptions/1/x',
        adminPassword: 'SECRET',
        siteConfig: {
          vnetRouteAllEnabled: true,
          appCommandLine: 'SECRET',
          appSettings: [{ name: 'SECRET', value: 'kv.vault.azure.net SECRET' }],
        },
      },
    });
    expect(found).toEqual({
      name: 'app',
      properties: {
        virtualNetworkSubnetId: '/subscriptions/1/x',
        siteConfig: { vnetRouteAllEnabled: true, appSettings: [{ value: ['kv.vault.azure.net'] }] },
      },
    });
  });

  test('is the same when it is condensed again, and forgets what modules are fetched with', () => {
    const what = 'module.a (git::https://me:SECRET@example.com/m.git?sshkey=SECRET&ref=v1)';
    const once = condense({ ...reading([]), versions: [{ what, after: '1' }] });
    expect(condense(once)).toBe(once);
    expect(JSON.stringify(once)).not.toContain('SECRET');
  });
});

function condensed(type: string, after: Properties): readonly (Properties | undefined)[] {
  return condense(reading([[type, after]])).resources.map((each) => each.after);
}

function reading(resources: readonly (readonly [string, Properties])[]): Reading {
  return {
    kind: 'terraform-plan',
    path: 'plan.json',
    resources: resources.map(([type, after], n) => ({
      type,
      dialect: type.includes('/') ? 'arm' : 'azurerm',
      address: `a.b${n}`,
      name: 'x',
      action: 'create',
      after,
      dependsOn: [],
      whole: true,
      provider: 'azurerm',
      origin: { file: 'plan.json', address: `a.b${n}` },
    })),
    noise: [],
    omitted: [],
    drifted: [],
    versions: [],
    problems: [],
  };
}
