"""The two thumbs under an answer and the form behind the second one, as HTML. Pure; every word in it is ours."""

from web import words
from web.chat.exchange import Exchange

_HAND = (
    "M7 10.5v9H4.2a.7.7 0 0 1-.7-.7v-7.6c0-.4.3-.7.7-.7H7Zm0 0 3.7-6.8c.2-.4.6-.7 1.1-.7 1.1 0 1.9.9 1.9 2v4h5"
    "c1.2 0 2 1.1 1.8 2.2l-1.2 6.6c-.2 1-1 1.7-2 1.7H7"
)


def thumbs(exchange: Exchange, position: int) -> str:
    """Return the thumbs of the exchange at ``position``, pressed as the reader has judged, and the form for a bad one."""
    judgement = exchange.judgement
    pressed = judgement.thumb if judgement else None
    kept = f'<span class="small">{words.KEPT[judgement.status]}</span>' if judgement else ""
    buttons = "".join(
        f'<button type="button" class="thumb {thumb}" data-exchange="{position}" data-thumb="{thumb}" '
        f'aria-pressed="{"true" if pressed == thumb else "false"}" aria-label="{label}" title="{label}">'
        f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{_HAND}"/></svg></button>'
        for thumb, label in (("up", words.GOOD), ("down", words.BAD))
    )
    return f'<div class="thumbs">{buttons}{kept}</div>{_form(exchange, position)}'


def _form(exchange: Exchange, position: int) -> str:
    """Return the form, which the page keeps hidden until the reader presses thumbs-down."""
    reasons = "".join(
        f'<label><input type="radio" name="reason-{position}" value="{reason}" required> {said}</label>'
        for reason, said in words.REASONS.items()
    )
    cited = exchange.answer is not None and bool(exchange.answer.citations)
    right = f'<label><input type="checkbox" name="right"> {words.SOURCES_RIGHT}</label>' if cited else ""
    return (
        f'<form class="critique" data-wrong="{position}" hidden>'
        f"<fieldset><legend>{words.WHAT_WAS_WRONG}</legend>{reasons}</fieldset>{right}"
        f'<label class="field">{words.EXPECTED}<textarea name="expected" rows="2" maxlength="2000"></textarea></label>'
        f'<div class="acts"><button type="submit">{words.SAVE}</button>'
        f'<button type="button" data-cancel="{position}">{words.CANCEL}</button></div></form>'
    )
