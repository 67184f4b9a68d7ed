import { elasticNet, type FitOptions, GlmError, l1Ball, l2Ball, lasso, ridge } from "../../index.js";

/** The command line about penalty, ball and bounds. */
export interface PenaltyFlags {
  readonly ridge?: number;
  readonly lasso?: number;
  readonly elasticNet?: number;
  /** Part of the elastic net that is lasso. */
  readonly share?: number;
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
  const { share } = flags;
  const given = (["ridge", "lasso", "elasticNet"] as const).filter((name) => flags[name] !== undefined);
  if (given.length > 1) {
    const words = given.map((name) => (name === "elasticNet" ? "--elastic-net" : `--${name}`)).join(" and ");
    throw new GlmError(
      "BAD_OPTION",
      `${words} together; expected one: --elastic-net with --share is ridge and lasso in one`,
    );
  }
  if ((share === undefined) !== (flags.elasticNet === undefined)) {
    const found = share === undefined ? "--elastic-net without --share" : "--share without --elastic-net";
    throw new GlmError("BAD_OPTION", `${found}; expected both: --elastic-net <lambda> --share <a>`);
  }
  if (flags.ridge !== undefined) return { penalty: ridge(flags.ridge) };
  if (flags.lasso !== undefined) return { penalty: lasso(flags.lasso) };
  if (flags.elasticNet !== undefined) return { penalty: elasticNet(flags.elasticNet, share!) };
  return {};
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
