import { useId, useState } from 'react'
import { Icon } from '../ui/icon'
import { longest, mostTags, readTags } from './limits'
import { useTicketWords } from './words'

/** Chips that go with a press, and a field for the next one. */
export function Tags({ tags, onSave }: { tags: string[]; onSave: (tags: string[]) => void }) {
  const { t } = useTicketWords()
  const id = useId()
  const [text, setText] = useState('')
  const add = (): void => {
    const fresh = readTags(text).filter((tag) => !tags.includes(tag))
    setText('')
    if (fresh.length) onSave([...tags, ...fresh].slice(0, mostTags))
  }
  return (
    <div class="pick" role="group" aria-labelledby={id}>
      <span id={id}>{t('fact.tags')}</span>
      {tags.length > 0 && (
        <ul class="tags">
          {tags.map((tag) => (
            <li key={tag}>
              <button type="button" aria-label={t('fact.tags.drop', { tag })} onClick={() => onSave(tags.filter((one) => one !== tag))}>
                {tag}
                <Icon name="close" size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        type="text"
        aria-label={t('fact.tags.add')}
        placeholder={t('fact.tags.add')}
        maxLength={longest.tag}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onBlur={add}
        onKeyDown={(event) => event.key === 'Enter' && !event.isComposing && add()}
      />
    </div>
  )
}
