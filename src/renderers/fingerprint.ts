/** 64 bits of `words` in hex (FNV-1a): tells findings apart from run to run. Not a secret, and no defence against anybody. */
export function fingerprint(words: string): string {
  return `${half(words, 0x811c9dc5)}${half(words, 0x9747b28c)}`;
}

function half(words: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < words.length; at += 1) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  }
  // The last letters have moved only the low bits so far.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, '0');
}
