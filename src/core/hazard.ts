import type { Contest } from './change.ts';
import type { Config } from './config.ts';
import type { Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import type { Collection, Id, NetworkModel } from './model.ts';
import type { Confidence, Origin, Severity } from './plan.ts';
import type { Route } from './route.ts';
import type { Timing } from './timing.ts';
import type { TooLong } from './window.ts';
import type { Write } from './write.ts';
import type { WrittenEffect } from './written.ts';

/** What the replay found about one flow: its two ends, what one apply does to it, and what the stages leave of that. */
export interface Outcome {
  readonly flow: Flow;
  readonly from: Route;
  readonly to: Route;
  /** What its names answer: `public`, `none`, or the private endpoint's ID. */
  readonly fromName: string;
  readonly toName: string;
  /** One apply, worst order. Denials only for declared and observed flows. */
  readonly written: readonly WrittenEffect[];
  /** Works before, not after, and nobody meant it. */
  readonly lost: boolean;
  /** Works before, not after, and the change is for that. */
  readonly intended: boolean;
  /** One apply may deny or unresolve it. */
  readonly interrupted: boolean;
  /** The stages deny or unresolve it all the same. */
  readonly stagedDenial: boolean;
  /** Its client or its target did not exist before. */
  readonly fresh: boolean;
  /** False: only in some of the answers to what the input does not show. */
  readonly certain: boolean;
}

/** All that a rule may look at. Outcomes are of the flows that some edit touches. */
export interface Scene {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
  readonly edits: readonly Edit[];
  readonly outcomes: readonly Outcome[];
  /** Every flow, touched or not. */
  readonly flows: readonly Flow[];
  readonly writes: readonly Write[];
  readonly writeOf: (edit: Edit) => Write | undefined;
  readonly timing: (edit: Edit) => Timing;
  /** Where an edit, or a record by `collection|id`, was read. */
  readonly originOf: (what: Edit | string) => Origin;
  readonly config: Config;
  /** Modules and providers whose version changes, where the input shows both. */
  readonly versions: readonly {
    readonly what: string;
    readonly before?: string;
    /** The version before follows from what the upgrade does, and is not shown. */
    readonly inferred?: true;
    readonly after?: string;
  }[];
  /** Places that several resources write. */
  readonly contests: readonly Contest[];
  /** Stages that no opening of the calendar holds; absent until the windows are sought. */
  readonly tooLong?: readonly TooLong[];
}

/** One case of a hazard in this change. */
export interface Finding {
  /** One sentence with the names in question. */
  readonly says: string;
  /** Where it differs from the rule's own. */
  readonly remedy?: string;
  /** Flows that suffer it: severity follows from what the replay says of them. */
  readonly outcomes?: readonly Outcome[];
  /** Somebody may be denied whom the replay cannot see. */
  readonly may?: boolean;
  /** It lets in everybody where it let in some. */
  readonly exposes?: true;
  /** Lowers the rule's confidence for this case. */
  readonly confidence?: Confidence;
  readonly origin: Origin;
  /** Records that a waiver may name. */
  readonly subjects: readonly Id[];
  /** The edit by whose step the finding is filed. */
  readonly edit?: Edit;
  /** The stage that it is about, where no edit says. */
  readonly stage?: number;
  /** For this case only: what it does to the verdict, where it differs from the rule's. */
  readonly verdict?: HazardRule['verdict'];
}

/** A hazard that is known: its words, its source, and how it is found. The object is also its documentation. */
export interface HazardRule {
  /** Kebab-case, for ever. */
  readonly id: string;
  readonly title: string;
  /** What is true of Azure. */
  readonly statement: string;
  readonly remedy: string;
  readonly source: string;
  readonly confidence: Confidence;
  /** `refused`: Azure would refuse the change. `interrupts`: flows stop although no route shows it. `informs`: nothing. */
  readonly verdict: 'refused' | 'interrupts' | 'informs';
  /** `windows`: found only once those have been sought. */
  readonly needs?: 'windows';
  readonly find: (scene: Scene) => readonly Finding[];
}

export interface Hazard {
  readonly rule: HazardRule;
  readonly finding: Finding;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Found only if facts that the input does not show are as supposed. */
  readonly supposed?: true;
  /** What it is if such facts are as supposed. */
  readonly ifSo?: readonly Supposed[];
}

interface Supposed {
  readonly hazard: Hazard;
  readonly questions: readonly OpenQuestion[];
}

/** A fact that the input does not show, and the record that it is of. */
export interface OpenQuestion {
  readonly collection: Collection;
  readonly id: Id;
  /** What is asked; its first words tell how somebody finds out. */
  readonly question: string;
  /** What is missing, as a reader would say it. */
  readonly missing: string;
}

/** What the rules look at: a scene, and its outcomes in each answer to what the routes rest on. */
export interface Sight {
  readonly scene: Scene;
  readonly answers: readonly (readonly Outcome[])[];
}

/** The scene as it would be if facts that the input does not show were among the things that they may be. */
export interface Supposition extends Sight {
  /** What is supposed, as a clause: `the default action of stdata is Deny`. */
  readonly says: string;
  readonly questions: readonly OpenQuestion[];
}

const certainty: Record<Confidence, number> = { certain: 2, likely: 1, possible: 0 };
const gravity: Record<Severity, number> = { outage: 2, risk: 1, notice: 0 };

/** The order in which hazards are told. */
export function gravestFirst(a: Hazard, b: Hazard): number {
  return (
    gravity[b.severity] - gravity[a.severity] ||
    certainty[b.confidence] - certainty[a.confidence] ||
    (a.rule.id < b.rule.id
      ? -1
      : a.rule.id > b.rule.id
        ? 1
        : a.finding.says < b.finding.says
          ? -1
          : 1)
  );
}

/** Severity follows the replay: outage when a flow that counts is denied or unresolved, risk when one may be, or a closed door opens to everybody. */
export function judged(rule: HazardRule, finding: Finding): Hazard {
  const hit = (finding.outcomes ?? []).filter(
    (each) => each.flow.evidence !== 'possible' && (each.lost || each.interrupted),
  );
  const sure = hit.some((each) => each.certain);
  const refused = (finding.verdict ?? rule.verdict) === 'refused';
  const severity: Severity = sure
    ? 'outage'
    : hit.length > 0 || finding.may || finding.exposes || refused
      ? 'risk'
      : 'notice';
  return {
    rule,
    finding,
    severity,
    confidence: lower(rule.confidence, finding.confidence ?? rule.confidence),
  };
}

/** The lesser of two. */
export function lower(one: Confidence, other: Confidence): Confidence {
  return certainty[one] < certainty[other] ? one : other;
}
