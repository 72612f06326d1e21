"""The judge of lines: is what a rep typed a good way to go on, a wrong one, or can't it be told?

Likeness can't decide it: "can you order today?" and "you order today" differ by a word. So the
words of a line are looked at for what it does (acts) and what is wrong with it (faults); a fault
beats every act, and a line in which neither is found is unsure, never bad.
"""

from bot.coaching.judge.judging import Judge
from bot.coaching.judge.moments import Moment, moment_of, usual_moment
from bot.coaching.judge.verdict import Judgement

__all__ = ["Judge", "Judgement", "Moment", "moment_of", "usual_moment"]
