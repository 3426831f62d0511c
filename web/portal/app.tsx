/** The page behind the link of a mail: one request, its state and what happened to it. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Lang, tag } from '../shared/i18n'
import type { RequestDetail } from '../shared/requests'
import { Card } from '../shared/sheet/card'
import { History, StateMark } from '../shared/ticket/history'
import type { Access, Shown } from './access'
import { portalWords } from './words/words'

export function App({ access, spoken }: { access: Access; spoken: Lang }): JSX.Element {
  const [lang, speak] = useState(spoken)
  const [shown, show] = useState<Shown>(() => access.begin())
  const { t } = portalWords(lang)
  const other = lang === 'zh' ? 'en' : 'zh'

  const open = async (): Promise<void> => {
    if (shown.is !== 'open') show({ is: 'opening' })
    show(await access.open())
  }
  useEffect(() => {
    if (shown.is === 'opening') void open()
    // Another link pasted into the same tab is another request.
    const changed = (): void => show(access.begin())
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [access])
  useEffect(() => {
    document.documentElement.lang = tag(lang)
    document.title = t('title')
  }, [lang])

  return (
    <>
      <header>
        <button class="quiet" type="button" aria-label={t('language_label')} onClick={() => speak(other)}>
          <span lang={other}>{t('language')}</span>
        </button>
      </header>
      <main aria-busy={shown.is === 'opening'}>
        <Body shown={shown} lang={lang} open={() => void open()} />
      </main>
    </>
  )
}

interface BodyProps {
  shown: Shown
  lang: Lang
  open: () => void
}

function Body({ shown, lang, open }: BodyProps): JSX.Element {
  const { t, has } = portalWords(lang)
  if (shown.is === 'open') return <Opened request={shown.request} lang={lang} refresh={open} />
  if (shown.is === 'spent' || shown.is === 'over') {
    return (
      <Card title={t(shown.is)} told>
        <p>{t(`${shown.is}_text`)}</p>
      </Card>
    )
  }
  if (shown.is === 'failed') {
    const why = `failed_${shown.code}`
    return (
      <Card title={t('failed')} told>
        <p>{has(why) ? t(why) : t('failed_text')}</p>
        <button class="solid" type="button" onClick={open}>
          {t('again')}
        </button>
      </Card>
    )
  }
  if (shown.is === 'opening') {
    return (
      <Card title={t('title')}>
        <p role="status">{t('opening')}</p>
      </Card>
    )
  }
  return (
    <Card title={t('title')}>
      <p>{t('sealed')}</p>
      <button class="solid" type="button" onClick={open}>
        {t('open')}
      </button>
    </Card>
  )
}

function Opened({ request, lang, refresh }: { request: RequestDetail; lang: Lang; refresh: () => void }): JSX.Element {
  const { t } = portalWords(lang)
  return (
    <Card title={t('request', { number: String(request.number) })} told>
      <p class="subject">{request.title}</p>
      <p>
        <StateMark request={request} lang={lang} />
      </p>
      <History request={request} lang={lang} />
      <button class="quiet" type="button" onClick={refresh}>
        {t('refresh')}
      </button>
    </Card>
  )
}
