import { expLanes, first, log1pLanes, second, splat } from "../num/lanes";

/** e^x by lane 0 or 1. */
export function exponential(x: f64, lane: i32): f64 {
  const e = expLanes(f64x2.replace_lane(splat(1.0), <u8>0, x));
  if (lane == 0) return first(e);
  return second(expLanes(f64x2.replace_lane(splat(1.0), <u8>1, x)));
}

/** log(1 + t), 0 <= t <= 1. */
export function logOnePlus(t: f64): f64 { return first(log1pLanes(splat(t))); }
