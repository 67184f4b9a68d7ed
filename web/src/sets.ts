// The data sets of the page.
import automobile from "../../examples/data/automobile.csv?url";
import birthwt from "../../examples/data/birthwt.csv?url";
import insurance from "../../examples/data/insurance.csv?url";
import penguins from "../../examples/data/penguins.json?url";
import weather from "../../examples/data/seattle-weather.csv?url";
import spambase from "../../examples/data/spambase.csv?url";
import titanic from "../../examples/data/titanic.csv?url";
import type { Given, Spec } from "./messages.js";
import { rareFeatures } from "./rare-features.js";

export interface BuiltIn {
  readonly id: string;
  readonly title: string;
  /** What one may ask of it. */
  readonly question: string;
  /** Where it is from. */
  readonly about: string;
  readonly spec: Partial<Spec>;
  readonly given: () => Given;
}

/** Files beside the page. The worker that fetches them is in another folder. */
const beside = (file: string): string => new URL(file, document.baseURI).href;
const file = (name: string, address: string) => (): Given => ({ name, address: beside(address) });

export const SETS: readonly BuiltIn[] = [
  {
    id: "titanic",
    title: "Titanic",
    question: "Who survived?",
    about: "1,309 passengers, 263 of unknown age. T. Cason, from the Encyclopedia Titanica; published figures.",
    spec: { response: "survived", predictors: ["sex", "age", "passengerClass"], success: "yes", family: "binomial" },
    given: file("titanic.csv", titanic),
  },
  {
    id: "penguins",
    title: "Penguins",
    question: "Which species is it?",
    about: "344 penguins near Palmer Station, Antarctica. K. Gorman, palmerpenguins, CC0.",
    spec: {},
    given: file("penguins.json", penguins),
  },
  {
    id: "birthwt",
    title: "Birth weight",
    question: "What makes a low birth weight likelier?",
    about: "189 births at Baystate Medical Center, Springfield, 1986. Hosmer and Lemeshow; published figures.",
    spec: {
      response: "low",
      predictors: ["age", "lwt", "race", "smoke", "ptl", "ht", "ui"],
      family: "binomial",
    },
    given: file("birthwt.csv", birthwt),
  },
  {
    id: "insurance",
    title: "Car claims",
    question: "Which drivers claim more often?",
    about: "Claims of 23,359 policyholders in 64 groups. Baxter, Coutts and Ross 1980; published figures.",
    spec: {
      response: "Claims",
      predictors: ["District", "Group", "Age"],
      types: { District: "category" },
      exposure: "Holders",
      family: "poisson",
    },
    given: file("insurance.csv", insurance),
  },
  {
    id: "weather",
    title: "Seattle weather",
    question: "How warm will the day be?",
    about: "1,461 days, 2012 to 2015. NOAA, public domain.",
    spec: { response: "temp_max", predictors: ["precipitation", "temp_min", "wind", "weather"], family: "gaussian" },
    given: file("seattle-weather.csv", weather),
  },
  {
    id: "automobile",
    title: "Car prices",
    question: "What does a feature cost?",
    about: "205 cars of 1985, 26 columns. J. Schlimmer, UCI, CC BY 4.0.",
    spec: {
      response: "price",
      predictors: ["make", "bodyStyle", "driveWheels", "curbWeight", "horsepower"],
      family: "gamma",
      link: "log",
    },
    given: file("automobile.csv", automobile),
  },
  {
    id: "spambase",
    title: "Spam e-mails",
    question: "Which words give spam away?",
    about:
      "4,601 e-mails, frequencies of 57 words and characters. Hopkins, Reeber, Forman and Suermondt, UCI, CC BY 4.0.",
    spec: { response: "spam", family: "binomial", noise: "dropout", rate: 0.1 },
    given: file("spambase.csv", spambase),
  },
  {
    id: "rare",
    title: "Rare features",
    question: "Are rare columns that tell a lot spared?",
    about:
      "800 generated rows: columns that occur in 3 % of the rows and tell a lot, and common ones that tell little.",
    spec: { response: "label", family: "binomial", noise: "dropout", rate: 0.5 },
    given: () => ({ name: "rare-features.csv", text: rareFeatures() }),
  },
  {
    id: "digits",
    title: "Digits, 8 x 8 pixels",
    question: "Which pixels does dropout spare?",
    about: "1,797 handwritten digits. Alpaydin and Kaynak, UCI, CC BY 4.0.",
    spec: {
      response: "digit",
      family: "multinomial",
      types: { digit: "category" },
      noise: "dropout",
      rate: 0.3,
      approximation: "quadratic",
      penalty: "ridge",
      lambda: 0.1,
    },
    given: file("digits.csv", "data/digits.csv"),
  },
];

export const setById = (id: string): BuiltIn => SETS.find((one) => one.id === id) ?? SETS[0]!;
