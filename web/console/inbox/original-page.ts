/**
 * A stranger's letter as a document of its own. The desk has cleaned it; should that have missed
 * something, it still runs nothing and asks nobody for anything: it stands in a sandbox without any
 * leave, and this policy holds back all but its own styles and the images that lie in it.
 */
const policy = (images: boolean): string =>
  `default-src 'none'; style-src 'unsafe-inline'; img-src data:${images ? ' https:' : ''}; base-uri 'none'; form-action 'none'`

const looks = 'body{margin:12px;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}'

export const pageOf = (html: string, images: boolean): string =>
  `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy(images)}">` +
  `<meta name="referrer" content="no-referrer"><style>${looks}</style></head><body>${html}</body></html>`

/**
 * Whether anything in it would be asked of the internet. Read as text: even a document that is only
 * parsed here would be held to the console's policy, and complained of.
 */
const asking = [
  /<[^>]+\s(?:src|background)\s*=\s*["']?\s*(?:https?:)?\/\//i,
  /<[^>]+\ssrcset\s*=\s*["'][^"']*https?:\/\//i,
  /url\(\s*(?:["']|&quot;|&#39;)?\s*(?:https?:)?\/\//i,
]
export const holdsImages = (html: string): boolean => asking.some((each) => each.test(html))
