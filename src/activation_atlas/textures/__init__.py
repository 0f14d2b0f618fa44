"""Textures, style transfer and landscapes by mask: images made to share Gram matrices."""
