/** Leave a message when nobody is there: an address to answer to, and what there is to add. */
import type { JSX, TargetedSubmitEvent } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Problem } from '../../../shared/api'
import { blame, useWords } from '../words/words'
import { Page, type Props } from './page'
import { laterWords } from './words/words'

type State = { is: 'writing' | 'sending' } | { is: 'sent'; email: string } | { is: 'refused'; why: string; field: boolean }

/** What could be an address; the desk has the last word. */
export const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

const given = (form: HTMLFormElement): Record<string, string> => {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()] as const)
  return Object.fromEntries(fields.filter(([, value]) => value))
}

const Refusal = ({ why }: { why: string }): JSX.Element => (
  <p id="refusal" class="refusal" role="alert">
    {why}
  </p>
)

export function Leave({ view, chat }: Props): JSX.Element {
  const words = useWords()
  const { t } = laterWords(view.lang)
  const [state, set] = useState<State>({ is: 'writing' })
  const email = useRef<HTMLInputElement>(null)

  const refuse = (why: string, field: boolean): void => {
    set({ is: 'refused', why, field })
    if (field) email.current?.focus()
  }
  const send = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (state.is === 'sending') return
    const body = given(event.currentTarget)
    if (!isAddress(body.email ?? '')) return refuse(t('leave_email_bad'), true)
    set({ is: 'sending' })
    try {
      await chat.call((api) => api.post('/visitor/leave-message', body))
      set({ is: 'sent', email: body.email! })
    } catch (why) {
      const problem = blame(words, why)
      const field = (why as Problem).pointer === '/email'
      refuse(field ? t('leave_email_bad') : problem, field)
    }
  }

  if (state.is === 'sent') {
    return (
      <Page view={view} chat={chat} title={t('leave_sent')}>
        <p>{t('leave_sent_text', { email: state.email })}</p>
      </Page>
    )
  }
  const bad = state.is === 'refused' && state.field
  return (
    <Page view={view} chat={chat} title={t('leave_title')}>
      <p>{t('leave_hint')}</p>
      <form class="form" noValidate onSubmit={(event) => void send(event)}>
        <label for="email">{t('leave_email')}</label>
        <input
          ref={email}
          id="email"
          name="email"
          type="email"
          autocomplete="email"
          required
          maxLength={254}
          aria-invalid={bad}
          aria-describedby={bad ? 'refusal' : undefined}
        />
        {bad && <Refusal why={state.why} />}
        <label for="name">{t('leave_name')}</label>
        <input id="name" name="name" autocomplete="name" maxLength={100} />
        <label for="more">{t('leave_text')}</label>
        <textarea id="more" name="text" rows={3} maxLength={4000} />
        {state.is === 'refused' && !bad && <Refusal why={state.why} />}
        <button class="solid" type="submit" aria-disabled={state.is === 'sending'}>
          {words.t(state.is === 'sending' ? 'sending' : 'send')}
        </button>
      </form>
    </Page>
  )
}
