import type { PlaceOf } from '../core/place.ts';
import type { Plan, PlanHazard, Severity } from '../core/plan.ts';
import { fingerprint } from './fingerprint.ts';
import { printable } from './json.ts';
import { sentence, shorten, visible } from './visible.ts';
import { type ReportOptions, rulePage } from './voice.ts';

// SARIF 2.1.0, as far as code scanning reads it: a result for each hazard, worst first, waived ones as suppressed.

/** GitHub reads this many results of a run and refuses a file with more. */
const mostResults = 25_000;
const longestText = 4_000;

const levels: Readonly<Record<Severity, string>> = {
  outage: 'error',
  risk: 'warning',
  notice: 'note',
};

export interface SarifOptions extends ReportOptions {
  /** The folder, below the repository's root, that the plan's files are relative to. */
  readonly folder?: string;
  /** Where the sources write what a hazard is about; without it, it is in the file that was read. */
  readonly placeOf?: PlaceOf;
}

/** The hazards of `plan` for code scanning. Their fingerprints stay while rule, flow and address do. */
export function sarif(plan: Plan, options: SarifOptions = {}): string {
  const hazards = plan.hazards.slice(0, mostResults);
  const rules = [...new Map(hazards.toReversed().map((hazard) => [idOf(hazard), hazard])).values()];
  const driver = {
    name: plan.tool.name,
    semanticVersion: plan.tool.version,
    rules: rules.map((hazard) => ruleOf(hazard, options)),
  };
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    results: resultsOf(hazards, rules.map(idOf), options),
    properties: { verdict: plan.verdict, headline: words(plan.headline), planHash: plan.hash },
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${printable(JSON.stringify(log, undefined, 2))}\n`;
}

/** Severity is of the case, not of the rule: its level here is that of the worst case. */
function ruleOf(hazard: PlanHazard, options: ReportOptions) {
  const { rule, severity, remedy, source } = hazard;
  const [, page] =
    /^(https:\/\/learn\.microsoft\.com\/[\w\-./]{1,200})(?=$|[\s;?#])/.exec(source) ?? [];
  const own = rulePage(rule, options) ?? page;
  return {
    id: idOf(hazard),
    shortDescription: { text: idOf(hazard) },
    help: { text: words(remedy) || words(source) || idOf(hazard) },
    ...(own === undefined ? {} : { helpUri: own }),
    defaultConfiguration: { level: levels[severity] },
  };
}

function resultsOf(
  hazards: readonly PlanHazard[],
  rules: readonly string[],
  options: SarifOptions,
) {
  const places = new Map(rules.map((rule, index) => [rule, index]));
  const seen = new Map<string, number>();
  return hazards.map((hazard) => {
    const print = fingerprint(identity(hazard));
    const nth = (seen.get(print) ?? 0) + 1;
    seen.set(print, nth);
    return {
      ruleId: idOf(hazard),
      ruleIndex: places.get(idOf(hazard)),
      level: levels[hazard.severity],
      message: { text: unlinked(words(`${hazard.says} ${hazard.remedy}`)) || idOf(hazard) },
      locations: [locationOf(hazard, options)],
      partialFingerprints: { primaryLocationLineHash: `${print}:${nth}` },
      properties: {
        confidence: hazard.confidence,
        ...(hazard.stage === undefined ? {} : { stage: hazard.stage }),
      },
      ...suppressed(hazard),
    };
  });
}

/** What a hazard is about, without what another order, another length or another wording would change. */
function identity({ rule, flow, origin }: PlanHazard): string {
  const about = flow === undefined ? [] : [flow.client, flow.target, flow.subresource];
  return JSON.stringify([rule, ...about, origin.project ?? '', origin.address || origin.file]);
}

function locationOf({ origin }: PlanHazard, { folder = '', placeOf }: SarifOptions) {
  const place = placeOf?.(origin);
  const region = { startLine: Math.max(1, place?.line ?? origin.line ?? 1) };
  const uri = place === undefined ? uriOf(origin.file, folder) : uriOf(place.file, '');
  return {
    physicalLocation: { artifactLocation: { uri }, region },
    ...(origin.address === ''
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: shorten(sentence(origin.address), 1_000) }] }),
  };
}

/** A file as a reference below the repository's root; what is no file of it is called by what it is. */
function uriOf(file: string, folder: string): string {
  if (file === '' || file === '-') return 'standard-input';
  const parts = [folder, file].flatMap((path) => path.split(/[\\/]/));
  const path = parts.filter((part) => part !== '' && part !== '.').join('/');
  return shorten(visible(path), 1_000).split('/').map(encodeURIComponent).join('/') || '.';
}

function suppressed({ waived }: PlanHazard) {
  if (waived === undefined) return {};
  const justification = words(`${waived.reason} (${waived.owner}, until ${waived.expires})`);
  return { suppressions: [{ kind: 'external', status: 'accepted', justification }] };
}

/** Never empty: hostile plans may hold a rule without a name. */
function idOf({ rule }: PlanHazard): string {
  return words(rule) || 'hazard';
}

function words(text: string): string {
  return shorten(sentence(text).trim(), longestText);
}

/** In a SARIF message `[text](place)` is a link. */
function unlinked(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}
