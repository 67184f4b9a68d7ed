// Fits what the page sends; the page stays free. import maps do not reach into workers: the package by its path.
import { fit } from "./node_modules/dropglm/dist/index.mjs";

self.onmessage = async ({ data: { x, y } }) => {
  const model = await fit(x, y, { family: "poisson" });
  postMessage({ code: model.status.code, intercept: model.intercept, coefficients: [...model.coefficients] });
};
