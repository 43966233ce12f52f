// SHA-256 by FIPS 180-4. The platform's own is asynchronous, and missing in pages that came over plain http.

const PRIMES = primes(64);
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)));

/** The hash of some bytes, in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  const size = Math.ceil((bytes.length + 9) / 64) * 64;
  const padded = new DataView(new ArrayBuffer(size));
  bytes.forEach((byte, index) => padded.setUint8(index, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(size - 8, Math.floor(bytes.length / 2 ** 29));
  padded.setUint32(size - 4, bytes.length * 8 % 2 ** 32);
  const state = Uint32Array.from(START);
  const words = new Uint32Array(64);
  for (let block = 0; block < size; block += 64) {
    mix(state, words, padded, block);
  }
  return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

function mix(state: Uint32Array, words: Uint32Array, data: DataView, block: number): void {
  const at = (index: number): number => words[index] ?? 0;
  for (let index = 0; index < 64; index++) {
    words[index] = index < 16
      ? data.getUint32(block + 4 * index)
      : at(index - 16) + spread(at(index - 15), 7, 18, 3) + at(index - 7) + spread(at(index - 2), 17, 19, 10);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index++) {
    const first = h + turned(e, 6, 11, 25) + (e & f ^ ~e & g) + (ROUND[index] ?? 0) + at(index);
    const second = turned(a, 2, 13, 22) + (a & b ^ a & c ^ b & c);
    [a, b, c, d, e, f, g, h] = [first + second >>> 0, a, b, c, d + first >>> 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => state[index] = (state[index] ?? 0) + word);
}

function turn(word: number, by: number): number {
  return word >>> by | word << 32 - by;
}

function turned(word: number, one: number, two: number, three: number): number {
  return (turn(word, one) ^ turn(word, two) ^ turn(word, three)) >>> 0;
}

function spread(word: number, one: number, two: number, shift: number): number {
  return (turn(word, one) ^ turn(word, two) ^ word >>> shift) >>> 0;
}

/** The first 32 bits behind the point. */
function fraction(value: number): number {
  return (value - Math.floor(value)) * 2 ** 32 >>> 0;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number++) {
    if (found.every((prime) => number % prime !== 0)) {
      found.push(number);
    }
  }
  return found;
}
