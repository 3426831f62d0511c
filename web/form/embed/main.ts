/** `/form.js`: puts a form where its tag stands. */
import { embed } from './embed'

const script = document.currentScript as HTMLScriptElement | null

if (script) script.after(embed(new URL(script.src).origin, script.dataset))
