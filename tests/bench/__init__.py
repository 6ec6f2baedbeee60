"""Ratios against baselines measured in the same run: absolute figures stay on their machine, ratios travel."""
