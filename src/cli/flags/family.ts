import {
  type FamilyName,
  type FamilyOption,
  type FitOptions,
  GlmError,
  type LinkName,
  negativeBinomial,
  quasi,
  tweedie,
} from "../../index.js";

/** The command line about the distribution of the response. */
export interface FamilyFlags {
  readonly family: FamilyName;
  /** Shape of the negative binomial. */
  readonly theta?: number | "estimate";
  /** Power of the tweedie family. */
  readonly power?: number;
  readonly quasi?: true;
  readonly link?: LinkName;
}

/** Options `family` and `link` of the library. */
export function familyOptions(flags: FamilyFlags): Pick<FitOptions, "family" | "link"> {
  const family = shaped(flags);
  if (flags.quasi && flags.family === "multinomial") {
    throw new GlmError("BAD_OPTION", "--quasi with --family multinomial; expected another family, or no --quasi");
  }
  return { family: flags.quasi ? quasi(family) : family, ...(flags.link === undefined ? {} : { link: flags.link }) };
}

function shaped({ family, theta, power }: FamilyFlags): Exclude<FamilyOption, { readonly quasi: unknown }> {
  if (theta !== undefined && family !== "negative-binomial") throw misplaced("--theta", family, "negative-binomial");
  if (power !== undefined && family !== "tweedie") throw misplaced("--power", family, "tweedie");
  if (theta !== undefined) return negativeBinomial({ theta });
  if (power !== undefined) return tweedie({ power });
  return family;
}

function misplaced(option: string, family: FamilyName, wanted: FamilyName): GlmError {
  return new GlmError("BAD_OPTION", `${option} with --family ${family}; expected --family ${wanted}, or no ${option}`);
}
