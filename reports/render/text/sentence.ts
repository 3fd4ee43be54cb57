/** sentenceOf begins a message with a capital letter, as a sentence of its own. */
export function sentenceOf(message: string): string {
  return message.slice(0, 1).toUpperCase() + message.slice(1);
}
