"""The frame of the local stack's own pages; its style is hashed, so that nothing else may run."""

import base64
import hashlib

from aiohttp import web

STYLE = """
:root{color-scheme:light dark;--ground:#f6f7f6;--card:#fff;--ink:#1b211e;--soft:#5d6862;
--line:#dfe4e1;--link:#1f6b4a}
@media(prefers-color-scheme:dark){:root{--ground:#141816;--card:#1c211e;--ink:#e7ece9;
--soft:#9aa6a0;--line:#2d3531;--link:#7fd0a6}}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.6 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:44rem;margin:0 auto;padding:2.5rem 1.25rem}
h1{font-size:1.5rem;margin:0 0 1.5rem}h1 span{color:var(--soft);font-weight:400}
h2{font-size:1.05rem;margin:0}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;
padding:1.25rem 1.5rem;margin:0 0 1rem}
.meta{margin:.15rem 0 .9rem;color:var(--soft);font-size:.875rem}
.text{white-space:pre-wrap;overflow-wrap:anywhere}.empty{color:var(--soft)}
a{color:var(--link)}a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
"""
HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


def page_of(title: str, body: str) -> web.Response:
    text = (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )
    return web.Response(text=text, content_type="text/html", headers=HEADERS)
