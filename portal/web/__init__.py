"""The pages, per audience; they show, and hold no rule."""
