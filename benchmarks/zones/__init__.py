"""How well single-field edits of Utopia documents are told, and how many genuine fields are called edited."""
