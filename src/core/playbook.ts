import type { Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import type { NetworkModel } from './model.ts';
import type { Route } from './route.ts';

/** A flow in trouble: where it stands, and between which models the plan moves. */
export interface Trouble {
  readonly flow: Flow;
  /** All flows of the change. */
  readonly flows: readonly Flow[];
  readonly before: NetworkModel;
  readonly after: NetworkModel;
  readonly edits: readonly Edit[];
  /** How it went before. */
  readonly from: Route;
  /** What stops it. */
  readonly stopped: Route & { readonly by: 'none' };
  /** The state in which it is stopped. */
  readonly state: NetworkModel;
}

/** Edits that the change lacks and that may help; the replay decides whether they do. */
export interface Proposal {
  /** Kebab-case, unique within the plan: `nxdomain-redirect link-blob`. */
  readonly id: string;
  /** Empty: they would help, if the input showed enough to say what they are. */
  readonly edits: readonly Edit[];
  /** What they do, in one sentence. */
  readonly why: string;
  readonly by: 'network' | 'dns' | 'service' | 'application';
}

/** A way to help: a `repair` stays, the edits of a `bridge` are taken back after the gate. */
export interface Playbook {
  readonly id: string;
  readonly kind: 'repair' | 'bridge';
  readonly propose: (trouble: Trouble) => readonly Proposal[];
}
