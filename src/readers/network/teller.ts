import type { Fragment } from './fragment.ts';
import type { View } from './view.ts';

/** What resources of some types say about the network. */
export interface Teller {
  /** Resource types of both dialects. */
  readonly types: readonly string[];
  /** Attributes at the top of azurerm resources that are read; nothing else may be kept. */
  readonly reads: readonly string[];
  readonly tell: (view: View) => readonly Fragment[];
  /** It looks up values of other resources, which may change while this one stays. */
  readonly looksAround?: true;
  /** Attributes at the top of azurerm resources: one that shows none of them has nothing to tell. */
  readonly needs?: readonly string[];
  /** Where no resource of these types is in the input, it has nothing to tell. */
  readonly beside?: readonly string[];
  /** What stays behind once it is destroyed; the view shows it as it was. */
  readonly gone?: (view: View) => readonly Fragment[];
}
