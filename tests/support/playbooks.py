"""A playbook small enough to read at a glance, for tests that break it or walk through it."""

SMALL = """\
id: tea
title: {zh: "茶铺", en: "Tea"}
about: {zh: "两步", en: "Two steps"}
fit:
  good_for: {zh: "小买卖", en: "Small sales"}
  not_for: {zh: "大买卖", en: "Large sales"}
vars:
  rep: {zh: "小李", en: "Sam"}
scenes:
  - id: hello
    situation: options_choice
    customer: {zh: "客人进门。", en: "Somebody comes in."}
    accepts: [either_or]
    good:
      - id: hello_or
        say: {zh: "红茶还是绿茶？", en: "Black or green?"}
        act: either_or
        why: {zh: "都往前走。", en: "Both move on."}
    bad:
      - id: hello_help
        say: {zh: "要帮忙吗？", en: "Can I help?"}
        fault: permission
        why: {zh: "容易说不。", en: "Easy to decline."}
        fix: {zh: "红茶绿茶？", en: "Black, green?"}
      - id: hello_push
        say: {zh: "买吧！", en: "Buy it!"}
        fault: pressure
        why: {zh: "太急。", en: "Too fast."}
        fix: {zh: "红的绿的？", en: "Which one?"}
        next: sorry
    next: {good: pay}
  - id: sorry
    situation: second_ask
    customer: {zh: "我没说要。", en: "I didn't say so."}
    accepts: [confirm, either_or]
    good:
      - id: sorry_ask
        say: {zh: "对不起，先尝尝？", en: "Sorry. Taste it first?"}
        act: confirm
        why: {zh: "先认错。", en: "Own it."}
    bad:
      - id: sorry_agreed
        say: {zh: "你答应过。", en: "You agreed."}
        fault: pressure
        why: {zh: "没有。", en: "He did not."}
        fix: {zh: "对不起。", en: "Sorry."}
    next: {good: pay}
  - id: pay
    situation: payment_step
    customer: {zh: "好。", en: "All right."}
    accepts: [pay_method]
    good:
      - id: pay_how
        say: {zh: "刷卡还是微信？找{{ rep }}。", en: "Card or cash? I'm {{ rep }}."}
        act: pay_method
        why: {zh: "问怎么付。", en: "How, not whether."}
    bad:
      - id: pay_now
        say: {zh: "交钱。", en: "Pay now."}
        fault: money
        why: {zh: "提钱。", en: "Names money."}
        fix: {zh: "这边请。", en: "This way."}
    next: {good: end}
"""

PRESSING = "You have no choice, sign now or you will regret it."
"""A line that no playbook may teach."""


def changed(old: str, new: str) -> str:
    """Return the small playbook with the first such place changed."""
    assert old in SMALL
    return SMALL.replace(old, new, 1)
