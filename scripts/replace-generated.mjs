/**
 * Replaces the content between the marks of a name in a page.
 *
 * @param {string} text
 * @param {string} name
 * @param {string} content
 */
export function replaceGenerated(text, name, content) {
  const place = new RegExp(`(<!-- generated: ${name} -->)[\\s\\S]*?(<!-- end -->)`);
  if (!place.test(text)) throw new Error(`the page has no place for ${name}`);
  return text.replace(place, (_, begin, end) => `${begin}${content}${end}`);
}
