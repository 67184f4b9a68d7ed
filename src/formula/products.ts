// Sets of products of variables, which formulas are about: a:b is the product of a and b. A product is the ascending list of the indices of
// its variables, so that a:b and b:a, and a and a:a, are the same. A set keeps the order in which its products came.

/** Indices of variables, ascending. */
export type Product = readonly number[];
/** Products by a key that equal products share, in order of arrival. */
export type Products = ReadonlyMap<string, Product>;

const keyOf = (product: Product): string => product.join();

export const NONE: Products = new Map();

export function single(variable: number): Products {
  return setOf([[variable]]);
}

export function setOf(products: readonly Product[]): Products {
  return new Map(products.map((product) => [keyOf(product), product]));
}

/** The product of two products. */
function times(a: Product, b: Product): Product {
  return [...new Set([...a, ...b])].sort((i, j) => i - j);
}

/** Left and right: `a + b`. */
function union(...sets: readonly Products[]): Products {
  return new Map(sets.flatMap((set) => [...set]));
}

/** Each of left by each of right: `a:b`. */
export function interactions(left: Products, right: Products): Products {
  return setOf([...left.values()].flatMap((a) => [...right.values()].map((b) => times(a, b))));
}

/** Left, right, and their interactions: `a * b`. */
export function crossed(left: Products, right: Products): Products {
  return union(left, right, interactions(left, right));
}

/** The product of all variables of a set. */
function whole(products: Products): Product {
  return [...new Set([...products.values()].flat())].sort((i, j) => i - j);
}

/** Each of left by all of right: `a %in% b`. */
export function within(left: Products, right: Products): Products {
  const all = whole(right);
  return setOf([...left.values()].map((a) => times(a, all)));
}

/** Left, and each of right within all of left: `a / b`. */
export function nested(left: Products, right: Products): Products {
  return left.size === 0 ? right : union(left, interactions(setOf([whole(left)]), right));
}

/**
 * The interactions of a set with itself, `exponent` times: `(a + b)^2`. `spend` hears before every step how many pairs it has, and may throw.
 */
export function power(base: Products, exponent: number, spend: (pairs: number) => void): Products {
  let result = base;
  for (let k = 1; k < exponent; k++) {
    spend(result.size * base.size);
    const next = interactions(result, base);
    const isDone = next.size === result.size && [...next.keys()].join(" ") === [...result.keys()].join(" ");
    if (isDone) break; // no product has room for another variable
    result = next;
  }
  return result;
}
