import {
  elasticNet,
  type FitOptions,
  GlmError,
  groupLasso,
  l1Ball,
  l2Ball,
  lasso,
  mcp,
  ridge,
  scad,
} from "../../index.js";

/** Penalties by the flag that has their lambda. */
export const PENALTIES = ["ridge", "lasso", "elasticNet", "mcp", "scad", "groupLasso"] as const;

/** The command line about penalty, ball and bounds. */
export interface PenaltyFlags {
  readonly ridge?: number;
  readonly lasso?: number;
  readonly elasticNet?: number;
  /** Part of the elastic net that is lasso. */
  readonly share?: number;
  readonly mcp?: number;
  readonly scad?: number;
  /** Of mcp or scad. */
  readonly gamma?: number;
  readonly groupLasso?: number;
  /** With one, the columns of a term are a group. */
  readonly formula?: string;
  /** One label per column, of the group lasso. */
  readonly columnGroups?: readonly string[];
  readonly l1Ball?: number;
  readonly l2Ball?: number;
  /** Bounds on every coefficient. */
  readonly lower?: number;
  readonly upper?: number;
}

/** Options `penalty`, `constraint` and `bounds` of the library. */
export function penaltyOptions(flags: PenaltyFlags): Pick<FitOptions, "penalty" | "constraint" | "bounds"> {
  return { ...penaltyOf(flags), ...ballOf(flags), ...boundsOf(flags) };
}

function penaltyOf(flags: PenaltyFlags): Pick<FitOptions, "penalty"> {
  const { share, gamma, columnGroups: groups } = flags;
  const given = PENALTIES.filter((name) => flags[name] !== undefined);
  if (given.length > 1) {
    const words = given.map(optionOf).join(" and ");
    throw new GlmError(
      "BAD_OPTION",
      `${words} together; expected one: --elastic-net with --share is ridge and lasso in one`,
    );
  }
  if ((share === undefined) !== (flags.elasticNet === undefined)) {
    const found = share === undefined ? "--elastic-net without --share" : "--share without --elastic-net";
    throw new GlmError("BAD_OPTION", `${found}; expected both: --elastic-net <lambda> --share <a>`);
  }
  const isByTerm = groups === undefined && flags.formula !== undefined;
  if (!isByTerm && (groups === undefined) !== (flags.groupLasso === undefined)) {
    const found =
      groups === undefined ? "--group-lasso without --column-groups" : "--column-groups without --group-lasso";
    throw new GlmError("BAD_OPTION", `${found}; expected both: --group-lasso <lambda> --column-groups <labels>`);
  }
  if (gamma !== undefined && flags.mcp === undefined && flags.scad === undefined) {
    throw new GlmError("BAD_OPTION", "--gamma without --mcp or --scad; expected both, as --mcp <lambda> --gamma <g>");
  }
  if (flags.mcp !== undefined) return { penalty: mcp(flags.mcp, { gamma }) };
  if (flags.scad !== undefined) return { penalty: scad(flags.scad, { gamma }) };
  if (flags.groupLasso !== undefined) return { penalty: groupLasso(flags.groupLasso, { groups }) };
  if (flags.ridge !== undefined) return { penalty: ridge(flags.ridge) };
  if (flags.lasso !== undefined) return { penalty: lasso(flags.lasso) };
  if (flags.elasticNet !== undefined) return { penalty: elasticNet(flags.elasticNet, share!) };
  return {};
}

/** A flag as it is written. */
export function optionOf(name: string): string {
  return `--${kebab(name)}`;
}

/** "meanSquaredError" as the command line says it. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function ballOf(flags: PenaltyFlags): Pick<FitOptions, "constraint"> {
  if (flags.l1Ball !== undefined && flags.l2Ball !== undefined) {
    throw new GlmError("BAD_OPTION", "--l1-ball and --l2-ball together; expected one: a fit has one ball");
  }
  if (flags.l1Ball !== undefined) return { constraint: l1Ball(flags.l1Ball) };
  if (flags.l2Ball !== undefined) return { constraint: l2Ball(flags.l2Ball) };
  return {};
}

function boundsOf({ lower, upper }: PenaltyFlags): Pick<FitOptions, "bounds"> {
  if (lower === undefined && upper === undefined) return {};
  if (lower !== undefined && upper !== undefined && lower > upper) {
    throw new GlmError("BAD_OPTION", `--lower ${lower} is above --upper ${upper}; expected lower <= upper`);
  }
  return { bounds: { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) } };
}
