"""The products of workflow targets: classes, channels, dreams, textures, styles, doodles."""
