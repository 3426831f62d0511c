// The visitor's language: what the address says, else what the browser prefers. It runs before the
// page is drawn, so that nothing moves.
const asked = new URLSearchParams(location.search).get('lang')
const preferred = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
const language = asked === 'zh' || asked === 'en' ? asked : preferred
document.documentElement.lang = language
document.title = language === 'zh' ? '青竹里 · 茶与器' : 'Bamboo Lane · tea and teaware'
addEventListener('DOMContentLoaded', () => {
  document.querySelector('button').addEventListener('click', () => {
    location.search = `?lang=${language === 'zh' ? 'en' : 'zh'}`
  })
})
