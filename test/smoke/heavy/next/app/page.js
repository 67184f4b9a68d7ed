"use client";
import * as library from "dropglm";
import { useEffect } from "react";
import { program } from "../program.mjs";
import { report } from "../report.mjs";

export default function Page() {
  useEffect(() => {
    report(program(library));
  }, []);
  return null;
}
