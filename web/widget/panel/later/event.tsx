/** A line that tells what happened to the talk, and leads to the request that it tells of. */
import type { JSX } from 'preact'
import { link, type Props } from './page'
import { requestIn, told } from './told'
import { laterWords } from './words/words'

export function Event({ view, chat, message }: Props): JSX.Element {
  const words = laterWords(view.lang)
  const number = requestIn(message!)
  return (
    <p class="line">
      {told(message!, words)}{' '}
      {number && link(words.t('see'), () => chat.go({ at: 'requests', number }), words.t('request_see', { number: String(number) }))}
    </p>
  )
}
