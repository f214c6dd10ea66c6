"""Pictures and documents: drawn from values by typst, in a process of their own.

The bot itself never loads the typesetter, whose memory is wanted for a moment only. What is drawn
comes in as data beside a template, so that nothing anybody wrote is ever read as a command.
"""
