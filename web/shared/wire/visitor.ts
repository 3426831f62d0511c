/** How a customer comes in. */
import type { VisitorConversation } from './conversation'
import type { Branding, Greeting, Locale } from './people'

export interface WidgetConfig {
  grant: string
  merchant: { name: string }
  branding: Branding
  greeting: Greeting
  locale: Locale
}
/** The bot as customers meet it; none where it is switched off. */
export interface BotFace {
  name: string
  welcome: Greeting
}
export interface VisitorSession {
  token: string
  expires_at: string
  renew_until: string
  visitor: string
  conversation: VisitorConversation | null
  bot?: BotFace | null
  merchant: { name: string }
  branding: Branding
  greeting: Greeting
  locale: Locale
}
