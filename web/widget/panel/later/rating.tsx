/** How it was, from one to five and in words; it can be changed for a while. */
import type { JSX, TargetedSubmitEvent } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { VisitorConversation } from '../../../shared/wire'
import { blame, useWords } from '../words/words'
import type { Props } from './page'
import { laterWords } from './words/words'

const scores = [1, 2, 3, 4, 5] as const
type Score = (typeof scores)[number]
/** The mouth of each face. */
const mouths = ['M8 17q4-4 8 0', 'M8 16q4-2 8 0', 'M8 15.5h8', 'M8 15q4 2 8 0', 'M8 14q4 5 8 0']

const Face = ({ score }: { score: Score }): JSX.Element => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={`M12 3a9 9 0 1 0 .01 0zM9 9.5v.01M15 9.5v.01${mouths[score - 1]}`} />
  </svg>
)

export function Rating({ view, chat }: Props): JSX.Element {
  const words = useWords()
  const { t } = laterWords(view.lang)
  const talk = view.conversation!
  const [score, choose] = useState<Score>()
  const [rated, setRated] = useState(talk.rating ?? 0)
  const [changing, change] = useState(false)
  const [problem, setProblem] = useState('')
  const thanks = useRef<HTMLParagraphElement>(null)
  const done = rated > 0 && !changing
  const sent = useRef(false)
  useEffect(() => {
    if (done && sent.current) thanks.current?.focus()
  }, [done])

  const send = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('text') ?? '').trim()
    if (!score) return
    try {
      await chat.call((api) => api.post<VisitorConversation>(`/visitor/conversations/${talk.id}/rating`, { score, text }))
      sent.current = true
      setRated(score)
      change(false)
      setProblem('')
    } catch (why) {
      setProblem(blame(words, why))
    }
  }

  const again = (): void => {
    choose(rated as Score)
    change(true)
  }
  if (done) {
    return (
      <div class="foot">
        <p ref={thanks} tabIndex={-1} role="status">
          {t('rate_thanks', { score: t(`rate_${rated as Score}`) })}
        </p>
        {talk.can_rate && (
          <button class="link" type="button" onClick={again}>
            {t('rate_change')}
          </button>
        )}
      </div>
    )
  }
  return (
    <form class="foot rating form" onSubmit={(event) => void send(event)}>
      <fieldset>
        <legend>{t('rate_title')}</legend>
        {scores.map((each) => (
          <label key={each}>
            <input type="radio" name="score" value={each} checked={score === each} onChange={() => choose(each)} />
            <Face score={each} />
            {t(`rate_${each}`)}
          </label>
        ))}
      </fieldset>
      {score && (
        <>
          <label for="why">{t('rate_text')}</label>
          <textarea id="why" name="text" rows={2} maxLength={1000} />
          {problem && (
            <p class="refusal" role="alert">
              {problem}
            </p>
          )}
          <button class="solid" type="submit">
            {t('rate_send')}
          </button>
        </>
      )}
    </form>
  )
}
