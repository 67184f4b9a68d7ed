import edge from "../../edge.mjs";

export const prerender = false;
export const GET = ({ request }) => edge.fetch(request);
