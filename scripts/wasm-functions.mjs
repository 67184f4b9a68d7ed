// The functions of a WebAssembly module with names: WebAssembly core specification, sections 5.5 and 7.4.1.
const CODE = 10;

/** The kernel imports its memory only, so functions count from 0. @param {Uint8Array} bytes @returns {{ name: string, size: number }[]} */
export function functionSizes(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return new TextDecoder().decode(bytes.subarray(at - length, at));
  };
  /** @type {number[]} */
  const sizes = [];
  /** @type {Map<number, string>} */
  const names = new Map();
  while (at < bytes.length) {
    const section = bytes[at++];
    const size = number();
    const end = at + size;
    if (section === CODE) {
      for (let left = number(); left > 0; left--) {
        const body = number();
        sizes.push(body);
        at += body;
      }
    } else if (section === 0 && text() === "name") {
      while (at < end) {
        const kind = bytes[at++];
        const next = number() + at;
        for (let left = kind === 1 ? number() : 0; left > 0; left--) names.set(number(), text());
        at = next;
      }
    }
    at = end;
  }
  return sizes.map((size, k) => ({ name: names.get(k) ?? "", size }));
}
