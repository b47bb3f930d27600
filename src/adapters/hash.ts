/** The hash of a plan, or as much of its beginning as a report shows. */
export function isHash(text: string): boolean {
  return /^[0-9a-f]{12,64}$/i.test(text);
}

export const hashMend = 'Give 12 to 64 of the characters 0-9 and a-f, as the report shows them.';
