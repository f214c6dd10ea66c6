"""What the topics of one set mean, in our words: a codebook has definitions, and so must its test.

Written from the topics' names; the set's texts were not read for it.
"""

from __future__ import annotations

DEFINITIONS = {
    "depression": "Feeling low, empty, hopeless or worthless, and finding a way out of it.",
    "anxiety": "Worry, fear, panic and nervousness, and how to calm them.",
    "intimacy": "Closeness, sex and desire between partners, and what gets in their way.",
    "relationships": "How partners treat and understand each other, love, trust and jealousy.",
    "parenting": "Raising children, setting limits, and what parents and children need.",
    "counseling-fundamentals": "How therapy works, what happens in sessions, finding a therapist.",
    "family-conflict": "Quarrels and hurt between parents, grown children, siblings and in-laws.",
    "self-esteem": "Confidence, self-worth, how one sees and accepts oneself.",
    "relationship-dissolution": "Breaking up, separation, divorce, and getting over somebody.",
    "trauma": "Abuse, assault or shock in the past, flashbacks, and healing from it.",
    "behavioral-change": "Changing habits and behaviour, motivation, stopping doing something.",
    "marriage": "Husbands and wives, married life, and saving a marriage.",
    "anger-management": "Anger, temper and outbursts, and controlling them.",
    "lgbtq": "Sexual orientation, gender identity, being gay or transgender, coming out.",
    "substance-abuse": "Drinking, drugs, addiction and recovery.",
    "spirituality": "Faith, religion, God, and what one believes.",
    "professional-ethics": "What a therapist may and must do: boundaries, confidentiality, ending.",
    "workplace-relationships": "Work, bosses, colleagues and trouble at the job.",
    "domestic-violence": "Violence, control and abuse by a partner, and getting safe.",
    "social-relationships": "Friends, being shy, loneliness, meeting and getting on with people.",
    "grief-and-loss": "Death of someone loved, mourning, loss.",
    "diagnosis": "Symptoms, disorders, and whether one has a mental illness.",
    "sleep-improvement": "Sleep, dreams, nightmares, insomnia.",
    "eating-disorders": "Food, eating, weight and body image.",
}
