/** A request as its customer sees it: the state, and what was said and done in the open. */
import type { JSX } from 'preact'
import type { Lang } from '../i18n'
import type { Progress, Request, RequestDetail } from '../requests'
import { stateIn } from './states'
import { type TicketWords, ticketWords } from './words'

/** What an entry says; nothing where it is no business of the customer's. */
export function sentence({ kind, data, text }: Progress, words: TicketWords): string {
  if (text) return text
  if (kind === 'transition') return words.t('transition', { state: stateIn(words.lang, String(data.to)) })
  if (kind === 'rated') return words.t('rated', { score: String(data.score) })
  if (kind === 'created' || kind === 'assigned' || kind === 'notified') return words.t(kind)
  return ''
}

function authorOf({ by, text }: Progress, { t }: TicketWords): string {
  if (!text) return ''
  const name = by.kind === 'customer' ? t('you') : by.name || t(by.kind === 'bot' ? 'bot' : 'team')
  return `${name} · `
}

export const StateMark = ({ request, lang }: { request: Request; lang: Lang }): JSX.Element => (
  <span class="state" data-state={request.status}>
    {stateIn(lang, request.status)}
  </span>
)

export function History({ request, lang }: { request: RequestDetail; lang: Lang }): JSX.Element {
  const words = ticketWords(lang)
  const shown = request.history.filter((entry) => sentence(entry, words))
  return (
    <section class="history" aria-label={words.t('history')}>
      <ol>
        {shown.map((entry) => (
          <li key={entry.seq} class={entry.text && entry.kind !== 'created' ? 'said' : ''}>
            <p class="when">
              {authorOf(entry, words)}
              <time dateTime={entry.at}>{words.moment(entry.at)}</time>
            </p>
            <p class="what">{sentence(entry, words)}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
