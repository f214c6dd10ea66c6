"""How anonymous an answer is, and what else could give it away.

One source for ``/privacy``, for the button on every prompt, for PRIVACY.md and for the line below
the form. It promises what this version keeps and no more; a test holds it to the promises, so
change both together.
"""

from __future__ import annotations

from bot.views.catalogue.answering import PRIVACY_BUTTON

COMMAND = "What is stored, who reads it, and who could still know."
CONSENT = (
    "-# If you send this, your answer is stored without your name. It is read only once the round "
    "is closed and only if enough people have answered. Discord sees what you send, and people may "
    f"recognise your style: “{PRIVACY_BUTTON}” says all of it."
)

SHORT = (
    "In short: your name is not stored with your answer, and nothing that is stored leads from one "
    "to the other (with PostgreSQL, once the round is closed: see below). Nothing goes to any "
    "service but Discord. Below stands what is kept, and who could know all the same."
)

KEYS = (
    "Keys lie in files of their own, outside the database: two for an open round, one for a sealed "
    "one. Destroying a key makes every copy of what it encrypted unreadable. On an SSD or a "
    "copying file system an overwritten file may survive underneath, so encrypt the disk, and keep "
    "the keys folder out of backups."
)

COPIES = (
    "A backup holds no keys: alone it cannot be read, and when a round's keys are destroyed its "
    "words in every old backup are gone with them. Whoever runs the bot can also copy the keys. "
    "Such a copy keeps what it opens, past retention and past a withdrawal. Made while a round is "
    "open it tells who has answered; and two of them, made before and after one answer, tell whose "
    "it is. Whoever restores an older backup brings back what was "
    "withdrawn or removed since, if its round's key still exists, and should say so to the group."
)

FIGURES = (
    "The figures that the bot may serve to whoever watches the machine count its own posts, seals "
    "and errors, and do not move with an answer, an edit, a withdrawal or a form; how long people "
    "wait for a reply is told by whole hours of more than 50 replies of all kinds together. The "
    "log holds no id of a person, no name and no text, in either of its formats."
)

TITLE = "## How anonymous is this?"

STORED = (
    "### What is kept\n"
    "Your answer, without your name: what you wrote, what you ticked, where you stand and who may"
    " read it, encrypted together. No name, time or order stands beside it, and its keys lie "
    "outside the database.\n"
    "While a round is open there is also an encrypted list of who has answered, so that nobody "
    "answers twice and a facilitator's own answer does not count. The person who runs the bot "
    "could learn from it that you answered, but nothing on it leads to an answer. It is destroyed"
    " when the round closes, together with the keys of the open round; the answers are encrypted "
    "anew, in a new random order."
)

READ = (
    "### Who reads it, and when\n"
    "Nobody, before the round closes; until then the facilitator can learn only whether at least "
    "as many people as are needed have answered. The number is printed on each prompt, with the "
    "role that reads, and does not change while a round is open. After that, and only if enough "
    "people have answered, the holders of that role read the answers all together, in random "
    "order.\n"
    "If too few have answered, the round stays open once, until the next prompt is due. If there "
    "are still too few then, every answer is shredded unread."
)

SHARED = (
    "### What the group sees\n"
    "Counts, themes and quotes once a facilitator shares them; your words only if you allowed it. "
    "Where the prompt says so, the group sees the counts as soon as the round closes. Words that "
    "are withdrawn or removed leave the shared message too."
)

LOOKED_UP = (
    "### Who can look up what you wrote\n"
    "From what is stored, neither the facilitator, nor the other members, nor the person who runs "
    "the bot, nor a thief can look up which answer is yours."
)

LOOKED_UP_POSTGRESQL = (
    "### Who can look up what you wrote\n"
    "From what is stored, neither the facilitator, nor the other members, nor a thief of the "
    "database can look up which answer is yours; nor, once the round is closed, can the person "
    "who runs the bot. While the round is open that person could: this bot keeps its answers in "
    "PostgreSQL, whose journal shows the order in which things were written."
)

THEMES = (
    "### What a machine reads\n"
    "After the seal answers are compared on the machine that runs the bot. What is kept of that is "
    "encrypted and ends with the words: which answers lie close together, words that three of them "
    "share, and headings a facilitator gave."
)

LEARNING = (
    "To find themes no words are sent anywhere, and the numbers by which they were compared are "
    "not kept. Words that only the facilitator may read stand in no quote and no heading. Where a "
    "group gets suggested codes, they are learned on the machine from what its own members ticked "
    "and what its facilitator confirmed or rejected, in rounds whose words are still kept."
)

COULD_STILL_KNOW = (
    "### Who could still know\n"
    "- **Discord** sees who you are and what you send.\n"
    "- **The person who runs the bot** has the keys too, and could read what is stored with them "
    "for as long as it is kept, but not whose it is. They could change it and watch, or keep "
    "copies while a round is open: then they could know that as well.\n"
    "- **People who know you** may recognise your style, or the situation you describe.\n"
    "- **The others together:** if everybody else compares what they wrote, yours is the one left "
    "over; and if all say the same, your view is known.\n"
    "- **An admin of this server** can take the facilitator role and read with it. Each opening of "
    "a summary is noted, with who opened it (once in a quarter of an hour), and each download."
)

RECEIPT = (
    "### Your receipt\n"
    "After sending, you alone see a code and your answer as stored. Of the code the bot keeps "
    "only a fingerprint, so if you lose it nobody, not even the person who runs the bot, can find"
    " your answer again. With it you can change or withdraw your answer while the round is open; "
    "a withdrawn one is emptied at once. After that you can still withdraw it: your words leave "
    "in the coming night, with everything else that leaves that day, but the counts stay as they "
    "were sealed, and what was read cannot be unread, nor a file called back that the facilitator "
    "downloaded before. A facilitator can remove an answer in the "
    "same way; its author stays unknown, and nobody can answer again in its place."
)

KEPT = (
    "### How long it is kept\n"
    "Words are kept for 90 days after a round closes, unless the group chose another time. Then "
    "the round's last key is destroyed, and with it every text; only counts stay: how many people "
    "answered, ticked what, and stood where. When an admin forgets the group, or the bot is "
    "removed from the server, everything of the group is destroyed after seven days. A written "
    "record says what was destroyed, and when; it names nobody, and stays. What admins and "
    "facilitators did is kept as long as the group."
)

GUARD = (
    "### Names and other identifiers\n"
    "Before an answer is stored, a guard looks on the machine that runs the bot for names, "
    "places, dates, numbers and the like, and asks you alone. Nothing of what it finds, or that it "
    "asked, is kept. Only a phone number, an e-mail address or a record number has to be taken "
    "out; everything else is your decision. It misses rare events, harmless details that together "
    "point to someone, nicknames, and other languages than English."
)

LIMITS = (
    "### And also\n"
    "The bot does not read what members write: it is not given the words of other people's "
    "messages, and looks through a channel only to find its own. It sends nothing anywhere but to "
    "Discord. What it has posted or shown there, Discord keeps by its own rules. Nobody watches "
    "the answers: they are not for emergencies."
)


UNTIL = "Where a column says no time, it is kept until the group is destroyed."


def pages(*, on_postgres: bool) -> tuple[str, str]:
    """The whole text, as two messages; on PostgreSQL the promise against the operator is weaker."""
    looked_up = LOOKED_UP_POSTGRESQL if on_postgres else LOOKED_UP
    first = [TITLE, STORED, READ, SHARED, looked_up, COULD_STILL_KNOW]
    second = [THEMES, GUARD, RECEIPT, KEPT, LIMITS]
    return "\n".join(first), "\n".join(second)
