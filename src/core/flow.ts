import type { Id } from './model.ts';
import type { ClientKind } from './plan.ts';

/** Who calls what. Two flows are the same when their IDs are. */
export interface Flow {
  readonly id: string;
  /** A subnet, a VNet (possible flows are kept one per VNet), a configured client, `internet`, a range, `pipeline`. */
  readonly client: Id;
  readonly clientKind: ClientKind;
  readonly clientName: string;
  readonly clientLabel: string;
  /** `*`: everything of the service type `family`. */
  readonly target: Id | '*';
  readonly targetName: string;
  readonly targetLabel: string;
  /** Group ID, or `*` where every sub-resource fares alike. */
  readonly subresource: string;
  readonly evidence: 'declared' | 'observed' | 'possible';
  readonly family?: string;
  /** A privatelink zone whose names the VNet of a wildcard flow would ask. */
  readonly zone?: string;
  /** What names the client for the target: `virtual-network-rule`, `ip-rule`, `use`, `config`, `open`, `endpoint`. */
  readonly because: readonly string[];
  /** Public addresses of an anonymous client, when a rule names them. */
  readonly range?: string;
}

/** Whether the flow may move the verdict: possible ones never do more than ask for a window. */
export function counts(flow: Flow): boolean {
  return flow.evidence !== 'possible';
}

/** How sure it is that somebody calls: what is written down to call goes on to, and what was seen once may not. */
export function sureness({ evidence }: Pick<Flow, 'evidence'>): number {
  return { declared: 2, observed: 1, possible: 0 }[evidence];
}
