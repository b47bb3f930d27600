import { type Fact, fact } from './service.ts';

const pairsPage = 'https://learn.microsoft.com/azure/reliability/regions-paired';

// Pairs as the page lists them; a few are one-way there: the second region's own pair is another.
const twoWay: readonly (readonly [string, string])[] = [
  ['eastasia', 'southeastasia'],
  ['australiaeast', 'australiasoutheast'],
  ['australiacentral', 'australiacentral2'],
  ['brazilsouth', 'southcentralus'],
  ['canadacentral', 'canadaeast'],
  ['centralus', 'eastus2'],
  ['chinanorth', 'chinaeast'],
  ['chinanorth2', 'chinaeast2'],
  ['chinanorth3', 'chinaeast3'],
  ['northeurope', 'westeurope'],
  ['francecentral', 'francesouth'],
  ['germanywestcentral', 'germanynorth'],
  ['centralindia', 'southindia'],
  ['japaneast', 'japanwest'],
  ['koreacentral', 'koreasouth'],
  ['northcentralus', 'southcentralus'],
  ['norwayeast', 'norwaywest'],
  ['southafricanorth', 'southafricawest'],
  ['swedencentral', 'swedensouth'],
  ['switzerlandnorth', 'switzerlandwest'],
  ['uaenorth', 'uaecentral'],
  ['uksouth', 'ukwest'],
  ['eastus', 'westus'],
  ['westus2', 'westcentralus'],
  ['usgovarizona', 'usgovtexas'],
  ['usdodcentral', 'usdodeast'],
];

// brazilsouth pairs with southcentralus, whose own pair is northcentralus; likewise for the others here.
const oneWay: Readonly<Record<string, string>> = {
  brazilsouth: 'southcentralus',
  brazilsoutheast: 'brazilsouth',
  westindia: 'southindia',
  southindia: 'centralindia',
  westus3: 'eastus',
  eastus: 'westus',
  usgovvirginia: 'usgovtexas',
  usgovtexas: 'usgovarizona',
};

/** The paired region of each region that has one, by canonical names. */
export const regionPairs: Fact<Readonly<Record<string, string>>> = fact(
  {
    ...Object.fromEntries(
      twoWay.flatMap(([a, b]) => [
        [a, b],
        [b, a],
      ]),
    ),
    southcentralus: 'northcentralus',
    ...oneWay,
  },
  pairsPage,
  'likely',
);

/** The name by which Azure compares regions: `West Europe` and `westeurope` are one. */
export function region(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The region that `name` is paired with; undefined where there is none, or none is known. */
export function pairOf(name: string): string | undefined {
  return regionPairs.value[region(name)];
}
