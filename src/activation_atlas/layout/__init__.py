"""UMAP and t-SNE of the sampled activations, and how faithful they are."""
