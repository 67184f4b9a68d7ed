// B-splines over a sequence of knots t_0 <= ... <= t_{m-1}, by the recurrence of Cox and de Boor:
//
//   B_{i,1}(x) = 1 on the interval [t_i, t_{i+1}), else 0
//   B_{i,k}(x) = (x - t_i) / (t_{i+k-1} - t_i) B_{i,k-1}(x) + (t_{i+k} - x) / (t_{i+k} - t_{i+1}) B_{i+1,k-1}(x)
//   B'_{i,k}(x) = (k - 1) (B_{i,k-1}(x) / (t_{i+k-1} - t_i) - B_{i+1,k-1}(x) / (t_{i+k} - t_{i+1}))
//
// with 0 / 0 = 0. Of order k there are m - k, of degree k - 1. Beyond the outer knots they go on as the polynomials of the
// outermost intervals. Source: de Boor (2001), A Practical Guide to Splines, chapters IX and X.

/** The knots of a basis: the boundary `order` times at either end, with the inner knots between. */
export function knotSequence(
  inner: readonly number[],
  boundary: readonly [number, number],
  order: number,
): Float64Array {
  const ends = boundary.map((knot) => Array.from({ length: order }, () => knot));
  return Float64Array.from([...ends[0]!, ...inner, ...ends[1]!]).sort();
}

/** The interval of x, of those that are not empty: the first or last one if x is beyond them, the last one at the last knot. */
export function knotInterval(knots: Float64Array, order: number, x: number): number {
  let low = order - 1;
  let high = knots.length - order;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x >= knots[middle]!) low = middle;
    else high = middle;
  }
  while (low > order - 1 && knots[low] === knots[low + 1]) low--;
  while (low < knots.length - order - 1 && knots[low] === knots[low + 1]) low++;
  return low;
}

/** All B-splines of an order at x, or their derivatives. */
export function bSplinesAt(knots: Float64Array, order: number, x: number, derivative = 0): Float64Array {
  const m = knots.length;
  const values = new Float64Array(m - 1);
  values[knotInterval(knots, order, x)] = 1;
  const over = (value: number, span: number): number => (value === 0 || span === 0 ? 0 : value / span);
  for (let k = 2; k <= order; k++) {
    const isDerived = k > order - derivative;
    for (let i = 0; i < m - k; i++) {
      const a = over(values[i]!, knots[i + k - 1]! - knots[i]!);
      const b = over(values[i + 1]!, knots[i + k]! - knots[i + 1]!);
      values[i] = isDerived ? (k - 1) * (a - b) : (x - knots[i]!) * a + (knots[i + k]! - x) * b;
    }
  }
  return values.subarray(0, m - order);
}
