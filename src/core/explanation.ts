import type { Confidence } from './plan.ts';

/** One thing that is known: a limit, a port, a delay, with the page that says so. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/** What is known of a rule, a service, a choice or another behaviour, for `explain` and for the pages made from it. */
export interface Explanation {
  readonly kind: 'rule' | 'service' | 'decision' | 'behaviour';
  readonly id: string;
  readonly title: string;
  /** What happens, in one or two sentences. */
  readonly says: string;
  readonly why?: string;
  readonly remedy?: string;
  readonly sources: readonly string[];
  readonly confidence: Confidence;
  readonly facts: readonly Fact[];
}
