import { describe, expect, test } from 'vitest';
import { readPatch } from '../../src/adapters/patch.ts';
import { placesIn, type Sources } from '../../src/adapters/places.ts';

const root = `terraform {
}

resource "azurerm_subnet" "app" {
  name              = "snet-app"
  service_endpoints = ["Microsoft.Sql"]

  delegation {
    name = "x"
  }
}

module "net" {
  source = "../../modules/net"
  ranges = ["10.0.0.0/16"]
}

module "avm" {
  source = "Azure/avm-res-network-virtualnetwork/azurerm"
}
`;
const net = `# azurerm_subnet.inner
data "azurerm_subnet" "inner" {
}
resource "azurerm_subnet" "inner" {
  for_each = var.subnets
}
`;
const files = {
  'envs/prod/main.tf': root,
  'envs/dev/main.tf': root.replace('"app"', '"other"'),
  'modules/net/subnets.tf': net,
};

describe('a place in the sources', () => {
  test.each([
    ['a resource', 'azurerm_subnet.app', 'envs/prod/main.tf', 4],
    [
      'an instance with dots and brackets in its key',
      'module.net["a.b]"].azurerm_subnet.inner["c"]',
      'modules/net/subnets.tf',
      4,
    ],
    ['a data source', 'module.net[0].data.azurerm_subnet.inner', 'modules/net/subnets.tf', 2],
    [
      'what a module from elsewhere holds',
      'module.avm.module.x.azurerm_subnet.s',
      'envs/prod/main.tf',
      18,
    ],
    ['an object that was left behind', 'azurerm_subnet.app (deposed 00)', 'envs/prod/main.tf', 4],
  ])('of %s is its header, seen from the folder of the plan', (_, address, file, line) => {
    expect(placeOf({}, 'envs/prod/plan.json', address)).toEqual({ file, line });
  });

  test('is the first line that the pull request changes in the block, not one outside it', () => {
    const patch = `@@ -1,6 +1,6 @@
-# gone
+terraform {
 }
 
 resource "azurerm_subnet" "app" {
   name              = "snet-app"
-  service_endpoints = []
+  service_endpoints = ["Microsoft.Sql"]`;
    const changed = [readPatch('envs/prod/main.tf', patch)];
    const place = placeOf({ changed }, 'envs/prod/plan.json', 'azurerm_subnet.app');
    expect(place).toEqual({ file: 'envs/prod/main.tf', line: 6 });
  });

  test('is that of the module call which the pull request changes, where the module itself stays', () => {
    const patch =
      '@@ -14,2 +14,3 @@\n   source = "../../modules/net"\n+  ranges = ["10.0.0.0/16"]\n }';
    const changed = [readPatch('envs/prod/main.tf', patch)];
    const place = placeOf({ changed }, 'envs/prod/plan.json', 'module.net.azurerm_subnet.inner');
    expect(place).toEqual({ file: 'envs/prod/main.tf', line: 15 });
  });

  test('is the header when the base has moved the changed lines since', () => {
    const changed = [readPatch('envs/prod/main.tf', '@@ -6,0 +6,1 @@\n+something else')];
    const place = placeOf({ changed }, 'envs/prod/plan.json', 'azurerm_subnet.app');
    expect(place).toEqual({ file: 'envs/prod/main.tf', line: 4 });
  });

  test('of a block that is gone is where it stood', () => {
    const patch = '@@ -4,4 +4,1 @@\n a\n-resource "azurerm_subnet" "gone" {\n-}\n b';
    const changed = [readPatch('envs/prod/main.tf', patch)];
    const place = placeOf({ changed }, 'envs/prod/plan.json', 'azurerm_subnet.gone');
    expect(place).toEqual({ file: 'envs/prod/main.tf', line: 5 });
  });

  test('is that of the folder which knows most of the plan, where the plan lies elsewhere', () => {
    expect(placeOf({}, 'plan.json', 'azurerm_subnet.other')).toMatchObject({
      file: 'envs/dev/main.tf',
    });
  });

  test('is none where two folders could be meant, or none is', () => {
    expect(placeOf({}, 'plan.json', 'module.avm.azurerm_subnet.x')).toBeUndefined();
    expect(placeOf({}, 'plan.json', 'azurerm_subnet.nowhere')).toBeUndefined();
    // What both call is the same block, whichever is meant.
    expect(placeOf({}, 'plan.json', 'module.net.azurerm_subnet.inner')).toMatchObject({ line: 4 });
  });

  test('is below the working directory that the plan is relative to', () => {
    const place = placeOf({ folder: 'envs/prod' }, 'plan.json', 'azurerm_subnet.app');
    expect(place).toEqual({ file: 'envs/prod/main.tf', line: 4 });
  });

  test.each(['../../etc/passwd', '/etc/passwd', 'x'.repeat(100_000), 'a.b["', '__proto__.x', ''])(
    'is none for %.20s',
    (address) => {
      expect(placeOf({}, 'envs/prod/plan.json', address)).toBeUndefined();
      expect(placeOf({}, address, 'azurerm_subnet.nowhere')).toBeUndefined();
    },
  );
});

function placeOf(changed: Partial<Sources>, file: string, address: string) {
  const sources: Sources = {
    files: Object.entries(files).map(([path, text]) => ({ path, lines: text.split('\n') })),
    changed: [],
    folder: '.',
    ...changed,
  };
  const origin = { file, address };
  return placesIn(sources, [origin])(origin);
}
