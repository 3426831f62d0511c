/** The launcher's looks: a constructed sheet, which a strict style-src lets pass. */
const css = `
:host{all:initial;position:fixed;z-index:2147483000;inset-block-end:20px;inset-inline-end:20px;
  font:600 13px/1 system-ui,sans-serif}
:host([hidden]){display:none}
:host([data-side=left]){inset-inline:20px auto}
button{position:relative;width:56px;height:56px;border:0;border-radius:50%;cursor:pointer;padding:0;
  background:var(--a);color:var(--t);box-shadow:0 4px 16px #14171c47;display:grid;place-items:center;
  transition:transform .12s}
button:hover{transform:scale(1.05)}
button:focus-visible{outline:3px solid var(--a);outline-offset:3px;box-shadow:0 0 0 3px #fff}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;
  stroke-linejoin:round}
.x,.open .x+*{display:none}.open .x{display:block}
span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
i{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-width:12px;padding:4px;
  border-radius:12px;background:#b42318;color:#fff;font-style:normal;border:2px solid #fff}
i:empty{display:none}
iframe{position:fixed;inset-block-end:92px;inset-inline-end:20px;width:380px;
  height:min(640px,100dvh - 112px);border:0;border-radius:12px;box-shadow:0 0 0 1px #8884,0 8px 32px #14171c47;visibility:hidden;opacity:0;transform:translateY(8px);
  transition:opacity .16s,transform .16s,visibility .16s}
:host([data-side=left]) iframe{inset-inline:20px auto}
iframe.open{visibility:visible;opacity:1;transform:none}
@media(max-width:480px){iframe,:host([data-side=left]) iframe{inset:0;width:100%;height:100dvh;
  border-radius:0}button.open{display:none}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{:host{display:none}}`

export function dress(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
}
