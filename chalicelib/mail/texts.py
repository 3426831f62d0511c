"""What the mails say, in both languages.

User text is the merchant's name, on one line, and the words that a letter encloses, below ours.
"""

from chalicelib.core.plain import one_line
from chalicelib.mail.port import Mail

_TEXTS: dict[tuple[str, str], tuple[str, str]] = {
    ("sign_up", "en"): (
        "Confirm {name} on Manydesk",
        "Welcome to Manydesk.\n\nOpen this link to confirm {name} and start your desk:\n\n{link}\n\n"
        "It works once, within an hour. If you did not ask for it, nothing happens without it.\n",
    ),
    ("sign_up", "zh"): (
        "请确认在 Manydesk 开通 {name}",
        "欢迎使用 Manydesk。\n\n请打开以下链接，确认 {name} 并开通客服台：\n\n{link}\n\n"
        "链接一小时内有效，仅可使用一次。如非本人操作，请忽略本邮件。\n",
    ),
    ("invitation", "en"): (
        "{name} invites you to its desk",
        "{name} invites you to its desk on Manydesk.\n\nOpen this link to join:\n\n{link}\n\n"
        "It works once, within three days.\n",
    ),
    ("invitation", "zh"): (
        "{name} 邀请您加入客服台",
        "{name} 邀请您加入其 Manydesk 客服台。\n\n请打开以下链接加入：\n\n{link}\n\n"
        "链接三天内有效，仅可使用一次。\n",
    ),
    ("password_reset", "en"): (
        "Your new Manydesk password",
        "Open this link to choose a new password:\n\n{link}\n\n"
        "It works once, within an hour, and ends every open session. "
        "If you did not ask for it, your password stays as it is.\n",
    ),
    ("password_reset", "zh"): (
        "重设 Manydesk 密码",
        "请打开以下链接设置新密码：\n\n{link}\n\n"
        "链接一小时内有效，仅可使用一次；设置后所有已登录的会话都会退出。如非本人操作，密码不会改变。\n",
    ),
    ("ticket_opened", "en"): (
        "{name}: your request #{number}",
        "{name} keeps your request as #{number}.\n\nOpen this link to see how it stands:\n\n{link}\n\n"
        "It works once, within thirty days.\n",
    ),
    ("ticket_opened", "zh"): (
        "{name}：您的工单 #{number}",
        "{name} 已为您建立工单 #{number}。\n\n请打开以下链接查看处理进度：\n\n{link}\n\n"
        "链接三十天内有效，仅可使用一次。\n",
    ),
    ("ticket_resolved", "en"): (
        "{name}: your request #{number} is resolved",
        "{name} has resolved your request #{number}.\n\nOpen this link to see what was done:\n\n"
        "{link}\n\nIt works once, within thirty days. If something is still open, simply write again.\n",
    ),
    ("ticket_resolved", "zh"): (
        "{name}：您的工单 #{number} 已解决",
        "{name} 已解决您的工单 #{number}。\n\n请打开以下链接查看处理结果：\n\n{link}\n\n"
        "链接三十天内有效，仅可使用一次。如问题仍未解决，请直接再次留言。\n",
    ),
    ("reply", "en"): (
        "{name} has answered you",
        "There is an answer for you from {name}. Open the page where you wrote, in the same browser, "
        "to read it:\n\n{link}\n",
    ),
    ("reply", "zh"): (
        "{name} 回复了您",
        "{name} 已回复您的留言。请用同一浏览器打开您留言的页面查看：\n\n{link}\n",
    ),
    ("continued", "en"): ("{name} has answered you", "{words}\n\nAnswer this mail to go on.\n"),
    ("continued", "zh"): ("{name} 回复了您", "{words}\n\n直接回复本邮件即可继续对话。\n"),
    ("continued_page", "en"): (
        "{name} has answered you",
        "{words}\n\nAnswer this mail to go on, or open the page where you wrote, in the same browser:"
        "\n{link}\n",
    ),
    ("continued_page", "zh"): (
        "{name} 回复了您",
        "{words}\n\n直接回复本邮件即可继续对话，也可用同一浏览器打开您留言的页面：\n{link}\n",
    ),
    ("continued_more", "en"): (
        "",
        "There is more than one letter holds. Ask for the rest by an answer.",
    ),
    ("continued_more", "zh"): ("", "内容较多，一封邮件放不下；其余部分请回复索取。"),
    ("inbox_gone", "en"): (
        "{name}: the inbox {words} was switched off",
        "The other side of the inbox {words} has answered that it wants no more messages (HTTP 410), "
        "so the inbox was switched off. Nothing goes out by it, and what waits is told as failed.\n\n"
        "When its other side takes messages again, switch it on here:\n\n{link}\n",
    ),
    ("inbox_gone", "zh"): (
        "{name}：渠道 {words} 已停用",
        "渠道 {words} 的接收方表示不再接收消息（HTTP 410），系统已停用该渠道。"
        "现在不会再从中发出消息，待发的消息会显示为发送失败。\n\n"
        "接收方恢复后，请在此重新开启：\n\n{link}\n",
    ),
    ("inbox_failing", "en"): (
        "{name}: the inbox {words} was switched off",
        "For five days nothing could be sent by the inbox {words}, so it was switched off. Nothing goes "
        "out by it, and what waits is told as failed.\n\n"
        "Its delivery log says what happened. When that is mended, switch it on here:\n\n{link}\n",
    ),
    ("inbox_failing", "zh"): (
        "{name}：渠道 {words} 已停用",
        "渠道 {words} 已连续五天无法发出任何消息，系统已停用该渠道。"
        "现在不会再从中发出消息，待发的消息会显示为发送失败。\n\n"
        "原因见发送记录；修复后，请在此重新开启：\n\n{link}\n",
    ),
    ("form", "en"): (
        "{name} has received your message",
        "{name} has received the form that was sent with this address. Somebody will answer you here.\n\n"
        "If you did not send one, nothing has to be done.\n",
    ),
    ("form", "zh"): (
        "{name} 已收到您的留言",
        "{name} 已收到以此邮箱提交的表单，我们会通过此邮箱回复您。\n\n如非本人操作，请忽略本邮件。\n",
    ),
    ("transcript_file", "en"): (
        "Your conversation with {name}",
        "The conversation with {name} that was asked for is attached. If you did not ask for it, "
        "nothing has to be done.\n",
    ),
    ("transcript_file", "zh"): (
        "您与 {name} 的对话记录",
        "附件是所请求的与 {name} 的对话记录。如非本人操作，请忽略本邮件。\n",
    ),
    ("transcript", "en"): (
        "Your conversation with {name}",
        "This is the conversation with {name} that was asked for. If you did not ask for it, "
        "nothing has to be done.\n\n{words}",
    ),
    ("transcript", "zh"): (
        "您与 {name} 的对话记录",
        "以下是所请求的与 {name} 的对话记录。如非本人操作，请忽略本邮件。\n\n{words}",
    ),
}
PURPOSES = frozenset(purpose for purpose, _ in _TEXTS)


def render(
    purpose: str,
    *,
    to: str,
    locale: str,
    link: str = "",
    name: str = "",
    number: int = 0,
    words: str = "",
) -> Mail:
    subject, text = _TEXTS[(purpose, locale if (purpose, locale) in _TEXTS else "en")]
    values = {"name": one_line(name), "link": link, "number": number, "words": words}
    return Mail(to=to, subject=subject.format(**values), text=text.format(**values))
