import type { Known } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import type { Path } from '../../knowledge/service.ts';
import type { Fragment } from './fragment.ts';
import type { Kind } from './kinds.ts';
import type { View } from './view.ts';

/** Where a resource names the record that it is a part of. */
export interface Part {
  readonly kind: Kind;
  readonly paths: readonly Path[];
  readonly owner: (view: View) => Known<Id> | undefined;
  /** It has a record of its own, and routes ask whose it is. */
  readonly asked?: true;
}

/** What resources of some types say about the network. */
export interface Teller {
  /** Resource types of both dialects. */
  readonly types: readonly string[];
  /** Attributes at the top of azurerm resources that are read; nothing else may be kept. */
  readonly reads: readonly string[];
  readonly tell: (view: View) => readonly Fragment[];
  /** What it is a part of, where that is a record of another resource: without it, nothing can be told. */
  readonly of?: Part;
  /** It looks up values of other resources, which may change while this one stays. */
  readonly looksAround?: true;
  /** Attributes at the top of azurerm resources: one that shows none of them has nothing to tell. */
  readonly needs?: readonly string[];
  /** Where no resource of these types is in the input, it has nothing to tell. */
  readonly beside?: readonly string[];
  /** What stays behind once it is destroyed; the view shows it as it was. */
  readonly gone?: (view: View) => readonly Fragment[];
}
