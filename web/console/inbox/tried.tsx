import type { Tried } from '../../shared/wire'
import { useWords } from '../core/words'

/** Folded up: an agent opens it to see why the bot said what it said. */
export function WhatWasTried({ tried }: { tried: Tried }) {
  const { t } = useWords()
  const { entries = [] } = tried
  return (
    <details class="tried">
      <summary>{t('talk.tried')}</summary>
      {entries.length ? (
        <ol>
          {entries.map(({ entry, title, score }) => (
            <li key={entry}>
              {title} <span class="hint">{t('talk.tried.score', { n: Math.round(score * 100) })}</span>
            </li>
          ))}
        </ol>
      ) : (
        <p>{t('talk.tried.none')}</p>
      )}
    </details>
  )
}
