"""An account as plain text: what a person reads out, and copies from."""

from __future__ import annotations

import textwrap

from kg.model import Case, Judgement
from kg.tasks.why import Account, Reason

__all__ = ["to_text"]

WIDTH = 96
FATES = {
    "rejected": " (rejected as misread)",
    "unsure": " (held unsure)",
    "candidate": " (a machine's candidate; nobody has judged it)",
    "withdraws": " (takes it back)",
}


def to_text(account: Account, case: Case) -> str:
    """The account in lines of at most 96 characters (a reading is never broken: it is there to be copied)."""
    lines = textwrap.wrap(account.headline, WIDTH)
    lines += _field("standing", f"{account.standing} – {account.because}")
    lines.append(f"  reading   {account.reading}")
    lines += _field("says so", ", ".join(account.voices))
    for premise in account.premises:
        lines += _field("follows", f"from: {premise}")
    for reason in account.reasons:
        lines += _reason(reason, case)
    for row in account.judgements:
        lines += _judgement(row, case, told=row.reason in account.because)
    for other in account.against:
        lines += _field("against", other)
    return "\n".join(lines) + "\n"


def _field(name: str, text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=f"  {name:<9} ", subsequent_indent=" " * 12) if text else []


def _reason(reason: Reason, case: Case) -> list[str]:
    item = reason.evidence
    lines = _field("quote", f"“{item.quote}”" if item.quote else "")
    where = f"{reason.source}{f', {item.locator}' if item.locator else ''}{f' ({item.source})' if item.source else ''}"
    lines += _field("source", where + FATES.get(reason.fate, ""))
    if reason.recorded:
        lines.append(f"  recorded  {reason.recorded}")
    for joined in reason.joined:
        lines += _field("", joined)
    if item.origin == "extracted":
        sure = "" if item.confidence is None else f", confidence {item.confidence:.2f}"
        lines += _field("found by", f"{item.run or 'the extractor'}{sure}; {item.at}")
    else:
        when = f" on {item.entered.isoformat()}" if item.entered else ""
        lines += _field("entered", f"by {case.curator_by_id.get(item.curator, item.curator)}{when}; {item.at}")
    return lines + _field("note", item.note)


def _judgement(row: Judgement, case: Case, *, told: bool) -> list[str]:
    """Who judged and where the row stands; the reason, unless it was told already."""
    about = f" in {row.source}" if row.source else ""
    who = case.curator_by_id.get(row.curator, row.curator)
    reason = "" if told else f": {row.reason}"
    return _field("judged", f"{row.judgement}{about} by {who} on {row.date.isoformat()}{reason} ({row.at})")
