import { href } from '../core/router'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { useForm } from '../ui/form'
import { Icon } from '../ui/icon'
import { Notice } from '../ui/notice'
import { toast } from '../ui/toast'
import { Frame } from './frame'

/** The same page whether or not the address is known: it must not tell. */
export function CheckMail({ text, again }: { text: string; again: () => Promise<unknown> }) {
  const words = useWords()
  const { t } = words
  const form = useForm(async () => {
    await again()
    toast(t('auth.mail'))
  })
  return (
    <Frame title={t('auth.mail')}>
      <p class="emblem">
        <Icon name="mail" size={40} />
      </p>
      <p role="status">{text}</p>
      <form onSubmit={form.onSubmit}>
        {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
        <p class="hint">{t('auth.mail.again')}</p>
        <Button type="submit" busy={form.busy}>
          {t('auth.mail.resend')}
        </Button>
      </form>
      <p class="aside">
        <a href={href('/sign-in')}>{t('auth.toSignIn')}</a>
      </p>
    </Frame>
  )
}
