import type { Tried } from '../../shared/wire'
import { useWords } from '../core/words'

/** Folded up: an agent opens it to see why the bot said what it said. */
export function WhatWasTried({ tried }: { tried: Tried }) {
  const { t, has } = useWords()
  const { entries = [], decision } = tried
  const decided = `tried.${decision}`
  return (
    <details class="tried">
      <summary>{t('talk.tried')}</summary>
      {has(decided) && <p>{t(decided)}</p>}
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
