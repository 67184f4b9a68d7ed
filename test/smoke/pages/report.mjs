/** Writes the answer into the page, where run.mjs reads it. @param {Promise<string>} answer */
export async function report(answer) {
  const { dataset } = document.documentElement;
  try {
    dataset.answer = await answer;
  } catch (error) {
    dataset.answer = `${error.code} ${error.message}`;
  }
}
