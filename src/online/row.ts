/** The entries of one row: features by number, each at most once, and their values. */
export class Row {
  index = new Int32Array(16);
  value = new Float64Array(16);
  count = 0;

  add(feature: number, value: number): void {
    if (value === 0) return;
    if (this.count === this.index.length) this.#grow();
    this.index[this.count] = feature;
    this.value[this.count++] = value;
  }

  /** The same for a feature that the row may have already, as a word that occurs twice: values add up. */
  addTo(feature: number, value: number): void {
    for (let k = 0; k < this.count; k++) {
      if (this.index[k] !== feature) continue;
      this.value[k]! += value;
      return;
    }
    this.add(feature, value);
  }

  #grow(): void {
    const [index, value] = [this.index, this.value];
    this.index = new Int32Array(2 * index.length);
    this.value = new Float64Array(2 * index.length);
    this.index.set(index);
    this.value.set(value);
  }
}

/** Checked rows of features. */
export interface Rows {
  readonly length: number;
  /** Puts row i into `to`, which was emptied. */
  readonly read: (i: number, to: Row) => void;
}
