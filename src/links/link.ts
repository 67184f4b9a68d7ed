/** The description of a link g, eta = g(mu). The numerics are in assembly/family/power.ts and assembly/link/. */
export interface Link {
  readonly name: string;
  /** g(mu) as a formula, for the documentation. */
  readonly formula: string;
  /** q when mu = eta^q, 0 for the log link; undefined for links of probabilities only. */
  readonly power: number | undefined;
  /** Number of the link in assembly/link/registry.ts; undefined if it is not for probabilities. */
  readonly probability: number | undefined;
  /** Whether eta may be any real number when mu is a probability. */
  readonly wholeLine: boolean;
}
