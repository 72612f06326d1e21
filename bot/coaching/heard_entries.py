"""A line heard, written into a playbook's file: nothing else of the file is touched.

The file is a person's, with their comments and their order. So the entry is put as text below the
entries that are there, and the whole is read again before anybody uses it.
"""

import json
import re

from bot.coaching.playbook import Act, Fault, Playbook
from bot.coaching.reading import Written, parse_playbook, parse_written
from bot.voice.rendering import LANGUAGES, Language
from crm.errors import BadFile, Problem

_HEARD = re.compile(r"(?m)^heard:[ \t]*(?P<rest>[^\n]*)\n?")
_TOP_LEVEL = re.compile(r"(?m)^(?![ \t\n#-])")
_FIRST_ENTRY = re.compile(r"(?m)^(?P<indent>[ \t]*)-(?= )")


def add_heard(
    text: str,
    name: str,
    scene: str,
    language: Language,
    say: str,
    *,
    act: Act | None = None,
    fault: Fault | None = None,
) -> str:
    """Return a playbook's file with a line heard added to it: with the act or the fault it has.

    Raises BadFile where the file would not be a playbook with it.
    """
    known = parse_playbook(text, name)
    added = _put(text, _entry(_new_id(known), scene, language, say, act, fault))
    if len(parse_playbook(added, name).heard) != len(known.heard) + 1:
        raise BadFile([Problem(name, "a line heard can't be added below the others.")])
    return added


def keep_heard(written: Written, before: Playbook) -> Written:
    """Return a file with the lines heard of the version before it, unless it has a ``heard``.

    Whoever changes a file they had at hand does not know what managers have judged since. Left out
    are a line whose scene is gone or no longer accepts its act, and one that stands in the file by
    now.
    """
    if _HEARD.search(written.text):
        return written
    accepts = {scene.id: scene.accepts for scene in written.playbook.scenes}
    said = {line.say.written(each) for line in written.playbook.lines() for each in LANGUAGES}
    kept = [
        each
        for each in before.heard
        if each.scene in accepts and each.say not in said
        if each.act is None or each.act in accepts[each.scene]
    ]
    if not kept:
        return written
    text = written.text
    for number, each in enumerate(kept, start=1):
        new_id = f"heard_{number}"
        text = _put(text, _entry(new_id, each.scene, each.language, each.say, each.act, each.fault))
    return parse_written(text, written.name)


def _entry(
    new_id: str, scene: str, language: Language, say: str, act: Act | None, fault: Fault | None
) -> str:
    means = {"act": act} if act else {"fault": fault}
    parts = {"id": new_id, "scene": scene, "language": language, "say": say, **means}
    written = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in parts.items())
    return f"{{{', '.join(written)}}}"


def _put(text: str, entry: str) -> str:
    text = text if text.endswith("\n") else f"{text}\n"
    begun = _HEARD.search(text)
    if begun is None:
        return f"{text}\nheard:\n  - {entry}\n"
    if begun["rest"].split("#")[0].strip() == "[]":
        return f"{text[: begun.start()]}heard:\n  - {entry}\n{text[begun.end() :]}"
    following = _TOP_LEVEL.search(text, begun.end())
    end = following.start() if following else len(text)
    first = _FIRST_ENTRY.search(text, begun.end(), end)
    indent = first["indent"] if first else "  "
    block = text[begun.end() : end].rstrip("\n")
    gap = text[begun.end() + len(block) : end]
    return f"{text[: begun.end()]}{block}\n{indent}- {entry}{gap or chr(10)}{text[end:]}"


def _new_id(playbook: Playbook) -> str:
    taken = {each.id for each in playbook.heard}
    number = len(taken) + 1
    while f"heard_{number}" in taken:
        number += 1
    return f"heard_{number}"
