/**
 * FNV-1a over the UTF-16 units of a text, with MurmurHash3's last mixing, so that the low bits depend on all of it: 32 bits.
 *
 * Source: Fowler, Noll & Vo (1991); Appleby (2011), public domain.
 */
export function hashOf(text: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed;
  for (let k = 0; k < text.length; k++) {
    const unit = text.charCodeAt(k);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >>> 8), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The words of a text: runs of letters and digits, in lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
