/** A form that anybody may fill in: it is loading, open, on its way, sent, or cannot be shown. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Problem } from '../shared/api'
import { isHex, textOn } from '../shared/colour'
import { type Lang, pickLang, tag } from '../shared/i18n'
import { Card } from '../shared/sheet/card'
import { applyTheme, type Theme } from '../shared/theme'
import { Asking } from './asking'
import type { Sender } from './sender'
import type { Source } from './source'
import type { Form } from './wire'
import { type FormWords, formWords } from './words/words'

type Shown = { is: 'loading' } | { is: 'open'; form: Form } | { is: 'sent'; form: Form } | { is: 'failed'; code: string }

export interface AppProps {
  sender: Sender
  source: Source
  spoken: Lang
  framed: boolean
}

export function App({ sender, source, spoken, framed }: AppProps): JSX.Element {
  const [lang, speak] = useState(spoken)
  const [shown, show] = useState<Shown>({ is: 'loading' })
  const [theme, dress] = useState<Theme>('auto')
  const words = formWords(lang)

  const open = async (): Promise<void> => {
    show({ is: 'loading' })
    try {
      const form = await sender.open()
      paint(form.branding.accent)
      // What the merchant asks is in the form's language: ours follows it.
      speak(pickLang(source.wishes.lang, form.locale))
      dress(source.wishes.theme ?? 'auto')
      show({ is: 'open', form })
    } catch (why) {
      if (!(why instanceof Problem)) throw why
      show({ is: 'failed', code: why.code })
    }
  }
  useEffect(() => void open(), [sender])
  useEffect(() => applyTheme(theme), [theme])
  useEffect(() => {
    document.documentElement.lang = tag(lang)
    document.title = ('form' in shown && shown.form.title) || words.t('title')
  }, [lang, shown])

  return (
    <>
      {!framed && <Languages words={words} turn={() => speak(lang === 'zh' ? 'en' : 'zh')} />}
      <main aria-busy={shown.is === 'loading'}>
        {shown.is === 'loading' && (
          <Card title={words.t('title')}>
            <p role="status">{words.t('loading')}</p>
          </Card>
        )}
        {shown.is === 'open' && (
          <Card title={shown.form.title || words.t('title')}>
            {shown.form.intro && <p class="said">{shown.form.intro}</p>}
            <Asking form={shown.form} sender={sender} words={words} sent={() => show({ is: 'sent', form: shown.form })} />
          </Card>
        )}
        {shown.is === 'sent' && (
          <Card title={words.t('sent')} told>
            <p class="said">{shown.form.thanks || words.t('sent_text', { name: shown.form.merchant.name })}</p>
            <button class="quiet" type="button" onClick={() => void open()}>
              {words.t('another')}
            </button>
          </Card>
        )}
        {shown.is === 'failed' && <Failed code={shown.code} words={words} told={!framed} again={() => void open()} />}
      </main>
    </>
  )
}

function Languages({ words, turn }: { words: FormWords; turn: () => void }): JSX.Element {
  return (
    <header>
      <button class="quiet" type="button" aria-label={words.t('language_label')} onClick={turn}>
        <span lang={words.lang === 'zh' ? 'en' : 'zh'}>{words.t('language')}</span>
      </button>
    </header>
  )
}

const final: Readonly<Record<string, 'absent' | 'foreign'>> = { not_found: 'absent', forbidden: 'foreign' }

interface FailedProps {
  code: string
  words: FormWords
  /** In another's page nobody has asked for us: the focus stays where it is. */
  told: boolean
  again: () => void
}

function Failed({ code, words, told, again }: FailedProps): JSX.Element {
  const { t, has } = words
  const over = final[code]
  if (over) {
    return (
      <Card title={t(over)} told={told}>
        <p>{t(`${over}_text`)}</p>
      </Card>
    )
  }
  const why = `failed_${code}`
  return (
    <Card title={t('failed')} told={told}>
      <p>{has(why) ? t(why) : t('failed_text')}</p>
      <button class="solid" type="button" onClick={again}>
        {t('again')}
      </button>
    </Card>
  )
}

/** The merchant's colour, and what can be read on it. */
function paint(accent: string): void {
  if (!isHex(accent)) return
  document.documentElement.style.setProperty('--brand', accent)
  document.documentElement.style.setProperty('--on-brand', textOn(accent))
}
