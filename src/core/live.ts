/** What Azure Resource Manager answered when it was asked for one ID: a resource, or a collection of child resources. */
export type LiveAnswer = LiveBody | LiveRefusal;

export interface LiveBody {
  /** As it was asked for. */
  readonly id: string;
  readonly apiVersion: string;
  /** Parsed JSON; all pages of a collection under `value`. */
  readonly body: unknown;
}

export interface LiveRefusal {
  readonly id: string;
  /** It does not exist; its subscription cannot be seen; it may not be read; anything else. */
  readonly refused: 'absent' | 'unseen' | 'forbidden' | 'failed';
  /** Azure's own words where they help: `failed` only. */
  readonly says?: string;
}

export function isBody(answer: LiveAnswer): answer is LiveBody {
  return 'body' in answer;
}
