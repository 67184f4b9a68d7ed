/** The parameters of transforms, by their names in a formula. The first one is the expression to transform. */
export const TRANSFORM_PARAMETERS = {
  poly: ["x", "degree", "raw"],
  bs: ["x", "df", "knots", "degree", "intercept", "Boundary.knots"],
  ns: ["x", "df", "knots", "intercept", "Boundary.knots"],
  scale: ["x", "center", "scale"],
  center: ["x"],
  cut: ["x", "breaks", "labels", "include.lowest", "right", "dig.lab"],
} as const;
