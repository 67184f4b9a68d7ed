import edge from "../../edge.mjs";

/** @param {{ node: { req: { url?: string } } }} event */
export default ({ node }) => edge.fetch(/** @type {Request} */ ({ url: `http://localhost${node.req.url}` }));
