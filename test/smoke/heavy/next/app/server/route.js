import edge from "../../edge.mjs";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const GET = edge.fetch;
