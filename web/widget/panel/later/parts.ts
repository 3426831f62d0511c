/** What the panel fetches when it is first needed, with its words and looks. */
import history from '../../../shared/ticket/history.css?inline'
import own from './later.css?inline'

// A constructed sheet: the policy of the page lets it pass, and it costs no further request.
const sheet = new CSSStyleSheet()
sheet.replaceSync(history + own)
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]

export { About } from './about'
export { Event } from './event'
export { Files } from './files'
export { Attach as attach } from './attach'
export { Leave as leave } from './leave'
export { Queue } from './queue'
export { Rating } from './rating'
export { Requests as requests } from './requests'
