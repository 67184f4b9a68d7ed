import {
  type ApproximationName,
  additive,
  dropout,
  type FamilyName,
  GlmError,
  laplace,
  multiplicative,
  type Noise,
  type NoiseOptions,
  poissonNoise,
} from "../../index.js";

/** The command line about feature noise. */
export interface NoiseFlags {
  readonly family: FamilyName;
  readonly dropout?: number;
  readonly additive?: number;
  readonly multiplicative?: number;
  readonly laplace?: number;
  readonly poissonNoise?: true;
  readonly approximation?: ApproximationName;
  readonly mask?: NonNullable<NoiseOptions["mask"]>;
  readonly copies?: number;
  readonly seed?: number;
}

/** Option `noise` of the library. */
export function noiseOptions(flags: NoiseFlags): { noise?: Noise[] } {
  const options = settingsOf(flags);
  const noise: Noise[] = [];
  if (flags.dropout !== undefined) noise.push(dropout(flags.dropout, options));
  if (flags.additive !== undefined) noise.push(additive(flags.additive, options));
  if (flags.multiplicative !== undefined) noise.push(multiplicative(flags.multiplicative, options));
  if (flags.laplace !== undefined) noise.push(laplace(flags.laplace, options));
  if (flags.poissonNoise) noise.push(poissonNoise(options));
  if (noise.length > 0) return { noise };
  const [first] = Object.entries(options);
  if (first !== undefined) throw withoutNoise(`--${first[0]} ${first[1]}`);
  return {};
}

/** The error for an option that has no effect without noise. */
export function withoutNoise(option: string): GlmError {
  return new GlmError(
    "BAD_OPTION",
    `${option} without noise; expected --dropout, --additive, --multiplicative, --laplace or --poisson-noise beside it`,
  );
}

/** The options that all noises of a fit share. */
function settingsOf({ family, approximation, mask, copies, seed }: NoiseFlags): NoiseOptions {
  if ((mask === "shared" || mask === "per-class") && family !== "multinomial") {
    throw new GlmError(
      "BAD_OPTION",
      `--mask ${mask} with --family ${family}; expected --family multinomial, or no --mask: one predictor has one mask`,
    );
  }
  const sampled = copies === undefined ? "--seed" : "--copies";
  if ((copies ?? seed) !== undefined && approximation !== undefined && approximation !== "monte-carlo") {
    throw new GlmError(
      "BAD_OPTION",
      `${sampled} with --approximation ${approximation}; expected --approximation monte-carlo: the others do not sample`,
    );
  }
  return {
    ...(approximation === undefined ? {} : { approximation }),
    ...(mask === undefined ? {} : { mask }),
    ...(copies === undefined ? {} : { copies }),
    ...(seed === undefined ? {} : { seed }),
  };
}
