"""What a notebook and the command line ask for: one call a picture, without a results folder."""
