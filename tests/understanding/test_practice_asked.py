"""Who asks how practice goes, or what is taught, is understood in the words people have for it."""

import pytest

from bot.understanding.entrance import understand_message
from tests.support.named_companies import Company

LINES = """
lines to judge | lines to check | lines waiting to be judged | which lines are waiting for me
are there any lines to judge? | what lines are reported | reported lines | judge the lines
show the reported lines | show me the wrongly judged lines | did anyone say a line was judged wrong?
have my reps reported a line | anything to judge | wrong verdicts
待审话术 | 待判断的话 | 判一判 | 判话 | 待判的话 | 待评的话 | 有什么要评的 | 评错的句子
待看的话术 | 有人说评错了吗 | 待评的句子 | 要判的句子 | 有没有要判的句子 | 有人反映判错了吗
"""

OBJECTIONS = """
which objections cost us most | which objections cost me most | the objections
objections this month | what holds customers back | what is holding customers back
why do we lose orders | why do i lose | why don't customers buy | what do customers object to most
how often do i ask for the order | my asks | what stops our customers from ordering
哪些异议最费单 | 客户嫌什么最多 | 客户最常嫌什么 | 什么挡住了单子 | 哪些拒绝最多 | 哪些异议最花钱
客户为什么不买 | 我们为什么丢单 | 异议统计 | 本月异议 | 最近什么挡住了我们的单
"""

OWN = """
how am I doing in practice | my training | am i getting better | what did i get wrong
which lines do i know | how's my practice going | my training progress | how is my training going
have I improved | am I improving in practice | how many lines do I know | show me my weak spots
我的训练进度 | 我的训练 | 我练得怎么样 | 我的练习怎么样 | 我有没有进步 | 我上次说错了什么
我记住了哪些 | 看看我的练习成绩 | 我最近练得如何 | 我总说错哪几句
"""

TEAM = """
practice of the team | how is the team's practice | team practice | practice numbers
who practised this week | practice report | how does the team practise | who has practised
how is the team doing in practice | how is my team doing in practice | who practised most
who has not practised | who didn't practise | training of the team | practice of my team
who trained this week | team training progress | team progress | show me the team's practice
团队练习 | 团队训练情况 | 团队练习情况 | 我的团队练习情况 | 谁练习了 | 谁没练 | 谁练得最少
训练统计 | 大家练得怎么样 | 团队进度 | 业务员的练习情况 | 谁最近没练话术 | 这周谁练了
"""

PLAYBOOKS = """
playbook | playbooks | versions | playbook versions | show playbooks | history of the playbook
what is the playbook | which playbooks are there | which versions of the playbook are there
upload | upload playbook | upload a playbook | how do i upload a file | how do i change the playbook
add a line | change the line | how can I change the lines | can I upload our own playbook?
send me the playbook | where can i change the playbook | how to add a new practice
话术本 | 话术版本 | 版本 | 上传话术 | 怎么改话术 | 教材 | 话术怎么改 | 怎么上传话术 | 我想改话术
有哪些话术版本 | 下载话术文件 | 怎么加自己的话术 | 话术历史
"""

BACK = """
put back | put back the playbook | put back the last version | put the old playbook back
go back to the previous version | restore the previous playbook | revert to the last version
roll back the playbook | use the old version | put it back
恢复旧版本 | 恢复上一版 | 换回上一版 | 话术恢复到之前的版本 | 退回上一个版本
用回原来的话术 | 话术还原
"""


def phrases(block: str) -> list[str]:
    """Everything that stands between bars and line ends."""
    return [each.strip() for line in block.splitlines() for each in line.split("|") if each.strip()]


ASKED = [
    *((each, "heard_lines") for each in phrases(LINES)),
    *((each, "objection_costs") for each in phrases(OBJECTIONS)),
    *((each, "coach_progress") for each in phrases(OWN) + phrases(TEAM)),
    *((each, "playbooks") for each in phrases(PLAYBOOKS)),
    *((each, "playbook_back") for each in phrases(BACK)),
]


@pytest.mark.parametrize(("text", "intent"), ASKED)
def test_what_is_there_is_found_in_everyday_words(
    practice: Company, text: str, intent: str
) -> None:
    assert understand_message(text, practice.context).intent == intent
