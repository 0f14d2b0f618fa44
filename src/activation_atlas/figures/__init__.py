"""The figures of the review, each one function, and the sheets and page that show them."""
