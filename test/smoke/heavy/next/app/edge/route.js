import edge from "../../edge.mjs";

export const runtime = "edge";
export const dynamic = "force-dynamic";
export const GET = edge.fetch;
