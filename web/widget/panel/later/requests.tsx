/** My requests: what was opened for this customer, and how far each one is. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Api, Problem } from '../../../shared/api'
import type { Request, RequestDetail } from '../../../shared/requests'
import { History, StateMark } from '../../../shared/ticket/history'
import { ticketWords } from '../../../shared/ticket/words'
import type { Page as Pages } from '../../../shared/wire'
import { Failure } from '../parts/failure'
import { complaint, useWords } from '../words/words'
import { Page, type Props } from './page'
import { Transcript } from './transcript'
import { laterWords } from './words/words'

const codeTo = (tell: (code: string) => void) => (why: unknown): void => {
  if (!(why instanceof Problem)) throw why
  tell(why.code)
}

/** What the desk answers, asked again whenever `when` changes; the last answer stands meanwhile. */
function useAsked<T>({ chat }: Props, ask: (api: Api) => Promise<T>, when: unknown[]): { found?: T; problem: string; again: () => void } {
  const [found, show] = useState<T>()
  const [problem, fail] = useState('')
  const again = (): void => {
    fail('')
    chat.call(ask).then(show, codeTo(fail))
  }
  useEffect(again, when)
  return { found, problem, again }
}

export function Requests(props: Props): JSX.Element {
  const { page } = props.view
  const number = page.at === 'requests' ? page.number : undefined
  return number ? <One {...props} number={number} key={number} /> : <All {...props} />
}

function All(props: Props): JSX.Element {
  const { view, chat } = props
  const words = useWords()
  const { t } = laterWords(view.lang)
  const [older, add] = useState<Pages<Request>>()
  const [stuck, setStuck] = useState('')
  const { found, problem, again } = useAsked(props, (api) => api.get<Pages<Request>>('/visitor/tickets'), [view.conversation?.seq])
  const next = (older ?? found)?.next
  const more = (cursor: string): void => {
    setStuck('')
    chat
      .call((api) => api.get<Pages<Request>>('/visitor/tickets', { query: { cursor } }))
      .then((page) => add({ ...page, items: [...(older?.items ?? []), ...page.items] }), codeTo(setStuck))
  }
  const all = [...(found?.items ?? []), ...(older?.items ?? [])]
  return (
    <Page view={view} chat={chat} title={words.t('requests')}>
      {!found && !problem && <p role="status">{t('requests_loading')}</p>}
      {!found && problem && <Failure code={problem} open={false} again={again} />}
      {found && !all.length && <p>{t('requests_none')}</p>}
      <ul class="requests">
        {all.map((request) => (
          <li key={request.id}>
            <Summary request={request} {...props} />
          </li>
        ))}
      </ul>
      {next && (
        <button class="outline" type="button" onClick={() => more(next)}>
          {t('requests_more')}
        </button>
      )}
      {stuck && (
        <p class="refusal" role="alert">
          {complaint(words, stuck)}
        </p>
      )}
      <Transcript {...props} />
    </Page>
  )
}

function Summary({ request, view, chat }: Props & { request: Request }): JSX.Element {
  const words = ticketWords(view.lang)
  return (
    <button type="button" onClick={() => chat.go({ at: 'requests', number: request.number })}>
      <b>
        #{request.number} {request.title}
      </b>
      <StateMark request={request} lang={view.lang} />
      <time dateTime={request.updated_at}>{words.t('updated', { ago: words.ago(request.updated_at) })}</time>
    </button>
  )
}

function One({ number, ...props }: Props & { number: number }): JSX.Element {
  const { view, chat } = props
  const { t } = laterWords(view.lang)
  const { found, problem, again } = useAsked(props, (api) => byNumber(api, number), [view.conversation?.seq])
  const back = { label: t('requests_all'), go: () => chat.go({ at: 'requests' }) }
  return (
    <Page view={view} chat={chat} title={t('request', { number: String(number) })} back={back}>
      {found === undefined && !problem && <p role="status">{t('requests_loading')}</p>}
      {!found && problem && <Failure code={problem} open={false} again={again} />}
      {found === null && <p>{t('requests_gone')}</p>}
      {found && (
        <>
          <p class="subject">{found.title}</p>
          <p>
            <StateMark request={found} lang={view.lang} />
          </p>
          <History request={found} lang={view.lang} />
        </>
      )}
    </Page>
  )
}

/** A line of the talk knows a request by the number alone. */
async function byNumber(api: Api, number: number): Promise<RequestDetail | null> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Pages<Request> = await api.get('/visitor/tickets', { query: { cursor } })
    const known = page.items.find((request) => request.number === number)
    if (known) return api.get<RequestDetail>(`/visitor/tickets/${known.id}`)
    cursor = page.next
  }
  return null
}
