"""Every text a person reads, apart from the code that sends it.

Whole sentences only, so that a translator can take a module as it is: a text is a constant or a
function of the values it mentions, and nobody glues sentences together elsewhere. Errors keep their
sentence in ``bot.errors``, beside the reason for it; prompts keep theirs in their files.
"""
