"""What a group spoke about, without a guess: counted, quoted and asked back.

Pure rules over answers and prompts. Nothing here knows Discord, a store or an author.
"""
