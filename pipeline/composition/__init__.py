"""What a product is made of, read from titles, statements and lists: names of substances, strengths, excipients."""
