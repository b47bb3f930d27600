import type { Explanation, Fact as Told } from '../core/explanation.ts';
import type { HazardRule } from '../core/hazard.ts';
import type { Confidence } from '../core/plan.ts';
import type { Behaviour } from './behaviours.ts';
import { decisions, type Favours } from './decisions.ts';
import { clouds, type Fact, type Service } from './service.ts';

// The rule and the row are the documentation: what `explain` prints is read off them.

/** A rule in words. */
export function ruleExplained(rule: HazardRule): Explanation {
  return {
    kind: 'rule',
    id: rule.id,
    title: rule.title,
    says: rule.statement,
    why: effects[rule.verdict],
    remedy: rule.remedy,
    sources: [rule.source],
    confidence: rule.confidence,
    facts: [],
  };
}

const effects: Record<HazardRule['verdict'], string> = {
  refused: 'Azure refuses such a change: the verdict is blocked.',
  interrupts:
    'Flows stop although no route shows it: the verdict is split, or window where only possible clients are concerned.',
  informs: 'It explains what the replay finds and moves no verdict by itself.',
};

export function serviceExplained(service: Service): Explanation {
  const facts = [
    ...admissionFacts(service),
    ...endpointFacts(service),
    ...subresourceFacts(service),
    ...otherFacts(service),
  ];
  return {
    kind: 'service',
    id: service.id,
    title: service.title,
    says: `What the planner knows of ${service.type}.`,
    sources: [...new Set(facts.map((each) => each.source))],
    confidence: least(facts),
    facts,
  };
}

/** The lowest confidence of all. */
function least(facts: readonly { readonly confidence: Confidence }[]): Confidence {
  return order.find((each) => facts.some(({ confidence }) => confidence === each)) ?? 'certain';
}

const order: readonly Confidence[] = ['possible', 'likely', 'certain'];

function told<T>(label: string, fact: Fact<T>, print: (value: T) => string = String): Told {
  return { label, value: print(fact.value), source: fact.source, confidence: fact.confidence };
}

const yes = (value: boolean) => (value ? 'yes' : 'no');
const list = (value: readonly string[]) => value.join(', ');

function admissionFacts({ traits }: Service): Told[] {
  return [
    told('admits callers', traits.admission, (value) => value.replaceAll('-', ' ')),
    told('Deny without rules admits everyone', traits.denyNeedsRule, yes),
    told('public network access that nobody set', traits.unsetPublicAccess, (value) =>
      value.replaceAll('-', ' '),
    ),
    told(
      'a private endpoint without rules closes the public side',
      traits.endpointClosesWithoutRules,
      yes,
    ),
    told('IP rules match callers of its own region', traits.ipRulesIgnoreOwnRegion, (value) =>
      yes(!value),
    ),
    told(
      'rules can be written while public access is Disabled',
      traits.rulesFrozenWhileDisabled,
      (value) => yes(!value),
    ),
    told('virtual network rules count beside a private endpoint', traits.rulesBesideEndpoint, yes),
    told('trusted services pass while public access is Disabled', traits.trustedWhileDisabled, yes),
    told('service tags', traits.serviceTags, list),
  ];
}

function endpointFacts(service: Service): Told[] {
  const { serviceEndpoint, ruleBeforeEndpoint, ignoreMissingFlag } = service;
  if (serviceEndpoint === undefined) return [];
  return [
    told('service endpoint', serviceEndpoint, ({ types }) =>
      types.map((each) => `${each.name} (${each.scope.replaceAll('-', ' ')})`).join(', '),
    ),
    ...(['azurerm', 'arm'] as const).flatMap((dialect) => [
      told(`rule before its endpoint (${dialect})`, ruleBeforeEndpoint[dialect], (value) =>
        value.replaceAll('-', ' '),
      ),
      ...(ignoreMissingFlag?.[dialect] === undefined
        ? []
        : [told(`flag (${dialect})`, ignoreMissingFlag[dialect])]),
    ]),
  ];
}

function subresourceFacts({ subresources }: Service): Told[] {
  return subresources.flatMap((part) => [
    ...part.names.flatMap((name) =>
      clouds.flatMap((cloud) => {
        const own = name.clouds.value[cloud];
        if (own === undefined) return [];
        const value = `${own.host} by ${own.zone}; forward ${own.forwarders.join(', ')}`;
        return [
          {
            label: `${part.name}: name (${cloud})`,
            value,
            source: name.clouds.source,
            confidence: name.clouds.confidence,
          },
        ];
      }),
    ),
    told(`${part.name}: public ports`, part.publicPorts, list),
    told(`${part.name}: private ports`, part.privatePorts, list),
    told(`${part.name}: checked per`, part.checked),
    told(`${part.name}: addresses of an endpoint`, part.addresses, ({ base, perRegion }) =>
      perRegion === undefined ? String(base) : `${base}, and ${perRegion} for each region`,
    ),
    ...(part.companions === undefined
      ? []
      : [told(`${part.name}: also needs`, part.companions, list)]),
  ]);
}

function otherFacts({ limits, skus, skusWithoutEndpoint, notes, delays }: Service): Told[] {
  return [
    ...limits.map((each) => told('limit', each, ({ what, max }) => `${max} ${what}`)),
    ...Object.entries(delays ?? {}).map(([kind, each]) =>
      told(
        `${kind}: takes and settles`,
        each,
        ({ take, settle, basis }) =>
          `${take.min}–${take.max} and ${settle.min}–${settle.max} minutes: ${basis}`,
      ),
    ),
    ...(skus === undefined ? [] : [told('SKUs', skus)]),
    ...(skusWithoutEndpoint === undefined
      ? []
      : [told('SKUs without private endpoints', skusWithoutEndpoint, list)]),
    ...(notes ?? []).map((each) => told('note', each)),
  ];
}

/** What speaks for one kind of endpoint, or for a way of using both. */
export function decisionsExplained(favours: Favours): Explanation {
  const rows = decisions.filter((each) => each.favours === favours);
  return {
    kind: 'decision',
    id: favours === 'either' ? 'either-endpoint' : favours,
    title: titles[favours],
    says: 'What to choose in which case, and why. A plan names the cases that its change shows.',
    sources: [...new Set(rows.map((each) => each.source))],
    confidence: least(rows),
    facts: rows.map(({ when, choose, why, source, confidence }) => ({
      label: when,
      value: `${choose.charAt(0).toUpperCase()}${choose.slice(1)}. ${why}`,
      source,
      confidence,
    })),
  };
}

const titles: Record<Favours, string> = {
  'private-endpoint': 'When a private endpoint is the way',
  'service-endpoint': 'When a service endpoint is the way',
  either: 'When it takes either, both, or care',
};

export function behaviourExplained(behaviour: Behaviour): Explanation {
  return {
    kind: 'behaviour',
    id: behaviour.id,
    title: behaviour.title,
    says: behaviour.statement,
    why: `${places[behaviour.place]} ${behaviour.how}`,
    sources: [behaviour.source],
    confidence: behaviour.confidence,
    facts: [],
  };
}

const places: Record<Behaviour['place'], string> = {
  effect: 'The replay computes it.',
  check: 'The checks ask for it.',
  decision: 'It speaks for one kind of endpoint.',
  noise: 'It changes nothing.',
  'not modelled': 'It is not modelled.',
};
