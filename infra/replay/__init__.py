"""Real dialogues through the real protocols, and three accounts of them held together."""
