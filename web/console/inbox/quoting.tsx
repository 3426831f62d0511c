import { textOf } from '../../shared/parts'
import type { Message, Quote } from '../../shared/wire'
import { nameOf } from '../core/names'
import { useSession } from '../core/session'
import { type Speech, useWords } from '../core/words'
import { IconButton } from '../ui/button'
import { unquote } from './about-store'

function authorOf({ id, kind, name = '' }: Message['author'], me: string, words: Speech): string {
  const { t } = words
  if (id === me) return t('who.you')
  if (kind === 'customer') return nameOf({ id, name }, words)
  if (kind === 'bot') return name || t('who.bot')
  return name || t('who.someone')
}

/** A little of the message that this one answers, as it is now. */
export function Quoted({ quote }: { quote: Quote }) {
  const words = useWords()
  const { person } = useSession()
  return (
    <blockquote class="quote">
      <span class="quote-name">{authorOf(quote.author, person.id, words)}</span>
      {quote.recalled ? <i>{words.t('talk.gone.words')}</i> : quote.text}
    </blockquote>
  )
}

/** Above the field: what the next message will answer. */
export function Quoting({ message }: { message: Message }) {
  const words = useWords()
  const { person } = useSession()
  return (
    <div class="quoting">
      <blockquote class="quote">
        <span class="quote-name">{words.t('about.quoting', { name: authorOf(message.author, person.id, words) })}</span>
        {textOf(message)}
      </blockquote>
      <IconButton label={words.t('about.drop')} icon="close" onClick={() => unquote(message.conversation)} />
    </div>
  )
}
