import type { Link } from '../../shared/link'
import type { Lang } from '../../shared/i18n'
import type { Session } from '../../shared/wire'
import { auth, settings } from '../core/desk'
import { lang } from '../core/prefs'
import { cache } from '../core/query'
import { redirect } from '../core/router'
import { isCode, told } from '../core/trouble'
import { speech } from '../core/words'
import { forgetDrafts } from '../inbox/drafts'
import { toast } from '../ui/toast'

const complain = (error: unknown): void => toast(told(error, speech()))

/** Another person may use this browser next: nothing of this one stays behind. */
function leave(link: Link): void {
  link.forget()
  forgetDrafts()
  cache.clear()
  cache.setQueryData(['session'], null)
  redirect('/sign-in')
}

export const signOut = (link: Link): Promise<void> => auth.signOut().then(() => leave(link), complain)

export const signOutEverywhere = (link: Link): Promise<void> =>
  auth.signOutEverywhere().then(() => leave(link), complain)

export async function enterMerchant(merchant: string): Promise<void> {
  try {
    const session = await auth.enter(merchant)
    cache.clear()
    cache.setQueryData(['session'], session)
    redirect('/inbox')
  } catch (error) {
    complain(error)
  }
}

/** At once on this screen, and in the profile for the next time. */
export async function chooseLang(session: Session, wish: Lang): Promise<void> {
  lang.set(wish)
  try {
    const person = await settings.person(session.person.version, { locale: wish })
    cache.setQueryData<Session>(['session'], (now) => now && { ...now, person })
  } catch (error) {
    complain(error)
    if (isCode(error, 'stale')) void cache.invalidateQueries({ queryKey: ['session'] })
  }
}
