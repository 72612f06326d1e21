"""The words that days away are told in, zh and en: who is away, who stands in, who is back.

``SMALL`` are words that may stand around them and say nothing; any other word left over means that
the message is about something else.
"""

import re

AWAY = re.compile(
    r"请\S{0,6}?假|休(?:年|产|婚|长|探亲)?假|休(?=\S{0,3}天)|(?:年|病|事|产|陪产|婚|丧)假|调休"
    r"|休息|放假|不上班|病了|不在"
    r"|(?<![a-z])(?:on |my )?(?:(?:annual|sick|paid|unpaid|maternity|paternity|parental) )?"
    r"leave(?! (?:early|it|at))"
    r"|(?<![a-z])away|(?<![a-z])out of (?:the )?office|(?<![a-z])ooo(?![a-z])"
    r"|(?<![a-z])days? off|(?<![a-z])off(?: work| sick| duty)?(?![a-z])"
    r"|(?<![a-z])(?:on )?(?:vacation|holidays?|pto)(?![a-z])"
    r"|(?<![a-z])(?:out |call(?:ing|ed)? in )?(?:sick|unwell|ill)(?![a-z])"
    r"|(?<![a-z])not (?:at work|working)(?![a-z])"
)
NOT_THERE = "不在"
"""Who is not there may be somebody at a customer's: it must be said of oneself or of some days."""

TOO_SHORT = frozenset({"off", "ill", "不在", "放假", "休息", "病了"})
"""These alone say nothing of days away."""

SLASH = re.compile(r" *[/／](?:away|leave|请假)(?![a-z]) *", re.IGNORECASE)
SELF = re.compile(r"我|本人|(?<![a-z])(?:i|i'm|im|i'll|me|my)(?![a-z])")

HALF = re.compile(
    r"半天|上午|下午|早上|晚上"
    r"|(?<![a-z])(?:morning|afternoon|half(?: a)? day|evening)(?![a-z])"
)
COVERS = re.compile(
    r"代班人?|顶班|代跑|代理|代管|代替|顶替|代为|接手|负责|[代替帮顶][我他她]|由|让|代|顶|替"
    r"|(?<![a-z])(?:(?:will|can|is|be) )*"
    r"(?:cover(?:s|ed|ing)?(?: by| is)?|stand(?:s|ing)? in|fill(?:s|ing)? in|takes? over)(?![a-z])"
    r"(?: (?:for )?(?:me|him|her|them))?"
)
SMALL = re.compile(
    r"我们?|本人|他|她|要|想|会|将|准备|打算|需要|得|的|了|从|自|起|开始|直?到|至|在|去|休|请|有点?事"
    r"|有|是|因为|家里|身体|不舒服|生病|一下|吧|啊|哦|呢|期间|这|几|和|跟|与|及|报备|登记|安排|全天"
    r"|整天|都|人|不|上班|回家|过年|旅游|结婚|假|就|今年|公司|回来|跑|看|管|班|客户|帮|给|一共|总共|共"
    r"|大概|可能|每天|老板|经理|您|你|好|麻烦|天|日|号|周|个"
    r"|(?<![a-z'])(?:i|i'm|im|i'll|ill|we|he|she|they|he's|she's|will|be|am|is|are|going|gonna|to"
    r"|on|off|from|until|till|til|through|thru|for|and|then|the|a|an|my|of|in|at|please|pls|note"
    r"|that|fyi|hi|hello|hey|take|taking|have|having|need|want|would|like|just|also|with|by|me|him"
    r"|her|them|so|now|feeling|not|work|working|whole|all|day|days|week|starting|as|since|back"
    r"|again|family|personal|trip|travelling|traveling|there|out|leave|up|both|inclusive|it's|its|s"
    r"|about|visiting|home|boss)(?![a-z'])"
)

BACK = re.compile(
    r" *(?:(?:hi|hello|hey|ok|so) +)*(?:(?:i'm|i am|im|am) )?back"
    r"(?: (?:at|to|in) (?:work|the office|office))?"
    r"(?: from (?:my )?(?:annual |sick )?(?:leave|holidays?|vacation))?"
    r"(?: (?:today|now|again|early|already))* *"
    r"| *(?:cancel|end|stop|delete|remove) (?:my )?"
    r"(?:leave|days? (?:off|away)|absence|vacation|holiday) *"
    r"| *(?:i'm |i am |im )?(?:not|no longer) (?:away|on leave|off)(?: any ?more| after all)? *"
    r"| *我?(?:今天|现在|已经|提前)*(?:休完假|病好|放完假)?了?"
    r"(?:回来|回公司|回岗|销假|复工|到岗)(?:上班)?[了啦]? *"
    r"| *我?(?:取消|撤销|结束)(?:我的)?(?:请假|休假|年假|病假|假期|调休)了? *"
    r"| *我?(?:不|不用|不再)(?:请假|休假|休息)了 *"
)
IS_BACK = re.compile(
    r"(?: is| has come)? back(?: (?:at|to) work)?(?: (?:today|now|early|again))* *"
    r"|(?:今天|已经|提前)*(?:回来|销假|复工)(?:上班)?[了啦]? *"
)
WHO = re.compile(
    r" *(?:who(?:'s|s| is| are| will be)?|is anyone|is anybody|anyone|anybody)(?: else)?"
    r" (?:is |are |be )?(?:on (?:annual |sick )?leave|away|off(?: work| sick)?"
    r"|out of (?:the )?office|out sick|sick|on (?:vacation|holiday))(?P<when>.*)"
    r"|(?P<zh_when>.*?)(?:有?谁|哪些人|哪个人|有没有人|有人)(?P<zh_later>.*?)"
    r"(?:请假|休假|不在|不上班|休息|放假)[了的]?[吗呢]? *"
    r"| *(?:谁在|查看?|看看?)?(?:请假|休假)(?:的有谁|的人|名单|情况|有谁) *"
)
