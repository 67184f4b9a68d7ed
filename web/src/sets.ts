// The data sets of the page.
import spambase from "../../examples/data/spambase.csv?url";
import type { Choice } from "./choice.js";
import type { Given } from "./messages.js";
import { rareFeatures } from "./rare-features.js";

export interface BuiltIn {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly choice: Partial<Choice>;
  readonly given: () => Given;
}

/** Files beside the page. The worker that fetches them is in another folder. */
const beside = (file: string): string => new URL(file, document.baseURI).href;

export const SETS: readonly BuiltIn[] = [
  {
    id: "spambase",
    title: "Spam e-mails",
    about:
      "4,601 e-mails, frequencies of 57 words and characters. Hopkins, Reeber, Forman and Suermondt, UCI, CC BY 4.0.",
    choice: { response: "spam", family: "binomial", noise: "dropout", rate: 0.1 },
    given: () => ({ name: "spambase.csv", address: beside(spambase) }),
  },
  {
    id: "rare",
    title: "Rare features",
    about:
      "800 generated rows: columns that occur in 3 % of the rows and tell a lot, and common ones that tell little.",
    choice: { response: "label", family: "binomial", noise: "dropout", rate: 0.5 },
    given: () => ({ name: "rare-features.csv", text: rareFeatures() }),
  },
  {
    id: "digits",
    title: "Digits, 8 x 8 pixels",
    about: "1,797 handwritten digits. Alpaydin and Kaynak, UCI, CC BY 4.0.",
    choice: {
      response: "digit",
      family: "multinomial",
      noise: "dropout",
      rate: 0.3,
      approximation: "quadratic",
      penalty: "ridge",
      lambda: 0.1,
    },
    given: () => ({ name: "digits.csv", address: beside("data/digits.csv") }),
  },
  {
    id: "penguins",
    title: "Penguins",
    about:
      "333 penguins near Palmer Station, Antarctica: their sex from bill, flipper and mass. K. Gorman, palmerpenguins, CC0.",
    choice: { response: "sex", family: "binomial", noise: "dropout", rate: 0.05 },
    given: () => ({ name: "penguins.csv", address: beside("data/penguins.csv") }),
  },
];
