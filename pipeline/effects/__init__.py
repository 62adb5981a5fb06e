"""How leaflets name side effects: lists and running text, headings that govern them, how often and how bad."""
