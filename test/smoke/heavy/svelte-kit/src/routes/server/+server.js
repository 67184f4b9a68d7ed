import edge from "../../../edge.mjs";

export const GET = ({ request }) => edge.fetch(request);
