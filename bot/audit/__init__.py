"""The audit plays the thief: it looks at copies of the bot's files and says what they betray.

It shares no code with the store it examines, only the values of ``bot.ballot``, so that a mistake
there is not repeated here.
"""

from bot.audit.examine import examine
from bot.audit.members import members_in
from bot.audit.rehearsal import Rehearsed
from bot.audit.verdict import Finding, Verdict

__all__ = ["Finding", "Rehearsed", "Verdict", "examine", "members_in"]
