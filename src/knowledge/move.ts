import { apply, type Edit, invert } from '../core/edit.ts';
import { later } from '../core/later.ts';
import type { Id, NetworkModel } from '../core/model.ts';

/** An edit with the model on either side of it. */
export interface Move {
  readonly id: Id;
  /** The entry, where the field is keyed. */
  readonly key: string;
  readonly was: NetworkModel;
  readonly now: NetworkModel;
}

/** Commands to be run one after the other; where one cannot be written, none is. */
export type Lines = readonly (string | undefined)[];

/** The model may be that before the edit or that after it: both sides are made from it, and only if they are looked at. */
export function moveOf(edit: Edit, model: NetworkModel): Move {
  const was = later(() => applied(model, invert(edit)));
  const now = later(() => applied(model, edit));
  return {
    id: edit.id,
    key: edit.key ?? '',
    get was() {
      return was();
    },
    get now() {
      return now();
    },
  };
}

// A memory of a pure function: the command, its way back and the checks of an edit look at the same two models.
const made = new WeakMap<NetworkModel, { readonly edit: Edit; readonly model: NetworkModel }[]>();

function applied(model: NetworkModel, edit: Edit): NetworkModel {
  const all = made.get(model) ?? [];
  const known = all.find(
    (each) =>
      each.edit.after === edit.after &&
      each.edit.id === edit.id &&
      each.edit.kind === edit.kind &&
      each.edit.key === edit.key,
  );
  if (known !== undefined) return known.model;
  const result = apply(model, edit);
  all.push({ edit, model: result });
  made.set(model, all);
  return result;
}
