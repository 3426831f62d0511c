/** How long things may be; the contracts of the desk say the same. */
export const longest = { title: 200, description: 8000, category: 40, tag: 40, comment: 8000 }
export const mostTags = 20

/** Tags as people write them: any comma parts them, none is there twice. */
export const readTags = (text: string): string[] =>
  [...new Set(text.split(/[,，、]/).map((tag) => tag.trim()).filter(Boolean))].slice(0, mostTags)
