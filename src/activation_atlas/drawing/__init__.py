"""What figures and sheets are drawn with: panels, text, curves, marks."""
