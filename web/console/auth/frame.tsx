import type { ComponentChildren } from 'preact'
import { useEffect } from 'react'
import { lang } from '../core/prefs'
import { useWords } from '../core/words'

/** The page around every form before sign-in. */
export function Frame({ title, lead, children }: { title: string; lead?: string; children: ComponentChildren }) {
  const { t, lang: now } = useWords()
  const other = now === 'zh' ? 'en' : 'zh'
  useEffect(() => {
    document.title = `${title} · Manydesk`
  }, [title])
  return (
    <div class="gate">
      <header class="gate-head">
        <Brand />
        <button type="button" class="button quiet" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => lang.set(other)}>
          <span>{t(`lang.${other}`)}</span>
        </button>
      </header>
      <main class="card">
        <h1>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
        {children}
      </main>
    </div>
  )
}

function Brand() {
  return (
    <span class="brand">
      <img src="./icon.svg" alt="" width="28" height="28" />
      <span translate={false}>Manydesk</span>
    </span>
  )
}
