import { CauchitLink } from "./cauchit";
import { CloglogLink, LoglogLink } from "./cloglog";
import { ProbabilityLink } from "./contract";
import { IdentityLink } from "./identity";
import { LogLink } from "./log";
import { LogitLink } from "./logit";
import { ProbitLink } from "./probit";

// The only file of assembly/ that knows every link for probabilities.

export enum Probability { Logit = 0, Probit = 1, Cauchit = 2, Cloglog = 3, Loglog = 4, Log = 5, Identity = 6 }

/** What may be asked of a link; see link/contract.ts. */
export enum Side {
  Up = 0, UpSlope = 1, UpCurvature = 2, Down = 3, DownSlope = 4, DownCurvature = 5,
  Quantile = 6, Mean = 7, UpRecedes = 8, DownRecedes = 9, Strip = 10, Growth = 11,
}

export function askLink(link: i32, side: Side, x: f64): f64 {
  switch (link) {
    case Probability.Logit: return ask<LogitLink>(side, x);
    case Probability.Probit: return ask<ProbitLink>(side, x);
    case Probability.Cauchit: return ask<CauchitLink>(side, x);
    case Probability.Cloglog: return ask<CloglogLink>(side, x);
    case Probability.Loglog: return ask<LoglogLink>(side, x);
    case Probability.Log: return ask<LogLink>(side, x);
    case Probability.Identity: return ask<IdentityLink>(side, x);
    default: return NaN;
  }
}

function ask<L extends ProbabilityLink>(side: Side, x: f64): f64 {
  const link = changetype<L>(0);
  switch (side) {
    case Side.Up: return link.up(x);
    case Side.UpSlope: return link.upSlope(x);
    case Side.UpCurvature: return link.upCurvature(x);
    case Side.Down: return link.down(x);
    case Side.DownSlope: return link.downSlope(x);
    case Side.DownCurvature: return link.downCurvature(x);
    case Side.Quantile: return link.quantile(x);
    case Side.Mean: return link.mean(x);
    case Side.UpRecedes: return <f64>link.upRecedes();
    case Side.DownRecedes: return <f64>link.downRecedes();
    case Side.Strip: return link.strip();
    default: return link.growth();
  }
}
