"""Every text a person reads, apart from the code that sends it.

Whole sentences only, so that a translator can take a module as it is: a text is a constant or a
function of the values it mentions, and nobody glues sentences together elsewhere. Four parts of it
lie where the views cannot be imported: ``bot.errors`` and the rules of ``bot.rotation`` and
``bot.ballot`` keep an error's sentence beside the reason for it, ``bot.refusals`` what the services
refuse, and ``bot.failures`` what could not be drawn or read. Prompts keep theirs in their files,
and operators' commands and settings theirs. A test finds a sentence anywhere else.

How another language would come in: a copy of these modules with the same names, chosen once at the
start, since a group speaks one language in its channel. Names and descriptions of commands and
options are constants here too (COMMAND, …_OPTION); Discord shows them in each person's own
language, so they would go through a discord.app_commands.Translator on the command tree. Dates are
Discord's own ``<t:…>``, which it writes in the reader's language, where an instant is meant; days
of the calendar and dates in documents are spelled out here (in ``desk``, ``documents``,
``courses``, ``facilitation`` and ``posts``). Kept as they are stored: the words of ``Action`` and
``Shelf``.

The voice: plain, warm, exact. The bot is *the bot*, never *I*; things are *stored*; whoever manages
the server is an *admin*, whoever answers a *clinician*, whoever reads a *facilitator*.
"""
