/** The smallest and the largest value. */
export function extent(x: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const v of x) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return [low, high];
}
