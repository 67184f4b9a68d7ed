// X as ml-matrix and Arrow have it: npm install dropglm ml-matrix apache-arrow, then node inputs.mjs.
import { tableFromArrays } from "apache-arrow";
import { fit, ridge } from "dropglm";
import { Matrix } from "ml-matrix";

const dose = [1.2, 2.0, 0.4, 3.1, 2.6, 1.1, 0.2, 3.8];
const age = [34, 51, 28, 60, 45, 39, 23, 57];
const visits = [1, 3, 0, 6, 4, 2, 0, 7];
const options = { family: "poisson", penalty: ridge(0.01) };

const rows = new Matrix(dose.map((d, i) => [d, age[i]]));
const fromMatrix = await fit(rows, visits, options);

const table = tableFromArrays({ dose: Float64Array.from(dose), age: Int32Array.from(age) });
const fromArrow = await fit(table, visits, options); // columns keep their names

console.log(fromMatrix.names.join(), [...fromMatrix.coefficients].map((b) => b.toFixed(6)).join());
console.log(fromArrow.names.join(), [...fromArrow.coefficients].map((b) => b.toFixed(6)).join());
