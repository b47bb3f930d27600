/** What an order costs: minutes of denial first, then resets and changes of name. */
export interface Cost {
  readonly deniedMinutes: number;
  readonly disruptions: number;
}

/** What costs nothing. */
export const free: Cost = { deniedMinutes: 0, disruptions: 0 };

export function sum(one: Cost, other: Cost): Cost {
  return {
    deniedMinutes: one.deniedMinutes + other.deniedMinutes,
    disruptions: one.disruptions + other.disruptions,
  };
}

/** Negative when `one` is cheaper. */
export function compare(one: Cost, other: Cost): number {
  return one.deniedMinutes - other.deniedMinutes || one.disruptions - other.disruptions;
}

export function times(factor: number, { deniedMinutes, disruptions }: Cost): Cost {
  return { deniedMinutes: factor * deniedMinutes, disruptions: factor * disruptions };
}
