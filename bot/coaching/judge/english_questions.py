"""What an English sentence asks: a question's form, the halves of an either/or, a way out in one.

A phone leaves out question marks, so a question is known by its order of words as well.
"""

import re

from bot.coaching.judge.english_reading import Sentence
from bot.coaching.judge.english_words import compile_any

_OPENING = (
    r"(?:(?:so|and|well|right|ok|okay|now|then|lovely|great|good|fine|sure|but|anyway|alright|all right"
    r"|perfect|brilliant|super|understood|thanks|thank you|sorry|yes|no|yeah|just|oh|ah|hi|hello|first"
    r"|of course|fair enough|fair point|no rush|no worries|quick one|one question|in that case|please"
    r"|noted|got it|i see|cool|excellent|smashing|champion|by the way|also|only)(?: ,)? ){0,3}"
)
_SUBJECT = (
    r"(?:you|i|we|it|they|he|she|that|this|those|these|there|the|your|our|my|his|her|their|a|an|any"
    r"|some|both|all|everyone|anybody|somebody|mr|mrs|ms|accounts)"
)
_INVERTED = re.compile(
    rf"(?:^|, |: |(?<!\S)and |(?<!\S)or ){_OPENING}(?:do|does|did|is|are|am|was|were|will|would|can|could|shall|should|may|might"
    rf"|have|has|must) (?:not )?{_SUBJECT}(?: |$)"
)
_LEADS = re.compile(
    rf"^{_OPENING}(?:do|does|did|is|are|was|were|will|would|can|could|shall|should|may|might|have|has|must) "
)
_STARTS = re.compile(rf"^{_OPENING}(?:does|did|is|are|was|were|should|would|shall|could) (?!not )[a-z]+ ")
_ASKED = re.compile(
    rf"(?:^|[,:] ){_OPENING}(?:(?:and|at|by|from|to|in|on|for|with|under|into|off|about|apart from) )?"
    r"(?P<word>what|which|who|whose|whom|where|when|how)(?: |$)"
)
_ASKED_LATE = re.compile(
    r"(?<!\S)(?:what|which|who|whose|where|when|how)(?: (?:one|way|day|time|size|colour|color|of them|number"
    r"|name|side|first|many|much))?(?: (?:for|to|on|at|then|please))?$"
)
_ASKED_INVERTED = re.compile(
    r"(?<!\S)(?:what|which|who|whose|where|when|how)(?: [^ ,]+){0,5} (?:do|does|did|is|are|will|would|can|could|shall"
    r"|should|have|has|must|may|might|goes|go|takes|opens|signs|gets|suits|comes|needs|wants|uses)(?: |$)"
)
_INDIRECT = compile_any(
    r"(?:just )?(?:tell me|let me know|remind me|show me|give me|i need to know|i need|all i need is|i only need|i will need|i just need|point me to|send me|note down|text me|put down|jot down|write down)"
    r" (?:the (?:name|size|address|number|quantity|date|colour|color|gate|time|door|email|postcode|sizes|quantities|po|drawing|contact|reference|delivery address|exact <up_to_2>)|what|which|where|who|whose|how many|how much|your <up_to_2> (?:name|size|address|number|email|postcode|quantity|drawing|vat number|letterhead|card))(?: [^ ]+){0,12}"
)
_TAG = re.compile(
    r"(?:, |^| )(?:(?:is|are|was|were|do|does|did|will|would|can|could|have|has) not (?:it|they|he|she|you|we|that)|innit|eh|you know|you see)$"
)


def is_question(sentence: Sentence) -> bool:
    """Whether it asks, by its mark or, if no full stop ends it, by its order of words."""
    if sentence.stop == "?":
        return True
    asked = asks_what(sentence) or is_yes_or_no(sentence)
    return asked and sentence.stop not in {"!", "…"}


def is_yes_or_no(sentence: Sentence) -> bool:
    """Whether its verb comes before its subject: "is it", "do you"."""
    if sentence.stop == "?" and _LEADS.search(sentence.text):
        return True
    return bool(_INVERTED.search(sentence.text) or _STARTS.search(sentence.text))


def asks_what(sentence: Sentence) -> bool:
    """Whether a question word leads it, or closes it: "which gate", "two or three, which"."""
    text = sentence.text
    if _INDIRECT.search(text):
        return True
    led = _ASKED.search(text)
    if led and (sentence.stop == "?" or _ASKED_INVERTED.search(text, led.start("word"))):
        return True
    return sentence.stop == "?" and bool(
        _ASKED_LATE.search(text) or _ASKED_INVERTED.search(text)
    )


def has_tag(sentence: Sentence) -> bool:
    """Whether it only begs to be agreed with: "lovely day, isn't it"."""
    return bool(_TAG.search(sentence.text))


_FIXED_OR = compile_any(
    "more or less", "sooner or later", "or so", "or something$", "or anything", "or else", "or two",
    "whether or not", "rain or shine", "or other", "like it or", "one way or", "tight or not", "or thereabouts", "or whatever",
)  # fmt: skip
_STATED = compile_any("if", "because", "no <up_to_2> or", "not <up_to_3> or", "without", "never", "unless", "before", "until", "we <up_to_2> (?:make|sell|stock|hold|have)", "they come in", "it comes in", "nor")
LONGEST_BARE = 16
"""Words of an either/or without a verb: "kraft or white for the lids"."""

_VERB = compile_any("is", "are", "was", "were", "has", "had", "have", "will", "would", "i", "they", "he", "she", "it", "do", "does", "makes", "costs", "comes?", "goes", "get", "gets")
_CAN_DO = compile_any("(?:i|we) (?:can|could|will)")
_OR = re.compile(r"(?: ,)? or (?:, )?")
_CHOICE = compile_any("which", "whichever", "either", "you (?:pick|choose|say|decide|tell me)", "your (?:pick|call|choice)", "take your pick", "pick one", "up to you", "what suits")

_AS_ASKED = (
    r"(?:(?:so|well|and|then|or|,|would you|do you|shall (?:i|we)|should (?:i|we)|will you|can you|could you|must (?:i|we|they)|are you|is it|do (?:i|we)|am i|do they|does it|will it|might you|you|it|they|we|i"
    r"|want(?:ing)? to|like to|rather|prefer(?:ring)? (?:to|that)?|better|maybe|perhaps|just|still|only|even|want us to|us to|me to|better to|best to|happier|going to|have to|simply|let us|let me|i would|we could|we can|i can|if you) ){0,6}"
)
_WAY_OUT = (
    r"(?:not|no|never|nothing|none|neither|out|nah|nope|waiting|later|later on|pass|passing|stop|stopping|cancel|nothing at all)$",
    r"not (?:(?:at all|now|yet|today|bother|bothered|bothering|worry|this time|interested|want|wanted|need|needed|like|have|take|buy|order|quite|really|ready|be|sure|do)\b.*)$",
    r"(?:leave|leaving|left|let|defer|postpone) (?:it|that|this|things|them|(?:the|this|that) (?:matter|order|idea|decision|whole thing|question|rest)|matters)(?: (?:there|for now|for today|a while|a bit|a little|longer|for a <up_to_2>|till|until|be|rest|drop|lie|stand|go|alone|out|another|some other|some time|altogether|as|for (?:the moment|this|next|another|later|good)|to (?:another|next|later)|unsigned|open|a week|a month|today|for)(?: .*)?)?$",
    r"leave (?:the idea|well alone|the whole thing|out)\b.*",
    r"(?:wait|waiting|hold (?:off|fire|on)|put (?:it|this|that|things) off|postpone|delay|stall|hang (?:on|fire)|keep (?:thinking|looking|things as|waiting)|carry on (?:as|looking|thinking)|stay (?:as|put|with)|stick (?:with (?:what|them|your)|as)|stand pat)\b.*",
    r"(?:another|some other|any other|a different|other) (?:day|time|week|month|occasion)s?\b.*",
    r"(?:next time|some day|one day|some time|sometime|whenever)\b.*",
    r"(?:think|thinking|have a think|sleep on|mull|consider|ponder|reflect)\b.*",
    r"(?:talk|speak|come back|call back|chat|discuss|look at (?:it|this|that)|revisit|pick (?:it|this) up|return|meet|decide|see|do (?:it|this|that)|be in touch|get back|catch up|try)(?: (?:to|about|on|it|this|that|you|in touch))* (?:again|later|another|some other|next (?:year|month|quarter|time|season|week)|in (?:a|the new|spring|the autumn|a few)|after the|when|the whole thing)\b.*",
    r"(?:defer|abstain|decline|desist|refrain|drop|forget|skip|scrap|cancel|shelve|park|abandon|bin|do without|give up|give (?:it|that|this|them) a miss|miss out|pass on|say no|turn (?:it|us) down|walk away|call it (?:a day|off|quits)|bow out)\b.*",
    r"(?:look|shop|ask|see) (?:round|around|elsewhere|about|at (?:others|other|someone|somebody)|what else)\b.*",
    r"(?:go|goes|going|buy|order) (?:to|with|from) (?:someone|somebody|them|another|others|the other|elsewhere|your (?:old|usual))\b.*",
    r"(?:go away|go elsewhere|go home|i go|go|leave)$",
    r"(?:(?:can|will|do|does|is|are|would|did|could|should) not (?:you|it|they|i|he|she|we|that))\b.*",
    r"(?:need|want|like|have) (?:more |some |a bit more |a bit of |a little |a little more )?time\b.*",
    r"(?:need|want|like) to (?:think|wait|compare|ask|sleep|look|shop|talk|leave|hold|check with|speak)\b.*",
    r"(?:is|are) (?:it|this|that|you|we) (?:not|a no|too soon|too early|out)\b.*",
    r"(?:that is|it is|is that|is it) (?:it|all|a no|no)\b.*",
    r"(?:next year|the new year|after christmas|when things (?:are|get)|when you are ready|maybe .*|perhaps later|some point|until then)$",
    r"(?:wait|see) (?:and see|how)\b.*",
    r"make do\b.*",
    r"(?:too|still) (?:busy|early|soon|undecided|unsure|expensive|dear|thinking|deciding)\b.*",
    r"(?:not |un)(?:sure|decided|certain)\b.*",
    r"(?:decide|choose|order|sign|buy|come back|do it|pay|settle it|have it) (?:later|another|some other|next time)\b.*",
    r"have (?:none|nothing|no)\b.*",
    r"give (?:you|him|her|them|it) (?:a few|some|more|a bit|another|a couple|time|space|longer|a week|a month)\b.*",
    r"(?:nothing|none|no more|not)(?: at all)? if .*",
    r"(?:rather|prefer)(?: to)? not\b.*",
)  # fmt: skip
_IS_WAY_OUT = re.compile(
    rf"(?:^|, ){_AS_ASKED}(?:{'|'.join(part.replace(' <up_to_2>', '(?: [^ ]+){0,2}') for part in _WAY_OUT)})"
)
_IN_OUT = compile_any("(?:rather|prefer)(?: to)? not(?: [^ ]+){0,6}", "prefers? not(?: [^ ]+){0,6}", "or what$", "or nothing$", "yes or no", "in or out", "take it or leave it", "now or never", "or not( [^ ]+){0,3}$", "like (?:it|them) or not", "now or (?:later|wait|another|some other|next)", "(?:want|like|need) <up_to_4> or (?:do|would|will|can) you not")


def halves(sentence: Sentence) -> list[str]:
    """The halves of an either/or, or nothing where "or" joins none."""
    if " or " not in f" {sentence.text} " or not _offers(sentence):
        return []
    return [half.strip(" ,") for half in _OR.split(_FIXED_OR.sub("so", sentence.text))]


def _offers(sentence: Sentence) -> bool:
    text = _FIXED_OR.sub("so", sentence.text)
    parts = _OR.split(text)
    if len(parts) < 2 or not all(part.strip(" ,") for part in parts):
        return False
    if is_question(sentence) or _CHOICE.search(text):
        return True
    if sentence.stop in {"!", "…"} or _STATED.search(text):
        return False
    bare = next(part for part in text.split(" , ") if " or " in f" {part} ")
    if len(bare.split()) <= LONGEST_BARE and not _VERB.search(bare):
        return True
    return bool(_CAN_DO.search(text))


def find_way_out(sentence: Sentence) -> bool:
    """Whether one half of an either/or is a way out: another day, leave it, think it over."""
    parts = halves(sentence)
    if not parts:
        return False
    return bool(_IN_OUT.search(sentence.text)) or any(_IS_WAY_OUT.search(part) for part in parts)
